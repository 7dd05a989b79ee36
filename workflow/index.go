package workflow

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/proficiency"
)

// An Index lists in memory, for a store that is no [Lister]: it is to be given
// to the engine as Options.Lister. It knows what it was told, by [Index.Follow]
// where the store is a [Feeder], else by [Index.Add] and [Index.Update], and
// gives the same answers as a store that lists would from the same records. It
// is empty at first, and looks at every enrolment for each list: some 50,000
// take a few milliseconds. It is safe for concurrent use.
//
// A summary takes some 1 KiB. It names people by their ids and holds no free
// text; what is erased or redacted is followed like all else.
type Index struct {
	store Store
	// loads has no host: it only loads.
	loads *Engine

	mu   sync.RWMutex
	rows map[EnrolmentID]Summary // which are only read

	// turn is held by who follows; cursor and failed are theirs.
	turn   chan struct{}
	cursor Cursor
	failed map[EnrolmentID]error
}

// NewIndex makes an empty index of the enrolments in a store. The catalogue
// must hold the content that they are on.
func NewIndex(catalog *proficiency.Catalog, store Store) (*Index, error) {
	if catalog == nil || store == nil {
		return nil, errors.New("workflow: an index needs a catalogue and a store")
	}
	return &Index{
		store: store, loads: &Engine{catalog: catalog, store: store, o: Options{Logger: slog.New(slog.DiscardHandler)}, cache: newCache(0)},
		rows: map[EnrolmentID]Summary{}, turn: make(chan struct{}, 1), failed: map[EnrolmentID]error{},
	}, nil
}

// Follow takes in everything that the store has fed since the last Follow, the
// first time all of it, and returns: call it before a list is wanted, or now
// and then. It loads each enrolment of which there is anything new.
//
// Those that cannot be looked at are left as they were, and are tried again
// every time. The error joins a *[Unlisted] of each. After any other error what was
// taken in stays, and the next call goes on from there; but after [ErrCursor],
// as when the store went back to a backup, only a new index does. A store that
// is no Feeder gives ErrUnsupported.
func (x *Index) Follow(ctx context.Context) error {
	feeder, err := feederOf(x.store)
	if err != nil {
		return err
	}
	select {
	case x.turn <- struct{}{}:
		defer func() { <-x.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for _, id := range slices.Sorted(maps.Keys(x.failed)) {
		if err := x.try(ctx, id); err != nil {
			return err
		}
	}
	for fed, err := range feeder.Feed(ctx, x.cursor) {
		if err != nil {
			return err
		}
		if x.failed[fed.Enrolment] == nil && x.seq(fed.Enrolment) < fed.Record.Seq {
			if err := x.try(ctx, fed.Enrolment); err != nil {
				return err
			}
		}
		x.cursor = fed.Cursor
	}
	return x.unlisted()
}

// try updates one enrolment and keeps why it cannot be. The error is the end of ctx.
func (x *Index) try(ctx context.Context, id EnrolmentID) error {
	err := x.Update(ctx, id)
	if gone := ctx.Err(); err != nil && gone != nil {
		return gone
	}
	if x.failed[id] = err; err == nil {
		delete(x.failed, id)
	}
	return nil
}

func (x *Index) unlisted() error {
	var errs []error
	for _, id := range slices.Sorted(maps.Keys(x.failed)) {
		errs = append(errs, &Unlisted{id, x.failed[id]})
	}
	return errors.Join(errs...)
}

// Add takes in what became of a request: give it every Result of [Engine.Do]
// and [Engine.Each], also beside an error, in any order. It goes by the state
// and not by the record, so that none is missed where an earlier Result was. The
// store is read where the state is not there.
func (x *Index) Add(ctx context.Context, res Result) error {
	if res.Enrolment == "" {
		return nil // refused before it had one
	}
	s := &res.State
	if !s.Exists() {
		return x.Update(ctx, res.Enrolment)
	}
	fw, err := x.loads.pinned(s.Framework(), s.FrameworkDigest())
	if err != nil {
		return &Unlisted{res.Enrolment, err}
	}
	x.put(Summarise(fw, s, s.At()))
	return nil
}

// Update reads an enrolment from the store: after [Engine.Erase] and
// [Engine.Restore], and for each that the store had when the index was made.
// One that the store has nothing of changes nothing.
func (x *Index) Update(ctx context.Context, id EnrolmentID) error {
	cur, err := x.loads.loadAll(ctx, id)
	switch s := &cur.state; {
	case err != nil:
		return err
	case cur.fw != nil:
		x.put(summarise(cur.fw, s, cur.tally, s.at).Clone())
	case s.seq > 0: // erased
		x.put(Summary{Enrolment: id, Seq: s.seq})
	}
	return nil
}

// put keeps a summary unless a later one is kept already.
func (x *Index) put(sum Summary) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.rows[sum.Enrolment].Seq <= sum.Seq {
		x.rows[sum.Enrolment] = sum
	}
}

// seq is the number of the last record taken in of an enrolment.
func (x *Index) seq(id EnrolmentID) Seq {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.rows[id].Seq
}

// List implements [Lister], as of one instant.
func (x *Index) List(ctx context.Context, q Query) iter.Seq2[Summary, error] {
	return func(yield func(Summary, error) bool) {
		for _, sum := range x.matching(&q) {
			if ctx.Err() != nil {
				break
			}
			if !yield(sum.Clone(), nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Summary{}, err)
		}
	}
}

func (x *Index) matching(q *Query) (out []Summary) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, sum := range x.rows {
		if q.Matches(&sum) {
			out = append(out, sum)
		}
	}
	slices.SortFunc(out, func(a, b Summary) int { return cmp.Compare(a.Enrolment, b.Enrolment) })
	if q.Limit > 0 {
		out = out[:min(q.Limit, len(out))]
	}
	return out
}
