package cli

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow/scenario"
)

// written are all files below a folder.
func written(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files[name] = read(t, filepath.Join(dir, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestNewFiles shows what is written.
func TestNewFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out, code := command(t, read(t, "testdata/answers/whole.txt"), "new", dir)
	if code != exitFine {
		t.Fatalf("exit code %d: %s", code, out)
	}
	files := written(t, dir)
	for name, in := range map[string]string{
		"framework.yaml.golden": "moving-handling-basics.yaml", "lifecycle.yaml.golden": "lifecycle.yaml",
		"scenario.golden": "scenarios/from-enrolling-to-the-certificate.scenario",
	} {
		golden(t, filepath.Join("new", name), files["moving-handling-basics/1.0.0/"+in])
	}
	if len(files) != 3 {
		t.Errorf("%d files", len(files))
	}
	if out, code := command(t, "", "validate", "--style", "--warnings-as-errors", dir); code != exitFine {
		t.Errorf("its style: %s", out)
	}
}

// soundDraft holds what a first framework promises: it is without findings, laid
// out, listed, and its scenario passes, also once it is published.
func soundDraft(t *testing.T, dir string) {
	t.Helper()
	files := written(t, dir)
	if len(files) != 3 {
		t.Fatalf("%d files", len(files))
	}
	for name, content := range files {
		if filepath.Ext(name) != ".yaml" {
			continue
		}
		var found source.Diagnostics
		if filepath.Base(name) == proficiency.LifecycleFile {
			_, found = proficiency.ParseLifecycle(name, []byte(content))
		} else {
			_, found = proficiency.Parse(name, []byte(content))
		}
		if out, _ := source.Layout(name, []byte(content), nil); len(found) > 0 || string(out) != content {
			t.Fatalf("%s\n%v", content, found)
		}
		if filepath.Base(name) == proficiency.LifecycleFile {
			said := strings.NewReplacer("#   status", "status", "#   published", "published", "\nstatus: draft", "").Replace(content)
			if life, found := proficiency.ParseLifecycle(name, []byte(said)); len(found) > 0 || life.Status != proficiency.Published {
				t.Errorf("what it says of publishing: %v\n%s", found, said)
			}
			defer os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600)
			if err := os.WriteFile(filepath.Join(dir, name), []byte(said), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 2 { // published, and as a draft
		if out, code := command(t, "", "test", dir); code != exitFine {
			t.Fatalf("its scenario fails: %s", out)
		}
		for name := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(files[name]), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	if out, code := command(t, "", "validate", dir, "--warnings-as-errors"); code != exitFine {
		t.Fatalf("it is not valid: %s", out)
	}
	ids, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if out, code := command(t, "", "list", ids[0].Name(), "--dir", dir); code != exitFine {
		t.Fatalf("it is not listed: %s", out)
	}
}

func TestNewIsSound(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"only an id":          {"--id", "x"},
		"an id like a word":   {"--id", "from"},
		"an id like a value":  {"--id", "yes"},
		"an id like a number": {"--id", "1.10"},
		"only a title":        {"--title", "Ward rounds"},
		"no letters":          {"--title", "感染予防"},
		"quotes":              {"--title", `"Yes": #1 \ 'no'`, "--publisher", "{a: b}", "--licence", "- x"},
		"like others":         {"--title", "true", "--publisher", "null", "--licence", "1.0"},
		"long":                {"--title", strings.Repeat("long ", 70)},
		"words of scenarios":  {"--id", "all", "--scale", "Comment, On, As, From, Evidence, All, All items+"},
		"all enough":          {"--id", "x", "--scale", "Low+, High+"},
		"the lowest enough":   {"--id", "x", "--scale", "Low+, High"},
		"in quotes":           {"--id", "x", "--scale", "No, Yes: \"always\" [x]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if out, code := command(t, "", append([]string{"new", "--yes", dir}, args...)...); code != exitFine {
				t.Fatalf("exit code %d: %s", code, out)
			}
			soundDraft(t, dir)
		})
	}
}

// FuzzNew: whatever it is told, what it would write is sound, or it says what is wrong.
func FuzzNew(f *testing.F) {
	f.Add("Ward rounds", "", "1.0.0", "en-GB", "", "Not yet, Alone+")
	f.Add("\"#: ' \\", "x", "", "", "- a: {b}", "a, b+")
	f.Add("", "null", "0.0.0", "x-y", "\u2028", "yes+, no")
	f.Add("Words", "from", "2.10.0", "cy", "", "Comment, On, As, All items+")
	f.Fuzz(func(t *testing.T, title, id, version, language, publisher, scale string) {
		d := draft{Title: title, ID: id, Version: version, Language: language, Publisher: publisher, Scale: scale}
		if d.check() != nil {
			return
		}
		files, err := d.whole().files("")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file.name, scenario.Suffix) {
				if _, found := scenario.Parse(file.name, file.content); len(found) > 0 {
					t.Errorf("%s\n%v", file.content, found)
				}
				continue
			}
			if out, found := source.Layout(file.name, file.content, nil); string(out) != string(file.content) {
				t.Errorf("%s\n%v", file.content, found)
			}
		}
	})
}

