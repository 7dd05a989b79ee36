package roles

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/proficiency/canonical"
)

// registerExportFormat names the form of an exported register.
const registerExportFormat = "countersign-register/1"

// MaxRegisterExportSize is the greatest size of an exported register that is
// read, in bytes: room for well over 50,000 records.
const MaxRegisterExportSize = 64 << 20

var (
	// ErrExportRefused means that an export is not put into the store, for what
	// it is or for what the store has already: trying again would not help.
	ErrExportRefused = errors.New("roles: the export is refused")
	// ErrAlreadyImported means that the store has these very records already, and
	// perhaps later ones. It comes with ErrExportRefused.
	ErrAlreadyImported = errors.New("roles: the centre has these very records already")
)

// AppendRegisterExport appends the records of one centre's register as one JSON
// document in canonical form, with a line feed at its end.
func AppendRegisterExport(dst []byte, centre CentreID, records []RegisterRecord) []byte {
	o := openObject(dst)
	o.str("centre", string(centre))
	o.str("format", registerExportFormat)
	o.key("records")
	o.b = append(o.b, '[')
	for i := range records {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		r := openObject(o.b)
		r.digest("hash", records[i].Hash)
		r.key("record")
		r.b = records[i].appendBody(r.b)
		o.b = r.close()
	}
	o.b = append(o.b, ']')
	return append(o.close(), '\n')
}

type exportedRegister struct {
	Centre  CentreID `json:"centre"`
	Format  string   `json:"format"`
	Records []struct {
		Hash   canonical.Digest `json:"hash"`
		Record struct {
			Act     canonical.Digest `json:"act"`
			Actor   PersonID         `json:"actor"`
			As      RoleID           `json:"as"`
			At      string           `json:"at"`
			Events  json.RawMessage  `json:"events"`
			Format  int              `json:"format"`
			Kind    ActKind          `json:"kind"`
			People  []PersonID       `json:"people"`
			Policy  canonical.Digest `json:"policy"`
			Request string           `json:"request"`
			Seq     RegisterSeq      `json:"seq"`
		} `json:"record"`
	} `json:"records"`
}

// ReadRegisterExport reads what AppendRegisterExport wrote, to the byte, and
// verifies it as [VerifyRegister] does, with the same limits to what that
// proves. The records are returned beside the error of a failed verification;
// with any other error there are none. Nothing in b is trusted.
func ReadRegisterExport(b []byte) (CentreID, []RegisterRecord, error) {
	if len(b) > MaxRegisterExportSize {
		return "", nil, fmt.Errorf("the register has %d bytes: at most %d are read", len(b), MaxRegisterExportSize)
	}
	if err := canonical.Check(bytes.TrimSuffix(b, []byte("\n"))); err != nil {
		return "", nil, fmt.Errorf("this is not an unchanged register: %w", err)
	}
	var x exportedRegister
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&x); err != nil {
		return "", nil, fmt.Errorf("this is not a register: %w", err)
	}
	if x.Format != registerExportFormat {
		return "", nil, fmt.Errorf("this is not a register: only the format %q is known", registerExportFormat)
	}
	records, err := x.records()
	if err == nil && !bytes.Equal(AppendRegisterExport(nil, x.Centre, records), b) {
		err = errors.New("it is not as this software writes it")
	}
	if err != nil {
		return "", nil, fmt.Errorf("this is not an unchanged register: %w", err)
	}
	return x.Centre, records, VerifyRegister(x.Centre, records)
}

func (x *exportedRegister) records() ([]RegisterRecord, error) {
	records := make([]RegisterRecord, len(x.Records))
	for i := range records {
		in := &x.Records[i].Record
		at, err := time.Parse(registerTime, in.At)
		if err != nil {
			return nil, fmt.Errorf("record %d: its time is not as in %q", i+1, registerTime)
		}
		records[i] = RegisterRecord{
			Format: in.Format, Seq: in.Seq, At: at, Actor: in.Actor, As: in.As, Request: in.Request, Act: in.Act, Kind: in.Kind,
			Policy: in.Policy, People: in.People, Events: bytes.Clone(in.Events), Hash: x.Records[i].Hash,
		}
	}
	return records, nil
}

// ImportRegister puts the records of an export into a store that has nothing of
// the centre, byte for byte and in one step, and gives the centre, also beside
// most errors. What is no export, does not verify, or meets other records there
// is [ErrExportRefused], and nothing was stored; where the store has these very
// records, that is [ErrAlreadyImported], too. Any other error is the store's;
// importing again is safe.
func ImportRegister(ctx context.Context, store RegisterStore, exported []byte) (CentreID, error) {
	centre, records, err := ReadRegisterExport(exported)
	if err == nil && len(records) == 0 {
		err = errors.New("the export has no records")
	}
	if err != nil {
		return centre, fmt.Errorf("%w: %w", ErrExportRefused, err)
	}
	err = store.Append(ctx, RegisterBatch{Centre: centre, Records: records})
	if err == nil || errors.Is(err, ErrNotStored) {
		return centre, err
	}
	stored, failed := store.Load(ctx, centre, 0)
	switch same := sameRecords(stored, records); {
	case failed != nil:
		return centre, errors.Join(err, failed)
	case same == len(records):
		return centre, fmt.Errorf("%w: %w; nothing was done", ErrExportRefused, ErrAlreadyImported)
	case len(stored) > 0:
		return centre, fmt.Errorf("%w: the centre has %d records, of which the first %d are those of the export", ErrExportRefused, len(stored), same)
	}
	return centre, err
}

// sameRecords is how many records two lists begin with that are the same.
func sameRecords(a, b []RegisterRecord) int {
	n := 0
	for n < min(len(a), len(b)) && a[n].Seq == b[n].Seq && a[n].Hash == b[n].Hash {
		n++
	}
	return n
}
