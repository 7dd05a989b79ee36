//go:build unix

package faults_test

import (
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// A process is killed while it writes, again and again, on one store.
func TestKill(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		l, r := newLedger(), chance(t)
		runs := 4 * *rounds
		for round := range runs {
			scripts := l.cast(learners(1+r.IntN(8), round)...)
			c := start(t, task{Kind: "write", Place: p, Scripts: scripts, To: 1 << 20}, nil)
			k := l.acknowledged() + r.IntN(60)
			require.True(t, c.hear(l, func() bool { return l.acknowledged() < k }), "%s", c.err)
			linger(r.IntN(1 << 20))
			c.kill(l)

			s, err := p.open(t.Context())
			require.NoError(t, err)
			l.resolve(t, s, scripts...)
			l.audit(t, s, scripts...)
			require.NoError(t, s.Close())
		}
		l.tally.resolved = 0 // counted again by the last look at everything
		l.audit(t, p.on(t), l.scripts...)
		l.close("process killed (kill -9)", p, runs)
	})
}

// linger is a moment: callers who are answered together would else be killed
// in the same place each time.
func linger(steps int) {
	for range steps {
		moment.Add(1)
	}
}

var moment atomic.Int64
