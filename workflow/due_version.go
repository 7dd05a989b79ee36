package workflow

import (
	"errors"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// A VersionEnd says how a version of a framework comes to its end.
type VersionEnd struct {
	// FinishBy is the last day on which sign-off can be asked for, and RetiredOn the
	// first on which nobody is enrolled any more; zero for none.
	FinishBy, RetiredOn proficiency.Date
	// Newer is the newest version to upgrade to: open for enrolment, still to be
	// finished, and with a migration that leads there; zero where there is none.
	Newer proficiency.Version
}

// VersionEnds are those of all versions in the catalogue that have a day to
// finish by or a retirement, with what can be upgraded to on that day: for
// [DueOptions.Ends]. It depends on the day alone, so that a job makes it once and
// not for each enrolment. The error joins what is wrong with content or could
// not be read; what it is not about is given all the same.
func VersionEnds(c *proficiency.Catalog, day proficiency.Date) (map[proficiency.Ref]VersionEnd, error) {
	ends := map[proficiency.Ref]VersionEnd{}
	var failed error
	for _, ref := range c.Refs() {
		life, err := c.Lifecycle(ref)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if life.FinishBy.IsZero() && life.RetiredOn.IsZero() {
			continue
		}
		newer, err := onward(c, ref, day)
		failed = errors.Join(failed, err)
		ends[ref] = VersionEnd{FinishBy: life.FinishBy, RetiredOn: life.RetiredOn, Newer: newer}
	}
	return ends, failed
}

// onward is the newest version to upgrade to.
func onward(c *proficiency.Catalog, from proficiency.Ref, day proficiency.Date) (to proficiency.Version, failed error) {
	for _, ref := range c.Newer(from, proficiency.StepMajor) {
		life, err := c.Lifecycle(ref)
		if err != nil {
			continue // which VersionEnds says of that version itself
		}
		open, _, _ := life.OpenForEnrolment(day)
		if finishable, _ := life.Finishable(day); !open || !finishable {
			continue
		}
		switch _, err := c.Migration(from, ref); {
		case err == nil:
			return ref.Version, failed
		case !errors.Is(err, proficiency.ErrNoMigration):
			failed = errors.Join(failed, err)
		}
	}
	return to, failed
}

// version is what the end of the version asks, of learner and supervisors.
func (d *dues) version() {
	end := d.o.Ends[d.s.Framework]
	signedOff := d.s.Status == StatusSignedOff // which one of an earlier version is not once this one asked again
	if signedOff && (d.s.SignOffUntil.IsZero() || d.now.Before(d.s.SignOffUntil)) || d.s.Submission.Holds(d.now) {
		return
	}
	today := proficiency.DateOf(d.now, d.o.Zone)
	last := end.FinishBy
	if d.s.Round > 0 { // of which no sign-off is asked for
		last = proficiency.Date{}
	}
	over, soon := !last.IsZero() && last.Before(today), !last.IsZero() && d.near(last)
	switch asked := d.askedToSignOff(); {
	case asked != "":
		if soon && !over {
			d.ends(DutyFinish, last.EndIn(d.o.Zone), end.Newer, asked)
		}
	case over:
		d.ends(DutyUpgrade, last.EndIn(d.o.Zone), end.Newer, d.concerned()...)
	case soon:
		d.ends(DutyFinish, last.EndIn(d.o.Zone), end.Newer, d.concerned()...)
	case !end.RetiredOn.IsZero() && end.Newer != (proficiency.Version{}) && (!today.Before(end.RetiredOn) || d.near(end.RetiredOn)):
		d.ends(DutyRetired, beginIn(end.RetiredOn, d.o.Zone), end.Newer, d.concerned()...)
	}
}

// beginIn is the first instant of a day: that after the day before it.
func beginIn(day proficiency.Date, zone *time.Location) time.Time {
	before := time.Date(day.Year, day.Month, day.Day-1, 12, 0, 0, 0, time.UTC)
	return proficiency.DateOf(before, time.UTC).EndIn(zone)
}

// ends adds a duty of each of the people.
func (d *dues) ends(kind DutyKind, at time.Time, newer proficiency.Version, people ...PersonID) {
	for _, p := range people {
		d.out = append(d.out, Duty{Kind: kind, With: p, At: at.UTC(), Version: newer})
	}
}

// concerned are the learner, or who stands for the centre, and the supervisors.
func (d *dues) concerned() []PersonID {
	people := []PersonID{d.s.Responsible()}
	for _, p := range d.s.Supervisors {
		if p != people[0] {
			people = append(people, p)
		}
	}
	return people
}

// askedToSignOff is who was asked for the sign-off, if anybody was.
func (d *dues) askedToSignOff() PersonID {
	for i := range d.s.Pending {
		if d.s.Pending[i].SignOff {
			return d.s.Pending[i].With
		}
	}
	return ""
}
