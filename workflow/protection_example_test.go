package workflow_test

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

// commented is an engine with an enrolment to which the learner has said
// something, in the second record.
func commented() (*workflow.Engine, workflow.EnrolmentID) {
	host := &workflow.FixedHost{}
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	host.Delegate("learner-1", "trust-1")
	host.Delegate("manager-1", "trust-1", "clinical-centre-manager")
	engine, err := workflow.NewEngine(frameworks.Catalog(), host, memstore.New(), workflow.Options{Key: []byte("an example's key")})
	if err != nil {
		panic(err)
	}
	id := engine.EnrolmentID("learner-1", "hand-hygiene")
	for _, cmd := range []workflow.Command{
		&workflow.Enrol{Learner: "learner-1", Centre: "trust-1", Framework: proficiency.Ref{ID: "hand-hygiene"}},
		&workflow.Comment{Comment: "The patient in bed 7 was …"},
	} {
		if _, err := engine.Do(context.Background(), workflow.Request{Actor: "learner-1", Enrolment: id, Command: cmd}); err != nil {
			panic(err)
		}
	}
	return engine, id
}

func ExampleRedact() {
	engine, id := commented()
	ctx := context.Background()
	records, err := engine.Records(ctx, "manager-1", id)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = engine.Do(ctx, workflow.Request{Actor: "manager-1", Enrolment: id, Command: &workflow.Redact{
		Record: 2, Text: records[1].Texts[0].Digest,
	}})
	fmt.Println(err)
	records, err = engine.Records(ctx, "manager-1", id)
	fmt.Printf("%q %v %v\n", records[1].Texts[0].Words, err, workflow.Verify(id, records))
	// Output:
	// <nil>
	// "" <nil> <nil>
}

func ExampleEngine_Erase() {
	engine, id := commented()
	ctx := context.Background()
	fmt.Println(engine.Erase(ctx, id))
	_, err := engine.View(ctx, "learner-1", id)
	fmt.Println(err)
	// Output:
	// <nil>
	// there is no such enrolment [not-found]
}

func ExampleEngine_Restore() {
	engine, id := commented()
	ctx := context.Background()
	records, err := engine.Records(ctx, "learner-1", id)
	if err != nil {
		fmt.Println(err)
		return
	}
	exported := workflow.AppendExport(nil, id, records)

	// The database is lost: an engine with the same key, on an empty store.
	host := &workflow.FixedHost{}
	engine, err = workflow.NewEngine(frameworks.Catalog(), host, memstore.New(), workflow.Options{Key: []byte("an example's key")})
	if err != nil {
		fmt.Println(err)
		return
	}
	restored, err := engine.Restore(ctx, exported)
	fmt.Println(restored == id, err)
	_, err = engine.Restore(ctx, exported)
	fmt.Println(errors.Is(err, workflow.ErrAlreadyRestored))
	// Output:
	// true <nil>
	// true
}
