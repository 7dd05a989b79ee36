package jetstream

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// A snapshot is kept in the bucket under the enrolment's token and a number for
// each of its parts, every one headed by what it belongs to.
type snapshotHead struct {
	seq   workflow.Seq     // the last record of the batch that gave it
	hash  canonical.Digest // that record's
	sum   canonical.Digest // of all bytes
	at    uint64           // a message at or before that record, words included
	part  uint64
	parts uint64
}

const partsForm = 1

func (h *snapshotHead) append(dst []byte) []byte {
	w := writer{append(dst, partsForm)}
	w.uint(uint64(h.seq))
	w.raw(h.hash[:])
	w.raw(h.sum[:])
	w.uint(h.at)
	w.uint(h.part)
	w.uint(h.parts)
	return w.b
}

func readSnapshotPart(b []byte) (h snapshotHead, part []byte, err error) {
	r := reader{b: b}
	if form := r.byte(); form != partsForm {
		return h, nil, fmt.Errorf("a snapshot of the form %d: this version reads %d", form, partsForm)
	}
	h.seq = workflow.Seq(r.uint())
	r.raw(h.hash[:])
	r.raw(h.sum[:])
	h.at, h.part, h.parts = r.uint(), r.uint(), r.uint()
	return h, r.b, r.err
}

func snapshotKey(id workflow.EnrolmentID, part int) string {
	return token(id) + "." + strconv.Itoa(part)
}

// keepSnapshot puts what the batch gives in the place of what is kept, or has that
// go. It is not in the same step: what is kept from before something was erased
// is told by the records behind it, and never given.
func (s *Store) keepSnapshot(ctx context.Context, w *writing) {
	var b []byte
	if w.Snapshot != nil {
		b = w.Snapshot()
	}
	var err error
	switch {
	case len(b) > 0 && len(b) <= workflow.MaxSnapshotSize:
		err = s.putSnapshot(ctx, w, b)
	case w.erases || len(w.Batch.Erase) > 0:
		err = s.dropSnapshot(ctx, w.shard, w.Enrolment, 0)
	}
	if err != nil {
		s.o.Logger.WarnContext(ctx, "a snapshot is not kept or removed as it should be", "enrolment", string(w.Enrolment), "error", err)
	}
}

func (s *Store) putSnapshot(ctx context.Context, w *writing, b []byte) error {
	at, _ := s.places.get(w.Enrolment)
	last := &w.Records[len(w.Records)-1]
	head := snapshotHead{seq: last.Seq, hash: last.Hash, sum: canonical.Digest(sha256.Sum256(b))}
	switch {
	case w.words > 0:
		head.at = w.words
	case at.seq == last.Seq && at.at >= uint64(len(w.messages)):
		head.at = at.at + 1 - uint64(len(w.messages))
	}
	const largest = 512 << 10
	head.parts = uint64((len(b) + largest - 1) / largest)
	for ; head.part < head.parts; head.part++ {
		from := int(head.part) * largest
		part := head.append(make([]byte, 0, 128+largest))
		part = append(part, b[from:min(len(b), from+largest)]...)
		if _, err := w.shard.snapshots.Put(ctx, snapshotKey(w.Enrolment, int(head.part)), part); err != nil {
			return err
		}
	}
	return s.dropSnapshot(ctx, w.shard, w.Enrolment, int(head.parts))
}

// dropSnapshot removes the parts from one on.
func (s *Store) dropSnapshot(ctx context.Context, h *shard, id workflow.EnrolmentID, part int) error {
	for ; ; part++ {
		key := snapshotKey(id, part)
		entry, err := h.snapshots.Get(ctx, key)
		if errors.Is(err, jetstream.ErrKeyNotFound) {
			return nil
		}
		if err == nil {
			err = s.overwriteSnapshot(ctx, h, entry.Revision())
		}
		if err != nil {
			return err
		}
	}
}

// overwriteSnapshot has a part go without a trace, which deleting its key does not.
func (s *Store) overwriteSnapshot(ctx context.Context, h *shard, revision uint64) error {
	stream, err := s.js.Stream(ctx, "KV_"+h.snapshots.Bucket())
	if err != nil {
		return err
	}
	return s.overwrite(ctx, stream, revision)
}

// snapshot gives what is kept of an enrolment; nothing where it is not whole.
func (s *Store) snapshot(ctx context.Context, h *shard, id workflow.EnrolmentID) (head snapshotHead, all []byte, err error) {
	for part := 0; part == 0 || part < int(head.parts); part++ {
		entry, err := h.snapshots.Get(ctx, snapshotKey(id, part))
		if errors.Is(err, jetstream.ErrKeyNotFound) {
			return head, nil, nil
		}
		if err != nil {
			return head, nil, err
		}
		one, b, err := readSnapshotPart(entry.Value())
		if part == 0 {
			head = one
		}
		if err != nil || one.sum != head.sum || one.parts != head.parts || one.part != uint64(part) || len(all)+len(b) > workflow.MaxSnapshotSize {
			return head, nil, nil // half of one and half of another
		}
		all = append(all, b...)
	}
	if canonical.Digest(sha256.Sum256(all)) != head.sum {
		return head, nil, nil
	}
	return head, all, nil
}

// snapshotNow is snapshot for those who can do without: its stream may have no
// leader while that of the records has one.
func (s *Store) snapshotNow(ctx context.Context, h *shard, id workflow.EnrolmentID) (head snapshotHead, all []byte) {
	ctx, cancel := s.briefly(ctx)
	defer cancel()
	head, all, err := s.snapshot(ctx, h, id)
	if err != nil {
		s.o.Logger.WarnContext(ctx, "a snapshot cannot be read", "enrolment", string(id), "error", err)
	}
	return head, all
}

// LoadSnapshot implements [workflow.Snapshotter].
func (s *Store) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) ([]byte, []workflow.Record, error) {
	ctx, cancel := s.patience(ctx)
	defer cancel()
	fail := func(err error) ([]byte, []workflow.Record, error) {
		return nil, nil, fmt.Errorf("jetstream: the snapshot of enrolment %q: %w", id, err)
	}
	if err := ctx.Err(); err != nil {
		return fail(err)
	}
	shard := s.shardOf(id)
	head, kept := s.snapshotNow(ctx, shard, id)
	if kept != nil {
		h, err := s.history(ctx, id, head.seq-1, head.at)
		if err != nil {
			return fail(err)
		}
		if len(h.records) > 0 && h.records[0].Seq == head.seq && h.records[0].Hash == head.hash && h.goneAt <= head.seq {
			return kept, h.records, nil
		}
		if h.goneAt > head.seq { // whoever erased did not come to it
			once, cancel := s.briefly(ctx)
			defer cancel()
			if err := s.dropSnapshot(once, shard, id, 0); err != nil {
				s.o.Logger.WarnContext(ctx, "a snapshot is not removed as it should be", "enrolment", string(id), "error", err)
			}
		}
	}
	h, err := s.history(ctx, id, 0, 1)
	if err != nil {
		return fail(err)
	}
	return nil, h.records, nil
}
