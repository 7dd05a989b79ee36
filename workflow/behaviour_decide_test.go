package workflow_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func TestBehaviour08_OngoingCannotBeSent(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1")
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{w.falling("care-2")}})
	w.itemStatus(workflow.ItemStatusOngoing, "care-2")
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"care-1", "care-2", "start-1"}, To: assessor},
		why(workflow.NotAssessed, "care-2", "start-1"))
	w.itemStatus(workflow.ItemStatusAssessed, "care-1")
}

func TestBehaviour08_RequiredQuestionsDecide(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.pass("start-1")
	answer := func(ability, confidence string) *workflow.SelfAssess {
		return &workflow.SelfAssess{Items: []workflow.ItemAnswer{{Item: "airway-1", Answers: []workflow.Given{
			{Question: "confidence", Answer: ans(confidence)}, {Question: "ability", Answer: ans(ability)},
		}}}}
	}
	w.do(learner, answer("partly", "high"))
	w.itemStatus(workflow.ItemStatusOngoing, "airway-1")
	r := w.do(learner, answer("achieved", "low")) // not required, so it does not stand in the way
	w.itemStatus(workflow.ItemStatusAssessed, "airway-1")
	given := eventsOf[*workflow.Answered](w, r)[0].Answers
	assert.Equal(t, []workflow.Reply{{Question: "ability", Answer: "achieved"}, {Question: "confidence", Answer: "low"}}, given,
		"in the order of the item's questions")
	w.unchanged(learner, answer("achieved", "low"))
	taught := answer("achieved", "low")
	taught.Items[0].Answers = append(taught.Items[0].Answers, workflow.Given{Question: "teaching", Answer: "ongoing"})
	w.do(learner, taught) // neither does one that would not meet
	w.itemStatus(workflow.ItemStatusAssessed, "airway-1")
	sure, ok := w.state.AnswerAt(workflow.AnswerAddress{Item: "airway-1", Question: "confidence", Contributor: learner, Round: 1})
	assert.True(t, ok)
	assert.Equal(t, ans("low"), sure)
}

func TestBehaviour09_TwelveDecisionsOneNotification(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrolOnTwelve()
	all := w.allItems()
	w.answer(all...)
	sent := w.send(assessor, all...)
	assert.Len(t, eventsOf[*workflow.Requested](w, sent), 12)
	w.status(workflow.StatusInProgress)
	require.Equal(t, []workflow.Pending{{With: assessor, Request: sent.Record.Seq, Since: sent.Record.At, Items: 12}}, w.summary().Pending)
	r := w.confirm(assessor, all[:11]...)
	assert.Len(t, eventsOf[*workflow.Decided](w, r), 11)
	assert.Equal(t, 1, w.summary().Pending[0].Items)
	w.itemStatus(workflow.ItemStatusConfirmed, all[:11]...)
	w.itemStatus(workflow.ItemStatusRequested, all[11])
}

func TestBehaviour10_OnlyTheAddresseeDecides(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.do(learner, &workflow.AddSupervisor{Person: second})
	w.answer("care-1")
	w.send(assessor, "care-1")
	for _, cmd := range []workflow.Command{&workflow.Confirm{Items: w.decisions("care-1")}, w.rejection("care-1")} {
		w.denied(second, cmd, why(workflow.NotTheAddressee, "care-1"))
		w.denied(educator, cmd, why(workflow.NotTheAddressee, "care-1"))
		w.denied(manager, cmd, why(workflow.NotTheAddressee, "care-1"))
		w.denied(learner, cmd, why(workflow.IsTheLearner))
	}
}

func TestBehaviour10_NotOnceTheAppointmentIsRevoked(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1")
	w.send(assessor, "care-1")
	w.host.Delegate(assessor, "trust-1", "administrator") // who may still look
	confirm := &workflow.Confirm{Items: w.decisions("care-1")}
	w.revoke(assessor, "assessor")
	w.denied(assessor, confirm, role(roles.CodeRoleNotNamed, "care-1"), role(roles.CodeLacksCapability, "care-1"))
	w.revoke(assessor)
	w.denied(assessor, confirm, why(workflow.NotFound))
	w.itemStatus(workflow.ItemStatusRequested, "care-1")
	w.do(learner, &workflow.WithdrawRequest{Items: items{"care-1"}}) // the learner is not stuck
	w.send(second, "care-1")
}

