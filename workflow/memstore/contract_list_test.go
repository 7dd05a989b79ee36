package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func listCases() []contractCase {
	return []contractCase{
		{"list/order", "List must yield the summaries that q selects, ordered by enrolment id byte by byte", listOrder},
		{"list/last", "each as it was at its enrolment's last Append", listLast},
		{"list/fields", "It must keep every field of a Summary", listFields},
		{"list/matches", "Matches … is what a store's own way of selecting must agree with", listMatches},
		{"list/pages", "After continues behind that enrolment …; Limit is the greatest number", listPages},
		{"list/results", "It must not retain arguments or results", listResults},
		{"list/writing", "List must allow its caller to use the store meanwhile", listWriting},
		{"list/cancelled", "It must honour ctx; after an error it yields nothing more", listCancelled},
	}
}

// lister is the store's optional half; a store without it has nothing to prove.
func lister(s workflow.Store) workflow.Lister {
	l, _ := s.(workflow.Lister)
	return l
}

func list(ctx context.Context, s workflow.Store, q workflow.Query) (out []workflow.Summary, err error) {
	for sum, err := range lister(s).List(ctx, q) {
		if err != nil {
			return out, err
		}
		out = append(out, sum)
	}
	return out, nil
}

// variety is a store of enrolments that differ in everything a query names, and
// the summaries of those that are listed where nothing is asked for: not the
// trial, and not what was erased and has no learner.
func variety(newStore func() workflow.Store) (workflow.Store, []workflow.Summary, error) {
	s := newStore()
	var all []workflow.Summary
	for i, id := range []workflow.EnrolmentID{"b", "a", "B", "é", "a-1", "~", "0", "a\u0301", "ab", "Z"} {
		sum := summaryOf(id, 1)
		sum.Learner = workflow.PersonID(fmt.Sprint("learner-", i%3))
		sum.Centres = []workflow.CentreID{workflow.CentreID(fmt.Sprint("c-", i%2)), "c-9"}[:1+i%2]
		sum.Framework.ID = []proficiency.FrameworkID{"fw", "other"}[i%2]
		sum.Status = []workflow.Status{workflow.StatusReady, workflow.StatusVoid, workflow.StatusInProgress}[i%3]
		sum.Category = []proficiency.Category{"clinical", "community"}[i/5]
		sum.Serials = []string{fmt.Sprint("serial-", i), "serial-x"}[:i%3]
		sum.Deciders = []workflow.PersonID{"d-1", "d-2"}[:i%3]
		sum.Pending = []workflow.Pending{{With: "d-1", Request: 1}, {With: "d-3", Request: 1}}[:(i+1)%3]
		sum.Supervisors = []workflow.PersonID{"s-1"}[:i%2]
		sum.GoodUntil = []time.Time{{}, noon, noon.Add(time.Microsecond), noon.Add(-time.Hour)}[i%4]
		if err := s.Append(ctx, workflow.Batch{Enrolment: id, Records: []workflow.Record{recordAt(1)}, Summary: sum.Clone()}); err != nil {
			return nil, nil, err
		}
		all = append(all, sum)
	}
	for _, sum := range []workflow.Summary{aTrial(), {Enrolment: "erased", Seq: 1, At: noon}} {
		if err := s.Append(ctx, workflow.Batch{Enrolment: sum.Enrolment, Records: []workflow.Record{recordAt(1)}, Summary: sum}); err != nil {
			return nil, nil, err
		}
	}
	slices.SortFunc(all, func(a, b workflow.Summary) int { return strings.Compare(string(a.Enrolment), string(b.Enrolment)) })
	return s, all, nil
}

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func aTrial() workflow.Summary {
	s := trialOf("trial", 1)
	s.Learner, s.Status = "learner-1", workflow.StatusReady
	return s
}

func idsOf(sums []workflow.Summary) (ids []workflow.EnrolmentID) {
	for _, s := range sums {
		ids = append(ids, s.Enrolment)
	}
	return ids
}

