package roles

import (
	"fmt"
	"slices"
)

// What the search holds every transition against is said here once more, from
// the policy's data alone: nothing in this file asks what decides on acts.

// A property is what a transition can break.
type property string

const (
	pathProperty property = "no capability without a path in the policy"
	lastProperty property = "a role that is kept keeps a holder"
	openProperty property = "what the policy opens is open"
	// ownProperty is what the search itself rests on.
	ownProperty property = "a world is all that there is of a register, whatever people are called"
)

// A breach says which property a transition breaks, and how; the zero one none.
type breach struct {
	of  property
	how string
}

func broken(of property, format string, args ...any) breach {
	return breach{of, fmt.Sprintf(format, args...)}
}

// inForce are the holdings that count now.
func (s *space) inForce(x spot) spot {
	switch {
	case x&spotSuspended != 0:
		return 0
	case x&(spotMember|spotDeactivated) == spotMember:
		return x & spotHeld
	}
	return x & s.byHost
}

// may are the capabilities that the holdings give.
func (s *space) may(held spot) (can capabilitySet) {
	for i := range s.held {
		if held&s.held[i].bit != 0 {
			can |= s.held[i].role.can
		}
	}
	return can
}

// reach says for which of the holdings' categories somebody holds the role:
// for all, or for those that a search limits to.
func (s *space) reach(held spot, r *Role) (all, limited bool) {
	for i := range s.held {
		if h := &s.held[i]; h.role == r && held&h.bit != 0 {
			all, limited = all || h.limits == nil, true
		}
	}
	return all, limited
}

func (s *space) covers(held spot, r *Role, h *posting) bool {
	all, limited := s.reach(held, r)
	return all || limited && h.limits != nil
}

// holdersOf counts the persons who hold the role in force.
func (s *space) holdersOf(w *world, c int, r *Role) (n int) {
	for _, x := range w[c] {
		if _, any := s.reach(s.inForce(x), r); any {
			n++
		}
	}
	return n
}

// path says whether the actor may bring the person to hold that: it is in the
// policy, under its conditions, at that centre.
func (s *space) path(w *world, m *move, h *posting) bool {
	if h.role.origin == ByHost {
		return m.actor == theHost && m.act.Kind() == ActNameHolder
	}
	person := w[m.centre][m.person]
	if m.actor == theHost || person&(spotMember|spotDeactivated|spotSuspended) != spotMember || h.role.training != "" && !m.trained {
		return false
	}
	held := s.inForce(w[m.centre][m.actor])
	return slices.ContainsFunc(s.held, func(by posting) bool {
		if held&by.bit == 0 || !s.covers(held, by.role, h) {
			return false
		}
		if m.actor == m.person {
			return by.role.mayTake.Has(h.role.id)
		}
		return slices.ContainsFunc(slices.Collect(by.role.appoints.Values()), func(rule AppointRule) bool {
			return rule.Roles.Has(h.role.id) && by.role.can.has(rule.Capability) && s.conditions(w, m, h, &rule)
		})
	})
}

func (s *space) conditions(w *world, m *move, h *posting, rule *AppointRule) bool {
	listed := w[m.centre][m.actor]&(spotStaff<<m.person) != 0
	return (!rule.OnStaffList || listed) && (!rule.Attestation || m.parts.attested) &&
		(!rule.OnlyWhileNoneInForce || s.holdersOf(w, m.centre, h.role) == 0)
}

// check holds a transition against all properties.
func (s *space) check(from, to *world, m *move, d *actDecision) breach {
	for i := range searchPeople {
		if b := s.checkGain(from, to, m, i); b != (breach{}) {
			return b
		}
	}
	if other := 1 - m.centre; from[other] != to[other] {
		return broken(pathProperty, "an act at one centre changed another")
	}
	return s.checkLast(from, to, m, d)
}

