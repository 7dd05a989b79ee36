package workflow_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// exampleEngine is an engine over one trust with a learner and an assessor, on
// a day in December. A platform has tables of its own behind workflow.Host.
func exampleEngine() *workflow.Engine {
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) })
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("learner-1", "trust-1")
	host.Delegate("assessor-1", "trust-1", "assessor")
	engine, err := workflow.NewEngine(frameworks.Catalog(), host, memstore.New(), workflow.Options{
		Key: []byte("an example's key"),
	})
	if err != nil {
		panic(err)
	}
	return engine
}

// exampleEnrolled is an engine with learner-1 enrolled on the small framework.
func exampleEnrolled() (*workflow.Engine, workflow.EnrolmentID) {
	engine := exampleEngine()
	res, err := engine.Do(context.Background(), workflow.Request{ID: "request-1", Actor: "learner-1", Command: &workflow.Enrol{
		Learner: "learner-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "hand-hygiene"},
	}})
	if err != nil {
		panic(err)
	}
	return engine, res.Enrolment
}

func ExampleEngine_Do() {
	engine, id := exampleEnrolled()
	ctx := context.Background()

	// The gate is still closed, and the refusal says by which line.
	_, err := engine.Do(ctx, workflow.Request{
		Actor: "learner-1", Enrolment: id, Command: workflow.Answer("five-moments", "achieved"),
	})
	var denied *workflow.Denied
	if errors.As(err, &denied) {
		fmt.Println(denied.Reasons[0].Code, "-", denied.Reasons[0].Remedy)
	}

	res, err := engine.Do(ctx, workflow.Request{
		Actor: "learner-1", Enrolment: id, Command: workflow.Answer("local-induction", "yes"),
	})
	fmt.Println(res.Record.Seq, res.Record.Kind, err)
	// Output:
	// locked - have Before you start confirmed first
	// 2 self-assess <nil>
}

func ExampleEngine_View() {
	engine, id := exampleEnrolled()
	view, err := engine.View(context.Background(), "learner-1", id)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(view.Framework.Title(), "-", view.Summary.Status)
	for _, action := range view.ItemActions("surgical-antisepsis") {
		if action.Allowed() {
			fmt.Println("may", action.Kind)
		}
	}
	_, err = engine.View(context.Background(), "stranger-1", id)
	fmt.Println(err)
	// Output:
	// Hand hygiene at the bedside - not-started
	// may choose-optional
	// may comment
	// there is no such enrolment [not-found]
}

func ExampleEngine_List() {
	engine, _ := exampleEnrolled()
	for sum, err := range engine.List(context.Background(), "learner-1", workflow.Query{Framework: "hand-hygiene"}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(sum.Learner, sum.Status, sum.Totals().Confirmed, "of", sum.Totals().Counting)
	}
	// Output: learner-1 not-started 0 of 6
}

func ExampleDecide() {
	fw, err := frameworks.Catalog().Framework(proficiency.Ref{ID: "hand-hygiene", Version: proficiency.Version{Major: 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	// Nothing but arguments: a state, the facts, a command.
	state := workflow.NewState("enrolment-1", fw.Index())
	facts := workflow.Facts{
		Now: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC), Actor: "learner-1", Policy: roles.Default(),
		Lifecycle: &proficiency.Lifecycle{Status: proficiency.Published},
		People:    []*roles.Standing{{Person: "learner-1", Memberships: []roles.Membership{{Centre: "trust-1", Active: true}}}},
		Centres:   []workflow.CentreFacts{{Centre: roles.Centre{ID: "trust-1", Kind: roles.Trust}}},
	}
	enrol := &workflow.Enrol{Learner: "learner-1", Centre: "trust-1", Framework: fw.Ref()}
	_, err = workflow.Decide(fw, &state, facts, enrol)
	fmt.Println(err)

	facts.Centres[0].Offers = true
	events, err := workflow.Decide(fw, &state, facts, enrol)
	fmt.Println(events[0].EventKind(), err)
	// Output:
	// "trust-1" does not offer Hand hygiene at the bedside [not-offered]
	// enrolled <nil>
}

func ExampleReadExport() {
	engine, id := exampleEnrolled()
	records, err := engine.Records(context.Background(), "learner-1", id)
	if err != nil {
		fmt.Println(err)
		return
	}
	file := workflow.AppendExport(nil, id, records)
	_, _, err = workflow.ReadExport(file)
	fmt.Println("as written:", err)

	forged := bytes.Replace(file, []byte("learner-1"), []byte("learner-2"), 1)
	_, _, err = workflow.ReadExport(forged)
	fmt.Println("forged:", err)
	// Output:
	// as written: <nil>
	// forged: record 1: does not have the hash that follows from its content and the record before
}
