package storetest_test

import (
	"context"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/storetest"
)

// A patientStore reads on for those who have gone.
type patientStore struct{ *memstore.Store }

func (s patientStore) Load(_ context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	return s.Store.Load(context.Background(), id, after)
}

func ExampleCheck() {
	fmt.Println(storetest.Check(func() workflow.Store { return memstore.New() }))
	fmt.Println(storetest.Check(func() workflow.Store { return patientStore{memstore.New()} }))
	// Output:
	// <nil>
	// load/cancelled: of a caller who has gone: the error is <nil>: want one that wraps context canceled
	// the contract says: It must be safe for concurrent use and honour ctx.
}
