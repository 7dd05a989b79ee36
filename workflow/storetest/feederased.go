package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// feedErased goes on from each cursor that was given before an erasure, and from
// the beginning.
func feedErased(s feedingAndErasingStore) error {
	f := newFollower(s)
	if err := errors.Join(rounds(s, 1, 3, "e-2", "e-1"), f.catchUp("e-1", "e-2")); err != nil {
		return err
	}
	for last := workflow.Seq(3); last <= 5; last += 2 {
		if err := bury(s, "e-1", last, tombstone(last+1)); err != nil {
			return err
		}
		for i := range len(f.feds) + 1 {
			if err := leftOf(f.from(i), last+1); err != nil {
				return fmt.Errorf("behind the first %d records: %w", i, err)
			}
		}
		if err := errors.Join(put(s, "e-1", last+1, record(last+2)), f.catchUp("e-1", "e-2")); err != nil {
			return err
		}
	}
	return errors.Join(put(s, "e-2", 3, record(4)), f.catchUp("e-1", "e-2"))
}

// leftOf wants a follower to be given the tombstone of e-1 and nothing before it any more.
func leftOf(f *follower, tombstone workflow.Seq) error {
	known := len(f.feds)
	if err := f.catchUp("e-1", "e-2"); err != nil {
		return err
	}
	for _, fed := range f.feds[known:] {
		if fed.Enrolment == "e-1" && fed.Record.Seq < tombstone {
			return fmt.Errorf("record %d of %q was erased, and is fed", fed.Record.Seq, fed.Enrolment)
		}
	}
	return nil
}

// feedErasing has followers of an enrolment that is filled and erased again and again.
func feedErasing(s feedingAndErasingStore) error {
	if err := grow(s, "e-1", 2); err != nil {
		return err
	}
	return whileFollowing(s, []workflow.EnrolmentID{"e-1"}, func() error {
		for last := workflow.Seq(2); last < 41; last += 3 {
			err := errors.Join(bury(s, "e-1", last, tombstone(last+1)), put(s, "e-1", last+1, record(last+2)), put(s, "e-1", last+2, record(last+3)))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// feedBegun follows what is put back, which may begin at any number.
func feedBegun(s feedingAndErasingStore) error {
	f := newFollower(s)
	if err := errors.Join(grow(s, "e-1", 2), f.catchUp("e-1")); err != nil {
		return err
	}
	all := append([]workflow.Record{tombstone(4)}, records(5, 7)...)
	for id, began := range map[workflow.EnrolmentID][]workflow.Record{"b-1": all, "b-2": records(1, 3), "b-3": records(1<<40, 1<<40+1)} {
		if err := s.Erase(context.Background(), beginning(id, clones(began)...)); err != nil {
			return err
		}
	}
	return f.catchUp("e-1", "b-1", "b-2", "b-3")
}

// feedRedacted has one who took a text before it was removed, and one who comes after.
func feedRedacted(s feedingAndErasingStore) error {
	before := newFollower(s)
	if err := errors.Join(grow(s, "e-1", 3), before.catchUp("e-1")); err != nil {
		return err
	}
	if err := redact(s, 3, []workflow.TextRef{ref(2, 0)}, record(4)); err != nil {
		return err
	}
	after := newFollower(s)
	if err := errors.Join(before.catchUp("e-1"), after.catchUp("e-1")); err != nil {
		return err
	}
	return same(textsOf(after.of("e-1")), textsOf(redacted(records(1, 4), ref(2, 0))))
}

// feedStrange asks for what is behind cursors that no store gave, and behind two at once.
func feedStrange(s feedingStore) error {
	f := newFollower(s)
	if err := errors.Join(rounds(s, 1, 2, "e-1", "e-2"), f.catchUp("e-1", "e-2")); err != nil {
		return err
	}
	strange := []workflow.Cursor{
		"0", "-1", "1 ", "nowhere", oddText, "\x00", "\xff", "'; --", "%", "*", "null", "99999999999999999999999999", "-", ".", "....", "0.0.0.0",
		workflow.Cursor(strings.Repeat("1", 1<<20)),
	}
	for _, c := range f.given() {
		strange = append(strange, c+c, c+" ", " "+c, c+"\x00", workflow.Cursor(strings.ToUpper(string(c)))+"é", "-"+c)
	}
	for _, c := range strange {
		if err := refusesCursor(s, c); err != nil {
			return fmt.Errorf("behind %.80q: %w", c, err)
		}
	}
	return f.from(1).catchUp("e-1", "e-2")
}

func refusesCursor(s feedingStore, c workflow.Cursor) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a panic: %v", p)
		}
	}()
	failed := false
	for fed, e := range s.Feed(context.Background(), c) {
		switch {
		case e == nil:
			return fmt.Errorf("record %d of %q is fed", fed.Record.Seq, fed.Enrolment)
		case failed:
			return fmt.Errorf("something follows an error: %w", e)
		}
		err, failed = refused(e, workflow.ErrCursor), true
	}
	if !failed {
		return errors.New("there is no error")
	}
	return err
}

// feedCancelled has callers who are told that they have gone, also where nothing is to be fed.
func feedCancelled(s feedingStore) error {
	f := newFollower(s)
	if err := errors.Join(grow(s, "e-1", 3), f.catchUp("e-1")); err != nil {
		return err
	}
	for _, c := range slices.Insert(f.given(), 0, "") {
		err := whoHasGone(func(ctx context.Context) error {
			for _, err := range s.Feed(ctx, c) {
				return err
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// feedLeaving has a caller who leaves after some records, and gets an error or the rest.
func feedLeaving(s feedingStore) error {
	const all = 5
	if err := errors.Join(grow(s, "e-1", all), newFollower(s).catchUp("e-1")); err != nil {
		return err
	}
	return leftEarly(all, func(ctx context.Context) iter.Seq2[workflow.Fed, error] { return s.Feed(ctx, "") })
}
