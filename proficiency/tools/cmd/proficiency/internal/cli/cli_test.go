package cli

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var update = flag.Bool("update", false, "write the golden files")

// A goldenCase is a run of the command; testdata holds what it prints under its name.
type goldenCase struct {
	name  string
	args  string // words
	stdin string // a file that is given on standard input
	exit  int
}

var goldenCases = []goldenCase{
	{"help", "help", "", 0},
	{"help-flag", "--help", "", 0},
	{"help-roles", "help roles", "", 0},
	{"help-roles-behind", "roles help", "", 0},
	{"help-check", "help roles check", "", 0},
	{"help-check-behind", "roles check testdata/clean.yaml -h", "", 0},
	{"help-explain", "roles explain -h", "", 0},
	{"help-graph", "roles graph --help", "", 0},
	{"help-beyond", "help roles check more", "", 2},
	{"help-unknown", "help roles chekc", "", 2},
	{"no-subcommand", "", "", 2},
	{"no-subcommand-of-roles", "roles", "", 2},
	{"unknown-subcommand", "rolse check", "", 2},
	{"unknown-subcommand-far", "publish", "", 2},
	{"flag-before-subcommand", "--policy default roles graph", "", 2},

	{"check-clean", "roles check testdata/clean.yaml", "", 0},
	{"check-warnings", "roles check testdata/warnings.yaml", "", 0},
	{"check-errors", "roles check testdata/broken.yaml", "", 1},
	{"check-several", "roles check testdata/clean.yaml testdata/broken.yaml testdata/clean.yaml", "", 1},
	{"check-stdin", "roles check -", "clean.yaml", 0},
	{"check-stdin-errors", "roles check -", "broken.yaml", 1},
	{"check-stdin-empty", "roles check -", "", 1},
	{"check-stdin-twice", "roles check - -", "clean.yaml", 2},
	{"check-nothing", "roles check", "", 2},
	{"check-not-a-policy", "roles check testdata/ward.yaml", "", 1},
	{"check-absent", "roles check testdata/clean.yaml testdata/absent.yaml testdata/broken.yaml", "", 3},
	{"check-folder", "roles check testdata", "", 3},
	{"check-unknown-flag", "roles check testdata/clean.yaml --framwork testdata/ward.yaml", "", 2},
	{"check-flag-without-value", "roles check testdata/clean.yaml --framework", "", 2},
	{"check-behind-dashes", "roles check -- --framework", "", 3},
	{"framework", "roles check testdata/clean.yaml --framework testdata/ward.yaml", "", 1},
	{"framework-first", "roles check --framework=testdata/ward.yaml testdata/small.yaml", "", 0},
	{"framework-others", "roles check testdata/small.yaml --framework testdata/ward.yaml --framework testdata/ward-of-others.yaml", "", 1},
	{"framework-broken", "roles check testdata/clean.yaml --framework testdata/ward-broken.yaml", "", 1},
	{"framework-absent", "roles check testdata/clean.yaml --framework testdata/absent.yaml --framework testdata/ward.yaml", "", 3},
	{"framework-stdin", "roles check testdata/small.yaml --framework -", "ward.yaml", 0},
	{"framework-of-broken-policy", "roles check testdata/broken.yaml --framework testdata/ward.yaml", "", 1},
	{"framework-of-several", "roles check testdata/clean.yaml testdata/small.yaml --framework testdata/ward.yaml", "", 2},

	{"may", "roles explain --as assessor --may confirm", "", 0},
	{"may-not", "roles explain --as assessor,administrator --may sign-off", "", 1},
	{"may-not-as-learner", "roles explain --as learner --may comment-on", "", 2},
	{"may-as-learner", "roles explain --as learner --may confirm", "", 1},
	{"may-second-role", "roles explain --may withdraw --as assessor,administrator,assessor", "", 0},
	{"may-enrol", "roles explain --as educator-manager --may enrol", "", 0},
	{"may-enrol-trust", "roles explain --as educator-manager --may enrol --at-kind trust", "", 0},
	{"may-enrol-other", "roles explain --as educator-manager --may enrol --at-kind other", "", 1},
	{"may-enrol-higher-education", "roles explain --policy higher-education --as module-leader --may enrol", "", 0},
	{"may-enrol-university-only", "roles explain --policy testdata/small.yaml --as lead --may enrol", "", 0},
	{"may-enrol-everywhere", "roles explain --policy testdata/clean.yaml --as lead --may enrol", "", 0},
	{"may-unknown", "roles explain --as assessor --may confrim", "", 2},
	{"may-unknown-far", "roles explain --as assessor --may fly", "", 2},
	{"as-unknown", "roles explain --as asessor", "", 2},
	{"as-unknown-far", "roles explain --as matron", "", 2},
	{"as-nobody", "roles explain --may confirm", "", 2},
	{"at-kind-unknown", "roles explain --as educator-manager --may enrol --at-kind trsut", "", 2},
	{"at-kind-alone", "roles explain --as educator-manager --may confirm --at-kind trust", "", 2},
	{"two-questions", "roles explain --as assessor --may confirm --revoke assessor", "", 2},
	{"explain-argument", "roles explain assessor --may confirm", "", 2},
	{"list", "roles explain --as educator-manager,learner", "", 0},
	{"list-higher-education", "roles explain --policy higher-education --as registry,external-examiner", "", 0},
	{"appoint", "roles explain --as educator-manager --appoint assessor", "", 0},
	{"appoint-and-take", "roles explain --as clinical-centre-manager --appoint assessor", "", 0},
	{"appoint-only-take", "roles explain --policy testdata/taking.yaml --as lead --appoint helper", "", 0},
	{"appoint-first", "roles explain --as centre-manager --appoint clinical-centre-manager", "", 0},
	{"appoint-not", "roles explain --as educator-manager --appoint administrator", "", 1},
	{"appoint-learner", "roles explain --as clinical-centre-manager --appoint learner", "", 1},
	{"appoint-unknown", "roles explain --as assessor --appoint mentor", "", 2},
	{"appoint-two-ways", "roles explain --policy testdata/clean.yaml --as lead --appoint lead", "", 0},
	{"appoint-trained", "roles explain --policy higher-education --as placement-coordinator,programme-lead --appoint practice-mentor", "", 0},
	{"revoke", "roles explain --as clinical-centre-manager --revoke assessor", "", 0},
	{"revoke-kept", "roles explain --as clinical-centre-manager --revoke clinical-centre-manager", "", 0},
	{"revoke-not", "roles explain --as assessor --revoke assessor", "", 1},
	{"revoke-never-resigned", "roles explain --policy higher-education --as registry --revoke external-examiner", "", 0},
	{"revoke-host", "roles explain --as clinical-centre-manager --revoke centre-manager", "", 1},

	{"graph", "roles graph", "", 0},
	{"graph-higher-education", "roles graph --policy higher-education", "", 0},
	{"graph-escaped", "roles graph --policy testdata/small.yaml", "", 0},
	{"graph-broken", "roles graph --policy testdata/broken.yaml", "", 1},
	{"graph-stdin", "roles graph --policy -", "clean.yaml", 0},
	{"graph-absent", "roles graph --policy testdata/absent.yaml", "", 3},
	{"graph-misspelt", "roles graph --policy higher-educaton", "", 3},
	{"graph-argument", "roles graph testdata/small.yaml", "", 2},
	{"matrix", "roles matrix", "", 0},
	{"matrix-small", "roles matrix --policy testdata/small.yaml", "", 0},
}

