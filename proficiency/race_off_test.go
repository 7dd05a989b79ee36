//go:build !race

package proficiency

const UnderRace = false
