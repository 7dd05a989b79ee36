package scenario

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// An Enrolment is how a scenario names one: by the learner, or the centre whose
// record it is, and the framework.
type Enrolment struct {
	Learner   workflow.PersonID
	Centre    workflow.CentreID
	Framework proficiency.FrameworkID
	// Trial is the number of a trial, from 1; 0 is the real thing.
	Trial int
}

// String is what messages call it.
func (e Enrolment) String() string {
	if e.Centre != "" {
		return "centre " + string(e.Centre)
	}
	return string(e.Learner)
}

// TheLearner, as the actor of a [Step], is the learner of the enrolment that
// the step is about, or whoever is accountable for the centre that it is about.
// No person has such an id.
const TheLearner workflow.PersonID = "the learner"

// AllItems stands for all items of the framework that count for the enrolment
// when the step is taken. No item has such an id.
const AllItems proficiency.ItemID = "all items"

const allOf = "all of "

// AllOf stands for all items of a section, at any depth, that count for the
// enrolment when the step is taken. No item has such an id.
func AllOf(section proficiency.SectionID) proficiency.ItemID {
	return proficiency.ItemID(allOf + string(section))
}

// sectionOf is the section that an id made by AllOf stands for.
func sectionOf(id proficiency.ItemID) (section proficiency.SectionID, ok bool) {
	s, ok := strings.CutPrefix(string(id), allOf)
	if !ok {
		return "", false
	}
	return proficiency.SectionID(s), true
}

// An Outcome is what must become of a [Step].
type Outcome string

// The outcomes. The zero Outcome is the common one: accepted, and a record stored.
const (
	// Accepted: a record is stored.
	Accepted Outcome = ""
	// Unchanged: accepted, and nothing is stored, because nothing changes.
	Unchanged Outcome = "unchanged"
	// Replayed: the same request was stored before, and nothing is stored.
	Replayed Outcome = "replayed"
	// Refused: refused for the reasons of the step, and nothing is stored.
	Refused Outcome = "refused"
	// Open: either way; a line "expect results" may say which.
	Open Outcome = "open"
)

// A Step is a command that somebody gives.
type Step struct {
	Position source.Position
	Actor    workflow.PersonID
	// Request is the request's id; one that is used nowhere else if empty.
	Request workflow.RequestID
	// About are the enrolments that the command is given on, one after the
	// other. It is empty for Enrol and EnrolTrial, which say themselves.
	About []Enrolment
	// Command is what is given. Its item ids may be [AllItems] or made by
	// [AllOf], and a basis of 0 in [workflow.Seen] is the one of the moment.
	Command workflow.Command
	// SeenBefore has Confirm and Reject decide on what the actor saw when they
	// looked last, rather than on what is there now: see [Look].
	SeenBefore bool
	// Words has Redact remove the text with these words, wherever it stands.
	Words string
	// Brought is the record that AcceptTransfer takes over; its Transfer is empty.
	Brought Brought
	// Meanwhile says that the command is given at the same instant as the step
	// before and on the same revision; what the step before stores is stored first.
	Meanwhile bool
	Outcome   Outcome
	// Reasons are those of a refused step: all of them.
	Reasons []Reason
}

// A Reason is one reason for a refusal, or something that is missing.
type Reason struct {
	Code workflow.Code
	// Items are those that the code must name, no more and no less; none
	// leaves it open.
	Items []proficiency.ItemID
	// Saying are texts that must stand in message, parameters or remedy.
	Saying []string
}

// A Look line has a person look at the enrolment, so that they can decide later on what they saw.
type Look struct {
	Position source.Position
	Person   workflow.PersonID
	About    []Enrolment
}

// An Erase line erases enrolments, as the host does at the end of their retention.
type Erase struct {
	Position source.Position
	About    []Enrolment
}

// At is where the line begins.
func (l *Erase) At() source.Position { return l.Position }

// At is where the line begins.
func (l *Step) At() source.Position { return l.Position }

// At is where the line begins.
func (l *Look) At() source.Position { return l.Position }

// opens is the enrolment that a command is about by itself; ok is false for all but Enrol and EnrolTrial.
func opens(actor workflow.PersonID, c workflow.Command) (e Enrolment, ok bool) {
	switch c := c.(type) {
	case *workflow.Enrol:
		if ofCentre(c) {
			return Enrolment{Centre: c.Centre, Framework: c.Framework.ID}, true
		}
		return Enrolment{Learner: c.Learner, Framework: c.Framework.ID}, true
	case *workflow.EnrolTrial:
		return Enrolment{Learner: actor, Framework: c.Framework.ID, Trial: c.Trial}, true
	}
	return Enrolment{}, false
}

// ofCentre reports whether a command enrols a centre.
func ofCentre(c *workflow.Enrol) bool {
	return c.Learner == "" && (c.Accountable != "" || len(c.Contributors) > 0)
}

// after is what the lines behind a step are about, if that was about: an
// enrolment that was opened is what goes on.
func (l *Step) after(about []Enrolment) []Enrolment {
	if e, ok := opens(l.Actor, l.Command); ok && l.Outcome != Refused {
		return []Enrolment{e}
	}
	return about
}
