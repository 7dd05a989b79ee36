package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// Revoking is one person's wish to end an appointment of another.
type Revoking struct {
	Actor, Person *Standing
	// Appointment is one of the person's; the order of its categories does not matter.
	Appointment Appointment
	// Holders are needed for roles whose last holder must stay.
	Holders Holders
}

// MayRevoke reports whether the actor may end the appointment: they hold a role
// in force at the same centre that ends that role, the appointment is within
// its own categories, it is not their own, and it is not the last one in force
// where the policy keeps it. An appointment that is not in force, because its
// holder is suspended or deactivated, is never the last one.
func (p *Policy) MayRevoke(r Revoking) Decision {
	if r.Actor == nil || r.Person == nil {
		return Decision{Reasons: []Reason{p.unknownPerson(p.position)}}
	}
	role, reasons := p.ending(r.Person, &r.Appointment)
	if role == nil {
		return Decision{Reasons: reasons}
	}
	as, clause, against := p.mayEnd(revocation, r.Actor, &r.Appointment)
	reasons = append(reasons, against...)
	if r.Actor.Person == r.Person.Person {
		reasons = append(reasons, own(r.Actor, "revoke their own appointment", clause).cure("resign the role"))
	}
	if reasons = append(reasons, p.lastEnding(r.Person, &r.Appointment, role, r.Holders)...); len(reasons) > 0 {
		return Decision{Reasons: reasons}
	}
	return Decision{As: as}
}

// Resigning is a person's wish to end an appointment of their own.
type Resigning struct {
	Person *Standing
	// Appointment is one of the person's; the order of its categories does not matter.
	Appointment Appointment
	// Holders are needed for roles whose last holder must stay.
	Holders Holders
}

// MayResign reports whether the person may give up the appointment: the policy
// lets holders resign the role, and it is not the last one in force where the
// policy keeps it. As is the role given up.
func (p *Policy) MayResign(r Resigning) Decision {
	if r.Person == nil {
		return Decision{Reasons: []Reason{p.unknownPerson(p.position)}}
	}
	role, reasons := p.ending(r.Person, &r.Appointment)
	if role == nil {
		return Decision{Reasons: reasons}
	}
	if !role.resign.On {
		reasons = append(reasons, because(CodeMayNotResign, role.resign.Position, "{role} cannot be resigned", "role", string(role.id)).
			cure(p.askHolder(p.enders(revocation, role.id))))
	}
	if reasons = append(reasons, p.lastEnding(r.Person, &r.Appointment, role, r.Holders)...); len(reasons) > 0 {
		return Decision{Reasons: reasons}
	}
	return Decision{As: r.Appointment.held()}
}

// ending finds the role of an appointment that is to end; nil with reasons if
// the policy does not have it or nobody is appointed to it.
func (p *Policy) ending(person *Standing, a *Appointment) (*Role, []Reason) {
	role := p.Role(a.Role)
	switch {
	case role == nil:
		return nil, []Reason{p.unknownRole(a.Role)}
	case role.origin != ByAppointment:
		return nil, []Reason{notAppointed(role)}
	case !slices.ContainsFunc(person.Appointments, a.same):
		return role, []Reason{because(CodeNotHeld, role.position, "{person} does not hold this appointment to {role} at {centre}",
			"person", string(person.Person), "role", string(a.Role), "centre", string(a.Centre))}
	}
	return role, nil
}

// same reports whether b is the same appointment, whatever the order of its categories.
func (a *Appointment) same(b Appointment) bool {
	return a.Role == b.Role && a.Centre == b.Centre && slices.Equal(categories(a.Categories), categories(b.Categories))
}

// lastEnding is the reason against ending the last appointment in force, if it is that.
func (p *Policy) lastEnding(s *Standing, a *Appointment, role *Role, holders Holders) []Reason {
	others := func(b *Appointment) bool { return b.Role == a.Role && !a.same(*b) }
	if !s.inForce(role, a.Centre) || !slices.ContainsFunc(s.Appointments, a.same) || slices.ContainsFunc(p.inForceAt(s, a.Centre), others) {
		return nil
	}
	return p.last(role, a.Centre, holders)
}

// last is the reason against losing one of a role's holders in force, if no other would be left.
func (p *Policy) last(role *Role, centre CentreID, holders Holders) []Reason {
	if !role.keepLast.On {
		return nil
	}
	n, known := holders[role.id]
	switch {
	case !known:
		return []Reason{holdersUnknown(role, centre, role.keepLast.Position)}
	case n <= 1:
		return []Reason{because(CodeLastHolder, role.keepLast.Position, "nobody at {centre} would be left as {role}",
			"centre", string(centre), "role", string(role.id)).cure("appoint another " + string(role.id) + " first")}
	}
	return nil
}

func own(actor *Standing, what string, clause source.Position) Reason {
	return because(CodeOwnAppointment, clause, "{person} may not "+what, "person", string(actor.Person))
}
