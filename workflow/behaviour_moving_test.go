package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// Behaviour 43, from end to end: half-way through the learner moves to another
// trust, and goes on there until the sign-off.
func TestBehaviour43_TheLearnerMovesToAnotherTrust(t *testing.T) {
	t.Parallel()
	w := halfWay(t)
	plan, drill, brief := w.item("plan"), w.item("drill"), w.item("brief").Request

	w.suspend(learner) // the old trust closes its doors
	w.host.Delegate(learner, "trust-9")
	w.denied(learner, w.answers("teach"), why(workflow.LearnerNotActive))
	w.do(learner, addCentre("trust-9"))
	for _, m := range []workflow.PersonID{manager, manager9} { // both see it for now
		w.inList(m)
	}
	r := w.do(manager, removeCentre("trust-1"))
	w.made(r, &workflow.RequestEnded{Items: items{"brief"}, To: assessor, Request: brief.Seq, Cause: workflow.CauseCentreRemoved},
		&workflow.CentreRemoved{Centre: "trust-1", As: asManager})
	assert.Equal(t, plan, w.item("plan"))
	assert.Equal(t, drill, w.item("drill"))
	for _, p := range []workflow.PersonID{manager, assessor, third, educator} { // who stay behind
		_, err := w.engine.View(w.ctx, p, w.id)
		w.refusal(err, why(workflow.NotFound))
	}

	w.host.Delegate("lead-9", "trust-9", "clinical-centre-manager", "assessor")
	w.send(assessor9, "brief")
	w.confirm(assessor9, "brief")
	w.passedBy("educator-92", "teach")
	w.passedBy("lead-9", "round")
	w.do(learner, &workflow.RequestSignOff{To: farOff})
	w.setNow(time.Date(2026, 3, 3, 11, 30, 0, 0, time.UTC)) // the 4th there
	w.do(farOff, &workflow.SignOff{})

	given := w.state.LastSignOff()
	assert.Equal(t, day(2026, 3, 4), given.On)
	assert.Equal(t, as(asEducator, "trust-9"), given.As)
	assert.Equal(t, []workflow.ConfirmerCount{
		{Person: assessor, Items: 1}, {Person: assessor9, Items: 1}, {Person: third, Items: 1},
		{Person: "educator-92", Items: 1}, {Person: "lead-9", Items: 1},
	}, given.Attained.Confirmers)
	assert.Equal(t, drill.Decision.Term.Until, w.state.LastSignOffUntil(), "a validity runs on by the clock that it was given by")
	w.decidedAt(map[workflowItem]workflow.Held{
		"plan": asAssessor, "drill": asEducator, "brief": as(asAssessor, "trust-9"), "teach": as(asEducator, "trust-9"),
		"round": as(asManager, "trust-9"),
	})
	w.inList(manager9)
	records, err := w.engine.Records(w.ctx, learner, w.id)
	require.NoError(t, err)
	require.NoError(t, workflow.Verify(w.id, records), "one record, from its first day")
}

// halfWay is an enrolment at trust-1 with two items confirmed there and one sent.
func halfWay(t *testing.T) *world {
	t.Helper()
	w := shift(t)
	w.host.Delegate("educator-92", "trust-9", "educator-manager")
	w.passedBy(assessor, "plan")
	w.passedBy(third, "drill")
	w.sentTo(assessor, "brief")
	w.do(admin, completeBy(day(2026, 12, 31)))
	return w
}

// decidedAt says of each item as what and where it was decided.
func (w *world) decidedAt(want map[workflowItem]workflow.Held) {
	w.t.Helper()
	for it := range w.fw.Items().Values() {
		d := w.item(it.ID()).Decision
		require.NotNil(w.t, d, "%s", it.ID())
		assert.Equal(w.t, want[it.ID()], d.As, "%s", it.ID())
	}
}

// Enrolled at the one trust, an educator of the other is told how to go on.
func TestBehaviour43_InsteadOfEnrollingAgain(t *testing.T) {
	t.Parallel()
	w := halfWay(t)
	_, err := w.engine.Do(w.ctx, workflow.Request{
		Actor: farOff, Command: &workflow.Enrol{Learner: learner, Framework: shiftLead, Centre: "trust-9"},
	})
	d := w.refusal(err, why(workflow.AlreadyEnrolledElsewhere))
	assert.Equal(t, "ask the learner to add this centre", d.Reasons[0].Remedy)
	w.do(learner, addCentre("trust-9"))
	w.do(learner, addSupervisor(farOff))
	_, err = w.engine.Do(w.ctx, workflow.Request{
		Actor: farOff, Command: &workflow.Enrol{Learner: learner, Framework: shiftLead, Centre: "trust-9"},
	})
	w.refusal(err, why(workflow.AlreadyEnrolled))
}

// Moved away and back again: the record is the same, and so are the dates.
func TestBehaviour43_ThereAndBack(t *testing.T) {
	t.Parallel()
	w := halfWay(t)
	w.do(learner, addCentre("trust-9"))
	w.do(manager, removeCentre("trust-1"))
	w.do(learner, addCentre("trust-1"))
	w.do(manager9, removeCentre("trust-9"))
	assert.Equal(t, []workflow.CentreID{"trust-1"}, w.state.Centres())
	on, due := w.state.CompleteBy()
	assert.Equal(t, day(2026, 12, 31), on)
	assert.Equal(t, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), due)
	w.itemStatus(workflow.ItemStatusConfirmed, "plan", "drill")
	w.itemStatus(workflow.ItemStatusAssessed, "brief") // the request does not come back
	w.do(assessor, &workflow.Revise{Item: "plan", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}})
	w.itemStatus(workflow.ItemStatusRejected, "plan") // the right to revise does, with the centre
}
