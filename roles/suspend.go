package roles

import "slices"

// Suspending is one person's wish to suspend another at a centre, or to lift the suspension.
type Suspending struct {
	Actor, Person *Standing
	Centre        CentreID
	// Holders are needed for roles whose last holder must stay.
	Holders Holders
}

// MaySuspend reports whether the actor may suspend the person at the centre,
// which stops all appointments there. The actor needs, for each of these, a
// role in force at the same centre that suspends its holders, with the
// appointment within its own categories; for a person without appointments, any
// role in force there with the capability. Nobody suspends themselves, and the
// last holder of a role that the policy keeps is not suspended. As is the
// first role relied on.
func (p *Policy) MaySuspend(s Suspending) Decision {
	m, d := p.suspending(s, "suspend themselves")
	switch {
	case s.Person == nil:
		return d
	case m != nil && m.Suspended:
		d.Reasons = append(d.Reasons, p.aboutSuspension(CodeSuspendedAlready, "{person} is suspended at {centre} already", s))
	}
	for _, id := range rolesOf(p.inForceAt(s.Person, s.Centre)) {
		d.Reasons = append(d.Reasons, p.last(p.Role(id), s.Centre, s.Holders)...)
	}
	return d.orReasons()
}

// MayLift reports whether the actor may lift the person's suspension at the
// centre. It asks for what [Policy.MaySuspend] asks for, but for the last holder.
func (p *Policy) MayLift(s Suspending) Decision {
	m, d := p.suspending(s, "lift their own suspension")
	if s.Person != nil && m != nil && !m.Suspended {
		d.Reasons = append(d.Reasons, p.aboutSuspension(CodeNotSuspended, "{person} is not suspended at {centre}", s))
	}
	return d.orReasons()
}

// suspending is what suspending and lifting have in common.
func (p *Policy) suspending(s Suspending, what string) (m *Membership, d Decision) {
	if s.Actor == nil || s.Person == nil {
		return nil, Decision{Reasons: []Reason{p.unknownPerson(p.grant(CanSuspend))}}
	}
	if m = s.Person.membership(s.Centre); m == nil {
		d.Reasons = append(d.Reasons, p.aboutSuspension(CodeNotMember, "{person} is not registered at {centre}", s))
	}
	if s.Actor.Person == s.Person.Person {
		d.Reasons = append(d.Reasons, own(s.Actor, what, p.grant(CanSuspend)).cure(p.askHolder(p.RolesWith(CanSuspend))))
	}
	as, reasons := p.maySuspendAll(s)
	d.As, d.Reasons = as, append(d.Reasons, reasons...)
	return m, d
}

// maySuspendAll asks for each appointment that a suspension stops, or for the capability where there is none.
func (p *Policy) maySuspendAll(s Suspending) (as Held, reasons []Reason) {
	stopped := 0
	for _, a := range s.Person.held(s.Centre) {
		if !p.Role(a.Role).held() {
			continue // stands for nothing, so that nothing stops
		}
		by, _, against := p.mayEnd(suspension, s.Actor, a)
		if stopped++; as.IsZero() {
			as = by
		}
		reasons = addNew(reasons, against)
	}
	if stopped > 0 {
		return as, reasons
	}
	return p.mayAt(s.Actor, CanSuspend, s.Centre)
}

// mayAt asks for a role in force at the centre with the capability, for
// whatever category: what is about a person as such has none.
func (p *Policy) mayAt(s *Standing, c Capability, centre CentreID) (Held, []Reason) {
	if as := p.byAt(s, c, centre); !as.IsZero() {
		return as, nil
	}
	ask := p.askHolder(p.RolesWith(c))
	out := p.unable(s, centre, p.grant(c), ask)
	if here := s.held(centre); len(here) > 0 && len(p.giving(c, here)) == 0 {
		out = append(out, p.lacks(s, c, here).cure(ask))
	}
	return Held{}, out
}

// byAt is the first such role, or none: what mayAt answers, without reasons.
func (p *Policy) byAt(s *Standing, c Capability, centre CentreID) Held {
	if s == nil {
		return Held{}
	}
	for i := range s.Appointments {
		a := &s.Appointments[i]
		if r := find(p.holders[c], a.Role); r != nil && a.Centre == centre && s.inForce(r, centre) {
			return a.held()
		}
	}
	return Held{}
}

func (p *Policy) aboutSuspension(code, message string, s Suspending) Reason {
	return because(code, p.grant(CanSuspend), message, "person", string(s.Person.Person), "centre", string(s.Centre))
}

// orReasons is the decision without what it would rest on, if it is a refusal.
func (d Decision) orReasons() Decision {
	if len(d.Reasons) > 0 {
		return Decision{Reasons: d.Reasons}
	}
	return d
}

// addNew appends the reasons that are not there yet: several appointments can have the same one against them.
func addNew(reasons, more []Reason) []Reason {
	for _, r := range more {
		same := func(x Reason) bool { return x.Code == r.Code && x.Message == r.Message }
		if !slices.ContainsFunc(reasons, same) {
			reasons = append(reasons, r)
		}
	}
	return reasons
}
