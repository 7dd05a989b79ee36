package workflow_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// The tests of this and the files beside it bear the numbers of the
// behaviours that the rules were written for.

func TestBehaviour01_AnswerOutsideTheScale(t *testing.T) {
	t.Parallel()
	w := opened(t)
	d := w.denied(learner, workflow.Answer("care-1", "agree"), why(workflow.UnknownAnswer, "care-1"))
	assert.Equal(t, "ongoing, partly, achieved, excelled", d.Reasons[0].Params["allowed"])
	assert.Contains(t, d.Reasons[0].Message, "ongoing, partly, achieved, excelled")
	assert.Equal(t, w.fw.Scale("achievement").Position(), d.Reasons[0].Clause)
	assert.Nil(t, w.item("care-1").Answer)
}

func TestBehaviour02_UnknownItemAndWithdrawnEnrolment(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.denied(learner, workflow.Answer("care-99", "achieved"), why(workflow.UnknownItem, "care-99"))
	w.do(admin, &workflow.Withdraw{Reason: "moved away"})
	w.denied(learner, workflow.Answer("care-1", "achieved"), why(workflow.EnrolmentWithdrawn))
}

func TestBehaviour02_NotFoundSaysNothing(t *testing.T) {
	t.Parallel()
	w := opened(t)
	absent := w.engine.EnrolmentID("learner-2", "ward-basics")
	for _, actor := range []workflow.PersonID{stranger, visitor, limited, farOff, stopped, second} {
		for _, cmd := range oneOfEach(w) {
			here := w.denied(actor, cmd, why(workflow.NotFound))
			there := w.deniedRequest(workflow.Request{Actor: actor, Enrolment: absent, Command: cmd}, why(workflow.NotFound))
			assert.Equal(t, there, here, "%s by %s", cmd.Kind(), actor)
		}
		_, viewed := w.engine.View(w.ctx, actor, w.id)
		_, absently := w.engine.View(w.ctx, actor, absent)
		assert.Equal(t, absently, viewed, "View by %s", actor)
		_, viewed = w.engine.Records(w.ctx, actor, w.id)
		_, absently = w.engine.Records(w.ctx, actor, absent)
		assert.Equal(t, absently, viewed, "Records by %s", actor)
		for s, err := range w.engine.List(w.ctx, actor, workflow.Query{}) {
			t.Errorf("%s is shown %v, %v", actor, s.Enrolment, err)
		}
	}
}

func TestBehaviour03_TheVerySameAgain(t *testing.T) {
	t.Parallel()
	w := ready(t)
	full := &workflow.SelfAssess{Overwrite: true, Items: []workflow.ItemAnswer{{
		Item: "care-2", Answers: []workflow.Given{{Answer: "excelled"}}, Comment: "seen by the lead",
		Evidence: []workflow.EvidenceRef{{Title: "log", Location: "https://example.org/1", On: day(2026, 3, 1), MediaType: "text/plain"}},
		On:       day(2026, 3, 2),
	}}}
	w.do(learner, full)
	w.send(assessor, "care-2")
	w.unchanged(learner, full) // requested
	w.itemStatus(workflow.ItemStatusRequested, "care-2")
	w.confirm(assessor, "care-2")
	full.Overwrite = false
	w.unchanged(learner, full) // confirmed
	w.do(learner, requestSignOff())
	w.unchanged(learner, full)
	w.do(educator, signOff())
	w.unchanged(learner, full)
	w.unchanged(learner, w.answers("care-1", "airway-1"))
	w.status(workflow.StatusSignedOff)

	w.do(learner, &workflow.ChooseOptional{Items: items{"extra-2"}, Overwrite: true})
	r := w.do(learner, w.answers("care-1", "extra-2")) // in a batch, too
	require.Len(t, eventsOf[*workflow.Answered](w, r), 1)
}

