package sqlstore

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// A heading is what a record has in common with very many others: it is stored
// once, and never changed or deleted. It names no person.
type heading struct {
	format          int64
	kind            workflow.Kind
	framework       proficiency.Ref
	content, policy canonical.Digest
	// centre is the first that the enrolment belonged to after the record, if
	// any. The record does not hold it as such, but mostly names it: it is the first word
	// of what is packed under the heading.
	centre workflow.CentreID
}

func headingOf(r *workflow.Record, centres []workflow.CentreID) heading {
	h := heading{int64(r.Format), r.Kind, r.Framework, r.FrameworkDigest, r.PolicyDigest, ""}
	if len(centres) > 0 {
		h.centre = centres[0]
	}
	return h
}

// into fills in what a record takes from its heading.
func (h *heading) into(r *workflow.Record) {
	r.Format, r.Kind, r.Framework, r.FrameworkDigest, r.PolicyDigest = int(h.format), h.kind, h.framework, h.content, h.policy
}

// key is the number under which a heading is looked for first, second and so
// on. It follows from the content: a number that a process remembers means the same
// after the database has gone back to a backup, or a transaction has not come to its end.
func (h *heading) key(try uint32) int64 {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q %q %x %x %q", h.format, h.kind, h.framework, h.content[:], h.policy[:], h.centre))
	return int64((binary.BigEndian.Uint32(sum[:]) + try) & 0x7fffffff)
}

// manyHeadings is how many a process remembers, of some 300 bytes each. A dozen
// or two are usual for each centre and version of a framework: one for each kind of command.
const manyHeadings = 1 << 15

// headings are those that the database is known to have. They are safe for
// concurrent use.
type headings struct {
	mu    sync.RWMutex
	keys  map[heading]int64
	byKey map[int64]heading
	// asked are those that the database is being asked for, closed when it has answered.
	asked map[heading]chan struct{}
}

func (k *headings) key(h heading) (int64, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	key, ok := k.keys[h]
	return key, ok
}

func (k *headings) at(key int64) (heading, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	h, ok := k.byKey[key]
	return h, ok
}

func (k *headings) learn(key int64, h heading) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.keys == nil || len(k.keys) >= manyHeadings {
		k.keys, k.byKey = map[heading]int64{}, map[int64]heading{}
	}
	k.keys[h], k.byKey[key] = key, h
}

// ask has one ask for a heading at a time, who calls end then; others get what to wait for.
func (k *headings) ask(h heading) (end func(), wait <-chan struct{}) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if asked, ok := k.asked[h]; ok {
		return nil, asked
	}
	asked := make(chan struct{})
	if k.asked == nil {
		k.asked = map[heading]chan struct{}{}
	}
	k.asked[h] = asked
	return func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		delete(k.asked, h)
		close(asked)
	}, nil
}

// forget forgets all: what was written by them was refused, and they may not be there.
func (k *headings) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys, k.byKey = nil, nil
}

// A headed record is one as it is stored: under a heading, and packed. Without one,
// the body has it all.
type headed struct {
	heading sql.NullInt64
	body    []byte
}

// headed gives the records of a batch as they are stored. Headings that are not
// there yet are stored by themselves: nothing depends on them if the records then are not.
func (s *Store) headed(ctx context.Context, b *workflow.Batch) ([]headed, error) {
	all := make([]headed, len(b.Records))
	for i := range b.Records {
		r := &b.Records[i]
		h := headingOf(r, b.Summary.Centres)
		key, ok, err := s.headingKey(ctx, h)
		if err != nil {
			return nil, err
		}
		if ok {
			all[i] = headed{sql.NullInt64{Int64: key, Valid: true}, pack(r, string(h.centre))}
		} else {
			all[i].body = packAlone(r)
		}
	}
	return all, nil
}

