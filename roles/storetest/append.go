package storetest

import (
	"context"
	"fmt"
	"math"

	"github.com/countersign-go/countersign/roles"
)

func appendCases() []Case {
	return []Case{
		{"append/first", "Append stores all of b or nothing, if b.After is still the last Seq of the centre (0 where there is none).", appendFirst},
		{"append/next", "keeps the register of each centre as a list of records that only grows", appendNext},
		{"append/stale", "ErrConflict means that b.After is not the last Seq any more: somebody else was first.", appendStale},
		{"append/ahead", "if b.After is still the last Seq of the centre (0 where there is none)", appendAhead},
		{"append/cancelled", "a caller who had gone before the store began", appendCancelled},
		{"append/centres", "keeps the register of each centre as a list of records that only grows", appendCentres},
	}
}

func appendFirst(s roles.RegisterStore) error {
	if err := put(s, "trust-1", 0, record(1)); err != nil {
		return err
	}
	return holds(s, "trust-1", 1)
}

func appendNext(s roles.RegisterStore) error {
	for seq := range roles.RegisterSeq(5) {
		if err := put(s, "trust-1", seq, record(seq+1)); err != nil {
			return err
		}
		if err := holds(s, "trust-1", seq+1); err != nil {
			return err
		}
	}
	return nil
}

func appendStale(s roles.RegisterStore) error {
	if err := grow(s, "trust-1", 3); err != nil {
		return err
	}
	for after := range roles.RegisterSeq(3) {
		if err := refused(try(s, "trust-1", after, by("late", after+1)), roles.ErrConflict); err != nil {
			return fmt.Errorf("after %d of 3: %w", after, err)
		}
		if err := holds(s, "trust-1", 3); err != nil {
			return fmt.Errorf("after %d of 3: %w", after, err)
		}
	}
	return nil
}

// appendAhead leaves a gap, which only a register of another centre or of
// another time could.
func appendAhead(s roles.RegisterStore) error {
	if err := grow(s, "trust-1", 1); err != nil {
		return err
	}
	for centre, last := range map[roles.CentreID]roles.RegisterSeq{"trust-1": 1, "unknown": 0} {
		for _, after := range []roles.RegisterSeq{last + 1, last + 2, math.MaxInt64, math.MaxUint64 - 1} {
			if err := refused(try(s, centre, after, record(after+1)), roles.ErrConflict); err != nil {
				return fmt.Errorf("after %d of %d: %w", after, last, err)
			}
		}
		if err := holds(s, centre, last); err != nil {
			return err
		}
	}
	return nil
}

// appendCancelled does not ask for ErrNotStored: whoever has gone may be left in doubt.
func appendCancelled(s roles.RegisterStore) error {
	if err := grow(s, "trust-1", 1); err != nil {
		return err
	}
	for centre, last := range map[roles.CentreID]roles.RegisterSeq{"trust-1": 1, "trust-2": 0} {
		err := whoHasGone(func(ctx context.Context) error {
			return s.Append(ctx, roles.RegisterBatch{Centre: centre, After: last, Records: records(last+1, last+2)})
		})
		if err != nil {
			return err
		}
		if err := holds(s, centre, last); err != nil {
			return fmt.Errorf("from a caller who has gone: %w", err)
		}
	}
	return put(s, "trust-1", 1, record(2))
}

func appendCentres(s roles.RegisterStore) error {
	if err := grow(s, "trust-1", 2); err != nil {
		return err
	}
	if err := put(s, "trust-2", 0, record(1)); err != nil {
		return err
	}
	if err := put(s, "trust-1", 2, record(3)); err != nil {
		return err
	}
	if err := refused(try(s, "trust-2", 3, record(4)), roles.ErrConflict); err != nil {
		return err
	}
	if err := holds(s, "trust-1", 3); err != nil {
		return err
	}
	return holds(s, "trust-2", 1)
}
