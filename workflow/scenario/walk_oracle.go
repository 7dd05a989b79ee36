package scenario

import (
	"cmp"
	"slices"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// mustTake reports whether the rules take a sensible command from its actor on
// an enrolment as it stands; why not is said for people. Of commands that are
// not sensible it says nothing.
func (b *book) mustTake(before, after *Moment) (takes bool, why string) {
	t, cmd, now := before.tale, after.Request.Command, after.Now
	if !b.mayView(before.looked, after.Request.Actor) {
		return false, "may not see the enrolment"
	}
	if why := b.notEntitled(t, after); why != "" {
		return false, why
	}
	if t.unsupervised() && slices.Contains(confirming, cmd.Kind()) {
		return false, "nobody confirms anything"
	}
	if _, answers := cmd.(*workflow.SelfAssess); answers {
		t = t.opened()
	}
	var m mentions
	m.command(cmd)
	if kind := cmd.Kind(); kind != workflow.KindComment && kind != workflow.KindAcceptTransfer {
		for _, id := range m.items {
			if why := b.itemNotTaken(t, t.index(id), after, now); why != "" {
				return false, string(id) + " " + why
			}
		}
	}
	if why = b.wholeNotTaken(t, cmd, now); why == "" {
		why = b.peopleNotTaken(t, after.Request.Actor, cmd, now)
	}
	return why == "", why
}

// confirming are the kinds of which there is nothing where nobody confirms.
var confirming = []workflow.Kind{
	workflow.KindRequestConfirmation, workflow.KindWithdrawRequest, workflow.KindRemind, workflow.KindConfirm, workflow.KindReject,
	workflow.KindRevise, workflow.KindSetAside, workflow.KindRecordPaper, workflow.KindWaive, workflow.KindUnwaive,
	workflow.KindRequestSignOff, workflow.KindWithdrawSignOff, workflow.KindRemindSignOff, workflow.KindSignOff,
	workflow.KindDeclineSignOff, workflow.KindRevokeSignOff, workflow.KindAcceptTransfer,
}

// itemNotTaken is why the rules would not take a command on an item.
func (b *book) itemNotTaken(t *tale, i int, m *Moment, now time.Time) string {
	status, it, who := t.status(i, now), &t.items[i], m.Request.Actor
	if !fromTable(m.Request.Command.Kind(), status) {
		return "is " + string(status)
	}
	switch m.Request.Command.(type) {
	case *workflow.ClearAnswer:
		return unless(it.answer != nil && !t.over, "has no answer, or was submitted")
	case *workflow.RequestConfirmation:
		return unless(it.request == nil && (status != workflow.ItemStatusConfirmed || b.renewable(t, i, now)) && t.meets(i) && t.accompanied(i),
			"cannot be renewed yet, or is, or what it asks is not met by now")
	case *workflow.WithdrawRequest:
		return unless(it.request != nil, "is not requested")
	case *workflow.Confirm, *workflow.Reject:
		return unless(it.request != nil && it.request.To == who && b.mayConfirm(t, who, i, t.centres), "was not asked of them, or they may not any more")
	case *workflow.Revise:
		d := it.decision
		if months := t.plan.items[i].Validity().Months; months > 0 && d.Outcome == workflow.Rejected && !now.Before(b.endOf(laterBy(d.from, months), b.zone(t, d.As.Centre))) {
			return "would be confirmed from its rejection on, and that is over"
		}
		return unless(d.By == who && (t.trial() || !t.own(who)) && d.Paper == nil && d.Original == nil && b.stillHolds(t, who, d.As.Role) && (d.With.IsZero() || b.stillHolds(t, who, d.With.Role)), "is not theirs to revise")
	case *workflow.RecordPaper:
		return unless(!it.ever && it.request == nil && t.open(i, now), "was decided or asked, or is locked")
	case *workflow.Waive:
		return unless(t.plan.items[i].Waiving().Allowed, "may not be waived")
	case *workflow.Unwaive:
		return unless(it.waiver != nil, "is not waived")
	case *workflow.SetAside:
		return unless(it.decision != nil || it.waiver != nil, "has nothing to set aside")
	case *workflow.ChooseOptional:
		return unless(t.plan.items[i].optional && t.plan.items[i].choice == "", "is not chosen by itself")
	}
	return ""
}

// wholeNotTaken is why the rules would not take a command on the enrolment.
func (b *book) wholeNotTaken(t *tale, cmd workflow.Command, now time.Time) string {
	switch c := cmd.(type) {
	case *workflow.Agree:
		return unless(t.plan.fw.Declaration().Asked(), "nothing is asked")
	case *workflow.Submit:
		return unless(t.unsupervised() && !t.over && t.anyAnswer() && t.ready(now), "signed off instead, submitted already, or something lacks an answer")
	case *workflow.RequestSignOff:
		return unless(t.asked == nil && !t.signedOff(now) && b.signable(t, now) && b.finishable(t.plan.fw, b.today(t, now)),
			"not ready, or asked already, or another framework is required first, or the version had to be finished before")
	case *workflow.WithdrawSignOff, *workflow.DeclineSignOff:
		return unless(t.asked != nil, "nobody is asked")
	case *workflow.RemindSignOff:
		return unless(t.asked != nil && !t.trial() && !now.Before(t.messages[t.asked.To].signOff.Add(b.policy.Reminders().SignOff)), "too soon, or nobody is asked")
	case *workflow.SignOff:
		return unless(b.signable(t, now) && b.maySignOff(t, t.asked.To, t.centres) && t.distinct(t.asked.To, now), "not ready, or not fitting any more")
	case *workflow.RevokeSignOff:
		return unless(t.last() != nil && !t.last().revoked, "nothing to revoke")
	case *workflow.AddSupervisor, *workflow.AddCentre:
		return unless(!t.trial(), "a trial")
	case *workflow.Upgrade:
		return cmp.Or(unless(!t.trial(), "a trial"), b.notUpgraded(t, c.To, now))
	case *workflow.OverrideRequirement:
		return b.notOverridden(t, c.Framework, now)
	case *workflow.AcceptTransfer:
		return b.notTakenOver(t, c.Transfer)
	case *workflow.SetAttributes:
		return unless(t.plan.fw.Attributes().Len() > 0, "nothing depends on attributes")
	case *workflow.RemoveCentre:
		return unless(len(t.centres) > 1 && c.Centre != "", "the last centre")
	}
	return ""
}
