package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
)

// A transaction is one that is begun and ended by statements of ours, because
// database/sql has no BEGIN IMMEDIATE, and rolls back by itself what its
// context ends: here it must be known whether a commit was tried.
type transaction struct {
	*base
	conn *sql.Conn
}

// begin begins. SQLite takes the lock for writing at once: a transaction that
// takes it later fails where somebody wrote in between.
func (b *base) begin(ctx context.Context, conn *sql.Conn) (*transaction, error) {
	begin := "BEGIN"
	if b.dialect == SQLite {
		begin = "BEGIN IMMEDIATE"
	}
	tx := &transaction{b, conn}
	if _, err := conn.ExecContext(ctx, begin); err != nil {
		tx.rollback(ctx) // an interrupted one may have begun
		return nil, err
	}
	return tx, nil
}

// rollback ends it whatever has become of its caller. A connection on which
// that fails is thrown away, and the database rolls back when it notices.
func (tx *transaction) rollback(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	if _, err := tx.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		_ = tx.conn.Raw(func(any) error { return driver.ErrBadConn }) // says what it is told
	}
}

// commit ends it. SQLite's takes no longer for a caller who has gone, and
// leaves no doubt; PostgreSQL's may wait for a network.
func (tx *transaction) commit(ctx context.Context) error {
	if tx.dialect == SQLite {
		ctx = context.WithoutCancel(ctx)
	}
	_, err := tx.conn.ExecContext(ctx, "COMMIT")
	if err != nil {
		tx.rollback(ctx)
	}
	return err
}