func TestBehaviour11_RejectNeedsReasonAndPlan(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1", "care-2")
	w.send(assessor, "care-1", "care-2")
	both := w.decisions("care-1", "care-2")
	for _, blank := range []string{"", " \t\n"} {
		w.denied(assessor, &workflow.Reject{Items: both, Reason: blank, Actions: []string{"again"}}, why(workflow.ReasonMissing))
		w.denied(assessor, &workflow.Reject{Items: both, Reason: "no", Actions: []string{blank}}, why(workflow.ActionMissing))
		w.denied(assessor, &workflow.Reject{Items: both, Reason: "no", Actions: []string{"again", blank}}, why(workflow.ActionMissing))
	}
	w.denied(assessor, &workflow.Reject{Items: both}, why(workflow.ReasonMissing), why(workflow.ActionMissing))
	w.do(assessor, &workflow.Reject{
		Items: both, Reason: "not yet safe", Actions: []string{"watch", "practise"}, ReviewOn: day(2026, 4, 1), EvidenceAsked: "a log",
	})
	w.itemStatus(workflow.ItemStatusRejected, "care-1", "care-2")
	for _, id := range (items{"care-1", "care-2"}) {
		plan := w.item(id).Plan
		require.NotNil(t, plan)
		assert.Equal(t, "not yet safe", plan.Reason.String())
		assert.Equal(t, "practise", plan.Plan.Actions[1].String())
		assert.Equal(t, day(2026, 4, 1), plan.Plan.ReviewOn)
		assert.Equal(t, "a log", plan.Plan.EvidenceAsked.String())
	}
}

func TestBehaviour11_EachWithItsPlan(t *testing.T) {
	t.Parallel()
	w := twoSent(t)
	w.do(assessor, &workflow.Reject{
		Items: w.decisions("care-1", "care-2"), Reason: "not yet safe", Actions: []string{"watch"},
		Plans: []workflow.ItemPlan{{Item: "care-2", Reason: "no reasons given", Actions: []string{"read"}, ReviewOn: day(2026, 4, 1)}},
	})
	one, two := w.item("care-1").Plan, w.item("care-2").Plan
	assert.Equal(t, "not yet safe", one.Reason.String())
	assert.Equal(t, "watch", one.Plan.Actions[0].String())
	assert.True(t, one.Plan.ReviewOn.IsZero())
	assert.Equal(t, "no reasons given", two.Reason.String())
	assert.Equal(t, "read", two.Plan.Actions[0].String())
	assert.Equal(t, day(2026, 4, 1), two.Plan.ReviewOn)
}

func TestBehaviour12_AfterARejection(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1", "care-2")
	w.send(assessor, "care-1", "care-2")
	w.reject(assessor, "care-1", "care-2")
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"care-1"}, To: assessor}, why(workflow.ItemRejected, "care-1"))
	r := w.answer("care-1") // the same answer again reopens it
	require.Equal(t, []string{"decision-ended", "answered"}, w.events(r))
	w.itemStatus(workflow.ItemStatusAssessed, "care-1")
	assert.Equal(t, r.Record.Seq, w.item("care-1").Basis())
	w.send(second, "care-1")
	assert.NotNil(t, w.item("care-1").Plan, "the plan stays visible")
	w.confirm(second, "care-1")
	assert.Nil(t, w.item("care-1").Plan, "until it is confirmed")

	commented := w.answers("care-2")
	commented.Items[0].Comment = "practised with the educator"
	w.do(learner, commented) // so does another comment alone
	w.itemStatus(workflow.ItemStatusAssessed, "care-2")
}

func TestBehaviour13_WithdrawingARequest(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1")
	w.send(assessor, "care-1")
	stale := &workflow.Confirm{Items: w.decisions("care-1")}
	w.do(learner, &workflow.WithdrawRequest{Items: items{"care-1"}})
	w.itemStatus(workflow.ItemStatusAssessed, "care-1")
	w.denied(assessor, stale, why(workflow.NotRequested, "care-1"))
	w.send(second, "care-1")
	w.denied(assessor, stale, why(workflow.NotTheAddressee, "care-1"))
	w.do(learner, &workflow.WithdrawRequest{Items: items{"care-1"}})
	w.do(learner, workflow.Answer("care-1", "excelled"))
	w.send(assessor, "care-1")
	w.denied(assessor, stale, why(workflow.ChangedSince, "care-1"))
	w.itemStatus(workflow.ItemStatusRequested, "care-1")
}

