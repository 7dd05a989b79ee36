package workflow

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// A tally is the part of a summary that is a sum over items. The engine keeps
// it beside a cached state and only moves the items that a command touched;
// a property test holds that to the full count. It is immutable.
type tally struct {
	items    ItemStatuses
	sections []SectionCounts
	pending  []Pending
	deciders []deciderCount
	// endings are the instants at which confirmations lapse, in order, and at is
	// when the items were counted: what is counted holds until the next ending.
	endings []endingCount
	at      time.Time
}

type endingCount struct {
	at    time.Time
	items int
}

// deciderCount is how many decisions and waivers that stand are one person's.
type deciderCount struct {
	person PersonID
	stand  int
}

// countAll is the tally from nothing.
func countAll(fw *proficiency.Framework, s *State, now time.Time) tally {
	t := tally{sections: make([]SectionCounts, fw.Sections().Len()), at: now}
	for i, section := range fw.Sections().All() {
		t.sections[i].Section = section.ID()
	}
	items := unpacked(fw.Index().Len())
	for i, top := range fw.Sections().All() {
		for it := range top.AllItems().Values() {
			pack(items, it.Ordinal(), t.count(fw, s, it, i, 1))
		}
	}
	t.items = ItemStatuses(items)
	for g := range fw.Groups().Values() {
		t.countGroup(fw, s, g, 1)
	}
	return t
}

// asOf is the tally at an instant: t itself unless a confirmation lapsed since.
func (t tally) asOf(fw *proficiency.Framework, s *State, now time.Time) tally {
	if next := t.nextEnding(); t.sections == nil || now.Before(t.at) || !next.IsZero() && !now.Before(next) {
		return countAll(fw, s, now)
	}
	return t
}

// nextEnding is the first ending after the instant of counting; zero for none.
func (t tally) nextEnding() time.Time {
	for _, e := range t.endings {
		if e.at.After(t.at) {
			return e.at
		}
	}
	return time.Time{}
}

// manyEvents is from where counting all is cheaper than looking for repetitions.
const manyEvents = 32

// moved is the tally after the events that led from old to s at an instant.
func (t tally) moved(fw *proficiency.Framework, old, s *State, events []Event, now time.Time) tally {
	if t.sections == nil || len(events) > manyEvents || old.enr().digest != s.enr().digest || old.rnd().number != s.rnd().number {
		return countAll(fw, s, now)
	}
	t = t.asOf(fw, old, now)
	t.at = now // what comes in now may have lapsed meanwhile
	t.sections, t.pending, t.deciders = slices.Clone(t.sections), slices.Clone(t.pending), slices.Clone(t.deciders)
	t.endings = slices.Clone(t.endings)
	var groups []*proficiency.Section
	var touched [manyEvents]proficiency.ItemID
	var standings [manyEvents]standing
	n, known := 0, 0
	for _, e := range events {
		switch c := e.(type) {
		case *OptionalChosen:
			if c.Section != "" {
				return countAll(fw, s, now)
			}
		case *AttributesSet, *Enrolled:
			return countAll(fw, s, now)
		}
		for id := range itemsOf(e) {
			if n == len(touched) {
				return countAll(fw, s, now)
			}
			if slices.Contains(touched[:n], id) {
				continue
			}
			touched[n] = id
			n++
			if it := fw.Item(id); it != nil {
				top := t.place(it.Section().Top().ID())
				t.count(fw, old, it, top, -1)
				standings[known] = standing{it.Ordinal(), t.count(fw, s, it, top, 1)}
				known++
				if g := it.Group(); g != nil && !slices.Contains(groups, g) {
					groups = append(groups, g)
				}
			}
		}
	}
	t.items = t.items.with(standings[:known])
	for _, g := range groups {
		t.countGroup(fw, old, g, -1)
		t.countGroup(fw, s, g, 1)
	}
	return t
}

// countGroup adds a group's share to the tally, times 1 or -1.
func (t *tally) countGroup(fw *proficiency.Framework, s *State, g *proficiency.Section, times int) {
	if !s.groupIncluded(g) {
		return
	}
	c := Counts{Groups: 1}
	if groupOfItems(fw, s, g, t.at).met() {
		c.GroupsMet = 1
	}
	t.sections[t.place(g.Top().ID())].add(c, times)
}

