package workflow_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// What Actions, ItemActions and SectionActions offer is accepted, with sensible parameters;
// what they refuse is refused for those reasons at least.
func TestActionsAgreeWithDecide(t *testing.T) {
	t.Parallel()
	walks(t, 200, func(k *walk) {
		for _, actor := range []workflow.PersonID{learner, educator, k.person()} {
			o := offer{k, k.someFacts(actor)}
			for _, a := range workflow.Actions(k.fw, &k.state, o.f) {
				o.holds(a, "")
			}
			it := k.someItem(func(*proficiency.Item) bool { return true })
			for _, a := range workflow.ItemActions(k.fw, &k.state, o.f, it.ID()) {
				o.holds(a, it.ID())
			}
			section := sections("renal", "care", "airway")[k.rng.IntN(3)]
			for _, a := range workflow.SectionActions(k.fw, &k.state, o.f, section) {
				o.agrees(a, &workflow.ChooseOptional{Sections: sections(section), Drop: k.state.SectionChosen(section)})
			}
		}
	})
}

// An offer is what an actor is shown, under some facts.
type offer struct {
	*walk
	f workflow.Facts
}

func (o offer) holds(a workflow.Action, id proficiency.ItemID) {
	o.t.Helper()
	if cmd := o.sensible(a.Kind, id); cmd != nil { // else whom to name is a parameter, and there is nobody
		o.agrees(a, cmd)
	}
}

// agrees holds an action to what becomes of the command.
func (o offer) agrees(a workflow.Action, cmd workflow.Command) {
	o.t.Helper()
	_, err := workflow.Decide(o.fw, &o.state, o.f, accepting(cmd))
	if a.Allowed() {
		require.NoError(o.t, err, "%s is offered to %s in %s: %+v", a.Kind, o.f.Actor, o.model.status(), cmd)
		o.loses(a, cmd)
		return
	}
	var d *workflow.Denied
	require.ErrorAs(o.t, err, &d, "%s is not offered to %s in %s: %v: %+v", a.Kind, o.f.Actor, o.model.status(), a.Reasons, cmd)
	require.Subset(o.t, d.Reasons, a.Reasons, "%s to %s: %+v", a.Kind, o.f.Actor, cmd)
}

// loses: the command is refused until the loss is accepted, if the offer says so.
func (o offer) loses(a workflow.Action, cmd workflow.Command) {
	o.t.Helper()
	_, err := workflow.Decide(o.fw, &o.state, o.f, cmd)
	require.Equal(o.t, a.Overwrite, err != nil, "%s by %s: %v", a.Kind, o.f.Actor, err)
	if d, ok := err.(*workflow.Denied); ok {
		for _, r := range d.Reasons {
			require.Contains(o.t, []workflow.Code{workflow.WouldLoseConfirmation, workflow.WouldVoidSignOff}, r.Code)
		}
	}
}

// accepting is cmd with the loss accepted.
func accepting(cmd workflow.Command) workflow.Command {
	switch c := cmd.(type) {
	case *workflow.SelfAssess:
		d := *c
		d.Overwrite = true
		return &d
	case *workflow.ClearAnswer:
		d := *c
		d.Overwrite = true
		return &d
	case *workflow.ChooseOptional:
		d := *c
		d.Overwrite = true
		return &d
	}
	return cmd
}

// sensible is a command of the kind with parameters that nothing speaks
// against, or nil where these facts leave none.
func (o offer) sensible(kind workflow.Kind, id proficiency.ItemID) workflow.Command {
	v := o.state.Item(id)
	plan := []string{"again"}
	switch kind {
	case workflow.KindSelfAssess:
		return o.otherAnswer(id, v)
	case workflow.KindClearAnswer:
		return &workflow.ClearAnswer{Items: items{id}}
	case workflow.KindRequestConfirmation:
		to := o.who(func(s *roles.Standing) bool {
			return o.f.Policy.MayAs(s, roles.CanConfirm, o.fw.Item(id).ConfirmedBy(), o.scope()).Allowed()
		})
		if to == "" {
			return nil
		}
		return &workflow.RequestConfirmation{Items: items{id}, To: to}
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
	}
	return o.sensibleWhole(kind)
}

func (o offer) sensibleWhole(kind workflow.Kind) workflow.Command {
	switch kind {
	case workflow.KindAgree:
		return &workflow.Agree{}
	case workflow.KindAddSupervisor:
		if p := o.who(func(s *roles.Standing) bool { return o.f.Policy.May(s, roles.CanConfirm, o.scope()).Allowed() }); p != "" {
			return &workflow.AddSupervisor{Person: p}
		}
	case workflow.KindRemoveSupervisor:
		if p := o.removable(); p != "" {
			return &workflow.RemoveSupervisor{Person: p}
		}
	case workflow.KindRequestSignOff:
		if p := o.who(o.maySignOff); p != "" {
			return &workflow.RequestSignOff{To: p, Accept: true}
		}
	case workflow.KindWithdrawSignOff:
		return &workflow.WithdrawSignOff{}
	case workflow.KindSignOff:
		return signOff()
	case workflow.KindDeclineSignOff:
		return &workflow.DeclineSignOff{Reason: "not yet"}
	case workflow.KindWithdraw:
		return &workflow.Withdraw{Reason: "moved away"}
	}
	return nil
}

// otherAnswer is an answer that meets and is not the one there is.
func (o offer) otherAnswer(id proficiency.ItemID, v workflow.ItemView) *workflow.SelfAssess {
	a := o.meeting(id)
	if v.Answer != nil {
		q := o.fw.Item(id).Question(a.Answers[0].Question)
		for other := range q.Scale().Answers().Values() {
			if other.ID != v.Answer.Answers[0].Answer {
				a.Answers[0].Answer = other.ID
			}
		}
	}
	return &workflow.SelfAssess{Items: []workflow.ItemAnswer{a}}
}

func (o offer) scope() roles.Scope {
	return roles.Scope{Centres: o.state.Centres(), Category: o.fw.Category()}
}

func (o offer) maySignOff(s *roles.Standing) bool {
	return o.f.Policy.MayAs(s, roles.CanSignOff, o.fw.SignOff().By, o.scope()).Allowed()
}

// who is somebody but the learner whom the facts let do something.
func (o offer) who(may func(*roles.Standing) bool) workflow.PersonID {
	for _, s := range o.f.People {
		if s.Person != learner && may(s) {
			return s.Person
		}
	}
	return ""
}

// removable is whom the actor may remove as far as the rules go: the learner
// anybody but the enroller in the role and the last signatory, a supervisor
// themselves. For others it is any supervisor.
func (o offer) removable() workflow.PersonID {
	all := o.state.Supervisors()
	if o.f.Actor != learner {
		if slices.Contains(all, o.f.Actor) {
			return o.f.Actor
		}
		return append(all, "nobody")[0]
	}
	signatories := slices.DeleteFunc(o.state.Supervisors(), func(p workflow.PersonID) bool {
		s := o.f.Person(p)
		return s == nil || !o.maySignOff(s)
	})
	for _, p := range all {
		enroller := o.state.Enrolment().By == p && o.f.Policy.Holds(o.f.Person(p), o.state.Enrolment().As.Role, o.scope())
		if !enroller && !(len(signatories) == 1 && signatories[0] == p) {
			return p
		}
	}
	return ""
}
