package stores_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

// A database of its own is what each shard is.
type shard interface {
	workflow.Store
	workflow.Eraser
}

// Shards keep each enrolment in one of several databases, by its id. Their
// number and order never change: whoever needs more moves enrolments first.
type Shards []shard

func (s Shards) of(id workflow.EnrolmentID) shard {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // never fails: hash.Hash
	return s[h.Sum32()%uint32(len(s))]
}

// Load implements workflow.Store.
func (s Shards) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	return s.of(id).Load(ctx, id, after)
}

// Append implements workflow.Store.
func (s Shards) Append(ctx context.Context, b workflow.Batch) error {
	return s.of(b.Enrolment).Append(ctx, b)
}

// Erase implements workflow.Eraser.
func (s Shards) Erase(ctx context.Context, b workflow.Batch) error {
	return s.of(b.Enrolment).Erase(ctx, b)
}

// Enrolments are spread over several databases by a store of a few lines, here
// two files. What is asked of all of them, such as a list, is asked of each.
func Example_shards() {
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "shards-")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(folder) }()
	var shards Shards
	for i := range 2 {
		store, err := sqlite.Open(ctx, filepath.Join(folder, fmt.Sprintf("shard-%d.db", i)), nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		defer func() { _ = store.Close() }()
		shards = append(shards, store)
	}
	for _, id := range []workflow.EnrolmentID{"enrolment-1", "enrolment-2", "enrolment-3"} {
		first := workflow.Batch{Enrolment: id, Records: []workflow.Record{{Seq: 1, Events: []byte("[]")}}}
		err := shards.Append(ctx, first)
		again := shards.Append(ctx, first)
		fmt.Println(id, err, errors.Is(again, workflow.ErrConflict))
	}
	for i, s := range shards {
		for _, id := range []workflow.EnrolmentID{"enrolment-1", "enrolment-2", "enrolment-3"} {
			records, err := s.Load(ctx, id, 0)
			fmt.Println("shard", i, id, len(records), err)
		}
	}
	// Output:
	// enrolment-1 <nil> true
	// enrolment-2 <nil> true
	// enrolment-3 <nil> true
	// shard 0 enrolment-1 0 <nil>
	// shard 0 enrolment-2 1 <nil>
	// shard 0 enrolment-3 0 <nil>
	// shard 1 enrolment-1 1 <nil>
	// shard 1 enrolment-2 0 <nil>
	// shard 1 enrolment-3 1 <nil>
}
