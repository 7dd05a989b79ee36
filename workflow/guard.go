package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// Guards are the part of a decision that depends on the actor, the enrolment
// and the item, but not on what the command says beside. Decide and Actions
// share them, so that what is offered is what is accepted.

// mayView is CanView for the decision's actor.
func (d *decider) mayView() bool {
	if d.s.trial() {
		return d.f.Actor == d.s.enr().learner
	}
	return admits(d.own(),
		func() bool { return slices.Contains(d.s.enr().supervisors, d.f.Actor) || d.s.decidedBy(d.f.Actor) },
		func() bool { return d.f.Policy.HoldsAny(d.actor, d.scope()) },
		func() bool { return d.f.Policy.Can(d.actor, roles.CanViewCentre, d.scope()) })
}

// decidedBy reports whether any decision or waiver that stands is the person's.
func (s *State) decidedBy(p PersonID) bool {
	if s.signOffStands() && s.signOff.given.By == p {
		return true
	}
	found := false
	s.each(func(_ proficiency.ItemID, it *itemState) bool {
		found = it.ofTheirs(p)
		return !found
	})
	return found
}

// notWithdrawn: a withdrawn enrolment takes no command but Enrol.
func (d *decider) notWithdrawn() {
	if w := d.s.enr().withdrawn; w != nil {
		d.refuse(Reason{
			Code: EnrolmentWithdrawn, Message: "the enrolment was withdrawn on " + d.dateOf(w.At).String(),
			Remedy: "enrol " + d.whose() + " again",
		})
	}
}

// learner: the commands of whoever plays the learner's part, on an enrolment that is not withdrawn.
func (d *decider) learner() {
	plays := d.plays()
	if !plays {
		d.refuse(d.notTheirs())
	}
	d.notWithdrawn()
	if plays {
		d.learnerActive()
	}
}

// learnerActive: a learner suspended or deactivated at every centre of the enrolment only reads.
func (d *decider) learnerActive() {
	if !d.s.trial() && !slices.ContainsFunc(d.s.enr().centres, d.actor.DelegateOf) {
		who := "the learner"
		if d.s.enr().accountable != "" {
			who = "who stands for the centre"
		}
		d.refuse(Reason{
			Code: LearnerNotActive, Message: who + " is not an active delegate of any centre of the enrolment",
			Remedy: "have the suspension lifted or the account activated at one of its centres",
		})
	}
}

// agreedLearner: the learner's commands that come after the declaration.
func (d *decider) agreedLearner() {
	d.learner()
	d.agreedFirst()
}

// agreedFirst: the declaration comes before anything else.
func (d *decider) agreedFirst() {
	if decl := d.fw.Declaration(); decl.Asked() && d.s.enr().agreed == nil && d.s.enr().withdrawn == nil {
		d.refuse(Reason{
			Code: DeclarationNotAgreed, Message: d.who() + " has not agreed to the declaration", Clause: decl.Position,
			Remedy: "agree to the declaration first",
		})
	}
}

// notOwn: nobody decides on their own enrolment, whatever roles they hold.
func (d *decider) notOwn() bool {
	if d.s.trial() || !d.own() {
		return true
	}
	d.refuse(ownEnrolment)
	return false
}

var ownEnrolment = Reason{Code: IsTheLearner, Message: "nobody may do this on their own enrolment"}

// item finds an item that the command names.
func (d *decider) item(id proficiency.ItemID) (*proficiency.Item, *itemState) {
	it := d.fw.Item(id)
	if it == nil {
		d.refuse(Reason{
			Code: UnknownItem, Message: quoteID(string(id)) + " is not in " + d.fw.Ref().String(), Item: id,
			Params: map[string]string{"item": string(id)},
		})
		return nil, nil
	}
	return it, d.s.of(d.fw, it)
}

// quoteID shows an id that may be anything, within bounds.
func quoteID(id string) string { return source.Quote(id) }

// refuseItem refuses because of where an item stands, or, where there is none,
// because of what the command says of no item in particular.
func (d *decider) refuseItem(it *proficiency.Item, code Code, says, remedy string) {
	if it == nil {
		d.refuse(Reason{Code: code, Message: "the command " + says, Remedy: remedy})
		return
	}
	d.refuseAt(it, code, it.Position(), says, remedy)
}

