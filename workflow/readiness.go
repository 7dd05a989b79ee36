package workflow

import (
	"fmt"
	"strconv"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// Readiness lists everything that keeps the enrolment from its sign-off: the
// items that count by themselves in the framework's order, then the groups,
// each with what of it is confirmed below its level, then the optional ones, then other frameworks that are required first;
// none means ready. Each entry names the item, if it is about one, and the line
// of the content that asks for it. Of an unsupervised
// framework it lists what keeps the round from being submitted: what is not
// answered, whatever the answers. Once the round is submitted, that is nothing
// until the next one begins, unless something else applies or is chosen since.
//
// What the learner holds of other frameworks is no part of the enrolment: the
// caller says it, as [Facts] do. Status, lists and [Ready] are about the enrolment
// itself, so that nothing that happens elsewhere changes them: one that is ready
// can still lack a required framework.
func Readiness(fw *proficiency.Framework, s *State, now time.Time, held ...Attainment) []Reason {
	if fw.Unsupervised().Set {
		return unanswered(fw, s, now)
	}
	var blockers []Reason
	items := fw.Items()
	for i := range items.Len() {
		it := items.At(i)
		if it.Group() != nil {
			continue
		}
		if st := s.of(fw, it); s.included(it, st) {
			blockers = appendBlockers(blockers, fw, s, it, now)
		}
	}
	for g := range fw.Groups().Values() {
		if standing := groupOfItems(fw, s, g, now); s.groupIncluded(g) && !standing.enough() {
			blockers = appendGroup(blockers, fw, s, g, standing, now)
		}
	}
	if chosen, wanted := optionalCounts(fw, s); chosen < wanted {
		blockers = append(blockers, belowMinimum(fw, chosen, wanted))
	}
	for i := range fw.Requires().Len() {
		q := fw.Requires().At(i)
		if q.Before != proficiency.BeforeSignOff || s.trial() || s.overridden(q.Framework) {
			continue
		}
		if _, ok := meeting(&q, held, now); !ok {
			blockers = append(blockers, requiresFramework(fw, &q, held, now))
		}
	}
	return blockers
}

// Ready reports whether Readiness lists nothing but other frameworks that are
// required. It stops at the first blocker.
func Ready(fw *proficiency.Framework, s *State, now time.Time) bool {
	if fw.Unsupervised().Set {
		return len(unanswered(fw, s, now)) == 0
	}
	items := fw.Items()
	for i := range items.Len() {
		it := items.At(i)
		if it.Group() != nil {
			continue
		}
		if st := s.of(fw, it); (!st.settled(now) || s.below(it, st)) && s.included(it, st) {
			return false
		}
	}
	for g := range fw.Groups().Values() {
		if s.groupIncluded(g) && !groupOfItems(fw, s, g, now).enough() {
			return false
		}
	}
	chosen, wanted := optionalCounts(fw, s)
	return chosen >= wanted
}

// appendBlockers adds what keeps one item that counts by itself from being done.
func appendBlockers(blockers []Reason, fw *proficiency.Framework, s *State, it *proficiency.Item, now time.Time) []Reason {
	st := s.of(fw, it)
	switch {
	case st.settled(now): // also with what has lapsed beneath a waiver
	case st.lapsed(now):
		blockers = append(blockers, lapsed(it, st))
	default:
		blockers = append(blockers, unconfirmed(it))
	}
	return s.appendBelow(blockers, it, st)
}

// appendBelow adds the levels that the item does not reach.
func (s *State) appendBelow(blockers []Reason, it *proficiency.Item, st *itemState) []Reason {
	for _, q := range s.belowLevel(it, st) {
		blockers = append(blockers, below(it, q, s.asks(q)))
	}
	return blockers
}

// appendGroup adds what keeps a group from being enough: that too little is
// confirmed in it, and what is confirmed and does not reach its level.
func appendGroup(blockers []Reason, fw *proficiency.Framework, s *State, g *proficiency.Section, standing groupStanding, now time.Time) []Reason {
	if !standing.met() {
		blockers = append(blockers, groupNotMet(fw, g, standing))
	}
	if standing.below == 0 {
		return blockers
	}
	for it := range g.AllItems().Values() {
		if st := s.of(fw, it); s.applies(it) && st.confirmed(now) {
			blockers = s.appendBelow(blockers, it, st)
		}
	}
	return blockers
}

// optionalCounts gives how many optional items are chosen, and how many must
// be: the framework's minimum, or all that apply if there are fewer.
func optionalCounts(fw *proficiency.Framework, s *State) (chosen, wanted int) {
	wanted = fw.MinimumOptional().Count
	if wanted == 0 {
		return 0, 0
	}
	optional := 0
	for it := range fw.Items().Values() {
		if it.Optional() && s.applies(it) {
			optional++
			if s.included(it, s.of(fw, it)) {
				chosen++
			}
		}
	}
	return chosen, min(wanted, optional)
}

func unconfirmed(it *proficiency.Item) Reason {
	return Reason{
		Code: Unconfirmed, Item: it.ID(), Clause: it.Position(),
		Message: it.Label() + " is not confirmed",
		Params:  map[string]string{"item": it.Label()},
		Remedy:  "have " + it.Label() + " confirmed",
	}
}

func below(it *proficiency.Item, q *proficiency.Question, level proficiency.Level) Reason {
	return Reason{
		Code: BelowLevel, Item: it.ID(), Clause: level.Position,
		Message: it.Label() + " is answered below the level that is asked, " + string(level.Answer),
		Params:  map[string]string{"item": it.Label(), "question": string(q.ID()), "level": string(level.Answer)},
		Remedy:  "reach the level and answer again",
	}
}

func belowMinimum(fw *proficiency.Framework, chosen, wanted int) Reason {
	return Reason{
		Code: BelowMinimum, Clause: fw.MinimumOptional().Position,
		Message: fmt.Sprintf("%d optional %s chosen, at least %d needed", chosen, fw.Vocabulary().Many, wanted),
		Params:  map[string]string{"chosen": strconv.Itoa(chosen), "minimum": strconv.Itoa(wanted)},
		Remedy:  fmt.Sprintf("choose %d more", wanted-chosen),
	}
}

func lapsed(it *proficiency.Item, st *itemState) Reason {
	until := st.decision.Term.Until.Format(time.RFC3339)
	return Reason{
		Code: Lapsed, Item: it.ID(), Clause: it.Validity().Position,
		Message: it.Label() + " was confirmed, and that has lapsed at " + until,
		Params:  map[string]string{"item": it.Label(), "until": until},
		Remedy:  "answer " + it.Label() + " again and have it confirmed",
	}
}

func groupNotMet(fw *proficiency.Framework, g *proficiency.Section, standing groupStanding) Reason {
	what, done := fw.Vocabulary().Many, "confirmed"
	if g.Rule().Kind == proficiency.RulePoints {
		what = "points"
	}
	if fw.Unsupervised().Set {
		done = "answered"
	}
	return Reason{
		Code: GroupNotMet, Clause: g.Rule().Position,
		Message: fmt.Sprintf("%s needs %d %s %s, and has %d", g.Title(), standing.needed, what, done, standing.reached),
		Params: map[string]string{
			"section": string(g.ID()), "needed": strconv.Itoa(standing.needed), "reached": strconv.Itoa(standing.reached),
		},
		Remedy: "have more of " + g.Title() + " " + done,
	}
}
