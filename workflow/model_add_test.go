package workflow_test

import (
	"maps"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// add takes over what happened, one event after the other.
func (m *model) add(events ...workflow.Event) {
	for _, e := range events {
		m.addToRounds(e)
		if !m.addToItem(e) && !m.addToSignOff(e) {
			m.addToEnrolment(e)
		}
	}
}

func (m *model) set(id proficiency.ItemID, change func(v *workflow.ItemView)) {
	v := m.items[id]
	change(&v)
	m.items[id] = v
}

func (m *model) addToItem(e workflow.Event) bool {
	switch e := e.(type) {
	case *workflow.Answered:
		m.started = true
		m.declined = m.declined && e.Basis < e.Seq // a comment alone
		m.set(e.Item, func(v *workflow.ItemView) { v.Answer = e })
		if m.answers[e.Item] == nil {
			m.answers[e.Item] = map[workflow.Seq][]workflow.Given{}
		}
		m.answers[e.Item][e.Seq] = withoutComments(e.Answers)
	case *workflow.AnswerCleared:
		m.declined = false
		m.set(e.Item, func(v *workflow.ItemView) { v.Answer = nil })
	case *workflow.Requested:
		m.set(e.Item, func(v *workflow.ItemView) { v.Request = e })
		m.said[e.To] = e.At
	case *workflow.RequestEnded:
		for _, id := range e.Items {
			m.set(id, func(v *workflow.ItemView) { v.Request = nil })
		}
	case *workflow.Decided:
		m.started, m.declined, m.ever[e.Item] = true, false, true
		m.set(e.Item, func(v *workflow.ItemView) {
			v.Request, v.Decision, v.Plan = nil, e, nil
			if e.Outcome == workflow.Rejected {
				v.Plan = e
			}
		})
	case *workflow.TransferAccepted:
		m.takeOver(e)
	case *workflow.DecisionEnded:
		m.declined = false
		m.set(e.Item, func(v *workflow.ItemView) { v.Decision = nil })
	case *workflow.Waived:
		m.started, m.declined = true, false
		m.set(e.Item, func(v *workflow.ItemView) { v.Waiver = e })
	case *workflow.WaiverEnded:
		m.declined = false
		m.set(e.Item, func(v *workflow.ItemView) { v.Waiver = nil })
	case *workflow.OptionalChosen:
		m.declined = false
		if e.Section != "" {
			m.sections[e.Section] = e.Chosen
			break
		}
		m.set(e.Item, func(v *workflow.ItemView) { v.Chosen = e.Chosen })
	default:
		return false
	}
	return true
}

func (m *model) addToSignOff(e workflow.Event) bool {
	switch e := e.(type) {
	case *workflow.SignOffRequested:
		m.asked, m.declined = e, false
		m.said[e.To], m.saidSignOff[e.To] = e.At, e.At
	case *workflow.SignOffRequestEnded:
		m.asked = nil
	case *workflow.SignOffDeclined:
		m.asked, m.declined = nil, true
	case *workflow.SignedOff:
		m.asked, m.declined, m.voided, m.revoked, m.until = nil, false, false, false, e.Until
		m.given = append(slices.Clip(m.given), e)
	case *workflow.SignOffVoided:
		m.voided = true
	case *workflow.SignOffExtended:
		m.until = e.Until
	case *workflow.SignOffRevoked:
		m.revoked = true
	default:
		return false
	}
	return true
}

func (m *model) addToEnrolment(e workflow.Event) {
	drop := func(p workflow.PersonID) {
		m.supervisors = slices.DeleteFunc(m.supervisors, func(o workflow.PersonID) bool { return o == p })
	}
	switch e := e.(type) {
	case *workflow.Enrolled:
		m.enrolled, m.withdrawn, m.agreed, m.started, m.supervisors, m.centres = e, false, false, false, nil, nil
		if e.Centre != "" {
			m.centres = append(m.centres, e.Centre)
		}
		m.stood(e)
		m.completeBy, m.due = e.CompleteBy, e.DueAt
		if said := settingsOf(e.Attributes); !maps.Equal(said, m.attributes) {
			m.attributes, m.declined = said, false
		}
	case *workflow.AttributesSet:
		m.attributes, m.declined = settingsOf(e.Attributes), false
	case *workflow.ContributorAdded:
		m.contribute[e.Person] = true
	case *workflow.ContributorRemoved:
		delete(m.contribute, e.Person)
	case *workflow.AccountableSet:
		m.accountable, m.agreed = e.To, false
	case *workflow.Agreed:
		m.agreed = true
	case *workflow.SupervisorAdded:
		drop(e.Person)
		m.supervisors = append(m.supervisors, e.Person)
	case *workflow.SupervisorRemoved:
		drop(e.Person)
	case *workflow.Withdrawn:
		m.withdrawn, m.overrides = true, nil
	case *workflow.RequirementOverridden:
		m.overrides = append(slices.Clip(m.overrides), e)
	case *workflow.CompleteBySet:
		m.completeBy, m.due = e.CompleteBy, e.DueAt
	case *workflow.CentreAdded:
		m.centres = append(m.centres, e.Centre)
	case *workflow.CentreRemoved:
		m.centres = slices.DeleteFunc(m.centres, func(c workflow.CentreID) bool { return c == e.Centre })
	case *workflow.Reminded:
		m.said[e.To] = e.At
		if e.SignOff {
			m.saidSignOff[e.To] = e.At
		}
	}
}

// pending calls visit for everything that is asked of somebody: items, and the
// sign-off, for which it is nil.
func (m *model) pending(visit func(it *proficiency.Item, to workflow.PersonID)) {
	for it := range m.fw.Items().Values() {
		if r := m.items[it.ID()].Request; r != nil {
			visit(it, r.To)
		}
	}
	if m.asked != nil {
		visit(nil, m.asked.To)
	}
}

// endOf is the instant at which a day is over in a zone, written down anew:
// the first of the next day.
func endOf(d proficiency.Date, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, zone).UTC()
}

// monthsAfter is the same day n months on, or the last of that month.
func monthsAfter(d proficiency.Date, n int) proficiency.Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return proficiency.Date{Year: first.Year(), Month: first.Month(), Day: min(d.Day, last)}
}

func (m *model) totals(now time.Time) (c workflow.Counts) {
	fields := map[workflow.ItemStatus]*int{
		workflow.ItemStatusOngoing: &c.Ongoing, workflow.ItemStatusAssessed: &c.Assessed, workflow.ItemStatusRequested: &c.Requested,
		workflow.ItemStatusConfirmed: &c.Confirmed, workflow.ItemStatusRejected: &c.Rejected, workflow.ItemStatusLapsed: &c.Lapsed,
		workflow.ItemStatusWaived: &c.Waived,
	}
	for it := range m.fw.Items().Values() {
		if !m.counts(it) || it.Group() != nil {
			continue
		}
		c.Counting++
		if field := fields[m.itemStatus(it, now)]; field != nil {
			*field++
		}
	}
	m.groups(func(g *proficiency.Section) {
		c.Groups++
		if needed, reached := m.group(g, now); reached >= needed {
			c.GroupsMet++
		}
	})
	return c
}
