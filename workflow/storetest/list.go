package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

const asAtLast = "each as it was at its enrolment's last Append"

func listCases() []Case {
	return []Case{
		{"list/order", "List must yield the summaries that q selects, ordered by enrolment id byte by byte", listing(listOrder)},
		{"list/last", asAtLast, listing(listLast)},
		{"list/fields", asAtLast, listing(listFields)},
		{"list/times", asAtLast, listing(listTimes)},
		{"list/arguments", retains, listing(listArguments)},
		{"list/results", retains, listing(listResults)},
		{"list/using", "The caller must be able to use the store while it looks at the list.", listing(listUsing)},
		{"list/cancelled", "It must be safe for concurrent use and honour ctx.", listing(listCancelled)},
		{"list/leaving", "After an error it yields nothing more.", listing(listLeaving)},
	}
}

type listingStore interface {
	workflow.Store
	workflow.Lister
}

// listing runs a case on stores that list; others have nothing to prove.
func listing(run func(s listingStore) error) func(workflow.Store) error {
	return func(s workflow.Store) error {
		l, ok := s.(listingStore)
		if !ok {
			return nil
		}
		return run(l)
	}
}

// list is what a query selects, for one who is still there.
func list(s listingStore, q workflow.Query) (out []workflow.Summary, err error) {
	for sum, err := range s.List(context.Background(), q) {
		if err != nil {
			return nil, fmt.Errorf("list: %w", err)
		}
		out = append(out, sum)
	}
	return out, nil
}

// lists wants a query to select these enrolments.
func lists(s listingStore, q workflow.Query, want ...workflow.EnrolmentID) error {
	got, err := list(s, q)
	if err != nil || !slices.Equal(idsOf(got), want) {
		return fmt.Errorf("%+v selects %q: want %q: %v", q, idsOf(got), want, err)
	}
	return nil
}

// shows wants a query to select one enrolment, with this summary.
func shows(s listingStore, q workflow.Query, want workflow.Summary) error {
	got, err := list(s, q)
	if err != nil || len(got) != 1 {
		return fmt.Errorf("%+v selects %q: want %q: %v", q, idsOf(got), want.Enrolment, err)
	}
	return sameSummary(got[0], want)
}

func idsOf(sums []workflow.Summary) (ids []workflow.EnrolmentID) {
	for _, s := range sums {
		ids = append(ids, s.Enrolment)
	}
	return ids
}

func listOrder(s listingStore) error {
	if err := lists(s, workflow.Query{}); err != nil {
		return err
	}
	for _, id := range []workflow.EnrolmentID{"b", "a", "é", "B", "10", "e\u0301", "9", "a b", "😀", "a-", "～"} {
		if err := put(s, id, 0, record(1)); err != nil {
			return err
		}
	}
	return lists(s, workflow.Query{}, "10", "9", "B", "a", "a b", "a-", "b", "e\u0301", "é", "～", "😀")
}

// listLast has batches that come too late or are none, and leave the summary alone.
func listLast(s listingStore) error {
	for seq := workflow.Seq(1); seq <= 3; seq++ {
		if err := errors.Join(put(s, "e-1", seq-1, record(seq)), shows(s, workflow.Query{}, summary("e-1", seq))); err != nil {
			return err
		}
	}
	for _, b := range []workflow.Batch{batch("e-1", 1, record(2)), batch("e-1", 3, record(9)), batch("e-1", 3)} {
		if err := s.Append(context.Background(), b); !promised(err) {
			return fmt.Errorf("the error of a batch that does not fit is %w", err)
		}
	}
	return shows(s, workflow.Query{}, summary("e-1", 3))
}

// listFields has summaries with everything in them, with as little as there can
// be, with odd text, and that of a trial.
func listFields(s listingStore) error {
	odd := summary("odd", 1)
	odd.Learner, odd.Category, odd.Status = oddText, oddText, "status-of-later"
	odd.Framework.ID, odd.Sections[0].Section = oddText, oddText
	odd.Supervisors, odd.Deciders = []workflow.PersonID{"a,b", oddText, "{}"}, []workflow.PersonID{"[]", oddText}
	odd.Centres, odd.Serials, odd.Pending[0].With = []workflow.CentreID{oddText, "NULL"}, []string{oddText}, oddText
	bare := workflow.Summary{Enrolment: "bare", Seq: 1, At: noon, Learner: "learner-2"}
	for q, sum := range map[workflow.Query]workflow.Summary{
		{Learner: "learner-1"}: summary("full", 1), {Learner: "learner-2"}: bare, {Learner: oddText}: odd, {Trials: true}: trial("trial"),
	} {
		if err := errors.Join(enter(s, sum), shows(s, q, sum)); err != nil {
			return err
		}
	}
	return nil
}

