//go:build !race

package frameworks_test

const underRace = false
