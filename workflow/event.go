package workflow

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
)

// An Event is one thing that happened to an enrolment. The events of one
// accepted command stand in one record. Events are facts: nobody changes them
// after they are made. The sum is sealed; [Unknown] stands for what a newer
// version wrote.
type Event interface {
	// EventKind is the event's name in stored records.
	EventKind() string
	appendJSON(dst []byte) []byte
	stamp() *Stamp
}

// A Stamp says in which record an event stands, when and by whom. It is
// written once, in the record, and filled in from there.
type Stamp struct {
	Seq Seq
	// At is in UTC, to the microsecond.
	At time.Time
	By PersonID
}

func (s *Stamp) stamp() *Stamp { return s }

// A Cause says why something ended that nobody ended by name.
type Cause string

// The causes.
const (
	// CauseWithdrawn: whoever asked took it back.
	CauseWithdrawn Cause = "withdrawn"
	// CauseAnswerChanged: the learner changed or cleared the answer.
	CauseAnswerChanged Cause = "answer-changed"
	// CauseReopened: the learner saved an answer again after a rejection.
	CauseReopened Cause = "reopened"
	// CauseDropped: the learner dropped the optional item.
	CauseDropped Cause = "dropped"
	// CauseChosen: the learner chose an optional item that counts from now on.
	CauseChosen Cause = "chosen"
	// CauseRevised: a decider revised a decision.
	CauseRevised Cause = "revised"
	// CauseSupervisorRemoved: the person asked is no longer a supervisor.
	CauseSupervisorRemoved Cause = "supervisor-removed"
	// CauseNotReady: something that sign-off needs is missing again.
	CauseNotReady Cause = "not-ready"
	// CauseEnrolmentWithdrawn: the enrolment was withdrawn.
	CauseEnrolmentWithdrawn Cause = "enrolment-withdrawn"
)

// Enrolled opens an enrolment, or revives one that was withdrawn, on the
// framework that its record names.
type Enrolled struct {
	Stamp   `json:"-"`
	Learner PersonID `json:"learner"`
	Centre  CentreID `json:"centre"`
	// CompleteBy is the day by which the learner should have finished, if any.
	CompleteBy proficiency.Date `json:"complete_by"`
	// DueAt is the first instant after that day in the zone of the centre, if
	// there is one.
	DueAt time.Time `json:"due_at,omitzero"`
	// As is the role of the enroller; zero where learners enrolled themselves.
	As Held `json:"as"`
}

// Agreed says that the learner agreed to the declaration.
type Agreed struct {
	Stamp `json:"-"`
}

// Answered says how a contributor answered the questions of an item.
type Answered struct {
	Stamp `json:"-"`
	Item  proficiency.ItemID `json:"item"`
	// Answers are in the order of the item's questions.
	Answers []Given `json:"answers"`
	// Contributor is who answers: the learner.
	Contributor PersonID `json:"contributor"`
	// Round counts from 1.
	Round int `json:"round"`
	// Meets says whether the answers met what the item asks, by the framework's scales.
	Meets bool `json:"meets"`
	// Basis is the record that last changed answers or evidence: this one, or
	// an earlier one where only the comment is new.
	Basis    Seq              `json:"basis"`
	Comment  *Text            `json:"comment"`
	Evidence []Evidence       `json:"evidence"`
	On       proficiency.Date `json:"on"`

	ordinal int      // hint: the item's ordinal in the framework
	one     [1]Given // backs Answers where there is one question
}

// A Given is an answer given to a question.
type Given struct {
	// Question is empty for the single unnamed question.
	Question proficiency.QuestionID `json:"question"`
	Answer   proficiency.AnswerID   `json:"answer"`
}

// Evidence refers to something kept elsewhere that supports an answer.
type Evidence struct {
	Title *Text `json:"title"`
	// Location is a link, or the host's own id of a file.
	Location *Text `json:"location"`
	// Digest is the SHA-256 of the file, if the host knows it.
	Digest    canonical.Digest `json:"digest"`
	MediaType string           `json:"media_type"`
	On        proficiency.Date `json:"on"`
}

