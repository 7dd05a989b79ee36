package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// whyNot are all reasons why May refuses; there is at least one.
func (p *Policy) whyNot(s *Standing, c Capability, sc Scope) []Reason {
	if !c.valid() {
		return []Reason{because(CodeLacksCapability, p.position, "nobody has a capability that does not exist")}
	}
	ask := p.askHolder(p.RolesWith(c))
	if s == nil {
		return []Reason{p.unknownPerson(p.grant(c)).cure(ask)}
	}
	var out []Reason
	for here := range s.at(sc.Centres) {
		out = append(out, p.stopped(s, here)...)
		gives := p.giving(c, here)
		if len(gives) == 0 {
			out = append(out, p.lacks(s, c, here).cure(ask))
		}
		out = append(out, p.otherCategory(s, gives, sc.Category, ask)...)
	}
	if len(out) == 0 {
		out = append(out, noRoleHere(s, sc, p.grant(c)).cure(ask))
	}
	return out
}

// whyNotAs are all reasons why MayAs refuses; there is at least one.
func (p *Policy) whyNotAs(s *Standing, c Capability, named proficiency.Roles, sc Scope) []Reason {
	if !c.valid() {
		return p.whyNot(s, c, sc)
	}
	if named.Len() == 0 {
		return []Reason{because(CodeNobodyNamed, named.Position, "content names no role for {capability}", "capability", c.String())}
	}
	ask := p.askNamed(c, named)
	if s == nil {
		return []Reason{p.unknownPerson(named.Position).cure(ask)}
	}
	var out []Reason
	for here := range s.at(sc.Centres) {
		out = append(out, p.whyNotAsAt(s, c, named, here, sc.Category, ask)...)
	}
	if len(out) == 0 {
		out = append(out, noRoleHere(s, sc, named.Position).cure(ask))
	}
	return out
}

// whyNotAsAt are the reasons of one centre where the person holds anything.
func (p *Policy) whyNotAsAt(s *Standing, c Capability, named proficiency.Roles, here []*Appointment, category proficiency.Category, ask string) []Reason {
	out := p.stopped(s, here)
	isNamed := func(a *Appointment) bool { return named.Has(a.Role) }
	gives := func(a *Appointment) bool { return find(p.holders[c], a.Role) != nil }
	if !slices.ContainsFunc(here, isNamed) {
		out = append(out, because(CodeRoleNotNamed, named.Position,
			"{person} holds {held} at {centre}, and content asks for {roles}", "person", string(s.Person),
			"held", list(rolesOf(here)), "centre", string(here[0].Centre), "roles", list(slices.Collect(named.Values()))).cure(ask))
	}
	if !slices.ContainsFunc(here, gives) {
		out = append(out, p.lacks(s, c, here).cure(ask))
	}
	beside := func(a *Appointment) bool { return !isNamed(a) && !gives(a) }
	return append(out, p.otherCategory(s, slices.DeleteFunc(here, beside), category, ask)...)
}

// stopped are the reasons why appointments at one centre are not in force.
func (p *Policy) stopped(s *Standing, here []*Appointment) (out []Reason) {
	known := make([]*Role, 0, len(here))
	for _, a := range here {
		switch r := p.Role(a.Role); {
		case r == nil:
			out = append(out, p.unknownRole(a.Role))
		case !r.held():
			out = append(out, notAppointed(r))
		case !s.inForce(r, a.Centre):
			known = append(known, r)
		}
	}
	if len(known) == 0 {
		return out
	}
	centre, who := string(here[0].Centre), string(s.Person)
	m := s.membership(here[0].Centre)
	if m != nil && m.Suspended {
		out = append(out, because(CodeSuspended, known[0].position, "{person} is suspended at {centre}",
			"person", who, "centre", centre).cure(p.cureBy(CanSuspend, "the suspension must be lifted")))
	}
	appointed := func(r *Role) bool { return r.origin == ByAppointment }
	if (m == nil || !m.Active) && slices.ContainsFunc(known, appointed) {
		out = append(out, because(CodeNotActive, known[0].position, "{person} is no active delegate of {centre}",
			"person", who, "centre", centre).cure(p.cureBy(CanApprove, "the registration must be approved and active")))
	}
	return out
}

// lacks says that no role held here gives the capability.
func (p *Policy) lacks(s *Standing, c Capability, here []*Appointment) Reason {
	clause := p.grant(c)
	if r := p.Role(here[0].Role); r != nil {
		clause = r.granted
	}
	return because(CodeLacksCapability, clause, "no role that {person} holds at {centre} gives {capability}: {held}",
		"person", string(s.Person), "centre", string(here[0].Centre), "capability", c.String(), "held", list(rolesOf(here)))
}

// otherCategory are the appointments that are limited to other categories.
func (p *Policy) otherCategory(s *Standing, as []*Appointment, c proficiency.Category, ask string) (out []Reason) {
	message := "{person} is {role} at {centre} for {categories} only, not for {category}"
	if c == "" {
		message = "{person} is {role} at {centre} for {categories} only, not for what has no category"
	}
	for _, a := range as {
		r := p.Role(a.Role)
		if !r.held() || a.isFor(c) {
			continue // a role that stands for nothing is a reason of its own
		}
		out = append(out, because(CodeOtherCategory, r.position, message, "person", string(s.Person), "role", string(a.Role),
			"centre", string(a.Centre), "categories", list(a.Categories), "category", string(c)).cure(ask))
	}
	return out
}

// giving are those of the appointments whose role has the capability.
func (p *Policy) giving(c Capability, here []*Appointment) (out []*Appointment) {
	for _, a := range here {
		if find(p.holders[c], a.Role) != nil {
			out = append(out, a)
		}
	}
	return out
}