func listTimes(s listingStore) error {
	for i, at := range []time.Time{
		time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.Unix(0, 0).UTC(), time.Date(2262, 4, 12, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
	} {
		learner := workflow.PersonID(fmt.Sprint("learner-", i))
		sum := summary(workflow.EnrolmentID(fmt.Sprint("e-", i)), 1)
		sum.Learner, sum.At, sum.FirstEnrolledAt, sum.EnrolledAt, sum.DueAt = learner, at, at, at, at
		sum.SignOffUntil, sum.GoodUntil, sum.Lapses[0].At, sum.Pending[0].Since = at, at, at, at
		sum.Submission.Since, sum.Submission.Until = at, at
		sum.CompleteBy = proficiency.Date{Year: at.Year(), Month: at.Month(), Day: at.Day()}
		if err := errors.Join(enter(s, sum), shows(s, workflow.Query{Learner: learner}, sum)); err != nil {
			return err
		}
	}
	return nil
}

func listArguments(s listingStore) error {
	b := batch("e-1", 0, record(1))
	if err := s.Append(context.Background(), b); err != nil {
		return err
	}
	before, err := list(s, workflow.Query{})
	if err != nil || len(before) != 1 {
		return fmt.Errorf("%d summaries: want 1: %v", len(before), err)
	}
	want := before[0].Clone()
	scrawl(&b.Summary)
	if err := sameSummary(before[0], want); err != nil {
		return fmt.Errorf("after the caller wrote over an argument: %w", err)
	}
	return shows(s, workflow.Query{}, want)
}

func listResults(s listingStore) error {
	if err := put(s, "e-1", 0, record(1)); err != nil {
		return err
	}
	got, err := list(s, workflow.Query{})
	if err != nil || len(got) != 1 {
		return fmt.Errorf("%d summaries: want 1: %v", len(got), err)
	}
	want := got[0].Clone()
	scrawl(&got[0])
	if err := shows(s, workflow.Query{}, want); err != nil {
		return fmt.Errorf("after the caller wrote over a result: %w", err)
	}
	return nil
}

// listUsing appends, loads and lists in the middle of a list.
func listUsing(s listingStore) error {
	ids := []workflow.EnrolmentID{"e-1", "e-2", "e-3"}
	for _, id := range ids {
		if err := put(s, id, 0, record(1)); err != nil {
			return err
		}
	}
	var seen []workflow.EnrolmentID
	for sum, err := range s.List(context.Background(), workflow.Query{}) {
		if err != nil {
			return err
		}
		seen = append(seen, sum.Enrolment)
		if err := errors.Join(put(s, sum.Enrolment, 1, record(2)), holds(s, sum.Enrolment, 2), lists(s, workflow.Query{}, ids...)); err != nil {
			return err
		}
	}
	if !slices.Equal(seen, ids) {
		return fmt.Errorf("%q: want %q", seen, ids)
	}
	return nil
}

// listCancelled has callers who are told that they have gone, also where nothing is to be listed.
func listCancelled(s listingStore) error {
	if err := put(s, "e-1", 0, record(1)); err != nil {
		return err
	}
	for _, q := range []workflow.Query{{}, {Limit: 1}, {Learner: "nobody"}} {
		err := whoHasGone(func(ctx context.Context) error {
			for _, err := range s.List(ctx, q) {
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

// listLeaving has a caller who leaves after some summaries, and gets an error or the rest.
func listLeaving(s listingStore) error {
	const all = 5
	for i := range all {
		if err := put(s, workflow.EnrolmentID(fmt.Sprint("e-", i)), 0, record(1)); err != nil {
			return err
		}
	}
	return leftEarly(all, func(ctx context.Context) iter.Seq2[workflow.Summary, error] { return s.List(ctx, workflow.Query{}) })
}

// leftEarly has callers who leave after each number of all that there is to go
// through, and must get an error or the rest.
func leftEarly[T any](all int, open func(context.Context) iter.Seq2[T, error]) error {
	for after := range all + 1 {
		got, failed, err := leave(after, open)
		if err != nil || failed == nil && got != all || failed != nil && !errors.Is(failed, context.Canceled) {
			return errors.Join(err, fmt.Errorf("a caller who left after %d of %d got %d and was told %w", after, all, got, failed))
		}
	}
	return nil
}

// leave leaves after some of it, and goes on looking.
func leave[T any](after int, open func(context.Context) iter.Seq2[T, error]) (got int, failed, err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if after == 0 {
		cancel()
	}
	for x, e := range open(ctx) {
		switch {
		case failed != nil:
			return got, failed, fmt.Errorf("%v, %w: after an error", x, e)
		case e != nil:
			failed = e
		default:
			if got++; got == after {
				cancel()
			}
		}
	}
	return got, failed, nil
}
