package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/workflow"
)

// A history is what callers asked of a store at once, and what they were told.
type history struct {
	mu         sync.Mutex
	clock      int
	operations []operation
}

// An operation is one Load or Append of one enrolment.
type operation struct {
	enrolment workflow.EnrolmentID
	// begin and end are instants of the history's clock, no two the same.
	begin, end int
	append     bool
	after      workflow.Seq
	// requests are those of the records behind after that were given or shown.
	requests []workflow.RequestID
	// err is what came of an append.
	err error
}

func (o operation) String() string {
	what := "load"
	if o.append {
		what = "append"
	}
	return fmt.Sprintf("the %s at %d–%d of %d records after %d (%v)", what, o.begin, o.end, len(o.requests), o.after, o.err)
}

// last is the number of the last record given or shown.
func (o operation) last() workflow.Seq { return o.after + workflow.Seq(len(o.requests)) }

// loadOf is a load that showed rs, and appendOf an append of b; neither has its instants yet.
func loadOf(id workflow.EnrolmentID, after workflow.Seq, rs []workflow.Record) operation {
	o := operation{enrolment: id, after: after}
	for i := range rs {
		o.requests = append(o.requests, rs[i].Request)
	}
	return o
}

func appendOf(b workflow.Batch) operation {
	o := loadOf(b.Enrolment, b.After, b.Records)
	o.append = true
	return o
}

func (h *history) now() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock++
	return h.clock
}

// note keeps an operation that began at an instant.
func (h *history) note(o operation, begin int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock++
	o.begin, o.end = begin, h.clock
	h.operations = append(h.operations, o)
}

// load is a load that the history knows. Its records must follow one another.
func (h *history) load(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq) (workflow.Seq, error) {
	begin := h.now()
	rs, err := load(s, id, after)
	if err != nil {
		return after, err
	}
	o := loadOf(id, after, rs)
	h.note(o, begin)
	return o.last(), inOrder(rs, after)
}

// append is an append that the history knows.
func (h *history) append(s workflow.Store, ctx context.Context, b workflow.Batch) error {
	o := appendOf(b)
	begin := h.now()
	o.err = s.Append(ctx, b)
	h.note(o, begin)
	return o.err
}

// raceHistory has several callers who do whatever comes to their mind with
// several enrolments, and looks for an order of one after another in which a
// store that does one thing at a time would have told them the same.
func raceHistory(s workflow.Store) error {
	const callers, each = 6, 80
	ids := []workflow.EnrolmentID{"e-1", "e-2", "e-3"}
	var h history
	err := together(callers, func(i int) error {
		c := caller{h: &h, s: s, name: fmt.Sprint("caller-", i), chance: rand.New(rand.NewPCG(7, uint64(i))), known: map[workflow.EnrolmentID]workflow.Seq{}}
		for n := range each {
			if err := c.act(ids[c.chance.IntN(len(ids))], n); err != nil {
				return err
			}
			runtime.Gosched() // the others' turn
		}
		return nil
	})
	for _, id := range ids {
		_, failed := h.load(s, id, 0)
		err = errors.Join(err, failed)
	}
	return errors.Join(err, h.check())
}

// A caller knows how far each enrolment was when they last heard of it.
type caller struct {
	h      *history
	s      workflow.Store
	name   string
	chance *rand.Rand
	known  map[workflow.EnrolmentID]workflow.Seq
}

// act is the caller's n-th deed.
func (c *caller) act(id workflow.EnrolmentID, n int) error {
	last := c.known[id]
	var err error
	switch c.chance.IntN(8) {
	case 0: // everything
		c.known[id], err = c.h.load(c.s, id, 0)
	case 1: // from the middle
		c.known[id], err = c.h.load(c.s, id, last/2)
	case 2: // on from what is known
		c.known[id], err = c.h.load(c.s, id, last)
	case 3: // late
		_ = c.h.append(c.s, context.Background(), c.batch(id, last/2, n))
	case 4: // without waiting for the answer
		_ = leaving(c.chance.IntN(4), func(ctx context.Context) error { return c.h.append(c.s, ctx, c.batch(id, last, n)) })
	default:
		b := c.batch(id, last, n)
		if c.h.append(c.s, context.Background(), b) == nil {
			c.known[id] += workflow.Seq(len(b.Records))
		} else { // look what is there, as everybody who lost does
			c.known[id], err = c.h.load(c.s, id, last)
		}
	}
	return err
}

// batch has one to three records, each of a request of its own.
func (c *caller) batch(id workflow.EnrolmentID, after workflow.Seq, n int) workflow.Batch {
	var rs []workflow.Record
	for i := range workflow.Seq(1 + c.chance.IntN(3)) {
		rs = append(rs, by(fmt.Sprint(c.name, "-", n, "-", i), after+1+i))
	}
	return batch(id, after, rs...)
}

// check looks at each enrolment by itself: what is linearisable for each is for
// all (Herlihy and Wing, Linearizability, 1990, theorem 1).
func (h *history) check() error {
	of := map[workflow.EnrolmentID][]operation{}
	var ids []workflow.EnrolmentID
	for _, o := range h.operations {
		if of[o.enrolment] == nil {
			ids = append(ids, o.enrolment)
		}
		of[o.enrolment] = append(of[o.enrolment], o)
	}
	slices.Sort(ids)
	var errs []error
	for _, id := range ids {
		if err := linear(of[id]); err != nil {
			errs = append(errs, fmt.Errorf("%q: no order of one after another explains %w", id, err))
		}
	}
	return errors.Join(errs...)
}
