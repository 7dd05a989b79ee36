package workflow

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// exportFormat names the form of an exported record.
const exportFormat = "countersign-record/1"

// MaxExportSize is the greatest size of an exported record that ReadExport
// reads, in bytes: room for 256 records of the greatest size, or for well over
// 50,000 ordinary ones.
const MaxExportSize = 64 << 20

// AppendExport appends the records of one enrolment as one JSON document in
// canonical form, with a line feed at its end. [ReadExport] says what such a
// file proves. It holds every free text with its salt that was not redacted
// when the records were loaded: it is as confidential as the enrolment.
func AppendExport(dst []byte, id EnrolmentID, records []Record) []byte {
	o := open(dst)
	o.str("enrolment", string(id))
	o.str("format", exportFormat)
	o.key("records")
	o.b = append(o.b, '[')
	for i := range records {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = records[i].appendExport(o.b)
	}
	o.b = append(o.b, ']')
	return append(o.close(), '\n')
}

// appendExport writes what the hash covers, the hash, and the texts beside it.
func (r *Record) appendExport(dst []byte) []byte {
	o := open(dst)
	o.digest("hash", r.Hash)
	o.key("record")
	o.b = r.appendBody(o.b)
	o.list("texts", len(r.Texts), func(dst []byte, i int) []byte {
		t := &r.Texts[i]
		x := open(dst)
		x.digest("digest", t.Digest)
		x.hex("salt", t.Salt[:])
		x.str("words", t.Words)
		return x.close()
	})
	return o.close()
}

// maxExportedRecord is the greatest size of one record in an export: JSON may
// write one byte of a text as six.
const maxExportedRecord = 6*MaxRecordSize + 1<<10

type exportedRecord struct {
	Hash   canonical.Digest `json:"hash"`
	Record struct {
		Actor     PersonID         `json:"actor"`
		At        string           `json:"at"`
		Command   CommandDigest    `json:"command"`
		Digest    canonical.Digest `json:"digest"`
		Events    json.RawMessage  `json:"events"`
		Format    int              `json:"format"`
		Framework string           `json:"framework"`
		Kind      Kind             `json:"kind"`
		Policy    canonical.Digest `json:"policy"`
		Register  string           `json:"register"`
		Request   RequestID        `json:"request"`
		Seq       Seq              `json:"seq"`
	} `json:"record"`
	Texts []exportedText `json:"texts"`
}

type exportedText struct {
	Digest canonical.Digest `json:"digest"`
	Salt   storedSalt       `json:"salt"`
	Words  string           `json:"words"`
}

// ReadExport reads what AppendExport wrote, to the byte, and verifies it as
// [Verify] does. The records are returned beside the error of a failed
// verification, for a look at what can be read; with any other error there
// are none. Nothing in b is trusted.
//
// Without an error the file proves of itself that it is what this software
// writes; that its records are numbered without gaps from the first, or from
// the one left by an erasure, belong to the enrolment that it names, and follow
// from one another by their hashes; that each free text in it is the one that
// was written, by its salted digest; and that each one missing is said to have
// been removed by a record in the file. Whoever changes anything else changes
// the last hash. It does not prove that there were no later records, nor who
// wrote it, nor when: whoever makes all of it anew makes a file that is
// accepted. For that, compare the hash of a record with the same hash known
// from elsewhere, such as the one that a certificate carries.
func ReadExport(b []byte) (EnrolmentID, []Record, error) {
	if len(b) > MaxExportSize {
		return "", nil, fmt.Errorf("the file has %d bytes: at most %d are read", len(b), MaxExportSize)
	}
	if err := canonical.Check(bytes.TrimSuffix(b, []byte("\n"))); err != nil {
		return "", nil, fmt.Errorf("this is not an unchanged record: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	id, err := readHead(d)
	if err != nil {
		return "", nil, err
	}
	records := []Record{}
	for d.More() { // one at a time: what is not a record ends it before it takes memory
		r, err := readRecord(d)
		if err != nil {
			return "", nil, fmt.Errorf("record %d of the file: %w", len(records)+1, err)
		}
		records = append(records, r)
	}
	if !bytes.Equal(AppendExport(nil, id, records), b) {
		return "", nil, errors.New("this is not an unchanged record: it is not as this software writes it")
	}
	return id, records, Verify(id, records)
}

// readHead reads up to the first record. What comes in another order is not canonical.
func readHead(d *json.Decoder) (EnrolmentID, error) {
	var id, format string
	for _, want := range []any{json.Delim('{'), "enrolment", &id, "format", &format, "records", json.Delim('[')} {
		got, err := d.Token()
		text, isText := want.(*string)
		if isText {
			*text, isText = got.(string)
		}
		if err != nil || !isText && got != want {
			return "", errors.New("this is not a record: it does not begin as one")
		}
		if want == "records" && format != exportFormat {
			return "", fmt.Errorf("the format is %s: only %q is known", quoteID(format), exportFormat)
		}
	}
	return EnrolmentID(id), nil
}

func readRecord(d *json.Decoder) (r Record, err error) {
	var raw json.RawMessage
	if err := d.Decode(&raw); err != nil {
		return Record{}, err
	}
	if len(raw) > maxExportedRecord {
		return Record{}, fmt.Errorf("it has %d bytes: at most %d are allowed", len(raw), maxExportedRecord)
	}
	var x exportedRecord
	if err := strictJSON(raw, &x); err != nil {
		return Record{}, err
	}
	err = x.into(&r)
	return r, err
}

func (x *exportedRecord) into(r *Record) (err error) {
	in := &x.Record
	*r = Record{
		Format: in.Format, Seq: in.Seq, Actor: in.Actor, Request: in.Request, Command: in.Command, Kind: in.Kind,
		FrameworkDigest: in.Digest, PolicyDigest: in.Policy, Register: in.Register, Events: bytes.Clone(in.Events), Hash: x.Hash,
	}
	if r.At, err = time.Parse(timeFormat, in.At); err != nil {
		return fmt.Errorf("%s is not a time: want it as in %q", quoteID(in.At), timeFormat)
	}
	if r.Framework, err = proficiency.ParseRef(in.Framework); err != nil {
		return err
	}
	for _, t := range x.Texts {
		r.Texts = append(r.Texts, Text{Words: t.Words, Salt: t.Salt, Digest: t.Digest})
	}
	return nil
}
