package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// blockers are what Readiness says, in its order, with all that it says.
func (w *world) blockers() string {
	var b strings.Builder
	for _, r := range workflow.Readiness(w.fw, &w.state, w.now()) {
		fmt.Fprintf(&b, "%s\n    %s\n", r, saysBeside(r))
	}
	return b.String()
}

// Everything that keeps from the sign-off, in the framework's order.
func TestReadinessNamesEverything(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.settle(assessor, "yearly-1", "plain-1", "heavy-1", "any-1")
	w.choose("extra-1")
	w.do(educator, waive("asks-1"))
	w.do(learner, workflow.Answer("above-1", "alone"))
	multi := w.good("multi-1")
	multi.Answers[0].Answer = "alone"
	w.do(learner, saving(multi))
	w.rejectIt(assessor, "below-1")
	w.later(1, 0, 1)
	golden(t, "readiness.golden", w.blockers())
	assert.False(t, workflow.Ready(w.fw, &w.state, w.now()))
	w.denied(learner, forSignOff("educator-2"), // the same, as a refusal
		why(workflow.Unconfirmed, "plain-2", "below-1", "above-1", "multi-1", "lead-1", "extra-1"),
		why(workflow.BelowLevel, "above-1", "multi-1"), why(workflow.Lapsed, "yearly-1"), why(workflow.GroupNotMet), why(workflow.GroupNotMet))
}

// A confirmed item whose answer is below its level is not enough, however it
// came to that: here by a history that no command makes.
func TestBelowLevelAlthoughConfirmed(t *testing.T) {
	t.Parallel()
	below := func(w *world, id proficiency.ItemID, given ...workflow.Reply) {
		w.forged = true
		r := workflow.AfterState(w.fw, &w.state, workflow.Record{At: w.now(), Actor: learner, Kind: workflow.KindSelfAssess},
			&workflow.Answered{Item: id, Answers: given, Contributor: learner, Round: 1, Basis: 1})
		w.state = workflow.Apply(w.state, r)
	}
	w := bedsideReady(t)
	assert.True(t, workflow.Ready(w.fw, &w.state, w.now()))
	below(w, "above-1", workflow.Reply{Answer: "alone"})
	w.itemStatus(workflow.ItemStatusConfirmed, "above-1")
	assert.False(t, workflow.Ready(w.fw, &w.state, w.now()))
	rs := workflow.Readiness(w.fw, &w.state, w.now())
	assert.Equal(t, why(workflow.BelowLevel, "above-1"), reasonsOf(rs))
	assert.Equal(t, w.at("level: teaches"), fmt.Sprintf("%s:%d", rs[0].Clause.File, rs[0].Clause.Line))
	assert.Equal(t, map[string]string{"item": "1.5", "question": "", "level": "teaches"}, rs[0].Params)
	w.state = waivedIn(w, "above-1")
	assert.True(t, workflow.Ready(w.fw, &w.state, w.now()), "nothing is asked of what is waived")

	w = bedsideReady(t)
	below(w, "multi-1", workflow.Reply{Question: "surety", Answer: "sure"}, workflow.Reply{Question: "teaching", Answer: "novice"})
	rs = workflow.Readiness(w.fw, &w.state, w.now())
	assert.Equal(t, why(workflow.BelowLevel, "multi-1"), reasonsOf(rs), "one reason for each question with a level")
	assert.Equal(t, "skill", rs[0].Params["question"])

	w = bedsideReady(t)
	below(w, "plain-1", workflow.Reply{Answer: "novice"}) // no level is enforced there
	assert.Empty(t, workflow.Readiness(w.fw, &w.state, w.now()))
	assert.True(t, workflow.Ready(w.fw, &w.state, w.now()))
}

// waivedIn is the world's state with an item waived that is confirmed, which no command makes.
func waivedIn(w *world, id proficiency.ItemID) workflow.State {
	r := workflow.AfterState(w.fw, &w.state, workflow.Record{At: w.now(), Actor: educator, Kind: workflow.KindWaive}, &workflow.Waived{Item: id})
	return workflow.Apply(w.state, r)
}
