package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
)

// A part is SQL that a change is made of. But for the head, it reads the one
// row that the head changed, or none, as e with the columns key and id.
type part func(s *statement)

// A change is what is written in one step: all or nothing.
type change struct {
	// head compares and sets. It ends with RETURNING key, id and changes no row
	// where somebody else was first.
	head part
	// before, records and after follow in this order; records insert rows.
	before, records, after []part
	// bulky says that this is too much for one statement.
	bulky bool
	// conflict and notStored are what the errors wrap.
	conflict, notStored error
}

// write makes a change, as the contract of stores says.
func (b *base) write(ctx context.Context, c *change) error {
	if err := b.take(ctx); err != nil {
		return c.refuse(err)
	}
	defer b.give()
	for try := 0; ; try++ {
		retry, err := b.attempt(ctx, c)
		if !retry || try == 2 {
			return err
		}
	}
}

// take waits for the turn to write, give ends it.
func (b *base) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil || b.turn == nil {
		return err
	}
	select {
	case b.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (b *base) give() {
	if b.turn != nil {
		<-b.turn
	}
}

// attempt makes a change on one connection. It may be tried again where the
// connection was broken before anything was sent.
func (b *base) attempt(ctx context.Context, c *change) (retry bool, err error) {
	conn, err := b.db.Conn(ctx)
	if err != nil {
		return false, c.refuse(err)
	}
	defer func() { _ = conn.Close() }() // back to the pool: there is nothing to fail
	if b.dialect == Postgres && !c.bulky {
		err = b.once(ctx, conn, c)
	} else {
		err = b.inSteps(ctx, conn, c)
	}
	return errors.Is(err, c.notStored) && errors.Is(err, driver.ErrBadConn) && ctx.Err() == nil, err
}

// once makes a change with one statement. Whoever knows the record that it
// follows saw that record committed: so does every part, although all of them
// read as of the statement's beginning.
func (b *base) once(ctx context.Context, conn *sql.Conn, c *change) error {
	s := b.statement().add("WITH e AS (")
	c.head(s)
	s.add(")")
	for i, p := range append(c.before[:len(c.before):len(c.before)], c.after...) {
		s.add(", p" + strconv.Itoa(i) + " AS (")
		p(s)
		s.add(")")
	}
	c.records[0](s.add(" "))
	done, err := conn.ExecContext(ctx, s.sql.String(), s.args...)
	if err != nil {
		return b.failed(c, err)
	}
	n, err := done.RowsAffected()
	if err == nil && n == 0 {
		return c.lost()
	}
	return err
}

// inSteps makes a change with one transaction.
func (b *base) inSteps(ctx context.Context, conn *sql.Conn, c *change) error {
	tx, err := b.begin(ctx, conn)
	if err != nil {
		return c.refuse(err)
	}
	if err := tx.steps(ctx, c); err != nil {
		tx.rollback(ctx)
		if errors.Is(err, sql.ErrNoRows) || isRace(err) {
			return c.lost()
		}
		return c.refuse(err)
	}
	if err := tx.commit(ctx); err != nil {
		return b.unknown(err)
	}
	return nil
}

// steps are those of a change, one by one.
func (tx *transaction) steps(ctx context.Context, c *change) error {
	s := tx.statement()
	c.head(s)
	var key int64
	var id string
	if err := tx.conn.QueryRowContext(ctx, s.sql.String(), s.args...).Scan(&key, &id); err != nil {
		return err
	}
	for _, parts := range [][]part{c.before, c.records, c.after} {
		for _, p := range parts {
			s := tx.statement().add("WITH e(key, id) AS (SELECT ?, ?) ", key, id)
			p(s)
			if _, err := tx.conn.ExecContext(ctx, s.sql.String(), s.args...); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// refuse says that nothing was stored.
func (c *change) refuse(err error) error { return fmt.Errorf("%w: %w", c.notStored, err) }

// lost says that somebody else was first.
func (c *change) lost() error {
	return fmt.Errorf("%w: the database has another last record than the one to follow", c.conflict)
}

// failed says what an error of a statement that commits by itself means.
func (b *base) failed(c *change, err error) error {
	switch {
	case isRace(err):
		return fmt.Errorf("%w: %w", c.conflict, err)
	case storedNothing(err):
		return c.refuse(err)
	}
	return b.unknown(err)
}

func (b *base) unknown(err error) error {
	b.log.Warn("the outcome of a write is not known", "error", err)
	return fmt.Errorf("sqlstore: whether it was stored is not known: %w", err)
}
