package scenario

import (
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func statusInvariants() []Invariant {
	return []Invariant{
		{"item-status", "An item stands where the rules put it: gates, groups, waivers and the clock included.", 0, checkItemStatus},
		{"item-table", "A command takes an item only from where to where the table of the rules has it; what it does not name stays, but for a gate that opens or closes, and for a round that begins without answers.", 0, checkItemTable},
		{"status", "An enrolment stands where the rules put it.", 0, checkStatus},
		{"readiness", "What is missing for the sign-off, or to submit the round, is what the rules ask for: items, questions, groups, levels, the minimum.", 0, checkReadiness},
		{"counts", "The counts of a summary are sums over the items that count.", 0, checkCounts},
		{"ratings", "Answers are rated by the levels that are asked of the learner: green, amber and red, one by one and in every section.", 3, checkRatings},
		{"waived", "Nobody is asked about an item that is waived.", 0, checkWaived},
	}
}

func checkItemStatus(_, after *Moment) error {
	t := after.tale
	for i, got := range after.Items {
		if want := t.status(i, after.Now); got != want {
			id := t.plan.items[i].ID()
			return expecting(&ItemsAre{[]proficiency.ItemID{id}, want}, "%s is %s, and should be %s", id, got, want)
		}
	}
	return nil
}

func checkItemTable(before, after *Moment) error {
	if len(after.Records) == 0 || before.Framework == nil || after.Framework == nil || !after.tale.exists {
		return nil
	}
	if after.Records[0].Kind == workflow.KindUpgrade {
		return nil // what becomes of each is the migration's to say, and recounted from it
	}
	kind := tabled(after.Records[0].Kind)
	concerned := concernedBy(before, after)
	for i, to := range after.Items {
		from := before.Items[i]
		if concerned[i] {
			if !inTable(kind, from, to) {
				return refuse(fmt.Errorf("%s took %s from %s to %s, which the table does not have", kind, after.tale.plan.items[i].ID(), from, to), guess(kind))
			}
			continue
		}
		locks := from == workflow.ItemStatusLocked && to == workflow.ItemStatusUnassessed ||
			from == workflow.ItemStatusUnassessed && to == workflow.ItemStatusLocked
		anew := after.tale.round() > before.tale.round() && after.tale.items[i].answer == nil
		if from != to && !locks && !anew {
			id := after.tale.plan.items[i].ID()
			return expecting(&ItemsAre{[]proficiency.ItemID{id}, from}, "%s took %s from %s to %s without a word of it", kind, id, from, to)
		}
	}
	return nil
}

// concernedBy are the items that the events of a step are about, and those
// that apply since it, or no more, or of which it asks more or less.
func concernedBy(before, m *Moment) []bool {
	out := make([]bool, len(m.Items))
	for i := range out {
		out[i] = before.tale.exists && (before.tale.applies(i) != m.tale.applies(i) || before.tale.asksOtherwise(m.tale, i))
	}
	for _, e := range m.Events {
		for _, id := range itemsIn(e) {
			if i := m.tale.index(id); i != none {
				out[i] = true
			}
		}
		if c, ok := e.(*workflow.OptionalChosen); ok && c.Section != "" {
			for i := range m.tale.plan.items {
				out[i] = out[i] || m.tale.plan.items[i].choice == c.Section && m.tale.applies(i)
			}
		}
	}
	return out
}

func itemsIn(e workflow.Event) []proficiency.ItemID {
	switch e := e.(type) {
	case *workflow.Answered:
		return []proficiency.ItemID{e.Item}
	case *workflow.AnswerCleared:
		return []proficiency.ItemID{e.Item}
	case *workflow.Requested:
		return []proficiency.ItemID{e.Item}
	case *workflow.RequestEnded:
		return e.Items
	case *workflow.Decided:
		return []proficiency.ItemID{e.Item}
	case *workflow.DecisionEnded:
		return []proficiency.ItemID{e.Item}
	case *workflow.OptionalChosen:
		return []proficiency.ItemID{e.Item}
	case *workflow.Waived:
		return []proficiency.ItemID{e.Item}
	case *workflow.WaiverEnded:
		return []proficiency.ItemID{e.Item}
	case *workflow.TransferAccepted:
		ids := make([]proficiency.ItemID, len(e.Items))
		for i := range e.Items {
			ids[i] = e.Items[i].Item
		}
		return ids
	}
	return nil
}

func checkStatus(_, after *Moment) error {
	if want := after.tale.whole(after.Now); after.Status != want {
		return expecting(&StatusIs{want}, "the enrolment is %s, and should be %s", orNothing(after.Status), orNothing(want))
	}
	return nil
}

func checkReadiness(_, after *Moment) error {
	if after.Framework == nil {
		return nil
	}
	var got []blocker
	held := after.x.book.heldOf(after.About.Learner)
	for _, r := range workflow.Readiness(after.Framework, &after.State, after.Now, held...) {
		got = append(got, blocker{r.Code, r.Item})
	}
	want := after.x.book.missingNow(after.tale, after.Now)
	if !sameBlockers(got, want) {
		return expecting(&Missing{reasonsMissing(want)}, "missing is %v, and should be %v", got, want)
	}
	if ready := workflow.Ready(after.Framework, &after.State, after.Now); ready != after.tale.ready(after.Now) {
		return expecting(&ReadyIs{len(want) == 0}, "ready is %v, and %v is missing", ready, want)
	}
	return nil
}

func reasonsMissing(list []blocker) (out []Reason) {
	for _, b := range list {
		out = append(out, Reason{Code: b.code})
		if b.item != "" {
			out[len(out)-1].Items = []proficiency.ItemID{b.item}
		}
	}
	return out
}

// countsAre expects all counts of a section.
func countsAre(section proficiency.SectionID, c workflow.Counts) *CountsAre {
	e := &CountsAre{Section: section}
	for _, name := range countNames() {
		e.Counts = append(e.Counts, Count{Name: name, Items: countOf(c, name)})
	}
	return e
}

func sameBlockers(a, b []blocker) bool { return sameInAnyOrder(a, b) }

func sameInAnyOrder[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	left := slices.Clone(b)
	for _, x := range a {
		i := slices.Index(left, x)
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return true
}

func checkCounts(_, after *Moment) error {
	if len(after.Records) == 0 || !after.tale.exists {
		return nil
	}
	want := after.tale.counted(after.Now)
	for _, s := range after.summary().Sections {
		if s.Counts != want[s.Section] {
			return expecting(countsAre(s.Section, want[s.Section]), "the counts of %s are %+v, and should be %+v", s.Section, s.Counts, want[s.Section])
		}
	}
	return nil
}

// counted are the counts of the sections of the top level.
func (t *tale) counted(now time.Time) map[proficiency.SectionID]workflow.Counts {
	out := make(map[proficiency.SectionID]workflow.Counts)
	for i := range t.plan.items {
		it := &t.plan.items[i]
		if it.group == none && t.included(i) {
			c := out[it.Section().Top().ID()]
			count(&c, t.status(i, now))
			out[it.Section().Top().ID()] = c
		}
	}
	for g := range t.plan.groups {
		if !t.counts(g) {
			continue
		}
		top := t.plan.groups[g].Top().ID()
		c := out[top]
		if c.Groups++; t.met(g, now) {
			c.GroupsMet++
		}
		out[top] = c
	}
	return out
}

func count(c *workflow.Counts, status workflow.ItemStatus) {
	c.Counting++
	switch status {
	case workflow.ItemStatusOngoing:
		c.Ongoing++
	case workflow.ItemStatusAssessed:
		c.Assessed++
	case workflow.ItemStatusRequested:
		c.Requested++
	case workflow.ItemStatusConfirmed:
		c.Confirmed++
	case workflow.ItemStatusRejected:
		c.Rejected++
	case workflow.ItemStatusLapsed:
		c.Lapsed++
	case workflow.ItemStatusWaived:
		c.Waived++
	}
}

func checkWaived(_, after *Moment) error {
	for i := range after.tale.items {
		if it := &after.tale.items[i]; it.waiver != nil && it.request != nil {
			return expecting(&PendingIs{With: it.request.To}, "%s is waived, and %s is asked about it", after.tale.plan.items[i].ID(), it.request.To)
		}
	}
	return nil
}
