package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// On an item or on the enrolment, wherever these stand, changing nothing.
func TestComment(t *testing.T) {
	t.Parallel()
	w := enrolled(t) // before the declaration
	r := w.do(learner, &workflow.Comment{Comment: "when do we begin?"})
	w.happened(r, "commented")
	e := one[*workflow.Commented](w, r)
	assert.Empty(t, e.Item)
	assert.Equal(t, "when do we begin?", e.Comment.String())
	assert.Equal(t, learner, e.By)
	w.status(workflow.StatusNotStarted)
	w.do(learner, &workflow.Agree{})

	e = one[*workflow.Commented](w, w.do(educator, &workflow.Comment{Item: "renal-1", Comment: "not chosen yet?"}))
	assert.Equal(t, proficiency.ItemID("renal-1"), e.Item)
	assert.Equal(t, educator, e.By)
	w.status(workflow.StatusNotStarted)
	w.do(educator, &workflow.Comment{Item: "care-1", Comment: "behind the gate"})
	w.itemStatus(workflow.ItemStatusLocked, "care-1")

	w = asked(t)
	before := facts(w.fw, &w.state)
	w.do(assessor, &workflow.Comment{Item: "care-1", Comment: "well done"})
	w.status(workflow.StatusSignOffRequested)
	after := facts(w.fw, &w.state)
	assert.Equal(t, before[2:len(before)-1], after[2:len(after)-1], "nothing but the number of records changed")
	w = signedOff(t)
	w.happened(w.do(learner, &workflow.Comment{Comment: "thank you"}), "commented")
	w.status(workflow.StatusSignedOff)
	w.do(manager, &workflow.SetAside{Items: items{"care-1"}, Reason: "x"})
	w.do(learner, &workflow.Comment{Item: "care-1", Comment: "why?"})
	w.status(workflow.StatusVoid)
}

func TestRefusalsOfComment(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.do(learner, &workflow.AddSupervisor{Person: second})
	say := func(words string) *workflow.Comment { return &workflow.Comment{Item: "care-1", Comment: words} }
	got := w.refuses([]refusedRow{
		{"by a manager, who views the centre", manager, say("hm"), [][]string{why(workflow.NotInvolved)}},
		{"by a stranger", stranger, say("hm"), [][]string{why(workflow.NotFound)}},
		{"by somebody of another trust", farOff, say("hm"), [][]string{why(workflow.NotFound)}},
		{"empty", learner, say(""), [][]string{why(workflow.CommentMissing)}},
		{"blank", second, say(" \n"), [][]string{why(workflow.CommentMissing)}},
		{"long", learner, say(tooLong), [][]string{why(workflow.InvalidText, "care-1")}},
		{"long, on the enrolment", learner, &workflow.Comment{Comment: withNUL}, [][]string{why(workflow.InvalidText)}},
		{"unknown", learner, &workflow.Comment{Item: "care-99", Comment: "hm"}, [][]string{why(workflow.UnknownItem, "care-99")}},
		{"everything at once", admin, &workflow.Comment{Item: "care-99"}, [][]string{
			why(workflow.NotInvolved), why(workflow.CommentMissing), why(workflow.UnknownItem, "care-99"),
		}},
	})
	golden(t, "refusals_comment.golden", got)
	w.do(learner, &workflow.RemoveSupervisor{Person: second})
	w.denied(second, say("hm"), why(workflow.NotFound))
	w.suspend(learner)
	w.denied(learner, say("hm"), why(workflow.LearnerNotActive))
	w.revoke(assessor)
	w.denied(assessor, say("hm"), why(workflow.NotFound))
	w = withdrawn(t)
	w.denied(learner, say("hm"), unwanted)
	w.denied(educator, say("hm"), unwanted)
	w.denied(manager, say("hm"), unwanted, why(workflow.NotInvolved))
}
