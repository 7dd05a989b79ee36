package scenario

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// mentions are the names that a line speaks of.
type mentions struct {
	items    []proficiency.ItemID
	sections []proficiency.SectionID
	answers  []workflow.ItemAnswer
	people   []workflow.PersonID
	centres  []workflow.CentreID
	roles    []proficiency.RoleID
	// attributes are those of the framework that is meant.
	attributes []proficiency.Setting
	// recommended are of the framework that is meant, too.
	recommended []Recommended
	// foreign are people of other installations.
	foreign []workflow.Foreign
	// required are frameworks that the one that is meant requires.
	required []proficiency.FrameworkID
}

func (m *mentions) person(p ...workflow.PersonID) { m.people = append(m.people, p...) }

func (m *mentions) seen(list []workflow.Seen) {
	for _, s := range list {
		m.items = append(m.items, s.Item)
	}
}

// command adds what a command speaks of.
func (m *mentions) command(c workflow.Command) {
	switch c := c.(type) {
	case *workflow.Enrol:
		if !ofCentre(c) {
			m.person(c.Learner)
		}
		m.person(c.Contributors...)
		if c.Accountable != "" {
			m.person(c.Accountable)
		}
		m.centres = append(m.centres, c.Centre)
		m.attributes, m.required = c.Attributes, c.Override.Frameworks
	case *workflow.EnrolTrial:
		m.attributes = c.Attributes
	case *workflow.SetAttributes:
		m.attributes = c.Attributes
	case *workflow.OverrideRequirement:
		m.required = append(m.required, c.Framework)
	case *workflow.SelfAssess:
		for _, a := range c.Items {
			m.items = append(m.items, a.Item)
		}
		m.answers = c.Items
	case *workflow.ClearAnswer:
		m.items = c.Items
	case *workflow.RequestConfirmation:
		m.items = c.Items
		m.person(c.To)
	case *workflow.WithdrawRequest:
		m.items = c.Items
	case *workflow.ChooseOptional:
		m.items, m.sections = c.Items, c.Sections
	case *workflow.Comment:
		if c.Item != "" {
			m.items = append(m.items, c.Item)
		}
	case *workflow.AddCentre:
		m.centres = append(m.centres, c.Centre)
	case *workflow.RemoveCentre:
		m.centres = append(m.centres, c.Centre)
	case *workflow.AcceptTransfer:
		m.items = c.Items
	default:
		m.decision(c)
		m.others(c)
	}
}

// decision is command for what is decided on items.
func (m *mentions) decision(c workflow.Command) {
	switch c := c.(type) {
	case *workflow.Confirm:
		m.seen(c.Items)
	case *workflow.Reject:
		m.seen(c.Items)
		for _, p := range c.Plans {
			m.items = append(m.items, p.Item)
		}
	case *workflow.Revise:
		m.items = append(m.items, c.Item)
	case *workflow.RecordPaper:
		m.items = c.Items
		m.roles = append(m.roles, c.Role)
	case *workflow.Waive:
		m.items = append(m.items, c.Item)
	case *workflow.Unwaive:
		m.items = append(m.items, c.Item)
	case *workflow.SetAside:
		m.items = c.Items
		if c.DecidedBy != "" {
			m.person(c.DecidedBy)
		}
	}
}

// others is command for what is asked of people.
func (m *mentions) others(c workflow.Command) {
	switch c := c.(type) {
	case *workflow.Remind:
		m.person(c.To)
	case *workflow.AddSupervisor:
		m.person(c.Person)
	case *workflow.RemoveSupervisor:
		m.person(c.Person)
	case *workflow.SetContributors:
		m.person(c.Contributors...)
	case *workflow.SetAccountable:
		m.person(c.Person)
	case *workflow.RequestSignOff:
		m.person(c.To)
	case *workflow.Reassign:
		m.items = c.Items
		m.person(c.From, c.To)
	}
}

// expectation adds what an expectation speaks of.
func (m *mentions) expectation(e Expectation) {
	switch e := e.(type) {
	case *ItemsAre:
		m.items = e.Items
	case *RatingsAre:
		m.items = e.Items
	case *Missing:
		m.reasons(e.Reasons)
	case *MayIs:
		m.items, m.sections = e.Items, e.Sections
		m.person(e.Person)
		m.reasons(e.Reasons)
	case *SeesIs:
		m.person(e.Person)
	case *ListIs:
		m.person(e.Person)
		m.person(e.Learners...)
		m.centres = e.Centres
	case *PendingIs:
		m.person(e.With)
	case *SupervisorsAre:
		m.person(e.People...)
	case *ContributorsAre:
		m.person(e.People...)
	case *AccountableIs:
		if e.Person != "" {
			m.person(e.Person)
		}
	case *CentresAre:
		m.centres = e.Centres
	case *AttributesAre:
		m.attributes = e.Settings
	case *OverriddenAre:
		m.required = e.Frameworks
	case *ReliedOn:
		for _, a := range e.Attainments {
			m.required = append(m.required, a.ID)
		}
	case *CountsAre:
		if e.Of != "" {
			m.person(e.Of)
		}
		if e.Section != "" {
			m.sections = append(m.sections, e.Section)
		}
	default:
		m.itemExpectation(e)
	}
}

func (m *mentions) itemExpectation(e Expectation) {
	switch e := e.(type) {
	case *DecisionIs:
		m.items = append(m.items, e.Item)
		if e.By != "" {
			m.person(e.By)
		}
		if e.Original != "" {
			m.foreign = append(m.foreign, e.Original)
		}
		if e.As.Centre != "" {
			m.centres = append(m.centres, e.As.Centre)
		}
		if e.As.Role != "" {
			m.roles = append(m.roles, e.As.Role)
		}
	case *LeftOutIs:
		m.reasons(e.Items)
	case *DueIs:
		for _, d := range e.Duties {
			m.person(d.With)
		}
	case *Told:
		m.told(e)
	case *RecommendedAre:
		m.recommended = e.Recommended
	case *PlanIs:
		m.items = append(m.items, e.Item)
	case *AnswerIs:
		m.items = append(m.items, e.Item)
		if e.By != "" {
			m.person(e.By)
		}
		if len(e.Answers) > 0 {
			m.answers = append(m.answers, workflow.ItemAnswer{Item: e.Item, Answers: e.Answers})
		}
	}
}

func (m *mentions) reasons(list []Reason) {
	for _, r := range list {
		m.items = append(m.items, r.Items...)
	}
}

func (m *mentions) told(e *Told) {
	for _, n := range e.Notices {
		m.person(n.To)
		m.items = append(m.items, n.Items...)
	}
}
