package scenario

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A dayIn is a calendar date in a zone.
type dayIn struct {
	day  proficiency.Date
	zone *time.Location
}

// endOf is the first instant at which the date in the zone is later than a day.
// It is looked for minute by minute, and found once.
func (b *book) endOf(day proficiency.Date, zone *time.Location) time.Time {
	if at, ok := b.ends[dayIn{day, zone}]; ok {
		return at
	}
	at := time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC).Add(-15 * time.Hour)
	for !day.Before(proficiency.DateOf(at, zone)) {
		at = at.Add(time.Minute)
	}
	b.ends[dayIn{day, zone}] = at
	return at
}

// laterBy is the same day some months later, or the last one of that month.
func laterBy(d proficiency.Date, months int) proficiency.Date {
	first := time.Date(d.Year, d.Month+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	days := first.AddDate(0, 1, -1).Day()
	return proficiency.Date{Year: first.Year(), Month: first.Month(), Day: min(d.Day, days)}
}

// zone is that of a centre, or of a trial, which has none.
func (b *book) zone(t *tale, c workflow.CentreID) *time.Location {
	if t.trial() && t.enrolled != nil {
		if zone, err := time.LoadLocation(t.enrolled.Zone); err == nil {
			return zone
		}
	}
	if centre := b.centres[c]; centre != nil {
		return centre.zone
	}
	return time.UTC
}

// today is the date at the enrolment's first centre.
func (b *book) today(t *tale, now time.Time) proficiency.Date {
	return proficiency.DateOf(now, b.zone(t, t.firstCentre()))
}

func (t *tale) firstCentre() workflow.CentreID {
	if len(t.centres) == 0 {
		return ""
	}
	return t.centres[0]
}

// validFrom is the date from which the validity of a decision is counted: that
// of the decision, of the first one that it revises, or the one on the paper.
func (b *book) validFrom(before *tale, e *workflow.Decided) proficiency.Date {
	if e.Paper != nil {
		return e.Paper.On
	}
	if was := before.items[before.index(e.Item)].decision; e.Revises != 0 && was != nil {
		return was.from
	}
	return proficiency.DateOf(e.At, b.zone(before, e.As.Centre))
}

// renewable reports whether a confirmation that is in date may be renewed by
// now: from so many months before its last day on, where it was made.
func (b *book) renewable(t *tale, i int, now time.Time) bool {
	d, rule := t.items[i].decision, t.plan.items[i].Validity()
	if d.until.IsZero() || rule.RenewWithin == 0 {
		return false
	}
	zone := b.zone(t, d.As.Centre)
	last := proficiency.DateOf(d.until.Add(-time.Nanosecond), zone)
	return !proficiency.DateOf(now, zone).Before(laterBy(last, -rule.RenewWithin))
}
