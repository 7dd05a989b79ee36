package workflow_test

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// An order is a command of the table: well formed for the scene, and such as
// would be accepted of whoever may give it, if the state allows.
type order struct {
	kind    workflow.Kind
	variant string // what tells several of a kind apart
	by      string // who it is for, as the rules say
	give    func(s *scene, actor workflow.PersonID, id proficiency.ItemID) workflow.Command
}

func (o order) name() string {
	if o.variant == "" {
		return string(o.kind)
	}
	return string(o.kind) + ", " + o.variant
}

type given func(s *scene) workflow.Command

// always is an order whose command is the same for everybody.
func always(give given) func(*scene, workflow.PersonID, proficiency.ItemID) workflow.Command {
	return func(s *scene, _ workflow.PersonID, _ proficiency.ItemID) workflow.Command { return give(s) }
}

func constant(cmd workflow.Command) func(*scene, workflow.PersonID, proficiency.ItemID) workflow.Command {
	return always(func(*scene) workflow.Command { return cmd })
}

var openings = []order{
	{workflow.KindEnrol, "", "enrol; the learner if content allows", always(func(s *scene) workflow.Command {
		return s.enrol()
	})},
	{workflow.KindEnrol, "with an override", "enrol and override-requirement", always(func(s *scene) workflow.Command {
		return &workflow.Enrol{
			Learner: s.learner, Framework: s.ref, Centre: "trust-1", Attributes: inRole("clinical"),
			Override: workflow.Override{Frameworks: []proficiency.FrameworkID{"hand-care"}, Reason: "seen elsewhere"},
		}
	})},
	{workflow.KindEnrolTrial, "", "anybody for themselves", always(func(s *scene) workflow.Command {
		return &workflow.EnrolTrial{Framework: s.ref, Trial: 1, Attributes: inRole("clinical")}
	})},
}

var wholeOrders = []order{
	{workflow.KindAgree, "", "learner", constant(&workflow.Agree{})},
	{workflow.KindAddSupervisor, "", "learner; reassign", always(func(s *scene) workflow.Command {
		return &workflow.AddSupervisor{Person: helper}
	})},
	{workflow.KindRemoveSupervisor, "another", "learner", constant(&workflow.RemoveSupervisor{Person: bystander})},
	{workflow.KindRemoveSupervisor, "the enroller", "learner, unless still in the role", always(func(s *scene) workflow.Command {
		return &workflow.RemoveSupervisor{Person: s.enroller}
	})},
	{workflow.KindRemoveSupervisor, "themselves", "the supervisor", func(_ *scene, actor workflow.PersonID, _ proficiency.ItemID) workflow.Command {
		return &workflow.RemoveSupervisor{Person: actor}
	}},
	{workflow.KindSubmit, "", "learner, where nobody confirms", constant(&workflow.Submit{})},
	{workflow.KindRequestSignOff, "", "learner", always(func(s *scene) workflow.Command {
		return &workflow.RequestSignOff{To: s.by(""), Accept: true}
	})},
	{workflow.KindWithdrawSignOff, "", "learner", constant(&workflow.WithdrawSignOff{})},
	{workflow.KindRemindSignOff, "", "learner", constant(&workflow.RemindSignOff{})},
	{workflow.KindSignOff, "", "addressee, still eligible", constant(&workflow.SignOff{Accept: true})},
	{workflow.KindDeclineSignOff, "", "addressee", constant(&workflow.DeclineSignOff{Reason: "not yet"})},
	{workflow.KindRevokeSignOff, "", "revoke-sign-off", constant(&workflow.RevokeSignOff{Reason: "by mistake"})},
	{workflow.KindRemind, "", "learner", always(func(s *scene) workflow.Command { return &workflow.Remind{To: s.by(s.addressee)} })},
	{workflow.KindReassign, "what is pending with the addressee", "reassign; the person leaving", always(func(s *scene) workflow.Command {
		return &workflow.Reassign{From: s.by(s.addressee), To: helper}
	})},
	{workflow.KindReassign, "their own", "the person leaving", func(_ *scene, actor workflow.PersonID, _ proficiency.ItemID) workflow.Command {
		return &workflow.Reassign{From: actor, To: helper}
	}},
	{workflow.KindReassign, "their own and their place", "reassign", func(_ *scene, actor workflow.PersonID, _ proficiency.ItemID) workflow.Command {
		return &workflow.Reassign{From: actor, To: helper, Supervisor: true}
	}},
	{workflow.KindReassign, "the place of another", "reassign", constant(&workflow.Reassign{From: bystander, To: helper, Supervisor: true})},
	{workflow.KindSetCompleteBy, "", "set-complete-by", constant(&workflow.SetCompleteBy{On: day(2030, 1, 1)})},
	{workflow.KindSetAttributes, "", "set-attributes", constant(&workflow.SetAttributes{Attributes: inRole("office"), Reason: "another post"})},
	{workflow.KindUpgrade, "", "upgrade", constant(&workflow.Upgrade{})},
	{workflow.KindOverrideRequirement, "", "override-requirement",
		constant(&workflow.OverrideRequirement{Framework: "glove-use", Reason: "seen elsewhere"})},
	{workflow.KindAcceptTransfer, "", "accept-transfer", always(func(s *scene) workflow.Command {
		return &workflow.AcceptTransfer{Transfer: s.elsewhere()}
	})},
	{workflow.KindSetContributors, "", "accountable person", constant(setsContributors(contributor, another, joining))},
	{workflow.KindSetAccountable, "", "set-accountable", constant(setsAccountable(next))},
	{workflow.KindAddCentre, "", "learner; add-centre", constant(&workflow.AddCentre{Centre: "trust-9"})},
	{workflow.KindRemoveCentre, "trust-1", "remove-centre there", constant(&workflow.RemoveCentre{Centre: "trust-1"})},
	{workflow.KindRemoveCentre, "trust-9", "remove-centre there", constant(&workflow.RemoveCentre{Centre: "trust-9"})},
	{workflow.KindWithdraw, "with a reason", "withdraw; withdraw-not-started, or a self-enrolled learner, while not-started",
		constant(&workflow.Withdraw{Reason: "moved away"})},
	{workflow.KindWithdraw, "without a reason", "withdraw-not-started, or a self-enrolled learner, while not-started",
		constant(&workflow.Withdraw{})},
	{workflow.KindComment, "on the enrolment", "learner; supervisor", constant(&workflow.Comment{Comment: "Well begun."})},
	{workflow.KindSetAside, "all that the decider decided", "set-aside", always(func(s *scene) workflow.Command {
		return &workflow.SetAside{DecidedBy: s.by(s.decider), Reason: "not by the book"}
	})},
	{workflow.KindRedact, "", "redact at the centre the text was written at", always(func(s *scene) workflow.Command {
		if s.record == nil {
			return &workflow.Redact{Record: 1}
		}
		return &workflow.Redact{Record: s.record.Seq, Text: s.record.Texts[0].Digest}
	})},
}