// param adds a value to the last reason.
func (d *decider) param(name, value string) {
	r := &d.reasons[len(d.reasons)-1]
	if r.Params == nil {
		r.Params = make(map[string]string, 1)
	}
	r.Params[name] = value
}

func (d *decider) refuseAt(it *proficiency.Item, code Code, clause source.Position, says, remedy string) {
	d.refuse(Reason{
		Code: code, Message: it.Label() + " " + says, Item: it.ID(), Clause: clause,
		Params: map[string]string{"item": it.Label()}, Remedy: remedy,
	})
}

// answerable: the item takes an answer.
func (d *decider) answerable(it *proficiency.Item, st *itemState) {
	switch {
	case !d.s.included(it, st):
		d.refuseOut(it, "choose it first")
	case st.waiver != nil:
		d.refuseWaived(it)
	case st.answer == nil && st.request == nil && st.decision == nil:
		d.gatesPassed(it)
	}
}

// answerableNext is answerable for the round that an answer now belongs to.
func (d *decider) answerableNext(it *proficiency.Item, st *itemState) {
	if d.s.roundSubmitted() {
		d.s = d.s.opened()
		st = d.s.of(d.fw, it)
	}
	d.answerable(it, st)
}

// refuseOut refuses what is not in: it does not apply, or is not chosen.
func (d *decider) refuseOut(it *proficiency.Item, choosing string) {
	if c := it.Unmet(d.s.enr().attributes); c != nil {
		d.refuseAt(it, ItemNotApplicable, c.Position, "does not apply to this enrolment, by its "+d.fw.Attribute(c.Attribute).Label(), "")
		d.param("attribute", string(c.Attribute))
		return
	}
	d.refuseItem(it, ItemExcluded, "is optional and not chosen", choosing)
}

func (d *decider) refuseWaived(it *proficiency.Item) {
	d.refuseItem(it, ItemWaived, "is waived", "have the waiver withdrawn first")
}

// gatesPassed names every gate in front of the item that is not passed.
func (d *decider) gatesPassed(it *proficiency.Item) {
	gates := it.Gates()
	for i := range gates.Len() {
		if gate := gates.At(i); !gatePassed(d.fw, d.s, gate, d.stamp.At) {
			says, remedy := lockedUntil(d.fw, gate)
			d.refuseAt(it, ItemLocked, gate.Position(), says, remedy)
		}
	}
}

// requestable: the item can be sent for confirmation.
func (d *decider) requestable(it *proficiency.Item, st *itemState) {
	switch {
	case !d.s.included(it, st):
		d.refuseOut(it, "choose it first")
	case st.waiver != nil:
		d.refuseWaived(it)
	case st.request != nil:
		d.refuseItem(it, AlreadyRequested, "has been sent already", "withdraw the request first")
	case st.confirmed(d.stamp.At):
		d.renewable(it, st)
		d.sendable(it, st)
	case st.lapsed(d.stamp.At):
		d.refuseAt(it, Lapsed, it.Validity().Position, "has lapsed", "save an answer again first")
	case st.decision != nil:
		d.refuseItem(it, ItemRejected, "was rejected", "save an answer again first")
	case st.answer == nil:
		d.gatesPassed(it)
		fallthrough
	default:
		d.sendable(it, st)
	}
}

// sendable: the item has an answer that meets what it asks now, with what the
// content asks for now.
func (d *decider) sendable(it *proficiency.Item, st *itemState) {
	if !d.s.meets(it, st) {
		d.refuseItem(it, NotAssessed, "is not assessed with an answer that meets what it asks", "answer it first")
	} else if a := st.answer; !a.Paper && !a.Transferred { // when it was saved it need not have met, or an earlier version asked for less
		d.asked(it, company{a.Comment != nil, len(a.Evidence) > 0, !a.On.IsZero()})
	}
}

// renewable: the confirmation that is in date may be renewed by now. Its last
// day is counted in the zone of the centre it was given at.
func (d *decider) renewable(it *proficiency.Item, st *itemState) {
	rule := it.Validity()
	if st.decision.until().IsZero() || rule.RenewWithin == 0 {
		d.refuseItem(it, AlreadyConfirmed, "is confirmed", "")
		return
	}
	zone := d.zone(st.decision.As.Centre)
	last := proficiency.DateOf(st.decision.until().Add(-1), zone)
	if opens := last.AddMonths(-rule.RenewWithin); proficiency.DateOf(d.stamp.At, zone).Before(opens) {
		d.refuseAt(it, AlreadyConfirmed, rule.Position, "is confirmed to the end of "+last.String()+
			" and can be renewed from "+opens.String(), "ask again then")
		d.param("from", opens.String())
	}
}

