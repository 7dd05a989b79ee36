package workflow

import (
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// RecordFormat is the version of records that this package writes.
const RecordFormat = 1

// MaxRecordSize is the greatest size of a record's canonical bytes with its
// texts, in bytes.
const MaxRecordSize = 256 << 10

// A Record is what one accepted command did to an enrolment. Records are only
// ever added, and nothing of them is ever changed but that a free text loses
// its words and its salt when it is redacted. A store keeps every exported
// field as it is and need not understand any. Hash covers every field but
// Texts; of these it covers the digests, which stand in Events.
//
// The roles that were relied on stand in the events, each beside what it was
// relied on for. The one record that is left of an erased enrolment has no
// actor and no request.
type Record struct {
	// Format is the version of the record's form, from 1.
	Format int
	// Seq numbers the enrolment's records from 1, without gaps.
	Seq Seq
	// At is when it happened: UTC, to the microsecond, never before the record before.
	At time.Time
	// Actor is who gave the command.
	Actor PersonID
	// Request is the client's id of the request.
	Request RequestID
	// Command tells requests with the same id apart; see [CommandDigest].
	Command CommandDigest
	// Kind is the command's kind.
	Kind Kind
	// Framework and FrameworkDigest are the content that the enrolment is pinned to after the record.
	Framework       proficiency.Ref
	FrameworkDigest canonical.Digest
	// PolicyDigest is that of the policy by which roles were judged.
	PolicyDigest canonical.Digest
	// Register is the position of the register of appointments, or whatever
	// the host gives for it, at which the roles were read.
	Register string
	// Events is a JSON array in canonical form.
	Events []byte
	// Texts are the words and salts of the free texts that Events name by digest.
	Texts []Text
	// Hash is the hash chain's step: SHA-256 over the previous record's hash and this record's canonical bytes.
	Hash canonical.Digest

	events []Event // decoded Events, if the record was made or read here
}

// A CommandDigest tells whether the same request id came with the same command
// and actor. It is taken under the installation's key, so that it does not
// give away what a free text said.
type CommandDigest [16]byte

// String gives 32 hexadecimal digits.
func (d CommandDigest) String() string { return hex.EncodeToString(d[:]) }

// MarshalText gives the form of String.
func (d CommandDigest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form of String.
func (d *CommandDigest) UnmarshalText(b []byte) error {
	if n, err := hex.Decode(d[:], b[:min(len(b), 2*len(d))]); err != nil || n != len(d) || len(b) != 2*len(d) {
		return fmt.Errorf("%q is not a command digest: want 32 hexadecimal digits", b)
	}
	return nil
}

// Decode reads the record's events. An event of a kind or form that this
// version does not know comes as [Unknown]. The error says where the bytes
// are not what a record holds.
func (r *Record) Decode() ([]Event, error) {
	events, err := decodeEvents(r)
	if err != nil {
		return nil, fmt.Errorf("record %d: %w", r.Seq, err)
	}
	return events, nil
}

// decoded is Decode, or what is known already.
func (r *Record) decoded() ([]Event, error) {
	if r.events != nil {
		return r.events, nil
	}
	return r.Decode()
}

// timeFormat is RFC 3339 in UTC with exactly six decimals.
const timeFormat = "2006-01-02T15:04:05.000000Z"

// appendBody appends the bytes that the hash covers.
func (r *Record) appendBody(dst []byte) []byte {
	o := open(dst)
	o.str("actor", string(r.Actor))
	o.time("at", r.At)
	o.hex("command", r.Command[:])
	o.digest("digest", r.FrameworkDigest)
	o.key("events")
	o.b = append(o.b, r.Events...)
	o.int("format", int64(r.Format))
	o.key("framework")
	o.b = append(r.Framework.Append(append(o.b, '"')), '"') // an id and a version need no escaping
	o.str("kind", string(r.Kind))
	o.digest("policy", r.PolicyDigest)
	o.str("register", r.Register)
	o.str("request", string(r.Request))
	o.int("seq", int64(r.Seq))
	return o.close()
}

// size is what the record weighs against MaxRecordSize, given its body.
func (r *Record) size(body int) int {
	for i := range r.Texts {
		body += len(r.Texts[i].Words) + 128 // salt, digest and names beside the words
	}
	return body
}

// bare is the record without what only this process knows, as a store keeps it.
func (r Record) bare() Record {
	r.events = nil
	return r
}

// Clone is a copy of the exported fields that shares nothing with r.
func (r Record) Clone() Record {
	r.Events, r.Texts = slices.Clone(r.Events), slices.Clone(r.Texts)
	return r.bare()
}

// genesis is what an enrolment's hash chain begins from.
func genesis(id EnrolmentID) canonical.Digest {
	return canonical.Genesis("countersign-record/1", string(id))
}
