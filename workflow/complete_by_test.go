package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func completeBy(d proficiency.Date) *workflow.SetCompleteBy { return &workflow.SetCompleteBy{On: d} }

func TestSetCompleteBy(t *testing.T) {
	t.Parallel()
	w := shift(t)
	r := w.do(admin, completeBy(day(2026, 3, 2))) // today is not past
	w.made(r, &workflow.CompleteBySet{CompleteBy: day(2026, 3, 2), DueAt: time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC), As: asAdmin})
	r = w.do(educator, completeBy(day(2026, 6, 30)))
	w.made(r, &workflow.CompleteBySet{CompleteBy: day(2026, 6, 30), DueAt: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), As: asEducator})
	on, due := w.state.CompleteBy()
	assert.Equal(t, day(2026, 6, 30), on)
	assert.Equal(t, time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), due)
	w.inList(manager)
	w.unchanged(admin, completeBy(day(2026, 6, 30)))
	r = w.do(admin, completeBy(proficiency.Date{}))
	w.made(r, &workflow.CompleteBySet{As: asAdmin})
	on, due = w.state.CompleteBy()
	assert.Zero(t, on)
	assert.Zero(t, due)
	w.inList(manager)
	w.unchanged(admin, completeBy(proficiency.Date{}))
}

// The day ends by the clock of the first centre, in summer as in winter.
func TestCompleteByInSummerTime(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.do(learner, addCentre("trust-5"))
	w.do(learner, &workflow.AddSupervisor{Person: "educator-5"})
	r := w.do("educator-5", completeBy(day(2026, 6, 30))) // the first centre is trust-1, whose day is UTC's
	held := as(asEducator, "trust-5")
	w.made(r, &workflow.CompleteBySet{CompleteBy: day(2026, 6, 30), DueAt: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC), As: held})
	w.do(manager, removeCentre("trust-1"))
	for _, c := range []struct {
		on  proficiency.Date
		due time.Time
	}{
		{day(2026, 6, 30), time.Date(2026, 6, 30, 23, 0, 0, 0, time.UTC)},
		{day(2026, 12, 31), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)},
		{day(2026, 3, 28), time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)},  // summer begins within the next day
		{day(2026, 3, 29), time.Date(2026, 3, 29, 23, 0, 0, 0, time.UTC)}, // a day of 23 hours
		{day(2026, 10, 25), time.Date(2026, 10, 26, 0, 0, 0, 0, time.UTC)},
	} {
		w.made(w.do("educator-5", completeBy(c.on)), &workflow.CompleteBySet{CompleteBy: c.on, DueAt: c.due, As: held})
	}
	w.setNow(time.Date(2026, 6, 30, 22, 58, 0, 0, time.UTC))
	w.do("educator-5", completeBy(day(2026, 6, 30)))
	w.setNow(time.Date(2026, 6, 30, 23, 0, 0, 0, time.UTC)) // midnight there
	w.denied("educator-5", completeBy(day(2026, 6, 30)), why(workflow.InvalidDate))
}

func TestRefusalsOfSetCompleteBy(t *testing.T) {
	t.Parallel()
	ahead := with(moved, func(w *world) {
		w.do(learner, &workflow.AddSupervisor{Person: farOff})
		w.do(manager, removeCentre("trust-1"))
		w.setNow(time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC)) // the 3rd at trust-9
	})
	soon := just(completeBy(day(2026, 4, 1)))
	refusals(t, []refusal{
		{"by an assessor", planSent, assessor, soon, [][]string{lacksCapability}},
		{"by a manager", shift, manager, soon, [][]string{lacksCapability}},
		{"by the learner", shift, learner, soon, [][]string{why(workflow.IsTheLearner)}},
		{"one's own, with every role", versedShift, versed, soon, [][]string{why(workflow.IsTheLearner)}},
		{"by a stranger", shift, stranger, soon, [][]string{why(workflow.NotFound)}},
		{"for another category", shift, limited, soon, [][]string{why(workflow.NotFound)}},
		{"yesterday", shift, admin, just(completeBy(day(2026, 3, 1))), [][]string{why(workflow.InvalidDate)}},
		{"yesterday at the first centre", ahead, farOff, just(completeBy(day(2026, 3, 2))), [][]string{why(workflow.InvalidDate)}},
		{"no such day", shift, admin, just(completeBy(day(2026, 4, 31))), [][]string{why(workflow.InvalidDate)}},
		{"a year that no record holds", shift, admin, just(completeBy(day(9999, 12, 31))), [][]string{why(workflow.InvalidDate)}},
		{"what stands, once it is past", with(shift, func(w *world) {
			w.do(admin, completeBy(day(2026, 3, 5)))
			w.setNow(start.AddDate(0, 0, 7))
		}), admin, just(completeBy(day(2026, 3, 5))), [][]string{why(workflow.InvalidDate)}},
		{"withdrawn", shiftGone, admin, soon, [][]string{unwanted}},
		{"withdrawn, none", shiftGone, admin, just(completeBy(proficiency.Date{})), [][]string{unwanted}},
		{"every reason", shiftGone, manager, just(completeBy(day(2026, 3, 1))), [][]string{
			unwanted, lacksCapability, why(workflow.InvalidDate),
		}},
	})
	w := shift(t)
	because(t, w.denied(admin, completeBy(day(2026, 3, 1)), why(workflow.InvalidDate)), workflow.Reason{
		Code: workflow.InvalidDate, Message: "the date to complete by 2026-03-01 is in the past", Params: params{"date": "2026-03-01"},
		Remedy: "give today's date or a later one",
	})
	d := w.denied(manager, completeBy(day(2026, 4, 1)), lacksCapability)
	assert.Equal(t, "set-complete-by", d.Reasons[0].Params["capability"])
}

// Whoever tries a framework out sets dates, too, in the zone of the trial.
func TestCompleteByInATrial(t *testing.T) {
	t.Parallel()
	w := trial(t)
	w.made(w.do(learner, completeBy(day(2026, 3, 2))), &workflow.CompleteBySet{
		CompleteBy: day(2026, 3, 2), DueAt: time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC),
	})
}
