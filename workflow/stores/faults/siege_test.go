//go:build unix

package faults_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/storetest"
)

// A siege is callers who write through two stores, onlookers who read, and
// something that happens to the servers meanwhile.
type siege struct {
	*testing.T
	*ledger
	c       *cluster
	history storetest.History
	sides   [2]*side
	scripts []script
	over    atomic.Bool
	// told has one for each acknowledgement.
	told chan struct{}

	mu sync.Mutex
	// floors are the last acknowledged record of each enrolment, which lists must have.
	floors map[workflow.EnrolmentID]workflow.Seq
}

// A side is one of the stores, as a process of its own would have it.
type side struct {
	store  *streams
	engine *workflow.Engine
	// failures are reads that gave nothing, doubts writes of which it is not known
	// what came of them, and refusals writes of which nothing came.
	failures, doubts, refusals atomic.Int64
}

// A watched store keeps what it is asked and says.
type watched struct {
	*streams
	history *storetest.History
}

func (w watched) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	return w.history.Load(ctx, w.streams, id, after)
}

func (w watched) Append(ctx context.Context, b workflow.Batch) error {
	return w.history.Append(ctx, w.streams, b)
}

// newSiege has two stores, each of which comes to the cluster by a place of its own.
func newSiege(t *testing.T, l *ledger, c *cluster, places ...place) *siege {
	t.Helper()
	s := &siege{T: t, ledger: l, c: c, told: make(chan struct{}, 1<<20), floors: map[workflow.EnrolmentID]workflow.Seq{}}
	s.history.Hasty = true
	alone := learners(5, int(serial.Add(1)))
	s.scripts = slices.Clone(alone)
	for i := range s.sides {
		s.scripts = append(s.scripts, script{Learner: alone[0].Learner, Caller: fmt.Sprint("-", i)})
	}
	l.cast(s.scripts...)
	for i, p := range places {
		st, err := p.connect(t.Context())
		require.NoError(t, err)
		s.sides[i] = &side{store: st}
		s.sides[i].engine, err = newEngine(watched{st, &s.history}, day, l.hear, s.scripts...)
		require.NoError(t, err)
	}
	s.worker(0, alone[0]).must(t, 1) // enrols the one that both comment on
	return s
}

func (s *siege) worker(side int, c script) *worker {
	at := s.sides[side]
	return &worker{engine: at.engine, script: c, say: func(a said) {
		s.hear(a)
		switch {
		case a.Unknown:
			at.doubts.Add(1)
		case a.Seq == 0:
			at.refusals.Add(1)
		default:
			s.raise(at.engine.EnrolmentID(c.Learner, content), a.Seq)
			s.told <- struct{}{}
		}
	}}
}

func (w *worker) must(t *testing.T, n int) {
	t.Helper()
	require.NoError(t, w.work(t.Context(), 0, n, always))
}

// raise says that a record is acknowledged.
func (s *siege) raise(id workflow.EnrolmentID, seq workflow.Seq) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.floors[id] = max(s.floors[id], seq)
}

// await waits until more requests are acknowledged.
func (s *siege) await(more int) {
	for range more {
		<-s.told
	}
}

// under lets something happen to those who write and read, and then has all of
// them end well.
func (s *siege) under(fault func()) {
	s.Helper()
	const more = 3
	errs := make(chan error, len(s.scripts)+len(s.sides))
	for i, c := range s.scripts[1:] { // the first has enrolled the one for all
		w := s.worker(i%len(s.sides), c)
		go func() {
			err := w.work(s.Context(), 0, 1<<20, func() bool { return !s.over.Load() })
			n := s.after(c)
			errs <- errors.Join(err, w.work(s.Context(), n, n+more, always))
		}()
	}
	for i := range s.sides {
		go func() { errs <- s.look(i) }()
	}
	fault()
	s.over.Store(true)
	var err error
	for range len(s.scripts) - 1 + len(s.sides) {
		err = errors.Join(err, <-errs)
	}
	require.NoError(s, err)
	s.judge()
}

// look reads on one side until it is over: one enrolment after another, and lists.
func (s *siege) look(side int) error {
	at, ids := s.sides[side], s.enrolments()
	for n := 0; !s.over.Load(); n++ {
		if _, err := s.history.Load(s.Context(), at.store, ids[n%len(ids)], 0); err != nil {
			at.failures.Add(1)
		}
		if err := s.lists(at); err != nil {
			return err
		}
	}
	return nil
}

// lists wants a list to have what was acknowledged before it was asked for.
func (s *siege) lists(at *side) error {
	s.mu.Lock()
	floors := make(map[workflow.EnrolmentID]workflow.Seq, len(s.floors))
	for id, seq := range s.floors {
		floors[id] = seq
	}
	s.mu.Unlock()
	for sum, err := range at.store.List(s.Context(), workflow.Query{}) {
		if err != nil {
			at.failures.Add(1)
			return nil
		}
		if sum.Seq >= floors[sum.Enrolment] {
			delete(floors, sum.Enrolment)
		}
	}
	if len(floors) > 0 {
		return fmt.Errorf("a list lacks what was acknowledged before: %v", floors)
	}
	return nil
}

func (s *siege) enrolments() (ids []workflow.EnrolmentID) {
	for _, c := range s.scripts {
		if id := s.sides[0].engine.EnrolmentID(c.Learner, content); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// listable reports whether one side gets lists, which take a moment longer than writing does.
func (s *siege) listable(ctx context.Context, at *side) bool {
	for _, err := range at.store.List(ctx, workflow.Query{}) {
		if err != nil {
			return false
		}
	}
	return true
}

// judge holds both stores to what was told.
func (s *siege) judge() {
	s.Helper()
	for i, at := range s.sides {
		s.c.until("lists are up to date", func(ctx context.Context) bool { return s.listable(ctx, at) })
		before := s.tally.resolved
		s.audit(s.T, at.store, s.scripts...)
		if i > 0 {
			s.tally.resolved = before // the same ones again
		}
		for _, id := range s.enrolments() {
			s.c.until("everything can be read", func(ctx context.Context) bool {
				_, err := s.history.Load(ctx, at.store, id, 0)
				return err == nil
			})
		}
	}
	require.NoError(s, s.history.Check())
	for _, at := range s.sides {
		require.NoError(s, at.store.Close())
	}
}
