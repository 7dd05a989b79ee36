//go:build race

package roles

// Under the race detector, which a few worlds are enough for, a search takes ten times as long.
const (
	underRace = true
	searchFew = 30
)
