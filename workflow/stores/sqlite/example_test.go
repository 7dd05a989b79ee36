package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

// What was appended is there when the file is opened again.
func ExampleOpen() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "countersign-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "countersign.db")

	for run := range 2 {
		store, err := sqlite.Open(ctx, file, nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		batch := workflow.Batch{Enrolment: "enrolment-1", After: workflow.Seq(run), Records: []workflow.Record{{Seq: workflow.Seq(run + 1)}}}
		fmt.Println(store.Append(ctx, batch))
		records, err := store.Load(ctx, "enrolment-1", 0)
		fmt.Println(len(records), err, store.Close())
	}
	// Output:
	// <nil>
	// 1 <nil> <nil>
	// <nil>
	// 2 <nil> <nil>
}
