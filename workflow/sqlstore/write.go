package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// A part is SQL that a change is made of. But for the head, it reads the one
// row that the head changed, or none, as e with the columns key, id and those of
// change.more.
type part func(s *statement)

// A change is what is written in one step: all or nothing. How its SQL is put
// together stands here, apart from who sends it when.
type change struct {
	// table has a row with the id, which the head compares and sets, or inserts.
	// It changes no row where somebody else was first.
	table, id string
	head      part
	// more is SQL of further columns of e, each behind a comma.
	more string
	// Where what the row names stays as it is, which same selects it by, slight
	// does what the head does and touches no index. Both may be nil.
	slight, same part
	// stays says that what the row names is known to stay.
	stays bool
	// before, rows and after follow, and renamed where what the row names does not
	// stay, or nobody knows. There are rows.
	before, after, renamed []part
	rows                   []rows
	// bulky says that this is too much for one statement.
	bulky bool
	// row is that of a change which, with the records and texts in rows, may go
	// into one statement with others. size is how many bytes it has about.
	row  *row
	size int
	// conflict and notStored are what the errors wrap.
	conflict, notStored error
}

// rows are new ones of a table, which belong to the row that the head changed.
type rows struct {
	// table and columns are SQL; the first column is for the key of that row.
	table, columns string
	// lead is SQL of the second column, with a comma, where it is one of e.
	lead   string
	values [][]any
}

// A runner sends SQL: a connection, or a transaction.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// parts insert them, many with one statement.
func (r rows) parts() (parts []part) {
	for some := range slices.Chunk(r.values, manyRows) {
		parts = append(parts, func(s *statement) {
			s.add("INSERT INTO {" + r.table + "} (" + r.columns + ") SELECT e.key, " + r.lead)
			if len(some) == 1 {
				s.values(some[0]).add(" FROM e")
			} else {
				s.add("v.* FROM e CROSS JOIN (VALUES ").tuples(some).add(") AS v")
			}
		})
	}
	return parts
}

// once makes a change with one statement. Whoever knows the record that it
// follows saw that record committed: so does every part, although all of them
// read as of the statement's beginning.
func (b *base) once(ctx context.Context, r runner, c *change) error {
	head, inserts := c.head, c.inserts()
	if c.stays {
		head = c.slight
	}
	s := b.statement().add("WITH e AS (")
	head(s)
	s.add(" RETURNING key, id" + c.more + ")")
	parts := slices.Concat(c.before, inserts[1:], c.after)
	if c.same != nil && !c.stays {
		s.add(", n AS (SELECT id FROM e WHERE NOT EXISTS (") // where the row is as it was before
		c.same(s)
		s.add("))")
		parts = append(parts, c.renamed...)
	}
	for i, p := range parts {
		s.add(", p" + strconv.Itoa(i) + " AS (")
		p(s)
		s.add(")")
	}
	inserts[0](s.add(" "))
	return changes(ctx, r, s)
}

// steps makes a change with one statement after another, within a transaction.
// After an error it may have been made in part.
func (b *base) steps(ctx context.Context, r runner, c *change) error {
	send := func(p part, text string, args ...any) error {
		s := b.statement().add(text, args...)
		p(s)
		return changes(ctx, r, s)
	}
	parts := slices.Concat(c.before, c.inserts(), c.after)
	err := errNone
	if c.slight != nil {
		err = send(c.slight, "")
	}
	if errors.Is(err, errNone) {
		parts = append(parts, c.renamed...)
		err = send(c.head, "")
	}
	for i := 0; err == nil && i < len(parts); i++ {
		err = send(parts[i], "WITH e AS (SELECT key, id"+c.more+" FROM {"+c.table+"} WHERE id = ?), n AS (SELECT id FROM e) ", c.id)
		if errors.Is(err, errNone) {
			err = nil
		}
	}
	return err
}

func (c *change) inserts() (parts []part) {
	for _, r := range c.rows {
		parts = append(parts, r.parts()...)
	}
	return parts
}

// errNone says that a statement has changed no row: of the head, that somebody
// else was first.
var errNone = errors.New("the database has another last record than the one to follow")

// changes sends a statement that is to change rows.
func changes(ctx context.Context, r runner, s *statement) error {
	done, err := r.ExecContext(ctx, s.sql.String(), s.args...)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return errNone
}

// Grace is how long a caller who leaves is kept, to be told what came of a
// write that was under way already.
const Grace = 100 * time.Millisecond

var errClosed = errors.New("the store was closed")

// write makes a change, as the contract of stores says. It runs under no
// caller's context, since others' changes may go with it: who leaves before it
// is taken is told that nothing was stored, and who leaves later has a grace to
// be told what came of it.
func (b *base) write(ctx context.Context, c *change) error {
	if b.over != nil {
		return b.inside(ctx, c)
	}
	if err := ctx.Err(); err != nil {
		return c.refuse(err)
	}
	m := &member{c, context.WithoutCancel(ctx), make(chan error, 1)}
	if !b.queue.enter(m, b.dialect == Postgres && c.row == nil) {
		return c.refuse(errClosed)
	}
	select {
	case err := <-m.told:
		return err
	case <-ctx.Done():
	}
	if b.queue.withdraw(m) {
		return c.refuse(ctx.Err())
	}
	timer := time.NewTimer(b.grace)
	defer timer.Stop()
	select {
	case err := <-m.told:
		return err
	case <-timer.C:
		return b.unknown(ctx.Err())
	}
}

// turn is taken by who writes to SQLite, which has one writer at a time and lets
// the others ask again and again. What it gives ends it.
func (b *base) turn() (end func()) {
	if b.writing == nil {
		return func() {}
	}
	b.writing.Lock()
	return b.writing.Unlock
}

// run makes changes: one by itself, several together.
func (b *base) run(ctx context.Context, cs []*change) []error {
	defer b.turn()()
	if len(cs) > 1 {
		return b.together(ctx, cs)
	}
	for try := 0; ; try++ {
		retry, err := b.attempt(ctx, cs[0])
		if !retry || try == 2 {
			return []error{err}
		}
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
	return errors.Is(err, c.notStored) && errors.Is(err, driver.ErrBadConn), err
}

// inSteps makes a change with one transaction.
func (b *base) inSteps(ctx context.Context, conn *sql.Conn, c *change) error {
	tx, err := b.begin(ctx, conn)
	if err != nil {
		return c.refuse(err)
	}
	if err := b.steps(ctx, tx, c); err != nil {
		tx.rollback()
		return c.undone(err)
	}
	if err := tx.commit(); err != nil {
		return b.unknown(err)
	}
	return nil
}

// undone says what an error means that has left nothing behind.
func (c *change) undone(err error) error {
	if errors.Is(err, errNone) || isRace(err) {
		return c.lost(err)
	}
	return c.refuse(err)
}

// refuse says that nothing was stored.
func (c *change) refuse(err error) error { return fmt.Errorf("%w: %w", c.notStored, err) }

// lost says that somebody else was first.
func (c *change) lost(err error) error {
	return fmt.Errorf("%w: %w", c.conflict, err)
}

// failed says what an error of a statement that commits by itself means.
func (b *base) failed(c *change, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNone) || isRace(err):
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
