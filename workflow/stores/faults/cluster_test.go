//go:build unix

package faults_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	natsd "github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"
)

// A member is a server of a cluster, as its process is told.
type member struct {
	Name, Folder string
	// Routes are where the others are.
	Routes []string
	// Room is how many bytes it may store; 0 is as many as there are.
	Room int64
}

// serve is a kind of task: it says where the server listens.
func (do *task) serve(ctx context.Context, say func(said)) error {
	m := do.Member
	o := &natsd.Options{
		ServerName: m.Name, Host: "127.0.0.1", Port: natsd.RANDOM_PORT, NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: m.Folder, SyncAlways: true, JetStreamMaxStore: m.Room,
		// Others are told of an address at which nobody is, so that they keep to their links.
		Cluster: natsd.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: natsd.RANDOM_PORT, Advertise: "127.0.0.1:1", NoAdvertise: true},
	}
	for _, r := range m.Routes {
		o.Routes = append(o.Routes, &url.URL{Scheme: "nats-route", Host: r})
	}
	s, err := natsd.NewServer(o)
	if err != nil {
		return err
	}
	s.Start()
	if !s.ReadyForConnections(time.Minute) {
		return fmt.Errorf("server %s is not ready", m.Name)
	}
	say(said{Client: s.Addr().String(), Route: s.ClusterAddr().String()})
	<-ctx.Done() // never: it is killed
	return ctx.Err()
}

// A cluster is three servers, each a process of its own with a disk of its own.
type cluster struct {
	*testing.T
	nodes [3]*node
	nc    *nats.Conn
	js    jetstream.JetStream
	// name begins the names of the streams.
	name string
}

// A node is where one of the servers is, or was.
type node struct {
	member
	process *process
	client  *link
	routes  [3]*link // those by which the others come to it
}

// newCluster starts one in which each server may store as many bytes as room says; 0 is no limit.
func newCluster(t *testing.T, room int64) *cluster {
	t.Helper()
	return newClusterIn(t, room, func() string { return t.TempDir() })
}

// newClusterIn gives each server a folder.
func newClusterIn(t *testing.T, room int64, folder func() string) *cluster {
	t.Helper()
	c := &cluster{T: t, name: rand.Text()}
	for i := range c.nodes {
		c.nodes[i] = &node{member: member{Name: fmt.Sprint("server-", i), Folder: filepath.Join(folder(), fmt.Sprint(i)), Room: room}, client: newLink(t)}
		for from := range c.nodes {
			c.nodes[i].routes[from] = newLink(t)
		}
	}
	for i, n := range c.nodes {
		for to, other := range c.nodes {
			if to != i {
				n.Routes = append(n.Routes, other.routes[i].address())
			}
		}
	}
	c.start(c.nodes[:]...)
	t.Cleanup(func() { c.kill(c.nodes[:]...) })
	var err error
	c.nc, err = nats.Connect(c.url(c.nodes[:]...), nats.MaxReconnects(-1), nats.ReconnectWait(20*time.Millisecond), nats.IgnoreDiscoveredServers())
	require.NoError(t, err)
	t.Cleanup(c.nc.Close)
	c.js, err = jetstream.New(c.nc)
	require.NoError(t, err)
	c.until("there are streams", func(ctx context.Context) bool {
		s, err := c.at(c.nodes[:]...).open(ctx)
		return err == nil && s.Close() == nil
	})
	c.settle()
	return c
}

// at is a place to which one comes by some of the servers.
func (c *cluster) at(through ...*node) place {
	return place{URL: c.url(through...), Streams: c.name, Replicas: len(c.nodes)}
}

func (c *cluster) url(through ...*node) string {
	var all []string
	for _, n := range through {
		all = append(all, "nats://"+n.client.address())
	}
	return strings.Join(all, ",")
}

// start starts servers that are not running.
func (c *cluster) start(nodes ...*node) {
	c.Helper()
	for _, n := range nodes {
		n.process = start(c.T, task{Kind: "serve", Member: n.member}, nil)
	}
	for _, n := range nodes {
		line, err := n.process.out.ReadBytes('\n')
		require.NoError(c, err, "%s", n.process.err)
		var where said
		require.NoError(c, json.Unmarshal(line, &where))
		n.client.direct(where.Client)
		for _, r := range n.routes {
			r.direct(where.Route)
		}
	}
}

// kill kills servers, all before any of them is seen to be gone.
func (c *cluster) kill(nodes ...*node) {
	for _, n := range nodes {
		_ = n.process.cmd.Process.Kill() // it may be gone
	}
	for _, n := range nodes {
		_ = n.process.cmd.Wait() // killed
	}
}

// links are those between a server and the others.
func (c *cluster) links(n *node) (all []*link) {
	i := slices.Index(c.nodes[:], n)
	for from, other := range c.nodes {
		if from != i {
			all = append(all, n.routes[from], other.routes[i])
		}
	}
	return all
}

// moments are the time between two questions, and most is how long any are asked.
const (
	moments = 20 * time.Millisecond
	most    = 2 * time.Minute
)

// until waits for something, for as long as it takes within reason.
func (c *cluster) until(what string, is func(ctx context.Context) bool) {
	c.Helper()
	require.Eventually(c, func() bool {
		ctx, cancel := context.WithTimeout(c.Context(), patience)
		defer cancel()
		return is(ctx)
	}, most, moments, what)
}

// leader is the server that leads the first stream.
func (c *cluster) leader() (leads *node) {
	c.Helper()
	c.until("somebody leads", func(ctx context.Context) bool {
		s, err := c.js.Stream(ctx, c.name+"-0")
		if err != nil || s.CachedInfo().Cluster == nil {
			return false
		}
		for _, n := range c.nodes {
			if n.Name == s.CachedInfo().Cluster.Leader {
				leads = n
			}
		}
		return leads != nil
	})
	return leads
}

// settle waits until every server has all of every stream.
func (c *cluster) settle() {
	c.Helper()
	c.until("all servers have all", func(ctx context.Context) bool {
		streams := 0
		for info := range c.js.ListStreams(ctx).Info() {
			if streams++; info.Cluster == nil || info.Cluster.Leader == "" || len(info.Cluster.Replicas) != len(c.nodes)-1 {
				return false
			}
			for _, r := range info.Cluster.Replicas {
				if !r.Current || r.Offline {
					return false
				}
			}
		}
		return streams == 4
	})
}
