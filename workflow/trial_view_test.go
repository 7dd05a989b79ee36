package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// beside is a world in which learner-1 has a real enrolment, and two trials of
// the same framework, one of them signed off; the world's is the latter.
func beside(t *testing.T) (w *world, real workflow.EnrolmentID) {
	t.Helper()
	w = inZone(t, "Europe/London")
	w.enrol(educator, learner, yearly)
	real = w.id
	w.open(learner, &workflow.EnrolTrial{Framework: yearly, Trial: 2})
	w.do(learner, w.answers("year"))
	w.do(learner, &workflow.RequestConfirmation{Items: items{"year"}, To: learner})
	w.open(learner, &workflow.EnrolTrial{Framework: yearly, Trial: 1})
	w.do(learner, w.answers("year"))
	w.do(learner, &workflow.RequestConfirmation{Items: items{"year"}, To: learner})
	w.do(learner, &workflow.Confirm{Items: w.decisions("year")})
	w.do(learner, &workflow.RequestSignOff{To: learner})
	w.do(learner, signOff())
	return w, real
}

// A trial beside the real record moves nothing of it.
func TestATrialBesideTheRealThing(t *testing.T) {
	t.Parallel()
	w, real := beside(t)
	require.Equal(t, 1, w.stored(real))
	v, err := w.engine.View(w.ctx, learner, real)
	require.NoError(t, err)
	assert.Equal(t, workflow.StatusNotStarted, v.Summary.Status)
	assert.False(t, v.Summary.Trial)
	assert.Zero(t, v.State.Trial())
	d := w.denied(educator, &workflow.Enrol{Learner: learner, Framework: yearly, Centre: "trust-1"}, why(workflow.AlreadyEnrolled))
	assert.Equal(t, string(real), d.Reasons[0].Params["enrolment"])

	w = inZone(t, "UTC") // and the other way round: a trial first
	w.open(learner, &workflow.EnrolTrial{Framework: yearly, Trial: 1})
	w.enrol(educator, learner, yearly)
	w.status(workflow.StatusNotStarted)
}

// Nobody but the learner sees anything of a trial, whatever they hold.
func TestNobodyElseSeesATrial(t *testing.T) {
	t.Parallel()
	w, _ := beside(t)
	w.host.SetPerson(roles.Standing{
		Person: "everything-1", Memberships: []roles.Membership{{Centre: "trust-1", Active: true}},
		Appointments: []roles.Appointment{
			{Role: "clinical-centre-manager", Centre: "trust-1"}, {Role: "administrator", Centre: "trust-1"},
			{Role: "educator-manager", Centre: "trust-1"}, {Role: "assessor", Centre: "trust-1"}, {Role: "clinical-centre-manager"},
		},
	})
	for _, p := range append([]workflow.PersonID{"everything-1"}, everyone...) {
		if p == learner {
			continue
		}
		_, err := w.engine.View(w.ctx, p, w.id)
		w.refusal(err, why(workflow.NotFound))
		_, err = w.engine.Records(w.ctx, p, w.id)
		w.refusal(err, why(workflow.NotFound))
		for _, cmd := range emptyCommands() {
			w.denied(p, cmd, why(workflow.NotFound))
		}
		for _, trials := range []bool{true, false} {
			for s, err := range w.engine.List(w.ctx, p, workflow.Query{Trials: trials}) {
				require.NoError(t, err)
				assert.False(t, s.Trial, "%s", p)
			}
		}
	}
	sum := w.summary()
	viewer := workflow.Viewer{Person: "everything-1", Holds: []roles.Reach{{Centre: "trust-1"}, {}}, Views: []roles.Reach{{Centre: "trust-1"}, {}}}
	assert.False(t, workflow.CanView(&sum, viewer))
	sum.Supervisors, sum.Deciders, sum.Centres = []workflow.PersonID{"everything-1"}, []workflow.PersonID{"everything-1"}, []workflow.CentreID{"trust-1"}
	assert.False(t, workflow.CanView(&sum, viewer), "whatever it says")
	viewer.Person = learner
	assert.True(t, workflow.CanView(&sum, viewer))
}

