package workflow

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// exportFormat names the form of an exported record.
const exportFormat = "countersign-record/1"

// MaxExportSize is the greatest size of an exported record that ReadExport reads, in bytes.
const MaxExportSize = 64 << 20

// AppendExport appends the records of one enrolment as one JSON document in
// canonical form, with a line feed at its end: a file that proves itself.
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

type exported struct {
	Enrolment EnrolmentID      `json:"enrolment"`
	Format    string           `json:"format"`
	Records   []exportedRecord `json:"records"`
}

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
		Register  string           `json:"register"`
		Request   RequestID        `json:"request"`
		Seq       Seq              `json:"seq"`
	} `json:"record"`
	Texts []exportedText `json:"texts"`
}

type exportedText struct {
	Digest canonical.Digest `json:"digest"`
	Salt   string           `json:"salt"`
	Words  string           `json:"words"`
}

// ReadExport reads what AppendExport wrote, to the byte, and verifies it as
// [Verify] does. The records are returned beside the error of a failed
// verification, for a look at what can be read; with any other error there
// are none. Nothing in b is trusted.
func ReadExport(b []byte) (EnrolmentID, []Record, error) {
	if len(b) > MaxExportSize {
		return "", nil, fmt.Errorf("the file has %d bytes: at most %d are read", len(b), MaxExportSize)
	}
	var x exported
	if err := canonical.Check(bytes.TrimSuffix(b, []byte("\n"))); err != nil {
		return "", nil, fmt.Errorf("this is not an unchanged record: %w", err)
	}
	if err := strictJSON(b, &x); err != nil {
		return "", nil, fmt.Errorf("this is not a record: %w", err)
	}
	if x.Format != exportFormat {
		return "", nil, fmt.Errorf("the format is %q: only %q is known", x.Format, exportFormat)
	}
	records := make([]Record, len(x.Records))
	for i := range x.Records {
		if err := x.Records[i].into(&records[i]); err != nil {
			return "", nil, fmt.Errorf("record %d of the file: %w", i+1, err)
		}
	}
	if !bytes.Equal(AppendExport(nil, x.Enrolment, records), b) {
		return "", nil, errors.New("this is not an unchanged record: it is not as this software writes it")
	}
	return x.Enrolment, records, Verify(x.Enrolment, records)
}

func (x *exportedRecord) into(r *Record) (err error) {
	in := &x.Record
	*r = Record{
		Format: in.Format, Seq: in.Seq, Actor: in.Actor, Request: in.Request, Command: in.Command, Kind: in.Kind,
		FrameworkDigest: in.Digest, Register: in.Register, Events: bytes.Clone(in.Events), Hash: x.Hash,
	}
	if r.At, err = time.Parse(timeFormat, in.At); err != nil {
		return fmt.Errorf("%q is not a time: %w", in.At, err)
	}
	if r.Framework, err = proficiency.ParseRef(in.Framework); err != nil {
		return err
	}
	for _, t := range x.Texts {
		text := Text{Words: t.Words, Digest: t.Digest}
		if n, err := hex.Decode(text.Salt[:], []byte(t.Salt[:min(len(t.Salt), 32)])); err != nil || n != 16 || strings.ToLower(t.Salt) != t.Salt {
			return fmt.Errorf("%q is not a salt: want 32 hexadecimal digits", t.Salt)
		}
		r.Texts = append(r.Texts, text)
	}
	return nil
}
