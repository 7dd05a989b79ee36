package workflow_test

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// sensible is a command of the kind with parameters that nothing speaks
// against, or nil where these facts leave none.
func (o offer) sensible(a workflow.Action, id proficiency.ItemID) workflow.Command {
	if id == "" {
		return o.sensibleWhole(a)
	}
	v, it := o.state.Item(id), o.fw.Item(id)
	plan := []string{"again"}
	switch a.Kind {
	case workflow.KindSelfAssess:
		return o.otherAnswer(it, v)
	case workflow.KindClearAnswer:
		return &workflow.ClearAnswer{Items: items{id}}
	case workflow.KindRequestConfirmation:
		if to := o.who(func(p workflow.PersonID) bool { return o.rules().mayConfirm(p, it, o.model.centres) }); to != "" {
			return &workflow.RequestConfirmation{Items: items{id}, To: to}
		}
		return nil
	case workflow.KindWithdrawRequest:
		return &workflow.WithdrawRequest{Items: items{id}}
	case workflow.KindConfirm:
		return &workflow.Confirm{Items: o.decisions(id)}
	case workflow.KindReject:
		return &workflow.Reject{Items: o.decisions(id), Reason: "no", Actions: plan}
	case workflow.KindRevise:
		if v.Decision != nil && v.Decision.Outcome == workflow.Rejected {
			return &workflow.Revise{Item: id, To: workflow.Confirmed, Reason: "seen otherwise"}
		}
		return &workflow.Revise{Item: id, To: workflow.Rejected, Reason: "seen otherwise", Actions: plan}
	case workflow.KindChooseOptional:
		return &workflow.ChooseOptional{Items: items{id}, Drop: v.Chosen}
	case workflow.KindComment:
		return &workflow.Comment{Item: id, Comment: "seen"}
	case workflow.KindRecordPaper:
		return o.onPaper(it)
	case workflow.KindWaive:
		return &workflow.Waive{Item: id, Justification: "no such patients here"}
	case workflow.KindUnwaive:
		return &workflow.Unwaive{Item: id}
	case workflow.KindSetAside:
		return &workflow.SetAside{Items: items{id}, Reason: "the wrong learner"}
	}
	panic("no sensible " + string(a.Kind))
}

func (o offer) sensibleWhole(a workflow.Action) workflow.Command {
	switch a.Kind {
	case workflow.KindAgree:
		return &workflow.Agree{}
	case workflow.KindAddSupervisor:
		if p := o.who(o.rules().askable); p != "" {
			return &workflow.AddSupervisor{Person: p}
		}
		return nil
	case workflow.KindRemoveSupervisor:
		if p := o.removable(); p != "" {
			return &workflow.RemoveSupervisor{Person: p}
		}
		return nil
	case workflow.KindRequestSignOff:
		if p := o.who(func(p workflow.PersonID) bool {
			return o.rules().maySignOff(p, o.model.centres) && o.rules().distinct(p)
		}); p != "" {
			return &workflow.RequestSignOff{To: p, Accept: true}
		}
		return nil
	case workflow.KindWithdrawSignOff:
		return &workflow.WithdrawSignOff{}
	case workflow.KindSignOff:
		return signOff()
	case workflow.KindDeclineSignOff:
		return &workflow.DeclineSignOff{Reason: "not yet"}
	case workflow.KindWithdraw:
		return &workflow.Withdraw{Reason: "moved away"}
	case workflow.KindComment:
		return &workflow.Comment{Comment: "seen"}
	case workflow.KindRemindSignOff:
		return &workflow.RemindSignOff{}
	case workflow.KindRevokeSignOff:
		return &workflow.RevokeSignOff{Reason: "given in error"}
	case workflow.KindSetCompleteBy:
		return &workflow.SetCompleteBy{}
	case workflow.KindSetAttributes:
		c := &workflow.SetAttributes{Reason: "another post"}
		for a := range o.fw.Attributes().Values() { // those it has as well: nothing need change
			c.Attributes = append(c.Attributes, proficiency.Setting{Attribute: a.ID(), Value: a.Values().At(0).ID})
		}
		return c
	case workflow.KindUpgrade:
		return &workflow.Upgrade{}
	case workflow.KindAcceptTransfer:
		return &workflow.AcceptTransfer{Transfer: workflow.AllConfirmed(o.fw, o.f.Now.AddDate(0, 0, -1), o.state.Attributes()...)}
	case workflow.KindSubmit:
		return &workflow.Submit{}
	case workflow.KindSetContributors:
		if p := o.standsFor(); p != "" {
			return setsContributors(p)
		}
		return nil
	case workflow.KindSetAccountable:
		if p := o.standsFor(); p != "" {
			return setsAccountable(p)
		}
		return nil
	}
	return o.among(a, o.candidates(a.Kind))
}

