//go:build !race

package stores_test

const underRace = false
