package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/countersign-go/countersign/workflow"
)

// feedRecords is how many records are read at a time at most. No connection is
// held while the caller looks at them.
const feedRecords = 100

// Feed implements [workflow.Feeder]. Records come in the order of their places,
// a page at a time.
//
// In PostgreSQL a record is fed once every transaction is over that was under
// way when its own was: one that takes long, of whatever program on the server,
// holds the feed up for as long, and never makes it skip. So does one that was
// prepared and forgotten.
//
// Inside a transaction of the host, a feed in SQLite gives also what that has
// written: its cursors stand for nothing if it is rolled back. In PostgreSQL it gives
// none of it.
func (s *Store) Feed(ctx context.Context, after workflow.Cursor) iter.Seq2[workflow.Fed, error] {
	return func(yield func(workflow.Fed, error) bool) {
		at, err := s.standing(ctx, after)
		for more := true; more && err == nil; {
			var page []workflow.Fed
			if page, at, err = s.feedPage(ctx, at); err != nil {
				break
			}
			more = len(page) == feedRecords
			for i := range page {
				if err = ctx.Err(); err != nil {
					yield(workflow.Fed{}, err)
					return
				}
				if !yield(page[i], nil) {
					return
				}
			}
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			yield(workflow.Fed{}, err)
		}
	}
}

// standing is the place of a cursor. The record that stands there must be the
// one that did, or have been erased: what is left of its enrolment came later.
func (s *Store) standing(ctx context.Context, c workflow.Cursor) (place, error) {
	if err := s.unmoved(ctx); err != nil || c == "" {
		return place{position: math.MinInt64}, err
	}
	at, err := parsePlace(c)
	if err != nil {
		return at, err
	}
	q := s.statement().add("SELECT position, seq, hash FROM {records} WHERE enrolment = ? AND seq >= ? ORDER BY seq LIMIT 1", at.enrolment, at.seq)
	there := place{enrolment: at.enrolment}
	var hash []byte
	found, err := s.one(ctx, q, &there.position, &there.seq, &hash)
	there.mark = mark(hash)
	if err == nil && there != at && (!found || there.seq == at.seq || there.position < at.position) {
		return at, fmt.Errorf("%w: the record at %q is not there any more", workflow.ErrCursor, c)
	}
	return at, err
}

// one reads one row, and reports whether there is any.
func (b *base) one(ctx context.Context, q *statement, into ...any) (found bool, err error) {
	rows, err := b.query(ctx, q)
	if err != nil {
		return false, fmt.Errorf("sqlstore: %w", err)
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	if found = rows.Next(); found {
		err = rows.Scan(into...)
	}
	if err = errors.Join(err, rows.Err()); err != nil {
		err = fmt.Errorf("sqlstore: %w", err)
	}
	return found, err
}

// feedPage reads the records behind a place, and gives the place of the last.
// All of it is as of one instant.
func (s *Store) feedPage(ctx context.Context, at place) ([]workflow.Fed, place, error) {
	q := s.statement().add("WITH p AS MATERIALIZED (SELECT position AS f, enrolment AS k, seq AS n FROM {records}")
	q.add(" WHERE position >= ? AND (position, enrolment, seq) > (?, ?, ?)", at.position, at.position, at.enrolment, at.seq)
	q.add(q.settled()).add(" ORDER BY position, enrolment, seq LIMIT ?)", int64(feedRecords))
	q.add(" SELECT e.id, u.* FROM (SELECT f, k, " + recordSelect + " FROM p JOIN {records} ON enrolment = k AND seq = n")
	q.add(" UNION ALL SELECT f, k, " + textSelect + " FROM p JOIN {texts} ON enrolment = k AND seq = n) AS u")
	q.add(" JOIN {enrolments} e ON e.key = u.k ORDER BY u.f, u.k, u.seq, u.place")
	rows, err := s.query(ctx, q)
	if err != nil {
		return nil, at, fmt.Errorf("sqlstore: %w", err)
	}
	l, page, at, err := fed(rows, at)
	if err == nil {
		err = s.fill(ctx, l.records, l.stored)
	}
	if err != nil {
		return nil, at, fmt.Errorf("sqlstore: the feed: %w", err)
	}
	for i := range page {
		page[i].Record = l.records[i]
	}
	return page, at, nil
}

// fed reads all rows of a page behind a place.
func fed(rows *reading, at place) (l load, page []workflow.Fed, _ place, err error) {
	defer func() { _ = rows.Close() }() // what fails is in Err
	for row := (&fedRow{Rows: rows.Rows}); rows.Next(); {
		if err := l.row(row); err != nil {
			return l, nil, at, fmt.Errorf("enrolment %q: %w", row.id, err)
		}
		r := &l.records[len(l.records)-1]
		at = place{row.position, row.enrolment, int64(r.Seq), mark(r.Hash[:])}
		if len(l.records) > len(page) {
			page = append(page, workflow.Fed{Enrolment: workflow.EnrolmentID(row.id), Cursor: at.cursor()})
		}
	}
	return l, page, at, rows.Err()
}

// A fedRow is a row of Load with the place of its record before it.
type fedRow struct {
	*sql.Rows
	id                  string
	position, enrolment int64
}

// Scan takes the place and leaves the rest to dest.
func (r *fedRow) Scan(dest ...any) error {
	return r.Rows.Scan(append([]any{&r.id, &r.position, &r.enrolment}, dest...)...)
}
