package workflow_test

import (
	"testing"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

func TestRefusalsOfRemind(t *testing.T) {
	t.Parallel()
	later := with(planSent, func(w *world) { w.after(2 * time.Hour) })
	gone := with(planSent, leaves)
	other := with(later, func(w *world) { w.do(learner, &workflow.AddSupervisor{Person: second}) })
	refusals(t, []refusal{
		{"by the addressee", later, assessor, just(remind(assessor)), [][]string{why(workflow.NotTheLearner)}},
		{"by a manager", later, manager, just(remind(assessor)), [][]string{why(workflow.NotTheLearner)}},
		{"by a stranger", later, stranger, just(remind(assessor)), [][]string{why(workflow.NotFound)}},
		{"somebody who is not asked", other, learner, just(remind(second)), [][]string{why(workflow.NothingPending)}},
		{"a stranger", later, learner, just(remind(stranger)), [][]string{why(workflow.NothingPending)}},
		{"oneself", later, learner, just(remind(learner)), [][]string{why(workflow.NothingPending)}},
		{"nobody", later, learner, just(remind("")), [][]string{why(workflow.InvalidID)}},
		{"too long a name", later, learner, just(remind(workflow.PersonID(tooLong))), [][]string{why(workflow.InvalidID)}},
		{"who is asked for the sign-off", with(shiftAsked, func(w *world) { w.after(48 * time.Hour) }), learner, just(remind(educator)),
			[][]string{why(workflow.NothingPending)}},
		{"suspended", with(later, func(w *world) { w.suspend(learner) }), learner, just(remind(assessor)),
			[][]string{why(workflow.LearnerNotActive)}},
		{"withdrawn", gone, learner, just(remind(assessor)), [][]string{unwanted, why(workflow.NothingPending)}},
		{"every reason", with(planSent, func(w *world) { w.host.Delegate(assessor, "trust-9") }), assessor, just(remind(assessor)),
			[][]string{why(workflow.NotTheLearner), why(workflow.TooSoon)}},
		{"before the declaration", enrolled, learner, just(remind(assessor)),
			[][]string{why(workflow.DeclarationNotAgreed), why(workflow.NothingPending)}},
		{"in a trial", with(trial, func(w *world) { w.after(2 * time.Hour) }), learner, just(remind(learner)), [][]string{why(workflow.IsATrial)}},
	})
}

func TestRefusalsOfRemindSignOff(t *testing.T) {
	t.Parallel()
	give := just(&workflow.RemindSignOff{})
	later := with(shiftAsked, func(w *world) { w.after(25 * time.Hour) })
	refusals(t, []refusal{
		{"by the addressee", later, educator, give, [][]string{why(workflow.NotTheLearner)}},
		{"by a stranger", later, stranger, give, [][]string{why(workflow.NotFound)}},
		{"nobody is asked", shiftReady, learner, give, [][]string{why(workflow.SignOffNotRequested)}},
		{"signed off", shiftSigned, learner, give, [][]string{why(workflow.SignOffNotRequested)}},
		{"within a day", shiftAsked, learner, give, [][]string{why(workflow.TooSoon)}},
		{"within a day, by another", shiftAsked, manager, give, [][]string{why(workflow.NotTheLearner), why(workflow.TooSoon)}},
		{"suspended", with(later, func(w *world) { w.suspend(learner) }), learner, give, [][]string{why(workflow.LearnerNotActive)}},
		{"before the declaration", enrolled, learner, give, [][]string{why(workflow.DeclarationNotAgreed), why(workflow.SignOffNotRequested)}},
		{"withdrawn", with(later, leaves), learner, give, [][]string{unwanted, why(workflow.SignOffNotRequested)}},
		{"in a trial", trial, learner, give, [][]string{why(workflow.IsATrial)}},
	})
}

func TestWhatIsSaidOfRemind(t *testing.T) {
	t.Parallel()
	w := shift(t)
	because(t, w.denied(learner, remind(second), why(workflow.NothingPending)), workflow.Reason{
		Code: workflow.NothingPending, Message: `nothing is pending with "assessor-2"`, Params: params{"person": "assessor-2"},
		Remedy: "name a person whom you asked to confirm something",
	})
	because(t, w.denied(learner, &workflow.RemindSignOff{}, why(workflow.SignOffNotRequested)), workflow.Reason{
		Code: workflow.SignOffNotRequested, Message: "no sign-off is requested", Remedy: "the learner requests it first",
	})
	because(t, trial(t).denied(learner, &workflow.RemindSignOff{}, why(workflow.IsATrial)), isATrial)
	view, err := w.engine.View(w.ctx, learner, w.id)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range view.Actions() {
		if a.Kind == workflow.KindRemind {
			because(t, &workflow.Denied{Reasons: a.Reasons}, workflow.Reason{
				Code: workflow.NothingPending, Message: "nothing is pending with anybody", Params: params{"person": ""},
				Remedy: "name a person whom you asked to confirm something",
			})
		}
	}
}

// Of several who are asked, whoever may be reminded first decides what is offered.
func TestRemindIsOfferedForWhomeverItIsAllowed(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.sentTo(second, "brief")
	w.sentTo(assessor, "plan")
	offered := func() bool {
		view, err := w.engine.View(w.ctx, learner, w.id)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range view.Actions() {
			if a.Kind == workflow.KindRemind {
				return a.Allowed()
			}
		}
		return false
	}
	w.setNow(w.state.At().Add(59 * time.Minute)) // an hour and a minute after the first
	if !offered() {
		t.Error("second can be reminded")
	}
	w.setNow(w.now().Add(-30 * time.Second))
	w.do(learner, &workflow.WithdrawRequest{Items: items{"brief"}})
	if offered() {
		t.Error("nothing is pending with second any more")
	}
	w.denied(learner, remind(assessor), why(workflow.TooSoon))
	w.setNow(w.now().Add(time.Minute))
	if !offered() {
		t.Error("assessor can be reminded by now")
	}
}
