package workflow

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// Ready, the rules of groups and the gates are at every instant what the rules
// say, and a sign-off ends at the first instant at which the clock ends readiness.
func TestWhatTheClockEnds(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	fw := clocked(t)
	seen := map[string]int{}
	for seed := range uint64(500) {
		rng := rand.New(rand.NewPCG(seed, 7))
		s := anyState(rng, fw, 80+rng.IntN(21))
		for n := range clockHours + 1 {
			for _, now := range []time.Time{hour(n).Add(-1), hour(n)} {
				ready := isReady(&s, fw, now)
				require.Equal(t, ready, Ready(fw, &s, now), "seed %d", seed)
				require.Equal(t, ready, len(Readiness(fw, &s, now)) == 0, "seed %d", seed)
				requireItems(t, &s, fw, now, seen)
			}
		}
		if isReady(&s, fw, hour(0)) {
			seen["ready"]++
			requireEnd(t, func(now time.Time) bool { return isReady(&s, fw, now) }, readyUntil(fw, &s, hour(0)), seen)
		}
		for g := range fw.Groups().Values() {
			if ruleMet(&s, g, hour(0)) {
				requireEnd(t, func(now time.Time) bool { return ruleMet(&s, g, now) }, groupUntil(fw, &s, g, hour(0)), seen)
			}
		}
	}
	for _, what := range []string{"ready", "ends", "never", "locked", "closed", "passed", "met", "unmet"} {
		require.Greater(t, seen[what], 50, "%v", seen)
	}
}

func requireItems(t *testing.T, s *State, fw *proficiency.Framework, now time.Time, seen map[string]int) {
	t.Helper()
	for g := range fw.Groups().Values() {
		met := ruleMet(s, g, now)
		require.Equal(t, met, groupOfItems(fw, s, g, now).met(), g.ID())
		seen[map[bool]string{true: "met", false: "unmet"}[met]]++
	}
	for it := range fw.Items().Values() {
		locked := isLocked(s, fw, it, now)
		require.Equal(t, locked, ItemStatusOf(fw, s, it, now) == ItemStatusLocked, it.ID())
		if locked {
			seen["locked"]++
		}
		for g := range it.Gates().Values() {
			open := allMet(s, fw, g.AllItems(), now)
			require.Equal(t, open, gatePassed(fw, s, g, now), g.ID())
			seen[map[bool]string{true: "passed", false: "closed"}[open]]++
		}
	}
}

// requireEnd: what holds at the start ends at the first hour at which it does not hold.
func requireEnd(t *testing.T, holds func(time.Time) bool, got time.Time, seen map[string]int) {
	t.Helper()
	for n := 1; n <= clockHours; n++ {
		if !holds(hour(n)) {
			require.Equal(t, hour(n), got)
			require.True(t, holds(hour(n).Add(-1)))
			seen["ends"]++
			return
		}
	}
	require.Zero(t, got)
	seen["never"]++
}
