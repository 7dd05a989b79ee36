//go:build race

package stores_test

// underRace says that the race detector runs. What is long and has nothing for it
// to find runs on PostgreSQL alone then: on SQLite it runs without the detector.
const underRace = true
