package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
)

// A transaction is one on a connection of its own. Whoever began it ends it:
// it does not end with anybody's context, because it must be known whether a
// commit was tried.
type transaction struct {
	*base
	conn *sql.Conn
	tx   *sql.Tx
	// kept are those of the store's prepared statements that were used in it.
	kept map[string]*sql.Stmt
}

// begin begins one whose first statement writes, or tries to. SQLite so takes
// the lock for writing at once, as with BEGIN IMMEDIATE: a transaction that takes
// it later fails where somebody wrote in between.
func (b *base) begin(ctx context.Context, conn *sql.Conn) (*transaction, error) {
	tx, err := conn.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, err
	}
	return &transaction{base: b, conn: conn, tx: tx, kept: map[string]*sql.Stmt{}}, nil
}

// rollback ends it. A connection on which that fails is thrown away, and the
// database rolls back when it notices.
func (tx *transaction) rollback() {
	if err := tx.tx.Rollback(); err != nil {
		discard(tx.conn)
	}
}

// commit ends it. One that fails may have left a transaction behind.
func (tx *transaction) commit() error {
	err := tx.tx.Commit()
	if err != nil {
		discard(tx.conn)
	}
	return err
}

// discard has the pool throw a connection away.
func discard(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn }) // says what it is told
}

// ExecContext sends a statement, prepared if there is such a one.
func (tx *transaction) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if s := tx.stmt(ctx, query, len(args)); s != nil {
		return s.ExecContext(ctx, args...)
	}
	return tx.tx.ExecContext(ctx, query, args...)
}

func (tx *transaction) stmt(ctx context.Context, query string, args int) *sql.Stmt {
	s, ok := tx.kept[query]
	if !ok {
		if s = tx.prepared.get(query, args); s != nil {
			s = tx.tx.StmtContext(ctx, s)
		}
		tx.kept[query] = s
	}
	return s
}

// lock takes SQLite's lock for writing and writes nothing.
func (tx *transaction) lock(ctx context.Context) error {
	s := tx.statement().add("UPDATE {migrations} SET version = version WHERE false")
	_, err := tx.ExecContext(ctx, s.sql.String())
	return err
}
