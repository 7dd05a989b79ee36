package workflow

import "fmt"

// Over is the same engine on a store that works inside a transaction of the
// host, such as that of sqlstore.Store.Over, so that a command and the host's
// own rows are stored together or not at all:
//
//	tx, err := db.BeginTx(ctx, nil)
//	defer tx.Rollback()
//	result, err := engine.Over(store.Over(tx)).Do(ctx, request)
//	_, err = tx.ExecContext(ctx, "INSERT INTO bookings …")
//	err = tx.Commit()
//
// It has the catalogue, the host, the options and the hooks of e, and reads what
// the transaction reads: its own writes first. Until the host commits, nothing
// of it is durable, and nobody else sees it, e neither. What it has seen it
// keeps to itself, so that nothing that is rolled back is ever taken for true;
// e notices by itself what others have committed. It is for this one
// transaction, and for no longer than until the host rolls back to a savepoint.
//
// A lost race is not decided again inside: [Engine.Do], [Engine.Erase] and
// [Engine.Restore] give [ErrConflict], because the host's own rows may rest on
// what was overtaken, and because at the higher levels of isolation no second
// look would show who was first. The host rolls back and repeats everything,
// with the same request id if it likes: it was not stored. Where its
// database leaves the transaction usable and shows what others committed
// meanwhile, as PostgreSQL does at READ COMMITTED, it may also give the command
// again inside. After a *[Denied] nothing was changed, and the transaction can
// go on.
//
// After every other error the host must roll back, and then nothing was stored.
// Nor is a store asked again what became of an append whose outcome it does not
// know: a transaction that failed tells nothing any more. That is
// [ErrOutcomeUnknown], and only until the host has rolled back. What becomes of
// the host's commit is for the host to find out: sending the request again to e
// tells, by its id.
//
// Hooks.Before and Hooks.After both run inside the transaction: what After sends
// to the world may yet be rolled back. The host's Facts are asked for as ever,
// with the context of the call; where they are to be those of the transaction,
// the context is the place to carry it.
func (e *Engine) Over(store Store) *Engine {
	return &Engine{catalog: e.catalog, host: e.host, store: store, o: e.o, cache: newCache(e.o.CacheSize), sealer: e.sealer, inside: true}
}

// overtaken gives up after a lost race, and forgets what it was decided on, so
// that a command given again is decided on another look.
func (e *Engine) overtaken(id EnrolmentID, err error) error {
	e.cache.drop(id)
	return fmt.Errorf("somebody else was first with %s, and nothing was decided again inside the transaction: %w", quoteID(string(id)), err)
}
