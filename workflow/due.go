package workflow

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// A Duty is something about an enrolment that somebody should see to.
type Duty struct {
	Kind DutyKind
	// With is whose turn it is: the person who was asked, or the learner, or the
	// accountable person of a centre; where a version ends, each supervisor, too.
	With PersonID
	// At is the instant that it is about: the first one after the day to
	// complete or finish by, that of the request that waits, that of the lapse, or
	// the beginning of the retirement. It is zero where the summary does not say.
	At time.Time
	// Items is how many items it is about; 0 where it is about the whole.
	Items int
	// Request is the record of the request that waits; 0 for everything else.
	Request Seq
	// Version is the one to upgrade to where a version ends; zero where there is none yet.
	Version proficiency.Version
}

// A DutyKind is a kind of [Duty].
type DutyKind string

// The kinds of duty, in the order in which [Due] gives them.
const (
	// DutyOverdue: the day to complete by is over.
	DutyOverdue DutyKind = "overdue"
	// DutyComplete: the day to complete by is near.
	DutyComplete DutyKind = "complete"
	// DutyFinish: sign-off on the version can be asked for until a day that is
	// near. What is not signed off by then has to be upgraded.
	DutyFinish DutyKind = "finish"
	// DutyUpgrade: sign-off on the version can be asked for no more. Only an
	// upgrade leads on; what was asked for before can still be decided.
	DutyUpgrade DutyKind = "upgrade"
	// DutyRetired: the version is retired, or soon will be, and there is one to
	// upgrade to. It can still be finished.
	DutyRetired DutyKind = "retired"
	// DutyConfirm: a request for confirmation waits for the person who was asked.
	DutyConfirm DutyKind = "confirm"
	// DutySignOff: a request for the sign-off waits for the person who was asked.
	DutySignOff DutyKind = "sign-off"
	// DutyRenew: confirmations lapse soon.
	DutyRenew DutyKind = "renew"
	// DutySignOffLapses: the sign-off lapses soon.
	DutySignOffLapses DutyKind = "sign-off-lapses"
	// DutyLapsed: items that count have lapsed, and nobody is asked about them.
	DutyLapsed DutyKind = "lapsed"
	// DutySignOffLapsed: the sign-off has lapsed.
	DutySignOffLapsed DutyKind = "sign-off-lapsed"
	// DutyRejected: items that count were rejected and are with the learner.
	DutyRejected DutyKind = "rejected"
	// DutyDeclined: the sign-off was declined and nothing has changed since.
	DutyDeclined DutyKind = "declined"
	// DutySubmissionLapses: what was submitted lapses soon, and is to be submitted anew.
	DutySubmissionLapses DutyKind = "submission-lapses"
	// DutySubmissionLapsed: what was submitted has lapsed.
	DutySubmissionLapsed DutyKind = "submission-lapsed"
)

// DueOptions say what is near, and what has waited long. The zero value is the
// default of each.
type DueOptions struct {
	// Months is how many calendar months ahead a day to complete by, or a lapse,
	// is near: up to the same day of that month, that day included, or its last
	// day if it has no such day. 0 means 1; less means that nothing is.
	Months int
	// Waiting is how long a request may wait. 0 means 14 days of 24 hours; less
	// means for ever.
	Waiting time.Duration
	// Zone is where today is looked up, and the last day before a lapse; nil is
	// UTC. The days of Ends are those of this zone: give that of the enrolment's
	// first centre, by which the commands go.
	Zone *time.Location
	// Ends say which versions come to an end, as [VersionEnds] finds them; nil
	// means that none does.
	Ends map[proficiency.Ref]VersionEnd
}

const (
	defaultDueMonths  = 1
	defaultDueWaiting = 14 * 24 * time.Hour
)

