package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

func textCases() []contractCase {
	return []contractCase{
		{"texts/erased", "in the same step, make Words of the texts that Batch.Erase names empty and their Salt zero in the stored records, and leave everything else of them as it is", textsErased},
		{"texts/unknown", "a text that is not there, or is removed already, is left so", textsUnknown},
		{"texts/lost race", "ErrConflict guarantees that nothing was stored, and nothing erased", textsLostRace},
		{"texts/invalid", "ErrNotStored guarantees that nothing was stored, and nothing erased", textsInvalid},
		{"texts/cancelled", "An error that wraps ErrConflict or ErrNotStored guarantees that nothing was stored, and nothing erased", textsCancelled},
		{"texts/results", "It must not retain arguments or results, nor change them", textsResults},
		{"texts/at once", "Its Append must, in the same step, make Words … empty", textsAtOnce},
	}
}

// eraser is the store's optional part; a store without it has nothing to prove.
func eraser(s workflow.Store) workflow.Eraser {
	e, _ := s.(workflow.Eraser)
	return e
}

// text names the text at a place of a record: recordAt gives all records the same two digests.
func text(seq workflow.Seq, place int) workflow.TextRef {
	return workflow.TextRef{Seq: seq, Text: recordAt(seq).Texts[place].Digest}
}

// redact appends records to e that erase texts.
func redact(s workflow.Store, after workflow.Seq, erase []workflow.TextRef, records ...workflow.Record) error {
	return s.Append(ctx, workflow.Batch{
		Enrolment: "e", After: after, Records: records, Summary: summaryOf("e", after+workflow.Seq(len(records))), Erase: erase,
	})
}

// records are those of recordAt, with some texts erased.
func records(first, last workflow.Seq, erased ...workflow.TextRef) (out []workflow.Record) {
	for seq := first; seq <= last; seq++ {
		r := recordAt(seq)
		for i := range r.Texts {
			if slices.Contains(erased, text(seq, i)) {
				r.Texts[i] = workflow.Text{Digest: r.Texts[i].Digest}
			}
		}
		out = append(out, r)
	}
	return out
}

// gives wants a load to give exactly these records.
func gives(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq, want []workflow.Record) error {
	got, err := s.Load(ctx, id, after)
	if err != nil {
		return err
	}
	if err := sameRecords(got, want); err != nil {
		return fmt.Errorf("%s after %d: %w", id, after, err)
	}
	return nil
}

// pair is a store with three records of e and three of f.
func pair(newStore func() workflow.Store) (workflow.Store, error) {
	s, err := grown(newStore, "e", 3)
	if err != nil {
		return nil, err
	}
	return s, put(s, "f", 0, records(1, 3)...)
}

func textsErased(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	erased := []workflow.TextRef{text(1, 1), text(3, 0), text(3, 1)}
	if err := redact(s, 3, erased, recordAt(4), recordAt(5)); err != nil {
		return err
	}
	for after := range workflow.Seq(6) {
		if err := gives(s, "e", after, records(after+1, 5, erased...)); err != nil {
			return err
		}
	}
	if err := put(s, "e", 5, recordAt(6)); err != nil {
		return err
	}
	return errors.Join(gives(s, "e", 0, records(1, 6, erased...)), gives(s, "f", 0, records(1, 3)))
}

func textsUnknown(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	unknown := canonical.Sum([]byte("unknown"))
	last := workflow.Seq(3)
	for _, erase := range [][]workflow.TextRef{
		{}, {{}}, {{Seq: 2}}, {{Seq: 2, Text: unknown}}, {text(0, 0)}, {text(99, 0)}, {{Seq: 1 << 63, Text: unknown}},
		{text(2, 0), text(2, 0)}, {text(2, 0)}, {{Seq: 1, Text: unknown}, text(2, 0)},
	} {
		if err := redact(s, last, erase, recordAt(last+1)); err != nil {
			return fmt.Errorf("%v: %w", erase, err)
		}
		last++
	}
	return gives(s, "e", 0, records(1, last, text(2, 0)))
}

func textsLostRace(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	for _, after := range []workflow.Seq{0, 2, 4} {
		if err := refused(redact(s, after, []workflow.TextRef{text(1, 0)}, recordAt(after+1)), workflow.ErrConflict); err != nil {
			return fmt.Errorf("after %d of 3: %w", after, err)
		}
	}
	return gives(s, "e", 0, records(1, 3))
}

func textsInvalid(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	for name, given := range map[string][]workflow.Record{
		"no records": nil, "a gap before": {recordAt(5)}, "a gap within": {recordAt(4), recordAt(6)},
	} {
		if err := refused(redact(s, 3, []workflow.TextRef{text(1, 0)}, given...), workflow.ErrNotStored); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return gives(s, "e", 0, records(1, 3))
}

func textsCancelled(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	err = s.Append(gone, workflow.Batch{
		Enrolment: "e", After: 3, Records: []workflow.Record{recordAt(4)}, Summary: summaryOf("e", 4), Erase: []workflow.TextRef{text(1, 0)},
	})
	if err := refused(err, context.Canceled); err != nil {
		return err
	}
	if errors.Is(err, workflow.ErrNotStored) { // promised
		return gives(s, "e", 0, records(1, 3))
	}
	return nil
}

func textsResults(newStore func() workflow.Store) error {
	s, err := pair(newStore)
	if err != nil || eraser(s) == nil {
		return err
	}
	before, err := s.Load(ctx, "e", 0)
	if err != nil {
		return err
	}
	erase := []workflow.TextRef{text(1, 0), text(2, 1)}
	given := slices.Clone(erase)
	if err := redact(s, 3, given, recordAt(4)); err != nil {
		return err
	}
	if !slices.Equal(given, erase) {
		return fmt.Errorf("the store changed its arguments: %v", given)
	}
	given[0] = text(3, 0)
	if err := sameRecords(before, records(1, 3)); err != nil {
		return fmt.Errorf("what was loaded before changed: %w", err)
	}
	return gives(s, "e", 0, records(1, 4, erase...))
}

// textsAtOnce has records that each erase a text of the one before, and readers
// who must never see the one without the other.
func textsAtOnce(newStore func() workflow.Store) error {
	s := newStore()
	if eraser(s) == nil {
		return nil
	}
	if err := put(s, "e", 0, recordAt(1)); err != nil {
		return err
	}
	return whileReading(s, func(rs []workflow.Record) error {
		for i, r := range rs {
			if erased := r.Texts[0].Words == ""; erased != (i < len(rs)-1) {
				return fmt.Errorf("of %d records number %d has its text erased: %t", len(rs), r.Seq, erased)
			}
		}
		return nil
	}, func() error {
		for seq := workflow.Seq(1); seq < 60; seq++ {
			if err := redact(s, seq, []workflow.TextRef{text(seq, 0)}, recordAt(seq+1)); err != nil {
				return err
			}
		}
		return nil
	})
}

// whileReading runs write while several read all of e and look at it. They go
// on to the end, whatever they find: a broken store may wait for them.
func whileReading(s workflow.Store, look func([]workflow.Record) error, write func() error) error {
	done := make(chan struct{})
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			for {
				rs, err := s.Load(ctx, "e", 0)
				if err == nil {
					err = look(rs)
				}
				if errs[i] == nil {
					errs[i] = err
				}
				select {
				case <-done:
					return
				default:
					runtime.Gosched() // the writer's turn
				}
			}
		})
	}
	err := write()
	close(done)
	wg.Wait()
	return errors.Join(append(errs, err)...)
}
