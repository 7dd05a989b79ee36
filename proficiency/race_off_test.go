//go:build !race

package proficiency

const underRace = false
