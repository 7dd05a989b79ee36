package roles

import (
	"iter"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// at yields the person's appointments at each of the centres where there are any.
func (s *Standing) at(centres []CentreID) iter.Seq[[]*Appointment] {
	return func(yield func([]*Appointment) bool) {
		for i, c := range centres {
			if slices.Contains(centres[:i], c) {
				continue
			}
			if here := s.held(c); len(here) > 0 && !yield(here) {
				return
			}
		}
	}
}

// held are the person's appointments at the centre, in force or not.
func (s *Standing) held(c CentreID) (here []*Appointment) {
	for i := range s.Appointments {
		if s.Appointments[i].Centre == c {
			here = append(here, &s.Appointments[i])
		}
	}
	return here
}

func rolesOf(as []*Appointment) []RoleID {
	ids := make([]RoleID, 0, len(as))
	for _, a := range as {
		if !slices.Contains(ids, a.Role) {
			ids = append(ids, a.Role)
		}
	}
	return ids
}

// grant is where the policy first gives the capability, or the policy itself.
func (p *Policy) grant(c Capability) source.Position {
	if hs := p.holders[c]; len(hs) > 0 {
		return hs[0].granted
	}
	return p.position
}

func (p *Policy) askHolder(ids []RoleID) string {
	if len(ids) == 0 {
		return ""
	}
	return "ask somebody who holds " + either(ids)
}

// askNamed says who may use the capability where content names roles.
func (p *Policy) askNamed(c Capability, named proficiency.Roles) string {
	var known, able []RoleID
	for id := range named.Values() {
		r := p.Role(id)
		if !r.held() {
			continue
		}
		if known = append(known, id); r.Has(c) {
			able = append(able, id)
		}
	}
	switch with := p.RolesWith(c); {
	case len(able) > 0:
		return p.askHolder(able)
	case len(known) > 0 && len(with) > 0:
		return p.askHolder(known) + " and, at the same centre, " + either(with)
	}
	return ""
}

// cureBy says what must happen, and which roles can see to it.
func (p *Policy) cureBy(c Capability, what string) string {
	if ids := p.RolesWith(c); len(ids) > 0 {
		return what + ": ask somebody who holds " + either(ids)
	}
	return what
}

func (p *Policy) unknownPerson(clause source.Position) Reason {
	return because(CodeUnknownPerson, clause, "nothing is known of this person")
}

func (p *Policy) unknownRole(id RoleID) Reason {
	return because(CodeUnknownRole, p.position, "the policy has no role {role}", "role", string(id)).
		cure("its roles are " + list(idsOf(slices.Collect(p.roles.Values()))))
}

func notAppointed(r *Role) Reason {
	how := "the host names who holds it"
	if r.origin == ByEnrolment {
		how = "being enrolled gives it"
	}
	return because(CodeNotAppointed, r.position, "nobody is appointed to {role}: "+how, "role", string(r.id))
}

func noRoleHere(s *Standing, sc Scope, clause source.Position) Reason {
	if len(sc.Centres) == 0 {
		return because(CodeNoRoleHere, clause, "{person} holds no role here: no centre is concerned", "person", string(s.Person))
	}
	return because(CodeNoRoleHere, clause, "{person} holds no role at {centres}",
		"person", string(s.Person), "centres", list(sc.Centres))
}
