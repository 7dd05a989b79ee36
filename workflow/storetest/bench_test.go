package storetest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/storetest"
)

var _ storetest.B = (*testing.B)(nil)

// A stopwatch is a benchmark that goes round so often and notes what it is told.
type stopwatch struct {
	rounds int
	name   string
	log    *[]string
}

// Fatalf ends the benchmark as a *testing.B would, which no code behind it runs into.
func (b *stopwatch) Fatalf(format string, args ...any) {
	panic(b.name + ": " + fmt.Sprintf(format, args...))
}

func (b *stopwatch) Loop() bool {
	b.rounds--
	return b.rounds >= 0
}

func (b *stopwatch) ReportMetric(_ float64, unit string) { *b.log = append(*b.log, b.name+" "+unit) }

func (b *stopwatch) Run(name string, f func(*stopwatch)) bool {
	*b.log = append(*b.log, name)
	f(&stopwatch{rounds: b.rounds, name: name, log: b.log})
	return true
}

func TestBench(t *testing.T) {
	t.Parallel()
	var log []string
	var stores []*memstore.Faulty
	storetest.Bench((&stopwatch{rounds: 100, log: &log}).Run, func() workflow.Store {
		stores = append(stores, memstore.NewFaulty(memstore.New()))
		return stores[len(stores)-1]
	})
	assert.Equal(t, []string{
		"append/1", "append/1 p50-ns", "append/1 p99-ns", "append/8", "append/8 p50-ns", "append/8 p99-ns",
		"append/32", "append/32 p50-ns", "append/32 p99-ns", "append/128", "append/128 p50-ns", "append/128 p99-ns", "load/450", "list/page", "list/inbox",
	}, log)
	require.Len(t, stores, 7)
	for i, want := range []memstore.Counts{
		{Appends: 100}, {Appends: 100}, {Appends: 100}, {Appends: 100}, {Appends: 8 * 450, Loads: 100}, {Appends: 2000, Lists: 100}, {Appends: 2000, Lists: 100},
	} {
		assert.Equal(t, want, stores[i].Counts())
	}
	page, inbox := pageOf(t, stores[5], workflow.Query{Centre: "trust-3"}), pageOf(t, stores[6], workflow.Query{PendingWith: "assessor-7"})
	assert.Equal(t, []int{200, 20}, []int{page, inbox})
}

func pageOf(t *testing.T, s workflow.Lister, q workflow.Query) (n int) {
	for _, err := range s.List(context.Background(), q) {
		require.NoError(t, err)
		n++
	}
	return n
}

// A store that fails is not measured.
func TestBenchOfAStoreThatFails(t *testing.T) {
	t.Parallel()
	assert.PanicsWithValue(t, "append/1: append: memstore: the connection to the store was lost", func() {
		storetest.Bench((&stopwatch{rounds: 5, log: new([]string)}).Run, func() workflow.Store {
			s := memstore.NewFaulty(memstore.New())
			s.OnAppend(3, memstore.LostReply)
			return s
		})
	})
}