func listOrder(newStore func() workflow.Store) error {
	s, all, err := variety(newStore)
	if err != nil || lister(s) == nil {
		return err
	}
	got, err := list(ctx, s, workflow.Query{})
	if err != nil || !slices.Equal(idsOf(got), idsOf(all)) {
		return fmt.Errorf("%q, want %q: %v", idsOf(got), idsOf(all), err)
	}
	return nil
}

func listLast(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 3)
	if err != nil || lister(s) == nil {
		return err
	}
	stale := workflow.Batch{Enrolment: "e", After: 1, Records: []workflow.Record{recordAt(2)}, Summary: summaryOf("e", 2)}
	invalid := workflow.Batch{Enrolment: "e", After: 3, Records: []workflow.Record{recordAt(9)}, Summary: summaryOf("e", 9)}
	for _, b := range []workflow.Batch{stale, invalid} {
		if err := s.Append(ctx, b); err == nil {
			return errors.New("a batch that does not fit was stored")
		}
	}
	got, err := list(ctx, s, workflow.Query{})
	if err != nil || len(got) != 1 || got[0].Seq != 3 {
		return fmt.Errorf("%+v, want the summary of record 3: %v", got, err)
	}
	return nil
}

func listFields(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 1)
	if err != nil || lister(s) == nil {
		return err
	}
	if err := s.Append(ctx, workflow.Batch{Enrolment: "trial", Records: []workflow.Record{recordAt(1)}, Summary: trialOf("trial", 1)}); err != nil {
		return err
	}
	for _, want := range []workflow.Summary{summaryOf("e", 1), trialOf("trial", 1)} {
		got, err := list(ctx, s, workflow.Query{Trials: want.Trial})
		if err != nil || len(got) != 1 || !reflect.DeepEqual(got[0], want) {
			return fmt.Errorf("%+v\nwant %+v: %v", got, want, err)
		}
	}
	return nil
}

func queries() []workflow.Query {
	reach := func(c workflow.CentreID) []roles.Reach { return []roles.Reach{{Centre: c}} }
	return []workflow.Query{
		{}, {Centre: "c-0"}, {Centre: "c-9"}, {Centre: "C-0"}, {Learner: "learner-2"}, {Learner: "learner"}, {Framework: "other"},
		{Status: workflow.StatusReady}, {Serial: "serial-1"}, {Serial: "serial-x"}, {Decider: "d-2"}, {PendingWith: "d-3"}, {Supervisor: "s-1"}, {Supervisor: "s"}, {After: "a"}, {After: "a "},
		{Centre: "c-1", Status: workflow.StatusVoid, Decider: "d-1"}, {Learner: "learner-1", Framework: "fw", After: "Z"},
		{Viewer: &workflow.Viewer{}}, {Viewer: &workflow.Viewer{Person: "learner-1"}}, {Viewer: &workflow.Viewer{Person: "s-1", Holds: reach("c-9")}},
		{Viewer: &workflow.Viewer{Person: "s-1"}}, {Viewer: &workflow.Viewer{Person: "d-2", Holds: reach("c-1")}},
		{Trials: true}, {Trials: true, Learner: "learner-1"}, {Trials: true, Learner: "learner-2"}, {Trials: true, Viewer: &workflow.Viewer{Person: "learner-1"}},
		{Trials: true, Viewer: &workflow.Viewer{Person: "m", Views: reach("c-1")}},
		{Now: noon}, {Status: workflow.StatusReady, Now: noon}, {Status: workflow.StatusReady, Now: noon.Add(-time.Microsecond)},
		{Status: workflow.StatusVoid, Now: noon.Add(time.Microsecond)}, {Status: workflow.StatusSignedOff, Now: noon, Learner: "learner-1"},
		{Status: workflow.StatusSignedOff, Now: noon.In(time.FixedZone("east", 3600))},
		{Viewer: &workflow.Viewer{Person: "m", Views: reach("c-0")}}, {Status: workflow.StatusReady, Viewer: &workflow.Viewer{Person: "m", Views: reach("c-0")}},
	}
}

