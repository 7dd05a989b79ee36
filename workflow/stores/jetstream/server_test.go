package jetstream_test

import (
	"crypto/rand"
	"fmt"
	"net"
	"net/url"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow/stores/jetstream"
)

// serve starts a server in this process, with a disk of its own.
func serve(t testing.TB, folder string) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: folder, NoSigs: true, NoLog: true})
	require.NoError(t, err)
	s.Start()
	require.True(t, s.ReadyForConnections(time.Minute))
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}

// serveAll starts so many servers in this process, whose disks have what they
// acknowledge if they are synced, and gives the URL of one.
func serveAll(t testing.TB, n int, synced bool) string {
	t.Helper()
	var all []*server.Server
	ports := make([]int, n)
	for i := range ports { // known before any server is: each is told of all
		l, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		ports[i] = l.Addr().(*net.TCPAddr).Port
		require.NoError(t, l.Close())
	}
	for i := range n {
		o := &server.Options{
			ServerName: fmt.Sprint("server-", i), Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), SyncAlways: synced, NoSigs: true, NoLog: true,
		}
		if n > 1 {
			o.Cluster = server.ClusterOpts{Name: "cluster", Host: "127.0.0.1", Port: ports[i]}
			for _, port := range ports {
				o.Routes = append(o.Routes, &url.URL{Scheme: "nats", Host: fmt.Sprint("127.0.0.1:", port)})
			}
		}
		s, err := server.NewServer(o)
		require.NoError(t, err)
		s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		all = append(all, s)
	}
	for _, s := range all {
		require.True(t, s.ReadyForConnections(time.Minute))
	}
	return all[0].ClientURL()
}

// connect is a connection as a store wants it.
func connect(t testing.TB, url string) *nats.Conn {
	t.Helper()
	nc, err := nats.Connect(url, nats.ReconnectBufSize(-1), nats.MaxReconnects(-1), nats.ReconnectWait(10*time.Millisecond))
	require.NoError(t, err)
	t.Cleanup(nc.Close)
	return nc
}

// on is a store of streams of their own, unless the options name others.
func on(t testing.TB, nc *nats.Conn, o jetstream.Options) *jetstream.Store {
	t.Helper()
	if o.Name == "" {
		o.Name = rand.Text()
	}
	s, err := jetstream.Open(t.Context(), nc, &o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}
