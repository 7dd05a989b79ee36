package workflow_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// lastingMonths is content with one item that holds for so many months.
func lastingMonths(months int) string {
	return strings.Replace(yearlyContent, "months: 12", fmt.Sprint("months: ", months), 1)
}

// A validity ends with the last instant of the same calendar date so many
// months later, or of the last day of the month, in the centre's zone: the
// first instant after it is recorded (behaviour 41).
func TestBehaviour41_WhereAConfirmationEnds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why, zone string
		months    int
		at, until string
	}{
		{"a plain year", "UTC", 12, "2026-03-02T09:00:00Z", "2027-03-03T00:00:00Z"},
		{"a plain year in winter", "Europe/London", 12, "2026-01-15T09:00:00Z", "2027-01-16T00:00:00Z"},
		{"a plain year in summer", "Europe/London", 12, "2026-07-15T09:00:00Z", "2027-07-15T23:00:00Z"},
		{"the first instant of a day", "Europe/London", 12, "2026-06-30T23:00:00Z", "2027-07-01T23:00:00Z"},
		{"the last instant of a day", "Europe/London", 12, "2026-06-30T22:59:59.999999Z", "2027-06-30T23:00:00Z"},
		{"out of summer into winter", "Europe/London", 6, "2026-09-30T23:30:00Z", "2027-04-01T23:00:00Z"},
		{"the day before the clocks go forward", "Europe/London", 12, "2026-03-27T12:00:00Z", "2027-03-28T00:00:00Z"},
		{"the day the clocks go forward", "Europe/London", 12, "2026-03-28T12:00:00Z", "2027-03-28T23:00:00Z"},
		{"the day before the clocks go back", "Europe/London", 12, "2026-10-30T12:00:00Z", "2027-10-30T23:00:00Z"},
		{"the day the clocks go back", "Europe/London", 12, "2026-10-31T12:00:00Z", "2027-11-01T00:00:00Z"},

		{"from a leap day", "Europe/London", 12, "2028-02-29T12:00:00Z", "2029-03-01T00:00:00Z"},
		{"from a leap day to the next", "UTC", 48, "2028-02-29T12:00:00Z", "2032-03-01T00:00:00Z"},
		{"from a leap day to a century without", "UTC", 48, "2096-02-29T12:00:00Z", "2100-03-01T00:00:00Z"},
		{"a leap day does not shift the end", "UTC", 12, "2027-02-28T12:00:00Z", "2028-02-29T00:00:00Z"},
		{"over a leap day", "UTC", 12, "2027-03-01T12:00:00Z", "2028-03-02T00:00:00Z"},
		{"the day before a leap day is a year away", "UTC", 12, "2028-02-28T12:00:00Z", "2029-03-01T00:00:00Z"},
		{"31 January and a month", "UTC", 1, "2026-01-31T12:00:00Z", "2026-03-01T00:00:00Z"},
		{"31 January and a month in a leap year", "UTC", 1, "2028-01-31T12:00:00Z", "2028-03-01T00:00:00Z"},
		{"28 January and a month", "UTC", 1, "2026-01-28T12:00:00Z", "2026-03-01T00:00:00Z"},
		{"27 January and a month", "UTC", 1, "2026-01-27T12:00:00Z", "2026-02-28T00:00:00Z"},
		{"31 March and a month", "UTC", 1, "2026-03-31T12:00:00Z", "2026-05-01T00:00:00Z"},
		{"30 April and a month is not the end of May", "UTC", 1, "2026-04-30T12:00:00Z", "2026-05-31T00:00:00Z"},
		{"31 August and half a year", "Europe/London", 6, "2026-08-31T12:00:00Z", "2027-03-01T00:00:00Z"},
		{"over the turn of the year", "UTC", 1, "2026-12-31T12:00:00Z", "2027-02-01T00:00:00Z"},
		{"a hundred years", "UTC", 1200, "2026-03-02T12:00:00Z", "2126-03-03T00:00:00Z"},

		{"the day before one that never was", "Pacific/Apia", 12, "2010-12-29T22:00:00Z", "2011-12-30T10:00:00Z"},
		{"a day that never was", "Pacific/Apia", 12, "2010-12-30T22:00:00Z", "2011-12-30T10:00:00Z"},
		{"the day after one that never was", "Pacific/Apia", 12, "2010-12-31T22:00:00Z", "2011-12-31T10:00:00Z"},
		{"a midnight that never was", "Africa/Cairo", 12, "2023-04-25T12:00:00Z", "2024-04-25T22:00:00Z"},
		{"the day without a midnight", "Africa/Cairo", 12, "2023-04-26T12:00:00Z", "2024-04-26T21:00:00Z"},
		{"the last hour of a day twice", "Africa/Cairo", 12, "2023-10-31T12:00:00Z", "2024-10-31T22:00:00Z"},
		{"another midnight that never was", "America/Sao_Paulo", 12, "2017-11-03T12:00:00Z", "2018-11-04T03:00:00Z"},
		{"a midnight that comes twice", "America/Havana", 12, "2025-10-31T12:00:00Z", "2026-11-01T04:00:00Z"},
		{"far ahead", "Pacific/Kiritimati", 12, "2026-03-02T10:00:00Z", "2027-03-03T10:00:00Z"},
		{"far behind", "Pacific/Pago_Pago", 12, "2026-03-02T10:59:00Z", "2027-03-02T11:00:00Z"},
		{"half an hour off", "Asia/Kolkata", 12, "2026-03-02T18:30:00Z", "2027-03-03T18:30:00Z"},

		{"to the last day there is", "UTC", 12, "9998-12-30T12:00:00Z", "9999-12-31T00:00:00Z"},
		{"to the last day there is, ahead", "Pacific/Kiritimati", 12, "9998-12-31T09:00:00Z", "9999-12-31T10:00:00Z"},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			w := newWorldOn(t, files(map[string]string{"yearly": lastingMonths(c.months)}))
			zone, err := time.LoadLocation(c.zone)
			require.NoError(t, err)
			w.host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust, Zone: zone})
			at, until := instant(t, c.at), instant(t, c.until)
			w.setNow(at.Add(-time.Hour))
			w.enrol(educator, learner, yearly)
			w.passAt(at, "year")
			require.Equal(t, c.until, w.until("year").Format(time.RFC3339Nano))
			assert.Equal(t, proficiency.DateOf(at, zone), w.item("year").Decision.Term.From)

			assert.Equal(t, workflow.ItemStatusConfirmed, w.itemAt(before(until), "year"))
			assert.Equal(t, workflow.StatusReady, w.statusAt(before(until)))
			assert.Empty(t, workflow.Readiness(w.fw, &w.state, before(until)))
			for _, then := range []time.Time{until, until.Add(1), until.AddDate(0, 0, 300)} {
				assert.Equal(t, workflow.ItemStatusLapsed, w.itemAt(then, "year"), "%s", then)
				assert.Equal(t, workflow.StatusInProgress, w.statusAt(then), "%s", then)
				assert.Equal(t, why(workflow.Lapsed, "year"), reasonsOf(workflow.Readiness(w.fw, &w.state, then)))
				assert.False(t, workflow.Ready(w.fw, &w.state, then))
			}
			w.viewedAt(before(until), workflow.StatusReady, workflow.ItemStatusConfirmed)
			w.viewedAt(until, workflow.StatusInProgress, workflow.ItemStatusLapsed)
		})
	}
}

