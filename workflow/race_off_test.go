//go:build !race

package workflow

// UnderRace says that the race detector runs: what is long and has nothing for it to find is shortened.
const UnderRace = false
