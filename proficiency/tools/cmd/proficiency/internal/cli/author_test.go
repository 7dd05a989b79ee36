package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/frameworks"
)

// command runs the command with words as they are, and gives all that it prints.
func command(t *testing.T, stdin string, args ...string) (string, int) {
	t.Helper()
	var out bytes.Buffer
	code := Command{Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &out}.Main(t.Context(), args)
	return out.String(), code
}

// TestListsAllShipped: everything that comes with the library is listed, and can be shown.
func TestListsAllShipped(t *testing.T) {
	t.Parallel()
	out, code := command(t, "", "list")
	if code != exitFine {
		t.Errorf("exit code %d: %s", code, out)
	}
	for _, ref := range frameworks.Catalog().Refs() {
		if !strings.Contains(out, "\n"+ref.String()+" ") {
			t.Errorf("%s is not listed:\n%s", ref, out)
		}
		if out, code := command(t, "", "show", ref.String()); code != exitFine || !strings.HasPrefix(out, ref.String()+"  ") {
			t.Errorf("%s is not shown: %s", ref, out)
		}
		if out, _ := command(t, "", "show", "xyz"); !strings.Contains(out, string(ref.ID)) {
			t.Errorf("%s is not named: %s", ref, out)
		}
	}
}

// TestUpdate: golden parts are written once, and nothing else of the file changes.
func TestUpdate(t *testing.T) {
	t.Parallel()
	root, _ := inFolders(t, "TRIAL")
	file := filepath.Join(root, "rounds/1.0.0/scenarios/golden.scenario")
	before := read(t, file)
	want := strings.NewReplacer("3 missing", "2 missing", "assessed    not-yet", "assessed    alone").Replace(before)
	out, code := command(t, "", "test", file, "--update")
	if got := read(t, file); code != exitFine || got != want || got == before {
		t.Errorf("exit code %d: %s\n%s", code, out, got)
	}
	for _, name := range []string{"asked", "otherwise", "wrong"} {
		at := "rounds/1.0.0/scenarios/" + name + ".scenario"
		if got := read(t, filepath.Join(root, at)); got != read(t, filepath.Join("testdata/trial", at)) {
			t.Errorf("%s was changed", at)
		}
	}
	if out, code := command(t, "", "test", "--update", file); code != exitFine || strings.Contains(out, "updated") {
		t.Errorf("the second time: exit code %d: %s", code, out)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestFromEverywhere: a scenario is called and runs the same wherever the command does.
func TestFromEverywhere(t *testing.T) {
	root, _ := inFolders(t, "TRIAL")
	for dir, path := range map[string]string{
		"": "rounds", "rounds": ".", "rounds/1.0.0": "rounds.yaml", "rounds/1.0.0/scenarios": "asked.scenario", "bays": "../rounds/1.0.0",
	} {
		t.Chdir(filepath.Join(root, dir))
		out, code := command(t, "", "test", "-v", path, "--run", "^rounds@1.0.0/asked$")
		if code != exitFine || !strings.Contains(out, "--- PASS: rounds@1.0.0/asked") {
			t.Errorf("in %s: exit code %d: %s", dir, code, out)
		}
	}
}

// TestLinksEnd: a link to a folder around it leads nowhere.
func TestLinksEnd(t *testing.T) {
	t.Parallel()
	root, _ := inFolders(t, "TRIAL")
	link(t, root, filepath.Join(root, "rounds/again"))
	link(t, "loop.scenario", filepath.Join(root, "rounds/loop.scenario"))
	out, code := command(t, "", "test", filepath.Join(root, "rounds"), "--run", "asked|loop")
	if code != exitUnreadable || strings.Count(out, "loop.scenario: ") == 0 || !strings.Contains(out, "1 scenario\n") {
		t.Errorf("exit code %d: %s", code, out)
	}
}
