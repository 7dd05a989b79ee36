//go:build race

package cli

// underRace says that the race detector runs. What is long and has nothing for it
// to find runs without it.
const underRace = true
