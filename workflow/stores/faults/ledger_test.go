//go:build unix

package faults_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

// A ledger is what callers of one place were told.
type ledger struct {
	mu      sync.Mutex
	scripts []script
	told    map[workflow.RequestID]said
	next    map[script]int              // the first request of which no answer is known
	doubt   map[workflow.RequestID]bool // in doubt at some time, and whether the caller was told so
	tally   tally
}

func newLedger() *ledger {
	return &ledger{told: map[workflow.RequestID]said{}, next: map[script]int{}, doubt: map[workflow.RequestID]bool{}}
}

func (l *ledger) hear(s said) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case s.Seq > 0:
		l.told[s.ID], l.next[s.Script] = s, s.N+1
		if told, in := l.doubt[s.ID]; s.Replayed || in && !told {
			l.tally.found++
		}
	case s.Unknown:
		l.doubt[s.ID] = l.doubt[s.ID] || s.Error != looking
	default:
		l.tally.notStored++
	}
}

// acknowledged is the number of requests that were.
func (l *ledger) acknowledged() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.told)
}

// cast adds scripts, which the ledger is asked about.
func (l *ledger) cast(scripts ...script) []script {
	l.scripts = append(l.scripts, scripts...)
	return scripts
}

// learners are scripts of as many, each alone with an enrolment.
func learners(n int, round int) (all []script) {
	for i := range n {
		all = append(all, script{Learner: workflow.PersonID(fmt.Sprintf("learner-%d-%d", round, i))})
	}
	return all
}

// resolve sends again what callers who are gone may have sent.
func (l *ledger) resolve(t *testing.T, s store, scripts ...script) {
	t.Helper()
	e, err := newEngine(s, day, l.hear, scripts...)
	require.NoError(t, err)
	for _, c := range scripts {
		n := l.next[c]
		l.doubt[c.request(e, n).ID] = true
		w := worker{engine: e, script: c, say: l.hear}
		require.NoError(t, w.ask(t.Context(), n, true))
	}
}

// audit holds the store to what was told of the scripts, when every request has its answer.
func (l *ledger) audit(t *testing.T, s store, scripts ...script) {
	t.Helper()
	e, err := newEngine(s, day, nil)
	require.NoError(t, err)
	seen := map[workflow.PersonID]bool{}
	for _, c := range scripts {
		if !seen[c.Learner] {
			seen[c.Learner] = true
			l.enrolment(t, s, e.EnrolmentID(c.Learner, content), c.Learner)
		}
	}
	switch s := s.(type) {
	case *sqlite.Store:
		require.NoError(t, s.Check(t.Context()))
	case *streams:
		var found []jetstream.Finding
		answered(t, func() (err error) { found, err = s.Check(t.Context(), frameworks.Catalog()); return err })
		require.Empty(t, found)
	}
}

// answered wants what may take servers that have just come back longer than a store waits.
func answered(t *testing.T, ask func() error) {
	t.Helper()
	var err error
	require.Eventually(t, func() bool { err = ask(); return !errors.Is(err, context.DeadlineExceeded) }, most, moments)
	require.NoError(t, err)
}

// enrolment holds one to what was told.
func (l *ledger) enrolment(t *testing.T, s store, id workflow.EnrolmentID, learner workflow.PersonID) {
	t.Helper()
	var records []workflow.Record
	answered(t, func() (err error) { records, err = s.Load(t.Context(), id, 0); return err })
	require.NoError(t, workflow.Verify(id, records))
	there := map[workflow.RequestID]int{}
	for i := range records {
		there[records[i].Request]++
		require.Contains(t, l.told, records[i].Request, "nobody was told of it")
	}
	for request, told := range l.told {
		if told.Script.Learner != learner {
			continue
		}
		at := int(told.Seq) - 1
		if at >= len(records) || records[at].Request != request || records[at].Hash != told.Hash {
			l.tally.lost++
			t.Errorf("%s was acknowledged as record %d %s and is not there", request, told.Seq, told.Hash)
		}
		if there[request] > 1 {
			l.tally.doubled++
			t.Errorf("%s is there %d times", request, there[request])
		} else if _, in := l.doubt[request]; in {
			l.tally.resolved++
		}
	}
	answered(t, func() error { return listed(t.Context(), s, learner, id, records) })
}

// listed compares what lists say of an enrolment with a replay.
func listed(ctx context.Context, s store, learner workflow.PersonID, id workflow.EnrolmentID, records []workflow.Record) error {
	last := records[len(records)-1]
	fw, err := frameworks.Catalog().Framework(last.Framework)
	if err != nil {
		return err
	}
	state := workflow.Replay(workflow.NewState(id, fw.Index()), records)
	want := workflow.Summarise(fw, &state, last.At)
	pending := slices.ContainsFunc(want.Pending, func(p workflow.Pending) bool { return p.With == assessor })
	for query, due := range map[*workflow.Query]bool{
		{Learner: learner}: true, {Learner: learner, Centre: trust}: true, {Learner: learner, PendingWith: assessor}: pending,
		{Learner: learner, Decider: assessor}: slices.Contains(want.Deciders, assessor), {Learner: learner, Status: want.Status}: true,
	} {
		var all []workflow.Summary
		for sum, err := range s.List(ctx, *query) {
			if err != nil {
				return err
			}
			all = append(all, sum)
		}
		wanted := []workflow.Summary{want}[:map[bool]int{true: 1}[due]]
		if diff := cmp.Diff(wanted, all, cmpopts.EquateEmpty()); diff != "" {
			return fmt.Errorf("%s is listed by %+v not as a replay says:\n%s", id, *query, diff)
		}
	}
	return nil
}

// close counts the runs of a fault.
func (l *ledger) close(fault string, p place, runs int) {
	l.tally.runs, l.tally.acknowledged, l.tally.unknown = runs, len(l.told), len(l.doubt)
	figures.add(fault, p.String(), l.tally)
}