func TestBehaviour13_ChangedWhileRequested(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1", "care-2")
	w.send(assessor, "care-1", "care-2")
	stale := &workflow.Confirm{Items: w.decisions("care-1")}
	commented := w.answers("care-1")
	commented.Items[0].Comment = "on nights"
	w.do(learner, commented)
	commented.Items[0].Evidence = []workflow.EvidenceRef{{Title: "log"}}
	w.do(learner, commented) // the request stays, and what it is about has changed
	w.itemStatus(workflow.ItemStatusRequested, "care-1")
	w.denied(assessor, stale, why(workflow.ChangedSince, "care-1"))
	r := w.do(learner, workflow.Answer("care-2", "excelled")) // another answer withdraws it
	require.Equal(t, []string{"request-ended", "answered"}, w.events(r))
	w.itemStatus(workflow.ItemStatusAssessed, "care-2")
	w.confirm(assessor, "care-1")
}

func TestBehaviour15_RevisedAfterSignOff(t *testing.T) {
	t.Parallel()
	w := signedOff(t)
	serial := w.state.LastSignOff().Serial
	r := w.do(assessor, &workflow.Revise{Item: "care-1", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}})
	require.Equal(t, []string{"decided", "sign-off-voided"}, w.events(r))
	w.status(workflow.StatusVoid)
	assert.Equal(t, serial, w.state.LastSignOffVoided().Serial)
	assert.Equal(t, workflow.StatusVoid, w.listed(manager).Status, "everywhere at once")
	w.do(assessor, &workflow.Revise{Item: "care-1", To: workflow.Confirmed, Reason: "mistaken"})
	w.status(workflow.StatusVoid) // it never revives by itself, ready again or not
	assert.True(t, workflow.Ready(w.fw, &w.state, w.now()))
}

func TestBehaviour16_DecisionsOfASuspendedPersonStand(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.pass("care-1")
	w.answer("care-2")
	w.send(assessor, "care-2")
	confirm := &workflow.Confirm{Items: w.decisions("care-2")}
	w.suspend(assessor)
	w.denied(assessor, confirm, why(workflow.NotFound))
	w.itemStatus(workflow.ItemStatusConfirmed, "care-1")
	w.itemStatus(workflow.ItemStatusRequested, "care-2")
}

func TestBehaviour17_TwoAtTheSameInstant(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1")
	w.send(assessor, "care-1")
	var wait sync.WaitGroup
	errs := make([]error, 2)
	cmds := []workflow.Command{&workflow.Confirm{Items: w.decisions("care-1")}, w.rejection("care-1")}
	for i, engine := range []*workflow.Engine{w.engine, w.newEngine()} {
		wait.Go(func() {
			_, errs[i] = engine.Do(w.ctx, workflow.Request{Actor: assessor, Enrolment: w.id, Command: cmds[i]})
		})
	}
	wait.Wait()
	loser := errs[0]
	if loser == nil {
		loser = errs[1]
	} else {
		require.NoError(t, errs[1])
	}
	w.refusal(loser, why(workflow.NotRequested, "care-1")) // told what happened
	assert.Equal(t, 1, w.decided("care-1"))
}

func TestBehaviour18_OneRequestID(t *testing.T) {
	t.Parallel()
	w := opened(t)
	req := workflow.Request{ID: "tap-1", Actor: learner, Enrolment: w.id, Command: w.answers("care-1")}
	first := w.request(req)
	n := w.stored(w.id)
	w.send(assessor, "care-1")
	again := w.request(req)
	assert.True(t, again.Replayed)
	assert.Equal(t, first.Record.Hash, again.Record.Hash)
	assert.Equal(t, n+1, w.stored(w.id))
	req.Command = w.answers("care-2")
	w.deniedRequest(req, why(workflow.RequestIDReused))
	w.deniedRequest(workflow.Request{ID: "tap-1", Actor: educator, Enrolment: w.id, Command: w.answers("care-1")}, why(workflow.RequestIDReused))
}
