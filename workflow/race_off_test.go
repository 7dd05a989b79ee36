//go:build !race

package workflow_test

// underRace says that the race detector runs: what is long and has nothing for it to find is shortened.
const underRace = false
