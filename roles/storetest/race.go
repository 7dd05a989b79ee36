package storetest

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/countersign-go/countersign/roles"
)

func raceCases() []Case {
	return []Case{
		{"race/winner", "ErrConflict means that b.After is not the last Seq any more: somebody else was first.", raceWinner},
		{"race/retries", "It must be safe for concurrent use", raceRetries},
		{"race/centres", "It must be safe for concurrent use", raceCentres},
		{"race/readers", "It must include every record whose Append returned nil before Load was called.", raceReaders},
		{"race/whole", "Append stores all of b or nothing", raceWhole},
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
func raceWinner(s roles.RegisterStore) error {
	const writers, rounds = 12, 20
	var want []roles.RegisterRecord
	for seq := range roles.RegisterSeq(rounds) {
		won := make([]bool, writers)
		err := together(writers, func(i int) error {
			err := try(s, "trust-1", seq, by(fmt.Sprint(i), seq+1))
			if won[i] = err == nil; won[i] {
				return nil
			}
			return refused(err, roles.ErrConflict)
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
	return gives(s, "trust-1", 0, want)
}

// raceRetries has writers who begin again until they are first.
func raceRetries(s roles.RegisterStore) error {
	const writers, acts = 6, 10
	err := together(writers, func(i int) error {
		for act := range acts {
			if err := putLast(s, fmt.Sprint(i, "-", act)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	rs, err := load(s, "trust-1", 0)
	if err != nil {
		return err
	}
	requests := map[string]bool{}
	for _, r := range rs {
		requests[r.Request] = true
	}
	if len(rs) != writers*acts || len(requests) != len(rs) {
		return fmt.Errorf("%d acts were stored; there are %d records of %d of them", writers*acts, len(rs), len(requests))
	}
	return inOrder(rs)
}

// putLast appends a record to trust-1, whoever else does.
func putLast(s roles.RegisterStore, request string) error {
	const most = 1000 // far more than there are others
	for range most {
		rs, err := load(s, "trust-1", 0)
		if err != nil {
			return err
		}
		last := roles.RegisterSeq(len(rs))
		if err = try(s, "trust-1", last, by(request, last+1)); err == nil || !errors.Is(err, roles.ErrConflict) {
			return err
		}
	}
	return fmt.Errorf("%d conflicts in a row, of a writer who read again after each", most)
}

// raceCentres has a writer to each centre, who is never in another's way.
func raceCentres(s roles.RegisterStore) error {
	return together(8, func(i int) error {
		centre := roles.CentreID(fmt.Sprint("trust-", i))
		return errors.Join(grow(s, centre, 15), holds(s, centre, 15))
	})
}

// raceReaders has readers who must see what was stored before they asked.
func raceReaders(s roles.RegisterStore) error {
	var stored atomic.Int64
	read := func() error {
		want := stored.Load()
		rs, err := load(s, "trust-1", 0)
		if err != nil || len(rs) < int(want) {
			return fmt.Errorf("%d records where %d were stored: %v", len(rs), want, err)
		}
		return inOrder(rs)
	}
	return whileReading(read, func() error {
		for seq := range roles.RegisterSeq(60) {
			if err := put(s, "trust-1", seq, record(seq+1)); err != nil {
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
func raceWhole(s roles.RegisterStore) error {
	read := func() error {
		rs, err := load(s, "trust-1", 0)
		if err != nil || len(rs)%3 != 0 {
			return fmt.Errorf("%d records of batches of 3: %v", len(rs), err)
		}
		return nil
	}
	return whileReading(read, func() error {
		for seq := roles.RegisterSeq(0); seq < 90; seq += 3 {
			if err := put(s, "trust-1", seq, records(seq+1, seq+3)...); err != nil {
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
