package storetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// put appends records to an enrolment, which must work.
func put(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq, rs ...workflow.Record) error {
	if err := try(s, id, after, rs...); err != nil {
		return fmt.Errorf("append to %q of %d records after %d: %w", id, len(rs), after, err)
	}
	return nil
}

// try appends records to an enrolment, which may fail.
func try(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq, rs ...workflow.Record) error {
	return s.Append(context.Background(), batch(id, after, rs...))
}

// batch has the summary that follows from its place.
func batch(id workflow.EnrolmentID, after workflow.Seq, rs ...workflow.Record) workflow.Batch {
	return workflow.Batch{Enrolment: id, After: after, Records: rs, Summary: summary(id, after+workflow.Seq(len(rs)))}
}

// grow gives an enrolment without records n, one by one.
func grow(s workflow.Store, id workflow.EnrolmentID, n workflow.Seq) error {
	for seq := range n {
		if err := put(s, id, seq, record(seq+1)); err != nil {
			return err
		}
	}
	return nil
}

// load is for everybody who is still there.
func load(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	rs, err := s.Load(context.Background(), id, after)
	if err != nil {
		return nil, fmt.Errorf("load of %q after %d: %w", id, after, err)
	}
	return rs, nil
}

// holds wants an enrolment to have n records, those of [record]. It goes by their
// number and request: whether stores keep the rest is for cases of its own.
func holds(s workflow.Store, id workflow.EnrolmentID, n workflow.Seq) error {
	return gives(s, id, 0, records(1, n))
}

// gives wants a load to give these records, by number and request.
func gives(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq, want []workflow.Record) error {
	got, err := load(s, id, after)
	if err != nil {
		return err
	}
	for i := range min(len(got), len(want)) {
		if g, w := got[i], want[i]; g.Seq != w.Seq || g.Request != w.Request {
			return fmt.Errorf("%q after %d: record %d of %q stands where %d of %q is due", id, after, g.Seq, g.Request, w.Seq, w.Request)
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("%q after %d: %d records, want %d", id, after, len(got), len(want))
	}
	return nil
}

// inOrder wants records to follow one another behind after, without gaps.
func inOrder(rs []workflow.Record, after workflow.Seq) error {
	for i, r := range rs {
		if want := after + workflow.Seq(i+1); r.Seq != want {
			return fmt.Errorf("record %d stands where %d is due", r.Seq, want)
		}
	}
	return nil
}

// keeps wants a store to give back records of one enrolment as they are.
func keeps(s workflow.Store, rs ...workflow.Record) error {
	if err := put(s, "e-1", 0, clones(rs)...); err != nil {
		return err
	}
	got, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	return same(got, rs)
}

// refused wants an error that wraps want.
func refused(err, want error) error {
	if !errors.Is(err, want) {
		return fmt.Errorf("the error is %v: want one that wraps %v", err, want)
	}
	return nil
}

// promised reports whether an error guarantees that nothing was stored.
func promised(err error) bool {
	return errors.Is(err, workflow.ErrConflict) || errors.Is(err, workflow.ErrNotStored)
}

// whoHasGone runs try for a caller who left and for one whose time was up, and
// wants an error that says so. It does not ask for ErrNotStored: whoever has
// gone may be left in doubt.
func whoHasGone(try func(context.Context) error) error {
	left, cancel := context.WithCancel(context.Background())
	cancel()
	late, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	for _, ctx := range []context.Context{left, late} {
		if err := refused(try(ctx), ctx.Err()); err != nil {
			return fmt.Errorf("of a caller who has gone: %w", err)
		}
	}
	return nil
}
