package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// Enrolling is one person's wish to enrol another.
type Enrolling struct {
	Actor, Learner *Standing
	Centre         Centre
	// Category is that of the framework, or empty.
	Category proficiency.Category
	// LearnerCentres are the centres that the learner is a delegate of. They
	// are asked for where a kind of centre enrols only learners whom no centre
	// of another kind has; one that is missing is a reason to refuse.
	LearnerCentres []Centre
}

// MayEnrol reports whether the actor may enrol the learner: they have the
// capability at the centre and for the category, are not the learner, have
// the learner on their staff list there if the policy asks for it, and the
// centre may enrol that learner as [Policy.MayBeEnrolled] says. Whether the
// learner is a delegate of the centre, and whether the framework is offered
// there and open, is not decided here: see [Standing.DelegateOf].
func (p *Policy) MayEnrol(e Enrolling) Decision {
	d := p.May(e.Actor, CanEnrol, Scope{Centres: []CentreID{e.Centre.ID}, Category: e.Category})
	reasons := d.Reasons
	if e.Actor != nil && e.Learner != nil {
		reasons = append(reasons, p.enroller(e)...)
	}
	reasons = append(reasons, p.MayBeEnrolled(e.Learner, e.Centre, e.LearnerCentres).Reasons...)
	if len(reasons) > 0 {
		return Decision{Reasons: reasons}
	}
	return d
}

// enroller are the reasons why this person may not enrol that one.
func (p *Policy) enroller(e Enrolling) (out []Reason) {
	who, learner := string(e.Actor.Person), string(e.Learner.Person)
	if e.Actor.Person == e.Learner.Person {
		return []Reason{because(CodeOwnEnrolment, p.grant(CanEnrol), "{person} is the learner, and nobody enrols themselves by a role",
			"person", who).cure(p.askHolder(p.RolesWith(CanEnrol)))}
	}
	if p.enrolment.staffList.On && !e.Actor.hasOnStaffList(e.Centre.ID, e.Learner.Person) {
		out = append(out, because(CodeNotOnStaffList, p.enrolment.staffList.Position,
			"{learner} is not on the staff list of {person} at {centre}", "learner", learner, "person", who,
			"centre", string(e.Centre.ID)).cure("put them on the staff list first"))
	}
	return out
}

// MayBeEnrolled reports whether a centre of that kind registers and enrols the
// learner, whoever does it; also where learners enrol themselves. Its As is zero.
func (p *Policy) MayBeEnrolled(learner *Standing, centre Centre, learnerCentres []Centre) Decision {
	if learner == nil {
		return Decision{Reasons: []Reason{p.unknownPerson(p.enrolment.position)}}
	}
	if len(p.enrolment.kinds) == 0 {
		return Decision{}
	}
	rule := p.enrolment.kind(centre.Kind)
	if rule == nil {
		return Decision{Reasons: []Reason{p.wrongKind(centre)}}
	}
	if len(rule.unless) == 0 {
		return Decision{}
	}
	return Decision{Reasons: rule.elsewhere(learner, centre, learnerCentres)}
}

func (p *Policy) wrongKind(centre Centre) Reason {
	kinds := make([]CentreKind, len(p.enrolment.kinds))
	for i, k := range p.enrolment.kinds {
		kinds[i] = k.kind
	}
	return because(CodeCentreKind, p.enrolment.position, "{centre} is of the kind {kind}, which does not enrol: {kinds} do",
		"centre", string(centre.ID), "kind", string(centre.Kind), "kinds", list(kinds)).
		cure("enrol at a centre of the kind " + either(kinds))
}

// elsewhere are the reasons against a centre that stands back behind others.
// A suspension elsewhere changes nothing: the learner is still theirs. Which
// centre it is, is not said: the actor may have nothing to do with it.
func (k *kindRule) elsewhere(learner *Standing, centre Centre, known []Centre) (out []Reason) {
	for _, m := range learner.Memberships {
		if !m.Active || m.Centre == centre.ID {
			continue
		}
		i := slices.IndexFunc(known, func(c Centre) bool { return c.ID == m.Centre })
		switch {
		case i < 0:
			out = addNew(out, []Reason{because(CodeCentreUnknown, k.position,
				"of which kind another centre of {learner} is was not said", "learner", string(learner.Person))})
		case slices.Contains(k.unless, known[i].Kind):
			kind := string(known[i].Kind)
			out = addNew(out, []Reason{because(CodeDelegateElsewhere, k.position,
				"{learner} is a delegate of a centre of the kind {kind}: {centre} enrols only delegates of none",
				"learner", string(learner.Person), "kind", kind, "centre", string(centre.ID)).
				cure("their centre of the kind " + kind + " can enrol them")})
		}
	}
	return out
}

func (s *Standing) hasOnStaffList(c CentreID, person PersonID) bool {
	return slices.Contains(s.Staff, StaffEntry{Centre: c, Person: person})
}
