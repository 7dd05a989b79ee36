package workflow

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A Store keeps each enrolment as a list of records that only grows. It must
// be safe for concurrent use and honour ctx. It must not retain arguments or
// results, nor change them. It need not understand records, check their
// hashes, or know who may read what. Package workflow/storetest checks an
// implementation against this contract.
type Store interface {
	// Load returns the records with Seq > after, in order; none and no error
	// for an unknown enrolment. It must include every record whose Append
	// returned nil before Load was called.
	Load(ctx context.Context, id EnrolmentID, after Seq) ([]Record, error)
	// Append stores all of b or nothing, if b.After is still the last Seq of
	// the enrolment (0 where there is none).
	// An error that wraps ErrConflict or ErrNotStored guarantees that nothing
	// was stored. Any other error, ctx.Err() included, means that the outcome
	// is unknown: the engine reloads and looks for the request id.
	// A store may store what several callers give it in one step. Each is told
	// what came of their own batch: neither a conflict nor a caller who leaves
	// fails the others.
	Append(ctx context.Context, b Batch) error
}

var (
	// ErrConflict means that b.After is not the last Seq any more: somebody else was first.
	ErrConflict = errors.New("workflow: the enrolment has other records by now")
	// ErrNotStored means that nothing was stored, for another reason than a
	// conflict: a caller who had gone before the store began, or a batch that is
	// none, without records or with others than those from After+1 on.
	ErrNotStored = errors.New("workflow: nothing was stored")
	// ErrUnsupported means that the store lacks an optional interface.
	ErrUnsupported = errors.New("workflow: the store does not support this")
)

// A Batch is what one command adds to one enrolment.
type Batch struct {
	Enrolment EnrolmentID
	// After is the last Seq that the records follow.
	After Seq
	// Records follow one another from After+1; there is at least one.
	Records []Record
	// Summary is the enrolment's after the records.
	Summary Summary
	// Erase are texts of stored records to be removed in the same step. Only a
	// store that is an [Eraser] is ever given any.
	Erase []TextRef
	// Snapshot makes what a [Snapshotter] is to keep of the state after the
	// records; nil where none is due, and only a Snapshotter is ever given it. It
	// takes some time, may be called by any goroutine and more than once, and
	// gives the same each time: bytes that are the caller's, or none where there is
	// nothing to keep after all.
	Snapshot func() []byte
}

// A TextRef names one free text of a stored record.
type TextRef struct {
	// Seq is the record's number.
	Seq Seq
	// Text is the text's digest, which stands in the record's events.
	Text canonical.Digest
}

// An Eraser is a Store that can remove what people wrote. It is optional:
// without it [Redact] is denied and [Engine.Erase] returns ErrUnsupported. Its
// Append must, in the same step, make Words of the texts that Batch.Erase names
// empty and their Salt zero in the stored records, and leave everything else of
// them as it is; a text that is not there, or is removed already, is left so.
type Eraser interface {
	// Erase puts the one record of b in the place of everything that the store
	// has of the enrolment, or does nothing, if b.After is still the last Seq:
	// Load then gives that record alone. The errors mean what they mean for
	// Append.
	//
	// [Engine.Restore] puts back with it what began again behind an erasure: where
	// b.After is 0, and the store so has nothing of the enrolment, the first
	// record may have any Seq from 1 on, and others may follow it. All of them
	// are stored or none.
	Erase(ctx context.Context, b Batch) error
}

// A Lister is a Store that can list enrolments. It is optional: without it, and
// without another, such as an [Index], in Options.Lister, [Engine.List] returns
// ErrUnsupported.
type Lister interface {
	// List must yield the summaries that q selects, ordered by enrolment id
	// byte by byte, each as it was at its enrolment's last Append. It trusts
	// its caller: Query.Viewer is a condition like the others. After an error
	// it yields nothing more. The caller must be able to use the store while it
	// looks at the list.
	List(ctx context.Context, q Query) iter.Seq2[Summary, error]
}

