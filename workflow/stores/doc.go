// Package stores is empty: its folders are the stores that bring a database's
// driver with them, in a module of their own, so that nobody inherits a driver
// who has no use for it. What holds for both databases is tested here.
//
//	store, err := sqlite.Open(ctx, "countersign.db", nil)
//	store, err := postgres.Open(ctx, "postgres://db.example/learning", nil)
package stores