// run gives all that one run of the command prints, and its exit code.
func (c goldenCase) run(t *testing.T) (got string, code int) {
	t.Helper()
	var in io.Reader
	if c.stdin != "" {
		src, err := os.ReadFile(filepath.Join("testdata", c.stdin))
		if err != nil {
			t.Fatal(err)
		}
		in = bytes.NewReader(src)
	}
	var out, errs bytes.Buffer
	args, dir := c.args, "DIR"
	if strings.Contains(args, dir) {
		dir = newStage(t).dir
		args = strings.ReplaceAll(args, "DIR", dir)
	}
	if strings.Contains(args, "SHELF") {
		shelf := newShelf(t)
		args = strings.ReplaceAll(args, "SHELF", shelf)
		defer func() { got = strings.ReplaceAll(got, shelf, "SHELF") }()
	}
	args, without := inFolders(t, args)
	code = Command{Stdin: in, Stdout: &out, Stderr: &errs}.Main(t.Context(), strings.Fields(args))
	given := ""
	if c.stdin != "" {
		given = " < testdata/" + c.stdin
	}
	got = fmt.Sprintf("$ proficiency %s%s\n%s", c.args, given, out.String())
	for line := range strings.Lines(errs.String()) {
		got += "stderr: " + line
	}
	got = took.ReplaceAllString(without(got), "(0.00s)")
	return strings.ReplaceAll(got, dir, "DIR") + fmt.Sprintf("exit code %d\n", code), code
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, c := range allCases() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, code := c.run(t)
			if code != c.exit {
				t.Errorf("exit code %d, not %d", code, c.exit)
			}
			if unprintable := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); unprintable >= 0 {
				t.Errorf("it prints %q", got[unprintable:])
			}
			golden(t, c.name+".golden", got)
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; it is now\n%s", file, got)
	}
}

// TestNoGoldenFileIsLeftOver: each belongs to a case.
func TestNoGoldenFileIsLeftOver(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.golden")
	if err != nil || len(files) != len(allCases()) {
		t.Errorf("%d files for %d cases: %v", len(files), len(allCases()), err)
	}
	for _, code := range []int{exitFine, exitFound, exitUsage, exitUnreadable} {
		if !slices.ContainsFunc(allCases(), func(c goldenCase) bool { return c.exit == code }) {
			t.Errorf("no case ends with %d", code)
		}
	}
}

// TestTable holds that every subcommand says what help needs, and is run here.
func TestTable(t *testing.T) {
	t.Parallel()
	var walk func(path string, table []subcommand)
	walk = func(path string, table []subcommand) {
		for _, c := range table {
			words := strings.TrimSpace(path + " " + c.name)
			if c.name == "" || c.summary == "" || (c.prepare == nil) == (c.sub == nil) {
				t.Errorf("%q is no whole row", words)
			}
			if !slices.ContainsFunc(allCases(), func(g goldenCase) bool { return strings.HasPrefix(g.args, words) && g.exit == exitFine }) {
				t.Errorf("no case runs %q", words)
			}
			walk(words, c.sub)
		}
	}
	walk("", commands())
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func (brokenPipe) Read([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestWhatCannotBeReadOrWritten(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]struct {
		command Command
		args    []string
	}{
		"proficiency: cannot write: broken pipe\n":         {Command{Stdout: brokenPipe{}}, []string{"roles", "matrix"}},
		"proficiency: cannot read the file: broken pipe\n": {Command{Stdin: brokenPipe{}, Stdout: io.Discard}, []string{"roles", "check", "-"}},
	} {
		var errs bytes.Buffer
		c.command.Stderr = &errs
		if code := c.command.Main(t.Context(), c.args); code != exitUnreadable || errs.String() != want {
			t.Errorf("exit code %d: %q", code, errs.String())
		}
	}
}
