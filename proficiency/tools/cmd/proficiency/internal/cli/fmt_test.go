package cli

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// fmtCases are runs over a copy of testdata/shelf, where SHELF stands in their arguments.
var fmtCases = []goldenCase{
	{"help-fmt", "help fmt", "", 0},
	{"fmt", "fmt SHELF/hand-care/1.0.0/hand-care.yaml", "", 0},
	{"fmt-stdin", "fmt -", "shelf/hand-care/1.0.0/hand-care.yaml", 0},
	{"fmt-list", "fmt -l SHELF/hand-care SHELF/roles", "", 1},
	{"fmt-list-nothing", "fmt -l SHELF/roles", "", 0},
	{"fmt-diff", "fmt -d SHELF/hand-care", "", 1},
	{"fmt-write", "fmt -l -w SHELF/hand-care", "", 0},
	{"fmt-torn", "fmt -l SHELF", "", 3},
	{"fmt-named", "fmt SHELF/compose.yml", "", 0},
	{"fmt-nothing-of-ours", "fmt -w SHELF/hand-care/1.0.0/empty", "", 3},
	{"fmt-absent", "fmt -l SHELF/absent.yaml SHELF/hand-care", "", 3},
	{"fmt-nothing", "fmt", "", 2},
	{"fmt-write-stdin", "fmt -w -", "small.yaml", 2},
	{"fmt-stdin-twice", "fmt - -", "small.yaml", 2},
	{"fmt-unknown-flag", "fmt -W SHELF", "", 2},
}