// AnswerCleared says that the learner took back the answer to an item.
type AnswerCleared struct {
	Stamp       `json:"-"`
	Item        proficiency.ItemID `json:"item"`
	Contributor PersonID           `json:"contributor"`
	Round       int                `json:"round"`

	ordinal int
}

// Requested says that a person was asked to confirm an item.
type Requested struct {
	Stamp `json:"-"`
	Item  proficiency.ItemID `json:"item"`
	To    PersonID           `json:"to"`
	// As and With are the roles for which the person could be asked; see [roles.Decision].
	As   Held `json:"as"`
	With Held `json:"with"`

	ordinal int
}

// RequestEnded says that a pending request, or what was left of it, ended
// without a decision.
type RequestEnded struct {
	Stamp `json:"-"`
	// Items are those that were pending by one request of one person.
	Items []proficiency.ItemID `json:"items"`
	// To and Request say of whom it was asked, and in which record.
	To      PersonID `json:"to"`
	Request Seq      `json:"request"`
	Cause   Cause    `json:"cause"`
}

// An Outcome is what a decision says of an item.
type Outcome string

// The outcomes.
const (
	Confirmed Outcome = "confirmed"
	Rejected  Outcome = "rejected"
)

// Decided is a decision on an item: the confirmation or rejection of a
// request, or the revision of an earlier decision.
type Decided struct {
	Stamp   `json:"-"`
	Item    proficiency.ItemID `json:"item"`
	Outcome Outcome            `json:"outcome"`
	// Basis is the record of the answer that was decided on.
	Basis Seq `json:"basis"`
	// Revises is the record of the decision that this one replaces; 0 for a first decision.
	Revises Seq `json:"revises"`
	// As and With are the roles relied on; see [roles.Decision].
	As   Held `json:"as"`
	With Held `json:"with"`
	// Comment goes with a confirmation, Reason with a rejection or revision.
	Comment *Text `json:"comment"`
	Reason  *Text `json:"reason"`
	// OnBehalfOf names for whom the decider acted.
	OnBehalfOf *Text `json:"on_behalf_of"`
	// Plan is what the learner is to do after a rejection.
	Plan *Plan `json:"plan"`

	ordinal int
}

// A Plan is the action plan of a rejection.
type Plan struct {
	Actions []*Text `json:"actions"`
	// ReviewOn is the day on which learner and assessor look at it again, if set.
	ReviewOn proficiency.Date `json:"review_on"`
	// EvidenceAsked says which evidence is wanted, if any.
	EvidenceAsked *Text `json:"evidence_asked"`
}

// DecisionEnded says that the decision on an item no longer stands. It stays in the history.
type DecisionEnded struct {
	Stamp `json:"-"`
	Item  proficiency.ItemID `json:"item"`
	// Decider and Decision say whose decision it was, and in which record.
	Decider  PersonID `json:"decider"`
	Decision Seq      `json:"decision"`
	Cause    Cause    `json:"cause"`

	ordinal int
}

// OptionalChosen says that the learner chose or dropped an optional item, or
// an optional section with all its items.
type OptionalChosen struct {
	Stamp   `json:"-"`
	Item    proficiency.ItemID    `json:"item"`
	Section proficiency.SectionID `json:"section"`
	Chosen  bool                  `json:"chosen"`

	ordinal int
}

// SupervisorAdded says that a person may be asked about this enrolment.
type SupervisorAdded struct {
	Stamp  `json:"-"`
	Person PersonID `json:"person"`
	// As is the role relied on by whoever added them; zero for the learner, and
	// where the person was asked or enrolled the learner.
	As Held `json:"as"`
}

// SupervisorRemoved says that a person may no longer be asked.
type SupervisorRemoved struct {
	Stamp  `json:"-"`
	Person PersonID `json:"person"`
}

// SignOffRequested says that a person was asked for the final sign-off.
type SignOffRequested struct {
	Stamp `json:"-"`
	To    PersonID `json:"to"`
	As    Held     `json:"as"`
	With  Held     `json:"with"`
}

