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

// What is accepted, and what it records, beyond the behaviours.

func TestEnrolRecordsWhoAndInWhichRole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.enrol(educator, learner, wardBasics)
	require.Equal(t, []string{"enrolled", "supervisor-added"}, w.events(r))
	e := w.state.Enrolment()
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-1"}, e.As)
	assert.Equal(t, educator, e.By)
	assert.Equal(t, start, e.At)
	assert.Equal(t, []workflow.PersonID{educator}, w.state.Supervisors())
	assert.Equal(t, "fixed", r.Record.Register)
	assert.Equal(t, w.fw.Digest(), r.Record.FrameworkDigest)
}

func TestSelfEnrolment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.enrol(learner, learner, proficiency.Ref{ID: "hand-care"})
	require.Equal(t, []string{"enrolled"}, w.events(r), "a learner is no supervisor")
	assert.True(t, w.state.Enrolment().As.IsZero())
	assert.Equal(t, proficiency.Version{Major: 1, Minor: 1}, w.fw.Version(), "the newest that is open")
	w.do(learner, &workflow.Withdraw{}) // while nothing is started, and without a reason
	w.enrol(learner, learner, proficiency.Ref{ID: "hand-care"})
	w.status(workflow.StatusNotStarted)
}

func TestSelfEnrolmentWithdrawnByTheLearnerOnlyIfTheirOwnLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrol(learner, learner, proficiency.Ref{ID: "hand-care"})
	w.do(learner, &workflow.Withdraw{})
	w.enrol(educator, learner, proficiency.Ref{ID: "hand-care"})
	w.denied(learner, &workflow.Withdraw{}, why(workflow.NotSelfEnrolled))
}

func TestRevivedOnItsOwnVersion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrol(educator, learner, proficiency.Ref{ID: "hand-care", Version: proficiency.Version{Major: 1}})
	w.do(admin, &workflow.Withdraw{Reason: "x"})
	w.enrol(educator, learner, proficiency.Ref{ID: "hand-care"})
	assert.Equal(t, proficiency.Version{Major: 1}, w.state.Framework().Version, "and not on the newest")
}

func TestUniversityEnrolsWhomNoTrustHas(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.host.Delegate("student-1", "university-1")
	w.host.Delegate("educator-u", "university-1", "educator-manager")
	w.host.Staff("educator-u", "university-1", "student-1")
	w.enrolAt("university-1", "educator-u", "student-1", wardBasics)
	assert.Equal(t, []workflow.CentreID{"university-1"}, w.state.Centres())
}

func TestWithdrawRecordsTheRole(t *testing.T) {
	t.Parallel()
	w := enrolled(t)
	w.do(educator, &workflow.Withdraw{}) // withdraw-not-started needs no reason
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-1"}, w.state.Withdrawal().As)
	w = opened(t)
	w.do(admin, &workflow.Withdraw{Reason: "moved away"})
	assert.Equal(t, workflow.Held{Role: "administrator", Centre: "trust-1"}, w.state.Withdrawal().As)
	assert.Equal(t, "moved away", w.state.Withdrawal().Reason.String())
}

func TestSupervisors(t *testing.T) {
	t.Parallel()
	w := opened(t)
	r := w.do(manager, &workflow.AddSupervisor{Person: second}) // by the capability reassign
	assert.Contains(t, w.state.Supervisors(), second)
	assert.Equal(t, workflow.Held{Role: "clinical-centre-manager", Centre: "trust-1"}, eventsOf[*workflow.SupervisorAdded](w, r)[0].As)
	w.unchanged(learner, &workflow.AddSupervisor{Person: second})
	w.do(learner, &workflow.AddSupervisor{Person: "educator-2"}) // who may sign off
	w.denied(learner, &workflow.RemoveSupervisor{Person: educator}, why(workflow.IsTheEnroller))
	w.revoke(educator, "educator-manager")
	w.do(learner, &workflow.RemoveSupervisor{Person: educator}) // the role lost, the enroller can be removed
	w.revoke("educator-2")
	w.do(learner, &workflow.RemoveSupervisor{Person: "educator-2"}) // so can the last signatory
}

