package workflow

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// A Denied is a refused command, with every reason. Nothing was stored.
type Denied struct {
	Kind    Kind
	Reasons []Reason
}

// A Reason is one reason for a refusal. Code is stable and part of the
// interface; the message is English and may be reworded.
type Reason struct {
	Code    Code
	Message string
	// Params are the values that the message speaks of, by name, for translation.
	Params map[string]string
	// Item is the item concerned, if it is about one.
	Item proficiency.ItemID
	// Clause is the place in the content or the policy that decided, if one did.
	Clause source.Position
	// Remedy says what would make it possible; it may be empty.
	Remedy string
}

// String gives "file:line:col: message [code]", without the place where no clause decided.
func (r Reason) String() string {
	s := r.Message + " [" + string(r.Code) + "]"
	if !r.Clause.IsZero() {
		s = r.Clause.String() + ": " + s
	}
	return s
}

// Error gives one reason a line.
func (d *Denied) Error() string {
	lines := make([]string, len(d.Reasons))
	for i, r := range d.Reasons {
		lines[i] = r.String()
	}
	return strings.Join(lines, "\n")
}

// Has reports whether code is among the reasons.
func (d *Denied) Has(code Code) bool {
	return slices.ContainsFunc(d.Reasons, func(r Reason) bool { return r.Code == code })
}

// A Code names a reason.
type Code string

