package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func (c *Reassign) decide(d *decider) {
	own := c.From == d.f.Actor && !c.Supervisor
	as := d.reassigner(own)
	if d.s.trial() || !d.validID("the id of the person leaving", string(c.From)) {
		return
	}
	if c.From == c.To {
		d.refuse(Reason{
			Code: SamePerson, Message: "what is pending cannot go from a person to the same person", Remedy: "name another person",
		})
	}
	to, ok := d.addressee(c.To)
	if !ok {
		return
	}
	if len(c.Items) > 0 && !d.named(len(c.Items), func(i int) string { return string(c.Items[i]) }) {
		return
	}
	m := &moving{c: c, to: to}
	d.moveItems(m)
	d.moveSignOff(m)
	if c.Supervisor {
		d.movePlace(m)
	}
	if len(d.events) == 0 {
		d.nothingMoved(m)
		return
	}
	d.becomesSupervisor(c.To, as)
	d.add(&Reassigned{Stamp: d.stamp, From: c.From, To: c.To, As: as, Left: m.left})
}

// reassigner is somebody with the capability reassign, or the person leaving,
// who hands over their own requests and nothing else.
func (d *decider) reassigner(ownRequests bool) (as Held) {
	d.notWithdrawn()
	if d.notInTrial() && d.notOwn() && !ownRequests {
		may := d.may(d.actor, roles.CanReassign)
		d.refuseRole(may.Reasons, "")
		as = may.As
	}
	return as
}

// mayReassign: the actor has the capability, or has requests to hand over.
func (d *decider) mayReassign() { d.reassigner(d.s.hasPending(d.f.Actor)) }

// hasPending reports whether anything is asked of the person.
func (s *State) hasPending(p PersonID) bool {
	return s.signOff.request != nil && s.signOff.request.To == p || s.asked(p)
}

// A moving is a Reassign in the making: each piece passes every check that the
// original request passed, or stays and is listed. It does not hold the decider,
// which could not live on the stack then.
type moving struct {
	c       *Reassign
	to      *roles.Standing
	left    []Left
	reasons []Reason // why what is left is left
	unnamed bool     // something is pending that the command does not name
}

func (m *moving) stays(l Left, reasons []Reason) {
	for _, r := range reasons {
		if !slices.Contains(l.Codes, r.Code) {
			l.Codes = append(l.Codes, r.Code)
		}
	}
	m.left, m.reasons = append(m.left, l), append(m.reasons, reasons...)
}

// moveItems hands over the requests for confirmation, item by item, in the order
// of the framework.
func (d *decider) moveItems(m *moving) {
	named := make(map[proficiency.ItemID]bool, len(m.c.Items))
	for _, id := range m.c.Items {
		if it, st := d.item(id); it != nil {
			named[id] = true
			d.movable(m, it, st)
		}
	}
	for it := range d.fw.Items().Values() {
		st := d.s.of(d.fw, it)
		switch {
		case st.request == nil || st.request.To != m.c.From:
		case len(m.c.Items) > 0 && !named[it.ID()]:
			m.unnamed = true
		default:
			d.moveItem(m, it, st)
		}
	}
}

// movable: an item that is named is pending with the person leaving.
func (d *decider) movable(m *moving, it *proficiency.Item, st *itemState) {
	if st.request == nil || st.request.To != m.c.From {
		d.refuseItem(it, NothingPending, "is not pending with "+quoteID(string(m.c.From)), "leave it out")
		d.param("person", string(m.c.From))
	}
}

// moveItem hands over the request for one item, or leaves it.
func (d *decider) moveItem(m *moving, it *proficiency.Item, st *itemState) {
	by, reasons := d.mayConfirm(m.to, it)
	if len(reasons) > 0 {
		m.stays(Left{Item: it.ID()}, reasons)
		return
	}
	d.endRequest(it, st, CauseReassigned)
	d.add(&Requested{
		Stamp: d.stamp, Item: it.ID(), To: m.c.To, As: by.as, With: by.with, Override: by.override, ordinal: it.Ordinal(),
	})
}

// moveSignOff hands over the request for the sign-off. It stays possible after a
// lapse, so that readiness is not asked for again.
func (d *decider) moveSignOff(m *moving) {
	if r := d.s.signOff.request; r == nil || r.To != m.c.From {
		return
	}
	if len(m.c.Items) > 0 {
		m.unnamed = true
		return
	}
	may := d.mayAs(m.to, roles.CanSignOff, d.fw.SignOff().By)
	before := len(d.reasons)
	d.distinctFrom(m.c.To)
	reasons := slices.Concat(fromRoles(may.Reasons, ""), d.reasons[before:])
	d.reasons = d.reasons[:before]
	if len(reasons) > 0 {
		m.stays(Left{SignOff: true}, reasons)
		return
	}
	d.endSignOffRequest(CauseReassigned)
	d.add(&SignOffRequested{Stamp: d.stamp, To: m.c.To, As: may.As, With: may.With, Attainments: d.s.signOff.request.Attainments})
}

var stillAsked = Reason{Code: StillAsked, Message: "something stays pending with the person leaving", Remedy: "hand that over first"}

// movePlace hands over the place as supervisor, unless something stays with the person leaving.
func (d *decider) movePlace(m *moving) {
	switch {
	case !slices.Contains(d.s.enr().supervisors, m.c.From):
		m.stays(Left{Supervisor: true}, []Reason{notASupervisor})
		return
	case len(m.left) > 0 || m.unnamed:
		m.stays(Left{Supervisor: true}, []Reason{stillAsked})
		return
	}
	if reasons := d.askable(m.to); len(reasons) > 0 {
		m.stays(Left{Supervisor: true}, fromRoles(reasons, ""))
		return
	}
	d.add(&SupervisorRemoved{Stamp: d.stamp, Person: m.c.From})
}

// nothingMoved refuses with everything that was in the way.
func (d *decider) nothingMoved(m *moving) {
	if d.reasons = append(d.reasons, m.reasons...); len(m.reasons) == 0 && len(m.c.Items) == 0 {
		d.nothingPending(m.c.From, "say Supervisor to hand over the place as supervisor")
	}
}

// fitsAt: the item or sign-off asked of a person fits a role that they hold
// at one of the centres that are left.
func (d *decider) fitsAt(left []CentreID, it *proficiency.Item, p PersonID) bool {
	s := *d.s
	own := s.own()
	own.centres = left
	then := decider{fw: d.fw, s: &s, f: d.f, actor: d.actor, stamp: d.stamp}
	if it == nil {
		return then.mayAs(d.f.Person(p), roles.CanSignOff, d.fw.SignOff().By).Allowed()
	}
	_, reasons := then.mayConfirm(d.f.Person(p), it)
	return len(reasons) == 0
}
