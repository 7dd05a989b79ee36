package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"

	"github.com/countersign-go/countersign/workflow"
)

func appendCases() []contractCase {
	return []contractCase{
		{"append/one", "Append stores all of b … if b.After is still the last Seq of the enrolment (0 where there is none)", appendOne},
		{"append/several", "Records follow one another from After+1", appendSeveral},
		{"append/stale", "ErrConflict means that b.After is not the last Seq any more", appendStale},
		{"append/ahead", "Append stores all of b or nothing, if b.After is still the last Seq", appendAhead},
		{"append/invalid", "ErrNotStored means that nothing was stored, for another reason than a conflict", appendInvalid},
		{"append/cancelled before", "An error that wraps ErrConflict or ErrNotStored guarantees that nothing was stored", appendCancelled},
		{"append/apart", "keeps each enrolment as a list of records", appendApart},
		{"append/arguments", "It must not retain arguments or results, nor change them", appendArguments},
		{"append/at once", "It must be safe for concurrent use: of appends after one record one is first", appendAtOnce},
		{"append/many at once", "It must be safe for concurrent use", appendManyAtOnce},
	}
}

func appendOne(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 3)
	if err != nil {
		return err
	}
	return holds(s, "e", 3)
}

func appendSeveral(newStore func() workflow.Store) error {
	s := newStore()
	if err := put(s, "e", 0, recordAt(1), recordAt(2), recordAt(3)); err != nil {
		return err
	}
	if err := put(s, "e", 3, recordAt(4), recordAt(5)); err != nil {
		return err
	}
	return holds(s, "e", 5)
}

func appendStale(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 3)
	if err != nil {
		return err
	}
	for after := range workflow.Seq(3) {
		if err := refused(put(s, "e", after, recordAt(after+1)), workflow.ErrConflict); err != nil {
			return fmt.Errorf("after %d of 3: %w", after, err)
		}
		if err := refused(put(s, "e", after, recordAt(after+1), recordAt(after+2), recordAt(after+3), recordAt(after+4)), workflow.ErrConflict); err != nil {
			return fmt.Errorf("four after %d of 3: %w", after, err)
		}
	}
	return holds(s, "e", 3)
}

func appendAhead(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 1)
	if err != nil {
		return err
	}
	for _, id := range []workflow.EnrolmentID{"e", "unknown"} {
		if err := refused(put(s, id, 2, recordAt(3)), workflow.ErrConflict); err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
	}
	return errors.Join(holds(s, "e", 1), holds(s, "unknown", 0))
}

func appendInvalid(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 1)
	if err != nil {
		return err
	}
	for name, records := range map[string][]workflow.Record{
		"no records":      nil,
		"a gap before":    {recordAt(3)},
		"a gap within":    {recordAt(2), recordAt(4)},
		"one twice":       {recordAt(2), recordAt(2)},
		"out of order":    {recordAt(3), recordAt(2)},
		"one that exists": {recordAt(1)},
		"number 0":        {recordAt(0)},
	} {
		if err := refused(put(s, "e", 1, records...), workflow.ErrNotStored); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := holds(s, "e", 1); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return refused(put(s, "fresh", 0), workflow.ErrNotStored)
}

func appendCancelled(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 1)
	if err != nil {
		return err
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	err = s.Append(gone, workflow.Batch{Enrolment: "e", After: 1, Records: []workflow.Record{recordAt(2)}})
	if err := refused(err, context.Canceled); err != nil {
		return err
	}
	if errors.Is(err, workflow.ErrNotStored) { // promised
		return holds(s, "e", 1)
	}
	return nil
}

func appendApart(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 2)
	if err != nil {
		return err
	}
	if err := put(s, "f", 0, recordAt(1)); err != nil {
		return err
	}
	if err := put(s, "e", 2, recordAt(3)); err != nil {
		return err
	}
	return errors.Join(holds(s, "e", 3), holds(s, "f", 1))
}

func appendArguments(newStore func() workflow.Store) error {
	s := newStore()
	b := workflow.Batch{Enrolment: "e", Records: []workflow.Record{recordAt(1), recordAt(2)}, Summary: summaryOf("e", 2)}
	want, wantSummary := clones(b.Records), b.Summary.Clone()
	if err := s.Append(ctx, b); err != nil {
		return err
	}
	if err := sameRecords(b.Records, want); err != nil {
		return fmt.Errorf("the store changed its arguments: %w", err)
	}
	if !reflect.DeepEqual(b.Summary, wantSummary) {
		return fmt.Errorf("the store changed the summary given: %+v", b.Summary)
	}
	scribble(b.Records)
	scrawl(&b.Summary)
	got, err := s.Load(ctx, "e", 0)
	if err != nil {
		return err
	}
	if err := sameRecords(got, want); err != nil {
		return fmt.Errorf("after the caller wrote over an argument: %w", err)
	}
	return nil
}

// appendAtOnce has eight writers after each record; one of them is first.
func appendAtOnce(newStore func() workflow.Store) error {
	s := newStore()
	const writers, rounds = 8, 40
	for seq := range workflow.Seq(rounds) {
		var wg sync.WaitGroup
		errs := make([]error, writers)
		for i := range writers {
			wg.Go(func() {
				r := recordAt(seq + 1)
				r.Request = workflow.RequestID(fmt.Sprint(i))
				errs[i] = put(s, "e", seq, r)
			})
		}
		wg.Wait()
		first := -1
		for i, err := range errs {
			switch {
			case err == nil && first >= 0:
				return fmt.Errorf("both %d and %d were first after %d", first, i, seq)
			case err == nil:
				first = i
			case !errors.Is(err, workflow.ErrConflict):
				return err
			}
		}
		rs, err := s.Load(ctx, "e", seq)
		if err != nil || len(rs) != 1 || first < 0 || rs[0].Request != workflow.RequestID(fmt.Sprint(first)) {
			return fmt.Errorf("writer %d was first after %d, and the store has %d records more: %v", first, seq, len(rs), err)
		}
	}
	return holds(s, "e", rounds)
}

func appendManyAtOnce(newStore func() workflow.Store) error {
	s := newStore()
	var wg sync.WaitGroup
	errs := make([]error, 16)
	for i := range errs {
		wg.Go(func() {
			id := workflow.EnrolmentID(fmt.Sprint("e-", i))
			for seq := range workflow.Seq(20) {
				errs[i] = errors.Join(errs[i], put(s, id, seq, recordAt(seq+1)), holds(s, id, seq+1))
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
