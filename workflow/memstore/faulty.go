package memstore

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"github.com/countersign-go/countersign/workflow"
)

// A Faulty is a Store that fails when a test tells it to, and otherwise does
// what the Store behind it does: for trying how a platform takes what databases
// and networks do to it. It is safe for concurrent use.
//
// OnAppend, OnErase, OnLoad, OnList and OnFeed set a [Fault] for the n-th such call from
// now; 1 is the next. It happens to that call only. Setting another replaces
// it, and nil takes it away. They panic for n < 1: a test whose fault
// never comes would prove nothing. [Faulty.Counts] says whether all have come.
//
// Behind it is a Store of this package and not any [workflow.Store], because it
// could not have Erase, List and Feed before some and lack them before others. Whoever
// looks into that Store sees what was really stored.
type Faulty struct {
	store *Store

	mu                                   sync.Mutex
	loads, appends, erases, lists, feeds calls
	faults                               int
	onBatch                              func(workflow.Batch) Fault
}

// calls are those of one method, and what waits for them.
type calls struct {
	n     int
	armed map[int]Fault
}

// NewFaulty makes a store in which nothing goes wrong yet.
func NewFaulty(s *Store) *Faulty { return &Faulty{store: s} }

// OnAppend makes fault happen to the n-th Append from now.
func (f *Faulty) OnAppend(n int, fault Fault) { f.arm(&f.appends, n, fault) }

// OnErase makes fault happen to the n-th Erase from now.
func (f *Faulty) OnErase(n int, fault Fault) { f.arm(&f.erases, n, fault) }

// OnLoad makes fault happen to the n-th Load or LoadSnapshot from now. With an error it gives no records.
func (f *Faulty) OnLoad(n int, fault Fault) { f.arm(&f.loads, n, fault) }

// OnList makes fault happen to the n-th List from now. A list counts when it is
// gone through; LostRequest is its end at once, LostReply after all summaries.
func (f *Faulty) OnList(n int, fault Fault) { f.arm(&f.lists, n, fault) }

// OnFeed makes fault happen to the n-th Feed from now, as OnList does to lists.
func (f *Faulty) OnFeed(n int, fault Fault) { f.arm(&f.feeds, n, fault) }

// OnBatch asks choose what is to happen to each Append and Erase for which
// nothing else is set; nil is nothing, and OnBatch(nil) asks no more. It is
// called by many at once, may use the store, and must not keep or change the batch.
func (f *Faulty) OnBatch(choose func(workflow.Batch) Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.onBatch = choose
}

func (f *Faulty) arm(c *calls, n int, fault Fault) {
	if n < 1 {
		panic(fmt.Sprintf("memstore: a fault for call %d from now; 1 is the next", n))
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if c.armed == nil {
		c.armed = make(map[int]Fault)
	}
	if c.armed[c.n+n] = fault; fault == nil {
		delete(c.armed, c.n+n)
	}
}

// Counts are numbers of calls since a Faulty was made, failed ones included.
type Counts struct {
	Loads, Appends, Erases, Lists, Feeds int
	// Faults is how many of them something was done to, and Waiting how many
	// faults are set for calls that have not come yet.
	Faults, Waiting int
}

// Counts gives the numbers of calls that have begun.
func (f *Faulty) Counts() Counts {
	f.mu.Lock()
	defer f.mu.Unlock()
	return Counts{
		Loads: f.loads.n, Appends: f.appends.n, Erases: f.erases.n, Lists: f.lists.n, Feeds: f.feeds.n, Faults: f.faults,
		Waiting: len(f.loads.armed) + len(f.appends.armed) + len(f.erases.armed) + len(f.lists.armed) + len(f.feeds.armed),
	}
}

// Load implements [workflow.Store].
func (f *Faulty) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	var out []workflow.Record
	err := f.call(ctx, &f.loads, nil, func(ctx context.Context) (err error) {
		out, err = f.store.Load(ctx, id, after)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// LoadSnapshot implements [workflow.Snapshotter]. It counts as a Load.
func (f *Faulty) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) (snapshot []byte, records []workflow.Record, err error) {
	err = f.call(ctx, &f.loads, nil, func(ctx context.Context) (err error) {
		snapshot, records, err = f.store.LoadSnapshot(ctx, id)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return snapshot, records, nil
}

// Append implements [workflow.Store].
func (f *Faulty) Append(ctx context.Context, b workflow.Batch) error {
	return f.call(ctx, &f.appends, &b, func(ctx context.Context) error { return f.store.Append(ctx, b) })
}

// Erase implements [workflow.Eraser].
func (f *Faulty) Erase(ctx context.Context, b workflow.Batch) error {
	return f.call(ctx, &f.erases, &b, func(ctx context.Context) error { return f.store.Erase(ctx, b) })
}

// List implements [workflow.Lister].
func (f *Faulty) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return through(ctx, f, &f.lists, func(ctx context.Context) iter.Seq2[workflow.Summary, error] { return f.store.List(ctx, q) })
}

// Feed implements [workflow.Feeder].
func (f *Faulty) Feed(ctx context.Context, after workflow.Cursor) iter.Seq2[workflow.Fed, error] {
	return through(ctx, f, &f.feeds, func(ctx context.Context) iter.Seq2[workflow.Fed, error] { return f.store.Feed(ctx, after) })
}

// through is what one of the methods yields, with the fault that waits for it.
func through[T any](ctx context.Context, f *Faulty, c *calls, all func(context.Context) iter.Seq2[T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		enough := false
		err := f.call(ctx, c, nil, func(ctx context.Context) error {
			for x, err := range all(ctx) {
				if err != nil || enough { // enough for good, even if a fault goes through it twice
					return err
				}
				enough = !yield(x, nil)
			}
			return nil
		})
		if err != nil && !enough {
			var none T
			yield(none, err)
		}
	}
}

// call does what one of the methods is there for, with the fault that waits for it.
func (f *Faulty) call(ctx context.Context, c *calls, b *workflow.Batch, do func(context.Context) error) error {
	fault, choose := f.next(c)
	if fault == nil && b != nil && choose != nil {
		fault = choose(*b)
	}
	if fault == nil {
		return do(ctx)
	}
	f.mu.Lock()
	f.faults++
	f.mu.Unlock()
	return fault(ctx, do)
}

// next counts a call and takes what waits for it.
func (f *Faulty) next(c *calls) (Fault, func(workflow.Batch) Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c.n++
	fault := c.armed[c.n]
	delete(c.armed, c.n)
	return fault, f.onBatch
}
