package workflow_test

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A model is what the history of an enrolment adds up to, written down once
// more from the rules, with maps and without any care for speed. What the
// package derives is held to it.
type model struct {
	fw          *proficiency.Framework
	items       map[proficiency.ItemID]workflow.ItemView
	sections    map[proficiency.SectionID]bool
	supervisors []workflow.PersonID
	enrolled    *workflow.Enrolled
	withdrawn   bool
	agreed      bool
	asked       bool // for the sign-off
	declined    bool // the last request was, and nothing has changed since
	given       int
	stands      bool // the last sign-off
	started     bool
}

func newModel(fw *proficiency.Framework) *model {
	return &model{fw: fw, items: map[proficiency.ItemID]workflow.ItemView{}, sections: map[proficiency.SectionID]bool{}}
}

func (m *model) add(events []workflow.Event) {
	for _, e := range events {
		if !m.addToItem(e) {
			m.addToEnrolment(e)
		}
	}
}

func (m *model) addToItem(e workflow.Event) bool {
	set := func(id proficiency.ItemID, change func(v *workflow.ItemView)) {
		v := m.items[id]
		change(&v)
		m.items[id] = v
	}
	switch e := e.(type) {
	case *workflow.Answered:
		m.started = true
		m.declined = m.declined && e.Basis < e.Seq // a comment alone
		set(e.Item, func(v *workflow.ItemView) { v.Answer = e })
	case *workflow.AnswerCleared:
		m.declined = false
		set(e.Item, func(v *workflow.ItemView) { v.Answer = nil })
	case *workflow.Requested:
		set(e.Item, func(v *workflow.ItemView) { v.Request = e })
	case *workflow.RequestEnded:
		for _, id := range e.Items {
			set(id, func(v *workflow.ItemView) { v.Request = nil })
		}
	case *workflow.Decided:
		m.started, m.declined = true, false
		set(e.Item, func(v *workflow.ItemView) {
			v.Request, v.Decision, v.Plan = nil, e, nil
			if e.Outcome == workflow.Rejected {
				v.Plan = e
			}
		})
	case *workflow.DecisionEnded:
		m.declined = false
		set(e.Item, func(v *workflow.ItemView) { v.Decision = nil })
	case *workflow.OptionalChosen:
		m.declined = false
		if e.Section != "" {
			m.sections[e.Section] = e.Chosen
			break
		}
		set(e.Item, func(v *workflow.ItemView) { v.Chosen = e.Chosen })
	default:
		return false
	}
	return true
}

func (m *model) addToEnrolment(e workflow.Event) {
	switch e := e.(type) {
	case *workflow.Enrolled:
		m.enrolled, m.withdrawn, m.agreed, m.started, m.supervisors = e, false, false, false, nil
	case *workflow.Agreed:
		m.agreed = true
	case *workflow.SupervisorAdded:
		if !slices.Contains(m.supervisors, e.Person) {
			m.supervisors = append(m.supervisors, e.Person)
		}
	case *workflow.SupervisorRemoved:
		m.supervisors = slices.DeleteFunc(m.supervisors, func(p workflow.PersonID) bool { return p == e.Person })
	case *workflow.SignOffRequested:
		m.asked, m.declined = true, false
	case *workflow.SignOffRequestEnded:
		m.asked = false
	case *workflow.SignOffDeclined:
		m.asked, m.declined = false, true
	case *workflow.SignedOff:
		m.asked, m.stands, m.given = false, true, m.given+1
	case *workflow.SignOffVoided:
		m.stands = false
	case *workflow.Withdrawn:
		m.withdrawn = true
	}
}

// counts: the item is mandatory, or optional and chosen.
func (m *model) counts(it *proficiency.Item) bool {
	if !it.Optional() {
		return true
	}
	if c := it.Choice(); c != nil {
		return m.sections[c.ID()]
	}
	return m.items[it.ID()].Chosen
}

func (m *model) itemStatus(it *proficiency.Item) workflow.ItemStatus {
	v := m.items[it.ID()]
	switch {
	case !m.counts(it):
		return workflow.ItemStatusExcluded
	case v.Request != nil:
		return workflow.ItemStatusRequested
	case v.Decision != nil && v.Decision.Outcome == workflow.Confirmed:
		return workflow.ItemStatusConfirmed
	case v.Decision != nil:
		return workflow.ItemStatusRejected
	case v.Answer == nil && m.behindGate(it):
		return workflow.ItemStatusLocked
	case v.Answer == nil:
		return workflow.ItemStatusUnassessed
	case m.meets(it, v.Answer):
		return workflow.ItemStatusAssessed
	}
	return workflow.ItemStatusOngoing
}

func (m *model) meets(it *proficiency.Item, a *workflow.Answered) bool {
	for q := range it.Questions().Values() {
		i := slices.IndexFunc(a.Answers, func(g workflow.Given) bool { return g.Question == q.ID() })
		if q.Required() && (i < 0 || !q.Scale().Meets(a.Answers[i].Answer)) {
			return false
		}
	}
	return true
}

// behindGate: somewhere on the way up from the item there is beside a section,
// which is no gate itself, a gate with something that counts and is not confirmed.
func (m *model) behindGate(it *proficiency.Item) bool {
	for s := it.Section(); s != nil; s = s.Parent() {
		beside := m.fw.Sections()
		if s.Parent() != nil {
			beside = s.Parent().Sections()
		}
		for gate := range beside.Values() {
			if gate.Gate() && !s.Gate() && !m.confirmedAll(gate) {
				return true
			}
		}
	}
	return false
}

func (m *model) confirmedAll(s *proficiency.Section) bool {
	for it := range s.AllItems().Values() {
		if m.counts(it) && m.itemStatus(it) != workflow.ItemStatusConfirmed {
			return false
		}
	}
	return true
}

// missing names what blocks the sign-off.
func (m *model) missing() (out []string) {
	optional, chosen := 0, 0
	for it := range m.fw.Items().Values() {
		if it.Optional() {
			optional++
		}
		if it.Optional() && m.counts(it) {
			chosen++
		}
		if m.counts(it) && m.itemStatus(it) != workflow.ItemStatusConfirmed {
			out = append(out, "unconfirmed "+string(it.ID()))
		}
	}
	if chosen < min(m.fw.MinimumOptional().Count, optional) {
		out = append(out, "below-minimum")
	}
	slices.Sort(out)
	return out
}

func (m *model) status() workflow.Status {
	switch {
	case m.enrolled == nil:
		return ""
	case m.withdrawn:
		return workflow.StatusWithdrawn
	case m.asked:
		return workflow.StatusSignOffRequested
	case m.stands:
		return workflow.StatusSignedOff
	case m.declined:
		return workflow.StatusDeclined
	case m.given > 0:
		return workflow.StatusVoid
	case len(m.missing()) == 0:
		return workflow.StatusReady
	case !m.started:
		return workflow.StatusNotStarted
	}
	return workflow.StatusInProgress
}

func (m *model) totals() (c workflow.Counts) {
	for it := range m.fw.Items().Values() {
		if !m.counts(it) {
			continue
		}
		c.Counting++
		switch m.itemStatus(it) {
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
		}
	}
	return c
}
