package storetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

const (
	atLeastOnce = "each time with the Cursor of the last record that they took, is given every record at least once, and none is skipped, however many write meanwhile"
	itsOrder    = "A record comes behind those of its enrolment that have a smaller Seq"
)

func feedCases() []Case {
	const removed = "What an erasure removed comes no more, and the record that is left of the enrolment does"
	return []Case{
		{"feed/all", "Feed must yield the records behind a cursor; the empty one stands before all.", feeding(feedAll)},
		{"feed/order", itsOrder, feeding(feedOrder)},
		{"feed/fields", asItIs, feeding(feedFields)},
		{"feed/cursors", atLeastOnce, feeding(feedCursors)},
		{"feed/ascii", "at most [MaxIDLength] bytes of ASCII", feeding(feedASCII)},
		{"feed/later", atLeastOnce, feeding(feedLater)},
		{"feed/race", atLeastOnce, feeding(feedRace)},
		{"feed/ends", "It ends when there is nothing more for now.", feeding(feedEnds)},
		{"feed/erased", removed, feedingAndErasing(feedErased)},
		{"feed/erasing", removed, feedingAndErasing(feedErasing)},
		{"feed/begun", atLeastOnce, feedingAndErasing(feedBegun)},
		{"feed/redacted", "what a redaction removed comes without words and salt", feedingAndErasing(feedRedacted)},
		{"feed/strange", "A cursor that is none of this store's, … is ErrCursor", feeding(feedStrange)},
		{"feed/results", retains, feeding(feedResults)},
		{"feed/using", "The caller must be able to use the store while it looks at the records.", feeding(feedUsing)},
		{"feed/cancelled", "It must be safe for concurrent use and honour ctx.", feeding(feedCancelled)},
		{"feed/leaving", "After an error it yields nothing more.", feeding(feedLeaving)},
	}
}

type feedingStore interface {
	workflow.Store
	workflow.Feeder
}

// feeding runs a case on stores that feed; others have nothing to prove.
func feeding(run func(s feedingStore) error) func(workflow.Store) error {
	return func(s workflow.Store) error {
		f, ok := s.(feedingStore)
		if !ok {
			return nil
		}
		return run(f)
	}
}

type feedingAndErasingStore interface {
	feedingStore
	workflow.Eraser
}

func feedingAndErasing(run func(s feedingAndErasingStore) error) func(workflow.Store) error {
	return func(s workflow.Store) error {
		f, ok := s.(feedingAndErasingStore)
		if !ok {
			return nil
		}
		return run(f)
	}
}

// rounds gives enrolments one record each, in turns, up to a number.
func rounds(s workflow.Store, first, last workflow.Seq, ids ...workflow.EnrolmentID) error {
	for seq := first; seq <= last; seq++ {
		for _, id := range ids {
			if err := put(s, id, seq-1, record(seq)); err != nil {
				return err
			}
		}
	}
	return nil
}

func feedAll(s feedingStore) error {
	f := newFollower(s)
	if err := f.catchUp(); err != nil || len(f.feds) > 0 {
		return fmt.Errorf("%d records of an empty store: %v", len(f.feds), err)
	}
	return errors.Join(rounds(s, 1, 2, "b", "a", "é"), put(s, "a", 2, records(3, 6)...), f.catchUp("a", "b", "é"))
}

// feedOrder has numbers of one digit and of two, and ids in no order.
func feedOrder(s feedingStore) error {
	ids := []workflow.EnrolmentID{"b", "C", "a"}
	if err := rounds(s, 1, 12, ids...); err != nil {
		return err
	}
	return newFollower(s).catchUp(ids...)
}

// feedFields wants records to be those that a load gives: whether these are
// those that were stored is for other cases.
func feedFields(s feedingStore) error {
	f := newFollower(s)
	if err := errors.Join(rounds(s, 1, 3, "e-1", "e-2"), f.catchUp("e-1", "e-2")); err != nil {
		return err
	}
	return errors.Join(f.agrees("e-1"), f.agrees("e-2"))
}

