package memstore

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// A place is where a record stands.
type place struct {
	id  workflow.EnrolmentID
	seq workflow.Seq
}

// note adds the records of b to the log.
func (s *Store) note(b *workflow.Batch) {
	for i := range b.Records {
		s.log = append(s.log, place{b.Enrolment, b.Records[i].Seq})
	}
}

// Feed implements [workflow.Feeder]. A cursor is the number of places of the
// log before it, behind the store's name.
func (s *Store) Feed(ctx context.Context, after workflow.Cursor) iter.Seq2[workflow.Fed, error] {
	return func(yield func(workflow.Fed, error) bool) {
		n, err := s.read(after)
		for err == nil {
			var fed workflow.Fed
			if fed, n = s.next(n); fed.Record.Seq == 0 {
				break
			}
			if err = ctx.Err(); err == nil && !yield(fed, nil) {
				return
			}
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			yield(workflow.Fed{}, err)
		}
	}
}

// next gives the first record at or behind the n-th place that was not erased,
// and the number of places up to it; no record where there is none. No lock is
// held while the caller looks at it.
func (s *Store) next(n int) (workflow.Fed, int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for n < len(s.log) {
		at := s.log[n]
		n++
		if e := s.enrolments[at.id]; at.seq >= e.first {
			return workflow.Fed{Enrolment: at.id, Record: e.records[at.seq-e.first].Clone(), Cursor: s.cursor(n)}, n
		}
	}
	return workflow.Fed{}, n
}

func (s *Store) cursor(n int) workflow.Cursor {
	return workflow.Cursor(s.name + "-" + strconv.Itoa(n))
}

// read is the number of places before a cursor that the store gave.
func (s *Store) read(c workflow.Cursor) (int, error) {
	if c == "" {
		return 0, nil
	}
	_, digits, _ := strings.Cut(string(c), "-")
	n, err := strconv.Atoi(digits)
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err != nil || n < 1 || n > len(s.log) || c != s.cursor(n) {
		return 0, fmt.Errorf("%w: %.40q", workflow.ErrCursor, c)
	}
	return n, nil
}
