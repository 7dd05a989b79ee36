package workflow

import (
	"cmp"
	"iter"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// A tally is the part of a summary that is a sum over items. The engine keeps
// it beside a cached state and only moves the items that a command touched;
// a property test holds that to the full count. It is immutable.
type tally struct {
	sections []SectionCounts
	pending  []Pending
	deciders []deciderCount
}

type deciderCount struct {
	person PersonID
	items  int
}

// countAll is the tally from nothing.
func countAll(fw *proficiency.Framework, s *State) tally {
	t := tally{sections: make([]SectionCounts, fw.Sections().Len())}
	for i, section := range fw.Sections().All() {
		t.sections[i].Section = section.ID()
	}
	for i, top := range fw.Sections().All() {
		for it := range top.AllItems().Values() {
			t.count(fw, s, it, i, 1)
		}
	}
	return t
}

// manyEvents is from where counting all is cheaper than looking for repetitions.
const manyEvents = 32

// moved is the tally after the events that led from old to s.
func (t tally) moved(fw *proficiency.Framework, old, s *State, events []Event) tally {
	if t.sections == nil || len(events) > manyEvents {
		return countAll(fw, s)
	}
	t.sections, t.pending, t.deciders = slices.Clone(t.sections), slices.Clone(t.pending), slices.Clone(t.deciders)
	var touched [manyEvents]proficiency.ItemID
	n := 0
	for _, e := range events {
		if c, ok := e.(*OptionalChosen); ok && c.Section != "" {
			return countAll(fw, s)
		}
		for id := range itemsOf(e) {
			if n == len(touched) {
				return countAll(fw, s)
			}
			if slices.Contains(touched[:n], id) {
				continue
			}
			touched[n] = id
			n++
			if it := fw.Item(id); it != nil {
				top := t.place(it.Section().Top().ID())
				t.count(fw, old, it, top, -1)
				t.count(fw, s, it, top, 1)
			}
		}
	}
	return t
}

func (t *tally) place(top proficiency.SectionID) int {
	return slices.IndexFunc(t.sections, func(c SectionCounts) bool { return c.Section == top })
}

// itemsOf are the items that an event is about.
func itemsOf(e Event) iter.Seq[proficiency.ItemID] {
	return func(yield func(proficiency.ItemID) bool) {
		if ended, ok := e.(*RequestEnded); ok {
			for _, id := range ended.Items {
				if !yield(id) {
					return
				}
			}
		} else if id := itemOf(e); id != "" {
			yield(id)
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
	}
	return ""
}

// count adds an item's share to the tally, times 1 or -1.
func (t *tally) count(fw *proficiency.Framework, s *State, it *proficiency.Item, top, times int) {
	st := s.of(fw, it)
	if s.included(it, st) {
		t.sections[top].add(countsOf(s.standing(it, st)), times)
	}
	if r := st.request; r != nil {
		t.pend(r, times)
	}
	if d := st.decision; d != nil {
		t.decide(d.By, times)
	}
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

func (t *tally) decide(p PersonID, times int) {
	i, found := slices.BinarySearchFunc(t.deciders, p, func(d deciderCount, p PersonID) int { return cmp.Compare(d.person, p) })
	if !found {
		t.deciders = slices.Insert(t.deciders, i, deciderCount{person: p})
	}
	if t.deciders[i].items += times; t.deciders[i].items == 0 {
		t.deciders = slices.Delete(t.deciders, i, i+1)
	}
}
