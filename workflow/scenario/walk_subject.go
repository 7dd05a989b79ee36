package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// responsible is the learner, or who is accountable for the centre.
func (t *tale) responsible() workflow.PersonID {
	if t.about.Centre != "" {
		return t.accountable
	}
	return t.about.Learner
}

// own reports whether it is the person's own enrolment: they are the learner,
// or contribute to it, or are accountable for it.
func (t *tale) own(who workflow.PersonID) bool {
	return who == t.responsible() || slices.Contains(t.contributors, who)
}

// learns reports whether a command that is the learner's is that person's: of
// a centre, answers are the contributors', and all else is not.
func (t *tale) learns(kind workflow.Kind, who workflow.PersonID) bool {
	if t.about.Centre != "" && kind == workflow.KindSelfAssess {
		return slices.Contains(t.contributors, who)
	}
	return who == t.responsible()
}

// active reports whether who does what a learner does may do anything but read.
func (b *book) active(t *tale, who workflow.PersonID) bool {
	return t.trial() || slices.ContainsFunc(t.centres, func(c workflow.CentreID) bool { return b.delegate(who, c) })
}

// mayContribute reports whether people may be the contributors of a centre's
// enrolment: there are some, all of them delegates of it, none a supervisor.
func (b *book) mayContribute(t *tale, people []workflow.PersonID, at workflow.CentreID) bool {
	for i, p := range people {
		if slices.Contains(people[:i], p) || !b.mayStandFor(t, p, at) {
			return false
		}
	}
	return len(people) > 0
}

// supervisedByAny reports whether one of these is a supervisor, whatever became
// of the enrolment.
func (t *tale) supervisedByAny(people []workflow.PersonID) bool {
	return slices.ContainsFunc(people, func(p workflow.PersonID) bool { return slices.Contains(t.supervisors, p) })
}

// mayStandFor reports whether somebody may be a contributor or accountable of
// an enrolment, which begins anew with no supervisors if it was withdrawn.
func (b *book) mayStandFor(t *tale, who workflow.PersonID, at workflow.CentreID) bool {
	return b.delegate(who, at) && (t.withdrawn || !slices.Contains(t.supervisors, who))
}

// notCentreEnroller is notEnroller for centres.
func (b *book) notCentreEnroller(t *tale, fw *proficiency.Framework, m *Moment, c *workflow.Enrol) string {
	who, centre := m.Request.Actor, b.centres[c.Centre]
	switch {
	case t.exists && !t.withdrawn:
		return "the centre is enrolled"
	case !b.mayContribute(t, c.Contributors, c.Centre) || !b.mayStandFor(t, c.Accountable, c.Centre):
		return "these may not stand for the centre"
	case centre == nil || centre.withheld[fw.ID()]:
		return "the centre does not offer the framework"
	case who == c.Accountable:
		return unless(fw.Enrolment().Self, "nobody enrols a centre to be accountable for it")
	case slices.Contains(c.Contributors, who):
		return "nobody enrols a centre to contribute to it"
	}
	return unless(b.holds(who, c.Centre, fw.Category(), with(roles.CanEnrol)), "may not enrol")
}

// selfEnrolled reports whether the learner enrolled themselves, or the
// accountable person of then the centre.
func (t *tale) selfEnrolled() bool {
	return t.enrolled.By == t.enrolled.Learner || t.enrolled.By == t.enrolled.Accountable
}

// subject is what enrolments on a framework are of.
func (x *stretch) subject(id proficiency.FrameworkID) proficiency.Subject {
	if versions := x.world.known[id]; len(versions) > 0 {
		return versions[0].Subject()
	}
	return proficiency.SubjectPerson
}
