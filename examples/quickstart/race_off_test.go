//go:build !race

package main

// underRace says that the race detector runs, for which one whole journey is enough.
const underRace = false
