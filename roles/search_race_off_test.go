//go:build !race

package roles

const (
	underRace = false
	// searchFew is how many worlds a search visits unless it is told.
	searchFew = 150
)
