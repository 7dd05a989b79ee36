package workflow

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// Answered says how a contributor answered the questions of an item.
type Answered struct {
	Stamp `json:"-"`
	Item  proficiency.ItemID `json:"item"`
	// Answers are in the order of the item's questions.
	Answers []Reply `json:"answers"`
	// Contributor is who answers: the learner, or, for a centre, one of its
	// contributors. What is recorded from paper is the accountable person's.
	Contributor PersonID `json:"contributor"`
	// Round counts from 1.
	Round int `json:"round"`
	// Meets says whether the answers met what the item asked when they were given.
	// Where it depends on the enrolment's attributes how much is enough, and these
	// changed, the item's status says whether they do.
	Meets bool `json:"meets"`
	// Basis is the record that last changed answers or evidence: this one, or
	// an earlier one where only the comment is new.
	Basis    Seq              `json:"basis"`
	Comment  *Text            `json:"comment"`
	Evidence []Evidence       `json:"evidence"`
	On       proficiency.Date `json:"on"`
	// Paper says that the answer was recorded with a confirmation on paper.
	Paper bool `json:"paper"`
	// Transferred says that the answer was taken over with a confirmation from
	// elsewhere. No event of its own does: [TransferAccepted] is what is stored.
	Transferred bool `json:"-"`

	ordinal int      // hint: the item's ordinal in the framework
	one     [1]Reply // backs Answers where there is one question
}

// A Reply is what was answered to one question.
type Reply struct {
	// Question is empty for the single unnamed question.
	Question proficiency.QuestionID `json:"question"`
	Answer   proficiency.AnswerID   `json:"answer"`
	// Comment and On are what was said of this answer alone, if anything.
	Comment *Text            `json:"comment"`
	On      proficiency.Date `json:"on"`
}

// Given is what would answer the same once more, such as in the next round.
func (r *Reply) Given() Given { return Given{r.Question, r.Answer, r.Comment.String(), r.On} }

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

// AnswerCleared says that the answer to an item was taken back.
type AnswerCleared struct {
	Stamp `json:"-"`
	Item  proficiency.ItemID `json:"item"`
	// Contributor is whose answer it was.
	Contributor PersonID `json:"contributor"`
	Round       int      `json:"round"`

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
	// Override are the roles that the centre of As names in place of the
	// content's, if it was those that were relied on.
	Override []proficiency.RoleID `json:"override"`

	ordinal int
}

// RequestEnded says that a pending request, or what was left of it, ended
// without a decision.
type RequestEnded struct {
	Stamp `json:"-"`
	// Items are those that were pending by one request of one person.
	Items []proficiency.ItemID `json:"items"`
	// To and Request say of whom it was asked, and in which record. Request is 0
	// where more than MaxItems items ended at once: then Items are those pending
	// with one person, by any number of requests.
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
	// Override are the roles that the centre of As names in place of the
	// content's, if it was those that were relied on.
	Override []proficiency.RoleID `json:"override"`
	// Term is how long a confirmation holds; nil where the content sets no end.
	Term *Term `json:"term"`
	// Paper is what was recorded of a confirmation on paper, or nil.
	Paper *Paper `json:"paper"`
	// Original is the confirmation that was given elsewhere and taken over here, or
	// nil. By is who took it over then. No event of its own has it:
	// [TransferAccepted] is what is stored.
	Original *Original `json:"-"`
	// Comment goes with a confirmation, Reason with a rejection or revision.
	Comment *Text `json:"comment"`
	Reason  *Text `json:"reason"`
	// OnBehalfOf names for whom the decider acted.
	OnBehalfOf *Text `json:"on_behalf_of"`
	// Plan is what the learner is to do after a rejection.
	Plan *Plan `json:"plan"`

	ordinal int
	also    []*Decided // that stand beside it, where an upgrade made one item of several
}

// A Plan is the action plan of a rejection.
type Plan struct {
	Actions []*Text `json:"actions"`
	// ReviewOn is the day on which learner and assessor look at it again, if set.
	ReviewOn proficiency.Date `json:"review_on"`
	// EvidenceAsked says which evidence is wanted, if any.
	EvidenceAsked *Text `json:"evidence_asked"`
}

// A Term is how long a decision on an item with a validity holds.
type Term struct {
	// From is the date that the validity is counted from, in the zone of the
	// centre the decision was made at: that of the decision, of the first
	// decision that it revises, or the one on the paper.
	From proficiency.Date `json:"from"`
	// Until is the first instant at which a confirmation has lapsed; zero for a rejection.
	Until time.Time `json:"until,omitzero"`
}

// Paper is what was recorded of a confirmation given on paper.
type Paper struct {
	// ConfirmedBy says who confirmed.
	ConfirmedBy *Text `json:"confirmed_by"`
	// Role is the role in which they did.
	Role proficiency.RoleID `json:"role"`
	// On is the date on the paper.
	On       proficiency.Date `json:"on"`
	Evidence []Evidence       `json:"evidence"`
}

// DecisionEnded says that the decision on an item no longer stands. It stays in the history.
type DecisionEnded struct {
	Stamp `json:"-"`
	Item  proficiency.ItemID `json:"item"`
	// Decider and Decision say whose decision it was, and in which record.
	Decider  PersonID `json:"decider"`
	Decision Seq      `json:"decision"`
	Cause    Cause    `json:"cause"`
	// As and Reason are those of whoever set the decision aside.
	As     Held  `json:"as"`
	Reason *Text `json:"reason"`

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

// Waived says that an item is not applicable to this learner.
type Waived struct {
	Stamp `json:"-"`
	Item  proficiency.ItemID `json:"item"`
	// As is the role relied on.
	As            Held  `json:"as"`
	Justification *Text `json:"justification"`

	ordinal int
}

// WaiverEnded says that a waiver no longer stands. It stays in the history.
type WaiverEnded struct {
	Stamp `json:"-"`
	Item  proficiency.ItemID `json:"item"`
	// Waiver and Waiving say whose waiver it was, and in which record.
	Waiver  PersonID `json:"waiver"`
	Waiving Seq      `json:"waiving"`
	Cause   Cause    `json:"cause"`
	// As is the role relied on.
	As     Held  `json:"as"`
	Reason *Text `json:"reason"`

	ordinal int
}

// Commented is a comment on an item, or on the enrolment as a whole.
type Commented struct {
	Stamp `json:"-"`
	// Item is empty for a comment on the enrolment.
	Item    proficiency.ItemID `json:"item"`
	Comment *Text              `json:"comment"`
}

// Reminded says that a person was reminded of what is pending with them.
type Reminded struct {
	Stamp `json:"-"`
	To    PersonID `json:"to"`
	// SignOff says that it was about the sign-off.
	SignOff bool `json:"sign_off"`
}
