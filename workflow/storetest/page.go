package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func pageCases() []Case {
	const agrees = "It is what a store's own way of selecting must agree with."
	return []Case{
		{"list/filters", agrees, listing(listFilters)},
		{"list/viewers", "Viewer keeps what [CanView] allows.", listing(listViewers)},
		{"list/trials", "Trials selects trials rather than everything else.", listing(listTrials)},
		{"list/stale", "Now makes Status select, too, whatever the clock may have changed since it was stored: those whose GoodUntil is not after Now.", listing(listStale)},
		{"list/erased", "An enrolment that was erased, whose summary has nobody who is responsible, is never selected.", listing(listErased)},
		{"list/pages", "After continues behind that enrolment; empty begins.", listing(listPages)},
		{"list/many", "List must yield the summaries that q selects, ordered by enrolment id byte by byte", listing(listMany)},
	}
}

// vary stores enrolments that differ in everything that a query names, and gives
// their summaries in order. Among them are a trial, and one that was erased.
func vary(s listingStore) (all []workflow.Summary, err error) {
	for i, id := range []workflow.EnrolmentID{"b", "a", "B", "é", "a-1", "~", "0", "a\u0301", "ab", "Z"} {
		sum := summary(id, 1)
		sum.Learner = workflow.PersonID(fmt.Sprint("learner-", i%3))
		sum.Centres = []workflow.CentreID{workflow.CentreID(fmt.Sprint("c-", i%2)), "c-9"}[:1+i%2]
		sum.Framework.ID = []proficiency.FrameworkID{"fw", "other"}[i%2]
		sum.Status = []workflow.Status{workflow.StatusReady, workflow.StatusVoid, workflow.StatusSubmitted}[i%3]
		sum.Category = []proficiency.Category{"clinical", "community"}[i/5]
		sum.Serials = []string{fmt.Sprint("serial-", i), "serial-x"}[:i%3]
		sum.Deciders = []workflow.PersonID{"d-1", "d-2"}[:i%3]
		sum.Pending = []workflow.Pending{{With: "d-1", Request: 1}, {With: "d-3", Request: 1}}[:(i+1)%3]
		sum.Supervisors = []workflow.PersonID{"s-1", "s-2"}[:i%3]
		sum.GoodUntil = []time.Time{{}, noon, noon.Add(time.Microsecond), noon.Add(-time.Hour)}[i%4]
		sum.Contributors, sum.Accountable = nil, ""
		if i%4 == 3 { // of a centre
			sum.Learner, sum.Accountable, sum.Contributors = "", sum.Learner, []workflow.PersonID{"learner-2", "contributor-1"}[:1+i%3]
		}
		all = append(all, sum)
	}
	tried := trial("trial")
	tried.Learner, tried.Status = "learner-1", workflow.StatusReady
	all = append(all, tried, workflow.Summary{Enrolment: "erased", Seq: 1, At: noon, Framework: proficiency.Ref{ID: "fw"}})
	for _, sum := range all {
		err = errors.Join(err, enter(s, sum))
	}
	slices.SortFunc(all, func(a, b workflow.Summary) int { return strings.Compare(string(a.Enrolment), string(b.Enrolment)) })
	return all, err
}

// agree wants queries to select what they match, up to each limit.
func agree(s listingStore, queries ...workflow.Query) error {
	all, err := vary(s)
	if err != nil {
		return err
	}
	for _, q := range queries {
		var want []workflow.EnrolmentID
		for _, sum := range all {
			if q.Matches(&sum) {
				want = append(want, sum.Enrolment)
			}
		}
		if err := lists(s, q, want...); err != nil {
			return err
		}
		for q.Limit = 1; q.Limit <= len(want)+1; q.Limit++ {
			if err := lists(s, q, want[:min(q.Limit, len(want))]...); err != nil {
				return err
			}
		}
	}
	return nil
}

// filters are the fields of a query one by one, some together, and what is nearly there.
var filters = []workflow.Query{
	{}, {Centre: "c-0"}, {Centre: "c-9"}, {Centre: "C-0"}, {Centre: "c"}, {Learner: "learner-2"}, {Learner: "learner"}, {Learner: "LEARNER-2"},
	{Learner: "learner-0"}, {Learner: "contributor-1"}, {Learner: "contributor-1", Centre: "c-9", After: "a"}, {Learner: "Contributor-1"},
	{Framework: "other"}, {Framework: "f"}, {Status: workflow.StatusReady}, {Status: workflow.StatusSignedOff}, {Status: workflow.StatusSubmitted},
	{Serial: "serial-1"}, {Serial: "serial-x"}, {Serial: "serial"}, {Decider: "d-2"}, {Decider: "D-2"}, {Decider: "%"},
	{PendingWith: "d-3"}, {PendingWith: "d_3"}, {Supervisor: "s-1"}, {Supervisor: "s-2"}, {Supervisor: "s"},
	{After: "a"}, {After: "a "}, {After: "Z"}, {After: "é"}, {After: "\U0010FFFF"},
	{Centre: "c-1", Status: workflow.StatusVoid, Decider: "d-1"}, {Learner: "learner-1", Framework: "fw", After: "Z"},
	{PendingWith: "d-1", Centre: "c-0"}, {Supervisor: "s-1", Decider: "d-1", Serial: "serial-4"},
}

