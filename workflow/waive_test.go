package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func TestWaiveAndUnwaive(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	r := w.do(educator, waive("plain-1"))
	w.happened(r, "waived")
	v := w.item("plain-1").Waiver
	require.NotNil(t, v)
	assert.Equal(t, educator, v.By)
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-1"}, v.As)
	assert.Equal(t, "not on this ward", v.Justification.String())
	w.itemStatus(workflow.ItemStatusWaived, "plain-1")

	w.do(learner, &workflow.AddSupervisor{Person: "educator-2"})
	r = w.do("educator-2", &workflow.Unwaive{Item: "plain-1", Reason: "moved wards"}) // by anybody who may
	w.happened(r, "waiver-ended")
	e := one[*workflow.WaiverEnded](w, r)
	assert.Equal(t, educator, e.Waiver)
	assert.Equal(t, v.Seq, e.Waiving)
	assert.Equal(t, workflow.CauseUnwaived, e.Cause)
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-1"}, e.As)
	assert.Equal(t, "moved wards", e.Reason.String())
	assert.Nil(t, w.item("plain-1").Waiver)
	w.itemStatus(workflow.ItemStatusUnassessed, "plain-1")
	w.do(educator, waive("plain-1"))
	r = w.do(educator, &workflow.Unwaive{Item: "plain-1"})
	assert.Nil(t, one[*workflow.WaiverEnded](w, r).Reason, "a reason is optional")
}

// What was there before the waiver is there after it.
func TestUnwaivedAsItWas(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.save("plain-1")
	w.do(learner, workflow.Answer("below-1", "novice"))
	w.settle(assessor, "yearly-1")
	w.later(1, 0, 1)
	was := map[proficiency.ItemID]workflow.ItemStatus{
		"plain-1": workflow.ItemStatusAssessed, "below-1": workflow.ItemStatusOngoing,
		"yearly-1": workflow.ItemStatusLapsed, "above-1": workflow.ItemStatusUnassessed,
	}
	for id, status := range was {
		w.itemStatus(status, id)
		before := w.item(id)
		w.happened(w.do(educator, waive(id)), "waived")
		w.itemStatus(workflow.ItemStatusWaived, id)
		w.happened(w.do(educator, &workflow.Unwaive{Item: id}), "waiver-ended")
		assert.Equal(t, before, w.item(id))
		w.itemStatus(status, id)
	}
}

// A gate item may be waived only where content says so, and then opens the gate.
func TestWaivedGateItem(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	w.settle(assessor, "start-1")
	d := w.denied(educator, waive("plain-1"), why(workflow.ItemLocked, "plain-1"))
	assert.Equal(t, w.at("id: start"), clause(d, workflow.ItemLocked, "plain-1"))
	w.do(educator, waive("start-2"))
	w.itemStatus(workflow.ItemStatusUnassessed, "plain-1")
	w.do(educator, &workflow.Unwaive{Item: "start-2"})
	w.itemStatus(workflow.ItemStatusLocked, "plain-1")
	w.settle(assessor, "start-2")
	w.save("plain-1")
	w.do(learner, overwriting(workflow.Answer("start-2", "novice")))
	w.do(educator, waive("plain-1")) // it has an answer: it never locks again
}

