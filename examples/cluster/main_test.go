package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// TestMain is also the beginning of the processes that tests start.
func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		os.Exit(child(os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// told is what a run writes, and the code that it ends with.
func told(ctx context.Context, in string, args ...string) (out, errs string, code int) {
	var o, e bytes.Buffer
	code = run(ctx, args, strings.NewReader(in), &o, &e)
	return o.String(), e.String(), code
}

// A leader and an application are killed while learners are on their way. All of
// these come to their end, and every record is there.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	out, errs, code := told(t.Context(), "", "-learners", "12", "-for", "8m", "-script", "kill leader; kill app 1; start app 1; start leader")
	if code != ended {
		t.Fatalf("it ends with %d: %s\n%s", code, errs, out)
	}
	for _, want := range []string{
		"> kill leader", "> kill app 1", "> start app 1", "> start leader",
		"Acknowledged: 300 commands of 12 learners,", "Stored: 300 records; 0 of these nobody was told of.", "Lost: none.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}

// walked is a store in which learner 1 went as many steps, with a ledger that knows.
func walked(t *testing.T, steps int) (*memstore.Store, *ledger) {
	t.Helper()
	store, l := memstore.New(), newLedger(1)
	engine, err := newEngine(store)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range requests(engine, learner(1))[:steps] {
		err := ask(t.Context(), engine, r, false, func(s said) {
			s.Learner = learner(1)
			l.hear(s, time.Now())
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return store, l
}

// A doubling gives the last record of an enrolment twice.
type doubling struct{ workflow.Store }

func (d doubling) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	all, err := d.Store.Load(ctx, id, after)
	return append(all, all[len(all)-1]), err
}

// Reading back finds what a store lost, changed, doubled or has too much of.
func TestReadBackFinds(t *testing.T) {
	t.Parallel()
	const steps = 5
	last := requestOf(t, steps)
	for name, c := range map[string]struct {
		spoil func(l *ledger, s workflow.Store) workflow.Store
		lost  int
		want  string
	}{
		"nothing":     {func(_ *ledger, s workflow.Store) workflow.Store { return s }, 0, ""},
		"all is gone": {func(*ledger, workflow.Store) workflow.Store { return memstore.New() }, steps, "is not there"},
		"another hash": {func(l *ledger, s workflow.Store) workflow.Store {
			told := l.told[last]
			told.Hash[0]++
			l.told[last] = told
			return s
		}, 1, "is not there"},
		"twice": {func(_ *ledger, s workflow.Store) workflow.Store { return doubling{s} }, 0, "is there 2 times"},
		"never asked": {func(l *ledger, s workflow.Store) workflow.Store {
			l.next[learner(1)] -= 2
			return s
		}, 0, "nobody asked for it yet"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, l := walked(t, steps)
			var v verdict
			if err := l.compare(t.Context(), c.spoil(l, store), &v); err != nil {
				t.Fatal(err)
			}
			found := strings.Join(v.findings, "\n")
			if v.lost != c.lost || !strings.Contains(found, c.want) || (found == "") != (c.want == "") {
				t.Errorf("%d lost, and it finds %q", v.lost, found)
			}
		})
	}
}

func requestOf(t *testing.T, step int) workflow.RequestID {
	t.Helper()
	engine, err := newEngine(memstore.New())
	if err != nil {
		t.Fatal(err)
	}
	return requests(engine, learner(1))[step-1].ID
}

// A record of which nobody was told is no finding where it is the next one.
func TestUnanswered(t *testing.T) {
	t.Parallel()
	store, l := walked(t, 3)
	l.next[learner(1)]--
	var v verdict
	if err := l.compare(t.Context(), store, &v); err != nil || v.unanswered != 1 || len(v.findings) > 0 {
		t.Errorf("%v, %+v", err, v)
	}
}

// The way ends where it should: signed off, in as many requests as are counted.
func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	store, l := walked(t, stepsOfAWay)
	select {
	case <-l.through:
	default:
		t.Error("the ledger does not know that everybody is through")
	}
	var v verdict
	if err := l.compare(t.Context(), store, &v); err != nil || v.records != stepsOfAWay || len(v.findings) > 0 {
		t.Errorf("%v, %+v", err, v)
	}
	for sum, err := range store.List(t.Context(), workflow.Query{}) {
		if err != nil || sum.Status != workflow.StatusSignedOff {
			t.Errorf("%v: %s", err, sum.Status)
		}
	}
}

// A process that is killed was meant to end; one that gives up was not.
func TestProcesses(t *testing.T) {
	t.Parallel()
	c := clusterOf(t)
	nobody := func(said) {}
	waits, err := launch(task{App: &appTask{Servers: c.urls}}, c.apps[0].log, nobody)
	if err != nil {
		t.Fatal(err)
	}
	waits.kill()
	if err := waits.failure(); err != nil || waits.running() {
		t.Errorf("it was killed: %v", err)
	}
	idle, err := launch(task{}, c.apps[1].log, nobody)
	if err != nil {
		t.Fatal(err)
	}
	c.mourn(c.apps[1], idle)
	<-c.broken
	if err := c.failure(); err == nil || !strings.Contains(err.Error(), "app-2: it ended by itself") {
		t.Errorf("it gave up, and that is said to be %v", err)
	}
}

// clusterOf is a cluster of which nothing runs.
func clusterOf(t *testing.T) *cluster {
	t.Helper()
	c, err := found(&bytes.Buffer{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.end(true); err != nil {
			t.Error(err)
		}
	})
	return c
}

// A script that is not done when time is up is an error.
func TestTooShort(t *testing.T) {
	t.Parallel()
	c := clusterOf(t)
	script, err := readScript("kill 1; stop")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.follow(ctx, script, cancel); err == nil || err.Error() != `time was up before "kill 1"` {
		t.Error(err)
	}
}

// Whoever types a mistake is told, and goes on; "stop" is the end.
func TestTyped(t *testing.T) {
	t.Parallel()
	c := clusterOf(t)
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(t.Context())
	c.obey(ctx, strings.NewReader("kill 1\n\nkill app 9\nstart leader\nsomething\nstop\nkill 2\n"), func() { cancel(enough) })
	out := c.out.(*bytes.Buffer).String()
	for _, want := range []string{"server-1 does not run", "the number is from 1 to 2", "none was killed", `"something" is none of the commands`} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	if !errors.Is(context.Cause(ctx), enough) || strings.Contains(out, "server-2") {
		t.Errorf("it goes on after it was told to stop:\n%s", out)
	}
}

// What is wrong with a call is said before anything is started.
func TestMisused(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"there are no arguments":               {"now"},
		"-learners is 0":                       {"-learners", "0"},
		"-learners is 10001":                   {"-learners", "10001"},
		"-for is -1s":                          {"-for", "-1s"},
		`"kill server 1" is none of`:           {"-script", "kill server 1"},
		`"start 4": the number is from 1 to 3`: {"-script", "status; start 4"},
		`"wait leader": the number`:            {"-script", "wait leader"},
		`"stop now" is none of`:                {"-script", "stop now"},
		"flag provided but not defined":        {"-force"},
	} {
		out, errs, code := told(t.Context(), "", args...)
		if code != misused || out != "" || !strings.Contains(errs, want) {
			t.Errorf("%q ends with %d: %s", args, code, errs)
		}
	}
}
