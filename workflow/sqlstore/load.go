package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// Load implements [workflow.Store]. Records and texts come with one statement,
// so that they are as of one instant; headings never change.
func (s *Store) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	if after >= math.MaxInt64 {
		return nil, ctx.Err()
	}
	const which = " WHERE enrolment = (SELECT key FROM {enrolments} WHERE id = ?) AND seq > ?"
	if plain(string(id)) != nil { // nothing was ever stored under it
		return nil, ctx.Err()
	}
	q := s.statement()
	q.add("SELECT "+recordSelect+" FROM {records}"+which, string(id), int64(after))
	q.add(" UNION ALL SELECT "+textSelect+" FROM {texts}"+which, string(id), int64(after))
	q.add(" ORDER BY 2, 1")
	rows, err := s.query(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	l, err := loaded(rows)
	if err == nil {
		err = s.fill(ctx, l.records, l.stored)
	}
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	return l.records, ctx.Err()
}

// What is read of a record, and of a text of it, to stand in one column.
const (
	recordSelect = "-1 AS place, " + recordColumns + ", ''"
	textSelect   = "place, seq, 0, 0, words, digest, salt"
)

// A load is what is read of records, which lack what stands in their headings and bodies.
type load struct {
	records []workflow.Record
	stored  []headed
}

// loaded reads all rows.
func loaded(rows *reading) (l load, err error) {
	defer func() { _ = rows.Close() }() // what fails is in Err
	for rows.Next() {
		if err := l.row(rows.Rows); err != nil {
			return load{}, err
		}
	}
	return l, rows.Err()
}

// row reads a record, or a text of the record before it.
func (l *load) row(row interface{ Scan(dest ...any) error }) error {
	var place, seq, at int64
	var heading sql.NullInt64
	var body, sum, salt []byte
	if err := row.Scan(&place, &seq, &at, &heading, &body, &sum, &salt); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	var err error
	switch last := len(l.records) - 1; {
	case place < 0:
		r := workflow.Record{Seq: workflow.Seq(seq), At: time.UnixMicro(at).UTC()}
		err = exactly(field{r.Hash[:], sum})
		l.records, l.stored = append(l.records, r), append(l.stored, headed{heading, body})
	case last < 0 || l.records[last].Seq != workflow.Seq(seq):
		return fmt.Errorf("%w: a text belongs to record %d, which is not there", ErrDamaged, seq)
	default:
		t := workflow.Text{Words: string(body)}
		err = exactly(field{t.Salt[:], salt}, field{t.Digest[:], sum})
		l.records[last].Texts = append(l.records[last].Texts, t)
	}
	if err != nil {
		return fmt.Errorf("%w: record %d: %w", ErrDamaged, seq, err)
	}
	return nil
}

// A field is of a length that never changes, and what was stored for it.
type field struct{ into, stored []byte }

// exactly fills fields of a record.
func exactly(fields ...field) error {
	for _, f := range fields {
		if copy(f.into, f.stored) != len(f.into) || len(f.stored) != len(f.into) {
			return fmt.Errorf("a column holds %d bytes where %d are due", len(f.stored), len(f.into))
		}
	}
	return nil
}
