// Package sqlstore keeps enrolments, and registers of appointments, in SQLite or
// PostgreSQL, over database/sql:
//
//	err := sqlstore.Migrate(ctx, db, sqlstore.Postgres, nil) // once, when you say so
//	store, err := sqlstore.New(db, sqlstore.Postgres, nil)
//	engine, err := workflow.NewEngine(catalog, host, store, options)
//
//	appointments, err := sqlstore.NewRegister(db, sqlstore.Postgres, nil)
//	register, err := roles.NewRegister(policy, appointments, options)
//
// It imports no driver: whoever brings a database brings the driver too.
//
// A store keeps the contract of [workflow.Store], lists, feeds, keeps snapshots, and
// can erase. An append is one statement in PostgreSQL, in which the enrolment's row is
// compared and set and everything else hangs on that; in SQLite it is one short
// transaction of statements that are prepared once. What several callers append
// at the same moment shares a transaction: in SQLite always, in PostgreSQL where
// more than a dozen come at once. Nobody waits for others to come, nor pays for
// what is wrong with theirs. A caller who leaves before the database is asked
// has stored nothing and is told so; one who leaves later is kept for [Grace],
// to be told what came of it, and after that it is unknown. [Store.Close] lets
// nothing in any more and waits for what is under way. The loser of a race is told [workflow.ErrConflict], also where
// the database calls it a failed serialisation or a deadlock. What was certainly
// not stored is [workflow.ErrNotStored]. An error at the commit, or of a
// connection that broke, leaves the outcome unknown, and the engine resolves
// it. Nothing is tried again but what the driver says was never sent. The
// database must be the one that is written to, not a standby that follows it.
// A [Register] does the same by the contract of [roles.RegisterStore].
//
// [Store.Over] does all of it inside a transaction of the host.
//
// Feeds are in the order in which it is certain that nothing comes before. In
// PostgreSQL a transaction that takes long, whosever it is, therefore holds all
// feeds of the server up until it ends, and none ever skips what it wrote. A
// transaction prepared for two-phase commit and forgotten holds them up for
// ever. A dump that is read into another server keeps its feed where that one
// has counted fewer transactions only by [Migrate]: see [ErrMoved]. A database
// that speaks the protocol of PostgreSQL must have pg_current_xact_id and
// pg_current_snapshot (PostgreSQL 15, §9.27.8).
//
// What stands beside the records follows from them: [Store.Check] compares the
// summary and what lists select by with the records, and [Store.Rebuild] makes
// them anew where they differ.
//
// Records are kept small. What very many have in common is a heading, stored once
// and remembered by each process; the rest is packed, with a code for each phrase that
// events are made of and ids in the shortest of their forms. They come back
// to the byte, and a later version that packs otherwise still reads these. Where the
// database went back to a backup that lacks a heading which a process remembers,
// the process's next append is ErrNotStored, and what it knew is forgotten.
//
// Nothing migrates silently. [Migrate] applies numbered migrations, [Plan] gives
// their SQL instead, and [Validate] says what is missing or newer. Later
// versions add migrations and leave the records as they are. Ids are compared
// byte by byte, times are whole microseconds, and what people wrote stands in
// the table of texts, in the snapshot of an enrolment, and nowhere else.
package sqlstore