// Due says what of an enrolment is due, or overdue, at an instant; nothing of
// one that is withdrawn or a trial. It is pure. The summary must be one of now,
// as views and lists give it: of one that is [Summary.Stale] it says what was
// due before the clock changed it.
//
// A day to complete by gives [DutyComplete] while it is near, [DutyOverdue]
// from the end of that day at the centre, and nothing while it is further off,
// where there is none, and where a sign-off stands, or something is submitted,
// that is in date or was on that day: then there is nothing left to complete.
//
// Where the version ends, learner and supervisors have one duty each of
// [DutyFinish], [DutyUpgrade] and [DutyRetired], the first two where the version has
// a day to finish by and is supervised. There is none while a sign-off that
// counts on this version, or a submission, is in date. While the sign-off is asked for, DutyFinish is with the
// person asked, who decides best before the day: after a refusal it cannot be
// asked for again.
func Due(s *Summary, now time.Time, o DueOptions) []Duty {
	if s.Trial || s.Responsible() == "" || s.Status == StatusWithdrawn {
		return nil
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Months == 0 {
		o.Months = defaultDueMonths
	}
	if o.Waiting == 0 {
		o.Waiting = defaultDueWaiting
	}
	d := dues{s: s, now: now, o: o}
	d.complete()
	d.version()
	d.waiting()
	d.lapsing()
	d.back()
	d.submission()
	return d.out
}

// dues are the duties in the making.
type dues struct {
	s   *Summary
	now time.Time
	o   DueOptions
	out []Duty
}

// learner adds a duty of the learner's.
func (d *dues) learner(kind DutyKind, at time.Time, items int) {
	d.out = append(d.out, Duty{Kind: kind, With: d.s.Responsible(), At: at, Items: items})
}

// near reports whether a day is not further off than the options say.
func (d *dues) near(day proficiency.Date) bool {
	return d.o.Months > 0 && !proficiency.DateOf(d.now, d.o.Zone).AddMonths(d.o.Months).Before(day)
}

// lapsesSoon is near for the last day before a lapse.
func (d *dues) lapsesSoon(at time.Time) bool {
	return d.near(proficiency.DateOf(at.Add(-1), d.o.Zone))
}

func (d *dues) complete() {
	switch {
	case d.s.CompleteBy.IsZero() || d.s.completed(d.now):
	case !d.now.Before(d.s.DueAt):
		d.learner(DutyOverdue, d.s.DueAt, 0)
	case d.near(d.s.CompleteBy):
		d.learner(DutyComplete, d.s.DueAt, 0)
	}
}

// completed reports whether the sign-off that stands is in date, or was up to
// the end of the day to complete by: another day, set since, is a new task.
func (s *Summary) completed(now time.Time) bool {
	end, stands := s.SignOffUntil, s.SignOffStands
	if s.Submission.Round > 0 {
		end, stands = s.Submission.Until, true
	}
	return stands && (end.IsZero() || now.Before(end) || !end.Before(s.DueAt))
}

func (d *dues) waiting() {
	for _, signOff := range [...]bool{false, true} {
		for i := range d.s.Pending {
			p := &d.s.Pending[i]
			if p.SignOff != signOff || d.o.Waiting < 0 || d.now.Sub(p.Since) <= d.o.Waiting {
				continue
			}
			kind := DutyConfirm
			if signOff {
				kind = DutySignOff
			}
			d.out = append(d.out, Duty{Kind: kind, With: p.With, At: p.Since, Items: p.Items, Request: p.Request})
		}
	}
}

func (d *dues) lapsing() {
	for _, l := range d.s.Lapses {
		if d.lapsesSoon(l.At) {
			d.learner(DutyRenew, l.At, l.Items)
		}
	}
	if u := d.s.SignOffUntil; d.s.Status == StatusSignedOff && !u.IsZero() && d.lapsesSoon(u) {
		d.learner(DutySignOffLapses, u, 0)
	}
}

// back are what came back to the learner.
func (d *dues) back() {
	totals := d.s.Totals()
	if totals.Lapsed > 0 {
		d.learner(DutyLapsed, time.Time{}, totals.Lapsed)
	}
	if d.s.Status == StatusLapsed && d.s.Submission.Round == 0 {
		d.learner(DutySignOffLapsed, d.s.SignOffUntil, 0)
	}
	if totals.Rejected > 0 {
		d.learner(DutyRejected, time.Time{}, totals.Rejected)
	}
	if d.s.Status == StatusDeclined {
		d.learner(DutyDeclined, time.Time{}, 0)
	}
}

// submission is when the learner has to submit again, whether the next round
// has begun or not.
func (d *dues) submission() {
	switch u := d.s.Submission.Until; {
	case u.IsZero():
	case !d.now.Before(u):
		d.learner(DutySubmissionLapsed, u, 0)
	case d.lapsesSoon(u):
		d.learner(DutySubmissionLapses, u, 0)
	}
}
