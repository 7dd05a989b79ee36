package sqlstore

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Load implements [workflow.Store]. Records and texts come with one statement,
// so that they are as of one instant.
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
	defer func() { _ = rows.Close() }() // what fails is in Err
	var records []workflow.Record
	for rows.Next() {
		if records, err = scanRow(rows.Rows, records); err != nil {
			return nil, fmt.Errorf("sqlstore: %w: %w", ErrDamaged, err)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	return records, ctx.Err()
}

// What is read of a record, and of a text of it, to stand in one column.
const (
	recordSelect = "-1 AS place, " + recordColumns
	textSelect   = "place, seq, 0, 0, '', '', salt, '', '', '', digest, digest, words, words, digest"
)

// A loadedRow is a row of Load: of a record, or of a text of the record before it.
type loadedRow struct {
	place, seq, at, format                       int64
	actor, request, kind, framework, version     string
	command, content, policy, register, all, sum []byte
}

func scanRow(row interface{ Scan(dest ...any) error }, records []workflow.Record) ([]workflow.Record, error) {
	var l loadedRow
	err := row.Scan(&l.place, &l.seq, &l.at, &l.format, &l.actor, &l.request, &l.command, &l.kind, &l.framework, &l.version,
		&l.content, &l.policy, &l.register, &l.all, &l.sum)
	if err != nil {
		return nil, err
	}
	if l.place < 0 {
		r, err := l.record()
		return append(records, r), err
	}
	if len(records) == 0 || records[len(records)-1].Seq != workflow.Seq(l.seq) {
		return nil, fmt.Errorf("a text belongs to record %d, which is not there", l.seq)
	}
	r := &records[len(records)-1]
	t := workflow.Text{Words: string(l.all)}
	err = exactly(l.seq, field{t.Salt[:], l.command}, field{t.Digest[:], l.sum})
	r.Texts = append(r.Texts, t)
	return records, err
}

func (l *loadedRow) record() (r workflow.Record, err error) {
	r = workflow.Record{
		Format: int(l.format), Seq: workflow.Seq(l.seq), At: time.UnixMicro(l.at).UTC(), Actor: workflow.PersonID(l.actor),
		Request: workflow.RequestID(l.request), Kind: workflow.Kind(l.kind), Register: string(l.register), Events: l.all,
	}
	r.Framework.ID = proficiency.FrameworkID(l.framework)
	if r.Framework.Version, err = proficiency.ParseVersion(l.version); err != nil {
		return workflow.Record{}, fmt.Errorf("record %d: %w", l.seq, err)
	}
	err = exactly(l.seq, field{r.Command[:], l.command}, field{r.FrameworkDigest[:], l.content},
		field{r.PolicyDigest[:], l.policy}, field{r.Hash[:], l.sum})
	return r, err
}

// A field is of a length that never changes, and what was stored for it.
type field struct{ into, stored []byte }

// exactly fills fields of a record.
func exactly(seq int64, fields ...field) error {
	for _, f := range fields {
		if copy(f.into, f.stored) != len(f.into) || len(f.stored) != len(f.into) {
			return fmt.Errorf("record %d: a column holds %d bytes where %d are due", seq, len(f.stored), len(f.into))
		}
	}
	return nil
}
