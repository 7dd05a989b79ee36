package workflow

import (
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func (c *RecordPaper) decide(d *decider) {
	as := d.recorder()
	at := d.centreOf(as)
	if isBlank(c.ConfirmedBy) {
		d.refuse(Reason{Code: ReasonMissing, Message: "it must be said who confirmed on the paper", Remedy: "name that person as the paper does"})
	}
	today := d.todayAt(at)
	d.paperDate(c.On, today)
	if len(c.Evidence) > MaxItems {
		d.refuse(Reason{
			Code: TooLarge, Message: fmt.Sprintf("the command refers to %d pieces of evidence: at most %d are allowed", len(c.Evidence), MaxItems),
			Remedy: "refer to fewer",
		})
		return
	}
	paper := &Paper{
		ConfirmedBy: d.text("who confirmed", c.ConfirmedBy), Role: c.Role, On: c.On, Evidence: d.evidence(nil, c.Evidence, today),
	}
	if !d.named(len(c.Items), func(i int) string { return string(c.Items[i]) }) {
		return
	}
	for _, id := range c.Items {
		if it, st := d.item(id); it != nil {
			d.recordable(it, st)
			d.paperRole(it, c.Role, at)
			d.record(it, st, as, paper)
		}
	}
}

// recorder is somebody with the capability record-paper, and not the learner.
func (d *decider) recorder() Held {
	d.notWithdrawn()
	return d.capable(roles.CanRecordPaper)
}

// paperDate: the date on the paper is not in the future, nor too long ago.
func (d *decider) paperDate(on, today proficiency.Date) {
	since := d.fw.PaperSince()
	switch {
	case on.IsZero():
		d.refuse(Reason{Code: DateMissing, Message: "the date on the paper is missing", Remedy: "give the date on which it was confirmed"})
	case today.Before(on):
		d.refuse(Reason{
			Code: InvalidDate, Message: "the paper is dated " + on.String() + ", which is in the future",
			Params: map[string]string{"date": on.String()}, Remedy: "give today's date or an earlier one",
		})
	case !since.Date.IsZero() && on.Before(since.Date):
		d.refuse(Reason{
			Code: InvalidDate, Clause: since.Position,
			Message: "the paper is dated " + on.String() + ": paper from before " + since.Date.String() + " is not recorded",
			Params:  map[string]string{"date": on.String(), "since": since.Date.String()},
		})
	}
}

// recordable: nothing was ever decided here, nothing is pending, and the gates
// are passed. Several of these can be in the way at once.
func (d *decider) recordable(it *proficiency.Item, st *itemState) {
	if !d.s.included(it, st) {
		d.refuseOut(it, d.who()+" chooses it first")
	}
	if st.waiver != nil {
		d.refuseWaived(it)
	}
	if st.request != nil {
		d.refuseItem(it, AlreadyRequested, "has been sent already", d.who()+" withdraws the request first")
	}
	if st.ever {
		d.refuseItem(it, DecidedBefore, "was decided here before", "have it decided here again")
	}
	d.gatesPassed(it)
}

// paperRole: the role on the paper is one that may confirm the item, by the
// content or by the rule of the centre that records it.
func (d *decider) paperRole(it *proficiency.Item, role proficiency.RoleID, at CentreID) {
	named, _, wrong := d.namedAt(at, it)
	switch {
	case wrong != nil:
		d.refuse(*wrong)
	case !named.Has(role):
		d.refuseAt(it, RoleMayNotConfirm, named.Position, "is not confirmed by "+quoteID(string(role)),
			"give the role in which the person on the paper confirmed")
		d.param("role", string(role))
	}
}

// record adds what recording does to an item. Where no answer meets, the
// lowest that does is recorded, marked as coming from paper.
func (d *decider) record(it *proficiency.Item, st *itemState, as Held, paper *Paper) {
	basis := d.stamp.Seq
	if d.s.meets(it, st) {
		basis = st.answer.Basis
	} else {
		d.add(&Answered{
			Stamp: d.stamp, Item: it.ID(), Answers: lowestAnswers(it, d.s.enr().attributes), Contributor: d.s.enr().responsible(), Round: d.s.rnd().number,
			Meets: true, Basis: basis, Paper: true, ordinal: it.Ordinal(),
		})
	}
	e := &Decided{
		Stamp: d.stamp, Item: it.ID(), Outcome: Confirmed, Basis: basis, As: as, Paper: paper, ordinal: it.Ordinal(),
	}
	if it.Validity().Lapses() && !paper.On.IsZero() {
		if e.Term = d.termFrom(it, paper.On, d.centreOf(as), Confirmed); !e.holds(d.stamp.At) {
			d.refuseAt(it, Lapsed, it.Validity().Position, "was confirmed on the paper, and that has lapsed", "have it confirmed here")
		}
	}
	d.add(e)
}

// lowestAnswers are, to each required question, the first answer that meets.
func lowestAnswers(it *proficiency.Item, settings []proficiency.Setting) (out []Reply) {
	for q := range it.Questions().Values() {
		if a, ok := q.LowestMeeting(settings); ok && q.Required() {
			out = append(out, Reply{Question: q.ID(), Answer: a.ID})
		}
	}
	return out
}
