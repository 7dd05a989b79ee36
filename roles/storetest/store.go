package storetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/roles"
)

// put appends records to a centre, which must work.
func put(s roles.RegisterStore, centre roles.CentreID, after roles.RegisterSeq, rs ...roles.RegisterRecord) error {
	if err := try(s, centre, after, rs...); err != nil {
		return fmt.Errorf("append to %q of %d records after %d: %w", centre, len(rs), after, err)
	}
	return nil
}

// try appends records to a centre, which may fail.
func try(s roles.RegisterStore, centre roles.CentreID, after roles.RegisterSeq, rs ...roles.RegisterRecord) error {
	return s.Append(context.Background(), roles.RegisterBatch{Centre: centre, After: after, Records: rs})
}

// grow gives a centre without records n, one by one.
func grow(s roles.RegisterStore, centre roles.CentreID, n roles.RegisterSeq) error {
	for seq := range n {
		if err := put(s, centre, seq, record(seq+1)); err != nil {
			return err
		}
	}
	return nil
}

// load is for everybody who is still there.
func load(s roles.RegisterStore, centre roles.CentreID, after roles.RegisterSeq) ([]roles.RegisterRecord, error) {
	rs, err := s.Load(context.Background(), centre, after)
	if err != nil {
		return nil, fmt.Errorf("load of %q after %d: %w", centre, after, err)
	}
	return rs, nil
}

// holds wants a centre to have n records, those of [record]. It goes by their
// number and request: whether stores keep the rest is for cases of its own.
func holds(s roles.RegisterStore, centre roles.CentreID, n roles.RegisterSeq) error {
	return gives(s, centre, 0, records(1, n))
}

// gives wants a load to give these records, by number and request.
func gives(s roles.RegisterStore, centre roles.CentreID, after roles.RegisterSeq, want []roles.RegisterRecord) error {
	got, err := load(s, centre, after)
	if err != nil {
		return err
	}
	for i := range min(len(got), len(want)) {
		if g, w := got[i], want[i]; g.Seq != w.Seq || g.Request != w.Request {
			return fmt.Errorf("%q after %d: record %d of %q stands where %d of %q is due", centre, after, g.Seq, g.Request, w.Seq, w.Request)
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("%q after %d: %d records, want %d", centre, after, len(got), len(want))
	}
	return nil
}

// inOrder wants records from 1 on, without gaps.
func inOrder(rs []roles.RegisterRecord) error {
	for i, r := range rs {
		if r.Seq != roles.RegisterSeq(i+1) {
			return fmt.Errorf("record %d stands at place %d", r.Seq, i+1)
		}
	}
	return nil
}

// keeps wants a store to give back records of one centre as they are.
func keeps(s roles.RegisterStore, rs ...roles.RegisterRecord) error {
	if err := put(s, "trust-1", 0, clones(rs)...); err != nil {
		return err
	}
	got, err := load(s, "trust-1", 0)
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

// whoHasGone runs try for a caller who left and for one whose time was up, and
// wants an error that says so.
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
