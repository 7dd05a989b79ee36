//go:build race

package proficiency

// UnderRace says that the race detector runs: what is long and has nothing for it to find is left out.
const UnderRace = true
