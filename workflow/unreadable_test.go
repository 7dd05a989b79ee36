package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// appended stores a record that no command of this version makes.
func (w *world) appended(r workflow.Record, events ...workflow.Event) {
	w.t.Helper()
	r = workflow.AfterState(w.fw, &w.state, r, events...)
	require.NoError(w.t, w.store.Append(w.ctx, workflow.Batch{
		Enrolment: w.id, After: w.state.Seq(), Records: []workflow.Record{r},
		Summary: workflow.Summarise(w.fw, &w.state, w.now()),
	}))
	w.state = workflow.Apply(w.state, r)
}

// A record that this version cannot read stops every command, by whoever may
// know that there is an enrolment, and reading goes as far as it is understood.
func TestUnreadableRecordStopsEveryCommand(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.pass("care-1")
	before := facts(w.fw, &w.state)
	w.appended(workflow.Record{At: w.now(), Actor: educator, Request: "r-new", Kind: "attest"},
		&workflow.Unknown{Kind: "attested", Raw: []byte(`{"event":"attested","item":"care-2"}`)})
	require.True(t, w.state.Newer())
	for _, actor := range []workflow.PersonID{learner, assessor, admin} {
		for _, cmd := range oneOfEach(w) {
			w.denied(actor, cmd, why(workflow.WrittenByNewerVersion))
		}
	}
	for _, cmd := range oneOfEach(w) {
		w.denied(stranger, cmd, why(workflow.NotFound))
	}
	w.denied(educator, &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-1"}, why(workflow.WrittenByNewerVersion))
	v, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	after := facts(w.fw, &v.State)
	last := len(before) - 1 // the first and the last line tell the record's number
	assert.Equal(t, before[1:last], after[1:last])
}

// Apply is total: whatever a record holds, there is a state after it.
func TestApplyIsTotal(t *testing.T) {
	t.Parallel()
	w := opened(t)
	stamp := workflow.Stamp{Seq: 1, At: start, By: learner}
	odd := []workflow.Event{
		&workflow.Enrolled{Stamp: stamp}, &workflow.Agreed{Stamp: stamp}, &workflow.Answered{Stamp: stamp},
		&workflow.AnswerCleared{Stamp: stamp}, &workflow.Requested{Stamp: stamp}, &workflow.RequestEnded{Stamp: stamp},
		&workflow.Decided{Stamp: stamp}, &workflow.DecisionEnded{Stamp: stamp}, &workflow.OptionalChosen{Stamp: stamp},
		&workflow.SupervisorAdded{Stamp: stamp}, &workflow.SupervisorRemoved{Stamp: stamp}, &workflow.SignOffRequested{Stamp: stamp},
		&workflow.SignOffRequestEnded{Stamp: stamp}, &workflow.SignOffDeclined{Stamp: stamp}, &workflow.SignedOff{Stamp: stamp},
		&workflow.SignOffVoided{Stamp: stamp}, &workflow.Withdrawn{Stamp: stamp}, &workflow.Waived{Stamp: stamp},
		&workflow.WaiverEnded{Stamp: stamp}, &workflow.Commented{Stamp: stamp}, &workflow.Reminded{Stamp: stamp},
		&workflow.Reassigned{Stamp: stamp}, &workflow.SignOffExtended{Stamp: stamp}, &workflow.SignOffRevoked{Stamp: stamp},
		&workflow.CompleteBySet{Stamp: stamp}, &workflow.AttributesSet{Stamp: stamp}, &workflow.RequirementOverridden{Stamp: stamp}, &workflow.ContributorAdded{Stamp: stamp}, &workflow.ContributorRemoved{Stamp: stamp}, &workflow.AccountableSet{Stamp: stamp},
		&workflow.CentreAdded{Stamp: stamp}, &workflow.CentreRemoved{Stamp: stamp}, &workflow.TransferAccepted{Stamp: stamp},
		&workflow.TransferAccepted{Stamp: stamp, Decisions: make([]workflow.Original, 1), Items: []workflow.TakenOver{{Decisions: []int{-1, 1}}, {Item: "care-1"}, {Decisions: []int{0, 0}}}},
		&workflow.Redacted{Stamp: stamp}, &workflow.Erased{Stamp: stamp}, &workflow.Unknown{Stamp: stamp, Kind: "odd", Raw: []byte(`{}`)},
	}
	for _, e := range odd {
		for name, s := range map[string]workflow.State{"zero": {}, "new": workflow.NewState("x", nil), "opened": w.state} {
			after := workflow.Apply(s, workflow.AfterState(w.fw, &s, workflow.Record{At: start}, e))
			assert.Equal(t, s.Seq()+1, after.Seq(), "%s on %s", e.EventKind(), name)
			assert.NotPanics(t, func() { facts(w.fw, &after) }, "%s on %s", e.EventKind(), name)
		}
	}
	for _, r := range []workflow.Record{{Format: workflow.RecordFormat, Events: []byte("{")}, {Format: 99, Events: []byte("[]")}} {
		r.Seq = w.state.Seq() + 1
		after := workflow.Apply(w.state, r)
		assert.True(t, after.Newer())
		assert.False(t, w.state.Newer())
		assert.Equal(t, w.item("safety-1"), after.Item("safety-1"))
	}
}