var itemOrders = []order{
	{workflow.KindSelfAssess, "", "learner", func(s *scene, _ workflow.PersonID, id proficiency.ItemID) workflow.Command {
		if a := s.item(id).Answer; a != nil && a.Answers[0].Answer == "achieved" {
			return workflow.Answer(id, "excelled")
		}
		return workflow.Answer(id, "achieved")
	}},
	onItem(workflow.KindClearAnswer, "learner", func(_ *scene, id proficiency.ItemID) workflow.Command {
		return &workflow.ClearAnswer{Items: items{id}}
	}),
	onItem(workflow.KindChooseOptional, "learner", func(s *scene, id proficiency.ItemID) workflow.Command {
		return &workflow.ChooseOptional{Items: items{id}, Drop: s.item(id).Chosen}
	}),
	onItem(workflow.KindRequestConfirmation, "learner", func(s *scene, id proficiency.ItemID) workflow.Command {
		return &workflow.RequestConfirmation{Items: items{id}, To: s.by("")}
	}),
	onItem(workflow.KindWithdrawRequest, "learner", func(_ *scene, id proficiency.ItemID) workflow.Command {
		return &workflow.WithdrawRequest{Items: items{id}}
	}),
	onItem(workflow.KindConfirm, "addressee, checked again", func(s *scene, id proficiency.ItemID) workflow.Command {
		return &workflow.Confirm{Items: s.decisions(id)}
	}),
	onItem(workflow.KindReject, "addressee, checked again", func(s *scene, id proficiency.ItemID) workflow.Command { return s.rejection(id) }),
	onItem(workflow.KindRevise, "decider, still in the role", func(s *scene, id proficiency.ItemID) workflow.Command {
		if d := s.item(id).Decision; d != nil && d.Outcome == workflow.Rejected {
			return &workflow.Revise{Item: id, To: workflow.Confirmed, Reason: "seen otherwise"}
		}
		return &workflow.Revise{Item: id, To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}}
	}),
	onItem(workflow.KindSetAside, "set-aside", func(_ *scene, id proficiency.ItemID) workflow.Command { return aside(id) }),
	onItem(workflow.KindRecordPaper, "record-paper", func(s *scene, id proficiency.ItemID) workflow.Command { return s.paperOfToday(id) }),
	onItem(workflow.KindWaive, "waive, if content allows", func(_ *scene, id proficiency.ItemID) workflow.Command { return waive(id) }),
	onItem(workflow.KindUnwaive, "waive", func(_ *scene, id proficiency.ItemID) workflow.Command { return &workflow.Unwaive{Item: id} }),
	onItem(workflow.KindComment, "learner; supervisor", func(_ *scene, id proficiency.ItemID) workflow.Command {
		return &workflow.Comment{Item: id, Comment: "Go on."}
	}),
}

func onItem(kind workflow.Kind, by string, give func(*scene, proficiency.ItemID) workflow.Command) order {
	return order{kind, "", by, func(s *scene, _ workflow.PersonID, id proficiency.ItemID) workflow.Command { return give(s, id) }}
}

// paperOfToday is of a day on which nothing has lapsed by now.
func (s *scene) paperOfToday(id proficiency.ItemID) *workflow.RecordPaper {
	c := paper(id)
	c.On = proficiency.DateOf(s.at, time.UTC)
	return c
}
