package roles

import (
	"slices"
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// A way is one role of the actor by which an appointment could be made.
type way struct {
	as         Held
	role       *Role
	own        Reach // of that role at the centre
	rule       *AppointRule
	clause     source.Position
	categories []proficiency.Category // that the appointment would have
}

// appointer finds the first way that is open, or every reason against it.
func (p *Policy) appointer(a *Appointing, role *Role) (way, []Reason) {
	ways := p.ways(a, role)
	if len(ways) == 0 {
		return way{}, p.noWay(a, role)
	}
	var all []Reason
	for _, w := range ways {
		against := p.against(&w, a, role)
		if len(against) == 0 {
			return w, nil
		}
		all = append(all, against...)
	}
	return way{}, all
}

// ways are the roles in force of the actor at the centre that could lead to
// the role: for somebody else those that appoint to it, for oneself those that
// may take it. They come in the policy's order: which one is open first decides
// on the categories of the appointment, and may not hang on which role the actor
// happened to be given first.
func (p *Policy) ways(a *Appointing, role *Role) (out []way) {
	held := rolesOf(p.inForceAt(a.Actor, a.Centre))
	for r := range p.roles.Values() {
		id := r.id
		if !slices.Contains(held, id) {
			continue
		}
		w := way{as: Held{id, a.Centre}, role: r, own: p.ownReach(a.Actor, id, a.Centre)}
		if a.Actor.Person == a.Person.Person {
			if r.mayTake.Has(role.id) {
				w.clause = r.mayTake.Position
				out = append(out, w)
			}
			continue
		}
		for i := range r.appoints.Len() {
			if rule := r.appoints.At(i); rule.Roles.Has(role.id) {
				w.rule, w.clause = &rule, rule.Position
				out = append(out, w)
			}
		}
	}
	return out
}

// against are the conditions of the way that are not met. It also fixes the categories.
func (p *Policy) against(w *way, a *Appointing, role *Role) (out []Reason) {
	w.categories = categories(a.Categories)
	if w.rule != nil {
		out = p.conditions(w, a, role)
		if w.rule.InheritsCategory && len(w.categories) == 0 {
			w.categories = categories(w.own.Categories)
		}
	}
	if !w.own.within(w.categories) {
		out = append(out, p.beyond(w, a.Actor))
	}
	return out
}

func (p *Policy) conditions(w *way, a *Appointing, role *Role) (out []Reason) {
	actor, who := string(a.Actor.Person), string(a.Person.Person)
	if w.rule.OnStaffList && !a.Actor.hasOnStaffList(a.Centre, a.Person.Person) {
		out = append(out, because(CodeNotOnStaffList, w.clause, "{person} is not on the staff list of {actor} at {centre}",
			"person", who, "actor", actor, "centre", string(a.Centre)).cure("put them on the staff list first"))
	}
	if w.rule.Attestation && !a.Attested {
		out = append(out, because(CodeAttestationMissing, w.clause, "{actor} has not attested that {person} is competent",
			"actor", actor, "person", who).cure("attest their competence"))
	}
	if w.rule.OnlyWhileNoneInForce {
		out = append(out, p.notFirst(w, a, role)...)
	}
	return out
}

func (p *Policy) notFirst(w *way, a *Appointing, role *Role) []Reason {
	n, known := a.Holders[role.id]
	switch {
	case !known:
		return []Reason{holdersUnknown(role, a.Centre, w.clause)}
	case n > 0:
		return []Reason{because(CodeInForceAlready, w.clause, "{role} is held in force at {centre}, by {count}",
			"role", string(role.id), "centre", string(a.Centre), "count", strconv.Itoa(n)).
			cure(p.askHolder(p.appointersOf(role.id, w.role.id)))}
	}
	return nil
}

func holdersUnknown(role *Role, centre CentreID, clause source.Position) Reason {
	return because(CodeHoldersUnknown, clause, "how many hold {role} in force at {centre} was not said",
		"role", string(role.id), "centre", string(centre))
}

// beyond says that the act reaches beyond the actor's own categories.
func (p *Policy) beyond(w *way, actor *Standing) Reason {
	message := "{actor} is {role} at {centre} for {own} only, not for {categories}"
	if len(w.categories) == 0 {
		message = "{actor} is {role} at {centre} for {own} only, not for every category"
	}
	return because(CodeOtherCategory, w.clause, message, "actor", string(actor.Person), "role", string(w.as.Role),
		"centre", string(w.as.Centre), "own", list(w.own.Categories), "categories", list(w.categories)).
		cure("limit it to " + list(w.own.Categories))
}

// noWay are the reasons of somebody none of whose roles in force leads to that role.
func (p *Policy) noWay(a *Appointing, role *Role) []Reason {
	ask := p.askHolder(p.appointersOf(role.id, ""))
	out := p.unable(a.Actor, a.Centre, p.position, ask)
	here := p.inForceAt(a.Actor, a.Centre)
	if a.Actor.Person == a.Person.Person {
		return append(out, because(CodeOwnAppointment, takeClause(p, here, role),
			"{person} may not appoint themselves to {role}", "person", string(a.Actor.Person), "role", string(role.id)).cure(ask))
	}
	if len(here) == 0 {
		return out
	}
	return append(out, because(CodeMayNotAppoint, p.Role(here[0].Role).position, "no role that {actor} holds at {centre} appoints to {role}: {held}",
		"actor", string(a.Actor.Person), "centre", string(a.Centre), "role", string(role.id), "held", list(rolesOf(here))).cure(ask))
}

// takeClause is where the policy lists what a holder may take, or the role wished for.
func takeClause(p *Policy, here []*Appointment, role *Role) source.Position {
	for _, h := range here {
		if at := p.Role(h.Role).mayTake.Position; !at.IsZero() {
			return at
		}
	}
	return role.position
}

// unable are the reasons why the person has no appointment in force at the
// centre, or not all of those held; none if all are.
func (p *Policy) unable(s *Standing, centre CentreID, clause source.Position, ask string) []Reason {
	here := s.held(centre)
	if len(here) == 0 {
		return []Reason{noRoleHere(s, Scope{Centres: []CentreID{centre}}, clause).cure(ask)}
	}
	return p.stopped(s, here)
}

// appointersOf are the roles that appoint to that one, but for one of them.
func (p *Policy) appointersOf(id, but RoleID) (out []RoleID) {
	for r := range p.roles.Values() {
		appoints := func(rule AppointRule) bool { return rule.Roles.Has(id) }
		if r.id != but && slices.ContainsFunc(slices.Collect(r.appoints.Values()), appoints) {
			out = append(out, r.id)
		}
	}
	return out
}

// inForceAt are the person's appointments in force at the centre.
func (p *Policy) inForceAt(s *Standing, centre CentreID) (out []*Appointment) {
	if s == nil {
		return nil
	}
	return slices.DeleteFunc(s.held(centre), func(a *Appointment) bool { return !p.InForce(s, a) })
}

// ownReach is how far the person's appointments in force to the role at the centre reach together.
func (p *Policy) ownReach(s *Standing, id RoleID, centre CentreID) (r Reach) {
	first := true
	for _, a := range p.inForceAt(s, centre) {
		switch {
		case a.Role != id:
		case first:
			r, first = reachOf(a), false
		default:
			r.add(a)
		}
	}
	return r
}
