package workflow

import (
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A Foreign is a person as another installation knows them, written
// origin/person. It is no [PersonID]: whoever it is, no actor is meant by it, and
// nobody may do or read anything here by it.
type Foreign string

// MaxForeignLength is the greatest length of a Foreign, in bytes.
const MaxForeignLength = proficiency.MaxIDLength + 1 + MaxIDLength

// ForeignPerson is a person of an origin.
func ForeignPerson(origin string, person PersonID) Foreign {
	return Foreign(origin + "/" + string(person))
}

// Origin is the installation that knows the person.
func (f Foreign) Origin() string {
	origin, _, _ := strings.Cut(string(f), "/")
	return origin
}

// Person is the id that the person has there.
func (f Foreign) Person() PersonID {
	_, person, _ := strings.Cut(string(f), "/")
	return PersonID(person)
}

// A Transfer is what can be taken over from the record of an enrolment that was
// kept elsewhere, by [AcceptTransfer]. [ReadTransfer] makes it, and nothing else:
// what it says was verified. It is immutable and safe for concurrent use. The
// zero Transfer is none.
type Transfer struct{ read *foreignRecord }

// foreignRecord is a verified record that was kept elsewhere.
type foreignRecord struct {
	origin string
	fw     *proficiency.Framework
	state  State
	at     time.Time
	first  Seq                // the number of the first record
	hashes []canonical.Digest // of all records
	attainedItems
}

// attainedItems is what was attained on a framework, and what was not.
type attainedItems struct {
	items []TransferItem
	left  []LeftOut
}

// A TransferItem is an item that is confirmed and in date in a [Transfer].
type TransferItem struct {
	Item proficiency.ItemID
	// Answers are those that were confirmed.
	Answers []KeptAnswer
	// Decisions are the confirmations that stand, of which the first lapses first:
	// there are several where an upgrade made one item of several.
	Decisions []Original
}

// An Original is a confirmation that was given elsewhere.
type Original struct {
	// By is who confirmed, or who recorded the confirmation from paper. Where it had
	// been transferred before, that is a person of the first origin.
	By Foreign `json:"by"`
	// At is when: in UTC, to the microsecond.
	At time.Time `json:"at"`
	// Record is the record of By's origin that holds it.
	Record Seq `json:"record"`
	// As is the role in which it was given, and the centre as that origin knows it.
	As Held `json:"as"`
	// Paper says that it was recorded from paper there.
	Paper bool `json:"paper"`
	// Term is how long it holds; nil where the content sets no end.
	Term *Term `json:"term"`
}

// Until is the first instant at which the confirmation has lapsed; zero for never.
func (o *Original) Until() time.Time {
	if o.Term == nil {
		return time.Time{}
	}
	return o.Term.Until
}

// LeftOut are items that are not taken over, for one reason.
type LeftOut struct {
	Code  Code                 `json:"code"`
	Items []proficiency.ItemID `json:"items"`
}

// IsZero reports whether there is no transfer.
func (t Transfer) IsZero() bool { return t.read == nil }

func (t Transfer) record() *foreignRecord {
	if t.read == nil {
		return &foreignRecord{}
	}
	return t.read
}

// Origin is the installation that kept the record.
func (t Transfer) Origin() string { return t.record().origin }

// Enrolment is the enrolment there.
func (t Transfer) Enrolment() EnrolmentID { return t.record().state.ID() }

// Learner is whose record it is, as the origin knows them.
func (t Transfer) Learner() Foreign {
	if t.read == nil {
		return ""
	}
	return ForeignPerson(t.read.origin, t.read.state.Learner())
}

// Seq is the number of the last record.
func (t Transfer) Seq() Seq { return t.record().state.Seq() }

// Head is the hash of the last record: it covers all of them.
func (t Transfer) Head() canonical.Digest { return t.record().state.Head() }

// Framework is the version that the enrolment was on with its last record.
func (t Transfer) Framework() proficiency.Ref { return t.record().state.Framework() }

// FrameworkDigest is the digest of that content.
func (t Transfer) FrameworkDigest() canonical.Digest { return t.record().state.FrameworkDigest() }

// At is the instant as of which Items and Left are given.
func (t Transfer) At() time.Time { return t.record().at }

// Items are those that are confirmed and in date, on the version of the origin
// and in its order.
func (t Transfer) Items() []TransferItem {
	items := slices.Clone(t.record().items)
	for i := range items {
		items[i].Answers = slices.Clone(items[i].Answers)
		items[i].Decisions = copyOriginals(items[i].Decisions)
	}
	return items
}

// Left are the items on which there is something and that are not confirmed and
// in date, by why.
func (t Transfer) Left() []LeftOut {
	left := slices.Clone(t.record().left)
	for i := range left {
		left[i].Items = slices.Clone(left[i].Items)
	}
	return left
}

// SignOff is the sign-off that the origin gave, or took over itself, whether it
// is in date or not; ok is false if none stands.
func (t Transfer) SignOff() (a Attainment, ok bool) { return t.record().state.Attainment() }

// hashAt is the hash of a record; ok is false if it is not among them.
func (r *foreignRecord) hashAt(n Seq) (hash canonical.Digest, ok bool) {
	if n < r.first || n-r.first >= Seq(len(r.hashes)) {
		return canonical.Digest{}, false
	}
	return r.hashes[n-r.first], true
}

func copyOriginals(list []Original) []Original {
	list = slices.Clone(list)
	for i := range list {
		list[i].Term = copyOf(list[i].Term)
	}
	return list
}