// newShelf is a copy of testdata/shelf with an empty folder in it.
func newShelf(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/shelf")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "hand-care", "1.0.0", "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A ran is what a run of the command printed, and its exit code.
type ran struct {
	out, err string
	code     int
}

func runOn(t testing.TB, stdin string, args ...string) ran {
	t.Helper()
	var out, errs bytes.Buffer
	code := Command{Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &errs}.Main(t.Context(), args)
	return ran{out.String(), errs.String(), code}
}

func readFile(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func writeFile(t *testing.T, file, content string) string {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// Everything that comes with the library is laid out as fmt does it.
func TestShippedContentIsLaidOut(t *testing.T) {
	t.Parallel()
	for _, files := range []fs.FS{frameworks.FS(), roles.FS()} {
		dir := t.TempDir()
		if err := os.CopyFS(dir, files); err != nil {
			t.Fatal(err)
		}
		if got := runOn(t, "", "fmt", "-d", dir); got != (ran{}) {
			t.Errorf("exit code %d\n%s%s", got.code, got.out, got.err)
		}
	}
}

// Whatever shipped content is laid out like, fmt gives it the layout that it
// has, and its digest stays meanwhile.
func TestFmtOfShippedContent(t *testing.T) {
	t.Parallel()
	for _, ref := range frameworks.Catalog().Refs() {
		file := string(ref.ID) + "/" + ref.Version.String() + "/" + string(ref.ID) + ".yaml"
		src, err := fs.ReadFile(frameworks.FS(), file)
		if err != nil {
			t.Fatal(err)
		}
		for name, other := range map[string]string{
			"as it is": string(src),
			"Windows":  "\uFEFF" + strings.ReplaceAll(string(src), "\n", "\r\n"),
			"spaces":   "\n\n" + strings.ReplaceAll(string(src), " - {", " -   { "),
		} {
			got := runOn(t, other, "fmt", "-")
			before, _ := proficiency.Parse(file, []byte(other))
			after, findings := proficiency.Parse(file, []byte(got.out))
			if got.code != 0 || got.out != string(src) || before == nil || after == nil || before.Digest() != after.Digest() {
				t.Errorf("%s, %s: exit code %d: %s%v", ref, name, got.code, got.err, findings)
			}
		}
	}
}

func TestFmtRewrites(t *testing.T) {
	t.Parallel()
	dir := newShelf(t)
	file := filepath.Join(dir, "hand-care", "1.0.0", "hand-care.yaml")
	want := runOn(t, "", "fmt", file).out
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	torn := readFile(t, filepath.Join(dir, "torn.yaml"))
	foreign := readFile(t, filepath.Join(dir, "compose.yml"))
	if got := runOn(t, "", "fmt", "-w", dir); got.code != exitUnreadable || got.out != "" || !strings.Contains(got.err, "torn.yaml:3:12:") {
		t.Errorf("exit code %d: %s%s", got.code, got.out, got.err)
	}
	if got := readFile(t, file); got != want {
		t.Errorf("it is now\n%s", got)
	}
	if readFile(t, filepath.Join(dir, "torn.yaml")) != torn || readFile(t, filepath.Join(dir, "compose.yml")) != foreign {
		t.Error("what cannot be laid out, or is not ours, is changed")
	}
	if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("the mode is %v: %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if got := runOn(t, "", "fmt", "-l", filepath.Dir(file)); got != (ran{}) {
		t.Errorf("laid out again: %+v", got)
	}
}

func TestRewriteLeavesAlone(t *testing.T) {
	t.Parallel()
	file := writeFile(t, filepath.Join(t.TempDir(), "a.yaml"), "a: c\n")
	if err := rewrite(file, []byte("a: b\n"), []byte("a: d\n")); err == nil || !strings.Contains(err.Error(), "changed by somebody else") {
		t.Error(err)
	}
	if err := os.Chmod(file, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := rewrite(file, []byte("a: c\n"), []byte("a: d\n")); err == nil || !strings.Contains(err.Error(), "read-only") {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".*")); len(left) > 0 || readFile(t, file) != "a: c\n" {
		t.Errorf("changed, or left behind: %v", left)
	}
}

// A link that was named leads to what is rewritten; one that was found leads nowhere.
func TestFmtAndLinks(t *testing.T) {
	t.Parallel()
	outside, dir := t.TempDir(), t.TempDir()
	const unlaid = "format:   countersign/v1\n"
	target := writeFile(t, filepath.Join(outside, "a.yaml"), unlaid)
	link(t, target, filepath.Join(dir, "out.yaml"))
	link(t, outside, filepath.Join(dir, "folder"))
	link(t, dir, filepath.Join(dir, "circle"))
	link(t, filepath.Join(dir, "around.yaml"), filepath.Join(dir, "around.yaml"))
	writeFile(t, filepath.Join(dir, "own.yaml"), unlaid)
	link(t, filepath.Join(dir, "own.yaml"), filepath.Join(dir, "twice.yaml"))

	got := runOn(t, "", "fmt", "-l", "-w", dir)
	if want := filepath.Join(dir, "own.yaml") + "\n"; got.out != want {
		t.Errorf("%q, not %q", got.out, want)
	}
	for _, want := range []string{
		"the link " + filepath.Join(dir, "out.yaml") + " leads out of ", "the link " + filepath.Join(dir, "folder") + " leads out of ",
		"the link " + filepath.Join(dir, "around.yaml") + " leads nowhere: ",
	} {
		if !strings.Contains(got.err, want) {
			t.Errorf("no %q in\n%s", want, got.err)
		}
	}
	if strings.Contains(got.err, "circle") || strings.Contains(got.err, "twice") {
		t.Errorf("what is in the folder is said to be out of it:\n%s", got.err)
	}
	if readFile(t, target) != unlaid {
		t.Error("a link out of the folder was followed")
	}
	named := filepath.Join(dir, "out.yaml")
	if got := runOn(t, "", "fmt", "-w", named); got != (ran{}) || readFile(t, target) == unlaid {
		t.Errorf("%+v", got)
	}
	if info, err := os.Lstat(named); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	whole := filepath.Join(t.TempDir(), "whole")
	link(t, outside, whole)
	if got := runOn(t, "", "fmt", "-l", whole); got != (ran{}) {
		t.Errorf("a folder named by a link: %+v", got)
	}
}

func link(t *testing.T, to, at string) {
	t.Helper()
	err := os.Symlink(to, at)
	if err != nil && runtime.GOOS == "windows" {
		t.Skip("links need a privilege here: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// FuzzFmt: a file is laid out and says what it said, and is laid out then; or there are findings.
func FuzzFmt(f *testing.F) {
	for _, file := range []string{"ward.yaml", "small.yaml", "broken.yaml", "shelf/hand-care/1.0.0/hand-care.yaml", "shelf/torn.yaml"} {
		src, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src))
	}
	f.Add("{a: , b: [c, ]}\r\n# d\ne:\n")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 4096 {
			t.Skip("where the parser fails is found slowly")
		}
		got := runOn(t, src, "fmt", "-")
		if got.code != exitFine {
			if got.code != exitUnreadable || got.out != "" || !strings.Contains(got.err, "stdin") {
				t.Fatalf("exit code %d: %q, %q", got.code, got.out, got.err)
			}
			return
		}
		if again := runOn(t, got.out, "fmt", "-"); again != got {
			t.Fatalf("%q is laid out %q and then %q", src, got.out, again.out)
		}
		before, was := proficiency.Parse("f", []byte(src))
		after, now := proficiency.Parse("f", []byte(got.out))
		if (before == nil) != (after == nil) || before != nil && before.Digest() != after.Digest() || len(was) != len(now) {
			t.Fatalf("%q and %q are not the same: %v, %v", src, got.out, was, now)
		}
	})
}