// headingKey gives the key that a heading is stored under. Of many who want one that is
// not known, as at the first record of its kind in a bulk, one asks the database and the
// others wait for the answer. Whoever waited for one that did not come asks
// without waiting again, lest a database that is away keep each of them in turn.
func (s *Store) headingKey(ctx context.Context, h heading) (key int64, ok bool, err error) {
	if key, ok = s.headings.key(h); ok {
		return key, true, nil
	}
	end, wait := s.headings.ask(h)
	if end != nil {
		defer end()
	} else {
		select {
		case <-wait:
		case <-ctx.Done():
			return 0, false, ctx.Err()
		}
	}
	if key, ok = s.headings.key(h); ok { // by now
		return key, true, nil
	}
	if key, ok, err = s.enter(ctx, h); ok && err == nil {
		s.headings.learn(key, h)
	}
	return key, ok, err
}

// manyTries is how many keys of a heading are tried. That the first is another's is
// one in millions.
const manyTries = 8

// enter finds or stores a heading, unless all its keys are others'. In a transaction of
// the host it only looks: others who store the same heading would wait for that
// to end, and all that was known of it be wrong if it is rolled back.
func (s *Store) enter(ctx context.Context, h heading) (key int64, ok bool, err error) {
	for try := range uint32(manyTries) {
		key = h.key(try)
		there, err := s.heading(ctx, key)
		if errors.Is(err, sql.ErrNoRows) {
			if s.over != nil {
				return 0, false, nil
			}
			ours, failed := s.insertHeading(ctx, key, h)
			if failed != nil || ours {
				return key, ours, failed
			}
			there, err = s.heading(ctx, key) // that of who was first
		}
		if err != nil || there == h {
			return key, err == nil, err
		}
	}
	return 0, false, nil
}

// insertHeading stores one, unless there is one with that key.
func (s *Store) insertHeading(ctx context.Context, key int64, h heading) (ours bool, err error) {
	st := s.statement().add("INSERT INTO {headings} (key, format, kind, framework, version, framework_digest, policy_digest, centre) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		key, h.format, string(h.kind), string(h.framework.ID), h.framework.Version.String(), h.content[:], h.policy[:], string(h.centre))
	st.add(" ON CONFLICT (key) DO NOTHING")
	defer s.turn()()
	if err := changes(ctx, s.db, st); !errors.Is(err, errNone) {
		return err == nil, err
	}
	return false, nil
}

// heading reads one, or gives sql.ErrNoRows.
func (s *Store) heading(ctx context.Context, key int64) (h heading, err error) {
	st := s.statement().add("SELECT format, kind, framework, version, framework_digest, policy_digest, centre FROM {headings} WHERE key = ?", key)
	rows, err := s.query(ctx, st)
	if err != nil {
		return h, err
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	if !rows.Next() {
		return h, cmp.Or(rows.Err(), sql.ErrNoRows)
	}
	var version string
	var content, policy []byte
	err = rows.Scan(&h.format, &h.kind, &h.framework.ID, &version, &content, &policy, &h.centre)
	if err == nil {
		h.framework.Version, err = proficiency.ParseVersion(version)
	}
	if err == nil {
		err = exactly(field{h.content[:], content}, field{h.policy[:], policy})
	}
	if err != nil {
		return h, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return h, nil
}

// fill gives records what stands in their headings and bodies.
func (s *Store) fill(ctx context.Context, records []workflow.Record, stored []headed) error {
	for i := range records {
		r := &records[i]
		var h heading
		if key := stored[i].heading; key.Valid {
			var err error
			if h, err = s.headingAt(ctx, key.Int64); err != nil {
				return fmt.Errorf("record %d: its heading: %w", r.Seq, err)
			}
		}
		h.into(r)
		if err := unpack(stored[i].body, string(h.centre), r); err != nil {
			return fmt.Errorf("%w: record %d: %w", ErrDamaged, r.Seq, err)
		}
	}
	return nil
}

// headingAt gives the heading with a key.
func (s *Store) headingAt(ctx context.Context, key int64) (heading, error) {
	h, ok := s.headings.at(key)
	if ok {
		return h, nil
	}
	h, err := s.heading(ctx, key)
	switch {
	case err == nil:
		s.headings.learn(key, h)
	case errors.Is(err, sql.ErrNoRows):
		err = fmt.Errorf("%w: it is not there", ErrDamaged)
	}
	return h, err
}
