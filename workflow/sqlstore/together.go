package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// together makes changes of different enrolments in one transaction. Whatever
// goes wrong with one of them is none of the others' affair: those that were
// not made are left to be made alone, which also finds out why. Only those
// that were made when a commit failed are in doubt.
func (b *base) together(ctx context.Context, cs []*change) []error {
	conn, err := b.db.Conn(ctx)
	if err != nil {
		return all(cs, func(c *change) error { return c.refuse(err) })
	}
	var answers []error
	if b.dialect == Postgres {
		answers = b.atOnce(ctx, conn, cs)
	} else {
		answers = b.inTurn(ctx, conn, cs)
	}
	_ = conn.Close() // back to the pool: there is nothing to fail
	b.prepared.prepare(ctx, b.db)
	return answers
}

func all(cs []*change, answer func(c *change) error) []error {
	answers := make([]error, len(cs))
	for i, c := range cs {
		answers[i] = answer(c)
	}
	return answers
}

func alone(*change) error { return errAlone }

// inTurn makes changes one after another. A transaction that cannot begin is
// not tried for each by itself: all would wait for as long.
func (b *base) inTurn(ctx context.Context, conn *sql.Conn, cs []*change) []error {
	tx, err := b.begin(ctx, conn)
	if err == nil {
		if err = tx.lock(ctx); err != nil {
			tx.rollback()
		}
	}
	if err != nil && !errors.Is(err, driver.ErrBadConn) {
		return all(cs, func(c *change) error { return c.refuse(err) })
	}
	answers := all(cs, alone)
	if err != nil {
		return answers
	}
	made := 0
	for i, c := range cs {
		switch err := b.steps(ctx, tx, c); {
		case err == nil:
			answers[i] = nil
			made++
		case !errors.Is(err, errNone):
			tx.rollback()
			return all(cs, alone)
		}
	}
	if made == 0 {
		tx.rollback()
		return answers
	}
	b.settle(answers, tx.commit())
	return answers
}

// settle says what an error at the end means for those that were made.
func (b *base) settle(answers []error, err error) {
	if err == nil {
		return
	}
	err = b.unknown(err)
	for i := range answers {
		if answers[i] == nil {
			answers[i] = err
		}
	}
}
