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
	return admits(d.f.Actor, d.s.enr().learner,
		func() bool { return slices.Contains(d.s.enr().supervisors, d.f.Actor) || d.s.decidedBy(d.f.Actor) },
		func() bool { return d.f.Policy.HoldsAny(d.actor, d.scope()) },
		func() bool { return d.f.Policy.May(d.actor, roles.CanViewCentre, d.scope()).Allowed() })
}

// decidedBy reports whether any decision that stands is the person's.
func (s *State) decidedBy(p PersonID) bool {
	if s.signedOff() && s.signOff.given.By == p {
		return true
	}
	found := false
	s.each(func(_ proficiency.ItemID, it *itemState) bool {
		found = it.decision != nil && it.decision.By == p
		return !found
	})
	return found
}

// notWithdrawn: a withdrawn enrolment takes no command but Enrol.
func (d *decider) notWithdrawn() {
	if w := d.s.enr().withdrawn; w != nil {
		d.refuse(Reason{
			Code: EnrolmentWithdrawn, Message: "the enrolment was withdrawn on " + d.dateOf(w.At).String(),
			Remedy: "enrol the learner again",
		})
	}
}

// learner: the learner's own commands, on an enrolment that is not withdrawn.
func (d *decider) learner() {
	if d.f.Actor != d.s.enr().learner {
		d.refuse(Reason{Code: NotTheLearner, Message: "only the learner may do this"})
	}
	d.notWithdrawn()
	if d.f.Actor == d.s.enr().learner {
		d.learnerActive()
	}
}

// learnerActive: a learner suspended or deactivated at every centre of the enrolment only reads.
func (d *decider) learnerActive() {
	if !slices.ContainsFunc(d.s.enr().centres, d.actor.DelegateOf) {
		d.refuse(Reason{
			Code: LearnerNotActive, Message: "the learner is not an active delegate of any centre of the enrolment",
			Remedy: "have the suspension lifted or the account activated at one of its centres",
		})
	}
}

// agreedLearner: the learner's commands that come after the declaration.
func (d *decider) agreedLearner() {
	d.learner()
	if decl := d.fw.Declaration(); decl.Asked() && d.s.enr().agreed == nil && d.s.enr().withdrawn == nil {
		d.refuse(Reason{
			Code: DeclarationNotAgreed, Message: "the learner has not agreed to the declaration", Clause: decl.Position,
			Remedy: "agree to the declaration first",
		})
	}
}

// notOwn: nobody decides on their own enrolment, whatever roles they hold.
func (d *decider) notOwn() bool {
	if d.f.Actor != d.s.enr().learner {
		return true
	}
	d.refuse(Reason{Code: IsTheLearner, Message: "nobody may do this on their own enrolment"})
	return false
}

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

// refuseItem refuses because of where an item stands.
func (d *decider) refuseItem(it *proficiency.Item, code Code, says, remedy string) {
	d.refuseAt(it, code, it.Position(), says, remedy)
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
		d.refuseItem(it, ItemExcluded, "is optional and not chosen", "choose it first")
	case st.answer == nil && st.request == nil && st.decision == nil:
		d.gatesPassed(it)
	}
}

// gatesPassed names every gate in front of the item that is not passed.
func (d *decider) gatesPassed(it *proficiency.Item) {
	gates := it.Gates()
	for i := range gates.Len() {
		if gate := gates.At(i); !gatePassed(d.fw, d.s, gate, d.stamp.At) {
			d.refuseAt(it, ItemLocked, gate.Position(), "is locked until "+gate.Title()+" is confirmed",
				"have "+gate.Title()+" confirmed first")
		}
	}
}

// requestable: the item can be sent for confirmation.
func (d *decider) requestable(it *proficiency.Item, st *itemState) {
	switch {
	case !d.s.included(it, st):
		d.refuseItem(it, ItemExcluded, "is optional and not chosen", "choose it first")
	case st.request != nil:
		d.refuseItem(it, AlreadyRequested, "has been sent already", "withdraw the request first")
	case st.decision != nil && st.decision.Outcome == Confirmed:
		d.refuseItem(it, AlreadyConfirmed, "is confirmed", "")
	case st.decision != nil:
		d.refuseItem(it, ItemRejected, "was rejected", "save an answer again first")
	case st.answer == nil:
		d.gatesPassed(it)
		fallthrough
	case !st.answer.Meets:
		d.refuseItem(it, NotAssessed, "is not assessed with an answer that meets what it asks", "answer it first")
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
func (d *decider) decidable(it *proficiency.Item, st *itemState) (as, with Held) {
	if st.request == nil {
		d.refuseItem(it, NotRequested, "has no pending request", "the learner sends it first")
		return as, with
	}
	if st.request.To != d.f.Actor {
		d.refuseItem(it, NotTheAddressee, "was sent to somebody else", "the learner withdraws the request and sends it to you")
		return as, with
	}
	may := d.f.Policy.MayAs(d.actor, roles.CanConfirm, it.ConfirmedBy(), d.scope())
	if !may.Allowed() {
		d.refuseRole(may.Reasons, it.ID())
	}
	return may.As, may.With
}

// revisable: a decision of the actor stands, and the actor still holds the role it was given in.
func (d *decider) revisable(it *proficiency.Item, st *itemState) {
	dec := st.decision
	switch {
	case !d.s.included(it, st):
		d.refuseItem(it, ItemExcluded, "is optional and not chosen", "the learner chooses it first")
	case st.request != nil || dec == nil:
		d.refuseItem(it, NotDecided, "has no decision that stands", "")
	case dec.By != d.f.Actor:
		d.refuseItem(it, NotTheDecider, "was decided by somebody else", "ask the decider")
	case !d.stillHolds(dec):
		d.refuseItem(it, RoleLost, "was decided in a role that you no longer hold at a centre of the enrolment",
			"have the role given back")
	}
}

// stillHolds reports whether the actor holds, now, the roles that the decision was given in.
func (d *decider) stillHolds(dec *Decided) bool {
	_, as := d.held(dec.As)
	_, with := d.held(dec.With)
	return as && (with || dec.With.IsZero())
}

// held is where the actor holds the role of h now: at the same centre, or else
// at another one of the enrolment.
func (d *decider) held(h Held) (now Held, ok bool) {
	here := d.scope()
	for _, c := range append([]CentreID{h.Centre}, here.Centres...) {
		at := roles.Scope{Centres: []CentreID{c}, Category: here.Category}
		if slices.Contains(here.Centres, c) && d.f.Policy.Holds(d.actor, h.Role, at) {
			return Held{Role: h.Role, Centre: c}, true
		}
	}
	return Held{}, false
}
