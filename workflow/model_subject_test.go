package workflow_test

import (
	"maps"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A centre as the subject, written down once more: rules.md §8, "subject", and
// §5.7.

// stood takes over who stands for the centre that is enrolled.
func (m *model) stood(e *workflow.Enrolled) {
	m.accountable, m.contribute = e.Accountable, map[workflow.PersonID]bool{}
	for _, p := range e.Contributors {
		m.contribute[p] = true
	}
}

// whose is the learner, or who is accountable for the centre.
func (m *model) whose() workflow.PersonID {
	if m.accountable != "" {
		return m.accountable
	}
	return m.enrolled.Learner
}

// own: the person has a part in it, and so decides nothing of it.
func (m *model) own(p workflow.PersonID) bool { return p == m.whose() || m.contribute[p] }

// byAuthor: any contributor answers for a centre.
func (o *oracle) byAuthor() {
	if o.accountable == "" {
		o.afterAgreement()
		return
	}
	o.unless(o.contribute[o.f.Actor], "no contributor")
	o.activeAndGoing()
	o.unless(o.agreed || !o.fw.Declaration().Asked(), "not agreed")
}

// stands: a few delegates of the centre, each named once.
func (o *oracle) standFor(c workflow.CentreID, people ...workflow.PersonID) {
	for i, p := range people {
		o.unless(p != "" && !slices.Contains(people[:i], p) && o.f.Person(p).DelegateOf(c), "no delegate, or named twice")
	}
}

// opensCentre is about the centre, where that is what is enrolled.
func (o *oracle) opensCentre(c *workflow.Enrol) bool {
	if o.fw.Subject() != proficiency.SubjectCentre {
		return false
	}
	o.unless(c.Learner == "" && len(c.Contributors) > 0, "a learner, or no contributor")
	o.standFor(c.Centre, c.Contributors...)
	o.standFor(c.Centre, c.Accountable)
	o.unless(c.CompleteBy.IsZero() || !c.CompleteBy.Before(o.today(c.Centre)), "complete by the past")
	if o.f.Actor == c.Accountable {
		o.unless(o.fw.Enrolment().Self, "not by themselves")
		return true
	}
	o.unless(!slices.Contains(c.Contributors, o.f.Actor), "their own")
	o.unless(o.mayAt(o.f.Actor, roles.CanEnrol, c.Centre), "may not enrol")
	return true
}

func (o *oracle) notAsked(p workflow.PersonID) {
	o.unless(!slices.Contains(o.supervisors, p), "a supervisor")
}

func (o *oracle) setsContributors(c *workflow.SetContributors) {
	o.unless(o.accountable != "", "a learner's, or a trial")
	o.afterAgreement()
	o.unless(len(c.Contributors) > 0, "nobody is left")
	if o.accountable != "" {
		o.standFor(o.first(), c.Contributors...)
	}
	for _, p := range c.Contributors {
		o.notAsked(p)
	}
}

func (o *oracle) setsAccountable(c *workflow.SetAccountable) {
	o.unless(o.accountable != "", "a learner's, or a trial")
	o.byCapability(roles.CanSetAccountable)
	o.unless(!isEmpty(c.Reason), "no reason")
	if o.accountable != "" {
		o.standFor(o.first(), c.Person)
	}
	o.notAsked(c.Person)
}

// author: each answer names who gave it, who was a contributor then. What paper
// says names who answers for the whole.
func (k *walk) author(o *oracle, e *workflow.Answered) {
	k.t.Helper()
	switch {
	case e.Paper:
		require.Equal(k.t, o.whose(), e.Contributor)
	case o.accountable != "":
		require.True(k.t, o.contribute[e.Contributor], "%s does not contribute", e.Contributor)
		fallthrough
	default:
		require.Equal(k.t, e.By, e.Contributor)
	}
}

// standsFor: of a centre exactly one person is accountable, and somebody
// contributes; the state says the same.
func (k *walk) standsFor() {
	k.t.Helper()
	m := k.model
	centre := m.fw.Subject() == proficiency.SubjectCentre && !m.trial()
	require.Equal(k.t, centre, m.accountable != "")
	require.Equal(k.t, centre, len(m.contribute) > 0)
	require.Equal(k.t, centre, m.enrolled.Learner == "")
	require.Equal(k.t, m.accountable, k.state.Accountable())
	require.Equal(k.t, slices.Sorted(maps.Keys(m.contribute)), k.state.Contributors())
	if centre {
		require.Equal(k.t, []workflow.CentreID{k.state.Subject()}, m.centres)
	}
}

// standsFor is somebody whom the facts let stand for the centre.
func (o offer) standsFor() workflow.PersonID {
	for _, s := range o.f.People {
		if s.DelegateOf("trust-1") && !slices.Contains(o.model.supervisors, s.Person) {
			return s.Person
		}
	}
	return ""
}
