package jetstream

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/countersign-go/countersign/workflow"
)

// A Store keeps enrolments in JetStream. It is safe for concurrent use, and any
// number of processes may have one on the same streams.
type Store struct {
	o        Options
	nc       *nats.Conn
	js       jetstream.JetStream
	instance string
	shards   []*shard
	places   *places
	follow   *following
}

var _ interface {
	workflow.Store
	workflow.Lister
	workflow.Eraser
	workflow.Snapshotter
	workflow.Feeder
} = (*Store)(nil)

// Open finds the streams on a connection, or makes them, and begins to read
// summaries for lists, which wait until that is done. The connection stays the
// caller's, who closes it after the store. It must have been made with
// [nats.ReconnectBufSize] of -1: otherwise what is asked for while there is no
// server would be sent at some later time, whatever the caller has been told
// and done meanwhile.
func Open(ctx context.Context, nc *nats.Conn, o *Options) (*Store, error) {
	if o == nil {
		o = &Options{}
	}
	s, err := open(ctx, nc, *o)
	if err != nil {
		return nil, fmt.Errorf("jetstream: %w", err)
	}
	return s, nil
}

func open(ctx context.Context, nc *nats.Conn, o Options) (*Store, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	if nc == nil || nc.Opts.ReconnectBufSize >= 0 {
		return nil, errors.New("the connection keeps what is sent while there is no server: connect with nats.ReconnectBufSize(-1)")
	}
	s := &Store{o: o, nc: nc, places: newPlaces(o.Places)}
	if s.js, err = jetstream.New(nc, jetstream.WithDefaultTimeout(o.Timeout)); o.Domain != "" {
		s.js, err = jetstream.NewWithDomain(nc, o.Domain, jetstream.WithDefaultTimeout(o.Timeout))
	}
	if err != nil {
		return nil, err
	}
	ctx, cancel := s.patience(ctx)
	defer cancel()
	err = s.patiently(ctx, func() error {
		err := s.connect(ctx)
		var refused *jetstream.APIError
		unanswered := errors.Is(err, context.DeadlineExceeded) || errors.As(err, &refused) && refused.Code == 503
		if unanswered && ctx.Err() == nil { // there is no leader yet
			err = errors.Join(errAgain, err)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	s.follow, err = s.startFollowing(ctx)
	return s, err
}

// patience is the time that something may take.
func (s *Store) patience(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, s.o.Timeout)
}

// Close ends the reading of summaries. What is asked for later is not stored.
func (s *Store) Close() error {
	s.places.close()
	return s.follow.close()
}
