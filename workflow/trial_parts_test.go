package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/workflow"
)

// In a trial the learner plays all parts, also those that void a sign-off
// without asking.
func TestAllPartsInATrial(t *testing.T) {
	t.Parallel()
	w := onTrial(t, "bedside")
	w.settle(visitor, "start-1", "start-2")
	w.settle(visitor, "plain-1", "plain-2", "asks-1", "below-1", "above-1", "multi-1", "yearly-1", "lead-1")
	w.do(visitor, paper("any-1", "any-2"))
	assert.True(t, w.item("any-1").Decision.As.IsZero())
	w.reliedOn("lead-1", held("clinical-centre-manager", ""), workflow.Held{}, nil)
	w.do(visitor, waive("heavy-1"))
	w.settle(visitor, "light-1", "light-2")
	again := func() {
		t.Helper()
		w.do(visitor, forSignOff(visitor))
		w.do(visitor, &workflow.SignOff{})
		w.status(workflow.StatusSignedOff)
	}
	again()
	w.denied(visitor, workflow.Answer("plain-1", "teaches"), why(workflow.WouldLoseConfirmation, "plain-1"), why(workflow.WouldVoidSignOff))
	w.happened(w.do(visitor, toRejected("plain-1")), "decided", "sign-off-voided")
	w.do(visitor, toConfirmed("plain-1"))
	again()
	w.happened(w.do(visitor, aside("any-2")), "decision-ended", "sign-off-voided")
	w.do(visitor, ask(visitor, "any-2"))
	w.confirm(visitor, "any-2")
	again()
	w.happened(w.do(visitor, &workflow.Unwaive{Item: "heavy-1"}), "waiver-ended", "sign-off-voided")
	w.do(visitor, waive("heavy-1"))
	again()
	w.later(0, 11, 0)
	w.do(visitor, ask(visitor, "yearly-1"))
	w.happened(w.do(visitor, w.rejection("yearly-1")), "decided", "sign-off-voided")
	w.do(visitor, toConfirmed("yearly-1"))
	again()
	w.save("any-3")
	w.denied(visitor, ask(assessor, "any-3"), why(workflow.IsATrial))
	w.denied(visitor, ask("", "any-3"), why(workflow.InvalidID))
	w.denied(stranger, paper("any-3"), why(workflow.NotFound))
	w.denied(educator, paper("any-3"), why(workflow.NotFound))
	w.do(visitor, &workflow.Comment{Comment: "so that is how it goes"})
}
