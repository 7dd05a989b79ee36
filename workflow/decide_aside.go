package workflow

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func (c *SetAside) decide(d *decider) {
	as := d.setter()
	reason := d.reason(c.Reason)
	items := c.Items
	if c.DecidedBy != "" {
		if len(items) > 0 {
			d.refuse(Reason{
				Code: DuplicateItem, Message: "the command names both items and a person", Remedy: "name items, or a person whose decisions are meant",
			})
			return
		}
		if items = d.decidedItems(c.DecidedBy); len(items) == 0 {
			d.refuse(Reason{
				Code: NotDecided, Message: "no decision or waiver of " + quoteID(string(c.DecidedBy)) + " stands",
				Params: map[string]string{"person": string(c.DecidedBy)},
			})
			return
		}
	} else if !d.named(len(items), func(i int) string { return string(items[i]) }) {
		return
	}
	for _, id := range items {
		if it, st := d.item(id); it != nil {
			d.setAsidable(it, st)
			d.setAside(it, st, as, reason, c.DecidedBy)
		}
	}
}

// setter is somebody with the capability set-aside, and not the learner.
func (d *decider) setter() Held {
	d.notWithdrawn()
	return d.capable(roles.CanSetAside)
}

// capable is the role by which the actor may use a capability on an enrolment
// that is not their own.
func (d *decider) capable(c roles.Capability) Held {
	if !d.notOwn() {
		return Held{}
	}
	may := d.may(d.actor, c)
	d.refuseRole(may.Reasons, "")
	return may.As
}

// setAsidable: a decision or a waiver stands. What is excluded or does not apply
// keeps its data, so that it is corrected there, too.
func (d *decider) setAsidable(it *proficiency.Item, st *itemState) {
	if st.decision == nil && st.waiver == nil {
		d.refuseItem(it, NotDecided, "has no decision or waiver that stands", "")
	}
}

// setAside ends the decision and the waiver of an item: those of one person, or
// all. Like a revision it voids a sign-off that stands by that alone, whatever
// was decided and whether it is still in date.
func (d *decider) setAside(it *proficiency.Item, st *itemState, as Held, reason *Text, by PersonID) {
	if st.waiver != nil && (by == "" || st.waiver.By == by) {
		d.loses(it, st, CauseSetAside)
		d.endWaiver(it, st, CauseSetAside, as, reason)
	}
	if st.decision != nil && (by == "" || st.decision.by(by)) {
		d.loses(it, st, CauseSetAside)
		d.endRequest(it, st, CauseSetAside)
		d.add(&DecisionEnded{
			Stamp: d.stamp, Item: it.ID(), Decider: st.decision.By, Decision: st.decision.Seq, Cause: CauseSetAside,
			As: as, Reason: reason, ordinal: it.Ordinal(),
		})
	}
}

func (d *decider) endWaiver(it *proficiency.Item, st *itemState, cause Cause, as Held, reason *Text) {
	d.add(&WaiverEnded{
		Stamp: d.stamp, Item: it.ID(), Waiver: st.waiver.By, Waiving: st.waiver.Seq, Cause: cause,
		As: as, Reason: reason, ordinal: it.Ordinal(),
	})
}

// decidedItems are the items of which a decision or waiver that stands is the
// person's, in the framework's order.
func (d *decider) decidedItems(p PersonID) (items []proficiency.ItemID) {
	for it := range d.fw.Items().Values() {
		if d.s.of(d.fw, it).ofTheirs(p) {
			items = append(items, it.ID())
		}
	}
	return items
}

// ofTheirs reports whether a decision or waiver that stands is the person's.
func (st *itemState) ofTheirs(p PersonID) bool {
	return st.decision.by(p) || st.waiver != nil && st.waiver.By == p
}

func (c *Waive) decide(d *decider) {
	as := d.waiver()
	if isBlank(c.Justification) {
		d.refuse(Reason{Code: ReasonMissing, Message: "a justification is needed", Item: c.Item, Remedy: "say why the item is not applicable"})
	}
	it, st := d.item(c.Item)
	justification := d.textOn(it, "the justification", c.Justification)
	if it != nil {
		d.waivable(it, st)
		d.add(&Waived{Stamp: d.stamp, Item: c.Item, As: as, Justification: justification, ordinal: it.Ordinal()})
	}
}

// waiver is somebody with the capability waive, and not the learner.
func (d *decider) waiver() Held {
	d.notWithdrawn()
	return d.capable(roles.CanWaive)
}

// waivable: the content allows it, and nothing is pending or decided that is in force.
func (d *decider) waivable(it *proficiency.Item, st *itemState) {
	if rule := it.Waiving(); !rule.Allowed {
		d.refuseAt(it, NotWaivable, rule.Position, "may not be waived", "")
	}
	switch status := d.s.standing(it, st, d.stamp.At); status {
	case ItemStatusNotApplicable, ItemStatusExcluded:
		d.refuseOut(it, d.who()+" chooses it first")
	case ItemStatusWaived:
		d.refuseWaived(it)
	case ItemStatusRequested:
		d.refuseItem(it, AlreadyRequested, "has been sent already", d.who()+" withdraws the request first")
	case ItemStatusConfirmed:
		d.refuseItem(it, AlreadyConfirmed, "is confirmed", "")
	case ItemStatusRejected:
		d.refuseItem(it, ItemRejected, "was rejected", "have the rejection set aside first")
	case ItemStatusUnassessed:
		d.gatesPassed(it)
	}
}

func (c *Unwaive) decide(d *decider) {
	as := d.waiver()
	it, st := d.item(c.Item)
	reason := d.textOn(it, "the reason", c.Reason)
	if it != nil {
		d.unwaivable(it, st)
		if st.waiver != nil {
			d.loses(it, st, CauseUnwaived)
			d.endWaiver(it, st, CauseUnwaived, as, reason)
		}
	}
}

// unwaivable: there is a waiver.
func (d *decider) unwaivable(it *proficiency.Item, st *itemState) {
	if st.waiver == nil {
		d.refuseItem(it, NotWaived, "is not waived", "")
	}
}
