package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// LifecycleStatus is where a version of a framework is in its life.
type LifecycleStatus string

const (
	// Draft content may change and takes no learners.
	Draft LifecycleStatus = "draft"
	// Published content never changes and takes learners.
	Published LifecycleStatus = "published"
	// Retired content takes no new learners; those enrolled go on.
	Retired LifecycleStatus = "retired"
)

// A Lifecycle is what lifecycle.yaml says of one version. It stands outside
// the framework's digest, because it changes while the content does not. A
// retirement that is cleared moves to History, with both reasons.
type Lifecycle struct {
	Status LifecycleStatus
	// Published is the first day on which a learner may be enrolled.
	Published Date
	// EnrolmentUntil is the last day on which a learner may be enrolled; no date means no end.
	EnrolmentUntil Date
	// RetiredOn is the first day on which no learner may be enrolled any more, with the reason beside it.
	RetiredOn     Date
	RetiredReason string
	// FinishBy is the last day on which sign-off can be asked for; no date means
	// no end. What has been asked for can still be decided, and a migration leads on.
	FinishBy Date
	// History are the retirements that were cleared, the earliest first. They do not overlap.
	History List[ClearedRetirement]
	// Position is the beginning of the file; the others are those of single keys, zero where the key is absent.
	Position               source.Position
	PublishedPosition      source.Position
	EnrolmentUntilPosition source.Position
	RetiredPosition        source.Position
	FinishByPosition       source.Position
}

// A ClearedRetirement is a retirement that was taken back: the version takes
// learners again.
type ClearedRetirement struct {
	// RetiredOn is the first day on which no learner could be enrolled, and
	// ClearedOn the first one after it on which learners can again.
	RetiredOn, ClearedOn Date
	// RetiredReason and ClearedReason say why, for learners and educators.
	RetiredReason, ClearedReason string
	// Position is where the file says so, ClearedPosition where it says that it was cleared.
	Position, ClearedPosition source.Position
}

// Holds reports whether the version was, or is to be, retired on that day by it.
func (r ClearedRetirement) Holds(day Date) bool {
	return !day.Before(r.RetiredOn) && day.Before(r.ClearedOn)
}

// OpenForEnrolment reports whether a learner may be enrolled on that day. If
// not, why says so in words, and clause is where the file decides it.
func (l Lifecycle) OpenForEnrolment(day Date) (open bool, why string, clause source.Position) {
	switch {
	case l.Status == Draft || l.Status == "":
		return false, "it is a draft", l.Position
	case day.Before(l.Published):
		return false, "it is published on " + l.Published.String(), l.PublishedPosition
	case !l.EnrolmentUntil.IsZero() && l.EnrolmentUntil.Before(day):
		return false, "enrolment ended on " + l.EnrolmentUntil.String(), l.EnrolmentUntilPosition
	case !l.RetiredOn.IsZero() && !day.Before(l.RetiredOn):
		return false, "it was retired on " + l.RetiredOn.String() + ": " + l.RetiredReason, l.RetiredPosition
	}
	for _, r := range l.History.elems {
		if r.Holds(day) {
			return false, "it was retired from " + r.RetiredOn.String() + " until it opens again on " + r.ClearedOn.String() + ": " + r.RetiredReason, r.Position
		}
	}
	return true, "", source.Position{}
}

// Finishable reports whether sign-off can be asked for on that day. If not,
// clause is where the file decides it.
func (l Lifecycle) Finishable(day Date) (finishable bool, clause source.Position) {
	if !l.FinishBy.IsZero() && l.FinishBy.Before(day) {
		return false, l.FinishByPosition
	}
	return true, source.Position{}
}
