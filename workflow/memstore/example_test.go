package memstore_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

func ExampleNew() {
	ctx := context.Background()
	store := memstore.New()
	batch := workflow.Batch{Enrolment: "enrolment-1", Records: []workflow.Record{{Seq: 1}}}
	fmt.Println(store.Append(ctx, batch))
	fmt.Println(store.Append(ctx, batch)) // somebody was first
	records, err := store.Load(ctx, "enrolment-1", 0)
	fmt.Println(len(records), err)
	// Output:
	// <nil>
	// workflow: the enrolment has other records by now: the last record of enrolment-1 is 1, not 0
	// 1 <nil>
}

// What a platform does where nobody can tell whether a command was stored: it
// sends the same request again, which leaves one record.
func ExampleNewFaulty() {
	ctx := context.Background()
	store := memstore.New()
	faulty := memstore.NewFaulty(store)
	host := &workflow.FixedHost{}
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("learner-1", "trust-1")
	engine, err := workflow.NewEngine(frameworks.Catalog(), host, faulty, workflow.Options{Key: []byte("an example's key")})
	if err != nil {
		fmt.Println(err)
		return
	}
	enrol := workflow.Request{ID: "request-1", Actor: "learner-1", Command: &workflow.Enrol{
		Learner: "learner-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "hand-hygiene"},
	}}

	faulty.OnAppend(1, memstore.LostReply) // the next record is stored, and nobody hears of it
	faulty.OnLoad(2, memstore.LostRequest) // nor can the engine look: the first load is what it decides on
	_, err = engine.Do(ctx, enrol)
	fmt.Println("unknown:", errors.Is(err, workflow.ErrOutcomeUnknown))

	res, err := engine.Do(ctx, enrol)
	fmt.Println("stored before:", res.Replayed, err)

	records, err := store.Load(ctx, res.Enrolment, 0) // what is really there
	fmt.Println(len(records), "record", err)
	// Output:
	// unknown: true
	// stored before: true <nil>
	// 1 record <nil>
}

func ExampleGate() {
	ctx := context.Background()
	faulty := memstore.NewFaulty(memstore.New())
	gate := memstore.NewGate()
	faulty.OnAppend(1, gate.HoldRequest)

	slow := make(chan error)
	go func() {
		slow <- faulty.Append(ctx, workflow.Batch{Enrolment: "enrolment-1", Records: []workflow.Record{{Seq: 1}}})
	}()
	<-gate.Reached()
	// Somebody else is quicker.
	fmt.Println(faulty.Append(ctx, workflow.Batch{Enrolment: "enrolment-1", Records: []workflow.Record{{Seq: 1}}}))
	gate.Release()
	fmt.Println(errors.Is(<-slow, workflow.ErrConflict))
	// Output:
	// <nil>
	// true
}