// SignOffRequestEnded says that a request for sign-off ended undecided.
type SignOffRequestEnded struct {
	Stamp `json:"-"`
	// To and Request say of whom it was asked, and in which record.
	To      PersonID `json:"to"`
	Request Seq      `json:"request"`
	Cause   Cause    `json:"cause"`
}

// SignOffDeclined says that the person asked declined to sign off.
type SignOffDeclined struct {
	Stamp  `json:"-"`
	Reason *Text `json:"reason"`
	// As is the role in which the person had been asked.
	As Held `json:"as"`
}

// SignedOff is the final sign-off. What its certificate says is fixed in it.
type SignedOff struct {
	Stamp `json:"-"`
	// Serial is the certificate's.
	Serial string `json:"serial"`
	// On is the date in the zone of the signatory's centre.
	On       proficiency.Date `json:"on"`
	As       Held             `json:"as"`
	With     Held             `json:"with"`
	Comment  *Text            `json:"comment"`
	Attained Attained         `json:"attained"`
}

// Attained is what was attained at the instant of a sign-off.
type Attained struct {
	// Mandatory is the number of mandatory items.
	Mandatory int `json:"mandatory"`
	// Optional are the optional items chosen: by the section that was chosen as
	// a whole, or that the item stands in.
	Optional []OptionalCount `json:"optional"`
	// Confirmers are those whose decisions stand, in order of their ids.
	Confirmers []ConfirmerCount `json:"confirmers"`
}

// An OptionalCount is the number of optional items attained in a section.
type OptionalCount struct {
	Section proficiency.SectionID `json:"section"`
	Items   int                   `json:"items"`
}

// A ConfirmerCount is the number of items whose standing decision is a person's.
type ConfirmerCount struct {
	Person PersonID `json:"person"`
	Items  int      `json:"items"`
}

// SignOffVoided says that the last sign-off no longer stands.
type SignOffVoided struct {
	Stamp  `json:"-"`
	Serial string `json:"serial"`
	// Signatory is who gave it.
	Signatory PersonID `json:"signatory"`
	Cause     Cause    `json:"cause"`
}

// Withdrawn ends an enrolment until the learner is enrolled again.
type Withdrawn struct {
	Stamp  `json:"-"`
	Reason *Text `json:"reason"`
	// As is the role relied on; zero where learners withdrew themselves.
	As Held `json:"as"`
}

// Unknown is an event that this version cannot read, kept as it was written.
type Unknown struct {
	Stamp `json:"-"`
	Kind  string
	Raw   []byte
}

// Held is a role held at a centre.
type Held = roles.Held

// EventKind is the event's name in stored records.
func (*Enrolled) EventKind() string            { return "enrolled" }
func (*Agreed) EventKind() string              { return "agreed" }
func (*Answered) EventKind() string            { return "answered" }
func (*AnswerCleared) EventKind() string       { return "answer-cleared" }
func (*Requested) EventKind() string           { return "requested" }
func (*RequestEnded) EventKind() string        { return "request-ended" }
func (*Decided) EventKind() string             { return "decided" }
func (*DecisionEnded) EventKind() string       { return "decision-ended" }
func (*OptionalChosen) EventKind() string      { return "optional-chosen" }
func (*SupervisorAdded) EventKind() string     { return "supervisor-added" }
func (*SupervisorRemoved) EventKind() string   { return "supervisor-removed" }
func (*SignOffRequested) EventKind() string    { return "sign-off-requested" }
func (*SignOffRequestEnded) EventKind() string { return "sign-off-request-ended" }
func (*SignOffDeclined) EventKind() string     { return "sign-off-declined" }
func (*SignedOff) EventKind() string           { return "signed-off" }
func (*SignOffVoided) EventKind() string       { return "sign-off-voided" }
func (*Withdrawn) EventKind() string           { return "withdrawn" }
func (u *Unknown) EventKind() string           { return u.Kind }
