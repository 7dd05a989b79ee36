package jetstream

import (
	"errors"

	"github.com/countersign-go/countersign/workflow"
)

var (
	// ErrDamaged means that messages cannot be what was written, or are missing:
	// that somebody or something else has changed them.
	ErrDamaged = errDamaged
	// ErrMissing means that there are no streams, or not all that belong to them.
	ErrMissing = errors.New("there is none: set Create to have it made")
)

// A Code says what kind of thing a [Finding] is.
type Code string

// The codes of findings. Those whose names package sqlstore has, too, mean the same.
const (
	// RecordDamaged: a record or a text cannot be read as one, or is missing.
	RecordDamaged Code = "record-damaged"
	// ChainBroken: records do not follow from one another, or a text is not what
	// was written, as [workflow.Verify] has it.
	ChainBroken Code = "chain-broken"
	// Newer: a later version of this software wrote it, and it cannot be checked.
	Newer Code = "newer"
	// ContentMissing: the catalogue lacks the content, so the summary cannot be checked.
	ContentMissing Code = "content-missing"
	// ContentChanged: the catalogue has other content under that name and version.
	ContentChanged Code = "content-changed"
	// SummaryDiffers: the summary beside the last record, of which lists are made,
	// is not what the records add up to.
	SummaryDiffers Code = "summary-differs"
	// ListDiffers: lists of this process show otherwise than the streams say.
	ListDiffers Code = "list-differs"
)

// remedies say what to do, for those who keep the streams.
var remedies = map[Code]string{
	RecordDamaged:  "keep a copy for inquiry, and put the streams back from a backup, or import an export into streams of another name",
	ChainBroken:    "keep a copy for inquiry, and put the streams back from a backup, or import an export into streams of another name; compare the last hash with certificates",
	Newer:          "check it with the newer version",
	ContentMissing: "give the content that it is on",
	ContentChanged: "give the content as it was published; what changes is a new version",
	SummaryDiffers: "the next command on it writes it anew; or import an export into streams of another name",
	ListDiffers:    "start the process again with an empty index",
}

// Remedy says what to do about it, in English.
func (c Code) Remedy() string { return remedies[c] }

// A Finding is something that is not as it should be. It holds ids, and no word
// that people wrote.
type Finding struct {
	Code      Code
	Enrolment workflow.EnrolmentID
	// Seq is the number of the record that it is about; 0 where none is.
	Seq workflow.Seq
	// Message says what is wrong, in English.
	Message string
}

// String gives "enrolment: message".
func (f Finding) String() string { return string(f.Enrolment) + ": " + f.Message }
