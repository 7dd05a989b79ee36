package workflow

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// AppendRecord appends a record in the form in which a store may keep it, for
// those who keep it in one column or file of theirs: one JSON object without
// members that are zero, in which Events stand as they are. Its bytes are to be
// kept as they are, too: a type that writes JSON anew, such as PostgreSQL's
// jsonb, is not for it.
//
// Times are taken in UTC, to the microsecond, in the years 1 to 9999; strings
// are UTF-8, and Events one JSON value or nothing, as the engine makes them.
// What is so comes back from [ReadRecord] as it was, but that an empty list and
// none are the same. It holds the words and salts of free texts, and is as
// confidential as they are. A store that is an [Eraser] reads the record,
// empties the text and writes it again.
func AppendRecord(dst []byte, r *Record) []byte {
	o := open(dst)
	o.str("actor", string(r.Actor))
	o.time("at", r.At.UTC())
	if r.Command != (CommandDigest{}) {
		o.hex("command", r.Command[:])
	}
	if len(r.Events) > 0 {
		o.key("events")
		o.b = append(o.b, r.Events...)
	}
	o.int("format", int64(r.Format))
	o.str("framework", string(r.Framework.ID))
	o.digest("framework_digest", r.FrameworkDigest)
	o.digest("hash", r.Hash)
	o.str("kind", string(r.Kind))
	o.digest("policy_digest", r.PolicyDigest)
	o.str("register", r.Register)
	o.str("request", string(r.Request))
	if r.Seq != 0 {
		o.key("seq")
		o.b = strconv.AppendUint(o.b, uint64(r.Seq), 10)
	}
	o.list("texts", len(r.Texts), func(dst []byte, i int) []byte { return r.Texts[i].appendJSON(dst) })
	if r.Framework.Version != (proficiency.Version{}) {
		o.str("version", r.Framework.Version.String())
	}
	return o.close()
}

func (t *Text) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.digest("digest", t.Digest)
	if t.Salt != [16]byte{} {
		o.hex("salt", t.Salt[:])
	}
	o.str("words", t.Words)
	return o.close()
}

// ReadRecord reads what AppendRecord wrote, to the byte. A member that it does
// not know, as a later version may write, is an error. Nothing in b is trusted,
// and nothing of it is kept. Whether the record is the one that was written is
// for [Verify] to say.
func ReadRecord(b []byte) (Record, error) {
	r, err := readStored(b)
	if err != nil {
		return Record{}, fmt.Errorf("workflow: this is not a stored record: %w", err)
	}
	return r, nil
}

func readStored(b []byte) (r Record, err error) {
	if len(b) > maxExportedRecord {
		return Record{}, fmt.Errorf("it has %d bytes: at most %d are read", len(b), maxExportedRecord)
	}
	var x storedRecord
	if err := strictJSON(b, &x); err != nil {
		return Record{}, err
	}
	r = Record{
		Format: x.Format, Seq: x.Seq, At: x.At.Time, Actor: x.Actor, Request: x.Request, Command: x.Command, Kind: x.Kind,
		Framework: proficiency.Ref{ID: x.Framework}, FrameworkDigest: x.FrameworkDigest, PolicyDigest: x.PolicyDigest,
		Register: x.Register, Events: x.Events, Hash: x.Hash,
	}
	for _, t := range x.Texts {
		r.Texts = append(r.Texts, Text{Words: t.Words, Salt: t.Salt, Digest: t.Digest})
	}
	if x.Version != "" {
		if r.Framework.Version, err = proficiency.ParseVersion(x.Version); err != nil {
			return Record{}, err
		}
	}
	if !bytes.Equal(AppendRecord(nil, &r), b) {
		return Record{}, errors.New("it is not as this software writes it")
	}
	return r, nil
}

type storedRecord struct {
	Actor           PersonID                `json:"actor"`
	At              storedTime              `json:"at"`
	Command         CommandDigest           `json:"command"`
	Events          json.RawMessage         `json:"events"`
	Format          int                     `json:"format"`
	Framework       proficiency.FrameworkID `json:"framework"`
	FrameworkDigest canonical.Digest        `json:"framework_digest"`
	Hash            canonical.Digest        `json:"hash"`
	Kind            Kind                    `json:"kind"`
	PolicyDigest    canonical.Digest        `json:"policy_digest"`
	Register        string                  `json:"register"`
	Request         RequestID               `json:"request"`
	Seq             Seq                     `json:"seq"`
	Texts           []exportedText          `json:"texts"`
	Version         string                  `json:"version"`
}

// storedSalt is read from 32 hexadecimal digits.
type storedSalt [16]byte

func (s *storedSalt) UnmarshalText(b []byte) error {
	if n, err := hex.Decode(s[:], b[:min(len(b), 2*len(s))]); err != nil || n != len(s) || len(b) != 2*len(s) {
		return fmt.Errorf("%s is not a salt: want 32 hexadecimal digits", quoteID(string(b)))
	}
	return nil
}
