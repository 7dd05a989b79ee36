package scenario_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow/scenario"
)

// What comes of newer versions is recounted from the migration, in a scenario
// that was written by hand.
func TestRewalkOfUpgrades(t *testing.T) {
	t.Parallel()
	scenario.OneGoroutine(t)
	src, err := os.ReadFile("testdata/doc/upgrading.scenario")
	require.NoError(t, err)
	s, found := scenario.Parse("upgrading.scenario", src)
	require.Empty(t, found)
	require.NoError(t, s.Rewalk(t.Context(), nil, newStore, &scenario.WalkOptions{Frameworks: os.DirFS("testdata/frameworks")}))
}

// Walks on a framework that has newer versions go on with them now and then.
func TestWalkUpgrades(t *testing.T) {
	t.Parallel()
	scenario.OneGoroutine(t)
	upgraded := 0
	for seed := range uint64(3) {
		r := scenario.WalkFor(t, newStore, &scenario.WalkOptions{Steps: 1000, Seed: *walkSeed + 50 + seed, Frameworks: os.DirFS("../testdata/upgrade")})
		upgraded += r.Events["upgraded"]
	}
	require.Positive(t, upgraded)
}

// So do those on frameworks that the walk makes, to which it makes newer versions.
func TestWalkUpgradesWhatItMakes(t *testing.T) {
	t.Parallel()
	scenario.OneGoroutine(t)
	total := map[string]int{}
	for seed := range uint64(5) {
		r := scenario.WalkFor(t, newStore, &scenario.WalkOptions{Steps: 1000, Seed: *walkSeed + 70 + seed})
		for kind, n := range r.Upgrades {
			total[kind] += n
		}
	}
	for _, kind := range []string{"carry", "a decision goes on", "asks nothing"} {
		require.Positive(t, total[kind], "%s: %v", kind, total)
	}
}
