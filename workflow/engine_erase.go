package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// eraserOf is the one place where a store is asked for the optional Eraser.
func eraserOf(s Store) (Eraser, error) {
	if e, ok := s.(Eraser); ok {
		return e, nil
	}
	return nil, fmt.Errorf("%w: it cannot erase", ErrUnsupported)
}

// redaction adds to the facts what [Redact] rests on, and gives every place
// that holds the text. It reads the whole history, which no other command does.
// The record of the facts is the first that holds the text, because a later one
// only took it over: that is where and by whom it was written.
func (e *Engine) redaction(ctx context.Context, req *Request, cur *loaded, f *Facts) ([]TextRef, error) {
	c, ok := req.Command.(*Redact)
	if !ok || cur.fw == nil || !e.views(cur, f) {
		return nil, nil
	}
	records, err := e.loadRecords(ctx, req.Enrolment, 0)
	if err != nil {
		return nil, fmt.Errorf("cannot load %s: %w", req.Enrolment, err)
	}
	copies := copiesOf(records, c.Text)
	if !slices.Contains(copies, TextRef{Seq: c.Record, Text: c.Text}) {
		return nil, nil
	}
	before := NewState(req.Enrolment, cur.fw.Index())
	for i := range records {
		if r := &records[i]; r.Seq == copies[0].Seq {
			f.Record, f.RecordCentres = r, before.Centres()
			break
		}
		before = Apply(before, records[i])
	}
	return copies, nil
}

// Erase removes an enrolment with everything in it, at the end of its
// retention: what is left is one record that says that there was something, on
// which framework, when it was erased, how many records there were, and the
// hash that they ended with, by which an export that somebody kept can be told
// to have been the whole of it. No person is named in it.
//
// It is a call of the host, which answers for the retention; no actor's rights
// are asked, and of the host's Facts nothing but the time. Nothing of what is
// stored is understood for it: records that were damaged, or written by a newer
// version, or on content that the catalogue lacks, are erased like any others.
// Erasing what does not exist, or is erased already, does nothing. A learner
// can be enrolled again afterwards, from nothing.
//
// A store that is no [Eraser] gives ErrUnsupported. Other errors are the
// store's: after one that wraps neither ErrConflict nor ErrNotStored it is not
// known whether the enrolment was erased, and erasing it again is safe.
func (e *Engine) Erase(ctx context.Context, id EnrolmentID) error {
	eraser, err := eraserOf(e.store)
	if err != nil {
		return err
	}
	if err := checkID("the enrolment's id", string(id)); err != nil {
		return fmt.Errorf("workflow: cannot erase: %w", err)
	}
	for range maxAttempts {
		done, err := e.erase(ctx, eraser, id)
		e.cache.drop(id)
		switch {
		case done:
			return nil
		case e.inside || !errors.Is(err, ErrConflict):
			return fmt.Errorf("cannot erase %s: %w", id, err)
		}
	}
	return ErrContended
}

func (e *Engine) erase(ctx context.Context, eraser Eraser, id EnrolmentID) (done bool, err error) {
	records, err := e.loadRecords(ctx, id, 0)
	if err != nil {
		return false, err
	}
	if len(records) == 0 || len(records) == 1 && records[0].tombstone() != nil {
		return true, nil
	}
	facts, err := e.ask(ctx, Need{})
	if err != nil {
		return false, err
	}
	err = e.eraseBatch(ctx, eraser, tombstone(id, &records[len(records)-1], facts.Now))
	return err == nil, err
}

// tombstone is the batch that erases an enrolment. Its record begins the hash
// chain again, so that the record is this enrolment's and no other's.
func tombstone(id EnrolmentID, last *Record, now time.Time) Batch {
	if now.Before(last.At) {
		now = last.At
	}
	r := Record{
		Format: RecordFormat, Seq: last.Seq + 1, At: now.UTC().Truncate(time.Microsecond), Kind: KindErase,
		Framework: last.Framework, FrameworkDigest: last.FrameworkDigest,
	}
	e := &Erased{Last: last.Hash}
	r.Events = append(e.appendJSON([]byte{'['}), ']')
	r.Hash = r.hashAfter(genesis(id))
	return Batch{Enrolment: id, After: last.Seq, Records: []Record{r}, Summary: r.buriedSummary(id)}
}

// buriedSummary is the summary of an erased enrolment, of which r is left.
func (r *Record) buriedSummary(id EnrolmentID) Summary {
	return Summary{Enrolment: id, Seq: r.Seq, At: r.At, Framework: r.Framework}
}

// tombstone is what the record that is left of an erased enrolment says; nil
// for every other record.
func (r *Record) tombstone() *Erased {
	if r.Kind != KindErase || r.Seq == 0 {
		return nil
	}
	if events, err := r.decoded(); err == nil && len(events) == 1 {
		if e, ok := events[0].(*Erased); ok {
			return e
		}
	}
	return nil
}
