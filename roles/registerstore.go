package roles

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A RegisterStore keeps the register of each centre as a list of records that
// only grows. It must be safe for concurrent use and honour ctx. It must not
// retain arguments or results, nor change them. It must compare ids byte by
// byte. It need not understand records, check their hashes, or know who may
// read what. Package roles/storetest checks an implementation against this
// contract.
type RegisterStore interface {
	// Load returns the records with Seq > after, in order; none and no error
	// for an unknown centre. It must include every record whose Append
	// returned nil before Load was called.
	Load(ctx context.Context, centre CentreID, after RegisterSeq) ([]RegisterRecord, error)
	// Append stores all of b or nothing, if b.After is still the last Seq of
	// the centre (0 where there is none).
	// An error that wraps ErrConflict or ErrNotStored guarantees that nothing
	// was stored. Any other error, ctx.Err() included, means that the outcome
	// is unknown: the register reloads and looks for the request id.
	Append(ctx context.Context, b RegisterBatch) error
}

var (
	// ErrConflict means that b.After is not the last Seq any more: somebody else was first.
	ErrConflict = errors.New("roles: the centre has other records by now")
	// ErrNotStored means that nothing was stored, for another reason than a
	// conflict: a caller who had gone before the store began, or a batch that is
	// none, without records or with others than those from After+1 on.
	ErrNotStored = errors.New("roles: nothing was stored")
	// ErrUnsupported means that the store lacks an optional interface.
	ErrUnsupported = errors.New("roles: the store does not support this")
)

// A Finder is a RegisterStore that knows where a person is mentioned. It is
// optional: without it the register looks through the centres that
// RegisterOptions.Centres names, one by one.
type Finder interface {
	// CentresOf returns the centres with a record whose People include the
	// person, in order of their ids byte by byte; of nobody, "", every centre
	// with a record. It must include every record whose Append returned nil
	// before CentresOf was called.
	CentresOf(ctx context.Context, person PersonID) ([]CentreID, error)
}

// A RegisterSeq numbers the records of one centre's register from 1, without gaps.
type RegisterSeq uint64

// A RegisterBatch is what one act adds to the register of one centre.
type RegisterBatch struct {
	Centre CentreID
	// After is the last Seq that the records follow.
	After RegisterSeq
	// Records follow one another from After+1; there is at least one.
	Records []RegisterRecord
}

// RegisterFormat is the version of register records that this package writes.
const RegisterFormat = 1

// A RegisterRecord is what one accepted act did to the register of one centre.
// Records are only ever added and never changed. They hold ids and no free
// text. A store keeps every field as it is and need not understand any; Hash
// covers all the others.
type RegisterRecord struct {
	// Format is the version of the record's form, from 1.
	Format int
	// Seq numbers the centre's records from 1, without gaps.
	Seq RegisterSeq
	// At is when it happened: UTC, to the microsecond, after the record before.
	At time.Time
	// Actor is whose act it was; empty for the host's own.
	Actor PersonID
	// As is the role relied on, or empty for what needs none.
	As RoleID
	// Request is the client's id of the request.
	Request string
	// Act tells requests with the same id apart: the digest of the act.
	Act canonical.Digest
	// Kind is the act's kind.
	Kind ActKind
	// Policy is the digest of the policy by which it was judged.
	Policy canonical.Digest
	// People are those whom the act is about, in order of their ids and without repetition.
	People []PersonID
	// Events is a JSON array in canonical form.
	Events []byte
	// Hash is the hash chain's step: SHA-256 over the previous record's hash and this record's canonical bytes.
	Hash canonical.Digest
}

// An ActKind names a kind of act, such as "appoint".
type ActKind string

// Clone is a copy that shares nothing with r.
func (r RegisterRecord) Clone() RegisterRecord {
	r.People, r.Events = slices.Clone(r.People), slices.Clone(r.Events)
	return r
}