func TestBehaviour03_AnotherCommentOrEvidenceVoidsNothing(t *testing.T) {
	t.Parallel()
	w := signedOff(t)
	before := w.item("care-1")
	cmd := w.answers("care-1")
	cmd.Items[0].Comment = "done again on nights"
	r := w.do(learner, cmd)
	require.Equal(t, []string{"answered"}, w.events(r))
	assert.Equal(t, before.Basis(), w.item("care-1").Basis(), "a comment is no new basis")
	cmd.Items[0].Evidence = []workflow.EvidenceRef{{Title: "photo"}}
	r = w.do(learner, cmd)
	require.Equal(t, []string{"answered"}, w.events(r))
	assert.Equal(t, r.Record.Seq, w.item("care-1").Basis(), "evidence is a new basis")
	w.itemStatus(workflow.ItemStatusConfirmed, "care-1")
	w.status(workflow.StatusSignedOff)
	assert.Equal(t, "done again on nights", w.item("care-1").Answer.Comment.String())
}

func TestBehaviour04_AnotherAnswerOnAConfirmedItem(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.do(learner, requestSignOff())
	w.do(educator, &workflow.DeclineSignOff{Reason: "bring the log book"})
	declined := w.state.LastDecline()
	require.NotNil(t, declined)
	w.do(learner, requestSignOff())

	d := w.denied(learner, workflow.Answer("care-1", "ongoing"), why(workflow.WouldLoseConfirmation, "care-1"))
	assert.Contains(t, d.Reasons[0].Message, "assessor-1", "it says what would be lost")
	w.status(workflow.StatusSignOffRequested)

	overwrite := workflow.Answer("care-1", "ongoing")
	overwrite.Overwrite = true
	r := w.do(learner, overwrite)
	require.Equal(t, []string{"decision-ended", "answered", "sign-off-request-ended"}, w.events(r))
	w.itemStatus(workflow.ItemStatusOngoing, "care-1")
	w.status(workflow.StatusInProgress)
	assert.Nil(t, w.state.SignOffRequest())
	require.NotNil(t, w.state.LastDecline(), "the earlier declined one stays")
	assert.Equal(t, declined.Seq, w.state.LastDecline().Seq)
	assert.Equal(t, 1, w.decided("care-1"), "the confirmation is kept in the history")
}

// decided is how often the history decides on an item.
func (w *world) decided(id proficiency.ItemID) (n int) {
	w.t.Helper()
	records, err := w.engine.Records(w.ctx, learner, w.id)
	require.NoError(w.t, err)
	for i := range records {
		for _, e := range eventsOf[*workflow.Decided](w, workflow.Result{Record: records[i]}) {
			if e.Item == id {
				n++
			}
		}
	}
	return n
}

func TestBehaviour05_OverwritingOneOfTwo(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.pass("care-1", "care-2")
	other := w.item("care-2")
	overwrite := workflow.Answer("care-1", "excelled")
	overwrite.Overwrite = true
	w.do(learner, overwrite)
	w.itemStatus(workflow.ItemStatusAssessed, "care-1")
	w.itemStatus(workflow.ItemStatusConfirmed, "care-2")
	assert.Equal(t, other, w.item("care-2"))
}

func TestBehaviour06_Gates(t *testing.T) {
	t.Parallel()
	w := agreed(t)
	w.itemStatus(workflow.ItemStatusUnassessed, gateItems...) // several gates never lock one another
	w.itemStatus(workflow.ItemStatusLocked, "care-1", "care-3", "start-1", "airway-1")
	w.denied(learner, w.answers("care-1"), why(workflow.ItemLocked, "care-1", "care-1"))
	w.pass("contract-learner", "contract-educator")
	d := w.denied(learner, w.answers("care-1", "care-2"), why(workflow.ItemLocked, "care-1", "care-2"))
	assert.Equal(t, w.fw.Section("safety").Position(), d.Reasons[0].Clause)
	w.pass("safety-1") // the last one opens them
	w.itemStatus(workflow.ItemStatusUnassessed, "care-1", "care-2", "care-3", "start-1")
	w.itemStatus(workflow.ItemStatusLocked, "airway-1", "airway-2") // behind the inner gate
	w.itemStatus(workflow.ItemStatusExcluded, "renal-1", "extra-1")
	w.pass("start-1")
	w.itemStatus(workflow.ItemStatusUnassessed, "airway-1", "airway-2")
}

