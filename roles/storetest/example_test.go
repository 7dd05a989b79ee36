package storetest_test

import (
	"context"
	"fmt"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/roles/memstore"
	"github.com/countersign-go/countersign/roles/storetest"
)

// A patientStore reads on for those who have gone.
type patientStore struct{ *memstore.Store }

func (s patientStore) Load(_ context.Context, centre roles.CentreID, after roles.RegisterSeq) ([]roles.RegisterRecord, error) {
	return s.Store.Load(context.Background(), centre, after)
}

func ExampleCheck() {
	fmt.Println(storetest.Check(func() roles.RegisterStore { return memstore.New() }))
	fmt.Println(storetest.Check(func() roles.RegisterStore { return patientStore{memstore.New()} }))
	// Output:
	// <nil>
	// load/cancelled: of a caller who has gone: the error is <nil>: want one that wraps context canceled
	// the contract says: It must be safe for concurrent use and honour ctx.
}
