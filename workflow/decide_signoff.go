package workflow

import (
	"cmp"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func (c *RequestSignOff) decide(d *decider) {
	d.agreedLearner()
	d.signOffRequestable()
	d.accepts(d.fw.SignOff().Learner, c.Accept)
	addressee, ok := d.addressee(c.To)
	if !ok {
		return
	}
	may := d.mayAs(addressee, roles.CanSignOff, d.fw.SignOff().By)
	d.refuseRole(may.Reasons, "")
	d.distinctFrom(c.To)
	d.add(&SignOffRequested{Stamp: d.stamp, To: c.To, As: may.As, With: may.With, Attainments: d.reliedOn(proficiency.BeforeSignOff)})
	d.becomesSupervisor(c.To, Held{})
}

// signOffRequestable: everything is there, and nobody has been asked or has signed off.
func (d *decider) signOffRequestable() {
	if p := d.s.signOff.request; p != nil {
		d.refuse(Reason{
			Code: SignOffPending, Message: "sign-off has been requested already", Remedy: "withdraw the request first",
			Params: map[string]string{"date": d.dateOf(p.At).String()},
		})
	}
	if d.s.signedOff() && d.s.inDate(d.stamp.At) {
		d.refuse(Reason{
			Code: AlreadySignedOff, Message: "the sign-off of " + d.s.signOff.given.On.String() + " stands",
			Params: map[string]string{"date": d.s.signOff.given.On.String()},
		})
	}
	d.finishable()
	d.ready()
}

// finishable: sign-off on the version may still be asked for.
func (d *decider) finishable() {
	life := d.f.Lifecycle
	if life == nil {
		return
	}
	if ok, clause := life.Finishable(d.today()); !ok {
		d.refuse(Reason{
			Code: SignOffClosed, Clause: clause,
			Message: "sign-off on " + d.fw.Ref().String() + " could be asked for until " + life.FinishBy.String(),
			Params:  map[string]string{"framework": d.fw.Ref().String(), "date": life.FinishBy.String()},
			Remedy:  "have the enrolment upgraded to a newer version first",
		})
	}
}

// ready names everything that is missing.
func (d *decider) ready() {
	d.reasons = append(d.reasons, Readiness(d.fw, d.s, d.stamp.At, d.f.Attainments...)...)
}

// accepts asks for the acceptance of a statement, where there is one.
func (d *decider) accepts(st proficiency.Statement, accepted bool) {
	if st.Asked() && !accepted {
		d.refuse(Reason{
			Code: StatementNotAccepted, Message: "the statement has not been accepted", Clause: st.Position,
			Remedy: "accept the statement",
		})
	}
}

func (c *WithdrawSignOff) decide(d *decider) {
	d.agreedLearner()
	if d.signOffPending() {
		d.endSignOffRequest(CauseWithdrawn)
	}
}

// endSignOffRequest ends the pending request for sign-off.
func (d *decider) endSignOffRequest(cause Cause) {
	r := d.s.signOff.request
	d.add(&SignOffRequestEnded{Stamp: d.stamp, To: r.To, Request: r.Seq, Cause: cause})
}

func (d *decider) signOffPending() bool {
	if d.s.signOff.request == nil {
		d.refuse(Reason{Code: SignOffNotRequested, Message: "no sign-off is requested", Remedy: d.who() + " requests it first"})
		return false
	}
	return true
}

// signOffAddressed: a sign-off is requested of the actor.
func (d *decider) signOffAddressed() bool {
	if !d.signOffPending() {
		return false
	}
	if d.s.signOff.request.To != d.f.Actor {
		d.refuse(Reason{
			Code: NotTheAddressee, Message: "somebody else was asked for the sign-off",
			Remedy: d.who() + " withdraws the request and asks you",
		})
		return false
	}
	return true
}

// signOffDecidable: the actor was asked, may still sign off, and everything is there now. It gives the roles relied on.
func (d *decider) signOffDecidable() (as, with Held) {
	d.notWithdrawn()
	if !d.notOwn() {
		return as, with
	}
	if d.signOffAddressed() {
		may := d.mayAs(d.actor, roles.CanSignOff, d.fw.SignOff().By)
		d.refuseRole(may.Reasons, "")
		d.distinctFrom(d.f.Actor)
		as, with = may.As, may.With
	}
	d.ready() // also where nobody was asked: a request falls with the readiness, and what is missing must be said
	return as, with
}

func (c *SignOff) decide(d *decider) {
	as, with := d.signOffDecidable()
	d.accepts(d.fw.SignOff().Signatory, c.Accept)
	comment := d.text("the comment", c.Comment)
	if len(d.reasons) > 0 {
		return
	}
	if d.draw.nonce == [32]byte{} {
		d.unsalted = true
		return
	}
	e := &SignedOff{
		Stamp: d.stamp, Serial: newSerial(d.draw.draw()), On: d.todayAt(as.Centre), As: as, With: with,
		Comment: comment, Attained: attained(d.fw, d.s, d.stamp.At), Accountable: d.s.enr().accountable, Until: readyUntil(d.fw, d.s, d.stamp.At),
		Attainments: d.reliedOn(proficiency.BeforeSignOff), Overrides: overridesOf(d.s),
	}
	if !e.Until.IsZero() {
		e.ValidTo = proficiency.DateOf(e.Until.Add(-1), d.zone(as.Centre))
	}
	d.add(e)
}

// attained counts what stands: what the certificate will say for ever.
func attained(fw *proficiency.Framework, s *State, now time.Time) Attained {
	var a Attained
	optional := make(map[proficiency.SectionID]int)
	confirmers := make(map[PersonID]int)
	for it := range fw.Items().Values() {
		st := s.of(fw, it)
		if !s.included(it, st) {
			continue
		}
		switch {
		case it.Group() != nil: // its group counts, below
		case it.Optional():
			optional[groupOf(it).ID()]++
		default:
			a.Mandatory++
		}
		switch {
		case st.waiver != nil:
			a.Waived++
		case st.confirmed(now) && st.decision.Paper != nil: // who recorded it did not confirm it
			a.Paper++
		case st.confirmed(now) && st.decision.Original != nil: // who took it over did not confirm it
			a.transferred(st.decision.Original)
		case st.confirmed(now):
			confirmers[st.decision.By]++
		}
	}
	for g := range fw.Groups().Values() {
		if s.groupIncluded(g) {
			a.Groups = append(a.Groups, groupCount(fw, s, g, now))
		}
	}
	for section := range fw.AllSections().Values() {
		if n := optional[section.ID()]; n > 0 {
			a.Optional = append(a.Optional, OptionalCount{Section: section.ID(), Items: n})
		}
	}
	for p, n := range confirmers {
		a.Confirmers = append(a.Confirmers, ConfirmerCount{Person: p, Items: n})
	}
	slices.SortFunc(a.Confirmers, func(x, y ConfirmerCount) int { return cmp.Compare(x.Person, y.Person) })
	return a
}

// transferred counts an item that was confirmed elsewhere.
func (a *Attained) transferred(o *Original) {
	i, found := slices.BinarySearchFunc(a.Transferred, o, func(t TransferredCount, o *Original) int {
		return cmp.Or(cmp.Compare(t.By, o.By), compareBool(t.Paper, o.Paper))
	})
	if !found {
		a.Transferred = slices.Insert(a.Transferred, i, TransferredCount{By: o.By, Paper: o.Paper})
	}
	a.Transferred[i].Items++
}

// compareBool has false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// groupCount keeps what decided that the rule of a group is met.
func groupCount(fw *proficiency.Framework, s *State, g *proficiency.Section, now time.Time) GroupCount {
	standing := groupOfItems(fw, s, g, now)
	c := GroupCount{Section: g.ID(), Needed: standing.needed, Reached: standing.reached}
	for it := range g.AllItems().Values() {
		if st := s.of(fw, it); st.waiver == nil && s.applies(it) && st.confirmed(now) {
			c.Items = append(c.Items, it.ID())
		}
	}
	return c
}

// groupOf is the group that an optional item is counted in: the section it is
// chosen with, or the one it stands in.
func groupOf(it *proficiency.Item) *proficiency.Section {
	if choice := it.Choice(); choice != nil {
		return choice
	}
	return it.Section()
}

func (c *DeclineSignOff) decide(d *decider) {
	d.signOffDeclinable()
	e := &SignOffDeclined{Stamp: d.stamp, Reason: d.reason(c.Reason)}
	if r := d.s.signOff.request; r != nil {
		e.As = r.As
	}
	d.add(e)
}

// signOffDeclinable: the actor was asked. Declining needs nothing else.
func (d *decider) signOffDeclinable() {
	d.notWithdrawn()
	if d.notOwn() {
		d.signOffAddressed()
	}
}