// A Query selects enrolments. Every field that is set narrows it. An
// enrolment that was erased, whose summary has nobody who is responsible, is never selected.
type Query struct {
	Centre CentreID
	// Learner is whose enrolment it is: the learner, or a contributor or the
	// accountable person of a centre's.
	Learner   PersonID
	Framework proficiency.FrameworkID
	Status    Status
	// Serial is that of a certificate.
	Serial string
	// Decider is somebody of whom anything stands, as [Summary.Deciders] has it:
	// where [SetAside] with DecidedBy, or revoking a sign-off, has something to undo.
	Decider PersonID
	// PendingWith is somebody of whom something is asked: their inbox.
	PendingWith PersonID
	// Supervisor is a supervisor of the enrolment.
	Supervisor PersonID
	// Trials selects trials rather than everything else.
	Trials bool
	// Now makes Status select, too, whatever the clock may have changed since it
	// was stored: those whose GoodUntil is not after Now. The engine sets it and
	// looks at these again; zero selects by what is stored.
	Now time.Time
	// Viewer keeps what [CanView] allows. The engine sets it; nil selects everything.
	Viewer *Viewer
	// After continues behind that enrolment; empty begins.
	After EnrolmentID
	// Limit is the greatest number of summaries; 0 means all.
	Limit int
}

// Matches reports whether the query selects s, Limit apart. It is what a
// store's own way of selecting must agree with.
func (q *Query) Matches(s *Summary) bool {
	return s.Responsible() != "" && s.Trial == q.Trials && s.Enrolment > q.After &&
		among(q.Centre, s.Centres) &&
		(q.Learner == "" || s.own(q.Learner)) &&
		(q.Framework == "" || q.Framework == s.Framework.ID) &&
		(q.Status == "" || q.Status == s.Status || s.Stale(q.Now)) &&
		among(q.Serial, s.Serials) &&
		among(q.Decider, s.Deciders) &&
		among(q.Supervisor, s.Supervisors) &&
		(q.PendingWith == "" || s.pendingWith(q.PendingWith)) &&
		(q.Viewer == nil || CanView(s, *q.Viewer))
}

// Stale reports whether the clock may have changed what s says by now.
func (s *Summary) Stale(now time.Time) bool {
	return !s.GoodUntil.IsZero() && !now.Before(s.GoodUntil)
}

func among[T ~string](wanted T, list []T) bool {
	if wanted == "" {
		return true
	}
	for _, x := range list {
		if x == wanted {
			return true
		}
	}
	return false
}

// A Summary is what lists show of an enrolment. It is made of facts that no
// clock changes before GoodUntil.
type Summary struct {
	Enrolment EnrolmentID
	Seq       Seq
	// At is the time of the last record.
	At time.Time
	// Learner is whose enrolment it is; empty where it is a centre's.
	Learner PersonID
	// Contributors, in order of their ids, and Accountable are those of a centre's own.
	Contributors []PersonID
	Accountable  PersonID
	Supervisors  []PersonID
	// Deciders are those whose decisions stand, in order of their ids: who
	// confirmed or rejected an item, recorded it from paper or waived it, and who
	// gave the sign-off. What was set aside, withdrawn or voided does not count;
	// what has lapsed, or is on an item that is not chosen, does.
	Deciders  []PersonID
	Centres   []CentreID
	Framework proficiency.Ref
	Category  proficiency.Category
	// Attributes are what the enrolment says of the learner, in order of their ids,
	// so that lists can be told apart by them, such as by role or setting.
	Attributes []proficiency.Setting
	Status     Status
	// Ready says whether sign-off could be asked for, whatever the status, as far
	// as the enrolment itself goes: see [Ready], or of an
	// unsupervised framework whether nothing lacks an answer.
	Ready bool
	// Items are where the items stand.
	Items ItemStatuses
	// Sections are the counts of the sections of the top level, in order.
	Sections []SectionCounts
	// Pending is what is asked of whom, the oldest first.
	Pending []Pending
	// FirstEnrolledAt is when the learner was first enrolled, EnrolledAt when
	// last: the same, but for a revival.
	FirstEnrolledAt, EnrolledAt time.Time
	// CompleteBy is the day by which the learner should finish, and DueAt the
	// first instant after it at the first centre; both zero for none.
	CompleteBy proficiency.Date
	DueAt      time.Time
	// SignedOffOn is the date of the last sign-off, whether it stands or not,
	// and SignOffUntil its end; zero for none. SignOffStands says that it was
	// neither voided nor revoked, whether its end has passed or not.
	SignedOffOn   proficiency.Date
	SignOffUntil  time.Time
	SignOffStands bool
	// Round is the number of the round whose answers the items have, and
	// Submission the last one, of this round or an earlier one, where the
	// framework is unsupervised; 0 and zero where it is not.
	Round      int
	Submission Submission
	// Lapses are the confirmations that will lapse, the next first.
	Lapses []Lapse
	// Trial says that it is a trial, which only its learner sees, and no count includes.
	Trial bool
	// Serials are those of all certificates issued, the newest first.
	Serials []string
	// GoodUntil is the first instant at which the clock alone changes anything
	// above; zero means never.
	GoodUntil time.Time
}

