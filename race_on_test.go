//go:build race

package countersign_test

// underRace says that the race detector runs.
const underRace = true
