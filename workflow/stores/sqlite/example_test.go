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

// What is written in a transaction of the host is read there, and nowhere else
// before it is committed.
func ExampleStore_Over() {
	if err := over(context.Background()); err != nil {
		fmt.Println(err)
	}
	// Output:
	// inside 1, outside 0
	// rolled back: 0
}

func over(ctx context.Context) error {
	folder, err := os.MkdirTemp("", "countersign-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	store, err := sqlite.Open(ctx, filepath.Join(folder, "countersign.db"), nil)
	if err != nil {
		return err
	}
	defer store.Close()
	tx, err := store.DB().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() // nothing, once it has ended
	inside := store.Over(tx)
	if err := inside.Append(ctx, workflow.Batch{Enrolment: "enrolment-1", Records: []workflow.Record{{Seq: 1}}}); err != nil {
		return err
	}
	seen, err := inside.Load(ctx, "enrolment-1", 0)
	if err != nil {
		return err
	}
	unseen, err := store.Load(ctx, "enrolment-1", 0)
	if err != nil {
		return err
	}
	fmt.Printf("inside %d, outside %d\n", len(seen), len(unseen))
	if err := tx.Rollback(); err != nil {
		return err
	}
	unseen, err = store.Load(ctx, "enrolment-1", 0)
	fmt.Println("rolled back:", len(unseen))
	return err
}
