package workflow_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// Each of several answers has a comment and a date of its own, which change no
// status and void nothing; in a supervised framework as well.
func TestACommentAndADateOfEachAnswer(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.pass("start-1")
	w.answer("airway-1")
	answer := w.meeting("airway-1")
	saving := func(change func(a *workflow.ItemAnswer)) *workflow.SelfAssess {
		a := answer
		a.Answers = append([]workflow.Given{}, answer.Answers...)
		change(&a)
		return &workflow.SelfAssess{Items: []workflow.ItemAnswer{a}}
	}
	w.send(assessor, "airway-1")
	basis := w.item("airway-1").Basis()
	commented := saving(func(a *workflow.ItemAnswer) { a.Answers[0].Comment = "seen by the lead" })
	r := w.do(learner, commented)
	w.happened(r, "answered")
	assert.Equal(t, "seen by the lead", w.item("airway-1").Answer.Answers[0].Comment.String())
	assert.Equal(t, basis, w.item("airway-1").Basis(), "a comment alone")
	w.itemStatus(workflow.ItemStatusRequested, "airway-1")
	assert.Len(t, workflow.Notices(r), 1, "whoever is asked hears of it")
	w.unchanged(learner, commented)
	dated := saving(func(a *workflow.ItemAnswer) {
		a.Answers[0].Comment, a.Answers[0].On = "seen by the lead", day(2026, 3, 1)
	})
	w.do(learner, dated)
	assert.Equal(t, day(2026, 3, 1), w.item("airway-1").Answer.Answers[0].On)
	assert.NotEqual(t, basis, w.item("airway-1").Basis(), "whoever decides has to see the date")
	w.itemStatus(workflow.ItemStatusRequested, "airway-1")
	w.confirm(assessor, "airway-1")
	w.do(learner, commented)
	w.itemStatus(workflow.ItemStatusConfirmed, "airway-1")

	w.denied(learner, saving(func(a *workflow.ItemAnswer) { a.Answers[0].On = day(2026, 3, 4) }), why(workflow.InvalidDate, "airway-1"))
	long := strings.Repeat("x", workflow.MaxTextLength+1)
	d := w.denied(learner, saving(func(a *workflow.ItemAnswer) { a.Answers[0].Comment = long }), why(workflow.InvalidText, "airway-1"))
	assert.Contains(t, d.Reasons[0].Message, "question "+string(answer.Answers[0].Question))

	text := w.item("airway-1").Answer.Answers[0].Comment
	w.do(manager, &workflow.Redact{Record: w.item("airway-1").Answer.Seq, Text: text.Digest})
	assert.Empty(t, w.item("airway-1").Answer.Answers[0].Comment.Words)
	again := w.item("airway-1").Answer.Answers
	w.unchanged(learner, saving(func(a *workflow.ItemAnswer) { a.Answers = repeated(again) }))
	records, err := w.store.Load(w.ctx, w.id, 0)
	require.NoError(t, err)
	require.NoError(t, workflow.Verify(w.id, records))
}
