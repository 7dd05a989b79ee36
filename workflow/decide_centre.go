package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func (c *AddCentre) decide(d *decider) {
	if !d.validID("the centre's id", string(c.Centre)) {
		return
	}
	as := d.centreAdder()
	if d.s.trial() || d.s.enr().accountable != "" {
		return
	}
	if slices.Contains(d.s.enr().centres, c.Centre) {
		d.refuse(Reason{
			Code: CentreAlready, Message: "the enrolment has " + quoteID(string(c.Centre)) + " already",
			Params: map[string]string{"centre": string(c.Centre)},
		})
	}
	d.receives(c.Centre, d.s.enr().learner)
	d.add(&CentreAdded{Stamp: d.stamp, Centre: c.Centre, As: as})
}

// centreAdder: the learner, also one who is active nowhere any more, or
// somebody with the capability add-centre at a centre that the enrolment has.
func (d *decider) centreAdder() Held {
	d.notWithdrawn()
	if d.notInTrial(); !d.ofPerson(staysThere) {
		return Held{}
	}
	if d.own() {
		if slices.ContainsFunc(d.s.enr().centres, d.actor.DelegateOf) {
			d.agreedFirst() // who is active nowhere any more could not agree
		}
		return Held{}
	}
	may := d.may(d.actor, roles.CanAddCentre)
	d.refuseRole(may.Reasons, "")
	return may.As
}

func (c *RemoveCentre) decide(d *decider) {
	if !d.validID("the centre's id", string(c.Centre)) {
		return
	}
	others := d.centreRemover()
	if d.s.trial() || d.s.enr().accountable != "" {
		return
	}
	centres := d.s.enr().centres
	if !slices.Contains(centres, c.Centre) {
		d.refuse(Reason{
			Code: NotItsCentre, Message: "the enrolment does not have " + quoteID(string(c.Centre)),
			Params: map[string]string{"centre": string(c.Centre)},
		})
		return
	}
	var as Held
	if others {
		as = d.removesCentre([]CentreID{c.Centre})
	}
	d.notLastCentre()
	d.endUnfit(without(centres, c.Centre))
	d.add(&CentreRemoved{Stamp: d.stamp, Centre: c.Centre, As: as})
}

// centreRemover: nobody does it on their own enrolment. It reports whether it
// is somebody else's; where the actor may do it, removesCentre says.
func (d *decider) centreRemover() (others bool) {
	d.notWithdrawn()
	return d.notInTrial() && d.ofPerson(staysThere) && d.notOwn()
}

// staysThere is for a centre's own record.
const staysThere = "the record of a centre stays there"

// removesCentre is the role by which the actor may take one of the centres off.
func (d *decider) removesCentre(at []CentreID) Held {
	may := d.f.Policy.May(d.actor, roles.CanRemoveCentre, roles.Scope{Centres: at, Category: d.fw.Category()})
	d.refuseRole(may.Reasons, "")
	return may.As
}

// mayRemoveCentres: the actor may take one of the centres off.
func (d *decider) mayRemoveCentres() {
	if d.centreRemover() {
		d.removesCentre(d.s.enr().centres)
	}
	if !d.s.trial() && d.s.enr().accountable == "" {
		d.notLastCentre()
	}
}

func (d *decider) notLastCentre() {
	if len(d.s.enr().centres) == 1 {
		d.refuse(Reason{
			Code: LastCentre, Message: "the enrolment has no other centre", Remedy: "withdraw the enrolment, or add a centre first",
		})
	}
}

// endUnfit ends what is pending with whoever holds a fitting role at none of the centres that are left.
func (d *decider) endUnfit(left []CentreID) {
	d.endRequests(CauseCentreRemoved, func(id proficiency.ItemID, r *Requested) bool {
		it := d.fw.Item(id)
		return it != nil && !d.fitsAt(left, it, r.To)
	})
	if r := d.s.signOff.request; r != nil && !d.fitsAt(left, nil, r.To) {
		d.endSignOffRequest(CauseCentreRemoved)
	}
}

func (c *SetCompleteBy) decide(d *decider) {
	as := d.scheduler()
	d.notPast("the date to complete by", c.On, d.firstCentre())
	e := &CompleteBySet{Stamp: d.stamp, CompleteBy: c.On, As: as}
	if !c.On.IsZero() {
		e.DueAt = c.On.EndIn(d.zone(d.firstCentre())).UTC()
	}
	// The same date is another instant once another centre is the first.
	if was := d.s.enr(); e.CompleteBy != was.completeBy || !e.DueAt.Equal(was.dueAt) {
		d.add(e)
	}
}

// scheduler is somebody with the capability set-complete-by, and not the learner.
func (d *decider) scheduler() Held {
	d.notWithdrawn()
	return d.capable(roles.CanSetCompleteBy)
}

func (c *RevokeSignOff) decide(d *decider) {
	as := d.signOffRevocable()
	reason := d.reason(c.Reason)
	if given := d.s.signOff.given; given != nil {
		d.add(&SignOffRevoked{Stamp: d.stamp, Serial: given.Serial, Signatory: given.By, Reason: reason, As: as})
	}
}

// signOffRevocable: there is a last sign-off that is not revoked yet. A
// withdrawn enrolment is no obstacle.
func (d *decider) signOffRevocable() Held {
	as := d.capable(roles.CanRevokeSignOff)
	if given := d.s.signOff.given; given == nil {
		d.refuse(Reason{Code: NeverSignedOff, Message: "there is no sign-off"})
	} else if d.s.signOff.revoked != nil {
		d.refuse(Reason{
			Code: AlreadyRevoked, Message: "the last sign-off, of " + given.On.String() + ", is revoked already",
			Params: map[string]string{"date": given.On.String(), "serial": given.Serial},
		})
	}
	return as
}
