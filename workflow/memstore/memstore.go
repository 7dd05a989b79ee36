// Package memstore keeps enrolments in memory: for tests, for trying things
// out, and as the store to read before writing one.
//
//	engine, err := workflow.NewEngine(catalog, host, memstore.New(), options)
//
// It keeps the contract of [workflow.Store], lists by looking at every
// enrolment, feeds what was stored in the order in which it was, keeps snapshots
// and can erase. Everything is lost with the process. A [Faulty] store fails when a test
// tells it to.
package memstore

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/workflow"
)

// A Store keeps enrolments in memory. It is safe for concurrent use.
type Store struct {
	mu         sync.RWMutex
	enrolments map[workflow.EnrolmentID]*enrolment
	// log is where each record stands that was ever stored, in the order of
	// storing; it only grows.
	log []place
	// name is part of every cursor, so that none of another store is taken.
	name string
}

type enrolment struct {
	// first is the Seq of the first record, from 1: what went before was erased.
	first   workflow.Seq
	records []workflow.Record
	summary workflow.Summary
	kept    snapshot
}

// last is the Seq of the last record, 0 where there never was one.
func (e *enrolment) last() workflow.Seq { return e.first + workflow.Seq(len(e.records)) - 1 }

// behind are the records with a greater Seq than after.
func (e *enrolment) behind(after workflow.Seq) []workflow.Record {
	switch {
	case after < e.first:
		return e.records
	case after >= e.last():
		return nil
	}
	return e.records[after-e.first+1:]
}

// New makes an empty store.
func New() *Store {
	return &Store{enrolments: make(map[workflow.EnrolmentID]*enrolment), name: rand.Text()}
}

// Load implements [workflow.Store].
func (s *Store) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	e := s.enrolments[id]
	if e == nil {
		return nil, nil
	}
	return copies(e.behind(after)), nil
}

// Append implements [workflow.Store] and, where the batch says what to erase,
// [workflow.Eraser].
func (s *Store) Append(ctx context.Context, b workflow.Batch) error {
	return s.write(ctx, &b, b.After+1, func(e *enrolment) {
		if len(b.Erase) > 0 {
			e.erase(b.Erase)
			e.kept = snapshot{} // which has their words
		}
		e.records = append(e.records, copies(b.Records)...)
	})
}

// write changes one enrolment as b has it, or nothing. The records of b are
// numbered from a number on.
func (s *Store) write(ctx context.Context, b *workflow.Batch, from workflow.Seq, change func(*enrolment)) error {
	if err := ctx.Err(); err != nil {
		return errors.Join(workflow.ErrNotStored, err)
	}
	for i := range b.Records {
		if want := from + workflow.Seq(i); b.Records[i].Seq != want {
			return fmt.Errorf("%w: record %d stands where %d is due", workflow.ErrNotStored, b.Records[i].Seq, want)
		}
	}
	kept := snapshotOf(b)
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.enrolments[b.Enrolment]
	if e == nil {
		e = &enrolment{first: 1}
	}
	if last := e.last(); last != b.After {
		return fmt.Errorf("%w: the last record of %s is %d, not %d", workflow.ErrConflict, b.Enrolment, last, b.After)
	}
	if len(b.Records) == 0 {
		return fmt.Errorf("%w: the batch has no records", workflow.ErrNotStored)
	}
	change(e)
	if kept.bytes != nil {
		e.kept = kept
	}
	e.summary = b.Summary.Clone()
	s.enrolments[b.Enrolment] = e
	s.note(b)
	return nil
}

// List implements [workflow.Lister].
func (s *Store) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		list := s.matching(&q)
		if q.Limit > 0 {
			list = list[:min(q.Limit, len(list))]
		}
		for i := 0; ; i++ {
			if err := ctx.Err(); err != nil {
				yield(workflow.Summary{}, err)
				return
			}
			if i == len(list) || !yield(list[i], nil) {
				return
			}
		}
	}
}

// matching is a list as of one instant, so that no lock is held while the caller looks at it.
func (s *Store) matching(q *workflow.Query) []workflow.Summary {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []workflow.Summary
	for _, e := range s.enrolments {
		if q.Matches(&e.summary) {
			out = append(out, e.summary.Clone())
		}
	}
	slices.SortFunc(out, func(a, b workflow.Summary) int { return cmp.Compare(a.Enrolment, b.Enrolment) })
	return out
}

// copies shares nothing with records that anybody could write to.
func copies(records []workflow.Record) []workflow.Record {
	out := make([]workflow.Record, len(records))
	for i, r := range records {
		out[i] = r.Clone()
	}
	return out
}
