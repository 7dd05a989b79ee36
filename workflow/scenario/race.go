package scenario

import (
	"context"
	"fmt"
	"sync"

	"github.com/countersign-go/countersign/workflow"
)

// race gives commands at the same time, each through an engine of its own, as
// if in different processes. All of them decide on what is there before any of
// them stores something; then they store in the order in which they stand in
// the file, so that the same one is always first.
func (w *world) race(requests []request) []outcome {
	out := make([]outcome, len(requests))
	g := newGate(len(requests))
	var wait sync.WaitGroup
	for i, r := range requests {
		engine, err := w.newEngine(chanceless{w.host, fmt.Sprintf("%s/%d", r.seed, i)}, g.store(w.store, i), -1)
		if err != nil {
			w.cannot(r.line, err)
			g.finish(i)
			continue
		}
		wait.Go(func() {
			defer g.finish(i)
			res, err := engine.Do(w.ctx, r.Request)
			out[i] = outcome{r, res, err}
		})
	}
	wait.Wait()
	if w.err != nil {
		return nil
	}
	return out
}

// A gate lets the first appends of several engines through in their order,
// once all of them have decided.
type gate struct {
	mu      sync.Mutex
	changed *sync.Cond
	decided []bool
	stored  []bool
}

func newGate(n int) *gate {
	g := &gate{decided: make([]bool, n), stored: make([]bool, n)}
	g.changed = sync.NewCond(&g.mu)
	return g
}

// enter waits until it is the i-th one's turn.
func (g *gate) enter(i int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.decided[i] = true
	g.changed.Broadcast()
	for !every(g.decided) || !every(g.stored[:i]) {
		g.changed.Wait()
	}
}

// finish says that the i-th one is through, or never came.
func (g *gate) finish(i int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.decided[i], g.stored[i] = true, true
	g.changed.Broadcast()
}

func every(list []bool) bool {
	for _, b := range list {
		if !b {
			return false
		}
	}
	return true
}

// store is the i-th one's way to the store. It can erase if the store can.
func (g *gate) store(s workflow.Store, i int) workflow.Store {
	gated := &gatedStore{Store: s, gate: g, i: i}
	if e, ok := s.(workflow.Eraser); ok {
		return struct {
			*gatedStore
			workflow.Eraser
		}{gated, e}
	}
	return gated
}

type gatedStore struct {
	workflow.Store
	gate *gate
	i    int
	once sync.Once
}

// Append implements [workflow.Store].
func (s *gatedStore) Append(ctx context.Context, b workflow.Batch) error {
	first := false
	s.once.Do(func() { first = true })
	if !first {
		return s.Store.Append(ctx, b)
	}
	s.gate.enter(s.i)
	defer s.gate.finish(s.i)
	return s.Store.Append(ctx, b)
}