func listFilters(s listingStore) error { return agree(s, filters...) }

func listViewers(s listingStore) error {
	reach := func(c workflow.CentreID, in ...proficiency.Category) []roles.Reach {
		return []roles.Reach{{Centre: c, Categories: in}}
	}
	two := append(reach("c-0", "clinical"), reach("c-9", "community", "other")...)
	var queries []workflow.Query
	for _, v := range []workflow.Viewer{
		{}, {Person: "learner-1"}, {Person: "contributor-1"}, {Person: "contributor-1", Holds: reach("c-0")}, {Person: "s-1"}, {Person: "s-1", Holds: reach("c-9")}, {Person: "d-2", Holds: reach("c-1")},
		{Person: "d-2", Holds: reach("c-1", "community")}, {Person: "learner-2", Holds: reach("c-0"), Views: reach("c-1", "clinical")},
		{Person: "manager-1", Views: reach("c-0")}, {Person: "manager-1", Views: two}, {Person: "manager-1", Holds: reach("c-0")},
		{Person: "d-1", Holds: two}, {Person: "manager-1", Views: reach("c")},
	} {
		queries = append(queries, workflow.Query{Viewer: &v}, workflow.Query{Viewer: &v, Status: workflow.StatusReady, After: "a"}, workflow.Query{Viewer: &v, Trials: true})
	}
	return agree(s, queries...)
}

func listTrials(s listingStore) error {
	return agree(s, workflow.Query{Trials: true}, workflow.Query{Trials: true, Learner: "learner-1"}, workflow.Query{Trials: true, Learner: "learner-2"},
		workflow.Query{Trials: true, Status: workflow.StatusReady, After: "a"}, workflow.Query{Learner: "learner-1"}, workflow.Query{Status: workflow.StatusReady})
}

// listStale has instants just before, at and just after those at which summaries stop to be good.
func listStale(s listingStore) error {
	queries := []workflow.Query{{Now: noon}, {Status: workflow.StatusSignedOff, Now: noon.In(time.FixedZone("east", 3600))}}
	for _, now := range []time.Time{noon.Add(-time.Microsecond), noon, noon.Add(time.Nanosecond), noon.Add(time.Microsecond), noon.AddDate(9, 0, 0)} {
		for _, status := range []workflow.Status{workflow.StatusReady, workflow.StatusVoid, workflow.StatusSubmitted, workflow.StatusSignedOff} {
			queries = append(queries, workflow.Query{Status: status, Now: now}, workflow.Query{Status: status, Now: now, Learner: "learner-1", Centre: "c-9"})
		}
	}
	return agree(s, queries...)
}

func listErased(s listingStore) error {
	return agree(s, workflow.Query{}, workflow.Query{After: "b"}, workflow.Query{Framework: "fw"}, workflow.Query{Now: noon, Status: workflow.StatusReady})
}

func listPages(s listingStore) error {
	all, err := vary(s)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(sum workflow.Summary) bool { return sum.Trial || sum.Responsible() == "" })
	for limit := 1; limit <= len(all)+1; limit++ {
		paged, err := page(s, workflow.Query{Limit: limit})
		if err != nil || !slices.Equal(paged, idsOf(all)) {
			return fmt.Errorf("pages of %d: %q: want %q: %v", limit, paged, idsOf(all), err)
		}
	}
	return nil
}

// page goes through all pages.
func page(s listingStore, q workflow.Query) (paged []workflow.EnrolmentID, err error) {
	for {
		sums, err := list(s, q)
		if err != nil || len(sums) == 0 {
			return paged, err
		}
		if first := sums[0].Enrolment; first <= q.After {
			return paged, fmt.Errorf("a page after %q begins with %q", q.After, first)
		}
		paged = append(paged, idsOf(sums)...)
		q.After = paged[len(paged)-1]
	}
}

// listMany pages through a thousand enrolments while some of them go on and
// others begin.
func listMany(s listingStore) error {
	const all, writers = 1000, 8
	name := func(i int) workflow.EnrolmentID { return workflow.EnrolmentID(fmt.Sprintf("e-%04d", i)) }
	err := together(writers, func(w int) (err error) {
		for i := w; i < all && err == nil; i += writers {
			err = put(s, name(i), 0, record(1))
		}
		return err
	})
	if err != nil {
		return err
	}
	return together(2, func(i int) error {
		if i == 0 {
			return errors.Join(pageMany(s, all), pageMany(s, all))
		}
		for i := 0; i < all; i += 100 {
			if err := errors.Join(put(s, name(all-1-i), 1, record(2)), put(s, name(i)+"-late", 0, record(1))); err != nil {
				return err
			}
		}
		return pageMany(s, all)
	})
}

// pageMany wants each of the enrolments that were there before once, and in
// order; those that began since may be seen or not.
func pageMany(s listingStore, all int) error {
	paged, err := page(s, workflow.Query{Limit: 250, Learner: "learner-1"})
	if err != nil {
		return err
	}
	before := slices.DeleteFunc(slices.Clone(paged), func(id workflow.EnrolmentID) bool { return len(id) > len("e-0000") })
	if len(before) != all || !slices.IsSorted(paged) || len(slices.Compact(paged)) < len(paged) {
		return fmt.Errorf("pages show %d of %d enrolments that were there; all in order: %t", len(before), all, slices.IsSorted(paged))
	}
	return nil
}
