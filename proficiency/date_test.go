package proficiency

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"
	_ "time/tzdata" // the zones below, whatever the machine has

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseDate(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]Date{
		"2026-01-31": {2026, 1, 31}, "2024-02-29": {2024, 2, 29}, "2000-02-29": {2000, 2, 29},
		"0001-01-01": {1, 1, 1}, "9999-12-31": {9999, 12, 31},
	} {
		d, err := ParseDate(s)
		require.NoError(t, err, s)
		assert.Equal(t, want, d)
		assert.Equal(t, s, d.String())
		assert.False(t, d.IsZero())
	}
	for _, s := range []string{
		"", " 2026-01-31", "2026-01-31 ", "2026-1-31", "2026-01-1", "26-01-31", "2026-02-29", "1900-02-29", "2026-00-01", "2026-13-01",
		"2026-01-00", "2026-01-32", "2026-04-31", "0000-01-01", "-001-01-01", "+2026-01-01", "12026-01-01", "2026/01/31", "2026-01-31T00:00:00Z",
		"31-01-2026", "2026-01", "20260131", "2026-W05-6", "2026-031", "today", "２０２６-01-31",
	} {
		_, err := ParseDate(s)
		assert.ErrorContains(t, err, "write YYYY-MM-DD", "%q", s)
	}
}

func TestDatesAreOrderedAndReadBack(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	day := func() (Date, time.Time) {
		at := time.Date(1+r.IntN(3000), 1, 1+r.IntN(366), 0, 0, 0, 0, time.UTC)
		return DateOf(at, time.UTC), at
	}
	for range 5_000 {
		d, at := day()
		e, other := day()
		require.Equal(t, at.Compare(other), d.Compare(e))
		require.Equal(t, at.Before(other), d.Before(e))
		require.Negative(t, Date{}.Compare(d), "no date comes first")
		back, err := ParseDate(d.String())
		require.NoError(t, err)
		require.Equal(t, d, back)
	}
}

func TestDateAsText(t *testing.T) {
	t.Parallel()
	type pair struct{ From, Until Date }
	b, err := json.Marshal(pair{From: Date{2026, 1, 15}})
	require.NoError(t, err)
	assert.JSONEq(t, `{"From":"2026-01-15","Until":""}`, string(b))
	back := pair{Until: Date{2027, 1, 1}}
	require.NoError(t, json.Unmarshal(b, &back))
	assert.Equal(t, pair{From: Date{2026, 1, 15}}, back)
	assert.Error(t, json.Unmarshal([]byte(`{"From":"2026-02-30"}`), &back))
	assert.Empty(t, Date{}.String())
}

func TestDateOfIsThatOfTheZone(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 31, 23, 30, 0, 0, time.UTC)
	for zone, want := range map[string]Date{
		"UTC": {2026, 3, 31}, "Europe/London": {2026, 4, 1}, "America/New_York": {2026, 3, 31}, "Pacific/Auckland": {2026, 4, 1},
	} {
		assert.Equal(t, want, DateOf(at, zoneNamed(t, zone)), zone)
	}
}

// A day's end is the first instant that is no longer of the day: also where
// the clocks change at midnight, and where the next day was left out.
func TestEndInIsTheFirstInstantAfterTheDay(t *testing.T) {
	t.Parallel()
	check := func(d Date, zone string) {
		loc := zoneNamed(t, zone)
		end := d.EndIn(loc)
		require.Positive(t, DateOf(end, loc).Compare(d), "%s in %s: %s is after the day", d, zone, end)
		require.LessOrEqual(t, DateOf(end.Add(-1), loc).Compare(d), 0, "%s in %s: %s is not too late", d, zone, end)
	}
	zones := []string{
		"UTC", "Europe/London", "America/New_York", "Africa/Cairo", "Asia/Beirut",
		"America/Sao_Paulo", "America/Havana", "Pacific/Apia", "Atlantic/Azores",
		"Asia/Kathmandu", "Australia/Lord_Howe",
	}
	for _, zone := range zones {
		for day := range 366 {
			check(DateOf(time.Date(2017, 1, 1+day, 0, 0, 0, 0, time.UTC), time.UTC), zone)
			check(DateOf(time.Date(2010, 6, 1+day, 0, 0, 0, 0, time.UTC), time.UTC), zone)
		}
	}
	assert.Equal(t, time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), Date{2024, 12, 31}.EndIn(time.UTC))
	assert.Equal(t, time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC), Date{2024, 2, 29}.EndIn(time.UTC))
}

func TestAddMonths(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-15", 0, "2026-01-15"}, {"2026-01-15", 1, "2026-02-15"}, {"2026-01-15", 12, "2027-01-15"},
		{"2026-12-31", 1, "2027-01-31"}, {"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"},
		{"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 48, "2028-02-29"}, {"2096-02-29", 48, "2100-02-28"}, {"1996-02-29", 48, "2000-02-29"},
		{"2026-08-31", 3, "2026-11-30"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-01-31", -1, "2025-12-31"}, {"2026-01-01", -1200, "1926-01-01"},
		{"2026-01-31", 1200, "2126-01-31"}, {"9999-12-31", 2, "10000-02-29"}, {"9999-11-30", 1200, "10099-11-30"}, {"0001-01-31", -1, "0000-12-31"},
	} {
		d, err := ParseDate(c.from)
		require.NoError(t, err)
		assert.Equal(t, c.want, d.AddMonths(c.n).String(), "%s and %d months", c.from, c.n)
	}
	assert.Zero(t, Date{}.AddMonths(7), "no date stays no date")
	_, err := ParseDate(Date{9999, 12, 31}.AddMonths(1).String())
	assert.Error(t, err, "as its docstring says")
}

// The month is as many months away; the day is the same, unless that month is
// shorter, and then its last.
func TestAddMonthsKeepsTheDayOrTakesTheLast(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	shorter := 0
	for range 20_000 {
		d := DateOf(time.Date(1+r.IntN(9999), 1, 1+r.IntN(366), 0, 0, 0, 0, time.UTC), time.UTC)
		n := r.IntN(4*1200) - 2*1200
		got := d.AddMonths(n)
		require.Equal(t, n, 12*(got.Year-d.Year)+int(got.Month)-int(d.Month), "%s and %d months", d, n)
		exists := func(day int) bool { // as package time counts days
			return time.Date(got.Year, got.Month, day, 0, 0, 0, 0, time.UTC).Month() == got.Month
		}
		require.True(t, exists(got.Day), "%s and %d months is %s", d, n, got)
		if got.Day != d.Day {
			shorter++
			require.Less(t, got.Day, d.Day)
			require.False(t, exists(got.Day+1), "%s and %d months is the last day, not %s", d, n, got)
		} else {
			require.Equal(t, d, got.AddMonths(-n), "there and back")
		}
		require.LessOrEqual(t, got.Compare(d.AddMonths(n+1)), 0, "more months are never earlier")
	}
	assert.Greater(t, shorter, 100)
}

func zoneNamed(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}
