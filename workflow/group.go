package workflow

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// A groupStanding is what decides whether the rule of a group is met: numbers
// of items, or of points. What is waived or does not apply gives nothing, and
// nothing is asked for it, so that at most what is left is needed. Of what is
// confirmed and so reached, below is how much does not reach the level that is
// asked of it by now: it helps towards no sign-off.
type groupStanding struct {
	needed, reached, below int
}

func (g groupStanding) met() bool { return g.reached >= g.needed }

// enough reports whether the rule is met by what reaches its level.
func (g groupStanding) enough() bool { return g.reached-g.below >= g.needed }

// groupIncluded reports whether the group counts: it is mandatory, or chosen,
// and something in it applies.
func (s *State) groupIncluded(g *proficiency.Section) bool {
	items := g.AllItems()
	for i := range items.Len() {
		if s.included(items.At(i), &none) {
			return true
		}
	}
	return false
}

// groupOfItems counts a group with the rule at least n, or points.
func groupOfItems(fw *proficiency.Framework, s *State, g *proficiency.Section, now time.Time) groupStanding {
	if fw.Unsupervised().Set {
		return groupBy(fw, s, g, isAnswered)
	}
	left, standing := 0, groupStanding{}
	items := g.AllItems()
	for i := range items.Len() {
		it := items.At(i)
		st := s.of(fw, it)
		if st.waiver != nil || !s.applies(it) {
			continue
		}
		worth := worthOf(g, it)
		left += worth
		if st.confirmed(now) {
			standing.reached += worth
			if s.below(it, st) {
				standing.below += worth
			}
		}
	}
	standing.needed = min(g.Rule().Count, left)
	return standing
}

// worthOf is what the item gives its group.
func worthOf(g *proficiency.Section, it *proficiency.Item) int {
	if g.Rule().Kind == proficiency.RulePoints {
		return it.Points()
	}
	return 1
}

// groupUntil is the first instant at which the clock alone makes a group that is
// enough not enough; zero for never.
func groupUntil(fw *proficiency.Framework, s *State, g *proficiency.Section, now time.Time) time.Time {
	type ending struct {
		at    time.Time
		worth int
	}
	var endings []ending
	for it := range g.AllItems().Values() {
		if st := s.of(fw, it); st.waiver == nil && s.applies(it) && st.confirmed(now) && !s.below(it, st) && !st.decision.until().IsZero() {
			endings = append(endings, ending{st.decision.until(), worthOf(g, it)})
		}
	}
	slices.SortFunc(endings, func(a, b ending) int { return a.at.Compare(b.at) })
	standing := groupOfItems(fw, s, g, now)
	for _, e := range endings {
		if standing.reached -= e.worth; !standing.enough() {
			return e.at
		}
	}
	return time.Time{}
}

// readyUntil is the first instant at which the clock alone makes an enrolment
// that is ready not ready any more; zero for never.
func readyUntil(fw *proficiency.Framework, s *State, now time.Time) (until time.Time) {
	sooner := func(at time.Time) {
		if !at.IsZero() && (until.IsZero() || at.Before(until)) {
			until = at
		}
	}
	for it := range fw.Items().Values() {
		if st := s.of(fw, it); it.Group() == nil && st.waiver == nil && s.included(it, st) {
			sooner(st.decision.until())
		}
	}
	for g := range fw.Groups().Values() {
		if s.groupIncluded(g) {
			sooner(groupUntil(fw, s, g, now))
		}
	}
	return until
}
