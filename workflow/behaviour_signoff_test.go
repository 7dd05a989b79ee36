package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func TestBehaviour25_EverythingMissingIsNamed(t *testing.T) {
	t.Parallel()
	w := agreed(t)
	all := [][]string{why(workflow.Unconfirmed, mandatory...), why(workflow.BelowMinimum)}
	d := w.denied(learner, requestSignOff(), all...)
	for i, id := range mandatory {
		assert.Equal(t, id, d.Reasons[i].Item, "in the framework's order")
		assert.Equal(t, w.fw.Item(id).Position(), d.Reasons[i].Clause)
	}
	w.denied(educator, signOff(), append(all, why(workflow.SignOffNotRequested))...)

	w = ready(t)
	w.do(learner, &workflow.SelfAssess{Overwrite: true, Items: []workflow.ItemAnswer{w.falling("care-2")}})
	w.denied(learner, requestSignOff(), why(workflow.Unconfirmed, "care-2"))
	w.denied(educator, signOff(), why(workflow.Unconfirmed, "care-2"), why(workflow.SignOffNotRequested))
	v, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	assert.Equal(t, why(workflow.Unconfirmed, "care-2"), reasonsOf(v.Readiness()))
}

func TestBehaviour26_AnAssessorIsNoSignatory(t *testing.T) {
	t.Parallel()
	w := ready(t)
	for _, p := range []workflow.PersonID{assessor, lead, manager} {
		d := w.denied(learner, &workflow.RequestSignOff{To: p, Accept: true}, role(roles.CodeRoleNotNamed), lacksCapability)
		assert.Equal(t, w.fw.SignOff().By.Position, d.Reasons[0].Clause)
	}
	w.do(learner, requestSignOff())
	w.denied(assessor, signOff(), why(workflow.NotTheAddressee))
	v, err := w.engine.View(w.ctx, assessor, w.id)
	require.NoError(t, err)
	for _, a := range v.Actions() {
		assert.Falsef(t, a.Kind == workflow.KindSignOff && a.Allowed(), "it is offered")
	}
}

func TestBehaviour27_Declined(t *testing.T) {
	t.Parallel()
	w := asked(t)
	w.denied(educator, &workflow.DeclineSignOff{Reason: " "}, why(workflow.ReasonMissing))
	w.do(educator, &workflow.DeclineSignOff{Reason: "bring the log book"}) // no other tick
	w.status(workflow.StatusDeclined)
	commented := w.answers("care-1")
	commented.Items[0].Comment = "it is in the office"
	w.do(learner, commented)
	w.status(workflow.StatusDeclined) // a comment is not what it was about
	w.do(learner, requestSignOff())   // at once
	w.status(workflow.StatusSignOffRequested)
	w.do(learner, &workflow.WithdrawSignOff{})
	w.status(workflow.StatusReady) // the last request was not declined
}

func TestBehaviour27_DeclinedUntilSomethingChanges(t *testing.T) {
	t.Parallel()
	evidence := func(w *world) workflow.Command {
		c := w.answers("care-1")
		c.Items[0].Evidence = []workflow.EvidenceRef{{Title: "log book"}}
		return c
	}
	for name, change := range map[string]func(w *world) (workflow.PersonID, workflow.Command){
		"evidence": func(w *world) (workflow.PersonID, workflow.Command) { return learner, evidence(w) },
		"answer": func(w *world) (workflow.PersonID, workflow.Command) {
			return learner, &workflow.SelfAssess{Overwrite: true, Items: []workflow.ItemAnswer{w.falling("care-1")}}
		},
		"cleared": func(*world) (workflow.PersonID, workflow.Command) {
			return learner, &workflow.ClearAnswer{Overwrite: true, Items: items{"care-1"}}
		},
		"decision": func(*world) (workflow.PersonID, workflow.Command) {
			return assessor, &workflow.Revise{Item: "care-1", To: workflow.Rejected, Reason: "no", Actions: []string{"again"}}
		},
		"choice": func(*world) (workflow.PersonID, workflow.Command) {
			return learner, &workflow.ChooseOptional{Items: items{"extra-2"}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := asked(t)
			w.do(educator, &workflow.DeclineSignOff{Reason: "bring the log book"})
			actor, cmd := change(w)
			w.do(actor, cmd)
			assert.NotEqual(t, workflow.StatusDeclined, workflow.StatusOf(w.fw, &w.state, w.now()))
			assert.NotNil(t, w.state.LastDecline())
		})
	}
}

