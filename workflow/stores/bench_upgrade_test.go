package stores_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// BenchmarkUpgrade has a cohort of iv-therapy-passport go on with 2.0.0: by a plain
// loop, one command after the other, and in bulk, by so many workers. Each round
// has one cohort for either, on the same disk, so that the ratio holds where the
// times do not. Before each, as many others are upgraded in the same way, so that
// either finds open the connections that it uses and planned what it sends: the
// first bulk of a process is slower than this says.
//
//	go test -run '^$' -bench Upgrade -benchtime 5x .
//
// x-loop is how many times more learners a second are upgraded in bulk than by
// the loop.
func BenchmarkUpgrade(b *testing.B) {
	for _, kind := range []string{"memory", "sqlite", "postgres"} {
		for _, workers := range []int{32, 128} {
			b.Run(fmt.Sprint(kind, "/", workers), func(b *testing.B) { benchUpgrade(b, kind, workers) })
		}
	}
}

const cohortSize = 256

// freshStore is an empty one, whose tables have a prefix of their own.
func freshStore(b *testing.B, d *database, n int) workflow.Store {
	if d == nil {
		return memstore.New()
	}
	o := *d.options
	o.Prefix = fmt.Sprint("c", n, "_")
	db := d.open(b)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	require.NoError(b, sqlstore.Migrate(b.Context(), db, d.dialect, &o))
	s, err := sqlstore.New(db, d.dialect, &o)
	require.NoError(b, err)
	return s
}

func benchUpgrade(b *testing.B, kind string, workers int) {
	var d *database
	if kind != "memory" {
		d = databaseFor(b, kind)
	}
	var loop, bulk time.Duration
	stores, learners := 0, 0
	upgrade := func(workers int) time.Duration {
		stores++
		c := newCohort(b, freshStore(b, d, stores), 2*cohortSize, 0)
		c.goOn(c.ids[:cohortSize], workers)
		begun := time.Now()
		c.goOn(c.ids[cohortSize:], workers)
		return time.Since(begun)
	}
	for b.Loop() {
		loop += upgrade(1)
		bulk += upgrade(workers)
		learners += cohortSize
	}
	b.ReportMetric(float64(learners)/loop.Seconds(), "loop/s")
	b.ReportMetric(float64(learners)/bulk.Seconds(), "bulk/s")
	b.ReportMetric(float64(loop)/float64(bulk), "x-loop")
	b.ReportMetric(0, "ns/op") // that of a round says nothing
}

// goOn has some of the cohort go on with 2.0.0.
func (c *cohort) goOn(ids []workflow.EnrolmentID, workers int) {
	for res, err := range c.engine.Each(context.Background(), c.upgrade("passport-2"), slices.Values(ids), workers) {
		require.NoError(c, err)
		require.Positive(c, res.Record.Seq)
	}
}
