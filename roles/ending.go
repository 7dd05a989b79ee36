package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// An ending is an act that stops an appointment of somebody else.
type ending uint8

const (
	revocation ending = iota
	suspension
)

// of are the roles that a holder of r may do it to.
func (e ending) of(r *Role) proficiency.Roles {
	if e == suspension {
		return r.suspends
	}
	return r.revokes
}

// refusal is the code and message for somebody none of whose roles may.
func (e ending) refusal() (code, message string) {
	if e == suspension {
		return CodeMayNotSuspend, "no role that {actor} holds at {centre} suspends a holder of {role}: {held}"
	}
	return CodeMayNotRevoke, "no role that {actor} holds at {centre} revokes {role}: {held}"
}

// mayEnd finds a role in force of the actor, at the centre of the appointment,
// that may end it and within whose own categories it is; otherwise all reasons
// against. The clause is the one that decided either way.
func (p *Policy) mayEnd(e ending, actor *Standing, a *Appointment) (as Held, clause source.Position, reasons []Reason) {
	here := rolesOf(p.inForceAt(actor, a.Centre))
	for _, id := range here {
		r := p.Role(id)
		list := e.of(r)
		if !list.Has(a.Role) {
			continue
		}
		w := way{as: Held{id, a.Centre}, own: p.ownReach(actor, id, a.Centre), clause: list.Position, categories: categories(a.Categories)}
		if w.own.within(w.categories) {
			return w.as, w.clause, nil
		}
		clause, reasons = w.clause, append(reasons, p.beyond(&w, actor).cure(p.askHolder(p.enders(e, a.Role))))
	}
	if len(reasons) > 0 {
		return Held{}, clause, reasons
	}
	return Held{}, p.Role(a.Role).position, p.cannotEnd(e, actor, a, here)
}

// cannotEnd are the reasons of an actor none of whose roles in force ends that one.
func (p *Policy) cannotEnd(e ending, actor *Standing, a *Appointment, here []RoleID) []Reason {
	ask := p.askHolder(p.enders(e, a.Role))
	out := p.unable(actor, a.Centre, p.position, ask)
	if len(here) == 0 {
		return out
	}
	code, message := e.refusal()
	return append(out, because(code, p.Role(here[0]).position, message, "actor", string(actor.Person),
		"centre", string(a.Centre), "role", string(a.Role), "held", list(here)).cure(ask))
}

// enders are the roles whose holders may do it to holders of that one.
func (p *Policy) enders(e ending, id RoleID) (out []RoleID) {
	for r := range p.roles.Values() {
		if slices.Contains(slices.Collect(e.of(r).Values()), id) {
			out = append(out, r.id)
		}
	}
	return out
}