// The codes of this package. Reasons that come from package roles keep the
// codes given there.
const (
	// NotFound: there is no such enrolment, or the actor may not see it.
	NotFound Code = "not-found"
	// WrittenByNewerVersion: the enrolment holds records that this version cannot read.
	WrittenByNewerVersion Code = "written-by-newer-version"
	// RequestIDReused: the request id was used for another command or by another actor.
	RequestIDReused Code = "request-id-reused"
	// TooLarge: the record would be larger than MaxRecordSize, or name too many items.
	TooLarge Code = "too-large"
	// InvalidText: a free text is too long or not valid.
	InvalidText Code = "invalid-text"
	// InvalidID: an id of a person, centre or request is empty, too long or not valid.
	InvalidID Code = "invalid-id"

	// NotTheLearner: only the learner may do this.
	NotTheLearner Code = "not-the-learner"
	// NotAccountable: only the accountable person may do this, where a centre is the subject.
	NotAccountable Code = "not-accountable"
	// NotAContributor: only a contributor may do this, where a centre is the subject.
	NotAContributor Code = "not-a-contributor"
	// WrongSubject: it is for enrolments of learners, and the subject is a centre, or the reverse.
	WrongSubject Code = "wrong-subject"
	// NoContributors: a centre's enrolment has at least one contributor.
	NoContributors Code = "no-contributors"
	// IsASupervisor: who stands for a centre is no supervisor of its enrolment.
	IsASupervisor Code = "is-a-supervisor"
	// IsTheLearner: nobody may do this on their own enrolment, or on that of a
	// centre which they contribute to or are accountable for.
	IsTheLearner Code = "is-the-learner"
	// LearnerNotActive: the learner, or who stands for the centre, is suspended or
	// deactivated at every centre of the enrolment.
	LearnerNotActive Code = "learner-not-active"
	// DeclarationNotAgreed: the declaration comes first.
	DeclarationNotAgreed Code = "declaration-not-agreed"
	// EnrolmentWithdrawn: the enrolment is withdrawn.
	EnrolmentWithdrawn Code = "withdrawn"
	// NothingAsked: the framework asks for no declaration.
	NothingAsked Code = "nothing-asked"

	// NoItems: the command names nothing.
	NoItems Code = "no-items"
	// UnknownItem: the framework has no such item or section.
	UnknownItem Code = "unknown-item"
	// DuplicateItem: the command names the same thing twice.
	DuplicateItem Code = "duplicate-item"
	// ItemExcluded: the item is optional and not chosen.
	ItemExcluded Code = "excluded"
	// ItemNotApplicable: the item does not apply, by the enrolment's attributes.
	ItemNotApplicable Code = "not-applicable"
	// ItemLocked: a gate in front of the item is not confirmed.
	ItemLocked Code = "locked"
	// NoAttributes: nothing in the framework depends on attributes.
	NoAttributes Code = "no-attributes"
	// UnknownAttribute: the framework has no such attribute, or the attribute no
	// such value, or it is given twice.
	UnknownAttribute Code = "unknown-attribute"
	// AttributeMissing: an enrolment gives every attribute a value.
	AttributeMissing Code = "attribute-missing"
	// RequiresFramework: another framework that is required is not held.
	RequiresFramework Code = "requires-framework"
	// NotRequired: the framework does not require that one at this stage.
	NotRequired Code = "not-required"
	// RequirementMet: the learner holds what is required, and there is nothing to override.
	RequirementMet Code = "requirement-met"
	// AlreadyOverridden: the requirement is overridden already.
	AlreadyOverridden Code = "already-overridden"
	// UnknownQuestion: the item has no such question, or it is answered twice.
	UnknownQuestion Code = "unknown-question"
	// NotAnswered: a required question has no answer; or nothing is answered that could be submitted.
	NotAnswered Code = "not-answered"
	// UnknownAnswer: the answer is not on the question's scale.
	UnknownAnswer Code = "unknown-answer"
	// InvalidDate: a date is in the future, or in the past, where it may not be.
	InvalidDate Code = "invalid-date"
	// WouldLoseConfirmation: a confirmation would be superseded; say Overwrite.
	WouldLoseConfirmation Code = "would-lose-confirmation"
	// WouldVoidSignOff: the sign-off would be voided; say Overwrite.
	WouldVoidSignOff Code = "would-void-sign-off"
	// Unsupervised: nobody confirms, waives or signs off anything of the framework.
	Unsupervised Code = "unsupervised"
	// Supervised: the framework is confirmed and signed off, and nothing of it is submitted.
	Supervised Code = "supervised"
	// AlreadySubmitted: the round was submitted, and nothing has been answered since.
	AlreadySubmitted Code = "already-submitted"
	// NothingToClear: the item has no answer, or one that was submitted.
	NothingToClear Code = "nothing-to-clear"

	// NotAssessed: the item's answer is missing or does not meet what is asked.
	NotAssessed Code = "not-assessed"
	// AlreadyRequested: somebody has been asked already.
	AlreadyRequested Code = "already-requested"
	// AlreadyConfirmed: the item is confirmed.
	AlreadyConfirmed Code = "already-confirmed"
	// ItemRejected: the item was rejected; the learner first saves an answer again.
	ItemRejected Code = "rejected"
	// NotRequested: nothing is pending.
	NotRequested Code = "not-requested"
	// NotTheAddressee: somebody else was asked.
	NotTheAddressee Code = "not-the-addressee"
	// ChangedSince: the answer or its evidence changed since the decider saw it.
	ChangedSince Code = "changed-since"
	// ReasonMissing: a reason is needed.
	ReasonMissing Code = "reason-missing"
	// ActionMissing: a rejection needs an action plan.
	ActionMissing Code = "action-missing"
	// NotDecided: no decision stands that could be revised.
	NotDecided Code = "not-decided"
	// NotTheDecider: somebody else decided.
	NotTheDecider Code = "not-the-decider"
	// SameOutcome: the decision says so already.
	SameOutcome Code = "same-outcome"
	// RoleLost: the role that was relied on is no longer held.
	RoleLost Code = "role-lost"
	// UnknownOutcome: a decision is either confirmed or rejected.
	UnknownOutcome Code = "unknown-outcome"

	// ItemWaived: the item is waived.
	ItemWaived Code = "waived"
	// NotWaived: there is no waiver.
	NotWaived Code = "not-waived"
	// NotWaivable: the content does not let the item be waived.
	NotWaivable Code = "not-waivable"
	// Lapsed: the item was confirmed, and the confirmation's period is over.
	Lapsed Code = "lapsed"
	// FromPaper: the decision was recorded from paper, and nobody here made it.
	FromPaper Code = "from-paper"
	// FromElsewhere: the decision was taken over from elsewhere, and nobody here made it.
	FromElsewhere Code = "from-elsewhere"
	// DecidedBefore: the item was decided here before.
	DecidedBefore Code = "decided-before"
	// RoleMayNotConfirm: the role on the paper is none that may confirm the item.
	RoleMayNotConfirm Code = "role-may-not-confirm"
	// InvalidOverride: a centre's own rule names a role that may not confirm.
	InvalidOverride Code = "invalid-override"
	// CommentMissing: the content asks for a comment with the answer.
	CommentMissing Code = "comment-missing"
	// EvidenceMissing: the content asks for evidence with the answer.
	EvidenceMissing Code = "evidence-missing"
	// DateMissing: the content asks for a date with the answer.
	DateMissing Code = "date-missing"
	// NothingPending: nothing is pending with that person.
	NothingPending Code = "nothing-pending"
	// TooSoon: the last message to that person is too recent.
	TooSoon Code = "too-soon"

	// NotOptional: the item or section is not chosen by itself.
	NotOptional Code = "not-optional"

	// SignOffClosed: sign-off on the version can be asked for no more.
	SignOffClosed Code = "sign-off-closed"
	// OlderVersion: an enrolment never goes back to an older version.
	OlderVersion Code = "older-version"
	// NotPublished: the version is a draft, or published later.
	NotPublished Code = "not-published"
	// NoMigration: nothing says what would become of results on the version that
	// the enrolment is on.
	NoMigration Code = "no-migration"

	// NoTransfer: there is nothing to take over from: no record was read.
	NoTransfer Code = "no-transfer"
	// OwnRecord: the record to take over from is the enrolment's own.
	OwnRecord Code = "own-record"
	// OtherFramework: the record to take over from is on another framework.
	OtherFramework Code = "other-framework"
	// OtherContent: it is on the same version, and that has other content there.
	OtherContent Code = "other-content"
	// UpgradeFirst: it is on a newer version than the enrolment.
	UpgradeFirst Code = "upgrade-first"
	// OtherLearner: what was taken over of that origin was another learner's.
	OtherLearner Code = "other-learner"
	// OlderRecord: a later export of the record was taken over already. One that
	// brought nothing was not stored, and is not known.
	OlderRecord Code = "older-record"
	// OtherRecord: it is not the record, with more behind it, that was taken over before.
	OtherRecord Code = "other-record"

	// NotASupervisor: the person is not a supervisor of the enrolment.
	NotASupervisor Code = "not-a-supervisor"
	// IsTheEnroller: the enroller stays while they hold the role.
	IsTheEnroller Code = "is-the-enroller"
	// LastSignatory: nobody else could sign off.
	LastSignatory Code = "last-signatory"

	// Unconfirmed: an item that counts is not confirmed.
	Unconfirmed Code = "unconfirmed"
	// BelowLevel: the answer does not reach the level that is asked.
	BelowLevel Code = "below-level"
	// GroupNotMet: the rule of a group is not met.
	GroupNotMet Code = "group-not-met"
	// NotDistinct: the signatory must have confirmed nothing that stands.
	NotDistinct Code = "not-distinct"
	// NeverSignedOff: there is no sign-off that could be revoked.
	NeverSignedOff Code = "never-signed-off"
	// AlreadyRevoked: the last sign-off is revoked already.
	AlreadyRevoked Code = "already-revoked"
	// BelowMinimum: too few optional items are chosen.
	BelowMinimum Code = "below-minimum"
	// StatementNotAccepted: the statement must be accepted.
	StatementNotAccepted Code = "statement-not-accepted"
	// AlreadySignedOff: a sign-off stands.
	AlreadySignedOff Code = "already-signed-off"
	// SignOffPending: somebody has been asked already.
	SignOffPending Code = "sign-off-pending"
	// SignOffNotRequested: nobody has been asked.
	SignOffNotRequested Code = "sign-off-not-requested"

	// AlreadyEnrolled: the learner, or the centre, is enrolled; the enrolment is named to those who may see it.
	AlreadyEnrolled Code = "already-enrolled"
	// AlreadyEnrolledElsewhere: the learner is enrolled where the actor may not see it.
	AlreadyEnrolledElsewhere Code = "already-enrolled-elsewhere"
	// NotADelegate: the learner, or who is to stand for the centre, is not an active delegate of it.
	NotADelegate Code = "not-a-delegate"
	// NotOffered: the centre does not offer the framework.
	NotOffered Code = "not-offered"
	// UnknownCentre: the host does not know the centre.
	UnknownCentre Code = "unknown-centre"
	// UnknownFramework: there is no such framework or version.
	UnknownFramework Code = "unknown-framework"
	// EnrolmentClosed: the version takes no new learners.
	EnrolmentClosed Code = "enrolment-closed"
	// PinnedToVersion: the enrolment stays on its version.
	PinnedToVersion Code = "pinned-to-version"
	// SelfEnrolmentNotAllowed: the content does not let learners enrol themselves.
	SelfEnrolmentNotAllowed Code = "self-enrolment-not-allowed"
	// NotSelfEnrolled: learners withdraw only where they enrolled by themselves.
	NotSelfEnrolled Code = "not-self-enrolled"
	// AlreadyStarted: something was answered or decided.
	AlreadyStarted Code = "already-started"

	// SamePerson: something was to go from a person to the same person.
	SamePerson Code = "same-person"
	// StillAsked: something stays pending with the person.
	StillAsked Code = "still-asked"
	// SeveralCentres: the enrolment has several centres.
	SeveralCentres Code = "several-centres"
	// CentreAlready: the enrolment has the centre already.
	CentreAlready Code = "centre-already"
	// NotItsCentre: the enrolment does not have the centre.
	NotItsCentre Code = "not-its-centre"
	// LastCentre: the enrolment has no other centre.
	LastCentre Code = "last-centre"
	// NotInvolved: only the learner and supervisors comment.
	NotInvolved Code = "not-involved"
	// IsATrial: a trial has no other people and no centres.
	IsATrial Code = "is-a-trial"
	// InvalidTrial: a trial's number is out of range, or there is no such time zone.
	InvalidTrial Code = "invalid-trial"
	// UnknownText: the record has no such text, or it is removed already.
	UnknownText Code = "unknown-text"
	// StoreCannotErase: the store cannot remove anything.
	StoreCannotErase Code = "store-cannot-erase"
)

// fromRole makes a reason of package roles one of ours.
func fromRole(r roles.Reason, item proficiency.ItemID) Reason {
	return Reason{Code: Code(r.Code), Message: r.Message, Params: r.Params, Item: item, Clause: r.Clause, Remedy: r.Remedy}
}
