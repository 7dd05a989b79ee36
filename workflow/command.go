package workflow

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A Command is something that somebody wants to do. The sum is sealed:
// commands are the pointer types of this package whose comments begin with
// who may give them. A command is only read, never changed or kept.
type Command interface {
	// Kind is the command's name in records and in [Actions].
	Kind() Kind
	appendJSON(dst []byte) []byte
	needs(s *State, n *Need)
}

// A Kind is the name of a command.
type Kind string

// The kinds of command.
const (
	KindEnrol               Kind = "enrol"
	KindAgree               Kind = "agree"
	KindSelfAssess          Kind = "self-assess"
	KindClearAnswer         Kind = "clear-answer"
	KindRequestConfirmation Kind = "request-confirmation"
	KindWithdrawRequest     Kind = "withdraw-request"
	KindConfirm             Kind = "confirm"
	KindReject              Kind = "reject"
	KindRevise              Kind = "revise"
	KindChooseOptional      Kind = "choose-optional"
	KindAddSupervisor       Kind = "add-supervisor"
	KindRemoveSupervisor    Kind = "remove-supervisor"
	KindRequestSignOff      Kind = "request-sign-off"
	KindWithdrawSignOff     Kind = "withdraw-sign-off"
	KindSignOff             Kind = "sign-off"
	KindDeclineSignOff      Kind = "decline-sign-off"
	KindWithdraw            Kind = "withdraw"
)

// Enrol, by somebody with the capability enrol, or by the learner where the
// content allows it, opens an enrolment or revives a withdrawn one.
type Enrol struct {
	Learner PersonID
	// Framework is the version to enrol on. A zero version means the newest
	// one open for enrolment; a revived enrolment stays on its own version.
	Framework proficiency.Ref
	Centre    CentreID
	// CompleteBy is the day by which the learner should finish; zero for none.
	CompleteBy proficiency.Date
}

// Agree, by the learner, accepts the framework's declaration.
type Agree struct{}

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
	// Comment, Evidence and On are optional.
	Comment  string
	Evidence []EvidenceRef
	On       proficiency.Date
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

// AddSupervisor, by the learner or somebody with the capability reassign, lets a person be asked.
type AddSupervisor struct{ Person PersonID }

// RemoveSupervisor, by the learner or the person, ends that.
type RemoveSupervisor struct{ Person PersonID }

// RequestSignOff, by the learner, asks one person for the final sign-off.
type RequestSignOff struct {
	To PersonID
	// Accept says that the learner accepts the framework's learner statement, where there is one.
	Accept bool
}

// WithdrawSignOff, by the learner, takes back a pending request for sign-off.
type WithdrawSignOff struct{}

// SignOff, by the addressee, gives the final sign-off.
type SignOff struct {
	// Accept says that the signatory accepts the framework's signatory statement, where there is one.
	Accept  bool
	Comment string
}

// DeclineSignOff, by the addressee, refuses the final sign-off with a reason.
type DeclineSignOff struct{ Reason string }

// Withdraw ends the enrolment: by the capability withdraw with a reason, by
// withdraw-not-started while nothing was done, or by learners who enrolled
// themselves while nothing was done.
type Withdraw struct{ Reason string }

// Kind is the command's name.
func (*Enrol) Kind() Kind               { return KindEnrol }
func (*Agree) Kind() Kind               { return KindAgree }
func (*SelfAssess) Kind() Kind          { return KindSelfAssess }
func (*ClearAnswer) Kind() Kind         { return KindClearAnswer }
func (*RequestConfirmation) Kind() Kind { return KindRequestConfirmation }
func (*WithdrawRequest) Kind() Kind     { return KindWithdrawRequest }
func (*Confirm) Kind() Kind             { return KindConfirm }
func (*Reject) Kind() Kind              { return KindReject }
func (*Revise) Kind() Kind              { return KindRevise }
func (*ChooseOptional) Kind() Kind      { return KindChooseOptional }
func (*AddSupervisor) Kind() Kind       { return KindAddSupervisor }
func (*RemoveSupervisor) Kind() Kind    { return KindRemoveSupervisor }
func (*RequestSignOff) Kind() Kind      { return KindRequestSignOff }
func (*WithdrawSignOff) Kind() Kind     { return KindWithdrawSignOff }
func (*SignOff) Kind() Kind             { return KindSignOff }
func (*DeclineSignOff) Kind() Kind      { return KindDeclineSignOff }
func (*Withdraw) Kind() Kind            { return KindWithdraw }
