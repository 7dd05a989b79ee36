package sqlstore

import (
	"context"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

// LoadSnapshot implements [workflow.Snapshotter]. The snapshot is read first and
// the records after it, with a statement each.
func (s *Store) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) (snapshot []byte, records []workflow.Record, err error) {
	last, snapshot, err := s.snapshot(ctx, id)
	if err != nil {
		return nil, nil, fmt.Errorf("sqlstore: %w", err)
	}
	records, err = s.Load(ctx, id, max(last, 1)-1)
	return snapshot, records, err
}

// snapshot is what is kept of the enrolment, and the number of the last record in it.
func (s *Store) snapshot(ctx context.Context, id workflow.EnrolmentID) (last workflow.Seq, state []byte, err error) {
	if plain(string(id)) != nil { // nothing was ever stored under it
		return 0, nil, ctx.Err()
	}
	rows, err := s.query(ctx, s.statement().add(
		"SELECT last, state FROM {snapshots} WHERE enrolment = (SELECT key FROM {enrolments} WHERE id = ?)", string(id)))
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	for rows.Next() {
		if err := rows.Scan(&last, &state); err != nil {
			return 0, nil, err
		}
	}
	return last, state, rows.Err()
}

// snapshotParts keep what a batch gives, in the place of what is there. Where it
// gives nothing and erases something, what is there goes.
func snapshotParts(b *workflow.Batch, erases bool) []part {
	var state []byte
	if b.Snapshot != nil {
		state = b.Snapshot()
	}
	switch {
	case state != nil:
		last := int64(b.Records[len(b.Records)-1].Seq)
		return []part{func(s *statement) {
			s.add("INSERT INTO {snapshots} (enrolment, last, state) SELECT e.key, ?, ? FROM e WHERE true", last, state)
			s.add(" ON CONFLICT (enrolment) DO UPDATE SET last = excluded.last, state = excluded.state")
		}}
	case erases:
		return []part{emptied("snapshots")}
	}
	return nil
}
