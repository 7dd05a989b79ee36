package roles

import "github.com/countersign-go/countersign/proficiency"

// May reports whether the person may use the capability in the scope: whether
// an appointment in force there gives it. As is the first such role of the
// standing. A nil standing may do nothing.
func (p *Policy) May(s *Standing, c Capability, sc Scope) Decision {
	if a := p.giver(s, c, &sc); a != nil {
		return Decision{As: a.held()}
	}
	return Decision{Reasons: p.whyNot(s, c, sc)}
}

// Can is whether [Policy.May] allows it, for many people at once: it allocates
// nothing, and gives no reasons.
func (p *Policy) Can(s *Standing, c Capability, sc Scope) bool { return p.giver(s, c, &sc) != nil }

// giver is the first appointment in force in the scope that gives the
// capability, or nil. It takes a pointer since it is asked often.
func (p *Policy) giver(s *Standing, c Capability, sc *Scope) *Appointment {
	if s == nil || !c.valid() {
		return nil
	}
	holders := p.holders[c]
	for i := range s.Appointments {
		a := &s.Appointments[i]
		if r := find(holders, a.Role); r != nil && sc.covers(a) && s.inForce(r, a.Centre) {
			return a
		}
	}
	return nil
}

// MayAs reports whether the person may use the capability in the scope for
// content that names roles. At one centre of the scope, and for its category,
// the person must hold a role that is named and a role with the capability;
// one role can be both. As is the named role, the earliest one named that has
// the capability itself if there is one; With is the role that gives the
// capability where As does not.
func (p *Policy) MayAs(s *Standing, c Capability, named proficiency.Roles, sc Scope) Decision {
	if s != nil && c.valid() {
		switch as, with := p.mayAs(s, c, &named, &sc); {
		case with != nil:
			return Decision{As: as.held(), With: with.held()}
		case as != nil:
			return Decision{As: as.held()}
		}
	}
	return Decision{Reasons: p.whyNotAs(s, c, named, sc)}
}

// mayAs is the appointment to a named role, and, where that does not give the
// capability, the one beside it that does. It takes pointers since it is asked often.
func (p *Policy) mayAs(s *Standing, c Capability, named *proficiency.Roles, sc *Scope) (as, with *Appointment) {
	for n := range named.Len() {
		id := named.At(n)
		role := p.lookUp(id, c)
		for i := range s.Appointments {
			a := &s.Appointments[i]
			if a.Role != id || !sc.covers(a) || !s.inForce(role, a.Centre) {
				continue
			}
			if role.can.has(c) {
				return a, nil
			}
			if b := p.beside(s, a, c, sc); b != nil && as == nil {
				as, with = a, b
			}
		}
	}
	return as, with
}

// beside is an appointment at the same centre as a that gives the capability in the scope.
func (p *Policy) beside(s *Standing, a *Appointment, c Capability, sc *Scope) *Appointment {
	for i := range s.Appointments {
		b := &s.Appointments[i]
		if b.Centre != a.Centre || !b.isFor(sc.Category) {
			continue
		}
		if r := find(p.holders[c], b.Role); r != nil && s.inForce(r, b.Centre) {
			return b
		}
	}
	return nil
}

// lookUp is Role, quicker for a role with the capability.
func (p *Policy) lookUp(id RoleID, c Capability) *Role {
	if r := find(p.holders[c], id); r != nil {
		return r
	}
	return p.Role(id)
}

func (a *Appointment) held() Held { return Held{Role: a.Role, Centre: a.Centre} }

func find(roles []*Role, id RoleID) *Role {
	for _, r := range roles {
		if r.id == id {
			return r
		}
	}
	return nil
}
