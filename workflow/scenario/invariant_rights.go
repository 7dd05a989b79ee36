package scenario

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func rightsInvariants() []Invariant {
	return []Invariant{
		{"own-enrolment", "Nobody decides, waives, sets aside, signs off or uses any capability on their own enrolment, be it as the learner, as a contributor or accountable; trials apart.", 0, checkOwn},
		{"rights", "A command is accepted only from the learner, addressee, decider, supervisor or holder of the capability that the rules name for it.", 0, checkRights},
		{"decisions", "Whoever confirms or rejects was asked and holds, at that instant, a role that may confirm the item.", 0, checkDecisions},
		{"seen", "Whoever confirms or rejects decides on the answer and evidence that stand at that instant.", 0, checkSeen},
		{"relied-on", "The roles that a record says were relied on were held, at that instant, at one of the enrolment's centres and in its category.", 0, checkRelied},
	}
}

func checkOwn(before, after *Moment) error {
	if after.tale.trial() || len(after.Records) == 0 || !before.tale.own(after.Records[0].Actor) {
		return nil
	}
	who := after.Records[0].Actor
	for _, e := range after.Events {
		switch e.(type) {
		case *workflow.Decided, *workflow.Waived, *workflow.WaiverEnded, *workflow.SignedOff, *workflow.SignOffDeclined, *workflow.SignOffRevoked,
			*workflow.CompleteBySet, *workflow.AttributesSet, *workflow.AccountableSet, *workflow.CentreRemoved, *workflow.Redacted, *workflow.Reassigned,
			*workflow.RequirementOverridden, *workflow.TransferAccepted:
			return refuse(fmt.Errorf("%s brought about %s on their own enrolment", who, e.EventKind()), workflow.IsTheLearner)
		case *workflow.DecisionEnded:
			if after.Records[0].Kind == workflow.KindSetAside {
				return refuse(fmt.Errorf("%s set a decision on their own enrolment aside", who), workflow.IsTheLearner)
			}
		}
	}
	return nil
}

func checkDecisions(_, after *Moment) error {
	for _, e := range after.Events {
		d, ok := e.(*workflow.Decided)
		if !ok {
			continue
		}
		if now := after.tale.items[after.tale.index(d.Item)].decision; now != nil && now.Seq == d.Seq && now.fault != "" {
			return refuse(errors.New(now.fault), guess(after.Records[0].Kind))
		}
	}
	return nil
}

// checkSeen holds that no decision on a request rests on what was changed
// before it: revisions and paper rest on no request.
func checkSeen(before, after *Moment) error {
	for _, e := range after.Events {
		d, ok := e.(*workflow.Decided)
		if !ok || d.Revises != 0 || d.Paper != nil {
			continue
		}
		if a := before.tale.items[before.tale.index(d.Item)].answer; a == nil || a.Basis != d.Basis {
			return refuse(fmt.Errorf("the decision on %s rests on record %d, and something else stood there", d.Item, d.Basis), workflow.ChangedSince)
		}
	}
	return nil
}

func checkRights(before, after *Moment) error {
	if len(after.Records) == 0 {
		return nil
	}
	if why := after.x.book.notEntitled(before.tale, after); why != "" {
		kind := after.Request.Command.Kind()
		return refuse(fmt.Errorf("%s by %s was accepted: %s", kind, after.Request.Actor, why), guess(kind))
	}
	return nil
}

// capabilities are what commands need that no natural actor gives.
var capabilities = map[workflow.Kind]roles.Capability{
	workflow.KindSetAside: roles.CanSetAside, workflow.KindRecordPaper: roles.CanRecordPaper,
	workflow.KindWaive: roles.CanWaive, workflow.KindUnwaive: roles.CanWaive,
	workflow.KindRevokeSignOff: roles.CanRevokeSignOff, workflow.KindSetCompleteBy: roles.CanSetCompleteBy,
	workflow.KindSetAttributes: roles.CanSetAttributes, workflow.KindUpgrade: roles.CanUpgrade, workflow.KindOverrideRequirement: roles.CanOverrideRequirement, workflow.KindSetAccountable: roles.CanSetAccountable, workflow.KindAcceptTransfer: roles.CanAcceptTransfer,
	workflow.KindRedact: roles.CanRedact, workflow.KindReassign: roles.CanReassign,
	workflow.KindAddSupervisor: roles.CanReassign, workflow.KindAddCentre: roles.CanAddCentre,
}

// guess is a code for which a command of that kind may have had to be refused.
func guess(k workflow.Kind) workflow.Code {
	switch k {
	case workflow.KindConfirm, workflow.KindReject:
		return workflow.Code(roles.CodeRoleNotNamed)
	case workflow.KindSignOff, workflow.KindDeclineSignOff:
		return workflow.NotTheAddressee
	case workflow.KindRevise:
		return workflow.RoleLost
	}
	if _, ok := capabilities[k]; ok {
		return workflow.Code(roles.CodeLacksCapability)
	}
	return workflow.NotTheLearner
}

// notEntitled is why the rules would not take a command from its actor, on an
// enrolment as it stood; empty if they would.
func (b *book) notEntitled(t *tale, m *Moment) string {
	who, cmd := m.Request.Actor, m.Request.Command
	switch c := cmd.(type) {
	case *workflow.Enrol:
		return b.notEnroller(t, m.tale.plan.fw, m, c)
	case *workflow.EnrolTrial:
		return unless(who == t.about.Learner && t.trial(), "a trial is for oneself")
	}
	if !t.exists {
		return "there is no such enrolment"
	}
	if t.withdrawn && !slices.Contains([]workflow.Kind{workflow.KindRedact, workflow.KindRevokeSignOff}, cmd.Kind()) {
		return "the enrolment is withdrawn"
	}
	return b.notNatural(t, m)
}

