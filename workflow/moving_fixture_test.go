package workflow_test

import (
	"os"
	"reflect"
	"testing"
	"time"
	_ "time/tzdata" // the tests of summer time need no zones of the machine

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// Worlds for what is about people and centres, on the content of testdata/moving.

const (
	third     workflow.PersonID = "educator-3"
	assessor9 workflow.PersonID = "assessor-9" // of trust-9
	manager9  workflow.PersonID = "manager-9"  // of trust-9
	floating  workflow.PersonID = "floating-1" // an assessor at trust-1 and at trust-9
)

var shiftLead = proficiency.Ref{ID: "shift-lead"}

// shift is a world in which educator-1 enrolled learner-1 on shift-lead at
// trust-1. The learner is a delegate of trust-9, too, which is thirteen hours
// ahead of UTC, and of trust-5, which keeps the time of London.
func shift(t *testing.T) *world {
	t.Helper()
	w := newWorldOn(t, os.DirFS("testdata/moving"))
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	w.host.AddCentre(roles.Centre{ID: "trust-5", Kind: roles.Trust, Zone: london})
	w.host.Delegate(learner, "trust-5")
	w.host.Delegate("educator-5", "trust-5", "educator-manager")
	w.host.Delegate(third, "trust-1", "educator-manager")
	w.host.Delegate(assessor9, "trust-9", "assessor")
	w.host.Delegate(manager9, "trust-9", "clinical-centre-manager")
	w.host.Delegate(floating, "trust-1", "assessor")
	w.host.Delegate(floating, "trust-9", "assessor")
	w.enrol(educator, learner, shiftLead)
	return w
}

// sentTo answers items and sends them to a person.
func (w *world) sentTo(to workflow.PersonID, ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	w.answer(ids...)
	return w.send(to, ids...)
}

// passedBy has items answered, sent and confirmed by a person.
func (w *world) passedBy(by workflow.PersonID, ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	w.sentTo(by, ids...)
	return w.confirm(by, ids...)
}

// shiftReady is shift with nothing missing but the sign-off: educator-2
// confirmed teach, educator-3 the drill, which lapses after a year.
var shiftReady = with(shift, func(w *world) {
	w.passedBy(assessor, "plan", "brief")
	w.passedBy("educator-2", "teach")
	w.passedBy(lead, "round")
	w.passedBy(third, "drill")
})

// shiftAsked is shiftReady with educator-1 asked for the sign-off.
var shiftAsked = with(shiftReady, func(w *world) { w.do(learner, &workflow.RequestSignOff{To: educator}) })

// shiftSigned is shiftAsked, signed off.
var shiftSigned = with(shiftAsked, func(w *world) { w.do(educator, &workflow.SignOff{}) })

// moved is shift with trust-9 beside trust-1.
var moved = with(shift, func(w *world) { w.do(learner, &workflow.AddCentre{Centre: "trust-9"}) })

// trial is a trial of shift-lead by learner-1 with the plan answered and requested.
func trial(t *testing.T) *world {
	t.Helper()
	w := shift(t)
	res, err := w.engine.Do(w.ctx, workflow.Request{Actor: learner, Command: &workflow.EnrolTrial{Framework: shiftLead, Trial: 1}})
	require.NoError(t, err)
	w.id, w.state = res.Enrolment, res.State
	w.sentTo(learner, "plan")
	return w
}

// made holds the events of a result to those given, whose stamps are filled in.
func (w *world) made(r workflow.Result, want ...workflow.Event) {
	w.t.Helper()
	got, err := r.Record.Decode()
	require.NoError(w.t, err)
	stamp := workflow.Stamp{Seq: r.Record.Seq, At: r.Record.At, By: r.Record.Actor}
	for _, e := range want {
		reflect.ValueOf(e).Elem().FieldByName("Stamp").Set(reflect.ValueOf(stamp))
	}
	require.Equal(w.t, want, got)
}

// inList holds the summary that the store keeps to one that is counted from nothing.
func (w *world) inList(actor workflow.PersonID) {
	w.t.Helper()
	assert.Empty(w.t, cmp.Diff(w.summary(), w.listed(actor), cmpopts.EquateEmpty()))
}

func as(role workflow.Held, centre workflow.CentreID) workflow.Held {
	role.Centre = centre
	return role
}

// The roles as which people act at trust-1.
var (
	asAssessor = workflow.Held{Role: "assessor", Centre: "trust-1"}
	asEducator = workflow.Held{Role: "educator-manager", Centre: "trust-1"}
	asManager  = workflow.Held{Role: "clinical-centre-manager", Centre: "trust-1"}
	asAdmin    = workflow.Held{Role: "administrator", Centre: "trust-1"}
)

// because holds a refusal to reasons given in full.
func because(t *testing.T, d *workflow.Denied, want ...workflow.Reason) {
	t.Helper()
	require.Equal(t, want, d.Reasons)
}

type params = map[string]string