// feedCursors goes on from each cursor, and takes one, two and three records at a time.
func feedCursors(s feedingStore) error {
	ids := []workflow.EnrolmentID{"e-1", "e-2", "e-3"}
	if err := rounds(s, 1, 4, ids...); err != nil {
		return err
	}
	f := newFollower(s)
	if err := f.catchUp(ids...); err != nil {
		return err
	}
	for i := range f.feds {
		if err := f.from(i + 1).catchUp(ids...); err != nil {
			return fmt.Errorf("behind the first %d records: %w", i+1, err)
		}
	}
	for _, most := range []int{1, 2, 3} {
		again := newFollower(s)
		again.most = most
		if err := again.catchUp(ids...); err != nil {
			return fmt.Errorf("%d records at a time: %w", most, err)
		}
	}
	return nil
}

func feedASCII(s feedingStore) error {
	ids := []workflow.EnrolmentID{"learner-1", "é"}
	f := newFollower(s)
	if err := errors.Join(rounds(s, 1, 6, ids...), f.catchUp(ids...)); err != nil {
		return err
	}
	for _, c := range f.given() {
		odd := strings.ContainsFunc(string(c), func(r rune) bool { return r < ' ' || r > '~' })
		if odd || c == "" || len(c) > workflow.MaxIDLength {
			return fmt.Errorf("the cursor is %.300q", c)
		}
	}
	return nil
}

// feedLater goes on from each cursor after much has been added, also before what was there.
func feedLater(s feedingStore) error {
	f, ids := newFollower(s), []workflow.EnrolmentID{"m", "n"}
	if err := errors.Join(rounds(s, 1, 2, ids...), f.catchUp(ids...)); err != nil {
		return err
	}
	ids = append(ids, "a", "z")
	if err := errors.Join(rounds(s, 3, 9, "m", "n"), rounds(s, 1, 9, "z", "a")); err != nil {
		return err
	}
	for i := range f.feds {
		if err := f.from(i + 1).catchUp(ids...); err != nil {
			return fmt.Errorf("behind the first %d records: %w", i+1, err)
		}
	}
	return f.catchUp(ids...)
}

// feedRace has writers to enrolments of their own and to a common one, and
// followers who poll meanwhile.
func feedRace(s feedingStore) error {
	const writers, each = 6, 8
	ids := []workflow.EnrolmentID{"e-1"}
	for i := range writers {
		ids = append(ids, workflow.EnrolmentID(fmt.Sprint("own-", i)))
	}
	return whileFollowing(s, ids, func() error {
		return together(writers, func(i int) error {
			for n := range workflow.Seq(each) {
				err := errors.Join(put(s, ids[1+i], 2*n, records(2*n+1, 2*n+2)...), putLast(s, fmt.Sprint(i, "-", n)))
				if err != nil {
					return err
				}
				runtime.Gosched() // the others' turn
			}
			return nil
		})
	})
}

// feedEnds wants nothing behind the last cursor, also when it is asked for twice.
func feedEnds(s feedingStore) error {
	f := newFollower(s)
	if err := errors.Join(rounds(s, 1, 3, "e-1", "e-2"), f.catchUp("e-1", "e-2")); err != nil {
		return err
	}
	all := f.came
	if err := errors.Join(f.poll(), f.poll()); err != nil || f.came > all {
		return fmt.Errorf("%d records behind the last: %v", f.came-all, err)
	}
	return nil
}

func feedResults(s feedingStore) error {
	f := newFollower(s)
	if err := errors.Join(grow(s, "e-1", 3), f.catchUp("e-1")); err != nil {
		return err
	}
	before, err := load(s, "e-1", 0)
	if err != nil {
		return err
	}
	before = clones(before)
	scribble(f.of("e-1"))
	again := newFollower(s)
	if err := errors.Join(unchanged(s, before, "a result"), again.catchUp("e-1"), again.agrees("e-1")); err != nil {
		return fmt.Errorf("after the caller wrote over a result: %w", err)
	}
	return nil
}

// feedUsing appends, loads and feeds in the middle of a feed.
func feedUsing(s feedingStore) error {
	ids := []workflow.EnrolmentID{"e-1", "e-2", "e-3"}
	f := newFollower(s)
	if err := errors.Join(rounds(s, 1, 1, ids...), f.catchUp(ids...)); err != nil {
		return err
	}
	for fed, err := range s.Feed(context.Background(), "") {
		if err != nil {
			return err
		}
		if fed.Record.Seq > 1 {
			continue // of those added below
		}
		if err := errors.Join(put(s, fed.Enrolment, 1, record(2)), holds(s, fed.Enrolment, 2), f.poll()); err != nil {
			return err
		}
	}
	return errors.Join(f.catchUp(ids...), holds(s, "e-3", 2))
}
