package report_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/report"
)

// A platform gives what [workflow.Engine.List] yields to the manager of a
// centre: engine.List(ctx, "manager-1", workflow.Query{Centre: "practice-1"}).
func ExampleWhoIsInDate() {
	now := time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)
	induction := proficiency.Ref{ID: "general-practice-induction", Version: proficiency.Version{Major: 1}}
	listed := slices.Values([]workflow.Summary{
		{Enrolment: "e1", Learner: "learner-1", Framework: induction, Status: workflow.StatusSignedOff, SignOffStands: true,
			SignedOffOn: proficiency.Date{Year: 2026, Month: 6, Day: 1}, SignOffUntil: time.Date(2027, 6, 1, 23, 0, 0, 0, time.UTC)},
		{Enrolment: "e2", Learner: "learner-2", Framework: induction, Status: workflow.StatusLapsed, SignOffStands: true,
			SignedOffOn: proficiency.Date{Year: 2026, Month: 1, Day: 5}, SignOffUntil: time.Date(2027, 1, 6, 0, 0, 0, 0, time.UTC)},
	})
	list, err := report.WhoIsInDate(func(yield func(workflow.Summary, error) bool) {
		listed(func(s workflow.Summary) bool { return yield(s, nil) })
	}, now, time.UTC)
	if err != nil {
		fmt.Println(err)
		return
	}
	inDate, all := list.Count(induction.ID)
	fmt.Println(inDate, "of", all)
	if err := list.CSV(os.Stdout, nil); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 1 of 2
	// learner,name,framework,version,in_date,status,signed_off_on,until,lapsed,waiting,enrolment,centre,submitted_on
	// learner-2,learner-2,general-practice-induction,1.0.0,no,lapsed,2026-01-05,2027-01-05,0,0,e2,,
	// learner-1,learner-1,general-practice-induction,1.0.0,yes,signed-off,2026-06-01,2027-06-01,0,0,e1,,
}

// What a learner answered in two rounds of a self-assessment, for a page of the
// learner's: the picture, and beside it the same as a table.
func ExampleProfileOf() {
	fw, s := rounds()
	profile := report.ProfileOf(fw, s, 2)
	for _, area := range profile.Areas[:2] {
		for _, bar := range area.Bars {
			fmt.Println(area.Section.ID(), bar.Question.ID(), "in round", bar.Round, bar.Level, bar.Change)
		}
	}
	fmt.Println(strings.HasPrefix(string(profile.SVG(report.Words{})), "<svg"))
	// Output:
	// devices confidence in round 1 67 0
	// devices confidence in round 2 100 33
	// devices relevance in round 1 67 0
	// devices relevance in round 2 67 0
	// information confidence in round 1 33 0
	// information confidence in round 2 67 34
	// information relevance in round 1 67 0
	// information relevance in round 2 67 0
	// true
}
