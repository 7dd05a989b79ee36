package memstore_test

import (
	"context"
	"fmt"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/roles/memstore"
)

func ExampleNew() {
	ctx := context.Background()
	store := memstore.New()
	batch := roles.RegisterBatch{Centre: "trust-1", Records: []roles.RegisterRecord{{Seq: 1, People: []roles.PersonID{"assessor-2"}}}}
	fmt.Println(store.Append(ctx, batch))
	fmt.Println(store.Append(ctx, batch)) // somebody was first
	records, err := store.Load(ctx, "trust-1", 0)
	fmt.Println(len(records), err)
	fmt.Println(store.CentresOf(ctx, "assessor-2"))
	// Output:
	// <nil>
	// roles: the centre has other records by now: the last record of "trust-1" is 1, not 0
	// 1 <nil>
	// [trust-1] <nil>
}
