package scenario

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// capable reports whether somebody whose own enrolment it is not has a capability at
// one of some centres, for the enrolment's category. A trial's learner has all.
func (b *book) capable(t *tale, who workflow.PersonID, c roles.Capability, at []workflow.CentreID) bool {
	if !t.exists || t.trial() || t.own(who) {
		return t.exists && t.trial() && t.own(who)
	}
	return slices.ContainsFunc(at, func(centre workflow.CentreID) bool {
		return b.holds(who, centre, t.plan.fw.Category(), with(c))
	})
}

// confirmers are the roles that may confirm an item at a centre: those that the
// centre names, if it names any and each of them may confirm, or the content's.
func (b *book) confirmers(t *tale, i int, at workflow.CentreID) (list []proficiency.RoleID) {
	it := &t.plan.items[i]
	if c := b.centres[at]; c != nil {
		rules := c.confirmers[t.plan.fw.ID()]
		own, ok := rules[it.ID()]
		if !ok {
			own, ok = rules[""]
		}
		if ok {
			for _, r := range own {
				if role := b.policy.Role(r); role == nil || !role.Has(roles.CanConfirm) {
					return nil
				}
			}
			return own
		}
	}
	return slices.Collect(it.ConfirmedBy().Values())
}

// mayConfirm reports whether somebody holds, at one of the centres, a role that
// may confirm the item and one with the capability.
func (b *book) mayConfirm(t *tale, who workflow.PersonID, i int, at []workflow.CentreID) bool {
	if !t.exists || t.trial() || t.own(who) {
		return t.exists && t.trial() && t.own(who)
	}
	in := t.plan.fw.Category()
	return slices.ContainsFunc(at, func(c workflow.CentreID) bool {
		return b.holds(who, c, in, oneOf(b.confirmers(t, i, c))) && b.holds(who, c, in, with(roles.CanConfirm))
	})
}

// maySignOff is mayConfirm for the sign-off.
func (b *book) maySignOff(t *tale, who workflow.PersonID, at []workflow.CentreID) bool {
	if !t.exists || t.trial() || t.own(who) {
		return t.exists && t.trial() && t.own(who)
	}
	in, by := t.plan.fw.Category(), slices.Collect(t.plan.fw.SignOff().By.Values())
	return slices.ContainsFunc(at, func(c workflow.CentreID) bool {
		return b.holds(who, c, in, oneOf(by)) && b.holds(who, c, in, with(roles.CanSignOff))
	})
}

// distinct reports whether somebody confirmed nothing that stands, where the content wants it.
func (t *tale) distinct(who workflow.PersonID, now time.Time) bool {
	if !t.exists || !t.plan.fw.SignOff().Distinct.Required || t.trial() {
		return true
	}
	for i := range t.items {
		if t.included(i) && t.items[i].waiver == nil && t.inDate(i, now) && t.items[i].confirmedBy(who) {
			return false
		}
	}
	return true
}

// stillHolds reports whether somebody holds a role at one of the enrolment's centres.
func (b *book) stillHolds(t *tale, who workflow.PersonID, role proficiency.RoleID) bool {
	return t.trial() || slices.ContainsFunc(t.centres, func(c workflow.CentreID) bool {
		return b.holds(who, c, t.plan.fw.Category(), oneOf([]proficiency.RoleID{role}))
	})
}

// mayView reports whether somebody may see an enrolment: whose own it is; whoever
// is a supervisor or decided what stands, and holds any role at its centres;
// and whoever may view one of these.
func (b *book) mayView(t *tale, who workflow.PersonID) bool {
	switch {
	case !t.exists:
		return false
	case t.own(who):
		return true
	case t.trial():
		return false
	}
	in := t.plan.fw.Category()
	linked := slices.Contains(t.supervisors, who) || slices.Contains(t.deciders(), who)
	return slices.ContainsFunc(t.centres, func(c workflow.CentreID) bool {
		return linked && b.holds(who, c, in, anyRole) || b.holds(who, c, in, with(roles.CanViewCentre))
	})
}

// agreedTo reports whether the declaration is out of the way.
func (t *tale) agreedTo() bool { return t.agreed || !t.plan.fw.Declaration().Asked() }

// decisionFault is why a decision should not have been made; empty if it should.
func (b *book) decisionFault(t *tale, e *workflow.Decided) string {
	i := t.index(e.Item)
	request, was := t.items[i].request, t.items[i].decision
	switch {
	case t.own(e.By) && !t.trial():
		return string(e.By) + " decided on their own enrolment"
	case e.Paper != nil:
		if !b.capable(t, e.By, roles.CanRecordPaper, t.centres) {
			return string(e.By) + " may not record paper"
		}
	case e.Revises != 0:
		if was == nil || was.By != e.By || was.Seq != e.Revises {
			return string(e.By) + " revised what is not their own decision"
		}
		if !b.stillHolds(t, e.By, was.As.Role) {
			return string(e.By) + " no longer holds the role of the decision"
		}
		return was.fault
	case request == nil || request.To != e.By:
		return string(e.By) + " was not asked"
	case !b.mayConfirm(t, e.By, i, t.centres):
		return string(e.By) + " may not confirm " + string(e.Item)
	}
	return ""
}

// signOffFault is why a sign-off should not have been given; empty if it should.
func (b *book) signOffFault(t *tale, e *workflow.SignedOff) string {
	switch {
	case t.own(e.By) && !t.trial():
		return string(e.By) + " signed off their own enrolment"
	case t.asked == nil || t.asked.To != e.By:
		return string(e.By) + " was not asked"
	case !b.maySignOff(t, e.By, t.centres):
		return string(e.By) + " may not sign off"
	case !t.distinct(e.By, e.At):
		return string(e.By) + " confirmed something that stands"
	}
	return t.unsound(e.At)
}

// unsound is what a certificate that is valid now should not rest on; empty if
// everything that counts was confirmed by whoever may, or waived, or met as a group.
func (t *tale) unsound(now time.Time) string {
	for i := range t.plan.items {
		if t.items[i].waiver != nil || !t.included(i) {
			continue
		}
		it := &t.plan.items[i]
		switch d := t.items[i].decision; {
		case it.group != none && !t.inDate(i, now):
		case !t.inDate(i, now):
			return string(it.ID()) + " counts and is not confirmed"
		case d.fault != "":
			return "the confirmation of " + string(it.ID()) + " should not stand: " + d.fault
		case it.group == none && t.belowLevel(i) > 0:
			return string(it.ID()) + " counts and is below the level that is asked"
		}
	}
	for g := range t.plan.groups {
		if t.counts(g) && len(t.missingIn(g, now)) > 0 {
			return "the rule of " + string(t.plan.groups[g].ID()) + " is not met"
		}
	}
	if chosen, wanted := t.chosen(); chosen < wanted {
		return "too few optional items are chosen"
	}
	return ""
}
