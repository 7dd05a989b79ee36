package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

var update = flag.Bool("update", false, "write testdata anew")

// dying says how many appends a process survives that a test starts to kill.
const dying = "COUNTERSIGN_UPGRADE_DIES_AFTER"

func TestMain(m *testing.M) {
	if after, err := strconv.Atoi(os.Getenv(dying)); err == nil {
		os.Exit(run(context.Background(), os.Args[1:], streams{os.Stdout, os.Stderr, false}, tapped(after, func() {
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = self.Kill()
			}
			panic(err)
		})))
	}
	flag.Parse()
	os.Exit(m.Run())
}

// A tap is a store that does something once it has stored so many records.
type tap struct {
	*sqlite.Store
	left int
	then func()
}

func (s *tap) Append(ctx context.Context, b workflow.Batch) error {
	err := s.Store.Append(ctx, b)
	if s.left--; s.left == 0 {
		s.then()
	}
	return err
}

func tapped(after int, then func()) func(context.Context, string) (cohortStore, error) {
	return func(ctx context.Context, file string) (cohortStore, error) {
		s, err := sqlite.Open(ctx, file, nil)
		return &tap{s, after, then}, err
	}
}

// told is what a run writes, and the code that it ends with.
func told(ctx context.Context, open func(context.Context, string) (cohortStore, error), args ...string) (out, err string, code int) {
	var o, e bytes.Buffer
	code = run(ctx, args, streams{&o, &e, false}, open)
	return o.String(), e.String(), code
}

// cohortOf is a file with a cohort.
func cohortOf(t *testing.T, learners int) string {
	t.Helper()
	db := filepath.Join(t.TempDir(), "cohort.db")
	if err := found(t.Context(), db, learners); err != nil {
		t.Fatal(err)
	}
	return db
}

// TestTranscript holds what people read to what they were told it is.
func TestTranscript(t *testing.T) {
	t.Parallel()
	db := cohortOf(t, 9)
	var b strings.Builder
	for _, args := range [][]string{{}, {"-csv"}, {"-markdown"}, {"-apply"}, {"-apply", "-csv"}, {"-apply", "-markdown"}, {}} {
		out, err, code := told(t.Context(), open, append([]string{"-db", db}, args...)...)
		b.WriteString("$ upgrade -db cohort.db " + strings.Join(args, " ") + "\n" + err + out + "ends with " + strconv.Itoa(code) + "\n\n")
	}
	golden := filepath.Join("testdata", "transcript.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the transcript changed; if that is right, run go test ./examples/upgrade -update\n%s", b.String())
	}
}

// without leaves out who was upgraded by which run.
func without(results string) string {
	return strings.ReplaceAll(results, "upgraded before", "upgraded")
}

// whole is what a run says of a cohort that nothing interrupts.
func whole(t *testing.T, learners int) string {
	t.Helper()
	out, _, code := told(t.Context(), open, "-db", cohortOf(t, learners), "-apply", "-csv")
	if code != incomplete { // some have withdrawn
		t.Fatalf("it ends with %d\n%s", code, out)
	}
	return out
}

// onlyOnce wants everybody's records sound, with one upgrade at most.
func onlyOnce(t *testing.T, db string) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), db, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	engine, err := newEngine(s)
	if err != nil {
		t.Fatal(err)
	}
	learners, err := listed(t.Context(), engine)
	if err != nil {
		t.Fatal(err)
	}
	for id, learner := range learners {
		records, err := s.Load(t.Context(), id, 0)
		if err == nil {
			err = workflow.Verify(id, records)
		}
		if err != nil {
			t.Errorf("%s: %v", learner, err)
		}
		upgrades := 0
		for _, r := range records {
			if r.Kind == workflow.KindUpgrade {
				upgrades++
			}
		}
		if upgrades > 1 {
			t.Errorf("%s was upgraded %d times", learner, upgrades)
		}
	}
}