func TestAskingMakesASupervisor(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.do(learner, &workflow.SelfAssess{Overwrite: true, Items: []workflow.ItemAnswer{w.falling("care-1")}})
	w.answer("care-1")
	r := w.send(second, "care-1")
	require.Equal(t, []string{"requested", "supervisor-added"}, w.events(r))
	w.confirm(second, "care-1")
	r = w.do(learner, &workflow.RequestSignOff{To: "educator-2", Accept: true})
	require.Equal(t, []string{"sign-off-requested", "supervisor-added"}, w.events(r))
}

func TestSignOffFixesWhatTheCertificateSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.host.Delegate(learner, "trust-9")
	w.enrolAt("trust-9", farOff, learner, proficiency.Ref{ID: "twelve"})
	all := w.allItems()
	w.answer(all...)
	w.send(farOff, all...)
	w.confirm(farOff, all...)
	w.do(learner, &workflow.RequestSignOff{To: farOff})
	w.setNow(time.Date(2026, 3, 5, 20, 0, 0, 0, time.UTC)) // the 6th where the signatory is
	w.do(farOff, &workflow.SignOff{Comment: "well done"})
	given := w.state.LastSignOff()
	assert.Equal(t, day(2026, 3, 6), given.On)
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-9"}, given.As)
	assert.Equal(t, "well done", given.Comment.String())
	assert.Equal(t, workflow.Attained{Mandatory: 12, Confirmers: []workflow.ConfirmerCount{{Person: farOff, Items: 12}}}, given.Attained)
	serial, ok := workflow.ParseSerial(given.Serial)
	assert.True(t, ok)
	assert.Equal(t, serial, given.Serial)
}

func TestDecisionsRecordWhatTheyRestOn(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1")
	w.send(assessor, "care-1")
	w.do(assessor, &workflow.Confirm{Items: w.decisions("care-1"), Comment: "seen", OnBehalfOf: "the ward's lead"})
	d := w.item("care-1").Decision
	assert.Equal(t, w.item("care-1").Answer.Seq, d.Basis)
	assert.Equal(t, workflow.Held{Role: "assessor", Centre: "trust-1"}, d.As)
	assert.True(t, d.With.IsZero())
	assert.Equal(t, "seen", d.Comment.String())
	assert.Equal(t, "the ward's lead", d.OnBehalfOf.String())

	w.do(assessor, &workflow.Revise{Item: "care-1", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}, ReviewOn: day(2026, 3, 2)})
	revised := w.item("care-1").Decision
	assert.Equal(t, d.Seq, revised.Revises)
	assert.Equal(t, d.Basis, revised.Basis)
	assert.Equal(t, revised, w.item("care-1").Plan)
	w.do(assessor, &workflow.Revise{Item: "care-1", To: workflow.Confirmed, Reason: "a mix-up"})
	assert.Nil(t, w.item("care-1").Plan)
	assert.Equal(t, "a mix-up", w.item("care-1").Decision.Reason.String())
}

// Of two roles that fit, the one that content names first is recorded.
func TestTheRoleThatContentNamesFirst(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.host.Delegate(educator, "trust-1", "assessor")
	w.answer("care-1")
	w.send(educator, "care-1")
	w.confirm(educator, "care-1")
	assert.Equal(t, roles.RoleID("assessor"), w.item("care-1").Decision.As.Role)
}

