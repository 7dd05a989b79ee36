package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

const afar workflow.PersonID = "assessor-9" // at trust-9 alone

// twoCentres is bedside with its gate passed, at trust-1 and trust-9.
func twoCentres(t *testing.T) *world {
	t.Helper()
	w := bedsideOpen(t)
	w.host.Delegate(afar, "trust-9", "assessor")
	w.do(learner, &workflow.AddCentre{Centre: "trust-9"})
	w.save("plain-1", "plain-2", "lead-1", "any-1", "any-2")
	return w
}

func ask(to workflow.PersonID, ids ...proficiency.ItemID) *workflow.RequestConfirmation {
	return &workflow.RequestConfirmation{Items: ids, To: to}
}

var (
	assessors = []proficiency.RoleID{"assessor"}
	educators = []proficiency.RoleID{"educator-manager"}
)

// reliedOn is what the request or the decision on an item says it rests on.
func (w *world) reliedOn(id proficiency.ItemID, as, with workflow.Held, override []proficiency.RoleID) {
	w.t.Helper()
	v := w.item(id)
	if v.Request != nil {
		assert.Equal(w.t, []any{as, with, override}, []any{v.Request.As, v.Request.With, v.Request.Override}, "%s requested", id)
		return
	}
	require.NotNil(w.t, v.Decision)
	assert.Equal(w.t, []any{as, with, override}, []any{v.Decision.As, v.Decision.With, v.Decision.Override}, "%s decided", id)
}

func held(r proficiency.RoleID, c workflow.CentreID) workflow.Held {
	return workflow.Held{Role: r, Centre: c}
}

// A centre's own rule takes the place of the content's: the one for the item,
// or else the general one. It stands in the request and in the decision.
func TestLocalConfirmers(t *testing.T) {
	t.Parallel()
	w := twoCentres(t)
	w.confirmedBy("trust-1", ruled("", "educator-manager"), ruled("plain-2", "assessor"), ruled("lead-1", "assessor", "educator-manager"))
	d := w.denied(learner, ask(assessor, "plain-1", "plain-2", "any-1"), role(roles.CodeRoleNotNamed, "plain-1", "any-1"))
	assert.Equal(t, w.at("confirmed_by: [assessor"), clause(d, roles.CodeRoleNotNamed, "any-1"))
	assert.Contains(t, d.Reasons[0].Message, "content asks for educator-manager")
	assert.Equal(t, "ask somebody who holds educator-manager", d.Reasons[0].Remedy)
	w.denied(learner, ask(educator, "plain-2", "plain-1"), role(roles.CodeRoleNotNamed, "plain-2"))

	w.do(learner, ask(educator, "plain-1", "any-1"))
	w.reliedOn("plain-1", held("educator-manager", "trust-1"), workflow.Held{}, educators)
	w.do(learner, ask(assessor, "plain-2", "lead-1")) // by content nobody confirms lead-1 as an assessor alone
	w.reliedOn("plain-2", held("assessor", "trust-1"), workflow.Held{}, assessors)
	w.reliedOn("lead-1", held("assessor", "trust-1"), workflow.Held{}, []proficiency.RoleID{"assessor", "educator-manager"})
	w.confirm(educator, "plain-1")
	w.reject(educator, "any-1")
	w.confirm(assessor, "plain-2", "lead-1")
	w.reliedOn("plain-1", held("educator-manager", "trust-1"), workflow.Held{}, educators)
	w.reliedOn("any-1", held("educator-manager", "trust-1"), workflow.Held{}, educators)
	w.reliedOn("plain-2", held("assessor", "trust-1"), workflow.Held{}, assessors)

	w.do(assessor, &workflow.Revise{Item: "plain-2", To: workflow.Rejected, Reason: "on reflection", Actions: []string{"again"}})
	w.reliedOn("plain-2", held("assessor", "trust-1"), workflow.Held{}, assessors)
}

