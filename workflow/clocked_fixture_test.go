package workflow

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// Everything that the clock moves, held to a walk over all instants at which
// anything ends, on states of any kind: also such as no commands lead to.

const clockedContent = `format: countersign/v1
id: clocked
version: 1.0.0
title: Clocked
category: clinical
scales: {one: [{id: no, label: "No"}, {id: yes, label: "Yes", meets: true}]}
defaults: {scale: one, confirmed_by: [assessor], kind: knowledge, validity: {months: 12}, waivable: true}
sign_off: {by: [educator-manager]}
minimum_optional: 2
sections:
  - id: gate
    title: Gate
    gate: true
    defaults: {waivable: true}
    proficiencies: [{id: g-1, statement: One.}, {id: g-2, statement: Two., optional: true}]
    sections:
      - id: gate-group
        title: Group in a gate
        rule: {at_least: 1}
        proficiencies: [{id: gg-1, statement: One.}, {id: gg-2, statement: Two.}]
      - id: gate-points
        title: Points in a gate
        rule: {points: 3}
        proficiencies: [{id: gp-1, statement: One., points: 2}, {id: gp-2, statement: Two., points: 2}]
      - id: gate-maybe
        title: Chosen in a gate
        optional: true
        rule: {at_least: 1}
        proficiencies: [{id: go-1, statement: One.}, {id: go-2, statement: Two.}]
  - id: group-gate
    title: A gate that is a group
    gate: true
    rule: {at_least: 2}
    defaults: {waivable: true}
    proficiencies: [{id: x-1, statement: One.}, {id: x-2, statement: Two.}, {id: x-3, statement: Three.}]
  - id: rest
    title: Rest
    proficiencies: [{id: r-1, statement: One.}, {id: r-2, statement: Two., optional: true}, {id: r-3, statement: Three., optional: true}]
    sections:
      - id: nested
        title: Nested
        rule: {points: 7}
        proficiencies: [{id: n-1, statement: One., points: 5}]
        sections:
          - {id: inner, title: Inner, proficiencies: [{id: n-2, statement: Two., points: 3}, {id: n-3, statement: Three.}]}
          - {id: other, title: Other, proficiencies: [{id: n-4, statement: Four., points: 4}]}
      - id: maybe
        title: Maybe
        optional: true
        rule: {at_least: 2}
        proficiencies: [{id: m-1, statement: One.}, {id: m-2, statement: Two.}, {id: m-3, statement: Three.}]
`

func clocked(t *testing.T) *proficiency.Framework {
	t.Helper()
	fw, found := proficiency.Parse("clocked.yaml", []byte(clockedContent))
	require.Empty(t, found)
	return fw
}

var clockStart = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// hoursOf are the instants of a clocked state: anything ends at one of them.
const clockHours = 9

func hour(n int) time.Time { return clockStart.Add(time.Duration(n) * time.Hour) }

// anyState is an enrolment in which anything may be the case of each item.
// The higher done is, of 100, the more is confirmed.
func anyState(rng *rand.Rand, fw *proficiency.Framework, done int) State {
	events := []Event{&Enrolled{Learner: "learner-1", Centre: "trust-1"}}
	for it := range fw.Items().Values() {
		id := it.ID()
		if it.Optional() && it.Choice() == nil && rng.IntN(3) > 0 {
			events = append(events, &OptionalChosen{Item: id, Chosen: true})
		}
		if rng.IntN(5) > 0 {
			events = append(events, &Answered{Item: id, Contributor: "learner-1", Round: 1, Meets: true, Basis: 1})
		}
		if rng.IntN(100) < done {
			d := &Decided{Item: id, Outcome: Confirmed, Basis: 1}
			if rng.IntN(3) > 0 {
				d.Term = &Term{Until: hour(1 + rng.IntN(clockHours))}
			}
			if rng.IntN(12) == 0 {
				d.Outcome, d.Term = Rejected, &Term{}
			}
			events = append(events, d)
		}
		if rng.IntN(8) == 0 {
			events = append(events, &Requested{Item: id, To: "assessor-1"})
		}
		if rng.IntN(8) == 0 {
			events = append(events, &Waived{Item: id})
		}
	}
	for section := range fw.AllSections().Values() {
		if section.Optional() && rng.IntN(2) == 0 {
			events = append(events, &OptionalChosen{Section: section.ID(), Chosen: true})
		}
	}
	return applied(fw, NewState("e", fw.Index()), events...)
}

// applied is the state after one more record of anything.
func applied(fw *proficiency.Framework, s State, events ...Event) State {
	r := Record{Format: RecordFormat, Seq: s.seq + 1, At: hour(0), Framework: fw.Ref(), FrameworkDigest: fw.Digest(), events: events}
	for _, e := range events {
		*e.stamp() = Stamp{Seq: r.Seq, At: r.At, By: "somebody"}
	}
	return Apply(s, r)
}

// holds: the item is confirmed and in date, or waived; said anew.
func holds(s *State, it *proficiency.Item, now time.Time) bool {
	v := s.Item(it.ID())
	d := v.Decision
	return v.Waiver != nil ||
		d != nil && d.Outcome == Confirmed && (d.Term == nil || d.Term.Until.IsZero() || d.Term.Until.After(now))
}

// counted: the item is in; said anew.
func counted(s *State, it *proficiency.Item) bool {
	return !it.Optional() || it.Choice() == nil && s.Item(it.ID()).Chosen || it.Choice() != nil && s.SectionChosen(it.Choice().ID())
}

// ruleMet: the rule of a group; said anew.
func ruleMet(s *State, g *proficiency.Section, now time.Time) bool {
	got, all := 0, 0
	for it := range g.AllItems().Values() {
		worth := 1
		if g.Rule().Kind == proficiency.RulePoints {
			worth = it.Points()
		}
		if s.Item(it.ID()).Waiver != nil {
			continue
		}
		all += worth
		if holds(s, it, now) {
			got += worth
		}
	}
	return got >= g.Rule().Count || got == all // nothing more could be asked for
}

// allMet: of some items, those that count by themselves hold and the rules of
// groups are met; said anew.
func allMet(s *State, fw *proficiency.Framework, list proficiency.List[*proficiency.Item], now time.Time) bool {
	for it := range list.Values() {
		if it.Group() == nil && counted(s, it) && !holds(s, it, now) {
			return false
		}
	}
	for g := range fw.Groups().Values() {
		inside := slices.ContainsFunc(slices.Collect(list.Values()), func(it *proficiency.Item) bool { return it.Group() == g })
		if inside && counted(s, g.AllItems().At(0)) && !ruleMet(s, g, now) {
			return false
		}
	}
	return true
}

func isReady(s *State, fw *proficiency.Framework, now time.Time) bool {
	chosen := 0
	for it := range fw.Items().Values() {
		if it.Optional() && counted(s, it) {
			chosen++
		}
	}
	return chosen >= fw.MinimumOptional().Count && allMet(s, fw, fw.Items(), now)
}

// isLocked: nothing happened to the item, and a gate in front is not passed; said anew.
func isLocked(s *State, fw *proficiency.Framework, it *proficiency.Item, now time.Time) bool {
	v := s.Item(it.ID())
	if v.Answer != nil || v.Request != nil || v.Decision != nil || v.Waiver != nil || !counted(s, it) {
		return false
	}
	for g := range it.Gates().Values() {
		if !allMet(s, fw, g.AllItems(), now) {
			return true
		}
	}
	return false
}
