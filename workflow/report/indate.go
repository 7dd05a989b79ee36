package report

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A Row says of one enrolment whether it is in date.
type Row struct {
	Enrolment workflow.EnrolmentID
	// Learner is empty where a centre is the subject, which then is Subject.
	Learner   workflow.PersonID
	Subject   workflow.CentreID
	Framework proficiency.Ref
	Status    workflow.Status
	// InDate says that a sign-off stands or, where nobody confirms, a round was
	// submitted, and that its end has not passed, whatever has been asked for
	// or answered since.
	InDate bool
	// SignedOffOn is the date of the last sign-off, SubmittedOn that of the last
	// submission, and Until the last day on which it is in date; zero for none,
	// or no end.
	SignedOffOn, SubmittedOn, Until proficiency.Date
	// Lapsed is the number of items that count and have lapsed, and Waiting of
	// those that wait for somebody's decision.
	Lapsed, Waiting int
}

// InDate is the list of who is in date on frameworks and who is not: the
// evidence that an inspection asks a manager for.
type InDate struct {
	// At is the instant that it is about.
	At time.Time
	// Rows are by framework, those that are not in date before those that are,
	// and then by learner or, of centres, by centre.
	Rows []Row
}

// WhoIsInDate makes the list of all that rows give at an instant, as
// [workflow.Engine.List] does; trials and what is withdrawn are no part of it.
// Days are those of the zone; nil is UTC. It stops at the first error of rows,
// which it gives with what came before: a list with a gap is no evidence.
func WhoIsInDate(rows iter.Seq2[workflow.Summary, error], now time.Time, zone *time.Location) (InDate, error) {
	if zone == nil {
		zone = time.UTC
	}
	list := InDate{At: now}
	var failed error
	for s, err := range rows {
		if failed = err; err != nil {
			break
		}
		if !s.Trial && s.Status != workflow.StatusWithdrawn {
			list.Rows = append(list.Rows, rowOf(&s, now, zone))
		}
	}
	slices.SortFunc(list.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.Framework.ID, b.Framework.ID), compareBool(a.InDate, b.InDate),
			cmp.Compare(a.Learner, b.Learner), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Enrolment, b.Enrolment))
	})
	return list, failed
}

func rowOf(s *workflow.Summary, now time.Time, zone *time.Location) Row {
	totals := s.Totals()
	row := Row{
		Enrolment: s.Enrolment, Learner: s.Learner, Subject: s.Subject(), Framework: s.Framework, Status: s.Status,
		InDate:      s.SignOffStands && (s.SignOffUntil.IsZero() || now.Before(s.SignOffUntil)) || s.Submission.Holds(now),
		SignedOffOn: s.SignedOffOn, SubmittedOn: s.Submission.On, Lapsed: totals.Lapsed, Waiting: totals.Requested,
	}
	until := s.SignOffUntil
	if s.Submission.Round > 0 {
		until = s.Submission.Until
	}
	if !until.IsZero() {
		row.Until = proficiency.DateOf(until.Add(-1), zone)
	}
	return row
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// Count is how many of the list's enrolments on a framework are in date, and
// how many there are.
func (l *InDate) Count(id proficiency.FrameworkID) (inDate, all int) {
	for _, r := range l.Rows {
		if r.Framework.ID == id {
			all++
			if r.InDate {
				inDate++
			}
		}
	}
	return inDate, all
}
