package workflow_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func TestBehaviour19_DroppingAndChoosingAgain(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.choose("extra-1", "extra-2")
	w.pass("extra-2")
	confirmed := w.item("extra-2")
	w.answer("extra-1")
	w.send(assessor, "extra-1")
	require.Len(t, w.summary().Pending, 1)

	r := w.drop("extra-1", "extra-2")
	require.Equal(t, []string{"optional-chosen", "request-ended", "optional-chosen"}, w.events(r))
	assert.Empty(t, w.summary().Pending, "withdrawn for both sides")
	w.itemStatus(workflow.ItemStatusExcluded, "extra-1", "extra-2")
	w.unchanged(learner, &workflow.ChooseOptional{Items: items{"extra-1"}, Drop: true})

	w.choose("extra-1", "extra-2")
	w.itemStatus(workflow.ItemStatusAssessed, "extra-1") // the request is not restored
	w.itemStatus(workflow.ItemStatusConfirmed, "extra-2")
	assert.Equal(t, confirmed.Decision, w.item("extra-2").Decision)
	w.unchanged(learner, &workflow.ChooseOptional{Items: items{"extra-1"}})
}

func TestBehaviour19_WholeSections(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.pass("start-1")
	renal := &workflow.ChooseOptional{Sections: []proficiency.SectionID{"renal"}}
	w.do(learner, renal)
	w.pass("renal-1")
	w.answer("renal-2")
	w.send(assessor, "renal-2")
	r := w.do(learner, &workflow.ChooseOptional{Sections: renal.Sections, Drop: true})
	require.Equal(t, []string{"optional-chosen", "request-ended"}, w.events(r))
	w.itemStatus(workflow.ItemStatusExcluded, "renal-1", "renal-2")
	w.unchanged(learner, &workflow.ChooseOptional{Sections: renal.Sections, Drop: true})
	w.do(learner, renal)
	w.itemStatus(workflow.ItemStatusConfirmed, "renal-1")
	w.itemStatus(workflow.ItemStatusAssessed, "renal-2")
}

func TestBehaviour20_ChoosingWhileSignOffIsPending(t *testing.T) {
	t.Parallel()
	w := asked(t)
	r := w.choose("extra-2")
	require.Equal(t, []string{"optional-chosen", "sign-off-request-ended"}, w.events(r))
	assert.Equal(t, workflow.CauseNotReady, eventsOf[*workflow.SignOffRequestEnded](w, r)[0].Cause)
	w.status(workflow.StatusInProgress)
}

func TestBehaviour20_ChoosingAConfirmedOneKeepsTheRequest(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.choose("extra-2")
	w.pass("extra-2")
	w.drop("extra-2")
	w.do(learner, requestSignOff())
	w.choose("extra-2")
	w.status(workflow.StatusSignOffRequested) // nothing is missing
	w.drop("extra-2")
	w.status(workflow.StatusSignOffRequested)
}

func TestBehaviour21_DroppingBelowTheMinimum(t *testing.T) {
	t.Parallel()
	w := asked(t)
	r := w.drop("extra-1")
	require.Equal(t, []string{"optional-chosen", "sign-off-request-ended"}, w.events(r))
	d := w.denied(learner, requestSignOff(), why(workflow.BelowMinimum))
	assert.Equal(t, w.fw.MinimumOptional().Position, d.Reasons[0].Clause)
	assert.Equal(t, map[string]string{"chosen": "0", "minimum": "1"}, d.Reasons[0].Params)
}

func TestBehaviour22_MinimumAboveTheNumberOfOptionalItems(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	src := w.source("ward-basics", "1.0.0")
	_, found := proficiency.Parse("ward-basics.yaml", []byte(strings.Replace(src, "minimum_optional: 1", "minimum_optional: 5", 1)))
	require.Len(t, found, 1)
	assert.Contains(t, found[0].String(), "minimum-too-high")
}

func TestBehaviour23_EveryGroupIsOptional(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrol(educator, learner, proficiency.Ref{ID: "free-choice"})
	w.status(workflow.StatusNotStarted)
	w.denied(learner, &workflow.RequestSignOff{To: educator}, why(workflow.BelowMinimum))
	left := &workflow.ChooseOptional{Sections: []proficiency.SectionID{"left"}}
	w.do(learner, left)
	w.itemStatus(workflow.ItemStatusUnassessed, "left-1", "left-2") // a gate of which nothing counts is open
	w.do(learner, &workflow.ChooseOptional{Sections: []proficiency.SectionID{"start"}})
	w.itemStatus(workflow.ItemStatusLocked, "left-1", "left-2")
	w.pass("start-1", "left-1", "left-2")
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.do(educator, &workflow.SignOff{})
	w.status(workflow.StatusSignedOff)
	assert.Equal(t, []workflow.OptionalCount{{Section: "start", Items: 1}, {Section: "left", Items: 2}}, w.state.LastSignOff().Attained.Optional)
	assert.Zero(t, w.state.LastSignOff().Attained.Mandatory)
}

func TestBehaviour24_ChoicesStayInTheirFramework(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.choose("extra-1")
	wardBasics, before, fw := w.id, facts(w.fw, &w.state), w.fw
	w.enrol(educator, learner, proficiency.Ref{ID: "free-choice"})
	w.do(learner, &workflow.ChooseOptional{Sections: []proficiency.SectionID{"left", "right"}})
	assert.NotEqual(t, wardBasics, w.id)
	v, err := w.engine.View(w.ctx, learner, wardBasics)
	require.NoError(t, err)
	assert.Equal(t, before, facts(fw, &v.State))
}

func TestBehaviour44b_DroppingWhatCountsAfterSignOff(t *testing.T) {
	t.Parallel()
	w := ready(t)
	w.choose("extra-2")
	w.pass("extra-2")
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	drop := &workflow.ChooseOptional{Items: items{"extra-2"}, Drop: true}
	d := w.denied(learner, drop, why(workflow.WouldVoidSignOff))
	assert.Equal(t, w.state.LastSignOff().Serial, d.Reasons[0].Params["serial"], "told what would be voided")
	drop.Overwrite = true
	r := w.do(learner, drop)
	require.Equal(t, []string{"optional-chosen", "sign-off-voided"}, w.events(r))
	w.status(workflow.StatusVoid)
	w.choose("extra-2") // undone, and void still
	w.status(workflow.StatusVoid)
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	w.status(workflow.StatusSignedOff)
}

func TestBehaviour44b_ChoosingAfterSignOff(t *testing.T) {
	t.Parallel()
	w := signedOff(t)
	choose := &workflow.ChooseOptional{Items: items{"extra-2"}, Sections: []proficiency.SectionID{"renal"}}
	w.denied(learner, choose, why(workflow.WouldVoidSignOff))
	choose.Overwrite = true
	r := w.do(learner, choose)
	require.Equal(t, []string{"optional-chosen", "optional-chosen", "sign-off-voided"}, w.events(r))
	assert.Equal(t, workflow.CauseChosen, w.state.LastSignOffVoided().Cause)
	w.status(workflow.StatusVoid)
}
