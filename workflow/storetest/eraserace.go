package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

func eraseRaceCases() []Case {
	return []Case{
		{"erase/winner", "Erase puts the one record of b in the place of everything that the store has of the enrolment, or does nothing, if b.After is still the last Seq", erasing(eraseWinner)},
		{"erase/whole", "Erase puts the one record of b in the place of everything that the store has of the enrolment", erasing(eraseWhole)},
	}
}

// eraseWinner has writers after each record, every other of whom erases; one of them is first.
func eraseWinner(s erasingStore) error {
	if err := grow(s, "e-1", 3); err != nil {
		return err
	}
	for last := workflow.Seq(3); last < 24; last++ {
		errs := make([]error, 8)
		_ = together(len(errs), func(i int) error {
			r := by(fmt.Sprint("writer-", i), last+1)
			if erases(i, last) {
				errs[i] = s.Erase(context.Background(), burial("e-1", last, r))
			} else {
				errs[i] = try(s, "e-1", last, r)
			}
			return nil
		})
		if err := oneWasFirst(s, last, errs); err != nil {
			return err
		}
	}
	return nil
}

// erases takes turns, so that both kinds are first, whoever the scheduler prefers.
func erases(writer int, last workflow.Seq) bool { return (writer+int(last))%2 == 0 }

// oneWasFirst wants all writers after last but one to have lost, and that one's record to stand there.
func oneWasFirst(s erasingStore, last workflow.Seq, errs []error) error {
	first := slices.Index(errs, nil)
	for i, err := range errs {
		if i != first && !errors.Is(err, workflow.ErrConflict) {
			return fmt.Errorf("writer %d was first after %d, and the error of writer %d is %w", first, last, i, err)
		}
	}
	rs, err := load(s, "e-1", 0)
	if err != nil || first < 0 || len(rs) == 0 || rs[len(rs)-1].Request != by(fmt.Sprint("writer-", first), last).Request {
		return fmt.Errorf("writer %d was first after %d, and another's record is the last of %d: %v", first, last, len(rs), err)
	}
	if erases(first, last) && len(rs) != 1 {
		return fmt.Errorf("writer %d erased, and %d records are left", first, len(rs))
	}
	return nil
}

// eraseWhole has a writer who fills and erases, and readers who must see either all or what is left.
func eraseWhole(s erasingStore) error {
	if err := grow(s, "e-1", 3); err != nil {
		return err
	}
	read := func() error {
		rs, err := load(s, "e-1", 0)
		if err == nil && len(rs) == 0 {
			return errors.New("nothing is left, not even a tombstone")
		}
		for i, r := range rs {
			if i > 0 && r.Kind == workflow.KindErase {
				return fmt.Errorf("%d records stand before the tombstone", i)
			}
		}
		return err
	}
	return whileReading(read, func() error {
		for last := workflow.Seq(3); last < 60; last += 3 {
			if err := bury(s, "e-1", last, tombstone(last+1)); err != nil {
				return err
			}
			if err := errors.Join(put(s, "e-1", last+1, record(last+2)), put(s, "e-1", last+2, record(last+3))); err != nil {
				return err
			}
		}
		return nil
	})
}