// It is the rule of the centre that the person acts for, not of another one.
func TestLocalConfirmersOfTheAddresseesCentre(t *testing.T) {
	t.Parallel()
	w := twoCentres(t)
	w.confirmedBy("trust-1", ruled("plain-1", "educator-manager"))
	w.do(learner, ask(afar, "plain-1")) // by content, at trust-9
	w.reliedOn("plain-1", held("assessor", "trust-9"), workflow.Held{}, nil)
	w.do(learner, &workflow.WithdrawRequest{Items: items{"plain-1"}})

	w.confirmedBy("trust-1", ruled("", "assessor"))
	w.confirmedBy("trust-9", ruled("", "educator-manager"))
	w.do(learner, ask(farOff, "plain-1"))
	w.reliedOn("plain-1", held("educator-manager", "trust-9"), workflow.Held{}, educators)
	w.do(learner, ask(assessor, "plain-2"))
	w.reliedOn("plain-2", held("assessor", "trust-1"), workflow.Held{}, assessors)
	d := w.denied(learner, ask(afar, "any-1"), role(roles.CodeRoleNotNamed, "any-1"))
	assert.Equal(t, "trust-9", d.Reasons[0].Params["centre"])
	w.denied(learner, ask(educator, "any-1"), role(roles.CodeRoleNotNamed, "any-1"))

	// Roles at two centres do not add up, and each centre says why not.
	w.host.Delegate("both-1", "trust-1", "educator-manager")
	w.host.Delegate("both-1", "trust-9", "assessor")
	w.denied(learner, ask("both-1", "any-1"), role(roles.CodeRoleNotNamed, "any-1", "any-1"))
	w.confirmedBy("trust-9")
	w.do(learner, ask("both-1", "any-1"))
	w.reliedOn("any-1", held("assessor", "trust-9"), workflow.Held{}, nil)
}

// The role beside the one that content names must be at the same centre.
func TestLocalConfirmersBesideTheContents(t *testing.T) {
	t.Parallel()
	w := twoCentres(t)
	w.confirmedBy("trust-9", ruled("lead-1", "assessor"))
	w.do(learner, ask(lead, "lead-1"))
	w.reliedOn("lead-1", held("clinical-centre-manager", "trust-1"), held("assessor", "trust-1"), nil)
	w.do(learner, &workflow.WithdrawRequest{Items: items{"lead-1"}})
	w.do(learner, ask(afar, "lead-1"))
	w.reliedOn("lead-1", held("assessor", "trust-9"), workflow.Held{}, assessors)
}

// A rule that names a role without confirm, one there is none of, or nobody,
// lets nobody confirm at its centre; others go by their own.
func TestWrongLocalConfirmers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		by   []proficiency.RoleID
		says string
		role string
	}{
		"a role that may not": {[]proficiency.RoleID{"assessor", "clinical-centre-manager"}, `names "clinical-centre-manager", which may not confirm`, "clinical-centre-manager"},
		"a role there is not": {[]proficiency.RoleID{"ward-sister"}, `names "ward-sister", which may not confirm`, "ward-sister"},
		"a learner":           {[]proficiency.RoleID{"learner"}, `names "learner", which may not confirm`, "learner"},
		"nobody":              {nil, "names no role", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := twoCentres(t)
			w.do(learner, ask(assessor, "any-2"))
			w.confirmedBy("trust-1", ruled("", c.by...))
			d := w.denied(learner, ask(assessor, "plain-1", "lead-1"), why(workflow.InvalidOverride, "plain-1", "lead-1"))
			r := d.Reasons[0]
			assert.Contains(t, r.Message, `the rule of "trust-1" on who confirms 1.1 `+c.says)
			assert.Equal(t, map[string]string{"item": "1.1", "centre": "trust-1", "role": c.role}, r.Params)
			assert.Equal(t, "have the centre name roles that may confirm", r.Remedy)
			assert.Equal(t, w.at("confirmed_by: [clinical-centre-manager]"), clause(d, workflow.InvalidOverride, "lead-1"))
			w.denied(assessor, &workflow.Confirm{Items: w.decisions("any-2")}, why(workflow.InvalidOverride, "any-2"))
			w.denied(assessor, w.rejection("any-2"), why(workflow.InvalidOverride, "any-2"))
			w.denied(educator, paper("below-1"), why(workflow.InvalidOverride, "below-1"))

			w.do(learner, ask(afar, "plain-1"))
			w.reliedOn("plain-1", held("assessor", "trust-9"), workflow.Held{}, nil)
			d = w.denied(learner, ask(farOff, "lead-1"), role(roles.CodeRoleNotNamed, "lead-1"))
			assert.NotContains(t, d.Error(), "trust-1", "nothing of a centre where they hold nothing")
			w.denied(learner, ask("nobody-1", "plain-2"), role(roles.CodeUnknownPerson, "plain-2"))
			w.denied(learner, ask(visitor, "plain-2"), role(roles.CodeNoRoleHere, "plain-2"))
			w.confirmedBy("trust-1", ruled("", c.by...), ruled("plain-2", "assessor"))
			w.do(learner, ask(assessor, "plain-2"))
		})
	}
}

