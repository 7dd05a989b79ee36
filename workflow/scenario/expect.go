package scenario

import (
	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// An Expect line says how things must stand.
type Expect struct {
	Position source.Position
	// About are the enrolments that it holds for, each.
	About []Enrolment
	What  Expectation

	place place
}

// A place is which lines of a file a golden part takes: the line of its expect
// and, from open to end, its block; these are 0 where there is none.
type place struct{ line, open, end int }

// At is where the line begins.
func (l *Expect) At() source.Position { return l.Position }

// An Expectation is what an [Expect] says, as a pointer to one of the types
// whose comments begin with "is the expectation". The sum is sealed.
type Expectation interface {
	write(w *writer)
	check(c *check)
}

// StatusIs is the expectation of where the enrolment stands, wherever one looks.
type StatusIs struct {
	// Status is empty for an enrolment that does not exist.
	Status workflow.Status
}

// ItemsAre is the expectation of where items stand.
type ItemsAre struct {
	Items  []proficiency.ItemID
	Status workflow.ItemStatus
}

// RatingsAre is the expectation of how the answers to items are rated.
type RatingsAre struct {
	Items []proficiency.ItemID
	// Rating is empty for none.
	Rating proficiency.Rating
}

// ReadyIs is the expectation that sign-off could be asked for, or not.
type ReadyIs struct{ Ready bool }

// Missing is the expectation of what keeps the enrolment from its sign-off: all of it.
type Missing struct{ Reasons []Reason }

// CountsAre is the expectation of numbers of items that count.
type CountsAre struct {
	// Section narrows it to one section of the top level.
	Section proficiency.SectionID
	// Of has the counts of everything that this person can list summed up.
	Of     workflow.PersonID
	Counts []Count
}

// A Count is one of the numbers of [workflow.Counts], by its name in small letters.
type Count struct {
	Name  string
	Items int
}

// MayIs is the expectation of what a person may do, or may not.
type MayIs struct {
	Person workflow.PersonID
	Not    bool
	Kind   workflow.Kind
	// Items and Sections are what it is to be done with; none means the enrolment.
	Items    []proficiency.ItemID
	Sections []proficiency.SectionID
	// Overwrite says that the command has to accept that something is lost.
	Overwrite bool
	// Reasons are why not; none leaves it open.
	Reasons []Reason
}

// SeesIs is the expectation that a person can view the enrolment, or cannot.
type SeesIs struct {
	Person workflow.PersonID
	Not    bool
}

// ListIs is the expectation of whose enrolments a person can list.
type ListIs struct {
	Person workflow.PersonID
	// Status narrows the list.
	Status workflow.Status
	// Learners are in no order, each as often as listed.
	Learners []workflow.PersonID
	// Centres are those whose records are listed, likewise.
	Centres []workflow.CentreID
}

// PendingIs is the expectation of what is asked of a person; the zero value
// beside With means nothing.
type PendingIs struct {
	With workflow.PersonID
	// Items is how many await a decision.
	Items int
	// SignOff says that the sign-off is asked for.
	SignOff bool
	// Requests is in how many requests, each of which is one notification; 0 leaves it open.
	Requests int
}

// SupervisorsAre is the expectation of who may be asked, in any order.
type SupervisorsAre struct{ People []workflow.PersonID }

// ContributorsAre is the expectation of who may answer for a centre, in any order.
type ContributorsAre struct{ People []workflow.PersonID }

// AccountableIs is the expectation of who is accountable for a centre; the zero
// value means nobody, as for the enrolment of a learner.
type AccountableIs struct{ Person workflow.PersonID }

// CentresAre is the expectation of the enrolment's centres, in order.
type CentresAre struct{ Centres []workflow.CentreID }

// AttributesAre is the expectation of what the enrolment says of the learner:
// the values of all attributes, in any order.
type AttributesAre struct{ Settings []proficiency.Setting }

// DecisionIs is the expectation of the decision on an item that stands; the
// zero value beside Item means none. Empty fields are left open.
type DecisionIs struct {
	Item       proficiency.ItemID
	Outcome    workflow.Outcome
	By         workflow.PersonID
	As         workflow.Held
	OnBehalfOf string
	// Paper says that it was recorded from paper.
	Paper bool
	// Original is who confirmed elsewhere, where it was taken over; else empty.
	Original workflow.Foreign
}

// PlanIs is the expectation of the action plan that is visible on an item; the
// zero value beside Item means none.
type PlanIs struct {
	Item    proficiency.ItemID
	Reason  string
	Actions []string
}

// AnswerIs is the expectation of the answer to an item; no answers means none.
// Comments and dates of single answers that are empty are left open.
type AnswerIs struct {
	Item proficiency.ItemID
	// Round is the round that the answer belongs to; 0 is the one under way.
	Round   int
	Answers []workflow.Given
	// By is who must have given it; empty leaves it open.
	By workflow.PersonID
}

// RoundIs is the expectation of how many rounds have begun.
type RoundIs struct{ Number int }

// SubmittedIs is the expectation of the last round that was submitted, where
// nobody confirms anything. Empty fields are left open.
type SubmittedIs struct {
	// Round is its number; 0 means that none was.
	Round int
	// On is the day on which it was submitted, and Until the last day on which it holds.
	On, Until proficiency.Date
}

// CertificateIs is the expectation of what a certificate is worth, whomever one asks.
type CertificateIs struct {
	// Number counts the certificates of the enrolment from 1; 0 is the last.
	Number int
	// Status is empty where there is no such certificate.
	Status certificate.Status
}

// SerialIs is the expectation that nobody has a certificate with a serial.
type SerialIs struct{ Typed string }

// CompleteByIs is the expectation of the day by which the learner should
// finish; the zero date is none.
type CompleteByIs struct{ Date proficiency.Date }

// VersionIs is the expectation of the version that the enrolment is on.
type VersionIs struct{ Version proficiency.Version }

// EventsAre is the expectation of what the last accepted step did, by the kinds of event, in order.
type EventsAre struct{ Events []string }

// Told is the expectation of who is told what of the last step: all notices, in any order.
type Told struct{ Notices []ToldNotice }

// A ToldNotice is one notice.
type ToldNotice struct {
	To   workflow.PersonID
	Kind workflow.NoticeKind
	// Items are those that it must name; none leaves it open.
	Items []proficiency.ItemID
}

// DueIs is the expectation of what is due: all of it, in any order.
type DueIs struct{ Duties []DueItem }

// A DueItem is something that is due.
type DueItem struct {
	With workflow.PersonID
	Kind workflow.DutyKind
	// Items is how many items it is about; 0 leaves it open.
	Items int
}

// A View names what a golden part shows.
type View string

// The views.
const (
	// Overview shows the enrolment's status and each of its items.
	Overview View = "overview"
	// History shows the records of the enrolment.
	History View = "history"
	// Refusal shows every reason of the last refusal as people read it.
	Refusal View = "refusal"
	// Results shows what became of the last step, on each enrolment.
	Results View = "results"
	// NoticeTexts shows the notices of the last step in plain English.
	NoticeTexts View = "notices"
	// CertificateText shows the certificate in its text form.
	CertificateText View = "certificate text"
)

// Golden is the expectation of a text, which [Options.Update] writes.
type Golden struct {
	View View
	Text string
}
