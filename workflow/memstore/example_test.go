package memstore_test

import (
	"context"
	"fmt"

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
