package workflow

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// SelfAssess, by the learner, answers one or more items, all or none.
type SelfAssess struct {
	Items []ItemAnswer
	// Overwrite accepts that a confirmation, or a sign-off, is lost by it.
	Overwrite bool
}

// An ItemAnswer is the answer to all questions of one item.
type ItemAnswer struct {
	Item    proficiency.ItemID
	Answers []Given
	// Comment, Evidence and On are optional, and about all answers together.
	Comment  string
	Evidence []EvidenceRef
	On       proficiency.Date
}

// A Given is an answer given to a question.
type Given struct {
	// Question is empty for the single unnamed question.
	Question proficiency.QuestionID
	Answer   proficiency.AnswerID
	// Comment and On are optional, and about this answer alone.
	Comment string
	On      proficiency.Date
}

// An EvidenceRef refers to something kept elsewhere that supports an answer.
// Title and Location are free text, which can be redacted later.
type EvidenceRef struct {
	Title, Location string
	Digest          canonical.Digest
	MediaType       string
	On              proficiency.Date
}

// Answer is a SelfAssess of one item with a single question.
func Answer(item proficiency.ItemID, answer proficiency.AnswerID) *SelfAssess {
	return &SelfAssess{Items: []ItemAnswer{{Item: item, Answers: []Given{{Answer: answer}}}}}
}

// ClearAnswer, by the learner, takes back the answers to items, all or none.
type ClearAnswer struct {
	Items []proficiency.ItemID
	// Overwrite accepts that a confirmation, or a sign-off, is lost by it.
	Overwrite bool
}

// RequestConfirmation, by the learner, asks one person to confirm items, all or none.
type RequestConfirmation struct {
	Items []proficiency.ItemID
	To    PersonID
}

// WithdrawRequest, by the learner, takes back pending requests, all or none.
type WithdrawRequest struct{ Items []proficiency.ItemID }

// Confirm, by the addressee, confirms requested items, all or none.
type Confirm struct {
	Items   []Seen
	Comment string
	// OnBehalfOf names for whom the decider acts, where that is somebody else.
	OnBehalfOf string
}

// Seen names an item to be decided on and the record that the decision rests
// on: the [ItemView.Basis] that the decider saw. If the answer or its evidence
// changed since, the command is refused.
type Seen struct {
	Item  proficiency.ItemID
	Basis Seq
}

// Reject, by the addressee, sends requested items back with an action plan, all or none.
type Reject struct {
	Items  []Seen
	Reason string
	// Actions is what the learner is to do: at least one.
	Actions []string
	// ReviewOn and EvidenceAsked are optional.
	ReviewOn      proficiency.Date
	EvidenceAsked string
	// Plans are for items with a reason and plan of their own; the others have
	// the ones above.
	Plans []ItemPlan
}

// An ItemPlan is why one item is sent back and what the learner is to do.
type ItemPlan struct {
	Item          proficiency.ItemID
	Reason        string
	Actions       []string
	ReviewOn      proficiency.Date
	EvidenceAsked string
}

// Revise, by whoever decided, turns a confirmation into a rejection or the reverse.
type Revise struct {
	Item   proficiency.ItemID
	To     Outcome
	Reason string
	// Actions, ReviewOn and EvidenceAsked make the plan of a rejection, as in [Reject].
	Actions       []string
	ReviewOn      proficiency.Date
	EvidenceAsked string
}

// ChooseOptional, by the learner, chooses or drops optional items and
// sections, all or none. An item inside an optional section is chosen with it.
type ChooseOptional struct {
	Items    []proficiency.ItemID
	Sections []proficiency.SectionID
	// Drop leaves them out rather than choosing them.
	Drop bool
	// Overwrite accepts that a sign-off is lost by it.
	Overwrite bool
}

// Remind, by the learner, reminds a person of what is pending with them: not
// sooner after the last message to them than the policy says.
type Remind struct{ To PersonID }

// RecordPaper, by the capability record-paper, records confirmations that were
// given on paper, all or none. An item that was ever decided here, or has a
// pending request, is refused.
type RecordPaper struct {
	Items []proficiency.ItemID
	// ConfirmedBy says who confirmed on the paper: free text.
	ConfirmedBy string
	// Role is the role in which that person did: one that may confirm the items.
	Role proficiency.RoleID
	// On is the date on the paper: not in the future, and not before the
	// framework's paper_since. Validity runs from it.
	On proficiency.Date
	// Evidence says where the paper is; it is optional.
	Evidence []EvidenceRef
}

// Waive, by the capability waive, says that an item is not applicable to this
// learner, where the content allows it.
type Waive struct {
	Item proficiency.ItemID
	// Justification says why; it is needed.
	Justification string
}

// Unwaive, by the capability waive, withdraws a waiver.
type Unwaive struct {
	Item proficiency.ItemID
	// Reason is optional.
	Reason string
}

// Comment, by the learner or a supervisor, adds a comment. It changes no status.
type Comment struct {
	// Item is what it is about; empty for the enrolment as a whole.
	Item    proficiency.ItemID
	Comment string
}

// SetAside, by the capability set-aside, ends decisions or waivers that should
// not stand, also of paper, all or none: either of the items named, or
// everything that one person decided. They stay in the history.
type SetAside struct {
	Items []proficiency.ItemID
	// DecidedBy names the person whose decisions and waivers are set aside,
	// where no items are named.
	DecidedBy PersonID
	Reason    string
}
