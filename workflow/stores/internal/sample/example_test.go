package sample_test

import (
	"context"
	"fmt"

	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/stores/internal/sample"
)

// One record after another goes into a store.
func ExampleBatch() {
	s, ctx := memstore.New(), context.Background()
	fmt.Println(s.Append(ctx, sample.Batch("enrolment-1", 0, "")), s.Append(ctx, sample.Batch("enrolment-1", 1, "a remark")))
	records, err := s.Load(ctx, "enrolment-1", 1)
	fmt.Println(len(records), records[0].Texts[0].Words, err)
	// Output:
	// <nil> <nil>
	// 1 a remark <nil>
}

// Two enrolments, of which the first has words.
func ExampleFill() {
	s, ctx := memstore.New(), context.Background()
	fmt.Println(sample.Fill(ctx, s, 2))
	for n := range 2 {
		records, err := s.Load(ctx, sample.ID(n), 0)
		fmt.Println(len(records), len(records[1].Texts), err)
	}
	// Output:
	// <nil>
	// 2 1 <nil>
	// 2 0 <nil>
}
