package workflow

import "github.com/countersign-go/countersign/proficiency"

func (c *ClearAnswer) decide(d *decider) {
	d.agreedLearner()
	d.overwrite = c.Overwrite
	if !d.named(len(c.Items), func(i int) string { return string(c.Items[i]) }) {
		return
	}
	for _, id := range c.Items {
		it, st := d.item(id)
		if it == nil {
			continue
		}
		d.clearable(it, st)
		if !d.s.included(it, st) {
			continue
		}
		d.loseDecision(it, st)
		e := &AnswerCleared{Stamp: d.stamp, Item: id, Round: d.s.rnd().number, ordinal: it.Ordinal()}
		if st.answer != nil { // else it is refused
			e.Contributor = st.answer.Contributor
		}
		d.add(e)
	}
}

// clearable: there is an answer to take back.
func (d *decider) clearable(it *proficiency.Item, st *itemState) {
	if !d.s.included(it, st) {
		d.refuseOut(it, "choose it first")
	} else if st.waiver != nil {
		d.refuseWaived(it)
	} else if d.s.roundSubmitted() {
		d.nothingSubmittedChanges(it)
	} else if st.answer == nil {
		d.refuseItem(it, NothingToClear, "has no answer", "")
	}
}

// loseDecision ends what rests on an answer that changes: a request, a
// decision, and with a confirmation the sign-off. What the learner would lose
// by it has to be accepted.
func (d *decider) loseDecision(it *proficiency.Item, st *itemState) {
	if st.request != nil {
		d.endRequest(it, st, CauseAnswerChanged)
	}
	if st.decision == nil {
		return
	}
	cause := CauseReopened
	if st.confirmed(d.stamp.At) {
		cause = CauseAnswerChanged
		if !d.overwrite {
			d.refuseItem(it, WouldLoseConfirmation,
				"is confirmed by "+string(st.decision.By)+"; another answer would supersede the confirmation", "say Overwrite to accept that")
		}
		d.loses(it, st, CauseAnswerChanged)
	}
	d.endDecision(it, st, cause)
}

// loses notes that something which was decided of an item is undone: where the
// item is in, that voids a sign-off that stands. An item that does not apply or is not chosen keeps
// its data, and no sign-off rests on it; what was decided there is set aside,
// and its waiver withdrawn, without touching one, and is not revised at all.
func (d *decider) loses(it *proficiency.Item, st *itemState, cause Cause) {
	if d.s.included(it, st) {
		d.wouldVoid(cause)
	}
}

func (d *decider) endDecision(it *proficiency.Item, st *itemState, cause Cause) {
	d.add(&DecisionEnded{
		Stamp: d.stamp, Item: it.ID(), Decider: st.decision.By, Decision: st.decision.Seq, Cause: cause, ordinal: it.Ordinal(),
	})
}

// wouldVoid notes that the command voids a sign-off that stands, if one does.
// The learner is told first and must accept it.
func (d *decider) wouldVoid(cause Cause) {
	if !d.s.signedOff() || d.voids != "" {
		return
	}
	d.voids = cause
	if !d.overwrite && cause.learners() {
		on := d.s.signOff.given.On.String()
		d.refuse(Reason{
			Code: WouldVoidSignOff, Message: "the sign-off of " + on + " would be voided and its certificate suspended",
			Params: map[string]string{"date": on, "serial": d.s.signOff.given.Serial}, Remedy: "say Overwrite to accept that",
		})
	}
}

// learners reports whether it is a learner's command that voids for this
// cause: in a trial the learner gives all others as well, and those void
// without asking.
func (c Cause) learners() bool {
	return c == CauseAnswerChanged || c == CauseDropped || c == CauseChosen
}