// emptyCommands are all commands on an enrolment that is there, without anything in them.
func emptyCommands() []workflow.Command {
	return []workflow.Command{
		&workflow.Agree{}, &workflow.SelfAssess{}, &workflow.ClearAnswer{}, &workflow.RequestConfirmation{}, &workflow.WithdrawRequest{},
		&workflow.Remind{}, &workflow.Confirm{}, &workflow.Reject{}, &workflow.Revise{}, &workflow.SetAside{}, &workflow.RecordPaper{},
		&workflow.Waive{}, &workflow.Unwaive{}, &workflow.ChooseOptional{}, &workflow.Comment{}, &workflow.AddSupervisor{},
		&workflow.RemoveSupervisor{}, &workflow.RequestSignOff{}, &workflow.WithdrawSignOff{}, &workflow.RemindSignOff{}, &workflow.SignOff{},
		&workflow.DeclineSignOff{}, &workflow.RevokeSignOff{}, &workflow.Reassign{}, &workflow.SetCompleteBy{}, &workflow.SetAttributes{},
		&workflow.OverrideRequirement{}, &workflow.AcceptTransfer{}, &workflow.SetContributors{}, &workflow.SetAccountable{},
		&workflow.AddCentre{},
		&workflow.RemoveCentre{}, &workflow.Withdraw{}, &workflow.Redact{},
	}
}

// A trial is in no list but the learner's own list of trials, and its
// certificate is not found by its serial.
func TestBehaviour42_InNoList(t *testing.T) {
	t.Parallel()
	w, real := beside(t)
	serial := w.state.LastSignOff().Serial
	list := func(q workflow.Query) []workflow.EnrolmentID { return ids(t, w.engine.List(w.ctx, learner, q)) }
	assert.Equal(t, []workflow.EnrolmentID{real}, list(workflow.Query{}))
	assert.Len(t, list(workflow.Query{Trials: true}), 2)
	assert.Equal(t, []workflow.EnrolmentID{w.id}, list(workflow.Query{Trials: true, Status: workflow.StatusSignedOff}))
	for name, q := range map[string]workflow.Query{
		"status": {Status: workflow.StatusSignedOff}, "serial": {Serial: serial}, "decider": {Decider: learner}, "inbox": {PendingWith: learner},
	} {
		assert.Empty(t, list(q), name)
		q.Trials = true
		assert.NotEmpty(t, list(q), name)
	}
	inbox, err := w.engine.Inbox(w.ctx, learner)
	require.NoError(t, err)
	assert.Empty(t, inbox)
	_, _, ok, err := w.engine.BySerial(w.ctx, serial)
	require.NoError(t, err)
	assert.False(t, ok)
	for s, err := range w.engine.List(w.ctx, learner, workflow.Query{Trials: true}) {
		require.NoError(t, err)
		assert.True(t, s.Trial)
		assert.Empty(t, workflow.Due(&s, start.AddDate(10, 0, 0), workflow.DueOptions{}), "and never due")
	}
}

// The ids of trials are as many as there are tenants, people, frameworks and numbers.
func TestTrialIDs(t *testing.T) {
	t.Parallel()
	w := inZone(t, "UTC")
	seen := map[workflow.EnrolmentID]bool{}
	for _, p := range []workflow.PersonID{"a", "b"} {
		for _, fw := range []proficiency.FrameworkID{"yearly", "renewals"} {
			seen[w.engine.EnrolmentID(p, fw)] = true
			for n := 1; n <= 12; n++ {
				seen[w.engine.TrialID(p, fw, n)] = true
			}
		}
	}
	assert.Len(t, seen, 2*2*13)
	assert.Equal(t, w.engine.TrialID("a", "yearly", 1), w.engine.TrialID("a", "yearly", 0), "there is no number 0")
	assert.NotEqual(t, w.engine.EnrolmentID("a", "yearly"), w.engine.TrialID("a", "yearly", 0))
}
