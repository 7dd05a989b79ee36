package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

const (
	inItsPlace = "Append and Erase of a Snapshotter keep what Batch.Snapshot gives, where it gives anything, in the same step and in the place of the one kept before."
	removedBy  = "What is kept is removed in the same step by every Erase, and by every Append whose batch names texts to be erased, unless the batch gives another."
	fromItOn   = "LoadSnapshot returns the snapshot that the store keeps of the enrolment, and the records from the last one of the batch that gave it on, that one included, in order."
)

func snapshotCases() []Case {
	return []Case{
		{"snapshots/none", "Where it keeps none it returns no bytes and all records.", keeping(snapshotsNone)},
		{"snapshots/kept", fromItOn, keeping(snapshotsKept)},
		{"snapshots/several", fromItOn, keeping(snapshotsSeveral)},
		{"snapshots/newer", inItsPlace, keeping(snapshotsNewer)},
		{"snapshots/nothing", "where it gives anything", keeping(snapshotsNothing)},
		{"snapshots/refused", guarantees, keeping(snapshotsRefused)},
		{"snapshots/bytes", "MaxSnapshotSize is the greatest size of a snapshot, in bytes.", keeping(snapshotsBytes)},
		{"snapshots/redacted", removedBy, keeping(snapshotsRedacted)},
		{"snapshots/erased", removedBy, keeping(snapshotsErased)},
		{"snapshots/begun", inItsPlace, keeping(snapshotsBegun)},
		{"snapshots/shared", retains, keeping(snapshotsShared)},
		{"snapshots/cancelled", "honour ctx", keeping(snapshotsCancelled)},
	}
}

type keepingStore interface {
	workflow.Store
	workflow.Snapshotter
}

// keeping runs a case on stores that keep snapshots; others have nothing to prove.
func keeping(run func(s keepingStore) error) func(workflow.Store) error {
	return func(s workflow.Store) error {
		k, ok := s.(keepingStore)
		if !ok {
			return nil
		}
		return run(k)
	}
}

// with gives a batch a snapshot.
func with(b workflow.Batch, snapshot string) workflow.Batch {
	b.Snapshot = func() []byte { return []byte(snapshot) }
	return b
}

// keeps3 stores three records of e-1, the last with a snapshot, and three of e-2 without.
func keeps3(s keepingStore) error {
	return errors.Join(
		grow(s, "e-1", 2), s.Append(context.Background(), with(batch("e-1", 2, record(3)), "of 3")), grow(s, "e-2", 3),
	)
}

// remembers wants a snapshot, and records as they are.
func remembers(s keepingStore, id workflow.EnrolmentID, snapshot string, want ...workflow.Record) error {
	kept, got, err := s.LoadSnapshot(context.Background(), id)
	if err != nil {
		return fmt.Errorf("load of the snapshot of %q: %w", id, err)
	}
	if string(kept) != snapshot {
		return fmt.Errorf("%q: the snapshot is %.40q (%d bytes): want %.40q (%d bytes)", id, kept, len(kept), snapshot, len(snapshot))
	}
	if err := same(got, want); err != nil {
		return fmt.Errorf("%q, beside the snapshot: %w", id, err)
	}
	return nil
}

func snapshotsNone(s keepingStore) error {
	if err := errors.Join(grow(s, "e-1", 3), grow(s, "e-2", 1)); err != nil {
		return err
	}
	return errors.Join(
		remembers(s, "unknown", ""), remembers(s, "e-1", "", records(1, 3)...), remembers(s, "e-2", "", record(1)),
	)
}

func snapshotsKept(s keepingStore) error {
	if err := keeps3(s); err != nil {
		return err
	}
	if err := errors.Join(remembers(s, "e-1", "of 3", record(3)), remembers(s, "e-2", "", records(1, 3)...)); err != nil {
		return err
	}
	if err := put(s, "e-1", 3, records(4, 5)...); err != nil {
		return err
	}
	return errors.Join(remembers(s, "e-1", "of 3", records(3, 5)...), holds(s, "e-1", 5))
}

func snapshotsSeveral(s keepingStore) error {
	if err := s.Append(context.Background(), with(batch("e-1", 0, records(1, 4)...), "of 4")); err != nil {
		return err
	}
	if err := remembers(s, "e-1", "of 4", record(4)); err != nil {
		return err
	}
	return errors.Join(put(s, "e-1", 4, record(5)), remembers(s, "e-1", "of 4", records(4, 5)...))
}

