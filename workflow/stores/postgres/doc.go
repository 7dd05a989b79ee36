// Package postgres keeps enrolments in PostgreSQL:
//
//	store, err := postgres.Open(ctx, "postgres://countersign@db.example/learning", nil)
//	defer store.Close()
//	engine, err := workflow.NewEngine(catalog, host, store, options)
//
// The driver is pgx. Package sqlstore says what is stored how; here are the
// connections. An append is one statement and one round trip, which many at once
// share. Nothing is migrated until [Options].Migrate is set: [sqlstore.Plan]
// shows what would be. What was acknowledged is as safe as the server's
// synchronous_commit says, which should be on.
//
// A statement that fails is sent again only where nothing of it was sent the
// first time: on a connection from the pool that proves broken. A write that
// failed later, such as on a connection cut while the server commits, is an
// unknown outcome, and the engine looks for its request id. Failed
// serialisations (40001), which databases that speak PostgreSQL's protocol give
// more often than it does, are lost races: the engine decides again.
//
// Behind a pooler that hands out its connections by transaction, set
// [Options].Pooler.
package postgres
