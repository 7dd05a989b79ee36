package storetest

import (
	"context"
	"fmt"
	"math"

	"github.com/countersign-go/countersign/workflow"
)

const onlyGrows = "keeps each enrolment as a list of records that only grows"

func appendCases() []Case {
	return []Case{
		{"append/first", "Append stores all of b or nothing, if b.After is still the last Seq of the enrolment (0 where there is none).", appendFirst},
		{"append/next", onlyGrows, appendNext},
		{"append/stale", "ErrConflict means that b.After is not the last Seq any more: somebody else was first.", appendStale},
		{"append/ahead", "if b.After is still the last Seq of the enrolment (0 where there is none)", appendAhead},
		{"append/cancelled", "a caller who had gone before the store began", appendCancelled},
		{"append/enrolments", onlyGrows, appendEnrolments},
	}
}

func appendFirst(s workflow.Store) error {
	if err := put(s, "e-1", 0, record(1)); err != nil {
		return err
	}
	return holds(s, "e-1", 1)
}

func appendNext(s workflow.Store) error {
	for seq := range workflow.Seq(5) {
		if err := put(s, "e-1", seq, record(seq+1)); err != nil {
			return err
		}
		if err := holds(s, "e-1", seq+1); err != nil {
			return err
		}
	}
	return nil
}

func appendStale(s workflow.Store) error {
	if err := grow(s, "e-1", 3); err != nil {
		return err
	}
	for after := range workflow.Seq(3) {
		if err := refused(try(s, "e-1", after, by("late", after+1)), workflow.ErrConflict); err != nil {
			return fmt.Errorf("after %d of 3: %w", after, err)
		}
		if err := holds(s, "e-1", 3); err != nil {
			return fmt.Errorf("after %d of 3: %w", after, err)
		}
	}
	return nil
}

// appendAhead leaves a gap, which only records of another enrolment or of
// another time could.
func appendAhead(s workflow.Store) error {
	if err := grow(s, "e-1", 1); err != nil {
		return err
	}
	for id, last := range map[workflow.EnrolmentID]workflow.Seq{"e-1": 1, "unknown": 0} {
		for _, after := range []workflow.Seq{last + 1, last + 2, math.MaxInt64, math.MaxUint64 - 1} {
			if err := refused(try(s, id, after, record(after+1)), workflow.ErrConflict); err != nil {
				return fmt.Errorf("after %d of %d: %w", after, last, err)
			}
		}
		if err := holds(s, id, last); err != nil {
			return err
		}
	}
	return nil
}

func appendCancelled(s workflow.Store) error {
	if err := grow(s, "e-1", 1); err != nil {
		return err
	}
	for id, last := range map[workflow.EnrolmentID]workflow.Seq{"e-1": 1, "e-2": 0} {
		err := whoHasGone(func(ctx context.Context) error { return s.Append(ctx, batch(id, last, records(last+1, last+2)...)) })
		if err != nil {
			return err
		}
		if err := holds(s, id, last); err != nil {
			return fmt.Errorf("from a caller who has gone: %w", err)
		}
	}
	return put(s, "e-1", 1, record(2))
}

func appendEnrolments(s workflow.Store) error {
	if err := grow(s, "e-1", 2); err != nil {
		return err
	}
	if err := put(s, "e-2", 0, record(1)); err != nil {
		return err
	}
	if err := put(s, "e-1", 2, record(3)); err != nil {
		return err
	}
	if err := refused(try(s, "e-2", 3, record(4)), workflow.ErrConflict); err != nil {
		return err
	}
	if err := holds(s, "e-1", 3); err != nil {
		return err
	}
	return holds(s, "e-2", 1)
}
