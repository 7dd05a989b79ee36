package storetest

import (
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

func batchCases() []Case {
	return []Case{
		{"batch/several", "Records follow one another from After+1; there is at least one.", batchSeveral},
		{"batch/none", "ErrNotStored means that nothing was stored, for another reason than a conflict: … a batch that is none, without records", batchNone},
		{"batch/others", "ErrNotStored means that nothing was stored, for another reason than a conflict: … a batch that is none, … with others than those from After+1 on", batchOthers},
		{"batch/stale", "An error that wraps ErrConflict or ErrNotStored guarantees that nothing was stored.", batchStale},
	}
}

func batchSeveral(s workflow.Store) error {
	if err := put(s, "e-1", 0, records(1, 3)...); err != nil {
		return err
	}
	if err := put(s, "e-1", 3, records(4, 5)...); err != nil {
		return err
	}
	return holds(s, "e-1", 5)
}

func batchNone(s workflow.Store) error {
	if err := grow(s, "e-1", 1); err != nil {
		return err
	}
	for id, last := range map[workflow.EnrolmentID]workflow.Seq{"e-1": 1, "e-2": 0} {
		for _, none := range [][]workflow.Record{nil, {}} {
			if err := refused(try(s, id, last, none...), workflow.ErrNotStored); err != nil {
				return fmt.Errorf("after %d: %w", last, err)
			}
		}
		if err := holds(s, id, last); err != nil {
			return err
		}
	}
	return nil
}

func batchOthers(s workflow.Store) error {
	if err := grow(s, "e-1", 2); err != nil {
		return err
	}
	for name, rs := range map[string][]workflow.Record{
		"a gap before":      {record(4)},
		"a gap within":      {record(3), record(5)},
		"a gap at the end":  {record(3), record(4), record(6)},
		"one twice":         {record(3), record(3)},
		"out of order":      {record(4), record(3)},
		"ones that exist":   {by("late", 1), by("late", 2)},
		"one that exists":   {by("late", 2)},
		"one, and the next": {by("late", 2), record(3)},
		"number 0":          {record(0)},
	} {
		if err := refused(try(s, "e-1", 2, rs...), workflow.ErrNotStored); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := holds(s, "e-1", 2); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// batchStale has batches whose first records exist and whose last would be next.
func batchStale(s workflow.Store) error {
	if err := grow(s, "e-1", 3); err != nil {
		return err
	}
	for after := range workflow.Seq(3) {
		if err := refused(try(s, "e-1", after, records(after+1, 5)...), workflow.ErrConflict); err != nil {
			return fmt.Errorf("up to 5 after %d of 3: %w", after, err)
		}
		if err := holds(s, "e-1", 3); err != nil {
			return fmt.Errorf("up to 5 after %d of 3: %w", after, err)
		}
	}
	return nil
}