func (t *tally) place(top proficiency.SectionID) int {
	return slices.IndexFunc(t.sections, func(c SectionCounts) bool { return c.Section == top })
}

// itemsOf are the items that an event is about.
func itemsOf(e Event) iter.Seq[proficiency.ItemID] {
	return func(yield func(proficiency.ItemID) bool) {
		switch e := e.(type) {
		case *RequestEnded:
			for _, id := range e.Items {
				if !yield(id) {
					return
				}
			}
		case *TransferAccepted:
			for i := range e.Items {
				if !yield(e.Items[i].Item) {
					return
				}
			}
		default:
			if id := itemOf(e); id != "" {
				yield(id)
			}
		}
	}
}

// itemOf is the one item that an event is about, or "".
func itemOf(e Event) proficiency.ItemID {
	switch e := e.(type) {
	case *Answered:
		return e.Item
	case *AnswerCleared:
		return e.Item
	case *Requested:
		return e.Item
	case *Decided:
		return e.Item
	case *DecisionEnded:
		return e.Item
	case *OptionalChosen:
		return e.Item
	case *Waived:
		return e.Item
	case *WaiverEnded:
		return e.Item
	}
	return ""
}

// count adds an item's share to the tally, times 1 or -1, and says where the
// item stands.
func (t *tally) count(fw *proficiency.Framework, s *State, it *proficiency.Item, top, times int) ItemStatus {
	st := s.of(fw, it)
	status := s.standing(it, st, t.at)
	in := !status.out()
	if in && it.Group() == nil {
		t.sections[top].add(countsOf(status), times)
	}
	if until := st.decision.until(); in && st.waiver == nil && !until.IsZero() {
		t.ending(until, times)
	}
	if r := st.request; r != nil {
		t.pend(r, times)
	}
	if d := st.decision; d != nil {
		t.decide(d.By, times)
		for _, also := range d.also {
			t.decide(also.By, times)
		}
	}
	if w := st.waiver; w != nil {
		t.decide(w.By, times)
	}
	return status
}

func countsOf(status ItemStatus) Counts {
	c := Counts{Counting: 1}
	switch status {
	case ItemStatusOngoing:
		c.Ongoing = 1
	case ItemStatusAssessed:
		c.Assessed = 1
	case ItemStatusRequested:
		c.Requested = 1
	case ItemStatusConfirmed:
		c.Confirmed = 1
	case ItemStatusRejected:
		c.Rejected = 1
	case ItemStatusLapsed:
		c.Lapsed = 1
	case ItemStatusWaived:
		c.Waived = 1
	}
	return c
}

func (t *tally) pend(r *Requested, times int) {
	i, found := slices.BinarySearchFunc(t.pending, r, func(p Pending, r *Requested) int {
		return cmp.Or(cmp.Compare(p.Request, r.Seq), cmp.Compare(p.With, r.To))
	})
	if !found {
		t.pending = slices.Insert(t.pending, i, Pending{With: r.To, Request: r.Seq, Since: r.At})
	}
	if t.pending[i].Items += times; t.pending[i].Items == 0 {
		t.pending = slices.Delete(t.pending, i, i+1)
	}
}

func (t *tally) ending(at time.Time, times int) {
	i, found := slices.BinarySearchFunc(t.endings, at, func(e endingCount, at time.Time) int { return e.at.Compare(at) })
	if !found {
		t.endings = slices.Insert(t.endings, i, endingCount{at: at})
	}
	if t.endings[i].items += times; t.endings[i].items == 0 {
		t.endings = slices.Delete(t.endings, i, i+1)
	}
}

func (t *tally) decide(p PersonID, times int) {
	i, found := slices.BinarySearchFunc(t.deciders, p, func(d deciderCount, p PersonID) int { return cmp.Compare(d.person, p) })
	if !found {
		t.deciders = slices.Insert(t.deciders, i, deciderCount{person: p})
	}
	if t.deciders[i].stand += times; t.deciders[i].stand == 0 {
		t.deciders = slices.Delete(t.deciders, i, i+1)
	}
}
