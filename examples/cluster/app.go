package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"sync"

	"github.com/nats-io/nats.go"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// An appTask is to be one of the applications.
type appTask struct {
	Servers []string
	// Next says for each of its learners how many requests were acknowledged. The
	// next one may be stored already: whoever sent it was killed.
	Next map[workflow.PersonID]int
}

// A said is what a process tells this one.
type said struct {
	Ready     bool                 `json:",omitempty"` // it is at work, and that is all
	Learner   workflow.PersonID    `json:",omitempty"`
	Enrolment workflow.EnrolmentID `json:",omitempty"`
	Request   workflow.RequestID   `json:",omitempty"`
	// Seq and Hash are those of the record; a Seq of 0 is an error.
	Seq      workflow.Seq     `json:",omitempty"`
	Hash     canonical.Digest `json:",omitzero"`
	Replayed bool             `json:",omitempty"` // it was stored before
	Unknown  bool             `json:",omitempty"` // it is not known whether it is stored
}

// connect is a connection as the store wants it: what is sent while there is no
// server fails, and is not kept for later.
func connect(servers []string) (*nats.Conn, error) {
	return nats.Connect(servers[0], func(o *nats.Options) error {
		o.Servers = servers
		return nil
	}, nats.ReconnectBufSize(-1), nats.MaxReconnects(-1), nats.ReconnectWait(moment), nats.RetryOnFailedConnect(true))
}

// openStore opens the store as soon as a majority of the servers is up.
func openStore(ctx context.Context, nc *nats.Conn) (store *jetstream.Store, err error) {
	err = until(ctx, func() error {
		store, err = jetstream.Open(ctx, nc, &jetstream.Options{Create: true, Shards: shards, Logger: slog.New(slog.NewTextHandler(os.Stderr, nil))})
		return err
	})
	return store, err
}

// atOnce is how many learners an application takes through at the same time.
const atOnce = 8

// run is the application until it is to stop.
func (t *appTask) run(ctx context.Context, say func(said)) (err error) {
	nc, err := connect(t.Servers)
	if err != nil {
		return err
	}
	defer nc.Close()
	store, err := openStore(ctx, nc)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	engine, err := newEngine(store)
	if err != nil {
		return err
	}
	say(said{Ready: true})
	due := make(chan workflow.PersonID, len(t.Next))
	for _, who := range slices.Sorted(maps.Keys(t.Next)) {
		due <- who
	}
	close(due)
	working, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() {
			for who := range due {
				if err := t.walk(working, engine, who, say); err != nil {
					fail(err)
				}
			}
		})
	}
	all.Wait()
	<-working.Done() // done with all, it is idle
	if ctx.Err() != nil {
		return nil
	}
	return context.Cause(working)
}

// walk takes one learner through what is left, or as far as there is time.
func (t *appTask) walk(ctx context.Context, engine *workflow.Engine, who workflow.PersonID, say func(said)) error {
	for n, req := range requests(engine, who) {
		if n < t.Next[who] {
			continue
		}
		if ctx.Err() != nil {
			return nil
		}
		if err := ask(ctx, engine, req, n == t.Next[who], func(s said) {
			s.Learner = who
			say(s)
		}); err != nil {
			return fmt.Errorf("%s: %w", req.ID, err)
		}
	}
	return nil
}

// ask sends one request, again under the same id until it is acknowledged or the
// application is to stop. Doubt says that it may be stored already.
func ask(ctx context.Context, engine *workflow.Engine, req workflow.Request, doubt bool, say func(said)) error {
	for {
		// Not ctx: what has begun is brought to an end.
		res, err := engine.Do(context.WithoutCancel(ctx), req)
		switch denied := (*workflow.Denied)(nil); {
		case err == nil && res.Replayed && !doubt:
			return fmt.Errorf("the engine said that it was not stored, and it is record %d", res.Record.Seq)
		case err == nil:
			say(said{Enrolment: res.Enrolment, Request: req.ID, Seq: res.Record.Seq, Hash: res.Record.Hash, Replayed: res.Replayed})
			return nil
		case errors.As(err, &denied):
			return err
		}
		unknown := errors.Is(err, workflow.ErrOutcomeUnknown)
		doubt = doubt || unknown
		say(said{Request: req.ID, Unknown: unknown})
		if ctx.Err() != nil {
			return nil
		}
	}
}