func TestBehaviour06_LosingAGate(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.pass("care-1")
	w.answer("care-2", "care-3")
	w.send(lead, "care-3")
	w.choose("extra-1")
	w.do(assessor, &workflow.Revise{Item: "safety-1", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}})
	w.itemStatus(workflow.ItemStatusConfirmed, "care-1")
	w.itemStatus(workflow.ItemStatusAssessed, "care-2")
	w.itemStatus(workflow.ItemStatusRequested, "care-3")
	w.itemStatus(workflow.ItemStatusLocked, "start-1", "extra-1")
	w.send(second, "care-2") // what has something never locks again
	w.do(learner, &workflow.ClearAnswer{Items: items{"care-2"}})
	w.itemStatus(workflow.ItemStatusLocked, "care-2")
}

func TestBehaviour06_LosingAGateLosesReadiness(t *testing.T) {
	t.Parallel()
	w := asked(t)
	r := w.do(assessor, &workflow.Revise{Item: "start-1", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}})
	require.Equal(t, []string{"decided", "sign-off-request-ended"}, w.events(r))
	assert.False(t, workflow.Ready(w.fw, &w.state, w.now()))
}

func TestBehaviour07_DeclarationFirstOnceAndAgain(t *testing.T) {
	t.Parallel()
	w := enrolled(t)
	first := why(workflow.DeclarationNotAgreed)
	d := w.denied(learner, w.answers("safety-1"), first)
	assert.Equal(t, w.fw.Declaration().Position, d.Reasons[0].Clause)
	w.denied(learner, &workflow.ChooseOptional{Items: items{"extra-1"}}, first)
	w.denied(learner, &workflow.ClearAnswer{Items: items{"safety-1"}}, first, why(workflow.NothingToClear, "safety-1"))
	w.do(learner, &workflow.AddSupervisor{Person: assessor}) // neither of these waits for it
	w.do(learner, &workflow.RemoveSupervisor{Person: assessor})
	w.do(learner, &workflow.Agree{})
	w.unchanged(learner, &workflow.Agree{})
	w.answer("safety-1")

	w.do(admin, &workflow.Withdraw{Reason: "long leave"})
	w.setNow(w.now().Add(30 * 24 * time.Hour))
	w.enrol(educator, learner, wardBasics)
	w.denied(learner, w.answers("contract-learner"), first)
	w.do(learner, &workflow.Agree{})
	w.answer("contract-learner")
}

// Before it no learner's command but these is accepted.
func TestBehaviour07_WhatWaitsForTheDeclaration(t *testing.T) {
	t.Parallel()
	w := enrolled(t)
	before := map[workflow.Kind]bool{
		workflow.KindAgree: true, workflow.KindComment: true, workflow.KindAddSupervisor: true, workflow.KindRemoveSupervisor: true,
		workflow.KindWithdraw: true, workflow.KindSubmit: true, // of which there is nothing here
		// These are never the learner's.
		workflow.KindConfirm: true, workflow.KindReject: true, workflow.KindRevise: true, workflow.KindSignOff: true, workflow.KindDeclineSignOff: true,
		workflow.KindRecordPaper: true, workflow.KindWaive: true, workflow.KindUnwaive: true, workflow.KindSetAside: true,
		workflow.KindReassign: true, workflow.KindRevokeSignOff: true, workflow.KindSetCompleteBy: true, workflow.KindSetAttributes: true, workflow.KindRemoveCentre: true,
		workflow.KindOverrideRequirement: true,
		workflow.KindRedact:              true, workflow.KindUpgrade: true, workflow.KindAcceptTransfer: true,
		// Nor are these, where a learner is the subject.
		workflow.KindSetContributors: true, workflow.KindSetAccountable: true,
	}
	for _, cmd := range oneOfEach(w) {
		_, err := workflow.Decide(w.fw, &w.state, w.facts(workflow.Needs(w.fw, &w.state, learner, cmd)), cmd)
		var d *workflow.Denied
		waits := errors.As(err, &d) && d.Has(workflow.DeclarationNotAgreed)
		assert.Equal(t, !before[cmd.Kind()], waits, "%s: %v", cmd.Kind(), err)
	}
}

func day(y int, m time.Month, d int) proficiency.Date {
	return proficiency.Date{Year: y, Month: m, Day: d}
}