func listMatches(newStore func() workflow.Store) error {
	s, all, err := variety(newStore)
	if err != nil || lister(s) == nil {
		return err
	}
	for _, q := range queries() {
		var want []workflow.Summary
		for _, sum := range append(all, aTrial()) { // no query selects both
			if q.Matches(&sum) {
				want = append(want, sum)
			}
		}
		for limit := range len(want) + 2 {
			q.Limit = limit
			first := want
			if limit > 0 {
				first = want[:min(limit, len(want))]
			}
			got, err := list(ctx, s, q)
			if err != nil || !slices.Equal(idsOf(got), idsOf(first)) {
				return fmt.Errorf("%+v: %q, want %q: %v", q, idsOf(got), idsOf(first), err)
			}
		}
	}
	return nil
}

func listPages(newStore func() workflow.Store) error {
	s, all, err := variety(newStore)
	if err != nil || lister(s) == nil {
		return err
	}
	for limit := 1; limit <= len(all); limit++ {
		var paged []workflow.EnrolmentID
		q := workflow.Query{Limit: limit}
		for {
			page, err := list(ctx, s, q)
			if err != nil {
				return err
			}
			if len(page) == 0 || len(paged) > len(all) {
				break
			}
			paged = append(paged, idsOf(page)...)
			q.After = paged[len(paged)-1]
		}
		if !slices.Equal(paged, idsOf(all)) {
			return fmt.Errorf("pages of %d: %q, want %q", limit, paged, idsOf(all))
		}
	}
	return nil
}

func listResults(newStore func() workflow.Store) error {
	s, err := grown(newStore, "e", 1)
	if err != nil || lister(s) == nil {
		return err
	}
	got, err := list(ctx, s, workflow.Query{})
	if err != nil || len(got) != 1 {
		return fmt.Errorf("%d summaries: %v", len(got), err)
	}
	scrawl(&got[0])
	again, err := list(ctx, s, workflow.Query{})
	if err != nil || len(again) != 1 || !reflect.DeepEqual(again[0], summaryOf("e", 1)) {
		return fmt.Errorf("after the caller wrote over a result: %+v: %v", again, err)
	}
	return nil
}

// listWriting appends in the middle of a list and lists in the middle of a list.
func listWriting(newStore func() workflow.Store) error {
	s, all, err := variety(newStore)
	if err != nil || lister(s) == nil {
		return err
	}
	n := 0
	for sum, err := range lister(s).List(ctx, workflow.Query{}) {
		if err != nil {
			return err
		}
		n++
		if err := put(s, sum.Enrolment, 1, recordAt(2)); err != nil {
			return err
		}
		if inner, err := list(ctx, s, workflow.Query{}); err != nil || len(inner) != len(all) {
			return fmt.Errorf("a list within a list has %d: %v", len(inner), err)
		}
	}
	if n != len(all) {
		return fmt.Errorf("%d of %d", n, len(all))
	}
	return nil
}

func listCancelled(newStore func() workflow.Store) error {
	s, all, err := variety(newStore)
	if err != nil || lister(s) == nil {
		return err
	}
	for after := range 3 {
		leaving, cancel := context.WithCancel(ctx)
		defer cancel()
		if after == 0 {
			cancel()
		}
		n, failed := 0, error(nil)
		for _, err := range lister(s).List(leaving, workflow.Query{}) {
			if failed != nil {
				return errors.New("something follows an error")
			}
			if err != nil {
				failed = err
			} else if n++; n == after {
				cancel()
			}
		}
		if n > after && n != len(all) || failed != nil && !errors.Is(failed, context.Canceled) {
			return fmt.Errorf("left after %d, got %d of %d: %v", after, n, len(all), failed)
		}
		if after == 0 && failed == nil {
			return errors.New("a caller who has gone is told nothing")
		}
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := list(gone, s, workflow.Query{Learner: "nobody"}); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("a caller who has gone is told of an empty list: %v", err)
	}
	return nil
}
