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

func zoneNamed(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}
