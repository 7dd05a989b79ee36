package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// InForce reports whether an appointment of that person counts now: the policy
// has the role, and the person is an active member of the centre and not
// suspended there. A role that the host names needs no membership, but a
// suspension stops it too.
func (p *Policy) InForce(s *Standing, a *Appointment) bool {
	return s != nil && a != nil && s.inForce(p.Role(a.Role), a.Centre)
}

// HoldsAny reports whether any appointment is in force in the scope, whatever it allows.
func (p *Policy) HoldsAny(s *Standing, sc Scope) bool {
	if s == nil {
		return false
	}
	for i := range s.Appointments {
		if a := &s.Appointments[i]; sc.covers(a) && p.InForce(s, a) {
			return true
		}
	}
	return false
}

func (s *Standing) inForce(r *Role, centre CentreID) bool {
	if !r.held() {
		return false
	}
	m := s.membership(centre)
	if r.origin == ByHost {
		return m == nil || !m.Suspended
	}
	return m != nil && m.Active && !m.Suspended
}

func (s *Standing) membership(c CentreID) *Membership {
	for i := range s.Memberships {
		if s.Memberships[i].Centre == c {
			return &s.Memberships[i]
		}
	}
	return nil
}

// covers reports whether the appointment is at one of the scope's centres and
// for its category. It is asked for every appointment of every decision.
func (sc *Scope) covers(a *Appointment) bool {
	for i := range sc.Centres {
		if sc.Centres[i] == a.Centre {
			return a.isFor(sc.Category)
		}
	}
	return false
}

func (a *Appointment) isFor(c proficiency.Category) bool {
	return len(a.Categories) == 0 || slices.Contains(a.Categories, c)
}

// A Reach is where something is held: at one centre, for some categories or all.
type Reach struct {
	Centre CentreID
	// Categories are in order and without repetition; none means all, also
	// frameworks that have no category.
	Categories []proficiency.Category
}

// All reports whether the reach is the whole centre.
func (r Reach) All() bool { return len(r.Categories) == 0 }

// Scopes says where the person has the capability, one Reach for each centre
// in the order of the standing, so that a list can be narrowed in a query.
// It agrees with [Policy.May] on every scope.
func (p *Policy) Scopes(s *Standing, c Capability) []Reach {
	return p.reach(s, func(r *Role) bool { return r.Has(c) })
}

// AnyScopes says where the person holds any appointment in force, as
// [Policy.Scopes] does for one capability. It agrees with [Policy.HoldsAny].
func (p *Policy) AnyScopes(s *Standing) []Reach {
	return p.reach(s, func(*Role) bool { return true })
}

func (p *Policy) reach(s *Standing, fits func(*Role) bool) []Reach {
	if s == nil {
		return nil
	}
	var out []Reach
	for i := range s.Appointments {
		a := &s.Appointments[i]
		r := p.Role(a.Role)
		if !s.inForce(r, a.Centre) || !fits(r) {
			continue
		}
		at := slices.IndexFunc(out, func(x Reach) bool { return x.Centre == a.Centre })
		if at < 0 {
			out = append(out, Reach{a.Centre, categories(a.Categories)})
			continue
		}
		out[at].add(a)
	}
	return out
}

func (r *Reach) add(a *Appointment) {
	if r.All() || len(a.Categories) == 0 {
		r.Categories = nil
		return
	}
	r.Categories = categories(r.Categories, a.Categories)
}

// within reports whether every category of want, where none means all, is in reach.
func (r Reach) within(want []proficiency.Category) bool {
	if r.All() {
		return true
	}
	return len(want) > 0 && !slices.ContainsFunc(want, func(c proficiency.Category) bool {
		return !slices.Contains(r.Categories, c)
	})
}

// categories is the union of some lists, in order; nil if they are empty.
func categories(lists ...[]proficiency.Category) []proficiency.Category {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Clip(slices.Compact(all))
}
