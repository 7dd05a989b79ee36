package jetstream

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// An Index keeps the summaries that a store reads from its streams, so that it
// can list. It is one process's own; all of it can be made anew from the streams.
type Index interface {
	workflow.Lister
	// Put keeps the last summaries of some enrolments, each in the place of the
	// one before, and the number of the message up to which all of a stream is
	// known; 0 leaves that number as it is. It must keep the summaries before, or
	// together with, the number. Stream is a name that no other stream ever has.
	Put(ctx context.Context, stream string, upTo uint64, sums []workflow.Summary) error
	// UpTo gives that number; 0 where nothing is kept.
	UpTo(ctx context.Context, stream string) (uint64, error)
}

// MemoryIndex keeps summaries in memory, some 1 KiB each, and looks at all of
// them for each list. It is filled anew at each start.
func MemoryIndex() Index { return &memoryIndex{rows: map[workflow.EnrolmentID]workflow.Summary{}} }

type memoryIndex struct {
	mu   sync.RWMutex
	rows map[workflow.EnrolmentID]workflow.Summary
}

func (x *memoryIndex) Put(_ context.Context, _ string, _ uint64, sums []workflow.Summary) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range sums {
		x.rows[sums[i].Enrolment] = sums[i].Clone()
	}
	return nil
}

func (x *memoryIndex) UpTo(context.Context, string) (uint64, error) { return 0, nil }

func (x *memoryIndex) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		for _, sum := range x.matching(&q) {
			if ctx.Err() != nil {
				break
			}
			if !yield(sum, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(workflow.Summary{}, err)
		}
	}
}

func (x *memoryIndex) matching(q *workflow.Query) (out []workflow.Summary) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, sum := range x.rows {
		if q.Matches(&sum) {
			out = append(out, sum.Clone())
		}
	}
	slices.SortFunc(out, func(a, b workflow.Summary) int { return strings.Compare(string(a.Enrolment), string(b.Enrolment)) })
	if q.Limit > 0 {
		out = out[:min(q.Limit, len(out))]
	}
	return out
}

// StoreIndex keeps summaries in another store, which nothing else uses and which
// the caller closes after the store that is listed: in a file of package sqlite
// (its field Store) lists read what they need, however many there are, and a
// process that starts anew goes on where it was. Of each enrolment there is one
// record in it, which says nothing.
func StoreIndex(s *sqlstore.Store) Index { return &storeIndex{s} }

type storeIndex struct{ *sqlstore.Store }

// putAtOnce is how many writes are asked for together, which stores share.
const putAtOnce = 32

func (x *storeIndex) Put(ctx context.Context, stream string, upTo uint64, sums []workflow.Summary) error {
	var wg sync.WaitGroup
	errs, turns := make([]error, len(sums)), make(chan struct{}, putAtOnce)
	for i := range sums {
		turns <- struct{}{}
		wg.Go(func() {
			errs[i] = x.put(ctx, &sums[i], "")
			<-turns
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if upTo == 0 {
		return nil
	}
	return x.put(ctx, &workflow.Summary{Enrolment: streamID(stream)}, strconv.FormatUint(upTo, 10))
}

// streamID is that under which the number of a stream is kept: of nobody, so that no list shows it.
func streamID(stream string) workflow.EnrolmentID {
	return workflow.EnrolmentID("\x01stream " + stream)
}

func (x *storeIndex) put(ctx context.Context, sum *workflow.Summary, says string) error {
	for {
		last, err := x.Load(ctx, sum.Enrolment, 0)
		if err != nil {
			return err
		}
		var after workflow.Seq
		if len(last) > 0 {
			after = last[len(last)-1].Seq
		}
		err = x.Erase(ctx, workflow.Batch{
			Enrolment: sum.Enrolment, After: after, Summary: *sum,
			Records: []workflow.Record{{Seq: after + 1, Events: []byte("[]"), Register: says}},
		})
		if !errors.Is(err, workflow.ErrConflict) {
			return err
		}
	}
}

func (x *storeIndex) UpTo(ctx context.Context, stream string) (uint64, error) {
	last, err := x.Load(ctx, streamID(stream), 0)
	if err != nil || len(last) == 0 {
		return 0, err
	}
	upTo, err := strconv.ParseUint(last[len(last)-1].Register, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("the index says of stream %s that it is known up to %.40q", stream, last[len(last)-1].Register)
	}
	return upTo, nil
}