// checkGain is about what person i got.
func (s *space) checkGain(from, to *world, m *move, i int) breach {
	before, after := from[m.centre][i], to[m.centre][i]
	gained := after &^ before & spotHeld
	for k := range s.held {
		if h := &s.held[k]; gained&h.bit != 0 && (i != m.person || !s.path(from, m, h)) {
			return broken(pathProperty, "%s %s is got by an act of somebody without a path to it in the policy", h.role.id, list(h.limits))
		}
	}
	more := s.may(s.inForce(after)) &^ s.may(s.inForce(before))
	switch {
	case more == 0 || m.actor == theHost:
		return breach{}
	case i == m.actor && more&^s.may(gained) != 0:
		return broken(pathProperty, "somebody may more by an act of their own, and took no role that says so")
	case i != m.actor && more&^s.may(gained) != 0 && !s.restores(from, m, i):
		return broken(pathProperty, "somebody may more by an act of another who can neither stop nor approve them")
	}
	return breach{}
}

// restores says whether the act may bring back what the person holds: a lift
// by somebody who suspends all of it, or an approval.
func (s *space) restores(w *world, m *move, i int) bool {
	held := s.inForce(w[m.centre][m.actor])
	switch m.act.Kind() {
	case ActApprove:
		return s.may(held).has(CanApprove)
	case ActLift:
		return !slices.ContainsFunc(s.held, func(h posting) bool {
			by := func(by posting) bool {
				return held&by.bit != 0 && by.role.suspends.Has(h.role.id) && s.covers(held, by.role, &h)
			}
			return w[m.centre][i]&h.bit != 0 && !slices.ContainsFunc(s.held, by)
		})
	}
	return false
}

// checkLast is about roles whose last holder the policy keeps. The host alone
// can take that one, and then the record says so.
func (s *space) checkLast(from, to *world, m *move, d *actDecision) breach {
	for r := range s.p.roles.Values() {
		lost := r.keepLast.On && s.holdersOf(from, m.centre, r) > 0 && s.holdersOf(to, m.centre, r) == 0
		if lost && m.actor != theHost {
			return broken(lastProperty, "nobody is left as %s, and that not by the host", r.id)
		}
		if d != nil && lost != s.reported(m, d, r) {
			return broken(lastProperty, "it is %v that nobody is left as %s, and the opposite is reported", lost, r.id)
		}
	}
	return breach{}
}

func (s *space) reported(m *move, d *actDecision, r *Role) bool {
	event := slices.ContainsFunc(d.events, func(e RegisterEvent) bool { return e.Kind == RoleUnfilled && e.Role == r.id })
	warned := slices.ContainsFunc(s.p.warningsOf(s.centres[m.centre].ID, d.events), func(x Reason) bool {
		return x.Code == CodeCentreWithoutManager && x.Params["role"] == string(r.id)
	})
	return event && warned
}

// checkOpen holds a refusal, or what changed nothing, against the policy: to
// somebody who does not hold the role an open way leads. So the first
// appointment is open again as soon as nobody is in force.
func (s *space) checkOpen(w *world, m *move) breach {
	if m.act.Kind() != ActAppoint {
		return breach{}
	}
	var wanted *posting
	for i := range s.held {
		h := &s.held[i]
		if h.role.id != m.parts.role {
			continue
		}
		if w[m.centre][m.person]&h.bit != 0 {
			return breach{} // what is held already is another matter
		}
		if slices.Equal(h.limits, m.parts.categories) {
			wanted = h
		}
	}
	if s.path(w, m, wanted) {
		return broken(openProperty, "the policy has a way to %s %s, but it is refused", m.parts.role, list(m.parts.categories))
	}
	return breach{}
}

// paths are the roles that the holders of some lead to, acting one after the
// other: the least set that has them and, with each role, those it appoints to
// or may take.
func paths(p *Policy, from ...RoleID) []RoleID {
	for i := 0; i < len(from); i++ {
		r := p.Role(from[i])
		next := slices.Collect(r.mayTake.Values())
		for rule := range r.appoints.Values() {
			next = slices.AppendSeq(next, rule.Roles.Values())
		}
		for _, id := range next {
			if !slices.Contains(from, id) {
				from = append(from, id)
			}
		}
	}
	return from
}