// What is waived takes no other command but those that end the waiver, being
// dropped, and a comment.
func TestWaivedAgainstEveryCommand(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.choose("extra-1")
	w.settle(assessor, "extra-1")
	w.do(manager, aside("extra-1"))
	w.do(educator, waive("extra-1"))
	waived, id := why(workflow.ItemWaived, "extra-1"), items{"extra-1"}
	got := w.refuses([]refusedRow{
		{"answered", learner, saving(w.good("extra-1")), [][]string{waived}},
		{"answered otherwise", learner, overwriting(workflow.Answer("extra-1", "teaches")), [][]string{waived}},
		{"cleared", learner, &workflow.ClearAnswer{Items: id, Overwrite: true}, [][]string{waived}},
		{"sent", learner, &workflow.RequestConfirmation{Items: id, To: assessor}, [][]string{waived}},
		{"taken back", learner, &workflow.WithdrawRequest{Items: id}, [][]string{why(workflow.NotRequested, "extra-1")}},
		{"confirmed", assessor, &workflow.Confirm{Items: w.decisions("extra-1")}, [][]string{why(workflow.NotRequested, "extra-1")}},
		{"rejected", assessor, w.rejection("extra-1"), [][]string{why(workflow.NotRequested, "extra-1")}},
		{"revised", assessor, &workflow.Revise{Item: "extra-1", To: workflow.Confirmed, Reason: "x"}, [][]string{waived}},
		{"recorded from paper", educator, paper("extra-1"), [][]string{waived, why(workflow.DecidedBefore, "extra-1")}},
		{"waived", educator, waive("extra-1"), [][]string{waived}},
	})
	golden(t, "refusals_waived.golden", got)
	w.happened(w.do(learner, &workflow.Comment{Item: "extra-1", Comment: "why?"}), "commented")
	w.happened(w.drop("extra-1"), "optional-chosen")
	w.itemStatus(workflow.ItemStatusExcluded, "extra-1")
	w.choose("extra-1")
	w.itemStatus(workflow.ItemStatusWaived, "extra-1")
	w.happened(w.do(manager, aside("extra-1")), "waiver-ended")
	w.itemStatus(workflow.ItemStatusAssessed, "extra-1")
}

func TestRefusalsOfWaive(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.save("plain-1", "below-1", "above-1", "plain-2")
	w.send(assessor, "plain-1", "below-1", "above-1", "plain-2")
	w.confirm(assessor, "below-1")
	w.reject(assessor, "above-1")
	w.do(learner, &workflow.WithdrawRequest{Items: items{"plain-2"}})
	w.settle(assessor, "yearly-1")
	w.later(1, 0, -5) // to be renewed
	w.send(assessor, "yearly-1")
	w.do(educator, waive("asks-1"))
	got := w.refuses([]refusedRow{
		{"by the learner", learner, waive("multi-1"), [][]string{why(workflow.IsTheLearner)}},
		{"by a stranger", stranger, waive("care-99"), [][]string{why(workflow.NotFound)}},
		{"by an assessor", assessor, waive("multi-1"), [][]string{lacksCapability}},
		{"without a justification", educator, &workflow.Waive{Item: "multi-1", Justification: "\t"}, [][]string{why(workflow.ReasonMissing, "multi-1")}},
		{"justified at length", educator, &workflow.Waive{Item: "multi-1", Justification: tooLong}, [][]string{why(workflow.InvalidText, "multi-1")}},
		{"unknown", educator, waive("care-99"), [][]string{why(workflow.UnknownItem, "care-99")}},
		{"none", educator, waive(""), [][]string{why(workflow.UnknownItem)}},
		{"not waivable", educator, waive("plain-2"), [][]string{why(workflow.NotWaivable, "plain-2")}},
		{"in a gate, confirmed", educator, waive("start-1"), [][]string{why(workflow.NotWaivable, "start-1"), why(workflow.AlreadyConfirmed, "start-1")}},
		{"not chosen", educator, waive("extra-1"), [][]string{why(workflow.ItemExcluded, "extra-1")}},
		{"waived", educator, waive("asks-1"), [][]string{why(workflow.ItemWaived, "asks-1")}},
		{"sent", educator, waive("plain-1"), [][]string{why(workflow.AlreadyRequested, "plain-1")}},
		{"confirmed", educator, waive("below-1"), [][]string{why(workflow.AlreadyConfirmed, "below-1")}},
		{"to be renewed", educator, waive("yearly-1"), [][]string{why(workflow.AlreadyConfirmed, "yearly-1")}},
		{"rejected", educator, waive("above-1"), [][]string{why(workflow.ItemRejected, "above-1")}},
		{"everything at once", second, &workflow.Waive{Item: "plain-2"}, [][]string{why(workflow.NotFound)}},
		{"everything at once, by somebody here", assessor, &workflow.Waive{Item: "start-1"}, [][]string{
			lacksCapability, why(workflow.ReasonMissing, "start-1"), why(workflow.NotWaivable, "start-1"), why(workflow.AlreadyConfirmed, "start-1"),
		}},
	})
	w.later(0, 0, 10)
	got += w.refuses([]refusedRow{{"sent, and lapsed since", educator, waive("yearly-1"), [][]string{why(workflow.AlreadyRequested, "yearly-1")}}})

	got += w.refuses([]refusedRow{
		{"by the learner", learner, &workflow.Unwaive{Item: "asks-1"}, [][]string{why(workflow.IsTheLearner)}},
		{"by a stranger", stranger, &workflow.Unwaive{Item: "asks-1"}, [][]string{why(workflow.NotFound)}},
		{"by a manager", manager, &workflow.Unwaive{Item: "asks-1"}, [][]string{lacksCapability}},
		{"unknown", educator, &workflow.Unwaive{Item: "care-99"}, [][]string{why(workflow.UnknownItem, "care-99")}},
		{"not waived", educator, &workflow.Unwaive{Item: "plain-2"}, [][]string{why(workflow.NotWaived, "plain-2")}},
		{"for too long a reason", educator, &workflow.Unwaive{Item: "asks-1", Reason: tooLong}, [][]string{why(workflow.InvalidText, "asks-1")}},
		{"everything at once", assessor, &workflow.Unwaive{Item: "multi-1", Reason: noUTF8}, [][]string{
			lacksCapability, why(workflow.InvalidText, "multi-1"), why(workflow.NotWaived, "multi-1"),
		}},
	})
	golden(t, "refusals_waive.golden", got)
	w.do(admin, &workflow.Withdraw{Reason: "moved away"})
	w.denied(educator, waive("multi-1"), unwanted)
	w.denied(educator, &workflow.Unwaive{Item: "asks-1"}, unwanted)
}

