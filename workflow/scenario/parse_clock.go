package scenario

import (
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// move adds a line that moves the clock, which goes forward only.
func (f *file) move(p *parser, s *sentence, to time.Time) {
	switch {
	case f.s.Zone == "":
		p.fail(s.tokens[0], "the clock cannot be moved before a line such as start 2026-03-02 09:00 Europe/London")
	case to.Before(f.now):
		p.fail(s.tokens[0], "the clock goes forward only: it is %s already", f.now.In(f.loc).Format(wallClock))
	case !plausible(to):
		p.fail(s.tokens[0], "want a time in the years from %d to %d", firstYear, lastYear)
	}
	f.now = to.UTC()
	f.add(p, &Clock{Position: s.pos(), To: f.now})
}

// The years that a scenario may play in: all of them can be written in every zone.
const firstYear, lastYear = 1900, 9000

func plausible(t time.Time) bool { return t.UTC().Year() >= firstYear && t.UTC().Year() <= lastYear }

const wallClock = "2006-01-02 15:04"

// on reads "on 2026-12-01 09:00", "on 2026-12-01", at the same time of day, or
// an instant such as 2026-12-01T09:00:00Z.
func (f *file) on(p *parser, s *sentence) {
	p.accept("on")
	if at, ok := p.instant(); ok {
		f.move(p, s, at)
		return
	}
	f.moveToDay(p, s, p.date())
}

// instant reads an instant such as 2026-12-01T09:00:00Z, if one comes next.
func (p *parser) instant() (at time.Time, ok bool) {
	at, err := time.Parse(time.RFC3339Nano, p.peek().s)
	if err != nil || p.peek().kind != word {
		return time.Time{}, false
	}
	p.next()
	return at.Truncate(time.Microsecond).UTC(), true
}

func (f *file) nextDay(p *parser, s *sentence) {
	p.accept("next day")
	d := proficiency.DateOf(f.now, f.loc)
	f.moveToDay(p, s, proficiency.DateOf(time.Date(d.Year, d.Month, d.Day+1, 12, 0, 0, 0, f.loc), f.loc))
}

// moveToDay reads an optional time of day.
func (f *file) moveToDay(p *parser, s *sentence, day proficiency.Date) {
	at := f.now.In(f.loc)
	hour, minute, second, nano := at.Hour(), at.Minute(), at.Second(), at.Nanosecond()
	if !p.end() {
		hour, minute = p.timeOfDay()
		second, nano = 0, 0
	}
	f.move(p, s, onTheClock(time.Date(day.Year, day.Month, day.Day, hour, minute, second, nano, time.UTC), f.loc))
}

// onTheClock is the instant at which the clocks of a zone show what t shows in
// UTC: the first of two, and a little later where the clocks jump over it.
func onTheClock(t time.Time, loc *time.Location) time.Time {
	at := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), loc)
	_, before := at.Add(-3 * time.Hour).Zone()
	first := t.Add(-time.Duration(before) * time.Second).In(loc)
	if first.Format(time.DateTime) == t.Format(time.DateTime) {
		return first
	}
	return at
}

// units of time. Those of the calendar keep the time of day.
var units = []string{"minute", "hour", "day", "week", "month", "year"}

// later reads "after 3 months", "after 1 year and 2 days".
func (f *file) later(p *parser, s *sentence) {
	p.accept("after")
	to := f.now.In(f.loc)
	for p.fault == nil {
		n := int(p.number("a number", 0, 1_000_000))
		t := p.next()
		unit := strings.TrimSuffix(t.s, "s")
		if t.kind != word || !slices.Contains(units, unit) {
			p.fail(t, "%s is no unit of time: allowed are %s, one or several%s", t, source.Listing(units), source.DidYouMean(unit, units))
		}
		to = plus(to, n, unit)
		if !plausible(to) || !p.accept("and") {
			break
		}
	}
	f.move(p, s, to)
}

// plus is t so much later.
func plus(t time.Time, n int, unit string) time.Time {
	days, months := 0, 0
	switch unit {
	case "minute":
		return t.Add(time.Duration(n) * time.Minute)
	case "hour":
		return t.Add(time.Duration(n) * time.Hour)
	case "day":
		days = n
	case "week":
		days = 7 * n
	case "month":
		months = n
	case "year":
		months = 12 * n
	}
	d := proficiency.DateOf(t, t.Location()).AddMonths(months)
	d.Day += days // time.Date makes a day of the calendar of it
	return onTheClock(time.Date(d.Year, d.Month, d.Day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC), t.Location())
}
