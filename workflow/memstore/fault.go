package memstore

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// A Fault is what goes wrong with one call of a store. It is given the call
// itself and carries it out, or not, by do; what it returns is what the caller
// is told. Refused, Conflict, LostRequest and LostReply are faults; Delayed and
// a Gate make them; and a test may bring any function of its own.
type Fault func(ctx context.Context, do func(context.Context) error) error

// ErrLost is the error of LostRequest and LostReply. It promises nothing.
var ErrLost = errors.New("memstore: the connection to the store was lost")

// Refused carries nothing out and says so: the error wraps [workflow.ErrNotStored].
func Refused(context.Context, func(context.Context) error) error {
	return fmt.Errorf("%w: the test wants it so", workflow.ErrNotStored)
}

// Conflict carries nothing out, as if somebody else had been first: the error
// wraps [workflow.ErrConflict].
func Conflict(context.Context, func(context.Context) error) error {
	return fmt.Errorf("%w: the test wants it so", workflow.ErrConflict)
}

// LostRequest carries nothing out, but whoever asked cannot know: they get ErrLost.
func LostRequest(context.Context, func(context.Context) error) error { return ErrLost }

// LostReply carries the call out, but whoever asked cannot know: they get
// ErrLost, whatever came of it.
func LostReply(ctx context.Context, do func(context.Context) error) error {
	_ = do(ctx) // this is the reply that gets lost
	return ErrLost
}

// Delayed carries the call out after d. Where ctx ends first, the store is
// asked at once, and answers that the caller has gone.
func Delayed(d time.Duration) Fault {
	return func(ctx context.Context, do func(context.Context) error) error {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
		return do(ctx)
	}
}

// A Gate holds calls up until it is released, so that a test can do something
// meanwhile without any sleeping. Its methods HoldRequest and HoldReply are
// faults. It is safe for concurrent use.
type Gate struct {
	reached, released chan struct{}
	reach, release    sync.Once
}

// NewGate makes a closed gate.
func NewGate() *Gate {
	return &Gate{reached: make(chan struct{}), released: make(chan struct{})}
}

// Reached is closed once a call has come to the gate.
func (g *Gate) Reached() <-chan struct{} { return g.reached }

// Release opens the gate, for good, to all who wait and all who come.
func (g *Gate) Release() { g.release.Do(func() { close(g.released) }) }

// HoldRequest is a [Fault] that carries the call out once the gate is open.
// Where ctx ends first, the store is asked at once, and answers that the caller
// has gone.
func (g *Gate) HoldRequest(ctx context.Context, do func(context.Context) error) error {
	_ = g.hold(ctx) // the store looks at ctx itself
	return do(ctx)
}

// HoldReply is a [Fault] that carries the call out at once, and answers when
// the gate is open. Where ctx ends first, the answer is ctx.Err(), which does
// not say what came of it.
func (g *Gate) HoldReply(ctx context.Context, do func(context.Context) error) error {
	err := do(ctx)
	if gone := g.hold(ctx); gone != nil {
		return gone
	}
	return err
}

// hold waits; the error is that of a ctx that ended first.
func (g *Gate) hold(ctx context.Context) error {
	g.reach.Do(func() { close(g.reached) })
	select {
	case <-g.released:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
