package storetest

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/countersign-go/countersign/workflow"
)

const safe = "It must be safe for concurrent use"

func raceCases() []Case {
	return []Case{
		{"race/winner", "ErrConflict means that b.After is not the last Seq any more: somebody else was first.", raceWinner},
		{"race/retries", safe, raceRetries},
		{"race/enrolments", safe, raceEnrolments},
		{"race/readers", "It must include every record whose Append returned nil before Load was called.", raceReaders},
		{"race/whole", "Append stores all of b or nothing", raceWhole},
		{"race/history", safe, raceHistory},
	}
}

// together calls f for each number below n, all at once, and joins what they say.
func together(n int, f func(i int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = f(i) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// raceWinner has writers after each record, one of whom is first.
func raceWinner(s workflow.Store) error {
	const writers, rounds = 12, 20
	var want []workflow.Record
	for seq := range workflow.Seq(rounds) {
		won := make([]bool, writers)
		err := together(writers, func(i int) error {
			err := try(s, "e-1", seq, by(fmt.Sprint(i), seq+1))
			if won[i] = err == nil; won[i] {
				return nil
			}
			return refused(err, workflow.ErrConflict)
		})
		if err != nil {
			return err
		}
		for i := range won {
			if won[i] {
				want = append(want, by(fmt.Sprint(i), seq+1))
			}
		}
		if len(want) != int(seq+1) {
			return fmt.Errorf("%d appends of %d after record %d were stored: want 1", len(want)-int(seq), writers, seq)
		}
	}
	return gives(s, "e-1", 0, want)
}

// raceRetries has writers who begin again until they are first.
func raceRetries(s workflow.Store) error {
	const writers, each = 6, 10
	err := together(writers, func(i int) error {
		for n := range each {
			if err := putLast(s, fmt.Sprint(i, "-", n)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	rs, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	requests := map[workflow.RequestID]bool{}
	for _, r := range rs {
		requests[r.Request] = true
	}
	if len(rs) != writers*each || len(requests) != len(rs) {
		return fmt.Errorf("%d requests were stored; there are %d records of %d of them", writers*each, len(rs), len(requests))
	}
	return inOrder(rs, 0)
}

// putLast appends a record to e-1, whoever else does.
func putLast(s workflow.Store, request string) error {
	const most = 1000 // far more than there are others
	for range most {
		rs, err := load(s, "e-1", 0)
		if err != nil {
			return err
		}
		last := workflow.Seq(len(rs))
		if err = try(s, "e-1", last, by(request, last+1)); err == nil || !errors.Is(err, workflow.ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("%d conflicts in a row, of a writer who read again after each", most)
}

// raceEnrolments has a writer to each enrolment, who is never in another's way.
func raceEnrolments(s workflow.Store) error {
	return together(16, func(i int) error {
		id := workflow.EnrolmentID(fmt.Sprint("e-", i))
		return errors.Join(grow(s, id, 15), holds(s, id, 15))
	})
}

// raceReaders has readers who must see what was stored before they asked.
func raceReaders(s workflow.Store) error {
	var stored atomic.Int64
	read := func() error {
		want := stored.Load()
		rs, err := load(s, "e-1", 0)
		if err != nil || len(rs) < int(want) {
			return fmt.Errorf("%d records where %d were stored: %v", len(rs), want, err)
		}
		return inOrder(rs, 0)
	}
	return whileReading(read, func() error {
		for seq := range workflow.Seq(60) {
			if err := put(s, "e-1", seq, record(seq+1)); err != nil {
				return err
			}
			stored.Store(int64(seq + 1))
			runtime.Gosched() // the others' turn
			// Whoever wrote reads it, whether the others are quick or not.
			if err := read(); err != nil {
				return err
			}
		}
		return nil
	})
}

// raceWhole has readers who must never see part of a batch.
func raceWhole(s workflow.Store) error {
	read := func() error {
		rs, err := load(s, "e-1", 0)
		if err != nil || len(rs)%3 != 0 {
			return fmt.Errorf("%d records of batches of 3: %v", len(rs), err)
		}
		return nil
	}
	return whileReading(read, func() error {
		for seq := workflow.Seq(0); seq < 90; seq += 3 {
			if err := put(s, "e-1", seq, records(seq+1, seq+3)...); err != nil {
				return err
			}
		}
		return nil
	})
}

// whileReading runs write while several read, each before it begins, throughout
// and once after it has ended, whatever they find: a broken store may wait for
// them.
func whileReading(read, write func() error) error {
	const readers = 4
	var done atomic.Bool
	var ready sync.WaitGroup
	ready.Add(readers)
	return together(1+readers, func(i int) error {
		if i == 0 {
			defer done.Store(true)
			ready.Wait()
			return write()
		}
		err := read()
		ready.Done()
		for last := false; !last; {
			last = done.Load()
			if again := read(); err == nil {
				err = again
			}
			runtime.Gosched() // the writer's turn
		}
		return err
	})
}
