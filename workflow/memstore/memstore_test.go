package memstore_test

import (
	"testing"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/storetest"
)

// Cases for optional interfaces pass where there is none: both stores have them.
var _, _ interface {
	workflow.Store
	workflow.Lister
	workflow.Eraser
	workflow.Feeder
} = (*memstore.Store)(nil), (*memstore.Faulty)(nil)

func TestContract(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func() workflow.Store { return memstore.New() })
}

// With no fault set, a Faulty is a store like any other.
func TestContractOfFaulty(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func() workflow.Store { return memstore.NewFaulty(memstore.New()) })
}

func BenchmarkStore(b *testing.B) {
	storetest.Bench(b.Run, func() workflow.Store { return memstore.New() })
}
