package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/countersign-go/countersign/workflow"
)

// A Store keeps records in the platform's own table learning_log: the two
// methods of [workflow.Store], and nothing more. A workflow.Lister would add
// lists and inboxes, and a workflow.Eraser redaction and the end of retention:
// the engine uses what it finds, and says workflow.ErrUnsupported for the rest.
type Store struct{ on conn }

// A conn is the database, or a transaction on it.
type conn interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Over is the same store inside a transaction of the platform.
func (s Store) Over(tx *sql.Tx) Store { return Store{tx} }

// Load reads the lines behind a number.
func (s Store) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) (records []workflow.Record, err error) {
	const query = `SELECT entry FROM learning_log WHERE enrolment = ? AND line > ? ORDER BY line`
	rows, err := s.on.QueryContext(ctx, query, string(id), int64(min(after, math.MaxInt64)))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var entry []byte
		if err := rows.Scan(&entry); err != nil {
			return nil, err
		}
		record, err := workflow.ReadRecord(entry)
		if err != nil {
			return nil, err
		}
		records = append(records, record)
	}
	return records, rows.Err()
}

// Append adds lines if nobody was first, in one statement, so that it is all or
// nothing in a transaction and by itself. An error of the database is passed on:
// the engine takes it for an unknown outcome, and looks.
func (s Store) Append(ctx context.Context, b workflow.Batch) error {
	entries := make([]string, len(b.Records))
	for i := range b.Records {
		if b.Records[i].Seq != b.After+workflow.Seq(i)+1 {
			return fmt.Errorf("%w: record %d is out of order", workflow.ErrNotStored, b.Records[i].Seq)
		}
		entries[i] = string(workflow.AppendRecord(nil, &b.Records[i]))
	}
	list, err := json.Marshal(entries)
	if err = errors.Join(err, ctx.Err()); err != nil || len(entries) == 0 {
		return errors.Join(workflow.ErrNotStored, err)
	}
	const insert = `INSERT INTO learning_log (enrolment, line, entry) SELECT ?1, ?2 + 1 + key, value FROM json_each(?3)
		WHERE ?2 = (SELECT coalesce(max(line), 0) FROM learning_log WHERE enrolment = ?1)`
	done, err := s.on.ExecContext(ctx, insert, string(b.Enrolment), int64(min(b.After, math.MaxInt64)), string(list))
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return workflow.ErrConflict
}
