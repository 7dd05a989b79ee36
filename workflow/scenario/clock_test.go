package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow/scenario"
)

// The clock moves by the calendar of the file's zone.
func TestClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ start, line, want, printed string }{
		{"2026-03-02 09:00 Europe/London", "on 2026-12-01 10:30", "2026-12-01T10:30:00Z", "on 2026-12-01 10:30"},
		{"2026-03-02 09:00 Europe/London", "on 2026-07-01", "2026-07-01T08:00:00Z", "on 2026-07-01 09:00"},
		{"2026-03-28 09:00 Europe/London", "next day", "2026-03-29T08:00:00Z", "on 2026-03-29 09:00"},
		{"2026-03-28 23:30 Pacific/Auckland", "next day", "2026-03-29T10:30:00Z", "on 2026-03-29 23:30"},
		{"2026-12-31 09:00", "next day 00:00", "2027-01-01T00:00:00Z", "on 2027-01-01 00:00"},
		{"2026-03-28 09:00 Europe/London", "after 24 hours", "2026-03-29T09:00:00Z", "on 2026-03-29 10:00"},
		{"2026-01-31 09:00", "after 1 month", "2026-02-28T09:00:00Z", "on 2026-02-28 09:00"},
		{"2028-02-29 09:00", "after 1 year", "2029-02-28T09:00:00Z", "on 2029-02-28 09:00"},
		{"2026-01-31 09:00", "after 1 month and 1 week and 2 days, and 30 minutes", "2026-03-09T09:30:00Z", "on 2026-03-09 09:30"},
		{"2026-01-31 09:00", "on 2026-02-01T10:00:30.000001+01:00", "2026-02-01T09:00:30.000001Z", "on 2026-02-01T09:00:30.000001Z"},
		// The clocks show half past one twice; the first one can be said by them.
		{"2026-10-25 00:30 Europe/London", "after 1 hour", "2026-10-25T00:30:00Z", "on 2026-10-25 01:30"},
		{"2026-10-25 00:30 Europe/London", "after 2 hours", "2026-10-25T01:30:00Z", "on 2026-10-25T01:30:00Z"},
		{"2026-03-02 09:00", "after 0 minutes", "2026-03-02T09:00:00Z", "on 2026-03-02 09:00"},
	} {
		s, found := scenario.Parse("a.scenario", []byte("scenario a\nframework one\nstart "+c.start+"\n"+c.line+"\n"))
		require.Empty(t, found, c.line)
		moved := s.Lines[0].(*scenario.Clock)
		require.Equal(t, c.want, moved.To.Format("2006-01-02T15:04:05.999999Z07:00"), "%s, %s", c.start, c.line)
		require.Contains(t, s.String(), "\n"+c.printed+"\n")
	}
}
