package memstore

import (
	"context"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

// A snapshot is what an engine made of the records up to the one numbered last.
type snapshot struct {
	bytes []byte
	last  workflow.Seq
}

// snapshotOf is what a batch gives, if it gives anything. It is made before the
// lock is taken, so that nobody waits for it.
func snapshotOf(b *workflow.Batch) snapshot {
	if b.Snapshot == nil || len(b.Records) == 0 {
		return snapshot{}
	}
	return snapshot{bytes: b.Snapshot(), last: b.Records[len(b.Records)-1].Seq}
}

// LoadSnapshot implements [workflow.Snapshotter].
func (s *Store) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) ([]byte, []workflow.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	e := s.enrolments[id]
	switch {
	case e == nil:
		return nil, nil, nil
	case e.kept.bytes == nil:
		return nil, copies(e.records), nil
	}
	return slices.Clone(e.kept.bytes), copies(e.behind(e.kept.last - 1)), nil
}
