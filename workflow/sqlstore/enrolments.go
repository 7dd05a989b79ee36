package sqlstore

import (
	"context"
	"fmt"
	"iter"

	"github.com/countersign-go/countersign/workflow"
)

// pageIDs is how many ids are read at a time.
const pageIDs = 500

// Enrolments gives the id of every enrolment behind one, byte by byte: all that
// the store has anything of, trials and what is left of erased ones among them.
// It reads a page at a time, each as of the instant at which it is read, and
// the store can be used meanwhile. After an error it gives nothing more.
func (s *Store) Enrolments(ctx context.Context, after workflow.EnrolmentID) iter.Seq2[workflow.EnrolmentID, error] {
	return func(yield func(workflow.EnrolmentID, error) bool) {
		for {
			q := s.statement().add("SELECT id FROM {enrolments} WHERE id > ? ORDER BY id LIMIT ?", string(after), int64(pageIDs))
			ids, err := s.texts(ctx, q)
			for _, id := range ids {
				if after = workflow.EnrolmentID(id); !yield(after, nil) {
					return
				}
			}
			if err != nil {
				yield("", err)
			}
			if err != nil || len(ids) < pageIDs {
				return
			}
		}
	}
}

// Count is how many ids Enrolments gives.
func (s *Store) Count(ctx context.Context, after workflow.EnrolmentID) (int64, error) {
	n, _, err := s.number(ctx, s.statement().add("SELECT count(*) FROM {enrolments} WHERE id > ?", string(after)))
	return n, err
}

// scan looks at the rows of a statement with one column.
func (b *base) scan(ctx context.Context, q *statement, into any, each func()) error {
	rows, err := b.query(ctx, q)
	if err != nil {
		return fmt.Errorf("sqlstore: %w", err)
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	for rows.Next() {
		if err := rows.Scan(into); err != nil {
			return fmt.Errorf("sqlstore: %w", err)
		}
		each()
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("sqlstore: %w", err)
	}
	return ctx.Err()
}

// texts are the rows of a statement with one column of text. Those before an
// error are good.
func (b *base) texts(ctx context.Context, q *statement) (all []string, err error) {
	var text string
	err = b.scan(ctx, q, &text, func() { all = append(all, text) })
	return all, err
}

// number is the one row of a statement with a number, if it is there.
func (b *base) number(ctx context.Context, q *statement) (n int64, there bool, err error) {
	err = b.scan(ctx, q, &n, func() { there = true })
	return n, there, err
}
