// Package memstore keeps registers of appointments in memory: for tests, for
// trying things out, and as the store to read before writing one.
//
//	store := memstore.New()
//	err := store.Append(ctx, roles.RegisterBatch{Centre: "trust-1", Records: records})
//
// It keeps the contract of [roles.RegisterStore], and finds where a person is
// mentioned by looking at every record. Everything is lost with the process.
package memstore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/countersign-go/countersign/roles"
)

// A Store keeps registers in memory. It is safe for concurrent use.
type Store struct {
	mu sync.RWMutex
	// centres has each centre with a record, record Seq at place Seq-1.
	centres map[roles.CentreID][]roles.RegisterRecord
}

// New makes an empty store.
func New() *Store { return &Store{centres: make(map[roles.CentreID][]roles.RegisterRecord)} }

// Load implements [roles.RegisterStore].
func (s *Store) Load(ctx context.Context, centre roles.CentreID, after roles.RegisterSeq) ([]roles.RegisterRecord, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	records := s.centres[centre]
	return copies(records[min(after, roles.RegisterSeq(len(records))):]), nil
}

// Append implements [roles.RegisterStore].
func (s *Store) Append(ctx context.Context, b roles.RegisterBatch) error {
	if err := ctx.Err(); err != nil {
		return errors.Join(roles.ErrNotStored, err)
	}
	for i := range b.Records {
		if want := b.After + roles.RegisterSeq(i) + 1; b.Records[i].Seq != want {
			return fmt.Errorf("%w: record %d stands where %d is due", roles.ErrNotStored, b.Records[i].Seq, want)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	records := s.centres[b.Centre]
	if last := roles.RegisterSeq(len(records)); last != b.After {
		return fmt.Errorf("%w: the last record of %q is %d, not %d", roles.ErrConflict, b.Centre, last, b.After)
	}
	if len(b.Records) == 0 {
		return fmt.Errorf("%w: the batch has no records", roles.ErrNotStored)
	}
	s.centres[b.Centre] = append(records, copies(b.Records)...)
	return nil
}

// CentresOf implements [roles.Finder].
func (s *Store) CentresOf(ctx context.Context, person roles.PersonID) ([]roles.CentreID, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	mentioned := func(r roles.RegisterRecord) bool { return person == "" || slices.Contains(r.People, person) }
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []roles.CentreID
	for _, centre := range slices.Sorted(maps.Keys(s.centres)) {
		if slices.ContainsFunc(s.centres[centre], mentioned) {
			found = append(found, centre)
		}
	}
	return found, nil
}

// copies shares nothing with records that anybody could write to.
func copies(records []roles.RegisterRecord) []roles.RegisterRecord {
	out := make([]roles.RegisterRecord, len(records))
	for i, r := range records {
		out[i] = r.Clone()
	}
	return out
}
