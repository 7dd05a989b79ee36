// Package sqlite keeps enrolments in one file, with nothing to install:
//
//	store, err := sqlite.Open(ctx, "countersign.db", nil)
//	defer store.Close()
//	engine, err := workflow.NewEngine(catalog, host, store, options)
//
// The driver is modernc.org/sqlite, which is Go throughout. What an append has
// acknowledged is on the disk (synchronous=FULL, in a write-ahead log), readers
// and the writer do not wait for one another, and a writer waits for another
// process. A new file gets its tables; one that an older version made is
// refused until [Options].Migrate is set, one of a newer version always.
//
// While the file is read-only, is not where it was, or has no room to grow,
// nothing is acknowledged; when that is over, the same store goes on.
//
// [Store.Backup] copies the file while it is in use, where copying the file
// itself would not be safe, and [Store.Check] looks for damage. What is erased
// is overwritten in the file. The log beside it, of some megabytes, may hold
// it until later writes have gone over it, and a backup made before has it still.
package sqlite
