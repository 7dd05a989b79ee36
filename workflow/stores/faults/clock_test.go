//go:build unix

package faults_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The host's clock jumps, also back behind what was written before.
func TestClock(t *testing.T) {
	onEach(t, func(t *testing.T, p place) {
		l, s := newLedger(), p.on(t)
		var mu sync.Mutex
		r, last, back := chance(t), day(), 0
		clock := func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			now := day().Add(time.Duration(r.Int64N(int64(400 * 24 * time.Hour))))
			if now.Before(last) {
				back++
			}
			last = now
			return now
		}
		scripts := l.cast(learners(3, 0)...)
		for _, c := range scripts {
			// Each on an engine of its own, which knows nothing of the others' clocks.
			e, err := newEngine(s, clock, l.hear, scripts...)
			require.NoError(t, err)
			w := worker{engine: e, script: c, say: l.hear}
			require.NoError(t, w.work(t.Context(), 0, 30**rounds, always))
		}
		require.Greater(t, back, 10)
		l.audit(t, s, scripts...)
		l.close("clock going back", p, 1)
	})
}
