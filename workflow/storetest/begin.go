package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

func beginCases() []Case {
	const begins = "where b.After is 0, and the store so has nothing of the enrolment, the first record may have any Seq from 1 on, and others may follow it. All of them are stored or none."
	return []Case{
		{"begin/anywhere", begins, erasing(beginAnywhere)},
		{"begin/taken", begins, erasing(beginTaken)},
		{"begin/invalid", begins, erasing(beginInvalid)},
		{"begin/list", asAtLast, erasing(beginList)},
		{"begin/shared", retains, erasing(beginShared)},
	}
}

// beginning is the batch that puts back a history.
func beginning(id workflow.EnrolmentID, rs ...workflow.Record) workflow.Batch {
	b := burial(id, 0, rs...)
	last := rs[len(rs)-1]
	if b.Summary.Seq, b.Summary.At = last.Seq, last.At; last.Kind != workflow.KindErase {
		b.Summary = summary(id, last.Seq)
	}
	return b
}

// beginAnywhere puts back histories that began with a tombstone or did not, and goes on.
func beginAnywhere(s erasingStore) error {
	if err := grow(s, "e-1", 3); err != nil {
		return err
	}
	all := append([]workflow.Record{tombstone(4)}, records(5, 7)...)
	for id, began := range map[workflow.EnrolmentID][]workflow.Record{
		"b-1": all, "b-2": all[:1], "b-3": records(1, 3), "b-4": records(1<<40, 1<<40+1), "b-5": records(2, 2),
	} {
		if err := s.Erase(context.Background(), beginning(id, clones(began)...)); err != nil {
			return fmt.Errorf("%d records from %d on: %w", len(began), began[0].Seq, err)
		}
		last := began[len(began)-1]
		if err := errors.Join(bears(s, id, 0, began...), bears(s, id, last.Seq-1, last)); err != nil {
			return err
		}
		next := record(last.Seq + 1)
		if err := errors.Join(put(s, id, last.Seq, next), bears(s, id, 0, append(slices.Clone(began), next)...)); err != nil {
			return err
		}
	}
	return bears(s, "e-1", 0, records(1, 3)...)
}

// beginTaken has enrolments of which there are records, and a tombstone alone.
func beginTaken(s erasingStore) error {
	if err := buried(s); err != nil {
		return err
	}
	for _, id := range []workflow.EnrolmentID{"e-1", "e-2"} {
		if err := refused(bury(s, id, 0, tombstone(4), record(5)), workflow.ErrConflict); err != nil {
			return err
		}
	}
	return errors.Join(bears(s, "e-1", 0, tombstone(4)), bears(s, "e-2", 0, records(1, 3)...))
}

func beginInvalid(s erasingStore) error {
	for name, given := range map[string][]workflow.Record{
		"no record": nil, "a gap": {tombstone(4), record(6)}, "number 0": {tombstone(0), record(1)}, "one twice": {tombstone(4), record(4)},
	} {
		if err := refused(bury(s, "b-1", 0, given...), workflow.ErrNotStored); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return bears(s, "b-1", 0)
}

// beginList has nothing to prove of stores that do not list.
func beginList(s erasingStore) error {
	l, ok := workflow.Store(s).(listingStore)
	if !ok {
		return nil
	}
	if err := s.Erase(context.Background(), beginning("b-1", tombstone(4), record(5))); err != nil {
		return err
	}
	return shows(l, workflow.Query{Decider: "assessor-1", PendingWith: "assessor-2", Centre: "trust-1"}, summary("b-1", 5))
}

func beginShared(s erasingStore) error {
	b := beginning("e-1", records(4, 5)...)
	if err := s.Erase(context.Background(), b); err != nil {
		return err
	}
	if err := errors.Join(same(b.Records, records(4, 5)), sameSummary(b.Summary, summary("e-1", 5))); err != nil {
		return fmt.Errorf("the store changed an argument: %w", err)
	}
	stored, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	scribble(b.Records)
	if err := unchanged(s, stored, "an argument"); err != nil {
		return err
	}
	l, ok := workflow.Store(s).(listingStore)
	if !ok {
		return nil
	}
	scrawl(&b.Summary)
	if err := lists(l, workflow.Query{Decider: "assessor-1", PendingWith: "assessor-2", Centre: "trust-1"}, "e-1"); err != nil {
		return fmt.Errorf("after the caller wrote over an argument: %w", err)
	}
	return nil
}
