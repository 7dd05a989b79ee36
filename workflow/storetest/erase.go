package storetest

import (
	"context"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

func eraseCases() []Case {
	return []Case{
		{"erase/alone", "Erase puts the one record of b in the place of everything that the store has of the enrolment", erasing(eraseAlone)},
		{"erase/stale", "or does nothing, if b.After is still the last Seq: Load then gives that record alone. The errors mean what they mean for Append.", erasing(eraseStale)},
		{"erase/invalid", "The errors mean what they mean for Append.", erasing(eraseInvalid)},
		{"erase/cancelled", "a caller who had gone before the store began", erasing(eraseCancelled)},
		{"erase/load", "Load returns the records with Seq > after, in order", erasing(eraseLoad)},
		{"erase/append", "if b.After is still the last Seq of the enrolment", erasing(eraseAppend)},
		{"erase/texts", sameStep, erasing(eraseTexts)},
		{"erase/again", "Erase puts the one record of b in the place of everything that the store has of the enrolment", erasing(eraseAgain)},
		{"erase/list", "An enrolment that was erased, whose summary has nobody who is responsible, is never selected.", erasing(eraseList)},
		{"erase/shared", retains, erasing(eraseShared)},
	}
}

// tombstone is what is left of an enrolment.
func tombstone(seq workflow.Seq) workflow.Record {
	r := record(seq)
	r.Kind, r.Actor, r.Request, r.Texts = workflow.KindErase, "", "", nil
	return r
}

// burial is the batch of a tombstone, whose summary has no learner.
func burial(id workflow.EnrolmentID, after workflow.Seq, rs ...workflow.Record) workflow.Batch {
	b := batch(id, after, rs...)
	b.Summary = workflow.Summary{Enrolment: id, Seq: b.Summary.Seq, At: b.Summary.At, Framework: b.Summary.Framework}
	return b
}

func bury(s erasingStore, id workflow.EnrolmentID, after workflow.Seq, rs ...workflow.Record) error {
	if err := s.Erase(context.Background(), burial(id, after, rs...)); err != nil {
		return fmt.Errorf("erase %q after %d by %d records: %w", id, after, len(rs), err)
	}
	return nil
}

// buried erases e-1 by its fourth record, and leaves e-2.
func buried(s erasingStore) error {
	return errors.Join(pair(s), bury(s, "e-1", 3, tombstone(4)))
}

func eraseAlone(s erasingStore) error {
	if err := buried(s); err != nil {
		return err
	}
	return errors.Join(bears(s, "e-1", 0, tombstone(4)), bears(s, "e-2", 0, records(1, 3)...))
}

func eraseStale(s erasingStore) error {
	if err := pair(s); err != nil {
		return err
	}
	for _, after := range []workflow.Seq{0, 1, 2, 4} {
		if err := refused(bury(s, "e-1", after, tombstone(after+1)), workflow.ErrConflict); err != nil {
			return fmt.Errorf("after %d of 3: %w", after, err)
		}
	}
	if err := refused(bury(s, "unknown", 2, tombstone(3)), workflow.ErrConflict); err != nil {
		return err
	}
	return errors.Join(bears(s, "e-1", 0, records(1, 3)...), bears(s, "unknown", 0))
}

func eraseInvalid(s erasingStore) error {
	if err := pair(s); err != nil {
		return err
	}
	for name, given := range map[string][]workflow.Record{
		"no record": nil, "two records": {tombstone(4), tombstone(5)}, "a gap": {tombstone(5)},
		"one that exists": {tombstone(3)}, "from the beginning": {tombstone(1)}, "number 0": {tombstone(0)},
	} {
		if err := refused(bury(s, "e-1", 3, given...), workflow.ErrNotStored); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := bears(s, "e-1", 0, records(1, 3)...); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func eraseCancelled(s erasingStore) error {
	if err := pair(s); err != nil {
		return err
	}
	err := whoHasGone(func(ctx context.Context) error { return s.Erase(ctx, burial("e-1", 3, tombstone(4))) })
	return errors.Join(err, bears(s, "e-1", 0, records(1, 3)...))
}

func eraseLoad(s erasingStore) error {
	if err := buried(s); err != nil {
		return err
	}
	for _, after := range []workflow.Seq{0, 1, 2, 3} {
		if err := bears(s, "e-1", after, tombstone(4)); err != nil {
			return err
		}
	}
	for _, after := range []workflow.Seq{4, 5, 6, 1 << 62} {
		if err := bears(s, "e-1", after); err != nil {
			return err
		}
	}
	return nil
}

// eraseAppend goes on after a tombstone.
func eraseAppend(s erasingStore) error {
	if err := buried(s); err != nil {
		return err
	}
	for _, after := range []workflow.Seq{0, 1, 3, 5} {
		if err := refused(try(s, "e-1", after, record(after+1)), workflow.ErrConflict); err != nil {
			return fmt.Errorf("after %d, where the tombstone is 4: %w", after, err)
		}
	}
	if err := errors.Join(put(s, "e-1", 4, record(5)), put(s, "e-1", 5, record(6))); err != nil {
		return err
	}
	all := append([]workflow.Record{tombstone(4)}, records(5, 6)...)
	for after := range workflow.Seq(8) {
		if err := bears(s, "e-1", after, all[min(max(after, 3)-3, 3):]...); err != nil {
			return err
		}
	}
	return nil
}

// eraseTexts erases texts behind a tombstone, of records that are there, and are not.
func eraseTexts(s erasingStore) error {
	if err := errors.Join(buried(s), put(s, "e-1", 4, record(5))); err != nil {
		return err
	}
	if err := redact(s, 5, []workflow.TextRef{ref(1, 0), ref(2, 1), ref(4, 0), ref(5, 0)}, record(6)); err != nil {
		return err
	}
	return bears(s, "e-1", 4, redacted(records(5, 6), ref(5, 0))...)
}

// eraseAgain has a second tombstone in the place of the first and what followed
// it, and a third in the place of that alone.
func eraseAgain(s erasingStore) error {
	if err := errors.Join(buried(s), put(s, "e-1", 4, record(5))); err != nil {
		return err
	}
	if err := refused(bury(s, "e-1", 4, tombstone(5)), workflow.ErrConflict); err != nil {
		return err
	}
	if err := errors.Join(bury(s, "e-1", 5, tombstone(6)), bears(s, "e-1", 0, tombstone(6))); err != nil {
		return err
	}
	return errors.Join(bury(s, "e-1", 6, tombstone(7)), bears(s, "e-1", 0, tombstone(7)))
}

// eraseList has nothing to prove of stores that do not list.
func eraseList(s erasingStore) error {
	l, ok := workflow.Store(s).(listingStore)
	if !ok {
		return nil
	}
	if err := buried(s); err != nil {
		return err
	}
	for _, q := range []workflow.Query{
		{}, {Limit: 1}, {Framework: "hand-hygiene"}, {Learner: "learner-1"}, {Serial: "0000-0000-0001-0000"}, {Decider: "assessor-1", Limit: 1},
		{PendingWith: "assessor-2"}, {Supervisor: "supervisor-1"}, {Centre: "trust-1", Status: workflow.StatusVoid},
		{Status: workflow.StatusReady, Now: noon.AddDate(1, 0, 0)},
	} {
		if err := lists(l, q, "e-2"); err != nil {
			return err
		}
	}
	if err := errors.Join(lists(l, workflow.Query{Trials: true}), put(s, "e-1", 4, record(5))); err != nil {
		return err
	}
	return lists(l, workflow.Query{Decider: "assessor-1"}, "e-1", "e-2")
}

// eraseShared wants nothing to change for those who loaded before, nor for those
// who write over what they gave.
func eraseShared(s erasingStore) error {
	if err := pair(s); err != nil {
		return err
	}
	before, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	loaded, b := clones(before), burial("e-1", 3, tombstone(4))
	if err := s.Erase(context.Background(), b); err != nil {
		return err
	}
	if err := errors.Join(same(b.Records, []workflow.Record{tombstone(4)}), sameSummary(b.Summary, burial("e-1", 3, tombstone(4)).Summary)); err != nil {
		return fmt.Errorf("the store changed an argument: %w", err)
	}
	if err := same(inUTC(before), inUTC(loaded)); err != nil {
		return fmt.Errorf("what was loaded before changed: %w", err)
	}
	left, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	scribble(b.Records)
	return unchanged(s, left, "an argument")
}
