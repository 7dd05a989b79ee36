package sqlstore

import (
	"errors"
	"slices"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// ErrDamaged means that a row cannot be what was written: that somebody or
// something else has changed it.
var ErrDamaged = errors.New("a row is damaged")

// A Code says what kind of thing a [Finding] is.
type Code string

// The codes of findings. Those that say that rows or summaries differ are about
// what follows from the records, and Rebuild makes it anew; the others are
// about the records themselves, and nothing here changes these.
const (
	// FileDamaged: the database's own check finds damage. Package sqlite has one.
	FileDamaged Code = "file-damaged"
	// RecordDamaged: a record or a text cannot be read as one.
	RecordDamaged Code = "record-damaged"
	// ChainBroken: records do not follow from one another, or a text is not what
	// was written, as [workflow.Verify] and [roles.VerifyRegister] have it.
	ChainBroken Code = "chain-broken"
	// LastDiffers: the number that appends compare is not that of the last record.
	LastDiffers Code = "last-differs"
	// Newer: a later version of this software wrote it, and it cannot be checked.
	Newer Code = "newer"
	// ContentMissing: the catalogue lacks the content, so the summary cannot be checked.
	ContentMissing Code = "content-missing"
	// ContentChanged: the catalogue has other content under that name and version.
	ContentChanged Code = "content-changed"
	// OrphanedRecords: records or texts belong to nothing that is there.
	OrphanedRecords Code = "orphaned-records"
	// FeedDisordered: a feed gives an enrolment's records in another order than
	// their own.
	FeedDisordered Code = "feed-disordered"
	// SummaryDiffers: the stored summary is not what the records add up to.
	SummaryDiffers Code = "summary-differs"
	// RowDiffers: a column that lists select by is not what the summary says.
	RowDiffers Code = "row-differs"
	// MentionsDiffer: the rows that find an enrolment by a person, centre or
	// serial, or a centre by a person, are not those that the summary, or the
	// register's records, say.
	MentionsDiffer Code = "mentions-differ"
	// OrphanedRows: such rows, or snapshots, belong to nothing that is there.
	OrphanedRows Code = "orphaned-rows"
)

// remedies say what to do, for those who keep the database.
var remedies = map[Code]string{
	FileDamaged:     "keep a copy for inquiry, and put the file back from a backup, or export what can be read",
	RecordDamaged:   "keep a copy for inquiry, and put the records back from a backup or an export",
	ChainBroken:     "keep a copy for inquiry, and put the records back from a backup or an export; compare the last hash with certificates",
	LastDiffers:     "records were removed or added behind the store's back: put them back from a backup or an export",
	Newer:           "check it with the newer version",
	ContentMissing:  "give the content that it is on",
	ContentChanged:  "give the content as it was published; what changes is a new version",
	FeedDisordered:  "put the database back from a backup, or move it into another by an export; whoever follows the feed begins again",
	OrphanedRecords: "put the database back from a backup",
	SummaryDiffers:  "rebuild it",
	RowDiffers:      "rebuild it",
	MentionsDiffer:  "rebuild them",
	OrphanedRows:    "rebuild, which removes them",
}

// Remedy says what to do about it, in English.
func (c Code) Remedy() string { return remedies[c] }

// Derived reports whether what differs follows from the records.
func (c Code) Derived() bool {
	switch c {
	case SummaryDiffers, RowDiffers, MentionsDiffer, OrphanedRows:
		return true
	}
	return false
}

// A Finding is something in the database that is not as it should be. It holds
// ids, and no word that people wrote.
type Finding struct {
	Code Code
	// Enrolment or Centre is whose it is; neither where it is nobody's.
	Enrolment workflow.EnrolmentID
	Centre    roles.CentreID
	// Seq is the number of the record that it is about; 0 where none is.
	Seq uint64
	// Message says what is wrong, in English.
	Message string
}

// Rebuildable reports whether Rebuild would write something where Check has
// found these: all of them must be about what follows from sound records.
func Rebuildable(found []Finding) bool {
	return len(found) > 0 && !slices.ContainsFunc(found, func(f Finding) bool { return !f.Code.Derived() })
}