// Wherever it is interrupted it says what it did, and another run does the rest.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	want := whole(t, 9)
	for _, after := range []int{1, 3, 6} {
		db := cohortOf(t, 9)
		ctx, cancel := context.WithCancel(t.Context())
		out, err, code := told(ctx, tapped(after, cancel), "-db", db, "-apply", "-csv")
		if code != interrupted || !strings.Contains(err, "interrupted; run it again to go on") {
			t.Errorf("after %d it ends with %d: %s", after, code, err)
		}
		if n := strings.Count(out, ",upgraded,"); n != after {
			t.Errorf("%d were upgraded, and it says so of %d:\n%s", after, n, out)
		}
		again, _, code := told(t.Context(), open, "-db", db, "-apply", "-csv")
		if code != incomplete || strings.Count(again, "upgraded before") != after || without(again) != want {
			t.Errorf("interrupted after %d, the second run ends with %d and says\n%s", after, code, again)
		}
		onlyOnce(t, db)
	}
}

// A process that is killed leaves nothing half done.
func TestKilled(t *testing.T) {
	t.Parallel()
	want, db := whole(t, 9), cohortOf(t, 9)
	for range 2 { // the second of them dies further on
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-db", db, "-apply", "-csv")
		cmd.Env = append(os.Environ(), dying+"=2")
		out, err := cmd.Output()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != -1 || len(out) > 0 {
			t.Fatalf("it was to be killed: %v\n%s", err, out)
		}
	}
	again, _, code := told(t.Context(), open, "-db", db, "-apply", "-csv")
	if code != incomplete || strings.Count(again, "upgraded before") != 4 || without(again) != want {
		t.Errorf("it ends with %d and says\n%s", code, again)
	}
	onlyOnce(t, db)
}

// A file is made as a whole or not at all.
func TestNoHalfACohort(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err, code := told(ctx, open, "-db", filepath.Join(folder, "cohort.db"))
	if left, _ := os.ReadDir(folder); code != interrupted || len(left) > 0 {
		t.Errorf("it ends with %d, %s, and leaves %v", code, err, left)
	}
}

func TestTheBarOfATerminal(t *testing.T) {
	t.Parallel()
	var out, err bytes.Buffer
	if code := run(t.Context(), []string{"-db", cohortOf(t, 7), "-apply"}, streams{&out, &err, true}, open); code != incomplete {
		t.Errorf("it ends with %d", code)
	}
	lines := strings.Split(err.String(), "\r")
	if last := lines[len(lines)-1]; last != "[==============================] 7 of 7: 5 done, 1 unchanged, 1 refused, 0 failed\n" {
		t.Errorf("the last line is %q", last)
	}
}

// What is wrong with a call is said before anything is done.
func TestMisused(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "cohort.db")
	for want, args := range map[string][]string{
		"-db says in which file":     {},
		"got [\"now\"]":              {"-db", db, "now"},
		"are two forms":              {"-db", db, "-csv", "-markdown"},
		"-learners is 1001":          {"-db", db, "-learners", "1001"},
		"-learners is 0":             {"-db", db, "-learners", "0"},
		"-to: ":                      {"-db", db, "-to", "2"},
		"flag provided but not defi": {"-db", db, "-force"},
	} {
		out, err, code := told(t.Context(), open, args...)
		if code != misused || out != "" || !strings.Contains(err, want) {
			t.Errorf("%q ends with %d: %s", args, code, err)
		}
	}
	if _, err := os.Stat(db); err == nil {
		t.Error("it made the file all the same")
	}
	if err := os.WriteFile(db, []byte("not a database, and long enough to be looked at"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err, code := told(t.Context(), open, "-db", db, "-apply"); code != failed || !strings.Contains(err, "not a database") {
		t.Errorf("it ends with %d: %s", code, err)
	}
}

// To a version that there is not everybody is refused, and told why.
func TestToNowhere(t *testing.T) {
	t.Parallel()
	out, _, code := told(t.Context(), open, "-db", cohortOf(t, 2), "-to", "3.0.0", "-apply", "-csv")
	if code != incomplete || strings.Count(out, "refused") != 2 || !strings.Contains(out, "unknown-framework") {
		t.Errorf("it ends with %d\n%s", code, out)
	}
}
