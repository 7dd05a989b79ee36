//go:build unix

package faults_test

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	natsd "github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// streams are a store with a connection of its own.
type streams struct {
	*jetstream.Store
	nc *nats.Conn
}

// patience is how long a store waits for an answer, and a caller so does not:
// less than servers take to agree on a leader, so that outcomes are in doubt.
const patience = 2 * time.Second

func (p place) connect(ctx context.Context) (*streams, error) {
	nc, err := nats.Connect(p.URL, nats.ReconnectBufSize(-1), nats.MaxReconnects(-1), nats.RetryOnFailedConnect(true),
		nats.ReconnectWait(20*time.Millisecond), nats.ReconnectJitter(0, 0), nats.IgnoreDiscoveredServers())
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for { // to begin may take longer than to go on
		s, err := jetstream.Open(ctx, nc, &jetstream.Options{Create: true, Name: p.Streams, Replicas: p.Replicas, Shards: 2, Timeout: patience})
		if err == nil {
			return &streams{s, nc}, nil
		}
		if ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
			nc.Close()
			return nil, err
		}
	}
}

func (s *streams) Close() error {
	defer s.nc.Close()
	return s.Store.Close()
}

// onStreams is a place on a server in this process.
func onStreams(t *testing.T) place {
	t.Helper()
	s, err := natsd.NewServer(&natsd.Options{
		Host: "127.0.0.1", Port: natsd.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), SyncAlways: true, NoSigs: true, NoLog: true,
	})
	require.NoError(t, err)
	s.Start()
	require.True(t, s.ReadyForConnections(time.Minute))
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return place{URL: s.ClientURL(), Streams: rand.Text(), Replicas: 1}
}
