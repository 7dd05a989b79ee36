package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

const (
	guarantees = "An error that wraps ErrConflict or ErrNotStored guarantees that nothing was stored."
	sameStep   = "in the same step, make Words of the texts that Batch.Erase names empty and their Salt zero in the stored records, and leave everything else of them as it is"
)

func textCases() []Case {
	return []Case{
		{"texts/erased", sameStep, erasing(textsErased)},
		{"texts/unknown", "a text that is not there, or is removed already, is left so", erasing(textsUnknown)},
		{"texts/stale", guarantees, erasing(textsStale)},
		{"texts/invalid", guarantees, erasing(textsInvalid)},
		{"texts/cancelled", "a caller who had gone before the store began", erasing(textsCancelled)},
		{"texts/shared", retains, erasing(textsShared)},
		{"texts/race", sameStep, erasing(textsRace)},
	}
}

type erasingStore interface {
	workflow.Store
	workflow.Eraser
}

// erasing runs a case on stores that erase; others have nothing to prove.
func erasing(run func(s erasingStore) error) func(workflow.Store) error {
	return func(s workflow.Store) error {
		e, ok := s.(erasingStore)
		if !ok {
			return nil
		}
		return run(e)
	}
}

// ref names the text at a place of a record: all records have the same two digests.
func ref(seq workflow.Seq, place int) workflow.TextRef {
	return workflow.TextRef{Seq: seq, Text: text(seq, place).Digest}
}

// redaction is a batch of e-1 that erases texts.
func redaction(after workflow.Seq, erase []workflow.TextRef, rs ...workflow.Record) workflow.Batch {
	b := batch("e-1", after, rs...)
	b.Erase = erase
	return b
}

func redact(s workflow.Store, after workflow.Seq, erase []workflow.TextRef, rs ...workflow.Record) error {
	if err := s.Append(context.Background(), redaction(after, erase, rs...)); err != nil {
		return fmt.Errorf("append after %d that erases %v: %w", after, erase, err)
	}
	return nil
}

// redacted are records with some texts erased.
func redacted(rs []workflow.Record, erased ...workflow.TextRef) []workflow.Record {
	for _, r := range rs {
		for i, t := range r.Texts {
			if slices.Contains(erased, workflow.TextRef{Seq: r.Seq, Text: t.Digest}) {
				r.Texts[i] = workflow.Text{Digest: t.Digest}
			}
		}
	}
	return rs
}

// bears wants a load to give these records, by number, request and texts.
func bears(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq, want ...workflow.Record) error {
	got, err := load(s, id, after)
	if err != nil {
		return err
	}
	if err := same(textsOf(got), textsOf(want)); err != nil {
		return fmt.Errorf("%q after %d: %w", id, after, err)
	}
	return nil
}

// textsOf are records by number, request and texts alone.
func textsOf(rs []workflow.Record) (out []workflow.Record) {
	for _, r := range rs {
		out = append(out, workflow.Record{Seq: r.Seq, Request: r.Request, Texts: r.Texts})
	}
	return out
}

// pair stores three records of e-1 and three of e-2.
func pair(s workflow.Store) error {
	return errors.Join(grow(s, "e-1", 3), grow(s, "e-2", 3))
}

func textsErased(s erasingStore) error {
	if err := pair(s); err != nil {
		return err
	}
	erased := []workflow.TextRef{ref(1, 1), ref(3, 0), ref(3, 1)}
	if err := redact(s, 3, erased, record(4)); err != nil {
		return err
	}
	for after := range workflow.Seq(5) {
		if err := bears(s, "e-1", after, redacted(records(after+1, 4), erased...)...); err != nil {
			return err
		}
	}
	if err := put(s, "e-1", 4, record(5)); err != nil {
		return err
	}
	return errors.Join(bears(s, "e-1", 0, redacted(records(1, 5), erased...)...), bears(s, "e-2", 0, records(1, 3)...))
}

func textsUnknown(s erasingStore) error {
	if err := pair(s); err != nil {
		return err
	}
	unknown := canonical.Sum([]byte("unknown"))
	last := workflow.Seq(3)
	for _, erase := range [][]workflow.TextRef{
		{}, {{}}, {{Seq: 2}}, {{Seq: 2, Text: unknown}}, {ref(0, 0)}, {ref(99, 0)}, {{Seq: 1 << 63, Text: unknown}},
		{ref(2, 0), ref(2, 0)}, {ref(2, 0)}, {{Seq: 1, Text: unknown}, ref(2, 0)},
	} {
		if err := redact(s, last, erase, record(last+1)); err != nil {
			return err
		}
		last++
	}
	return bears(s, "e-1", 0, redacted(records(1, last), ref(2, 0))...)
}

func textsStale(s erasingStore) error {
	if err := pair(s); err != nil {
		return err
	}
	for _, after := range []workflow.Seq{0, 2, 4} {
		if err := refused(redact(s, after, []workflow.TextRef{ref(1, 0)}, record(after+1)), workflow.ErrConflict); err != nil {
			return fmt.Errorf("after %d of 3: %w", after, err)
		}
	}
	return bears(s, "e-1", 0, records(1, 3)...)
}

func textsInvalid(s erasingStore) error {
	if err := pair(s); err != nil {
		return err
	}
	for name, given := range map[string][]workflow.Record{"no records": nil, "a gap before": {record(5)}, "a gap within": {record(4), record(6)}} {
		if err := refused(redact(s, 3, []workflow.TextRef{ref(1, 0)}, given...), workflow.ErrNotStored); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return bears(s, "e-1", 0, records(1, 3)...)
}

func textsCancelled(s erasingStore) error {
	if err := pair(s); err != nil {
		return err
	}
	err := whoHasGone(func(ctx context.Context) error {
		return s.Append(ctx, redaction(3, []workflow.TextRef{ref(1, 0)}, record(4)))
	})
	return errors.Join(err, bears(s, "e-1", 0, records(1, 3)...))
}

func textsShared(s erasingStore) error {
	if err := pair(s); err != nil {
		return err
	}
	before, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	want := clones(before)
	erase := []workflow.TextRef{ref(1, 0), ref(2, 1)}
	given := slices.Clone(erase)
	if err := redact(s, 3, given, record(4)); err != nil {
		return err
	}
	if !slices.Equal(given, erase) {
		return fmt.Errorf("the store changed an argument: %v", given)
	}
	given[0] = ref(3, 0)
	if err := same(inUTC(before), inUTC(want)); err != nil {
		return fmt.Errorf("what was loaded before changed: %w", err)
	}
	return bears(s, "e-1", 0, redacted(records(1, 4), erase...)...)
}

// textsRace has records that each erase a text of the one before, and readers
// who must never see the one without the other.
func textsRace(s erasingStore) error {
	if err := put(s, "e-1", 0, record(1)); err != nil {
		return err
	}
	read := func() error {
		rs, err := load(s, "e-1", 0)
		for i, r := range rs {
			if len(r.Texts) == 0 || (r.Texts[0].Words == "") != (i+1 < len(rs)) {
				return fmt.Errorf("of %d records, number %d has the texts %q", len(rs), r.Seq, r.Texts)
			}
		}
		return err
	}
	return whileReading(read, func() error {
		for seq := workflow.Seq(1); seq < 60; seq++ {
			if err := redact(s, seq, []workflow.TextRef{ref(seq, 0)}, record(seq+1)); err != nil {
				return err
			}
		}
		return nil
	})
}
