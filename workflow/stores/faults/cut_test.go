//go:build unix

package faults_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// A connection to PostgreSQL is cut while an append is under way: anywhere in
// the request, so that it is lost or half of it, or in the reply.
func TestCut(t *testing.T) {
	t.Parallel()
	p, first := onServer(t, promised(t, "COUNTERSIGN_POSTGRES", noPostgres)), 0
	p.on(t) // makes the tables
	for statements, requests := range map[string]only{"one statement": comments, "several": evidence} {
		for connection, cold := range map[string]bool{"in use": false, "new": true} {
			for _, d := range []direction{toServer, toClient} {
				first += 1000
				first := first
				t.Run(statements+", connection "+connection+", "+d.String(), func(t *testing.T) {
					t.Parallel()
					c := newCutter(t, p, requests, cold, first)
					c.everywhere(d)
				})
			}
		}
	}
}

// A cutter gives requests through a proxy.
type cutter struct {
	*testing.T
	*ledger
	*proxy
	place  place
	store  store
	worker worker
	only   only
	cold   bool
	first  int // of its learners' numbers
}

func newCutter(t *testing.T, p place, requests only, cold bool, first int) *cutter {
	c := &cutter{T: t, ledger: newLedger(), place: p, only: requests, cold: cold, first: first}
	c.proxy, c.place.URL = newProxy(t, p.URL)
	c.store = c.place.on(t)
	database(c.store).SetMaxOpenConns(1)
	c.change()
	return c
}

// change goes on with another enrolment. Its first requests prepare statements.
func (c *cutter) change() {
	one := learners(1, c.first+len(c.scripts))[0]
	one.Only = c.only
	c.cast(one)
	e, err := newEngine(c.store, day, c.hear, one)
	require.NoError(c, err)
	c.worker = worker{engine: e, script: one, say: c.hear}
	require.NoError(c, c.worker.work(c.Context(), 0, 2, always))
}

// exchange gives one request, in which the connection is cut.
func (c *cutter) exchange(d direction, at int) (cut bool, passed [2][]byte) {
	n := c.next[c.worker.script]
	if c.cold {
		database(c.store).SetMaxIdleConns(0) // closes it
		database(c.store).SetMaxIdleConns(1)
	} else { // which may have been cut
		require.NoError(c, c.worker.ask(c.Context(), n, false))
		n++
	}
	c.arm(d, at)
	require.NoError(c, c.worker.ask(c.Context(), n, false))
	return c.disarm()
}

// everywhere cuts at the ends of messages, a byte before and after them, and
// in between: everywhere, if so many runs are asked for.
func (c *cutter) everywhere(d direction) {
	_, passed := c.exchange(d, math.MaxInt)
	at := c.places(passed[d], 10**rounds)
	cuts := 0
	for i, at := range at {
		if i%40 == 39 {
			c.audit(c.T, c.store, c.worker.script)
			c.change()
		}
		if cut, _ := c.exchange(d, at); cut {
			cuts++
		}
	}
	c.audit(c.T, c.store, c.worker.script)
	require.NotZero(c, cuts)
	if d == toClient {
		require.NotEmpty(c, c.doubt, "a lost reply left no doubt")
	}
	c.close("connection cut in the "+d.String(), c.place, cuts)
}

// places are at most n numbers of bytes behind which a stream like this is cut:
// the last ones, where it is decided, then ends of messages, then all others.
func (c *cutter) places(stream []byte, n int) []int {
	r := chance(c.T)
	var near []int
	if !c.cold { // where the first message is one without a type
		for _, end := range ends(stream) {
			near = append(near, end-1, end, end+1)
		}
	}
	r.Shuffle(len(near), func(i, j int) { near[i], near[j] = near[j], near[i] })
	at := append([]int{len(stream) - 1, len(stream) - 8, 0}, near[:min(len(near), max(n/2, n-len(stream)))]...)
	at = append(at, r.Perm(len(stream))...)
	return at[:min(len(at), n)]
}
