package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

// LoadSnapshot implements [workflow.Snapshotter]. The snapshot is read first and
// the records after it, with a statement each.
func (s *Store) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) (snapshot []byte, records []workflow.Record, err error) {
	last := int64(1)
	if plain(string(id)) == nil { // nothing was ever stored under others
		q := s.statement().add("SELECT last, state FROM {snapshots} WHERE enrolment = (SELECT key FROM {enrolments} WHERE id = ?)", string(id))
		err := s.db.QueryRowContext(ctx, q.sql.String(), q.args...).Scan(&last, &snapshot)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, nil, fmt.Errorf("sqlstore: %w", err)
		}
	}
	records, err = s.Load(ctx, id, workflow.Seq(max(last, 1)-1))
	return snapshot, records, err
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
