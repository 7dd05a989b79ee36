package jetstream

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// A barrier is a message without content that a majority of a stream's servers
// has stored: a server that has it has everything that was acknowledged before
// it was sent. Without one a server that leads no longer, and does not know it
// yet, would answer as of before. Whoever asks while one is on its way shares
// the next.
type barrier struct {
	pass func() (uint64, error)

	mu         sync.Mutex
	going, due *passage
}

type passage struct {
	done chan struct{}
	seq  uint64
	err  error
}

// wait gives the number of a barrier that was sent after the call began.
func (b *barrier) wait(ctx context.Context) (uint64, error) {
	p := b.join()
	select {
	case <-p.done:
		return p.seq, p.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (b *barrier) join() *passage {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := &passage{done: make(chan struct{})}
	switch {
	case b.going == nil:
		b.going = p
		go b.run()
	case b.due == nil:
		b.due = p
	default:
		return b.due
	}
	return p
}

// run sends one after another until nobody waits.
func (b *barrier) run() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.going != nil {
		p := b.going
		b.mu.Unlock()
		p.seq, p.err = b.pass()
		close(p.done)
		b.mu.Lock()
		b.going, b.due = b.due, nil
	}
}

// barrierLife is how long a barrier stays. To have each go with the next one, by
// Nats-Rollup, would have consumers that deliver them pass over other messages.
const barrierLife = time.Minute

// passBarrier sends one.
func (s *Store) passBarrier(h *shard) (uint64, error) {
	ctx, cancel := s.patience(context.Background()) // those who wait for it have their own
	defer cancel()
	msg := nats.NewMsg(h.fresh())
	msg.Header.Set(jetstream.MsgTTLHeader, barrierLife.String())
	var ack *jetstream.PubAck
	err := s.patiently(ctx, func() (err error) {
		once, cancel := s.briefly(ctx)
		defer cancel()
		ack, err = s.publish(once, msg)
		if err != nil && ctx.Err() == nil { // another does as well, whether this one came or not
			err = errors.Join(errAgain, err)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("what is stored cannot be told from what was before: %w", err)
	}
	return ack.Sequence, nil
}

// fresh gives a number up to which a server must have the stream to answer for
// now; 0 where there is but one server, who cannot be behind.
func (s *Store) fresh(ctx context.Context, h *shard) (uint64, error) {
	if h.replicas < 2 {
		return 0, nil
	}
	return h.barrier.wait(ctx)
}
