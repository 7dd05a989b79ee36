package workflow

import (
	"time"

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
	// CauseReopened: the learner saved an answer again after a rejection or a lapse.
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
	// CauseSetAside: somebody set the decision or waiver aside.
	CauseSetAside Cause = "set-aside"
	// CauseUnwaived: the waiver was withdrawn.
	CauseUnwaived Cause = "unwaived"
	// CauseReassigned: the request went to another person.
	CauseReassigned Cause = "reassigned"
	// CauseRenewalRejected: the request to renew a confirmation was rejected.
	CauseRenewalRejected Cause = "renewal-rejected"
	// CauseCentreRemoved: the person asked has no fitting role at a centre that is left.
	CauseCentreRemoved Cause = "centre-removed"
	// CauseAttributesSet: an attribute was changed, and with it what applies or how
	// much is enough.
	CauseAttributesSet Cause = "attributes-set"
	// CauseUpgraded: a newer version asks it again, or no more.
	CauseUpgraded Cause = "upgraded"
)

// Unknown is an event that this version cannot read, kept as it was written.
type Unknown struct {
	Stamp `json:"-"`
	Kind  string
	Raw   []byte
}

// Held is a role held at a centre.
type Held = roles.Held