// TestNewOverwritesNothing, not even a file where a folder should be.
func TestNewOverwritesNothing(t *testing.T) {
	t.Parallel()
	dir, _ := inFolders(t, "TRIAL")
	before := written(t, dir)
	for _, args := range [][]string{{"--id", "rounds"}, {"--id", "bays", "--version", "0.1.0"}} {
		if out, code := command(t, "", append([]string{"new", "--yes", dir}, args...)...); code != exitUnreadable {
			t.Errorf("exit code %d: %s", code, out)
		}
	}
	if out, code := command(t, "", "new", "--yes", "--id", "rounds", filepath.Join(dir, "rounds/1.0.0/rounds.yaml")); code != exitUnreadable {
		t.Errorf("exit code %d: %s", code, out)
	}
	after := written(t, dir)
	for name := range after {
		if before[name] != after[name] {
			t.Errorf("%s was changed", name)
		}
	}
}

// TestNewFindsTheSchema of the checkout that it writes into.
func TestNewFindsTheSchema(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, "proficiency"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, schema := range []string{frameworkSchema, lifecycleSchema} {
		if err := os.WriteFile(filepath.Join(root, schema), []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(root, "content", "ours")
	if out, code := command(t, "", "new", "--yes", "--id", "x", dir); code != exitFine {
		t.Fatal(out)
	}
	for file, want := range map[string]string{"x.yaml": frameworkSchema, "lifecycle.yaml": lifecycleSchema} {
		content := read(t, filepath.Join(dir, "x/1.0.0", file))
		first, _, _ := strings.Cut(content, "\n")
		path, ok := strings.CutPrefix(first, "# yaml-language-server: $schema=")
		if _, err := os.Stat(filepath.Join(dir, "x/1.0.0", path)); !ok || err != nil || !strings.HasSuffix(path, want) || !strings.HasPrefix(path, "../") {
			t.Errorf("%s: %s (%v)", file, first, err)
		}
	}
}

// TestTheSchemaIsWhereItIsSaid: the address of the published schemas ends as their places here do.
func TestTheSchemaIsWhereItIsSaid(t *testing.T) {
	t.Parallel()
	for _, schema := range []string{frameworkSchema, lifecycleSchema} {
		if _, err := os.Stat(filepath.Join("../../../../../..", schema)); err != nil {
			t.Error(err)
		}
	}
}

// TestNewIsInterrupted while it waits for an answer.
func TestNewIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	in, keyboard := io.Pipe()
	defer keyboard.Close()
	screen := &screen{shown: interrupt}
	dir := t.TempDir()
	code := Command{Stdin: in, Stdout: screen, Stderr: io.Discard}.Main(ctx, []string{"new", dir})
	if code != exitFound || !strings.HasSuffix(screen.String(), "nothing was written\n") || len(written(t, dir)) > 0 {
		t.Errorf("exit code %d: %s", code, screen)
	}
}

// A screen calls shown when the first prompt is there.
type screen struct {
	bytes.Buffer
	shown func()
}

func (s *screen) Write(b []byte) (int, error) {
	s.shown()
	return s.Buffer.Write(b)
}

func TestNewCannotRead(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]io.Reader{"broken": brokenPipe{}, "endless": endless{}} {
		var errs bytes.Buffer
		dir := t.TempDir()
		code := Command{Stdin: in, Stdout: io.Discard, Stderr: &errs}.Main(t.Context(), []string{"new", dir})
		if code != exitUnreadable || !strings.Contains(errs.String(), "cannot read the answer: ") || len(written(t, dir)) > 0 {
			t.Errorf("%s: exit code %d: %s", name, code, &errs)
		}
	}
	if code := (Command{Stdin: strings.NewReader("A\n"), Stdout: brokenPipe{}, Stderr: io.Discard}).Main(t.Context(), []string{"new", t.TempDir()}); code != exitUnreadable {
		t.Errorf("without a screen: exit code %d", code)
	}
}

// endless is a line without an end.
type endless struct{}

func (endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'x'
	}
	return len(b), nil
}