func TestBehaviour28_ChangedAfterSignOff(t *testing.T) {
	t.Parallel()
	w := signedOff(t)
	first := w.state.LastSignOff()
	assert.Equal(t, []string{first.Serial}, w.listed(manager).Serials)
	lost := []([]string){why(workflow.WouldLoseConfirmation, "care-1"), why(workflow.WouldVoidSignOff)}
	w.denied(learner, workflow.Answer("care-1", "ongoing"), lost...)
	w.denied(learner, &workflow.ClearAnswer{Items: items{"care-1"}}, lost...)
	change := workflow.Answer("care-1", "excelled")
	change.Overwrite = true
	r := w.do(learner, change)
	require.Equal(t, []string{"decision-ended", "answered", "sign-off-voided"}, w.events(r))
	w.status(workflow.StatusVoid)
	assert.Equal(t, workflow.StatusVoid, w.listed(manager).Status)
	for s, err := range w.engine.List(w.ctx, manager, workflow.Query{Status: workflow.StatusSignedOff}) {
		t.Errorf("listed as signed off: %v %v", s.Enrolment, err)
	}
	w.send(assessor, "care-1")
	w.confirm(assessor, "care-1")
	w.status(workflow.StatusVoid)
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	w.status(workflow.StatusSignedOff)
	assert.NotEqual(t, first.Serial, w.state.LastSignOff().Serial)
	assert.Equal(t, []string{w.state.LastSignOff().Serial, first.Serial}, w.listed(manager).Serials)
	w.denied(learner, requestSignOff(), why(workflow.AlreadySignedOff))
}

func TestBehaviour29_TheSignatoryLosesTheRole(t *testing.T) {
	t.Parallel()
	w := asked(t)
	w.host.Delegate(educator, "trust-1", "administrator")
	w.revoke(educator, "educator-manager")
	w.denied(educator, signOff(), role(roles.CodeRoleNotNamed), lacksCapability)
	w.revoke(educator)
	w.denied(educator, signOff(), why(workflow.NotFound))
	w.do(learner, &workflow.WithdrawSignOff{})
	w.do(learner, &workflow.RequestSignOff{To: "educator-2", Accept: true})
	w.do("educator-2", signOff())
	w.status(workflow.StatusSignedOff)
}

func TestBehaviour30_TheSignatoryIsDeactivatedAfterwards(t *testing.T) {
	t.Parallel()
	w := signedOff(t)
	w.deactivate(educator)
	w.setNow(w.now().Add(400 * 24 * time.Hour))
	v, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	assert.Equal(t, workflow.StatusSignedOff, v.Summary.Status)
	assert.Equal(t, educator, v.State.LastSignOff().By)
}

func TestBehaviour31_RemovingASupervisor(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1", "care-3")
	w.send(assessor, "care-1")
	w.send(lead, "care-3")
	w.pass("start-1")
	one, oneState := w.id, w.state
	w.enrol(educator, learner, proficiency.Ref{ID: "free-choice"})
	w.do(learner, &workflow.AddSupervisor{Person: assessor})
	other, otherState, fw := w.id, w.state, w.fw

	w.id, w.state = one, oneState
	w.fw, _ = w.catalog.Framework(oneState.Framework())
	r := w.do(learner, &workflow.RemoveSupervisor{Person: assessor})
	require.Equal(t, []string{"request-ended", "supervisor-removed"}, w.events(r))
	assert.Equal(t, []workflow.PersonID{educator, lead}, w.state.Supervisors())
	w.itemStatus(workflow.ItemStatusAssessed, "care-1")
	w.itemStatus(workflow.ItemStatusRequested, "care-3")
	w.itemStatus(workflow.ItemStatusConfirmed, "start-1") // decisions stay

	v, err := w.engine.View(w.ctx, learner, other)
	require.NoError(t, err)
	assert.Equal(t, facts(fw, &otherState), facts(fw, &v.State))
	assert.Contains(t, v.State.Supervisors(), assessor)
}

func TestBehaviour31_RemovingTheOneAskedForSignOff(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.do(learner, &workflow.RequestSignOff{To: "educator-2", Accept: true})
	r := w.do("educator-2", &workflow.RemoveSupervisor{Person: "educator-2"}) // leaving by oneself
	require.Equal(t, []string{"sign-off-request-ended", "supervisor-removed"}, w.events(r))
	assert.Equal(t, workflow.CauseSupervisorRemoved, eventsOf[*workflow.SignOffRequestEnded](w, r)[0].Cause)
	w.status(workflow.StatusReady)
}