// notNatural is why the rules would not take a command on an enrolment that is
// there from whoever it is for.
func (b *book) notNatural(t *tale, m *Moment) string {
	who, kind := m.Request.Actor, m.Request.Command.Kind()
	learner := t.learns(kind, who)
	switch c := m.Request.Command.(type) {
	case *workflow.Agree:
		return b.notLearner(t, kind, who, false)
	case *workflow.SelfAssess, *workflow.ClearAnswer, *workflow.Submit, *workflow.RequestConfirmation, *workflow.WithdrawRequest, *workflow.ChooseOptional,
		*workflow.Remind, *workflow.RemindSignOff, *workflow.RequestSignOff, *workflow.WithdrawSignOff:
		return b.notLearner(t, kind, who, true)
	case *workflow.SetContributors:
		return cmp.Or(unless(t.accountable != "", "is not of a centre"), b.notLearner(t, kind, who, true))
	case *workflow.SetAccountable:
		return cmp.Or(unless(t.accountable != "", "is not of a centre"), b.notCapable(t, m))
	case *workflow.Comment:
		if learner {
			return b.notLearner(t, kind, who, false)
		}
		return unless(slices.Contains(t.supervisors, who), "no supervisor")
	case *workflow.Confirm, *workflow.Reject, *workflow.Revise:
		return "" // see decisions
	case *workflow.SignOff, *workflow.DeclineSignOff:
		return unless(t.asked != nil && t.asked.To == who, "was not asked")
	case *workflow.Withdraw:
		return b.notWithdrawer(t, m, c)
	case *workflow.RemoveSupervisor:
		if learner {
			return b.notLearner(t, kind, who, false)
		}
		return unless(c.Person == who, "neither the learner nor the person")
	case *workflow.RemoveCentre:
		return unless(!learner && !t.trial() && t.accountable == "" && b.capable(t, who, roles.CanRemoveCentre, []workflow.CentreID{c.Centre}), "may not remove that centre")
	}
	return b.notCapable(t, m)
}

func unless(ok bool, why string) string {
	if ok {
		return ""
	}
	return why
}

// notLearner: who does what learners do, active somewhere, and after the declaration.
func (b *book) notLearner(t *tale, kind workflow.Kind, who workflow.PersonID, agreed bool) string {
	switch {
	case !t.learns(kind, who):
		return "not the learner"
	case !b.active(t, who):
		return "the learner is active nowhere"
	}
	return unless(!agreed || t.agreedTo(), "the declaration is not agreed to")
}

// notCapable is for commands that need a capability, and have another way beside.
func (b *book) notCapable(t *tale, m *Moment) string {
	who, kind := m.Request.Actor, m.Request.Command.Kind()
	learner := t.learns(kind, who)
	switch c := m.Request.Command.(type) {
	case *workflow.AddSupervisor:
		if learner {
			return b.notLearner(t, kind, who, false)
		}
	case *workflow.AddCentre:
		if t.accountable != "" {
			return "the record of a centre stays there"
		}
		if learner {
			return unless((t.agreedTo() || !b.active(t, who)) && !t.trial(), "the declaration is not agreed to")
		}
	case *workflow.Reassign:
		if c.From == who && !c.Supervisor && !t.own(who) {
			return ""
		}
	}
	return unless(b.capable(t, who, capabilities[kind], t.centres), "lacks the capability")
}

func (b *book) notEnroller(t *tale, fw *proficiency.Framework, m *Moment, c *workflow.Enrol) string {
	if centre := fw.Subject() == proficiency.SubjectCentre; centre != (t.about.Centre != "") || centre && c.Learner != "" || !centre && len(c.Contributors) > 0 {
		return "the framework is not about that"
	} else if centre {
		return b.notCentreEnroller(t, fw, m, c)
	}
	switch {
	case t.exists && !t.withdrawn:
		return "the learner is enrolled"
	case !b.delegate(c.Learner, c.Centre):
		return "the learner is no delegate of the centre"
	case b.centres[c.Centre] == nil || b.centres[c.Centre].withheld[fw.ID()]:
		return "the centre does not offer the framework"
	case m.Request.Actor == c.Learner:
		return unless(fw.Enrolment().Self, "learners do not enrol themselves")
	case !slices.Contains(b.person(m.Request.Actor).staff, roles.StaffEntry{Centre: c.Centre, Person: c.Learner}) && b.staffLists:
		return "the learner is not on the enroller's staff list"
	}
	return unless(b.holds(m.Request.Actor, c.Centre, fw.Category(), with(roles.CanEnrol)), "may not enrol")
}

// blank reports whether nothing is said.
func blank(words string) bool { return strings.TrimSpace(words) == "" }

func (b *book) notWithdrawer(t *tale, m *Moment, c *workflow.Withdraw) string {
	who, now := m.Request.Actor, m.Now
	notStarted := t.whole(now) == workflow.StatusNotStarted
	switch {
	case t.signedOff(now) || t.whole(now) == workflow.StatusSubmitted:
		return "it is signed off, or submitted"
	case len(t.centres) > 1:
		return "it has several centres"
	case t.trial():
		return unless(t.own(who), "not the learner")
	case t.learns(workflow.KindWithdraw, who):
		return unless(b.active(t, who) && t.selfEnrolled() && notStarted, "not enrolled by themselves, or started")
	case b.capable(t, who, roles.CanWithdraw, t.centres) && !blank(c.Reason):
		return ""
	}
	return unless(notStarted && b.capable(t, who, roles.CanWithdrawNotStarted, t.centres), "may not withdraw")
}