// withdrawable: a request is pending.
func (d *decider) withdrawable(it *proficiency.Item, st *itemState) {
	if st.request == nil {
		d.refuseItem(it, NotRequested, "has no pending request", "")
	}
}

// decidable: the item awaits the actor's decision, and the actor may still
// give it. It gives the roles relied on.
func (d *decider) decidable(it *proficiency.Item, st *itemState) (by confirmer) {
	if st.request == nil {
		d.refuseItem(it, NotRequested, "has no pending request", d.who()+" sends it first")
		return by
	}
	if st.request.To != d.f.Actor {
		d.refuseItem(it, NotTheAddressee, "was sent to somebody else", d.who()+" withdraws the request and sends it to you")
		return by
	}
	return d.confirmer(d.actor, it)
}

// revisable: a decision of the actor stands, and the actor still holds the role it was given in.
func (d *decider) revisable(it *proficiency.Item, st *itemState) {
	dec := st.decision
	switch {
	case !d.s.included(it, st):
		d.refuseOut(it, d.who()+" chooses it first")
	case st.waiver != nil:
		d.refuseWaived(it)
	case dec == nil:
		d.refuseItem(it, NotDecided, "has no decision that stands", "")
	case dec.Outcome == Confirmed && !dec.holds(d.stamp.At):
		d.refuseAt(it, Lapsed, it.Validity().Position, "has lapsed", d.who()+" has it confirmed again")
	case dec.Paper != nil:
		d.refuseItem(it, FromPaper, "was recorded from paper", "have it set aside")
	case dec.Original != nil:
		d.refuseItem(it, FromElsewhere, "was confirmed at "+dec.Original.By.Origin()+", and that was taken over", "have it set aside")
		d.param("origin", dec.Original.By.Origin())
	case dec.By != d.f.Actor:
		d.refuseItem(it, NotTheDecider, "was decided by somebody else", "ask the decider")
	case !d.stillHolds(dec):
		d.refuseItem(it, RoleLost, "was decided in a role that you no longer hold at a centre of the enrolment",
			"have the role given back")
	case dec.Outcome == Rejected && d.over(it, dec):
		d.refuseAt(it, Lapsed, it.Validity().Position, "would be confirmed from the day of its rejection, and that would have lapsed",
			"have an answer saved again and confirmed")
	}
}

// over reports whether a rejection that is revised now would be a confirmation
// that has lapsed: its period runs from the rejection.
func (d *decider) over(it *proficiency.Item, dec *Decided) bool {
	as, _, _ := d.held(dec)
	t := d.revisedTerm(it, dec, as.Centre, Confirmed)
	return t != nil && !d.stamp.At.Before(t.Until)
}

// stillHolds reports whether the actor holds, now, the roles that the decision was given in.
func (d *decider) stillHolds(dec *Decided) bool {
	_, _, ok := d.held(dec)
	return ok
}

// held is where the actor holds the roles of a decision now: at the centre it
// was given at, or else at another one of the enrolment; both at the same.
func (d *decider) held(dec *Decided) (as, with Held, ok bool) {
	if d.s.trial() {
		return dec.As, dec.With, true
	}
	here := d.scope()
	for _, c := range append([]CentreID{dec.As.Centre}, here.Centres...) {
		at := roles.Scope{Centres: []CentreID{c}, Category: here.Category}
		holds := func(r roles.RoleID) bool { return d.f.Policy.Holds(d.actor, r, at) }
		if !slices.Contains(here.Centres, c) || !holds(dec.As.Role) {
			continue
		}
		if dec.With.IsZero() {
			return Held{Role: dec.As.Role, Centre: c}, Held{}, true
		}
		if holds(dec.With.Role) {
			return Held{Role: dec.As.Role, Centre: c}, Held{Role: dec.With.Role, Centre: c}, true
		}
	}
	return Held{}, Held{}, false
}