// The rules are those of now: at the request, and again at the decision.
func TestLocalConfirmersAreReadAgain(t *testing.T) {
	t.Parallel()
	w := twoCentres(t)
	w.send(assessor, "plain-1", "plain-2")
	w.reliedOn("plain-1", held("assessor", "trust-1"), workflow.Held{}, nil)
	w.confirmedBy("trust-1", ruled("plain-1", "educator-manager"), ruled("plain-2", "assessor"))
	w.denied(assessor, &workflow.Confirm{Items: w.decisions("plain-1", "plain-2")}, role(roles.CodeRoleNotNamed, "plain-1"))
	w.confirm(assessor, "plain-2")
	w.reliedOn("plain-2", held("assessor", "trust-1"), workflow.Held{}, assessors)
	w.confirmedBy("trust-1")
	w.confirm(assessor, "plain-1")
	w.reliedOn("plain-1", held("assessor", "trust-1"), workflow.Held{}, nil)
}

// A centre that the enrolment does not have rules nothing.
func TestLocalConfirmersElsewhere(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.confirmedBy("trust-9", ruled("", "ward-sister"))
	w.save("plain-1")
	w.send(assessor, "plain-1")
	w.reliedOn("plain-1", held("assessor", "trust-1"), workflow.Held{}, nil)
}

// On paper the role is judged by the rule of the centre that records it.
func TestLocalConfirmersOnPaper(t *testing.T) {
	t.Parallel()
	w := twoCentres(t)
	w.do(learner, &workflow.AddSupervisor{Person: farOff})
	w.confirmedBy("trust-1", ruled("", "educator-manager"), ruled("lead-1", "assessor"))
	d := w.denied(educator, paper("plain-1", "lead-1"), why(workflow.RoleMayNotConfirm, "plain-1"))
	assert.Equal(t, w.at("confirmed_by: [assessor"), clause(d, workflow.RoleMayNotConfirm, "plain-1"))
	w.do(educator, paper("lead-1"))
	assert.Nil(t, w.item("lead-1").Decision.Override, "it was not the recorder who confirmed")
	w.do(farOff, paper("plain-1")) // trust-9 goes by the content
	w.confirmedBy("trust-9", ruled("any-1", "educator-manager"))
	w.denied(farOff, paper("any-1"), why(workflow.RoleMayNotConfirm, "any-1"))
	byEducator := paper("any-1")
	byEducator.Role = "educator-manager"
	w.do(farOff, byEducator)
}

// Whoever takes over is judged by the rule of their own centre.
func TestLocalConfirmersAtReassigning(t *testing.T) {
	t.Parallel()
	w := twoCentres(t)
	w.send(assessor, "plain-1", "plain-2")
	w.confirmedBy("trust-9", ruled("plain-1", "educator-manager"))
	r := w.do(manager, &workflow.Reassign{From: assessor, To: afar})
	e := one[*workflow.Reassigned](w, r)
	assert.Equal(t, []workflow.Left{{Item: "plain-1", Codes: []workflow.Code{roles.CodeRoleNotNamed}}}, e.Left)
	w.reliedOn("plain-2", held("assessor", "trust-9"), workflow.Held{}, nil)
	assert.Equal(t, assessor, w.item("plain-1").Request.To)
	w.do(manager, &workflow.Reassign{From: assessor, To: farOff})
	w.reliedOn("plain-1", held("educator-manager", "trust-9"), workflow.Held{}, educators)
	w.send(farOff, "any-1")
	w.confirmedBy("trust-1", ruled("", "administrator"))
	w.denied(manager, &workflow.Reassign{From: farOff, To: assessor}, why(workflow.InvalidOverride, "plain-1", "any-1"))
}

// A trial has no centre, and so no rule of one.
func TestLocalConfirmersInATrial(t *testing.T) {
	t.Parallel()
	w := onTrial(t, "bedside")
	w.confirmedBy("trust-1", ruled("", "ward-sister"))
	w.settle(visitor, "start-1", "start-2")
	w.reliedOn("start-1", held("assessor", ""), workflow.Held{}, nil)
}

// onTrial is a world in which visitor-1 tries a framework of testdata/ward.
func onTrial(t *testing.T, id proficiency.FrameworkID) *world {
	t.Helper()
	w := newWorld(t)
	w.ward()
	res, err := w.engine.Do(w.ctx, workflow.Request{
		Actor: visitor, Command: &workflow.EnrolTrial{Framework: proficiency.Ref{ID: id}, Trial: 1},
	})
	require.NoError(t, err)
	w.id, w.state = res.Enrolment, res.State
	w.fw, err = w.catalog.Framework(res.State.Framework())
	require.NoError(t, err)
	return w
}
