package passport

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/parcel"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// Limits bound what is read, in bytes and in numbers. Each zero field stands for
// its default.
type Limits struct {
	// Size is the greatest size of the file, and Unpacked of all that is in it; 16
	// and 96 MiB.
	Size, Unpacked int
	// Files is the greatest number of files in it; 512.
	Files int
}

// defaultLimits are those that stand for zero.
var defaultLimits = Limits{Size: 16 << 20, Unpacked: 96 << 20, Files: 512}

// ErrNoPassport means that a file is none, or one that was changed.
var ErrNoPassport = errors.New("passport: this is no passport")

// A Passport is what is in the file of one, before anything of it is believed.
type Passport struct {
	// CLR is the learner record: a ClrCredential in JSON.
	CLR []byte
	// Records are the records of enrolments, in the order of the learner record.
	Records []Record
	// StatusLists are the lists in it, for [credential.VerifyOptions].
	StatusLists [][]byte
	// Hint is whose keys are whose by the sender's own word; nil without. Compare
	// it with what is known from elsewhere, and trust nobody by it.
	Hint   *credential.Trust
	layout *layout
}

// A Record is the record of one enrolment in a passport.
type Record struct {
	ID      workflow.EnrolmentID
	Records []workflow.Record
	// Fault is what is wrong with it by itself; nil for nothing.
	Fault error
}

// last is the last of the records, of which there is at least one.
func (r *Record) last() *workflow.Record { return &r.Records[len(r.Records)-1] }

// Open takes a passport apart. It checks the form of the archive and that what is
// in it can be read, but for content, and nothing else: that is for
// [Passport.Verify]. Limits may be nil. Errors wrap [ErrNoPassport].
func Open(data []byte, limits *Limits) (*Passport, error) {
	p, err := open(data, limits.filled())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoPassport, err)
	}
	return p, nil
}

func open(data []byte, limits Limits) (*Passport, error) {
	if len(data) > limits.Size {
		return nil, fmt.Errorf("it has %d bytes: at most %d are read", len(data), limits.Size)
	}
	if !IsPassport(data) {
		return nil, errors.New("it does not begin as one")
	}
	files, err := parcel.Read(data, parcel.Limits{Files: limits.Files, Bytes: limits.Unpacked})
	if err != nil {
		return nil, err
	}
	l, err := layoutOf(files)
	if err != nil {
		return nil, err
	}
	if err := canonicalJSON(l.clr); err != nil {
		return nil, fmt.Errorf("%s: %w", fileCLR, err)
	}
	p := &Passport{CLR: l.clr, StatusLists: l.lists, layout: l}
	return p, errors.Join(p.readRecords(), p.readHint())
}

// canonicalJSON holds the learner record to the one form that it is signed in:
// what could be written otherwise could be read otherwise.
func canonicalJSON(text []byte) error {
	doc, err := strict.ParseObject(text, credential.MaxCredential)
	if err != nil {
		return err
	}
	if again, err := strict.Append(nil, doc); err != nil || !bytes.Equal(again, text) {
		return errors.New("it is not as it is written here, in canonical form (RFC 8785)")
	}
	return nil
}

func (l *Limits) filled() Limits {
	filled := defaultLimits
	if l == nil {
		return filled
	}
	for _, f := range []struct{ from, into *int }{{&l.Size, &filled.Size}, {&l.Unpacked, &filled.Unpacked}, {&l.Files, &filled.Files}} {
		if *f.from > 0 {
			*f.into = *f.from
		}
	}
	return filled
}

// readRecords reads the records. One whose chain is broken is kept, for the report.
func (p *Passport) readRecords() error {
	for i, data := range p.layout.records {
		id, records, err := workflow.ReadExport(data)
		if len(records) == 0 {
			if err == nil {
				err = errors.New("there are no records in it")
			}
			return fmt.Errorf("%s: %w", numbered(folderRec, i), err)
		}
		p.Records = append(p.Records, Record{id, records, err})
	}
	return nil
}

func (p *Passport) readHint() error {
	if p.layout.trust == nil {
		return nil
	}
	var findings source.Diagnostics
	if p.Hint, findings = credential.ParseTrust(fileTrust, p.layout.trust); p.Hint == nil {
		return fmt.Errorf("%w", findings.Err())
	}
	return nil
}

// Content reads a framework that came with the passport; nil without an error if it
// did not. Nothing says that it is what its author published: compare its digest.
// It is read anew each time, for it costs more than the rest of a passport.
func (p *Passport) Content(ref proficiency.Ref) (*proficiency.Framework, error) {
	for _, f := range p.layout.content {
		if f.Name != contentName(ref) {
			continue
		}
		fw, findings := proficiency.Parse(f.Name, f.Data)
		if findings.HasErrors() {
			return nil, fmt.Errorf("passport: %w", findings.Err())
		}
		if misplaced := proficiency.Misplaced(fw, f.Name); misplaced != nil {
			return nil, fmt.Errorf("passport: %w", misplaced.Err())
		}
		return fw, nil
	}
	return nil, nil
}
