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
// the framework's digest, because it changes while the content does not.
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
	// Position is the beginning of the file; the others are those of single keys, zero where the key is absent.
	Position               source.Position
	PublishedPosition      source.Position
	EnrolmentUntilPosition source.Position
	RetiredPosition        source.Position
	FinishByPosition       source.Position
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
	default:
		return true, "", source.Position{}
	}
}

// Finishable reports whether sign-off can be asked for on that day. If not,
// clause is where the file decides it.
func (l Lifecycle) Finishable(day Date) (finishable bool, clause source.Position) {
	if !l.FinishBy.IsZero() && l.FinishBy.Before(day) {
		return false, l.FinishByPosition
	}
	return true, source.Position{}
}
