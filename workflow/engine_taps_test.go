package workflow_test

import (
	"context"
	"sync"

	"github.com/countersign-go/countersign/workflow"
)

// A tapStore counts what passes through to another store and lets a test step
// in between. It has no List.
type tapStore struct {
	under workflow.Store

	mu             sync.Mutex
	loads, appends int
	load           func(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error)
	appendTo       func(ctx context.Context, b workflow.Batch) error
}

func tap(under workflow.Store) *tapStore { return &tapStore{under: under} }

func (s *tapStore) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	s.mu.Lock()
	s.loads++
	load := s.load
	s.mu.Unlock()
	if load == nil {
		load = s.under.Load
	}
	return load(ctx, id, after)
}

func (s *tapStore) Append(ctx context.Context, b workflow.Batch) error {
	s.mu.Lock()
	s.appends++
	appendTo := s.appendTo
	s.mu.Unlock()
	if appendTo == nil {
		appendTo = s.under.Append
	}
	return appendTo(ctx, b)
}

// counted gives the numbers of loads and appends since it was asked last.
func (s *tapStore) counted() (loads, appends int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	loads, appends = s.loads, s.appends
	s.loads, s.appends = 0, 0
	return loads, appends
}

// onAppend steps in; nil no longer.
func (s *tapStore) onAppend(f func(ctx context.Context, b workflow.Batch) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.appendTo = f
}

// onLoad steps in; nil no longer.
func (s *tapStore) onLoad(f func(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.load = f
}
