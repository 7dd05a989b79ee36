package workflow_test

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// aboutEnrolment are the commands of rules.md §4 that the learner, those asked
// and supervisors give, and those about centres.
func (o *oracle) aboutEnrolment(cmd workflow.Command) {
	switch c := cmd.(type) {
	case *workflow.Agree:
		o.byLearner()
		o.unless(o.fw.Declaration().Asked(), "nothing asked")
	case *workflow.AddSupervisor:
		o.unless(!o.trial() && !o.withdrawn, "withdrawn or a trial")
		if o.own(o.f.Actor) {
			o.byLearner()
		} else {
			o.unless(o.may(roles.CanReassign), "no capability")
		}
		o.addressee(c.Person)
		o.unless(o.askable(c.Person), "may neither confirm nor sign off")
	case *workflow.RemoveSupervisor:
		o.removes(c.Person)
	case *workflow.RequestSignOff:
		o.afterAgreement()
		o.unless(o.asked == nil && !o.inDate(o.f.Now), "pending or standing")
		o.unless(len(o.missing(o.f.Now)) == 0, "not ready")
		o.unless(len(o.lacks(proficiency.BeforeSignOff, o.letGo()...)) == 0, "requires another")
		o.unless(c.Accept || !o.fw.SignOff().Learner.Asked(), "not accepted")
		o.addressee(c.To)
		o.unless(o.maySignOff(c.To, o.centres) && o.distinct(c.To), "may not sign off")
	case *workflow.WithdrawSignOff:
		o.afterAgreement()
		o.unless(o.asked != nil, "nothing pending")
	case *workflow.SignOff:
		o.askedForSignOff()
		o.unless(o.maySignOff(o.f.Actor, o.centres) && o.distinct(o.f.Actor), "may not sign off")
		o.unless(len(o.missing(o.f.Now)) == 0, "not ready")
		o.unless(len(o.lacks(proficiency.BeforeSignOff, o.letGo()...)) == 0, "requires another")
		o.unless(c.Accept || !o.fw.SignOff().Signatory.Asked(), "not accepted")
	case *workflow.DeclineSignOff:
		o.askedForSignOff()
		o.unless(!isEmpty(c.Reason), "no reason")
	case *workflow.Submit:
		o.submits()
	case *workflow.Withdraw:
		o.withdraws(!isEmpty(c.Reason))
	case *workflow.Remind, *workflow.RemindSignOff:
		o.reminds(cmd)
	case *workflow.Comment:
		o.unless(!isEmpty(c.Comment) && !o.withdrawn, "no comment, or withdrawn")
		o.unless(c.Item == "" || o.fw.Item(c.Item) != nil, "no such item")
		if o.own(o.f.Actor) {
			o.byLearner()
		} else {
			o.unless(slices.Contains(o.supervisors, o.f.Actor), "not involved")
		}
	case *workflow.AddCentre:
		o.addsCentre(c.Centre)
	case *workflow.RemoveCentre:
		o.unless(o.accountable == "", "a centre's own")
		o.unless(!o.withdrawn && !o.trial(), "withdrawn or a trial")
		o.others()
		o.unless(slices.Contains(o.centres, c.Centre) && len(o.centres) > 1, "not to be removed")
		o.unless(o.mayAt(o.f.Actor, roles.CanRemoveCentre, c.Centre), "not their own centre")
	default:
		panic("the model does not know " + string(cmd.Kind()))
	}
}

func (o *oracle) askedForSignOff() {
	o.unless(!o.withdrawn, "withdrawn")
	o.others()
	o.unless(o.asked != nil && o.asked.To == o.f.Actor, "not asked")
}

// removes: the learner, but not the enroller still in the role; or the person.
// The last supervisor who may sign off stays.
func (o *oracle) removes(p workflow.PersonID) {
	o.unless(!o.trial() && !o.withdrawn, "withdrawn or a trial")
	if o.f.Actor != p {
		o.byLearner()
		e := o.enrolled
		o.unless(e.By != p || !o.f.Policy.Holds(o.f.Person(p), e.As.Role, o.scope()), "the enroller")
	}
	o.unless(slices.Contains(o.supervisors, p), "no supervisor")
	signatories := slices.DeleteFunc(slices.Clone(o.supervisors), func(s workflow.PersonID) bool { return !o.maySignOff(s, o.centres) })
	o.unless(!slices.Equal(signatories, []workflow.PersonID{p}), "the last signatory")
}

func (o *oracle) withdraws(reason bool) {
	o.unless(!o.withdrawn && !o.inDate(o.f.Now) && len(o.centres) < 2, "withdrawn, signed off or at several centres")
	o.unless(o.withdrawn || o.status(o.f.Now) != workflow.StatusSubmitted, "submitted")
	notStarted := o.status(o.f.Now) == workflow.StatusNotStarted
	switch {
	case o.trial():
	case o.own(o.f.Actor):
		o.byLearner()
		self := o.enrolled.By == o.enrolled.Learner || o.enrolled.By == o.enrolled.Accountable
		o.unless(self && notStarted, "not by the learner")
	default:
		o.unless(o.may(roles.CanWithdrawNotStarted) && notStarted || o.may(roles.CanWithdraw) && reason, "no capability or reason")
	}
}

// reminds: what is pending, and long enough after the last message: of any
// kind for confirmations, about it for the sign-off.
func (o *oracle) reminds(cmd workflow.Command) {
	o.afterAgreement()
	o.unless(!o.trial(), "a trial")
	if c, ok := cmd.(*workflow.Remind); ok {
		asked := false
		o.pending(func(it *proficiency.Item, to workflow.PersonID) { asked = asked || it != nil && to == c.To })
		o.unless(asked && !o.f.Now.Before(o.said[c.To].Add(time.Hour)), "nothing pending, or too soon")
		return
	}
	o.unless(o.asked != nil && !o.f.Now.Before(o.saidSignOff[o.asked.To].Add(24*time.Hour)), "nothing pending, or too soon")
}

// addsCentre: the learner, active or not, or somebody at a centre that it has;
// the learner is a delegate of the new one.
func (o *oracle) addsCentre(c workflow.CentreID) {
	o.unless(!o.withdrawn && !o.trial(), "withdrawn or a trial")
	o.unless(o.accountable == "", "a centre's own")
	if o.isLearner() {
		o.unless(o.agreed || !o.fw.Declaration().Asked(), "not agreed")
	} else {
		o.unless(o.may(roles.CanAddCentre), "no capability")
	}
	o.unless(!slices.Contains(o.centres, c), "has it already")
	facts := o.f.Centre(c)
	o.unless(facts != nil && facts.Offers && o.f.Person(o.enrolled.Learner).DelegateOf(c), "not there")
}
