//go:build race

package frameworks_test

// underRace says that the race detector runs: what is long and has nothing for it to find is left out.
const underRace = true