// Subject is the centre whose enrolment it is; empty where it is a learner's.
func (s *Summary) Subject() CentreID {
	if s.Accountable == "" || len(s.Centres) == 0 {
		return ""
	}
	return s.Centres[0]
}

// Responsible is whose turn it is where nobody else's is: the learner, or the
// accountable person of a centre; empty where the enrolment was erased.
func (s *Summary) Responsible() PersonID {
	if s.Learner != "" {
		return s.Learner
	}
	return s.Accountable
}

// own reports whether it is a person's own enrolment: theirs, or that of a
// centre for which they stand.
func (s *Summary) own(p PersonID) bool {
	return p != "" && (p == s.Responsible() || slices.Contains(s.Contributors, p))
}

// Counts are numbers of items that count, by where they stand. What is in
// none of them is unassessed or locked.
type Counts struct {
	// Counting is the number of items that count by themselves.
	Counting                                          int
	Ongoing, Assessed, Requested, Confirmed, Rejected int
	Lapsed, Waived                                    int
	// Groups is the number of groups that count by a rule of their own, and
	// GroupsMet how many of these rules are met.
	Groups, GroupsMet int
}

// SectionCounts are the counts of one section.
type SectionCounts struct {
	Section proficiency.SectionID
	Counts
}

// A Lapse is an instant at which confirmations lapse that are in date until then.
type Lapse struct {
	At time.Time
	// Items is their number: of items that are in and not waived, also in groups
	// and where somebody is asked to renew them.
	Items int
}

// Pending is something asked of a person with one request.
type Pending struct {
	With PersonID
	// Request is the record of the request.
	Request Seq
	Since   time.Time
	// Items is the number of items that still await a decision; 0 where the sign-off does.
	Items   int
	SignOff bool
}

func (s *Summary) pendingWith(p PersonID) bool {
	for i := range s.Pending {
		if s.Pending[i].With == p {
			return true
		}
	}
	return false
}

// Totals are the counts of all sections together.
func (s *Summary) Totals() Counts {
	var t Counts
	for i := range s.Sections {
		t.add(s.Sections[i].Counts, 1)
	}
	return t
}

func (c *Counts) add(d Counts, times int) {
	c.Counting += times * d.Counting
	c.Ongoing += times * d.Ongoing
	c.Assessed += times * d.Assessed
	c.Requested += times * d.Requested
	c.Confirmed += times * d.Confirmed
	c.Rejected += times * d.Rejected
	c.Lapsed += times * d.Lapsed
	c.Waived += times * d.Waived
	c.Groups += times * d.Groups
	c.GroupsMet += times * d.GroupsMet
}
