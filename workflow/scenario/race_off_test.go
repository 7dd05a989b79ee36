//go:build !race

package scenario

const UnderRace = false
