package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/workflow"
)

func eraseCases() []contractCase {
	return []contractCase{
		{"erase/alone", "Erase puts the one record of b in the place of everything that the store has of the enrolment: Load then gives that record alone", eraseAlone},
		{"erase/stale", "or does nothing, if b.After is still the last Seq: ErrConflict means that it is not", eraseStale},
		{"erase/invalid", "the one record of b: ErrNotStored for a batch that is none", eraseInvalid},
		{"erase/begins", "where b.After is 0 …, the first record may have any Seq from 1 on, and others may follow it", eraseBegins},
		{"erase/begins nowhere else", "where b.After is 0, and the store so has nothing of the enrolment. All of them are stored or none", eraseBeginsNowhereElse},
		{"erase/load", "Load returns the records with Seq > after, in order", eraseLoad},
		{"erase/appends", "Append stores all of b …, if b.After is still the last Seq of the enrolment", eraseAppends},
		{"erase/list", "An enrolment that was erased, whose summary has no learner, is never selected", eraseList},
		{"erase/cancelled", "The errors mean what they mean for Append", eraseCancelled},
		{"erase/arguments", "It must not retain arguments or results, nor change them", eraseArguments},
		{"erase/race", "It must be safe for concurrent use: of all that is written after one record one is first", eraseRace},
		{"erase/at once", "It must be safe for concurrent use: Erase puts the one record … in the place of everything", eraseAtOnce},
	}
}

// tombstoneKind tells tombstones apart; a store does not ask for it.
const tombstoneKind workflow.Kind = "all that is left"

// tombstone is what is left of an enrolment.
func tombstone(seq workflow.Seq) workflow.Record {
	r := recordAt(seq)
	r.Kind, r.Texts = tombstoneKind, nil
	return r
}

// bury is the batch of a tombstone, whose summary has no learner.
func bury(id workflow.EnrolmentID, after workflow.Seq, records ...workflow.Record) workflow.Batch {
	return workflow.Batch{Enrolment: id, After: after, Records: records, Summary: workflow.Summary{Enrolment: id, Seq: after + 1, At: recordAt(after + 1).At, Framework: recordAt(1).Framework}}
}

// erased is a store in which e is erased at the fourth record, and f is not.
func erased(newStore func() workflow.Store) (workflow.Store, error) {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return s, err
	}
	return s, eraser(s).Erase(ctx, bury("e", 3, tombstone(4)))
}