// candidates are commands that name somebody or something, in the order in which they make sense.
func (o offer) candidates(kind workflow.Kind) (all []workflow.Command) {
	switch kind {
	case workflow.KindRemind:
		o.model.pending(func(it *proficiency.Item, to workflow.PersonID) {
			if it != nil {
				all = append(all, &workflow.Remind{To: to})
			}
		})
		slices.SortFunc(all, func(x, y workflow.Command) int {
			return o.model.said[x.(*workflow.Remind).To].Compare(o.model.said[y.(*workflow.Remind).To])
		})
	case workflow.KindReassign:
		from := append(o.state.Supervisors(), o.f.Actor)
		o.model.pending(func(_ *proficiency.Item, to workflow.PersonID) { from = append(from, to) })
		for _, p := range from {
			for _, to := range []workflow.PersonID{assessor, second, educator, "educator-2", farOff, assessorThere, lead} {
				all = append(all, &workflow.Reassign{From: p, To: to, Supervisor: p != o.f.Actor})
			}
		}
	case workflow.KindOverrideRequirement:
		for q := range o.fw.Requires().Values() {
			all = append(all, &workflow.OverrideRequirement{Framework: q.Framework, Reason: "seen elsewhere"})
		}
	case workflow.KindAddCentre:
		for _, c := range []workflow.CentreID{"trust-1", "trust-5", "trust-9"} {
			all = append(all, &workflow.AddCentre{Centre: c})
		}
	case workflow.KindRemoveCentre:
		for _, c := range append(o.state.Centres(), "trust-1") {
			all = append(all, &workflow.RemoveCentre{Centre: c})
		}
	case workflow.KindRedact:
		all = append(all, &workflow.Redact{Record: 1})
		for _, t := range o.walker.Said[max(0, len(o.walker.Said)-3):] {
			all = append(all, &workflow.Redact{Record: t.Seq, Text: t.Text})
		}
	default:
		panic("no sensible " + string(kind))
	}
	return all
}

// among the candidates, one that the rules have nothing against. If what is
// offered is not allowed, none may be so.
func (o offer) among(a workflow.Action, all []workflow.Command) workflow.Command {
	o.t.Helper()
	for _, cmd := range all {
		f := o.f
		if c, ok := cmd.(*workflow.Redact); ok {
			o.redactionFacts(&f, c)
		}
		if len(o.model.forbids(f, cmd)) == 0 {
			return cmd
		}
	}
	if a.Allowed() || a.Kind == workflow.KindRemind && len(all) == 0 {
		return nil
	}
	return o.refusedAnyway(a.Kind)
}

// refusedAnyway is a command about which the reasons of the offer hold, whatever it names.
func (o offer) refusedAnyway(kind workflow.Kind) workflow.Command {
	switch kind {
	case workflow.KindReassign:
		return &workflow.Reassign{From: educator, To: assessor, Supervisor: true}
	case workflow.KindAddCentre:
		return &workflow.AddCentre{Centre: "trust-5"}
	case workflow.KindOverrideRequirement:
		return o.refusedOverride()
	}
	return nil
}

func (o offer) rules() *oracle { return &oracle{model: o.model, f: o.f} }

// otherAnswer is an answer that is not the one there is, with everything that can be asked for.
func (o offer) otherAnswer(it *proficiency.Item, v workflow.ItemView) *workflow.SelfAssess {
	a := o.meeting(it.ID())
	a.Comment, a.Evidence = "because", []workflow.EvidenceRef{{Title: "log"}}
	a.On = o.rules().today(o.rules().first())
	if v.Answer != nil {
		q := it.Question(a.Answers[0].Question)
		for other := range q.Scale().Answers().Values() {
			if other.ID != answerOf(repeated(v.Answer.Answers), q.ID()) {
				a.Answers[0].Answer = other.ID
			}
		}
	}
	return &workflow.SelfAssess{Items: []workflow.ItemAnswer{a}}
}

// onPaper is dated today, and in a role that may confirm where the recorder acts.
func (o offer) onPaper(it *proficiency.Item) workflow.Command {
	at, role := o.rules().first(), it.ConfirmedBy().At(0)
	may := o.f.Policy.May(o.f.Person(o.f.Actor), roles.CanRecordPaper, o.rules().scope())
	if !o.model.trial() && may.Allowed() {
		at = may.As.Centre
		named := o.rules().namedAt(at, it)
		if len(named) == 0 {
			return nil
		}
		role = named[0]
	}
	return &workflow.RecordPaper{Items: items{it.ID()}, ConfirmedBy: "the lead then", Role: role, On: o.rules().today(at)}
}

// who is somebody whom the facts let do something: anybody but the learner, or
// in a trial the learner.
func (o offer) who(may func(workflow.PersonID) bool) workflow.PersonID {
	if o.model.trial() {
		return learner
	}
	for _, s := range o.f.People {
		if !o.model.own(s.Person) && may(s.Person) {
			return s.Person
		}
	}
	return ""
}

// removable is whom the actor may remove as far as the rules go, if anybody;
// for those who may remove nobody it is any supervisor.
func (o offer) removable() workflow.PersonID {
	all := o.state.Supervisors()
	for _, p := range all {
		if len(o.model.forbids(o.f, &workflow.RemoveSupervisor{Person: p})) == 0 {
			return p
		}
	}
	if o.f.Actor == o.model.whose() {
		return ""
	}
	if slices.Contains(all, o.f.Actor) {
		return o.f.Actor
	}
	return append(all, "nobody")[0]
}