// viewedAt: what the engine shows at an instant.
func (w *world) viewedAt(at time.Time, status workflow.Status, year workflow.ItemStatus) {
	w.t.Helper()
	w.setNow(at)
	v, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(w.t, err)
	assert.Equal(w.t, status, v.Summary.Status, "%s", at)
	assert.Equal(w.t, year, v.ItemStatus("year"), "%s", at)
	assert.Equal(w.t, status == workflow.StatusReady, len(v.Readiness()) == 0, "%s", at)
}

// A confirmation that would hold beyond the year 9999 cannot be written.
func TestNoConfirmationBeyondTheYear9999(t *testing.T) {
	t.Parallel()
	for zone, at := range map[string]string{
		"UTC": "9998-12-31T00:00:00Z", "Europe/London": "9999-06-01T12:00:00Z", "Pacific/Pago_Pago": "9998-12-31T11:00:00Z",
	} {
		w := inZone(t, zone)
		w.setNow(instant(t, at).Add(-time.Hour))
		w.enrol(educator, learner, yearly)
		w.answer("year")
		w.send(assessor, "year")
		w.exactly(instant(t, at))
		w.setNow(instant(t, at))
		w.denied(assessor, &workflow.Confirm{Items: w.decisions("year")}, why(workflow.InvalidDate, "year"))
		w.reject(assessor, "year") // which sets no end
		assert.Zero(t, w.until("year"))
	}
}

// In any zone, from any instant: the last day is the one that calendars say,
// and the end is the first instant that is not of it any more, or of one before.
func TestAnyConfirmationEndsWithItsLastDay(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(41, 1))
	zones := []string{
		"UTC", "Europe/London", "Pacific/Apia", "Africa/Cairo", "America/Havana", "America/Sao_Paulo", "Asia/Tehran",
		"Australia/Lord_Howe", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu", "Asia/Beirut",
	}
	for range 60 {
		name, months := zones[rng.IntN(len(zones))], 1+rng.IntN(30)
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		w := newWorldOn(t, files(map[string]string{"yearly": lastingMonths(months)}))
		w.host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust, Zone: zone})
		at := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rng.Int64N(35*365*24*3600)) * time.Second)
		w.setNow(at.Add(-time.Hour))
		w.enrol(educator, learner, yearly)
		w.passAt(at, "year")
		y, m, d := at.In(zone).Date()
		want := time.Date(y, m+time.Month(months), d, 12, 0, 0, 0, time.UTC)
		for want.Day() != d && want.Day() < 4 { // past the end of a shorter month
			want = want.AddDate(0, 0, -1)
		}
		last, until := proficiency.DateOf(want, time.UTC), w.until("year")
		what := fmt.Sprintf("%d months from %s in %s: %s", months, at, name, until)
		require.True(t, last.Before(proficiency.DateOf(until, zone)), what)
		for back := time.Nanosecond; back < 48*time.Hour; back = back*2 + time.Nanosecond {
			require.False(t, last.Before(proficiency.DateOf(until.Add(-back), zone)), "%s, %s before", what, back)
		}
	}
}
