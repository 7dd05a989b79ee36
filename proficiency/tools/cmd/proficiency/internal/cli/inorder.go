package cli

import (
	"context"
	"iter"
	"sync"
)

// inOrder does work on many things, some at a time, and gives what becomes of
// each to next, in the order of the things. No more than about twice some are
// held in memory. It ends with the first error, of the things or of next, when
// all work under way has ended.
func inOrder[T, R any](ctx context.Context, some int, things iter.Seq2[T, error], work func(context.Context, T) R, next func(T, R) error) error {
	type job struct {
		thing  T
		result chan R
	}
	ctx, cancel := context.WithCancel(ctx)
	queue := make(chan job, some)
	var failed error
	var under sync.WaitGroup
	defer under.Wait()
	defer cancel()
	under.Go(func() {
		defer close(queue)
		for thing, err := range things {
			if failed = err; err != nil {
				return
			}
			j := job{thing, make(chan R, 1)}
			select {
			case queue <- j:
				under.Go(func() { j.result <- work(ctx, j.thing) })
			case <-ctx.Done():
				return
			}
		}
	})
	for j := range queue {
		if err := next(j.thing, <-j.result); err != nil {
			return err
		}
	}
	if failed == nil {
		failed = ctx.Err()
	}
	return failed
}