// Nobody waives or records for themselves, whatever roles they hold.
func TestNothingAsideOnOnesOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ward()
	w.enrol(educator, versed, proficiency.Ref{ID: "bedside"})
	w.settle(assessor, "start-1", "start-2")
	w.do(educator, waive("plain-1"))
	own := why(workflow.IsTheLearner)
	w.denied(versed, paper("below-1"), own)
	w.denied(versed, waive("below-1"), own)
	w.denied(versed, &workflow.Unwaive{Item: "plain-1"}, own)
	w.denied(versed, aside("start-1"), own)
	w.denied(versed, &workflow.SetAside{DecidedBy: assessor, Reason: "x"}, own)
}

// A waiver withdrawn voids the sign-off that rested on it, and withdraws a
// request for one; giving one touches neither.
func TestWaiversAndTheSignOff(t *testing.T) {
	t.Parallel()
	w := bedsideReady(t)
	w.do(manager, aside("plain-1"))
	w.status(workflow.StatusInProgress)
	w.do(educator, waive("plain-1"))
	w.status(workflow.StatusReady)
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.happened(w.do(educator, waive("any-3")), "waived")
	r := w.do(educator, &workflow.Unwaive{Item: "plain-1"})
	w.happened(r, "waiver-ended", "sign-off-request-ended")
	assert.Equal(t, workflow.CauseNotReady, one[*workflow.SignOffRequestEnded](w, r).Cause)
	w.status(workflow.StatusInProgress)

	w.do(educator, waive("plain-1"))
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.do(educator, &workflow.SignOff{})
	w.happened(w.do(educator, waive("light-2")), "waived")
	w.status(workflow.StatusSignedOff)
	r = w.do(educator, &workflow.Unwaive{Item: "plain-1"})
	w.happened(r, "waiver-ended", "sign-off-voided")
	assert.Equal(t, workflow.CauseUnwaived, one[*workflow.SignOffVoided](w, r).Cause)
	w.status(workflow.StatusVoid)
	w.do(educator, waive("plain-1"))
	w.status(workflow.StatusVoid) // it does not revive
	assert.True(t, workflow.Ready(w.fw, &w.state, w.now()))
}

// One of an item that is not chosen touches nothing.
func TestUnwaivingWhatIsExcluded(t *testing.T) {
	t.Parallel()
	w := bedsideReady(t)
	w.choose("extra-1")
	w.do(educator, waive("extra-1"))
	w.drop("extra-1")
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.do(educator, &workflow.SignOff{})
	w.happened(w.do(educator, &workflow.Unwaive{Item: "extra-1"}), "waiver-ended")
	w.status(workflow.StatusSignedOff)
	w.itemStatus(workflow.ItemStatusExcluded, "extra-1")
}
