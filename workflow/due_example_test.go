package workflow_test

import (
	"fmt"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A nightly job of a platform asks for every enrolment that it lists; see
// [workflow.Engine.List].
func ExampleDue() {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		fmt.Println(err)
		return
	}
	listed := workflow.Summary{
		Learner: "learner-1", Status: workflow.StatusInProgress,
		CompleteBy: proficiency.Date{Year: 2026, Month: time.June, Day: 30}, DueAt: time.Date(2026, 6, 30, 23, 0, 0, 0, time.UTC),
		Pending: []workflow.Pending{{With: "assessor-1", Request: 7, Since: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC), Items: 3}},
		Lapses:  []workflow.Lapse{{At: time.Date(2026, 6, 14, 23, 0, 0, 0, time.UTC), Items: 2}},
	}
	now := time.Date(2026, 6, 1, 2, 0, 0, 0, time.UTC)
	for _, d := range workflow.Due(&listed, now, workflow.DueOptions{Zone: london}) {
		switch d.Kind {
		case workflow.DutyComplete, workflow.DutyOverdue:
			fmt.Println(d.Kind, "by", d.With, "before", d.At.In(london).Format(time.DateTime))
		case workflow.DutyConfirm, workflow.DutySignOff:
			fmt.Println(d.Kind, "by", d.With, "asked", d.At.In(london).Format(time.DateTime))
		default:
			fmt.Println(d.Kind, "by", d.With, "items", d.Items)
		}
	}
	// Output:
	// complete by learner-1 before 2026-07-01 00:00:00
	// confirm by assessor-1 asked 2026-05-01 10:00:00
	// renew by learner-1 items 2
}
