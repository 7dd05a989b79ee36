package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func (c *AddSupervisor) decide(d *decider) {
	inTrial := !d.notInTrial()
	as := d.supervisorAdder()
	if inTrial {
		return
	}
	p, ok := d.addressee(c.Person)
	if !ok {
		return
	}
	d.refuseRole(d.askable(p), "")
	d.becomesSupervisor(c.Person, as)
}

// askable is why somebody cannot be a supervisor: who is holds a role that may
// confirm or sign off at one of the enrolment's centres.
func (d *decider) askable(p *roles.Standing) []roles.Reason {
	if d.mayBeAsked(p) {
		return nil
	}
	return d.f.Policy.May(p, roles.CanConfirm, d.scope()).Reasons
}

// mayBeAsked reports whether a person holds a role that may confirm or sign off.
func (d *decider) mayBeAsked(p *roles.Standing) bool {
	return d.f.Policy.Can(p, roles.CanConfirm, d.scope()) || d.f.Policy.Can(p, roles.CanSignOff, d.scope())
}

// notInTrial refuses what is about other people and centres: a trial has none.
func (d *decider) notInTrial() bool {
	if d.s.trial() {
		d.refuse(Reason{Code: IsATrial, Message: "a trial has no other people and no centres"})
	}
	return !d.s.trial()
}

// supervisorAdder: the learner, or somebody with the capability reassign.
func (d *decider) supervisorAdder() Held {
	if d.own() {
		d.learner()
		return Held{}
	}
	d.notWithdrawn()
	may := d.f.Policy.May(d.actor, roles.CanReassign, d.scope())
	if !may.Allowed() {
		d.refuseRole(may.Reasons, "")
	}
	return may.As
}

func (c *RemoveSupervisor) decide(d *decider) {
	inTrial := !d.notInTrial()
	d.supervisorRemover(c.Person)
	if inTrial {
		return
	}
	if !slices.Contains(d.s.enr().supervisors, c.Person) {
		d.refuse(notASupervisor)
		return
	}
	d.notLastSignatory(c.Person)
	d.endPending(CauseSupervisorRemoved, func(to PersonID) bool { return to == c.Person })
	d.add(&SupervisorRemoved{Stamp: d.stamp, Person: c.Person})
}

var notASupervisor = Reason{Code: NotASupervisor, Message: "that person is not a supervisor of the enrolment"}

// supervisorRemover: the learner, but not of an enroller still in the role; or the supervisor.
func (d *decider) supervisorRemover(p PersonID) {
	switch {
	case d.f.Actor == p:
		d.notWithdrawn()
	case d.plays():
		d.learner()
		if e := d.s.enr().enrolled; e.By == p && d.f.Policy.Holds(d.f.Person(p), e.As.Role, d.scope()) {
			d.refuse(Reason{
				Code: IsTheEnroller, Message: "that person enrolled " + d.whose() + " and still holds the role",
				Remedy: "that person can leave by themselves",
			})
		}
	default:
		d.learner()
	}
}

// notLastSignatory keeps the last supervisor who may sign off.
func (d *decider) notLastSignatory(p PersonID) {
	if !d.signatory(p) {
		return
	}
	for _, other := range d.s.enr().supervisors {
		if other != p && d.signatory(other) {
			return
		}
	}
	d.refuse(Reason{
		Code: LastSignatory, Message: "that person is the last supervisor who may sign off", Clause: d.fw.SignOff().By.Position,
		Remedy: "add another supervisor who may sign off first",
	})
}

func (d *decider) signatory(p PersonID) bool {
	return d.f.Policy.MayAs(d.f.Person(p), roles.CanSignOff, d.fw.SignOff().By, d.scope()).Allowed()
}

// endPending ends what is pending with those chosen.
func (d *decider) endPending(cause Cause, with func(PersonID) bool) {
	d.endRequests(cause, func(_ proficiency.ItemID, r *Requested) bool { return with(r.To) })
	if r := d.s.signOff.request; r != nil && with(r.To) {
		d.endSignOffRequest(cause)
	}
}

// endRequests ends the requests for confirmation that are chosen. Nobody can
// give such a command in parts: more than MaxItems items stand together for each
// person, whichever requests they were sent with, so that they go into one record.
func (d *decider) endRequests(cause Cause, chosen func(proficiency.ItemID, *Requested) bool) {
	type pending struct {
		id proficiency.ItemID
		r  *Requested
	}
	var ending []pending
	d.s.each(func(id proficiency.ItemID, st *itemState) bool {
		if st.request != nil && chosen(id, st.request) {
			ending = append(ending, pending{id, st.request})
		}
		return true
	})
	for _, p := range ending {
		if len(ending) > MaxItems {
			p.r = &Requested{To: p.r.To}
		}
		d.endPendingItem(p.id, p.r, cause)
	}
}