func TestDecideNeedsWhatItRestsOn(t *testing.T) {
	t.Parallel()
	w := opened(t)
	cmd := &workflow.Withdraw{Reason: "moved away"}
	f := w.facts(workflow.Needs(w.fw, &w.state, admin, cmd))
	f.Nonce = [32]byte{}
	_, err := workflow.Decide(w.fw, &w.state, f, cmd)
	require.ErrorContains(t, err, "nonce")
	f = w.facts(workflow.Needs(w.fw, &w.state, admin, cmd))
	f.Policy = nil
	_, err = workflow.Decide(w.fw, &w.state, f, cmd)
	require.ErrorContains(t, err, "policy")
	other, err := w.catalog.Framework(proficiency.Ref{ID: "twelve", Version: proficiency.Version{Major: 1}})
	require.NoError(t, err)
	_, err = workflow.Decide(other, &w.state, w.facts(workflow.Needs(w.fw, &w.state, admin, cmd)), cmd)
	require.ErrorContains(t, err, "pinned")
	enrol := &workflow.Enrol{Learner: "learner-2", Framework: wardBasics, Centre: "trust-1"}
	fresh := workflow.NewState("x", nil)
	_, err = workflow.Decide(other, &fresh, w.facts(workflow.Needs(w.fw, &fresh, educator, enrol)), enrol)
	require.Error(t, err)
	require.NotErrorAs(t, err, new(*workflow.Denied))
}

// What ends with a person names whom it was asked of, once for each request.
func TestEndedRequestsAreGrouped(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrolOnTwelve()
	all := w.allItems()
	w.answer(all...)
	one := w.send(assessor, all[:5]...)
	two := w.send(assessor, all[5:9]...)
	w.send(second, all[9:]...)
	w.confirm(assessor, all[0])
	r := w.do(learner, &workflow.RemoveSupervisor{Person: assessor})
	ended := eventsOf[*workflow.RequestEnded](w, r)
	require.Len(t, ended, 2)
	for i, sent := range []workflow.Result{one, two} {
		assert.Equal(t, assessor, ended[i].To)
		assert.Equal(t, sent.Record.Seq, ended[i].Request)
		assert.Equal(t, workflow.CauseSupervisorRemoved, ended[i].Cause)
	}
	assert.Equal(t, all[1:5], ended[0].Items)
	assert.Equal(t, all[5:9], ended[1].Items)
	w.itemStatus(workflow.ItemStatusAssessed, all[1:9]...)
	w.itemStatus(workflow.ItemStatusRequested, all[9:]...)
}

// A person who may not enrol the learner hears nothing of an enrolment there is.
func TestEnrolTellsStrangersNothing(t *testing.T) {
	t.Parallel()
	here, there := enrolled(t), newWorld(t)
	for _, actor := range []workflow.PersonID{stranger, visitor, second, stopped, limited} {
		cmd := &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-1"}
		_, one := here.engine.Do(here.ctx, workflow.Request{Actor: actor, Command: cmd})
		_, none := there.engine.Do(there.ctx, workflow.Request{Actor: actor, Command: cmd})
		require.Error(t, none)
		assert.Equal(t, none, one, "%s", actor)
	}
}

// What rests on nothing is neither offered nor decided.
func TestNothingIsOfferedOnNothing(t *testing.T) {
	t.Parallel()
	w := asked(t)
	f := w.facts(workflow.Needs(w.fw, &w.state, educator, signOff()))
	f.Nonce = [32]byte{}
	_, err := workflow.Decide(w.fw, &w.state, f, signOff())
	require.ErrorContains(t, err, "nonce", "serials are unguessable")
	assert.Nil(t, workflow.ItemActions(w.fw, &w.state, f, "care-99"))
	assert.Nil(t, workflow.SectionActions(w.fw, &w.state, f, "dental"))
	f.Policy = nil
	for _, a := range workflow.Actions(w.fw, &w.state, f) {
		assert.False(t, a.Allowed(), "%s", a.Kind)
	}
	var none workflow.State
	assert.Empty(t, workflow.StatusOf(w.fw, &none, start))
	for _, a := range workflow.Actions(w.fw, &none, w.facts(workflow.Need{Actor: learner})) {
		assert.Equal(t, why(workflow.NotFound), reasonsOf(a.Reasons), "%s", a.Kind)
	}
}
