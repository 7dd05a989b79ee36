package proficiency

import "testing"

// OneGoroutine leaves a long test that runs in one goroutine, or in several that share only what never changes, to
// the run without the race detector, which has nothing to find in it.
func OneGoroutine(t *testing.T) {
	t.Helper()
	if UnderRace {
		t.Skip("the race detector has nothing to find in it")
	}
}
