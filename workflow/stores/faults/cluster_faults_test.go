//go:build unix

package faults_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The server that leads a stream is killed, and started again.
func TestClusterLeader(t *testing.T) {
	t.Parallel()
	c, l, r := newCluster(t, 0), newLedger(), chance(t)
	runs := *rounds
	for range runs {
		s := newSiege(t, l, c, c.at(c.nodes[:]...), c.at(c.nodes[:]...))
		s.under(func() {
			s.await(r.IntN(100))
			leader := c.leader()
			c.kill(leader)
			s.await(20) // of a new leader
			c.start(leader)
			c.settle()
			s.await(20)
		})
	}
	l.close("leader killed (kill -9)", c.at(), runs)
}

// All servers are killed at once, and started again.
func TestClusterKilled(t *testing.T) {
	t.Parallel()
	c, l, r := newCluster(t, 0), newLedger(), chance(t)
	runs := *rounds
	for range runs {
		s := newSiege(t, l, c, c.at(c.nodes[:]...), c.at(c.nodes[:]...))
		s.under(func() {
			s.await(r.IntN(100))
			c.kill(c.nodes[:]...)
			c.start(c.nodes[:]...)
			s.await(20)
			c.settle()
		})
	}
	l.close("all servers killed (kill -9)", c.at(), runs)
}

// The server that leads a stream is cut off from the two others, and has clients
// who come to it alone.
func TestClusterParted(t *testing.T) {
	t.Parallel()
	for name, part := range map[string]func(*link){"cut": (*link).cut, "held": (*link).hold} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, l, r := newCluster(t, 0), newLedger(), chance(t)
			runs := *rounds
			for range runs {
				parted(t, c, l, r.IntN(100), part)
			}
			l.close("leader parted from the others: "+name, c.at(), runs)
		})
	}
}

func parted(t *testing.T, c *cluster, l *ledger, k int, part func(*link)) {
	small := c.leader()
	var large []*node
	for _, n := range c.nodes {
		if n != small {
			large = append(large, n)
		}
	}
	s := newSiege(t, l, c, c.at(large...), c.at(small))
	s.under(func() {
		s.await(k)
		for _, one := range c.links(small) {
			part(one)
		}
		alone := s.sides[1]
		failed := func() int64 { return alone.doubts.Load() + alone.refusals.Load() } // whichever the moment makes of it
		reads, writes := alone.failures.Load(), failed()
		s.await(20 + k) // of the larger side's new leader
		require.Eventually(t, func() bool { return alone.failures.Load() > reads+1 && failed() > writes }, most, moments)
		s.await(20)
		for _, one := range c.links(small) {
			one.join()
		}
		c.settle()
		s.await(20)
	})
}

// The servers may store no more, and then they may again: each is started anew
// with more room, one after another.
func TestClusterFull(t *testing.T) {
	t.Parallel()
	l, runs := newLedger(), *rounds
	for range runs {
		c := newCluster(t, 192<<10)
		s := newSiege(t, l, c, c.at(c.nodes[:]...), c.at(c.nodes[:]...))
		s.under(func() {
			require.Eventually(t, func() bool { return s.sides[0].refusals.Load() > 2 && s.sides[1].refusals.Load() > 2 }, most, moments)
			s.anew(func(i int) { c.nodes[i].Room = 0 })
		})
		c.kill(c.nodes[:]...)
	}
	l.close("no room in the servers (max_file_store)", place{Streams: "any", Replicas: 3}, runs)
}

// anew starts one server after another anew, with more room, until all go on.
func (s *siege) anew(room func(i int)) {
	s.Helper()
	for i, n := range s.c.nodes {
		s.c.kill(n)
		room(i)
		s.c.start(n)
	}
	s.await(40)
	s.c.settle()
}

// The disks of all servers are full, and then they are not any more: each server is
// started anew, one after another, since it has given up by then.
func TestClusterDisk(t *testing.T) {
	t.Parallel()
	l, runs := newLedger(), *rounds
	for range runs {
		var disks []crowded
		var refused string
		c := newClusterIn(t, 0, func() string {
			folder := t.TempDir()
			if refused == "" {
				refused = mounted(t, folder)
			}
			disks = append(disks, crowded{filepath.Join(folder, "other")})
			return folder
		})
		if refused != "" {
			t.Logf("no file systems of their own, which takes root: %s", refused) // TestClusterFull shows much the same
			return
		}
		s := newSiege(t, l, c, c.at(c.nodes[:]...), c.at(c.nodes[:]...))
		s.under(func() {
			s.await(20)
			failed := func(at *side) bool { return at.doubts.Load()+at.refusals.Load() > 2 }
			require.Eventually(t, func() bool {
				for _, d := range disks { // again and again: servers make room by compacting
					if err := d.take(0); err != nil {
						panic(err) // ends the test
					}
				}
				return failed(s.sides[0]) && failed(s.sides[1])
			}, most, moments)
			s.anew(func(i int) { require.NoError(t, disks[i].back()) })
		})
		c.kill(c.nodes[:]...)
	}
	l.close("disks full", place{Streams: "any", Replicas: 3}, runs)
}

// A process that writes to a cluster is killed, while another goes on.
func TestClusterClient(t *testing.T) {
	t.Parallel()
	c, l, r := newCluster(t, 0), newLedger(), chance(t)
	p := c.at(c.nodes[:]...)
	s := p.on(t)
	runs := 2 * *rounds
	for round := range runs {
		l.together(t, p, s, round, r.IntN(40))
	}
	l.close("two processes, one of them killed", p, runs)
}
