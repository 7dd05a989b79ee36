package proficiency

import (
	"cmp"
	"fmt"
	"time"
)

// A Date is a day of the Gregorian calendar, in no zone. The zero Date is "no
// date". It is comparable and serves as a map key.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the calendar date of t in the zone loc.
func DateOf(t time.Time, loc *time.Location) Date {
	y, m, d := t.In(loc).Date()
	return Date{y, m, d}
}

// ParseDate reads an ISO 8601 calendar date, "2026-01-31". It refuses dates
// that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("%q is not a date: write YYYY-MM-DD, such as 2026-01-31", s)
	}
	return DateOf(t, time.UTC), nil
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String gives "2026-01-31", or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Compare orders dates; no date comes first.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// AddMonths is the same calendar day n months later, or earlier if n is
// negative; where that month has no such day, its last. No date stays no date.
// The day is not remembered: a month after 31 January is 28 or 29 February,
// and a month after that the 28th or 29th of March. Years run on beyond 9999
// and below 1, where [ParseDate] does not read what [Date.String] gives.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	const year = 12
	months := d.Year*year + int(d.Month-time.January) + n
	month := (months%year + year) % year
	y := (months - month) / year
	// The calendar repeats every 400 years, and package time knows these.
	last := time.Date(2000+y%400, time.Month(month+2), 0, 0, 0, 0, 0, time.UTC).Day()
	return Date{y, time.January + time.Month(month), min(d.Day, last)}
}

// EndIn is the first instant after d in the zone loc: what holds "until d"
// holds for every instant before it. That is midnight, but for the places and
// days where the clocks jump over midnight or come to it twice.
func (d Date) EndIn(loc *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, loc)
	start, end := t.ZoneBounds()
	if !d.Before(DateOf(t, loc)) {
		return end // the clocks go past this midnight
	}
	if start.IsZero() {
		return t
	}
	_, before := start.Add(-1).Zone()
	_, after := t.Zone()
	if first := t.Add(time.Duration(after-before) * time.Second); first.Before(start) && after < before {
		return first // the clocks go back over this midnight, so that it comes twice
	}
	return t
}

// MarshalText gives the form of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form of String.
func (d *Date) UnmarshalText(b []byte) (err error) {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(b))
	return err
}