func snapshotsNewer(s keepingStore) error {
	if err := errors.Join(keeps3(s), put(s, "e-1", 3, record(4))); err != nil {
		return err
	}
	if err := s.Append(context.Background(), with(batch("e-1", 4, record(5)), "of 5")); err != nil {
		return err
	}
	return errors.Join(remembers(s, "e-1", "of 5", record(5)), remembers(s, "e-2", "", records(1, 3)...))
}

func snapshotsNothing(s keepingStore) error {
	b := batch("e-1", 3, record(4))
	b.Snapshot = func() []byte { return nil }
	return errors.Join(keeps3(s), s.Append(context.Background(), b), remembers(s, "e-1", "of 3", records(3, 4)...))
}

// snapshotsRefused has snapshots of batches that are not stored.
func snapshotsRefused(s keepingStore) error {
	if err := keeps3(s); err != nil {
		return err
	}
	ctx := context.Background()
	stale, gap := with(batch("e-1", 2, record(3)), "stale"), with(batch("e-1", 3, record(5)), "gap")
	err := errors.Join(
		refused(s.Append(ctx, stale), workflow.ErrConflict), refused(s.Append(ctx, gap), workflow.ErrNotStored),
		refused(s.Append(ctx, with(batch("e-1", 3), "none")), workflow.ErrNotStored),
		whoHasGone(func(ctx context.Context) error { return s.Append(ctx, with(batch("e-1", 3, record(4)), "gone")) }),
	)
	stale.Erase = []workflow.TextRef{ref(1, 0)}
	if _, ok := s.(workflow.Eraser); ok {
		err = errors.Join(err, refused(s.Append(ctx, stale), workflow.ErrConflict))
	}
	return errors.Join(err, remembers(s, "e-1", "of 3", record(3)))
}

func snapshotsBytes(s keepingStore) error {
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	long := string(bytes.Repeat(all, workflow.MaxSnapshotSize/len(all)))
	if err := s.Append(context.Background(), with(batch("e-1", 0, record(1)), long)); err != nil {
		return err
	}
	return remembers(s, "e-1", long, record(1))
}

func snapshotsRedacted(s keepingStore) error {
	if _, ok := s.(workflow.Eraser); !ok {
		return nil
	}
	erase := []workflow.TextRef{ref(1, 0)}
	if err := errors.Join(keeps3(s), redact(s, 3, erase, record(4))); err != nil {
		return err
	}
	if err := remembers(s, "e-1", "", redacted(records(1, 4), erase...)...); err != nil {
		return err
	}
	again := []workflow.TextRef{ref(2, 0), ref(4, 1)}
	if err := s.Append(context.Background(), with(redaction(4, again, record(5)), "of 5")); err != nil {
		return err
	}
	if err := remembers(s, "e-1", "of 5", record(5)); err != nil {
		return err
	}
	return bears(s, "e-1", 0, redacted(records(1, 5), append(again, erase...)...)...)
}

func snapshotsErased(s keepingStore) error {
	e, ok := s.(erasingStore)
	if !ok {
		return nil
	}
	err := errors.Join(keeps3(s), s.Append(context.Background(), with(batch("e-2", 3, record(4)), "other")), bury(e, "e-1", 3, tombstone(4)))
	if err != nil {
		return err
	}
	if err := errors.Join(remembers(s, "e-1", "", tombstone(4)), remembers(s, "e-2", "other", record(4))); err != nil {
		return err
	}
	err = errors.Join(put(s, "e-1", 4, record(5)), s.Append(context.Background(), with(batch("e-1", 5, record(6)), "of 6")), put(s, "e-1", 6, record(7)))
	return errors.Join(err, remembers(s, "e-1", "of 6", records(6, 7)...))
}

// snapshotsBegun puts back what began again behind an erasure.
func snapshotsBegun(s keepingStore) error {
	e, ok := s.(erasingStore)
	if !ok {
		return nil
	}
	b := with(batch("e-1", 0, append([]workflow.Record{tombstone(4)}, records(5, 7)...)...), "of 7")
	if err := errors.Join(e.Erase(context.Background(), b), put(s, "e-1", 7, record(8))); err != nil {
		return err
	}
	return remembers(s, "e-1", "of 7", records(7, 8)...)
}

func snapshotsShared(s keepingStore) error {
	if err := s.Append(context.Background(), with(batch("e-1", 0, record(1)), "given")); err != nil {
		return err
	}
	got, rs, err := s.LoadSnapshot(context.Background(), "e-1")
	if err != nil {
		return err
	}
	clear(got)
	scribble(rs)
	return remembers(s, "e-1", "given", record(1))
}

func snapshotsCancelled(s keepingStore) error {
	return errors.Join(keeps3(s), whoHasGone(func(ctx context.Context) error {
		_, _, err := s.LoadSnapshot(ctx, "e-1")
		return err
	}))
}
