package countersign_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// ownContent is the page for organisations that bring their own content.
const ownContent = "frameworks/OWN-CONTENT.md"

// TestOwnContent does what the page says, and then tests the package that has come of it.
func TestOwnContent(t *testing.T) {
	t.Parallel()
	otherProcesses(t)
	repository(t) // the command and the package rest on every file, and the test cache has to know
	src, err := os.ReadFile(ownContent)
	if err != nil {
		t.Fatal(err)
	}
	p, faults := parsePage(ownContent, string(src))
	dir := t.TempDir()
	for _, fault := range append(faults, p.follow(t, buildCommand(t), dir)...) {
		t.Error(fault)
	}
	if t.Failed() {
		return
	}
	if out, err := testInside(t, filepath.Join(dir, "content")); err != nil {
		t.Errorf("%s: the package does not pass its test: %v\n%s", ownContent, err, out)
	}
}

// testInside tests a package as if its folder stood in the module of examples,
// which requires everything a reader may use.
func testInside(t *testing.T, folder string) (string, error) {
	t.Helper()
	inside, err := filepath.Abs(filepath.Join("examples", "owncontent"))
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{}
	err = filepath.WalkDir(folder, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, file)
		replace[filepath.Join(inside, rel)] = file
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	write(t, filepath.Join(temp, "overlay.json"), string(overlay))
	binary := filepath.Join(temp, "content.test")
	build := exec.CommandContext(t.Context(), "go", "test", "-c", "-vet=off", "-o", binary, "-overlay", filepath.Join(temp, "overlay.json"), "./examples/owncontent")
	if out, err := build.CombinedOutput(); err != nil {
		return string(out), err
	}
	run := exec.CommandContext(t.Context(), binary)
	run.Dir = folder
	out, err := run.CombinedOutput()
	return string(out), err
}
