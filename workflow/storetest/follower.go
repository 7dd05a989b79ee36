package storetest

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// A follower takes what a feed gives, and holds it to its order.
type follower struct {
	s      feedingStore
	cursor workflow.Cursor
	// feds are those taken, each once, and came is how many there were.
	feds []workflow.Fed
	came int
	// most is how many are taken of one feed; 0 for all.
	most int
	seen map[place]bool
	last map[workflow.EnrolmentID]workflow.Seq
}

// A place is where a record stands.
type place struct {
	id  workflow.EnrolmentID
	seq workflow.Seq
}

func newFollower(s feedingStore) *follower {
	return &follower{s: s, seen: map[place]bool{}, last: map[workflow.EnrolmentID]workflow.Seq{}}
}

// from is a follower who has taken the first n records.
func (f *follower) from(n int) *follower {
	g := newFollower(f.s)
	for _, fed := range f.feds[:n] {
		_ = g.take(fed) // in order the first time
	}
	return g
}

// take keeps a record that was given.
func (f *follower) take(fed workflow.Fed) error {
	at, last := place{fed.Enrolment, fed.Record.Seq}, f.last[fed.Enrolment]
	f.cursor = fed.Cursor
	f.came++
	if f.seen[at] {
		return nil
	}
	f.seen[at], f.last[at.id] = true, at.seq
	f.feds = append(f.feds, fed)
	if last > 0 && at.seq != last+1 && (at.seq < last || fed.Record.Kind != workflow.KindErase) {
		return fmt.Errorf("record %d of %q comes right behind record %d", at.seq, at.id, last)
	}
	return nil
}

// poll takes what there is for now.
func (f *follower) poll() error {
	const never = 10_000 // far more than any case stores
	n := 0
	for fed, err := range f.s.Feed(context.Background(), f.cursor) {
		if err != nil {
			return fmt.Errorf("feed behind %q: %w", f.cursor, err)
		}
		if err := f.take(fed); err != nil {
			return err
		}
		if n++; n == f.most {
			break
		}
		if n == never {
			return fmt.Errorf("%d records, and the feed does not end", n)
		}
	}
	return nil
}

// patience is how often, and how long in all, a case waits for a record: other
// programs on the same server may hold a feed up.
const patience, pause = 170, time.Second

// catchUp polls until nothing is missing of what the store has of enrolments.
func (f *follower) catchUp(ids ...workflow.EnrolmentID) error {
	for waited := 0; ; waited++ {
		for more := true; more; {
			before := len(f.feds)
			if err := f.poll(); err != nil {
				return err
			}
			more = f.most > 0 && len(f.feds) > before // it was left before its end
		}
		missing, err := f.missing(ids)
		if err != nil || len(missing) == 0 {
			return err
		}
		if waited == patience {
			return fmt.Errorf("%d records came, and %d more are stored, the first of them record %d of %q", len(f.feds), len(missing), missing[0].seq, missing[0].id)
		}
		time.Sleep(min(pause, time.Duration(waited)*10*time.Millisecond))
	}
}

// missing are the records that the store has and the follower has not.
func (f *follower) missing(ids []workflow.EnrolmentID) (missing []place, err error) {
	for _, id := range ids {
		rs, err := load(f.s, id, 0)
		if err != nil {
			return nil, err
		}
		for _, r := range rs {
			if at := (place{id, r.Seq}); !f.seen[at] {
				missing = append(missing, at)
			}
		}
	}
	return missing, nil
}

// of are the records taken of one enrolment.
func (f *follower) of(id workflow.EnrolmentID) (rs []workflow.Record) {
	for _, fed := range f.feds {
		if fed.Enrolment == id {
			rs = append(rs, fed.Record)
		}
	}
	return rs
}

// agrees wants the records taken of an enrolment to be those that a load gives.
func (f *follower) agrees(id workflow.EnrolmentID) error {
	rs, err := load(f.s, id, 0)
	if err != nil {
		return err
	}
	if err := same(inUTC(f.of(id)), inUTC(rs)); err != nil {
		return fmt.Errorf("%q as it is fed, and as it is loaded: %w", id, err)
	}
	return nil
}

// whileFollowing runs write while several follow what it does to enrolments.
// In the end all have everything.
func whileFollowing(s feedingStore, ids []workflow.EnrolmentID, write func() error) error {
	const followers = 3
	done := make(chan struct{})
	return together(1+followers, func(i int) error {
		if i == 0 {
			defer close(done)
			return write()
		}
		f := newFollower(s)
		f.most = []int{0, 1, 5}[i%3]
		for {
			if err := f.poll(); err != nil {
				return err
			}
			select {
			case <-done:
				return f.catchUp(ids...)
			default:
				runtime.Gosched() // the writers' turn
			}
		}
	})
}

// given are all cursors given so far.
func (f *follower) given() (all []workflow.Cursor) {
	for _, fed := range f.feds {
		all = append(all, fed.Cursor)
	}
	return slices.Clip(all)
}
