package workflow

import (
	"cmp"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// Dates are those of the calendar of the centre that something is done at; what
// learners do by themselves, of the enrolment's first centre.

// notInFuture refuses a date after today, of the item or of something that it has.
func (d *decider) notInFuture(it *proficiency.Item, what string, on, today proficiency.Date) {
	if !on.IsZero() && today.Before(on) {
		d.refuseItem(it, InvalidDate, what+" dated "+on.String()+", which is in the future", "give today's date or an earlier one")
		d.param("date", on.String())
	}
}

// today is the date in the zone of the enrolment's first centre.
func (d *decider) today() proficiency.Date { return d.dateOf(d.stamp.At) }

// dateOf is the date of an instant in the zone of the enrolment's first centre.
func (d *decider) dateOf(at time.Time) proficiency.Date {
	return proficiency.DateOf(at, d.zone(d.firstCentre()))
}

// firstCentre is the enrolment's first centre; a trial has none.
func (d *decider) firstCentre() CentreID {
	if cs := d.s.enr().centres; len(cs) > 0 {
		return cs[0]
	}
	return ""
}

// centreOf is the centre of the role relied on; the first where there is none.
func (d *decider) centreOf(as Held) CentreID { return cmp.Or(as.Centre, d.firstCentre()) }

func (d *decider) todayAt(centre CentreID) proficiency.Date {
	return proficiency.DateOf(d.stamp.At, d.zone(centre))
}

// zone is the centre's, or the trial's; UTC for one that the host does not know.
func (d *decider) zone(centre CentreID) *time.Location {
	if centre == "" && d.f.Zone != nil {
		return d.f.Zone
	}
	if c := d.f.Centre(centre); c != nil {
		return c.Location()
	}
	return time.UTC
}
