package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// A B is what Bench needs of a *testing.B, so that nothing here links package testing.
type B interface {
	Loop() bool
	ReportMetric(n float64, unit string)
	Fatalf(format string, args ...any)
}

// An enrolment of one's life has this many records.
const life = 450

// Bench measures a store, each figure on a fresh one that newStore makes, within
// a benchmark whose method Run it is given:
//
//	func BenchmarkStore(b *testing.B) {
//		storetest.Bench(b.Run, func() workflow.Store { return newEmptyStore(b) })
//	}
//
// The figures are
//
//   - append/1, append/8, append/32 and append/128: callers who each append one
//     record after another to enrolments of their own. The time is that of all
//     appends by the number of them, with a microsecond or two by which they take
//     turns where they are several;
//     p50-ns and p99-ns are how long one caller waits for one.
//   - load/450: everything of an enrolment of 450 records.
//   - list/page and list/inbox, where the store is a [workflow.Lister]: the first
//     50 enrolments of a centre, and what is pending with one person, of 2,000
//     enrolments at 10 centres and with 100 people.
//
// Records hold two events and no free text; summaries have every field set.
func Bench[Sub B](run func(name string, f func(Sub)) bool, newStore func() workflow.Store) {
	for _, callers := range []int{1, 8, 32, 128} {
		run(fmt.Sprint("append/", callers), func(b Sub) { benchAppend(b, newStore(), callers) })
	}
	run(fmt.Sprint("load/", life), func(b Sub) { benchLoad(b, newStore()) })
	run("list/page", func(b Sub) {
		benchList(b, newStore(), func(i int) workflow.Query { return workflow.Query{Centre: centreOf(i), Limit: 50} })
	})
	run("list/inbox", func(b Sub) {
		benchList(b, newStore(), func(i int) workflow.Query { return workflow.Query{PendingWith: assessorOf(i)} })
	})
}

func centreOf(i int) workflow.CentreID   { return workflow.CentreID(fmt.Sprint("trust-", i%10)) }
func assessorOf(i int) workflow.PersonID { return workflow.PersonID(fmt.Sprint("assessor-", i%100)) }

// usual is what most commands add to an enrolment.
func usual(i int) (workflow.Record, workflow.Summary) {
	r, sum := record(1), summary("", 1)
	r.Texts = nil
	r.Events = []byte(`[{"item":"wash-1","kind":"answered","value":"agree"},{"item":"wash-1","kind":"requested","of":"assessor-1","roles":["assessor"]}]`)
	sum.Centres = []workflow.CentreID{centreOf(i)}
	sum.Pending = []workflow.Pending{{With: assessorOf(i), Request: 1, Since: noon, Items: 3}}
	sum.Serials = []string{fmt.Sprintf("serial-%d", i)}
	return r, sum
}

// An enrolee appends to one enrolment after another.
type enrolee struct {
	store workflow.Store
	name  string
	batch workflow.Batch
	count int
	took  []time.Duration
	err   error
}

func newEnrolee(s workflow.Store, i int) *enrolee {
	r, sum := usual(i)
	return &enrolee{store: s, name: fmt.Sprint("e-", i, "-"), batch: workflow.Batch{Records: []workflow.Record{r}, Summary: sum}}
}

// append stores the next record, unless one failed.
func (e *enrolee) append() {
	if e.err != nil {
		return
	}
	b := &e.batch
	if b.After = workflow.Seq(e.count % life); b.After == 0 {
		b.Enrolment = workflow.EnrolmentID(fmt.Sprint(e.name, e.count/life))
		b.Summary.Enrolment = b.Enrolment
	}
	e.count++
	b.Records[0].Seq, b.Summary.Seq = b.After+1, b.After+1
	b.Records[0].Request = workflow.RequestID(fmt.Sprint(e.name, e.count))
	begun := time.Now()
	e.err = e.store.Append(context.Background(), *b)
	e.took = append(e.took, time.Since(begun))
}

func benchAppend(b B, s workflow.Store, callers int) {
	all := make([]*enrolee, callers)
	for i := range all {
		all[i] = newEnrolee(s, i)
	}
	if callers == 1 {
		for b.Loop() {
			all[0].append()
		}
	} else {
		takeTurns(b, all)
	}
	var took []time.Duration
	for _, e := range all {
		if e.err != nil {
			b.Fatalf("append: %v", e.err)
		}
		took = append(took, e.took...)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2]), "p50-ns")
	b.ReportMetric(float64(took[len(took)*99/100]), "p99-ns")
}

// takeTurns lets each append as soon as they have nothing else to do.
func takeTurns(b B, all []*enrolee) {
	turns := make(chan struct{})
	var wg sync.WaitGroup
	for _, e := range all {
		wg.Go(func() {
			for range turns {
				e.append()
			}
		})
	}
	for b.Loop() {
		turns <- struct{}{}
	}
	close(turns)
	wg.Wait()
}

func benchLoad(b B, s workflow.Store) {
	const enrolments = 8
	e := newEnrolee(s, 0)
	for range enrolments * life {
		e.append()
	}
	if e.err != nil {
		b.Fatalf("append: %v", e.err)
	}
	for i := 0; b.Loop(); i++ {
		id := workflow.EnrolmentID(fmt.Sprint(e.name, i%enrolments))
		if rs, err := load(s, id, 0); err != nil || len(rs) != life {
			b.Fatalf("%d records: want %d: %v", len(rs), life, err)
		}
	}
}

// benchList goes through what each query selects. Stores that do not list have nothing to measure.
func benchList(b B, s workflow.Store, query func(i int) workflow.Query) {
	l, ok := s.(listingStore)
	if !ok {
		return
	}
	const enrolments = 2000
	err := together(8, func(w int) (err error) {
		for i := w; i < enrolments; i += 8 {
			e := newEnrolee(s, i)
			e.append()
			err = errors.Join(err, e.err)
		}
		return err
	})
	if err != nil {
		b.Fatalf("append: %v", err)
	}
	for i := 0; b.Loop(); i++ {
		if sums, err := list(l, query(i)); err != nil || len(sums) == 0 {
			b.Fatalf("%d summaries: %v", len(sums), err)
		}
	}
}
