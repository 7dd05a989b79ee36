package workflow

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A Snapshotter is a Store that keeps, beside the records of an enrolment, what
// an engine made of them, so that whoever meets the enrolment for the first
// time need not read it from the beginning. It is optional: without it
// everything is read. A snapshot follows from the records and can be left out,
// lost or deleted at any time; it holds free texts, though, and is as
// confidential as they are. A store that wraps another and changes what Load
// gives has to change what LoadSnapshot does.
//
// Append and Erase of a Snapshotter keep what Batch.Snapshot gives, where it
// gives anything, in the same step and in the place of the one kept before.
// What is kept is removed in the same step by every Erase, and by every Append
// whose batch names texts to be erased, unless the batch gives another.
type Snapshotter interface {
	// LoadSnapshot returns the snapshot that the store keeps of the enrolment, and
	// the records from the last one of the batch that gave it on, that one
	// included, in order. Where it keeps none it returns no bytes and all records.
	// It must include every record whose Append returned nil before it was
	// called. The two need not be of one instant, but the records must not be of
	// an earlier one than the snapshot is.
	LoadSnapshot(ctx context.Context, id EnrolmentID) (snapshot []byte, records []Record, err error)
}

// MaxSnapshotSize is the greatest size of a snapshot, in bytes. An enrolment
// that would take more is read from its records.
const MaxSnapshotSize = 4 << 20

// defaultSnapshotEvery is a compromise: reading 64 records costs less than going
// to a database does, and a snapshot weighs some dozens of records.
const defaultSnapshotEvery = 64

// snapshotterOf is the one place where a store is asked for the optional Snapshotter.
func snapshotterOf(s Store) (Snapshotter, bool) {
	sn, ok := s.(Snapshotter)
	return sn, ok
}

// A sealer keeps what stores have of states from being believed unless an engine
// with the same key wrote it.
type sealer struct{ key []byte }

func newSealer(secret []byte) sealer {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(snapshotFormat)) // a key of its own for each form: another one does not open
	return sealer{mac.Sum(nil)}
}

// seal is the state with what tells it from all others in front, and the seal behind.
func (k sealer) seal(s *State) []byte {
	digest := s.FrameworkDigest()
	b := append(append(make([]byte, 0, 4<<10), snapshotFormat...), '\n')
	b = append(append(b, digest[:]...), s.head[:]...)
	b = appendState(binary.BigEndian.AppendUint64(b, uint64(s.seq)), s)
	return append(b, k.sum(s.ID(), b)...)
}

const (
	snapshotHeader = len(snapshotFormat) + 1 + 2*len(canonical.Digest{}) + 8
	sealSize       = sha256.Size
)

// sum is the seal of bytes that belong to an enrolment.
func (k sealer) sum(id EnrolmentID, b []byte) []byte {
	mac := hmac.New(sha256.New, k.key)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(len(id))))
	mac.Write([]byte(id))
	mac.Write(b)
	return mac.Sum(nil)
}

// A sealed state was written by an engine with this key for this enrolment.
type sealed struct {
	content, head canonical.Digest
	seq           Seq
	state         []byte
}

// unseal opens what a store gave. What is wrong with it is said in words for a log.
func (k sealer) unseal(id EnrolmentID, b []byte) (u sealed, problem string) {
	switch {
	case len(b) > MaxSnapshotSize:
		return sealed{}, "it is too large"
	case len(b) < snapshotHeader+sealSize || string(b[:len(snapshotFormat)+1]) != snapshotFormat+"\n":
		return sealed{}, otherForm
	}
	b, seal := b[:len(b)-sealSize], b[len(b)-sealSize:]
	if !hmac.Equal(seal, k.sum(id, b)) {
		return sealed{}, "its seal is broken"
	}
	b = b[len(snapshotFormat)+1:]
	b = b[copy(u.content[:], b):]
	b = b[copy(u.head[:], b):]
	u.seq, u.state = Seq(binary.BigEndian.Uint64(b)), b[8:]
	return u, ""
}
