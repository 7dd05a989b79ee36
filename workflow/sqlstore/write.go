package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// A part is SQL that a change is made of. But for the head, it reads the one
// row that the head changed, or none, as e with the columns key, id and renamed.
type part func(s *statement)

// A change is what is written in one step: all or nothing. How its SQL is put
// together stands here, apart from who sends it when.
type change struct {
	// head compares and sets. It ends with RETURNING key, id, renamed and
	// changes no row where somebody else was first.
	head part
	// before, rows and after follow in this order, and renamed where the head
	// says that it is so. There are rows.
	before, after, renamed []part
	rows                   []rows
	// bulky says that this is too much for one statement.
	bulky bool
	// conflict and notStored are what the errors wrap.
	conflict, notStored error
}

// rows are new ones of a table, which belong to the row that the head changed.
type rows struct {
	// table and columns are SQL; the first column is for the key of that row.
	table, columns string
	values         [][]any
}

// A runner sends SQL: a connection, or a transaction.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// once makes a change with one statement; [sql.ErrNoRows] says that somebody
// else was first. Whoever knows the record that it follows saw that record
// committed: so does every part, although all of them read as of the
// statement's beginning.
func (b *base) once(ctx context.Context, r runner, c *change) error {
	s := b.statement().add("WITH e AS (")
	c.head(s)
	s.add(")")
	n := 0
	also := func(add func(s *statement)) {
		s.add(", p" + strconv.Itoa(n) + " AS (")
		add(s)
		s.add(")")
		n++
	}
	for _, p := range slices.Concat(c.before, c.after) {
		also(p)
	}
	for _, p := range c.renamed {
		also(p)
	}
	for _, more := range c.rows[1:] {
		also(more.follow)
	}
	c.rows[0].follow(s.add(" "))
	done, err := r.ExecContext(ctx, s.sql.String(), s.args...)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return sql.ErrNoRows
}

// follow inserts rows behind the row e.
func (r rows) follow(s *statement) {
	s.add("INSERT INTO {" + r.table + "} (" + r.columns + ") SELECT e.key, v.* FROM e CROSS JOIN (VALUES ").tuples(r.values).add(") AS v")
}

// steps makes a change with one statement after another, within a transaction;
// [sql.ErrNoRows] says that somebody else was first. After an error it may have
// been made in part.
func (b *base) steps(ctx context.Context, r runner, c *change) error {
	head := b.statement()
	c.head(head)
	var key int64
	var id string
	var renamed bool
	if err := r.QueryRowContext(ctx, head.sql.String(), head.args...).Scan(&key, &id, &renamed); err != nil {
		return err
	}
	exec := func(s *statement) error {
		_, err := r.ExecContext(ctx, s.sql.String(), s.args...)
		return err
	}
	each := func(parts []part) error {
		for _, p := range parts {
			s := b.statement().add("WITH e(key, id, renamed) AS (SELECT ?, ?, ?) ", key, id, renamed)
			p(s)
			if err := exec(s); err != nil {
				return err
			}
		}
		return nil
	}
	if err := each(c.before); err != nil {
		return err
	}
	for _, more := range c.rows {
		for some := range slices.Chunk(more.values, manyRows) {
			if err := exec(more.of(b.statement(), key, some)); err != nil {
				return err
			}
		}
	}
	if !renamed {
		return each(c.after)
	}
	return each(slices.Concat(c.after, c.renamed))
}

// of inserts some of the rows for the row with a key.
func (r rows) of(s *statement, key int64, some [][]any) *statement {
	keyed := make([][]any, len(some))
	for i, row := range some {
		keyed[i] = append([]any{key}, row...)
	}
	return s.add("INSERT INTO {" + r.table + "} (" + r.columns + ") VALUES ").tuples(keyed)
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
	if b.dialect == Postgres && !c.bulky {
		err = b.failed(c, b.once(ctx, conn, c))
	} else {
		err = b.inSteps(ctx, conn, c)
	}
	_ = conn.Close() // back to the pool: there is nothing to fail
	b.prepared.prepare(ctx, b.db)
	return errors.Is(err, c.notStored) && errors.Is(err, driver.ErrBadConn) && ctx.Err() == nil, err
}

// inSteps makes a change with one transaction.
func (b *base) inSteps(ctx context.Context, conn *sql.Conn, c *change) error {
	tx, err := b.begin(ctx, conn)
	if err != nil {
		return c.refuse(err)
	}
	err = b.steps(ctx, tx, c)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		tx.rollback()
		if errors.Is(err, sql.ErrNoRows) || isRace(err) {
			return c.lost(err)
		}
		return c.refuse(err)
	}
	if err := tx.commit(); err != nil {
		return b.unknown(err)
	}
	return nil
}

// refuse says that nothing was stored.
func (c *change) refuse(err error) error { return fmt.Errorf("%w: %w", c.notStored, err) }

// lost says that somebody else was first.
func (c *change) lost(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: the database has another last record than the one to follow", c.conflict)
	}
	return fmt.Errorf("%w: %w", c.conflict, err)
}

// failed says what an error of a statement that commits by itself means.
func (b *base) failed(c *change, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sql.ErrNoRows) || isRace(err):
		return c.lost(err)
	case storedNothing(err):
		return c.refuse(err)
	}
	return b.unknown(err)
}

func (b *base) unknown(err error) error {
	b.log.Warn("the outcome of a write is not known", "error", err)
	return fmt.Errorf("sqlstore: whether it was stored is not known: %w", err)
}
