package workflow_test

import (
	"maps"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A model is what the history of an enrolment adds up to, written down once
// more from the rules, with maps and without any care for speed. What the
// package derives, allows and records is held to it.
type model struct {
	fw          *proficiency.Framework
	items       map[proficiency.ItemID]workflow.ItemView
	answers     map[proficiency.ItemID]map[workflow.Seq][]workflow.Given // that were ever given, by record
	ever        map[proficiency.ItemID]bool                              // decided here
	sections    map[proficiency.SectionID]bool
	attributes  settings
	overrides   []*workflow.RequirementOverridden
	taken       []*workflow.TransferAccepted // in order
	supervisors []workflow.PersonID
	centres     []workflow.CentreID
	accountable workflow.PersonID          // of a centre that is the subject
	contribute  map[workflow.PersonID]bool // to it
	enrolled    *workflow.Enrolled
	withdrawn   bool
	agreed      bool
	asked       *workflow.SignOffRequested
	declined    bool // the last request was, and nothing has changed since
	given       []*workflow.SignedOff
	voided      bool      // the last sign-off
	revoked     bool      // the last sign-off
	until       time.Time // its end
	started     bool
	submitted   *workflow.Submitted // the round that the items are of, if it was
	past        []pastRound
	completeBy  proficiency.Date
	due         time.Time
	said        map[workflow.PersonID]time.Time // the last message to a person
	saidSignOff map[workflow.PersonID]time.Time // the last about the sign-off
}

func newModel(fw *proficiency.Framework) *model {
	return &model{
		fw: fw, items: map[proficiency.ItemID]workflow.ItemView{}, sections: map[proficiency.SectionID]bool{},
		answers: map[proficiency.ItemID]map[workflow.Seq][]workflow.Given{}, ever: map[proficiency.ItemID]bool{},
		said: map[workflow.PersonID]time.Time{}, saidSignOff: map[workflow.PersonID]time.Time{},
	}
}

// clone is the model as it is now; what is only added to is shared.
func (m *model) clone() *model {
	c := *m
	c.items, c.sections, c.ever = maps.Clone(m.items), maps.Clone(m.sections), maps.Clone(m.ever)
	c.supervisors, c.centres = slices.Clone(m.supervisors), slices.Clone(m.centres)
	c.contribute = maps.Clone(m.contribute)
	c.said, c.saidSignOff = maps.Clone(m.said), maps.Clone(m.saidSignOff)
	return &c
}

func (m *model) trial() bool { return m.enrolled != nil && m.enrolled.Trial != 0 }

func (m *model) stands() bool { return len(m.given) > 0 && !m.voided && !m.revoked }

// inDate: the last sign-off stands, and its end has not come.
func (m *model) inDate(now time.Time) bool {
	return m.stands() && (m.until.IsZero() || now.Before(m.until))
}

// counts: the item applies, and is mandatory, or optional and chosen.
func (m *model) counts(it *proficiency.Item) bool { return m.applies(it) && m.chosen(it) }

func (m *model) chosen(it *proficiency.Item) bool {
	if !it.Optional() {
		return true
	}
	if c := it.Choice(); c != nil {
		return m.sections[c.ID()]
	}
	return m.items[it.ID()].Chosen
}

// standing: there is a decision, and it is a confirmation in date.
func standing(d *workflow.Decided, now time.Time) bool {
	return d != nil && d.Outcome == workflow.Confirmed && (d.Term == nil || d.Term.Until.IsZero() || d.Term.Until.After(now))
}

func (m *model) itemStatus(it *proficiency.Item, now time.Time) workflow.ItemStatus {
	v := m.items[it.ID()]
	switch {
	case !m.applies(it):
		return workflow.ItemStatusNotApplicable
	case !m.chosen(it):
		return workflow.ItemStatusExcluded
	case v.Waiver != nil:
		return workflow.ItemStatusWaived
	case standing(v.Decision, now):
		return workflow.ItemStatusConfirmed
	case v.Request != nil:
		return workflow.ItemStatusRequested
	case v.Decision != nil && v.Decision.Outcome == workflow.Confirmed:
		return workflow.ItemStatusLapsed
	case v.Decision != nil:
		return workflow.ItemStatusRejected
	case v.Answer == nil && m.behindGate(it, now):
		return workflow.ItemStatusLocked
	case v.Answer == nil:
		return workflow.ItemStatusUnassessed
	case m.meets(it, repeated(v.Answer.Answers)):
		return workflow.ItemStatusAssessed
	}
	return workflow.ItemStatusOngoing
}

func answerOf(given []workflow.Given, q proficiency.QuestionID) proficiency.AnswerID {
	for _, g := range given {
		if g.Question == q {
			return g.Answer
		}
	}
	return ""
}

func (m *model) meets(it *proficiency.Item, given []workflow.Given) bool {
	for q := range it.Questions().Values() {
		if a := answerOf(given, q.ID()); q.Required() && (a == "" || !m.reaches(q, a)) {
			return false
		}
	}
	return true
}

// behindGate: somewhere on the way up from the item there is beside a section,
// which is no gate itself, a gate that is not passed.
func (m *model) behindGate(it *proficiency.Item, now time.Time) bool {
	for s := it.Section(); s != nil; s = s.Parent() {
		beside := m.fw.Sections()
		if s.Parent() != nil {
			beside = s.Parent().Sections()
		}
		for gate := range beside.Values() {
			if gate.Gate() && !s.Gate() && !m.passed(gate, now) {
				return true
			}
		}
	}
	return false
}

func (m *model) passed(gate *proficiency.Section, now time.Time) bool {
	if m.alone() {
		return m.alonePassed(gate)
	}
	for it := range gate.AllItems().Values() {
		switch g := it.Group(); {
		case !m.counts(it):
		case g != nil:
			if needed, reached := m.group(g, now); reached < needed {
				return false
			}
		case !m.settled(it, now):
			return false
		}
	}
	return true
}

func (m *model) settled(it *proficiency.Item, now time.Time) bool {
	status := m.itemStatus(it, now)
	return status == workflow.ItemStatusConfirmed || status == workflow.ItemStatusWaived
}

// group: what a group needs, at most what is left without the items waived and
// those that do not apply, and what is confirmed of it, in items or points.
func (m *model) group(g *proficiency.Section, now time.Time) (needed, reached int) {
	if m.alone() {
		return m.share(g, false)
	}
	for it := range g.AllItems().Values() {
		if !m.applies(it) {
			continue
		}
		worth := 1
		if g.Rule().Kind == proficiency.RulePoints {
			worth = it.Points()
		}
		if m.items[it.ID()].Waiver == nil {
			needed += worth
		}
		if m.items[it.ID()].Waiver == nil && standing(m.items[it.ID()].Decision, now) {
			reached += worth
		}
	}
	return min(needed, g.Rule().Count), reached
}

func (m *model) groups(visit func(g *proficiency.Section)) {
	for g := range m.fw.Groups().Values() {
		if slices.ContainsFunc(slices.Collect(g.AllItems().Values()), m.counts) {
			visit(g)
		}
	}
}

// missing names what blocks the sign-off.
func (m *model) missing(now time.Time) (out []string) {
	optional, chosen := 0, 0
	for it := range m.fw.Items().Values() {
		if it.Optional() && m.applies(it) {
			optional++
		}
		if it.Optional() && m.counts(it) {
			chosen++
		}
		switch {
		case !m.counts(it) || it.Group() != nil:
		case m.alone():
			out = append(out, m.lacking(it)...)
		default:
			out = append(out, m.blockers(it, now)...)
		}
	}
	m.groups(func(g *proficiency.Section) {
		out = append(out, m.groupBlockers(g, now)...)
	})
	if chosen < min(m.fw.MinimumOptional().Count, optional) {
		out = append(out, string(workflow.BelowMinimum))
	}
	slices.Sort(out)
	return out
}

func (m *model) blockers(it *proficiency.Item, now time.Time) (out []string) {
	v := m.items[it.ID()]
	switch m.itemStatus(it, now) {
	case workflow.ItemStatusWaived:
		return nil
	case workflow.ItemStatusConfirmed:
	case workflow.ItemStatusLapsed:
		out = append(out, string(workflow.Lapsed)+" "+string(it.ID()))
	default:
		out = append(out, string(workflow.Unconfirmed)+" "+string(it.ID()))
	}
	for q := range it.Questions().Values() {
		if v.Answer != nil && q.Levels().Len() > 0 && !m.meets(it, repeated(v.Answer.Answers)) {
			if a := answerOf(repeated(v.Answer.Answers), q.ID()); a == "" || !m.reaches(q, a) {
				out = append(out, string(workflow.BelowLevel)+" "+string(it.ID()))
			}
		}
	}
	return out
}

// readyUntil tries every end that there is: the first at which something is missing.
func (m *model) readyUntil(now time.Time) time.Time {
	var ends []time.Time
	for _, v := range m.items {
		if v.Decision != nil && v.Decision.Term != nil && v.Decision.Term.Until.After(now) {
			ends = append(ends, v.Decision.Term.Until)
		}
	}
	slices.SortFunc(ends, time.Time.Compare)
	for _, end := range ends {
		if len(m.missing(end)) > 0 {
			return end
		}
	}
	return time.Time{}
}

func (m *model) status(now time.Time) workflow.Status {
	switch {
	case m.enrolled == nil:
		return ""
	case m.withdrawn:
		return workflow.StatusWithdrawn
	case m.alone():
		return m.aloneStatus(now)
	case m.asked != nil:
		return workflow.StatusSignOffRequested
	case m.inDate(now):
		return workflow.StatusSignedOff
	case m.stands():
		return workflow.StatusLapsed
	case m.declined:
		return workflow.StatusDeclined
	case len(m.given) > 0:
		return workflow.StatusVoid
	case len(m.missing(now)) == 0:
		return workflow.StatusReady
	case !m.started:
		return workflow.StatusNotStarted
	}
	return workflow.StatusInProgress
}
