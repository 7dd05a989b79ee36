package cli

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

// ours is the folder of frameworks that the library does not have.
const ours = "testdata/frameworks"

// A fullStore is what the tests fill.
type fullStore interface {
	workflow.Store
	workflow.Eraser
}

// fill makes enrolments whose ids are their learners': learner-1 with a comment
// and one that was redacted, a trial of learner-2, what is left of learner-3,
// and learner-4 on a framework of ours; and the register of trust-1.
func fill(t *testing.T, store fullStore, register roles.RegisterStore) {
	t.Helper()
	e := newEngine(t, store)
	do := func(who workflow.PersonID, c workflow.Command) workflow.Record {
		t.Helper()
		id := workflow.EnrolmentID(who)
		if who == "manager-1" {
			id = "learner-1"
		}
		res, err := e.Do(t.Context(), workflow.Request{Actor: who, Enrolment: id, Command: c})
		if err != nil {
			t.Fatal(err)
		}
		return res.Record
	}
	hands, ward := proficiency.Ref{ID: "hand-hygiene"}, proficiency.Ref{ID: "ward"}
	do("learner-1", &workflow.Enrol{Learner: "learner-1", Centre: "trust-1", Framework: hands})
	said := do("learner-1", &workflow.Comment{Comment: "in confidence"})
	do("manager-1", &workflow.Redact{Record: said.Seq, Text: said.Texts[0].Digest})
	do("learner-1", &workflow.Comment{Comment: "nothing of it"})
	do("learner-2", &workflow.EnrolTrial{Framework: hands, Trial: 1})
	do("learner-3", &workflow.Enrol{Learner: "learner-3", Centre: "trust-1", Framework: hands})
	if err := e.Erase(t.Context(), "learner-3"); err != nil {
		t.Fatal(err)
	}
	do("learner-4", &workflow.Enrol{Learner: "learner-4", Centre: "trust-1", Framework: ward})

	reg, err := roles.NewRegister(nil, register, roles.RegisterOptions{})
	if err == nil {
		_, err = reg.DoAsHost(t.Context(), roles.ActRequest{Centre: "trust-1", Act: &roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func newEngine(t *testing.T, store workflow.Store) *workflow.Engine {
	t.Helper()
	var ticks atomic.Int64
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time {
		return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC).Add(time.Duration(ticks.Add(1)) * time.Second)
	})
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	for _, p := range []workflow.PersonID{"learner-1", "learner-2", "learner-3", "learner-4"} {
		host.Delegate(p, "trust-1")
	}
	host.Delegate("manager-1", "trust-1", "clinical-centre-manager")
	catalog, err := catalogOf([]string{ours})
	if err != nil {
		t.Fatal(err)
	}
	e, err := workflow.NewEngine(catalog, host, store, workflow.Options{
		Key: []byte("a key for tests!"), EnrolmentID: func(k workflow.EnrolmentKey) workflow.EnrolmentID { return workflow.EnrolmentID(k.Learner) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// makeStore makes a SQLite that is full, and damages it.
func makeStore(t *testing.T, file string, damage ...string) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file, &sqlite.Options{Relaxed: true})
	if err != nil {
		t.Fatal(err)
	}
	fill(t, s, s.Register())
	for _, statement := range damage {
		if _, err := s.DB().ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// A stage is a folder with stores, in which commands run.
type stage struct {
	*testing.T
	dir string
}

// newStage has a store clean.db, what is exported of it, full.lines, and
// damaged.db, of which learner-1 can be rebuilt and learner-4 cannot.
func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{t, t.TempDir()}
	makeStore(t, s.in("clean.db"))
	makeStore(t, s.in("damaged.db"),
		"UPDATE countersign_enrolments SET status = 'ready' WHERE id = 'learner-1'",
		"UPDATE countersign_records SET at = at + 1 WHERE enrolment = (SELECT key FROM countersign_enrolments WHERE id = 'learner-4')",
		"DELETE FROM countersign_register_people", "INSERT INTO countersign_register_people SELECT 'person-9', 'trust-1'")
	s.fine("store export DIR/clean.db DIR/full.lines")
	full := s.read("full.lines")
	s.write("cut.lines", full[:strings.LastIndex(full, `{"end"`)])
	s.write("more.lines", full+full)
	s.write("changed.lines", strings.Replace(full, `"actor":"learner-4"`, `"actor":"learner-5"`, 1))
	return s
}

func (s *stage) in(file string) string { return filepath.Join(s.dir, file) }

func (s *stage) read(file string) string {
	s.Helper()
	b, err := os.ReadFile(s.in(file))
	if err != nil {
		s.Fatal(err)
	}
	return string(b)
}

func (s *stage) write(file, content string) {
	s.Helper()
	if err := os.WriteFile(s.in(file), []byte(content), 0o600); err != nil {
		s.Fatal(err)
	}
}

// run runs the command, with DIR for the folder.
func (s *stage) run(args string) (out, errs string, code int) {
	s.Helper()
	var o, e bytes.Buffer
	code = s.runOn(s.Context(), Command{Stdout: &o, Stderr: &e}, args)
	return strings.ReplaceAll(o.String(), s.dir, "DIR"), strings.ReplaceAll(e.String(), s.dir, "DIR"), code
}

func (s *stage) runOn(ctx context.Context, c Command, args string) int {
	return c.Main(ctx, strings.Fields(strings.ReplaceAll(args, "DIR", s.dir)))
}

// fine runs what must be fine, and gives its output.
func (s *stage) fine(args string) string {
	s.Helper()
	out, errs, code := s.run(args)
	if code != exitFine || errs != "" {
		s.Fatalf("%s: exit code %d\n%s%s", args, code, out, errs)
	}
	return out
}

// stopping is an output that ends a context with its nth line.
type stopping struct {
	io.Writer
	lines int
	stop  func()
}

func (w *stopping) Write(b []byte) (int, error) {
	if w.lines -= bytes.Count(b, []byte("\n")); w.lines <= 0 {
		w.stop()
	}
	return w.Writer.Write(b)
}
