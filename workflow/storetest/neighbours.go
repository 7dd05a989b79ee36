package storetest

import (
	"context"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

func neighbourCases() []Case {
	const others = "neither a conflict nor a caller who leaves fails the others"
	return []Case{
		{"race/neighbours", others, raceNeighbours},
		{"race/leaving", others, raceLeaving},
		{"race/gone", "a caller who had gone before the store began", raceGone},
	}
}

// each has callers do something so often, all at once, each with an enrolment of
// its own.
func each(callers, times int, f func(caller, time int, id workflow.EnrolmentID) error) error {
	return together(callers, func(i int) error {
		id := workflow.EnrolmentID(fmt.Sprint("e-", i))
		for n := range times {
			if err := f(i, n, id); err != nil {
				return fmt.Errorf("caller %d of %d at once, number %d: %w", i, callers, n, err)
			}
		}
		return nil
	})
}

// raceNeighbours has callers who come too late every other time, beside others
// who do not.
func raceNeighbours(s workflow.Store) error {
	const callers, times = 16, 10
	err := each(callers, times, func(i, n int, id workflow.EnrolmentID) error {
		last := workflow.Seq(n)
		if err := put(s, id, last, record(last+1)); err != nil {
			return err
		}
		if (i+n)%2 == 0 {
			return refused(try(s, id, last, by("late", last+1)), workflow.ErrConflict)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return each(callers, 1, func(_, _ int, id workflow.EnrolmentID) error { return holds(s, id, times) })
}

// raceLeaving has callers who leave while the store is at it, beside others who
// stay. Who stays is served, and what those who left were told is true.
func raceLeaving(s workflow.Store) error {
	const callers, times = 12, 10
	told := make([][]error, callers)
	err := each(callers, times, func(i, n int, id workflow.EnrolmentID) error {
		if i%2 == 0 {
			return put(s, id, workflow.Seq(n), record(workflow.Seq(n+1)))
		}
		rs, err := load(s, id, 0)
		if err != nil {
			return err
		}
		last := workflow.Seq(len(rs))
		b := batch(id, last, by(fmt.Sprint("request-", n), last+1))
		told[i] = append(told[i], leaving(n, func(ctx context.Context) error { return s.Append(ctx, b) }))
		return nil
	})
	if err != nil {
		return err
	}
	return each(callers, 1, func(i, _ int, id workflow.EnrolmentID) error {
		if i%2 == 0 {
			return holds(s, id, times)
		}
		rs, err := load(s, id, 0)
		return errors.Join(err, inOrder(rs, 0), toldTruly(rs, told[i]))
	})
}

// toldTruly wants of each request what its caller was told of it.
func toldTruly(rs []workflow.Record, told []error) error {
	stored := map[workflow.RequestID]bool{}
	for _, r := range rs {
		stored[r.Request] = true
	}
	for n, err := range told {
		is := stored[workflow.RequestID(fmt.Sprint("request-", n))]
		if is && promised(err) || !is && err == nil {
			return fmt.Errorf("stored: %t, of request %d of a caller who left and was told %v", is, n, err)
		}
	}
	return nil
}

// raceGone has callers who have gone before they ask, beside others who stay.
func raceGone(s workflow.Store) error {
	const callers, times = 12, 10
	err := each(callers, times, func(i, n int, id workflow.EnrolmentID) error {
		if i%2 == 0 {
			return put(s, id, workflow.Seq(n), record(workflow.Seq(n+1)))
		}
		return whoHasGone(func(ctx context.Context) error { return s.Append(ctx, batch(id, 0, record(1))) })
	})
	if err != nil {
		return err
	}
	return each(callers, 1, func(i, _ int, id workflow.EnrolmentID) error {
		if i%2 == 0 {
			return holds(s, id, times)
		}
		return holds(s, id, 0)
	})
}
