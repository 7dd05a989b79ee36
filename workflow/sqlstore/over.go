package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

// Over is a store that reads and writes inside a transaction of the host, for
// [workflow.Engine.Over]. The transaction is on the same database, which finds
// the tables as it does for s, and the host alone begins and ends it: once it has
// ended, the store gives errors. It is safe for concurrent use, one call after
// another; what the host itself does with the transaction meanwhile is for the
// host to keep apart.
//
// An append that fails leaves nothing in the transaction, so its errors wrap
// ErrConflict or ErrNotStored. Whoever writes an enrolment has its row until the
// transaction ends, and others who write it wait: keep transactions short. The
// database has its say by what the host began:
//
//   - PostgreSQL, READ COMMITTED: a lost race is ErrConflict, and the transaction
//     goes on. After any other error it is aborted.
//   - PostgreSQL, REPEATABLE READ and SERIALIZABLE: what others have written since
//     the transaction's first statement is a failed serialisation (40001), given
//     as ErrConflict also where a read meets it. The transaction is aborted; so
//     it is at every level by a deadlock of hosts that write enrolments in
//     different orders. At SERIALIZABLE the commit may fail so, too.
//   - SQLite, begun with BEGIN IMMEDIATE: nobody else writes meanwhile, and no race
//     is lost. Begun with BEGIN alone, an append fails with SQLITE_BUSY where
//     somebody wrote since the transaction's first read, which no waiting cures:
//     that is ErrNotStored.
//
// A record of which no heading is stored yet, because none like it was appended
// outside of such transactions, holds all of it and takes some 100 bytes more.
//
// In SQLite the transaction keeps everybody else from writing, s among them: who
// writes to s before it has ended waits for nothing but the busy timeout.
func (s *Store) Over(tx *sql.Tx) *Store {
	b := s.base
	b.over, b.known = &hosted{tx, make(chan struct{}, 1)}, nil
	return &Store{b, &headings{}} // what is there is what the transaction sees
}

// A hosted is a transaction of the host. It takes one thing at a time.
type hosted struct {
	*sql.Tx
	turn chan struct{}
}

func (h *hosted) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case h.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (h *hosted) give() { <-h.turn }

// inside makes a change in the host's transaction.
func (b *base) inside(ctx context.Context, c *change) error {
	err := b.over.take(ctx)
	if err != nil {
		return c.refuse(err)
	}
	defer b.over.give()
	if b.dialect == Postgres && !c.bulky {
		err = b.once(ctx, b.over, c)
	} else {
		err = b.savedSteps(ctx, c)
	}
	if err == nil {
		return nil
	}
	return c.undone(err)
}

// savedSteps makes a change with one statement after another, or takes back
// those that were made. Where even that fails, as it does where the database has
// rolled back already, the transaction is ended, lest the host commit a part, or
// its next statement by itself.
func (b *base) savedSteps(ctx context.Context, c *change) error {
	if _, err := b.over.ExecContext(ctx, "SAVEPOINT countersign_change"); err != nil {
		return err
	}
	err := b.steps(ctx, b.over, c)
	end := []string{"RELEASE SAVEPOINT countersign_change"}
	if err != nil {
		end = []string{"ROLLBACK TO SAVEPOINT countersign_change", end[0]}
	}
	for _, statement := range end {
		if _, failed := b.over.ExecContext(context.WithoutCancel(ctx), statement); failed != nil {
			return errors.Join(err, failed, b.over.Rollback())
		}
	}
	return err
}

// A reading is the rows of a query. While it is open, the host's transaction
// takes nothing else.
type reading struct {
	*sql.Rows
	b *base
}

// query asks the database, or the host's transaction.
func (b *base) query(ctx context.Context, s *statement) (*reading, error) {
	if b.over == nil {
		rows, err := b.db.QueryContext(ctx, s.sql.String(), s.args...)
		return &reading{rows, b}, err
	}
	if err := b.over.take(ctx); err != nil {
		return nil, err
	}
	rows, err := b.over.QueryContext(ctx, s.sql.String(), s.args...)
	if err != nil {
		b.over.give()
	}
	return &reading{rows, b}, b.overtaken(err)
}

// Close ends the reading. It is called once.
func (r *reading) Close() error {
	if r.b.over != nil {
		defer r.b.over.give()
	}
	return r.Rows.Close()
}

// Err is what ended the rows before their end.
func (r *reading) Err() error { return r.b.overtaken(r.Rows.Err()) }

// overtaken says so where a transaction cannot read on, because of what others
// have written.
func (b *base) overtaken(err error) error {
	if b.over == nil || !isRace(err) {
		return err
	}
	return fmt.Errorf("%w: %w", workflow.ErrConflict, err)
}
