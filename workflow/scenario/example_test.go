package scenario_test

import (
	"context"
	"fmt"
	"os"
	"testing/fstest"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/scenario"
)

// whole is the scenario of the package comment.
const whole = `scenario a request that was sent is decided by the person asked

framework hand-hygiene
start 2026-12-01 09:00 Europe/London

centre trust-1 trust Europe/London
actor assessor-1, assessor-2: assessor at trust-1
actor learner-1: at trust-1
actor educator-1: educator-manager at trust-1
staff of educator-1 at trust-1: learner-1

educator-1: enrol learner-1 at trust-1
learner-1: assess local-induction as yes
learner-1: send local-induction to assessor-1
! assessor-2: confirm local-induction -> not-found
assessor-1: confirm local-induction
expect local-induction: confirmed
`

func ExampleRunFile() {
	files := fstest.MapFS{
		"asked.scenario": {Data: []byte(whole)},
		// The same with two mistakes.
		"mistaken.scenario": {Data: []byte(whole + "assessor-1: confrim local-induction\nexpect statis: ready\n")},
	}
	o := &scenario.Options{Frameworks: frameworks.FS()}
	for _, name := range []string{"asked.scenario", "mistaken.scenario"} {
		report, err := scenario.RunFile(context.Background(), files, name, func() workflow.Store { return memstore.New() }, os.Stdout, o)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(report.OK())
	}
	// Output:
	// ok  asked.scenario: a request that was sent is decided by the person asked
	// true
	// mistaken.scenario:18:13: "confrim" is no verb: allowed are add centre, add supervisor, agree, assess, choose, clear, comment, confirm, decline sign-off, drop, enrol, override, reassign, record paper for, redact, reject, remind, remind of sign-off, remove centre, remove supervisor, request sign-off from, revise, revoke sign-off, send, set accountable, set aside, set attributes, set complete-by, set contributors, sign off, submit, take over the record of, try out, unwaive, upgrade, waive, withdraw, withdraw request for, withdraw sign-off: did you mean "confirm"? [syntax]
	// mistaken.scenario:19:16: "ready" is not a status of an item (if "statis" is none, did you mean expect status?): allowed are not-applicable, excluded, waived, requested, confirmed, lapsed, rejected, locked, unassessed, ongoing, assessed [syntax]
	// false
}

// A program makes scenarios, too, and prints them for people.
func ExampleScenario_String() {
	in := []scenario.Enrolment{{Learner: "learner-1", Framework: "hand-hygiene"}}
	s := &scenario.Scenario{
		Title:      "made by a program",
		Frameworks: []scenario.Framework{{Ref: proficiency.Ref{ID: "hand-hygiene"}}},
		Start:      start, Zone: "UTC",
		Lines: []scenario.Line{
			&scenario.Centre{ID: "trust-1", Kind: "trust"},
			&scenario.Actor{Person: "learner-1", Centres: []workflow.CentreID{"trust-1"}},
			&scenario.Step{Actor: "learner-1", Command: &workflow.Enrol{
				Learner: "learner-1", Framework: proficiency.Ref{ID: "hand-hygiene"}, Centre: "trust-1",
			}},
			&scenario.Step{Actor: "learner-1", About: in, Command: &workflow.RequestSignOff{To: "learner-1"},
				Outcome: scenario.Refused, Reasons: []scenario.Reason{{Code: workflow.BelowMinimum}}},
			&scenario.Expect{About: in, What: &scenario.StatusIs{Status: workflow.StatusNotStarted}},
		},
	}
	fmt.Print(s)
	// Output:
	// scenario made by a program
	//
	// framework hand-hygiene
	// start 2026-11-02 09:00 UTC
	//
	// centre trust-1 trust
	// actor learner-1: at trust-1
	// learner-1: enrol learner-1 on hand-hygiene at trust-1
	// ! learner-1: request sign-off from learner-1 -> below-minimum
	// expect status: not-started
}
