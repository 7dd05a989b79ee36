package scenario_test

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/scenario"
)

// A faulty store is one that does not keep its contract.
type faulty struct {
	*memstore.Store
	append func(s *memstore.Store, ctx context.Context, b workflow.Batch) error
	row    func(*workflow.Summary)
	erase  func(s *memstore.Store, ctx context.Context, b workflow.Batch) error
}

func (f *faulty) Append(ctx context.Context, b workflow.Batch) error {
	if f.append != nil {
		return f.append(f.Store, ctx, b)
	}
	return f.Store.Append(ctx, b)
}

func (f *faulty) Erase(ctx context.Context, b workflow.Batch) error {
	if f.erase != nil {
		return f.erase(f.Store, ctx, b)
	}
	return f.Store.Erase(ctx, b)
}

func (f *faulty) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		for s, err := range f.Store.List(ctx, q) {
			if f.row != nil {
				f.row(&s)
			}
			if !yield(s, err) {
				return
			}
		}
	}
}

// forget has a store say that it stored records of a kind, and not store them.
func forget(kind workflow.Kind) faulty {
	return faulty{append: func(s *memstore.Store, ctx context.Context, b workflow.Batch) error {
		if b.Records[0].Kind == kind {
			return nil
		}
		return s.Append(ctx, b)
	}}
}

var brokenStores = map[string]struct {
	store      faulty
	invariants []string // any of these may find it first
	unseen     bool     // by a run of the scenario
}{
	"forgets what it said it stored": {forget(workflow.KindWithdrawRequest), []string{"one-record"}, false},
	"stores what it said it did not": {faulty{append: func(s *memstore.Store, ctx context.Context, b workflow.Batch) error {
		err := s.Append(ctx, b)
		if b.Records[0].Kind == workflow.KindReject {
			return errors.Join(workflow.ErrNotStored, err)
		}
		return err
	}}, []string{"one-record", "errors"}, false},
	"keeps words that were to be erased": {faulty{append: func(s *memstore.Store, ctx context.Context, b workflow.Batch) error {
		b.Erase = nil
		return s.Append(ctx, b)
	}}, []string{"redaction"}, true},
	"lists what is not so any more": {faulty{row: func(s *workflow.Summary) {
		if s.Status == workflow.StatusSignedOff {
			s.Status = workflow.StatusReady
		}
	}}, []string{"list", "queries"}, false},
	"erases nothing": {faulty{erase: func(*memstore.Store, context.Context, workflow.Batch) error { return nil }}, []string{"one-record"}, false},
}

// A walk finds that a store is broken, and what it prints shows that again: as
// a walk of the same lines, and, where a scenario can say it, when it is run.
func TestWalkFindsBrokenStores(t *testing.T) {
	t.Parallel()
	scenario.OneGoroutine(t)
	for name, broken := range brokenStores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newStore := func() workflow.Store {
				s := broken.store
				s.Store = memstore.New()
				return &s
			}
			_, err := scenario.Walk(t.Context(), newStore, &scenario.WalkOptions{Steps: 50_000, Seed: 3, Shrink: time.Hour})
			var b *scenario.Breach
			require.ErrorAs(t, err, &b)
			require.Contains(t, broken.invariants, b.Invariant, "%v", err)
			text := b.Scenario.String()
			require.Contains(t, err.Error(), text)
			s, found := scenario.Parse("found.scenario", []byte(text))
			require.Empty(t, found, text)
			require.Less(t, len(s.Lines), 25, text)
			var again *scenario.Breach
			require.ErrorAs(t, s.Rewalk(t.Context(), nil, newStore, nil), &again, text)
			require.Contains(t, broken.invariants, again.Invariant, text)
			r, err := s.Run(t.Context(), nil, newStore, nil)
			require.Equal(t, broken.unseen, err == nil && r.OK(), "%v\n%s\n%v", err, text, b.Notes)
			require.NoError(t, s.Rewalk(t.Context(), nil, nil, nil), "in memory")
		})
	}
}

// What users ask for beside is looked at like everything else, and found.
func TestWalkWithAnInvariantOfOnesOwn(t *testing.T) {
	t.Parallel()
	scenario.OneGoroutine(t)
	never := scenario.Invariant{
		Name: "never-signed-off", Sentence: "Nobody is ever signed off.",
		Check: func(before, after *scenario.Moment) error {
			if after.Stored() && after.Status == workflow.StatusSignedOff && before.Status != after.Status {
				return errors.New("somebody is")
			}
			return nil
		},
	}
	_, err := scenario.Walk(t.Context(), nil, &scenario.WalkOptions{
		Steps: 50_000, Seed: 5, Invariants: append(scenario.Invariants(), never), Shrink: time.Hour,
	})
	var b *scenario.Breach
	require.ErrorAs(t, err, &b)
	require.Equal(t, never.Name, b.Invariant)
	last, ok := b.Scenario.Lines[len(b.Scenario.Lines)-1].(*scenario.Step)
	require.True(t, ok, "%v", err)
	require.Equal(t, workflow.KindSignOff, last.Command.Kind())
	require.Less(t, len(b.Scenario.Lines), 20, "%v", err)
	require.Less(t, len(b.Scenario.Lines), b.Lines)
	r, err := b.Scenario.Run(t.Context(), nil, newStore, nil)
	require.NoError(t, err)
	require.True(t, r.OK(), "%v", r.Failures)
}

// What is found once something comes from elsewhere is told as short as anything,
// with what is needed there, and shows itself again.
func TestWalkTellsWhatComesFromElsewhere(t *testing.T) {
	scenario.OneGoroutine(t)
	t.Parallel()
	never := scenario.Invariant{
		Name: "nobody-foreign", Sentence: "Nothing that is confirmed elsewhere is confirmed here.",
		Check: func(_, after *scenario.Moment) error {
			for _, e := range after.Events {
				if taken, ok := e.(*workflow.TransferAccepted); ok && len(taken.Items) > 0 {
					return errors.New("something is")
				}
			}
			return nil
		},
	}
	o := &scenario.WalkOptions{Steps: 300, Seed: 19, Invariants: []scenario.Invariant{never}, Shrink: time.Hour}
	_, err := scenario.Walk(t.Context(), nil, o)
	var b *scenario.Breach
	require.ErrorAs(t, err, &b)
	require.Less(t, len(b.Scenario.Lines), 25, "%v", err)
	text := b.Scenario.String()
	require.Contains(t, text, "\nelsewhere north\n")
	s, found := scenario.Parse("found.scenario", []byte(text))
	require.Empty(t, found, text)
	last, ok := s.Lines[len(s.Lines)-1].(*scenario.Step)
	require.True(t, ok, text)
	require.Equal(t, workflow.KindAcceptTransfer, last.Command.Kind(), text)
	require.ErrorAs(t, s.Rewalk(t.Context(), nil, newStore, o), &b, text)
	r, err := s.Run(t.Context(), nil, newStore, nil)
	require.NoError(t, err)
	require.True(t, r.OK(), "%v\n%s", r.Failures, text)
}