func eraseAlone(newStore func() workflow.Store) error {
	s, err := erased(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	return errors.Join(gives(s, "e", 0, []workflow.Record{tombstone(4)}), gives(s, "f", 0, records(1, 3)))
}

func eraseStale(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	for _, after := range []workflow.Seq{0, 1, 2, 4} {
		if err := refused(eraser(s).Erase(ctx, bury("e", after, tombstone(after+1))), workflow.ErrConflict); err != nil {
			return fmt.Errorf("after %d of 3: %w", after, err)
		}
	}
	if err := refused(eraser(s).Erase(ctx, bury("unknown", 2, tombstone(3))), workflow.ErrConflict); err != nil {
		return err
	}
	return errors.Join(gives(s, "e", 0, records(1, 3)), holds(s, "unknown", 0))
}

func eraseInvalid(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	for name, given := range map[string][]workflow.Record{
		"no record": nil, "two records": {tombstone(4), tombstone(5)}, "a gap": {tombstone(5)},
		"one that exists": {tombstone(3)}, "from the beginning": {tombstone(1)}, "number 0": {tombstone(0)},
	} {
		if err := refused(eraser(s).Erase(ctx, bury("e", 3, given...)), workflow.ErrNotStored); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := gives(s, "e", 0, records(1, 3)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// eraseBegins puts back a history that began with a tombstone, and goes on.
func eraseBegins(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	all := append([]workflow.Record{tombstone(4)}, records(5, 6)...)
	for id, began := range map[workflow.EnrolmentID][]workflow.Record{"g": all, "h": all[:1], "i": records(1, 3)} {
		b := workflow.Batch{Enrolment: id, Records: began, Summary: summaryOf(id, 3)}
		if err := eraser(s).Erase(ctx, b); err != nil {
			return fmt.Errorf("%d records from %d on: %w", len(began), began[0].Seq, err)
		}
		if err := gives(s, id, 0, began); err != nil {
			return err
		}
	}
	if err := put(s, "g", 6, recordAt(7)); err != nil {
		return err
	}
	return errors.Join(gives(s, "g", 5, records(6, 7)), gives(s, "e", 0, records(1, 3)))
}

func eraseBeginsNowhereElse(newStore func() workflow.Store) error {
	s, err := erased(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	for _, id := range []workflow.EnrolmentID{"e", "f"} { // a tombstone alone, and records
		b := workflow.Batch{Enrolment: id, Records: []workflow.Record{tombstone(4), recordAt(5)}, Summary: summaryOf(id, 2)}
		if err := refused(eraser(s).Erase(ctx, b), workflow.ErrConflict); err != nil {
			return err
		}
	}
	for name, given := range map[string][]workflow.Record{
		"no record": nil, "a gap": {tombstone(4), recordAt(6)}, "number 0": {tombstone(0), recordAt(1)},
	} {
		b := workflow.Batch{Enrolment: "g", Records: given, Summary: summaryOf("g", 2)}
		if err := refused(eraser(s).Erase(ctx, b), workflow.ErrNotStored); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return errors.Join(holds(s, "g", 0), gives(s, "e", 0, []workflow.Record{tombstone(4)}), gives(s, "f", 0, records(1, 3)))
}

func eraseLoad(newStore func() workflow.Store) error {
	s, err := erased(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	for _, after := range []workflow.Seq{0, 1, 2, 3, 4, 5, 6, 1 << 62} {
		var want []workflow.Record
		if after < 4 {
			want = []workflow.Record{tombstone(4)}
		}
		if err := gives(s, "e", after, want); err != nil {
			return err
		}
	}
	return nil
}

// eraseAppends goes on after a tombstone, with texts erased, and to a second one.
func eraseAppends(newStore func() workflow.Store) error {
	s, err := erased(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	for _, after := range []workflow.Seq{0, 1, 3, 5} {
		if err := refused(put(s, "e", after, recordAt(after+1)), workflow.ErrConflict); err != nil {
			return fmt.Errorf("after %d, where the tombstone is 4: %w", after, err)
		}
	}
	if err := put(s, "e", 4, recordAt(5), recordAt(6)); err != nil {
		return err
	}
	gone := []workflow.TextRef{text(5, 0), text(6, 1)}
	if err := redact(s, 6, append([]workflow.TextRef{text(1, 0), text(4, 0)}, gone...), recordAt(7)); err != nil {
		return err
	}
	all := append([]workflow.Record{tombstone(4)}, records(5, 7, gone...)...)
	for after := range workflow.Seq(10) {
		if err := gives(s, "e", after, all[min(max(after, 3)-3, 4):]); err != nil {
			return err
		}
	}
	if err := refused(eraser(s).Erase(ctx, bury("e", 4, tombstone(5))), workflow.ErrConflict); err != nil {
		return err
	}
	if err := eraser(s).Erase(ctx, bury("e", 7, tombstone(8))); err != nil {
		return err
	}
	if err := eraser(s).Erase(ctx, bury("e", 8, tombstone(9))); err != nil {
		return fmt.Errorf("a tombstone in the place of a tombstone: %w", err)
	}
	return gives(s, "e", 0, []workflow.Record{tombstone(9)})
}

func eraseList(newStore func() workflow.Store) error {
	s, err := erased(newStore)
	if err != nil || eraser(s) == nil || lister(s) == nil {
		return err
	}
	for _, q := range []workflow.Query{
		{}, {Limit: 1}, {Framework: "fw"}, {Learner: summaryOf("e", 3).Learner}, {Serial: summaryOf("e", 3).Serials[0]}, {Decider: "d-1", Limit: 1},
		{PendingWith: "s-1"}, {Centre: "c-2", Status: workflow.StatusVoid}, {Status: workflow.StatusReady, Now: noon.AddDate(1, 0, 0)},
	} {
		got, err := list(ctx, s, q)
		if err != nil || !reflect.DeepEqual(got, []workflow.Summary{summaryOf("f", 3)}) {
			return fmt.Errorf("%+v: %+v: want that of f alone: %v", q, got, err)
		}
	}
	if got, err := list(ctx, s, workflow.Query{Trials: true}); err != nil || len(got) > 0 {
		return fmt.Errorf("among trials: %+v: %v", got, err)
	}
	if err := put(s, "e", 4, recordAt(5)); err != nil {
		return err
	}
	got, err := list(ctx, s, workflow.Query{Decider: "d-1"})
	if err != nil || !slices.Equal(idsOf(got), []workflow.EnrolmentID{"e", "f"}) {
		return fmt.Errorf("after an append behind the tombstone: %q: %v", idsOf(got), err)
	}
	return nil
}

func eraseCancelled(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	err = eraser(s).Erase(gone, bury("e", 3, tombstone(4)))
	if err := refused(err, context.Canceled); err != nil {
		return err
	}
	if errors.Is(err, workflow.ErrNotStored) { // promised
		return gives(s, "e", 0, records(1, 3))
	}
	return nil
}

func eraseArguments(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	before, err := s.Load(ctx, "e", 0)
	if err != nil {
		return err
	}
	b := bury("e", 3, recordAt(4))
	b.Summary = summaryOf("e", 4)
	if err := eraser(s).Erase(ctx, b); err != nil {
		return err
	}
	if err := sameRecords(b.Records, records(4, 4)); err != nil {
		return fmt.Errorf("the store changed its arguments: %w", err)
	}
	if !reflect.DeepEqual(b.Summary, summaryOf("e", 4)) {
		return fmt.Errorf("the store changed the summary given: %+v", b.Summary)
	}
	if err := sameRecords(before, records(1, 3)); err != nil {
		return fmt.Errorf("what was loaded before changed: %w", err)
	}
	scribble(b.Records)
	scrawl(&b.Summary)
	if err := gives(s, "e", 0, records(4, 4)); err != nil {
		return fmt.Errorf("after the caller wrote over an argument: %w", err)
	}
	if lister(s) == nil {
		return nil
	}
	got, err := list(ctx, s, workflow.Query{Limit: 1})
	if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], summaryOf("e", 4)) {
		return fmt.Errorf("after the caller wrote over an argument: %+v: %v", got, err)
	}
	return nil
}

// eraseRace has eight writers after each record, every other of whom erases; one of them is first.
func eraseRace(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	for last := workflow.Seq(3); last < 40; last++ {
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() {
				r := recordAt(last + 1)
				r.Request = workflow.RequestID(fmt.Sprint(i))
				if erases(i, last) {
					errs[i] = eraser(s).Erase(ctx, bury("e", last, r))
				} else {
					errs[i] = put(s, "e", last, r)
				}
			})
		}
		wg.Wait()
		if err := oneWasFirst(s, last, errs); err != nil {
			return err
		}
	}
	return nil
}

// erases takes turns, so that both kinds are first, whoever the scheduler prefers.
func erases(writer int, last workflow.Seq) bool { return (writer+int(last))%2 == 0 }

// oneWasFirst wants all writers after last but one to have lost, and that one's record to stand there.
func oneWasFirst(s workflow.Store, last workflow.Seq, errs []error) error {
	first := slices.Index(errs, nil)
	for i, err := range errs {
		if i != first && !errors.Is(err, workflow.ErrConflict) {
			return fmt.Errorf("writer %d was first after %d, and writer %d got %v", first, last, i, err)
		}
	}
	rs, err := s.Load(ctx, "e", 0)
	if err != nil || first < 0 || len(rs) == 0 || rs[len(rs)-1].Request != workflow.RequestID(fmt.Sprint(first)) {
		return fmt.Errorf("writer %d was first after %d, and another's record is the last of %d: %v", first, last, len(rs), err)
	}
	if erases(first, last) && len(rs) != 1 {
		return fmt.Errorf("writer %d erased, and %d records are left", first, len(rs))
	}
	return nil
}

// eraseAtOnce has a writer who fills and erases, and readers who must see either all or what is left.
func eraseAtOnce(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	return whileReading(s, func(rs []workflow.Record) error {
		if len(rs) == 0 {
			return errors.New("nothing is left, not even a tombstone")
		}
		for i, r := range rs {
			if i > 0 && r.Kind == tombstoneKind {
				return fmt.Errorf("%d records stand before the tombstone", i)
			}
		}
		return nil
	}, func() error {
		for last := workflow.Seq(3); last < 90; last += 3 {
			if err := eraser(s).Erase(ctx, bury("e", last, tombstone(last+1))); err != nil {
				return err
			}
			if err := put(s, "e", last+1, recordAt(last+2), recordAt(last+3)); err != nil {
				return err
			}
		}
		return nil
	})
}
