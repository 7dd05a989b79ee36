package countersign_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// repository is every text file of the checkout by its slashed path. That a
// test has read them all also tells the test cache what its result rests on.
func repository(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && e.Name() == ".git":
			return fs.SkipDir
		case !e.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(name)
		if !bytes.ContainsRune(content, 0) {
			files[filepath.ToSlash(name)] = content
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// listed is what these tests read of go list's answer about a package.
type listed struct {
	ImportPath, Name string
	Imports          []string
	Module           *struct{ Path string }
}

func goList(t *testing.T, args ...string) []listed {
	t.Helper()
	var packages []listed
	decoder := json.NewDecoder(bytes.NewReader(goTool(t, append([]string{"list", "-json=ImportPath,Name,Imports,Module"}, args...)...)))
	for {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

func goJSON(t *testing.T, into any, args ...string) {
	t.Helper()
	if err := json.Unmarshal(goTool(t, args...), into); err != nil {
		t.Fatal(err)
	}
}

// goTool is what the go command prints for args; the test ends if it fails.
func goTool(t *testing.T, args ...string) []byte {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", args...).Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, exit.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	return out
}

// local is a path inside the module, or the path itself if it is elsewhere.
func local(importPath string) string {
	if importPath == module {
		return ""
	}
	return strings.TrimPrefix(importPath, module+"/")
}

// isStandard holds for paths without a dot in their first element, which the go command keeps for itself.
func isStandard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return !strings.Contains(first, ".")
}

// otherProcesses leaves a test that only starts other programs to the run without
// the race detector, which does not look into these.
func otherProcesses(t *testing.T) {
	t.Helper()
	if underRace {
		t.Skip("all of it runs in other processes, into which the race detector does not look")
	}
}
