package roles

import (
	"context"
	"fmt"
	"time"
)

// load brings cur up to date with the store. It asks for the last record known
// once more: if the store no longer has it, as after going back to a backup,
// what is known is forgotten.
func (g *Register) load(ctx context.Context, id CentreID, cur CentreState) (CentreState, error) {
	if !cur.Exists() {
		return g.loadAll(ctx, id)
	}
	records, err := g.records(ctx, id, cur.seq-1)
	if err != nil {
		return CentreState{}, err
	}
	if len(records) == 0 || records[0].Seq != cur.seq || records[0].Hash != cur.head {
		g.o.Logger.WarnContext(ctx, "the store no longer has what was read of it", "centre", id, "seq", cur.seq)
		g.cache.drop(id)
		return g.loadAll(ctx, id)
	}
	return g.extend(cur, records[1:])
}

func (g *Register) loadAll(ctx context.Context, id CentreID) (CentreState, error) {
	records, err := g.records(ctx, id, 0)
	if err != nil {
		return CentreState{}, err
	}
	return g.extend(newCentreState(id), records)
}

func (g *Register) records(ctx context.Context, id CentreID, after RegisterSeq) ([]RegisterRecord, error) {
	records, err := g.store.Load(ctx, id, after)
	if err != nil {
		return nil, fmt.Errorf("cannot load the register of %s: %w", id, err)
	}
	return records, nil
}

// extend applies records that must follow what is known.
func (g *Register) extend(cur CentreState, records []RegisterRecord) (CentreState, error) {
	if len(records) == 0 {
		return cur, nil
	}
	if err := cur.followedBy(records); err != nil {
		g.cache.drop(cur.id)
		return CentreState{}, err
	}
	next := cur.replay(records)
	g.cache.put(next)
	return next, nil
}

// followedBy checks the numbers and hashes of records behind s, so that what
// was changed in the store is never built on.
func (s *CentreState) followedBy(records []RegisterRecord) error {
	seq, head := s.seq, s.head
	for i := range records {
		r := &records[i]
		if r.Seq != seq+1 {
			return fmt.Errorf("%w: %s: record %d follows record %d", ErrBroken, s.id, r.Seq, seq)
		}
		seq = r.Seq
		if r.Format > RegisterFormat {
			head = r.Hash // how a newer version hashes is not known here
			continue
		}
		if head = r.hashAfter(head); head != r.Hash {
			return fmt.Errorf("%w: %s: the hash of record %d", ErrBroken, s.id, r.Seq)
		}
	}
	return nil
}

// zone is the time zone with that name, looked up once, or nil. "Local" is
// none: it would be another one on every machine.
func (g *Register) zone(name string) *time.Location {
	if known, ok := g.zones.Load(name); ok {
		return known.(*time.Location)
	}
	if name == "" || name == "Local" || len(name) > MaxIDLength {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	g.zones.Store(name, zone) // of names that are none there is no end
	return zone
}

// located is the state with its time zone.
func (g *Register) located(s CentreState) (CentreState, error) {
	if s.place = g.zone(s.zone); s.place == nil && s.zone != "" {
		return CentreState{}, fmt.Errorf("roles: the time zone %q of %s is not known to this system", s.zone, s.id)
	}
	return s, nil
}
