package roles

import "github.com/countersign-go/countersign/proficiency"

// MayEnrolCentre reports whether the actor may enrol a centre itself, on a
// framework of that category whose subject is a centre: they have the capability
// there, and [Policy.CentreMayBeEnrolled] says yes. Staff lists are of learners, and
// are not asked. Who answers for the centre, and whether the framework is
// offered there and open, is not decided here.
func (p *Policy) MayEnrolCentre(actor *Standing, centre Centre, category proficiency.Category) Decision {
	d := p.May(actor, CanEnrol, Scope{Centres: []CentreID{centre.ID}, Category: category})
	if reasons := append(d.Reasons, p.CentreMayBeEnrolled(centre).Reasons...); len(reasons) > 0 {
		return Decision{Reasons: reasons}
	}
	return d
}

// CentreMayBeEnrolled reports whether a centre may be the subject of an
// enrolment, whoever enrols it: it is of a kind that enrols. A kind that stands
// back behind others does so for their learners, not for itself. Its As is zero.
func (p *Policy) CentreMayBeEnrolled(centre Centre) Decision {
	if len(p.enrolment.kinds) > 0 && p.enrolment.kind(centre.Kind) == nil {
		return Decision{Reasons: []Reason{p.wrongKind(centre)}}
	}
	return Decision{}
}
