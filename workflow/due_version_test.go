package workflow_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

var (
	endsOne = proficiency.Ref{ID: "care", Version: proficiency.Version{Major: 1}}
	endsTwo = proficiency.Version{Major: 2}
)

// onEnding is an enrolment on a version that ends, with two supervisors.
func onEnding() *workflow.Summary {
	return &workflow.Summary{
		Enrolment: "e-1", Seq: 9, Learner: learner1, Supervisors: []workflow.PersonID{assessor1, educator1},
		Framework: endsOne, Status: workflow.StatusInProgress,
	}
}

func endsWith(e workflow.VersionEnd) workflow.DueOptions {
	return workflow.DueOptions{Ends: map[proficiency.Ref]workflow.VersionEnd{endsOne: e}}
}

// The days to finish by and of a retirement are those of the zone, to the instant.
func TestWhenAVersionEnds(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	far, err := time.LoadLocation("Pacific/Kiritimati")
	require.NoError(t, err)
	const none, finish, upgrade, retired = workflow.DutyKind(""), workflow.DutyFinish, workflow.DutyUpgrade, workflow.DutyRetired
	by, on := workflow.VersionEnd{FinishBy: day(2026, 7, 10), Newer: endsTwo}, workflow.VersionEnd{RetiredOn: day(2026, 7, 10), Newer: endsTwo}
	both := workflow.VersionEnd{FinishBy: day(2026, 12, 31), RetiredOn: day(2026, 7, 10), Newer: endsTwo}
	for _, c := range []struct {
		why, now string
		end      workflow.VersionEnd
		zone     *time.Location
		months   int
		want     workflow.DutyKind
		at       string
	}{
		{"a month and a day ahead", "2026-06-09T23:59:59Z", by, nil, 0, none, ""},
		{"a month ahead", "2026-06-10T00:00:00Z", by, nil, 0, finish, "2026-07-11T00:00:00Z"},
		{"a month ahead in London", "2026-06-09T23:00:00Z", by, london, 0, finish, "2026-07-10T23:00:00Z"},
		{"not yet in London", "2026-06-09T22:59:59.999999Z", by, london, 0, none, ""},
		{"a month ahead, far ahead", "2026-06-09T10:00:00Z", by, far, 0, finish, "2026-07-10T10:00:00Z"},
		{"three months ahead", "2026-04-10T00:00:00Z", by, nil, 3, finish, "2026-07-11T00:00:00Z"},
		{"however near", "2026-07-10T12:00:00Z", by, nil, -1, none, ""},
		{"the very day", "2026-07-10T22:59:59.999999Z", by, london, 0, finish, "2026-07-10T23:00:00Z"},
		{"its end", "2026-07-10T23:00:00Z", by, london, 0, upgrade, "2026-07-10T23:00:00Z"},
		{"its end is later in UTC", "2026-07-10T23:00:00Z", by, nil, 0, finish, "2026-07-11T00:00:00Z"},
		{"its end is earlier far ahead", "2026-07-10T10:00:00Z", by, far, 0, upgrade, "2026-07-10T10:00:00Z"},
		{"long ago, whatever is near", "2036-07-10T12:00:00Z", by, nil, -1, upgrade, "2026-07-11T00:00:00Z"},
		{"retired in more than a month", "2026-06-09T23:59:59Z", on, nil, 0, none, ""},
		{"retired in a month", "2026-06-10T00:00:00Z", on, nil, 0, retired, "2026-07-10T00:00:00Z"},
		{"retired in a month in London", "2026-06-09T23:00:00Z", on, london, 0, retired, "2026-07-09T23:00:00Z"},
		{"retired soon, whatever is near", "2026-07-09T22:59:59Z", on, london, -1, none, ""},
		{"retired now, whatever is near", "2026-07-09T23:00:00Z", on, london, -1, retired, "2026-07-09T23:00:00Z"},
		{"retired, and nowhere to go", "2026-08-01T00:00:00Z", workflow.VersionEnd{RetiredOn: day(2026, 7, 10)}, nil, 0, none, ""},
		{"retired, and long to finish", "2026-08-01T00:00:00Z", both, nil, 0, retired, "2026-07-10T00:00:00Z"},
		{"retired, and not long to finish", "2026-12-01T00:00:00Z", both, nil, 0, finish, "2027-01-01T00:00:00Z"},
		{"retired, and over", "2027-01-01T00:00:00Z", both, nil, 0, upgrade, "2027-01-01T00:00:00Z"},
		{"no end", "2027-01-01T00:00:00Z", workflow.VersionEnd{Newer: endsTwo}, nil, 0, none, ""},
	} {
		o := endsWith(c.end)
		o.Zone, o.Months = c.zone, c.months
		due := workflow.Due(onEnding(), instant(t, c.now), o)
		if c.want == none {
			assert.Empty(t, due, c.why)
			continue
		}
		var want []workflow.Duty
		for _, p := range []workflow.PersonID{learner1, assessor1, educator1} {
			want = append(want, workflow.Duty{Kind: c.want, With: p, At: instant(t, c.at), Version: endsTwo})
		}
		assert.Equal(t, want, due, c.why)
	}
}

// Who has something to do about it, by how far the learner is.
func TestWhoSeesToTheEndOfAVersion(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	near, over := workflow.VersionEnd{FinishBy: day(2026, 7, 10)}, workflow.VersionEnd{FinishBy: day(2026, 6, 30), Newer: endsTwo}
	gone := workflow.VersionEnd{RetiredOn: day(2026, 6, 30), Newer: endsTwo}
	everybody := []workflow.PersonID{learner1, assessor1, educator1}
	asked := func(s *workflow.Summary) {
		s.Status = workflow.StatusSignOffRequested
		s.Pending = []workflow.Pending{{With: assessor1, Request: 7, Since: now, Items: 1}, {With: educator1, Request: 8, Since: now, SignOff: true}}
	}
	signed := func(until time.Time) func(*workflow.Summary) {
		return func(s *workflow.Summary) {
			s.Status, s.SignOffStands, s.SignOffUntil = workflow.StatusSignedOff, true, until
		}
	}
	for _, c := range []struct {
		why    string
		end    workflow.VersionEnd
		change func(*workflow.Summary)
		want   []workflow.PersonID
	}{
		{"near", near, func(*workflow.Summary) {}, everybody},
		{"near, the learner supervises", near, func(s *workflow.Summary) { s.Supervisors[0] = learner1 }, []workflow.PersonID{learner1, educator1}},
		{"near, and a centre's", near, func(s *workflow.Summary) { s.Learner, s.Accountable = "", manager1 }, []workflow.PersonID{manager1, assessor1, educator1}},
		{"near, and asked for", near, asked, []workflow.PersonID{educator1}},
		{"over, and asked for before", over, asked, nil},
		{"retired, and asked for", gone, asked, nil},
		{"over, signed off for ever", over, signed(time.Time{}), nil},
		{"over, signed off in date", over, signed(now.Add(1)), nil},
		{"over, the sign-off lapsed", over, signed(now), everybody},
		{"over, signed off on the version before, and asked again", over, func(s *workflow.Summary) { s.SignOffStands = true }, everybody},
		{"over, the sign-off void", over, func(s *workflow.Summary) { s.SignedOffOn = day(2026, 5, 1) }, everybody},
		{"retired, signed off", gone, signed(time.Time{}), nil},
		{"over, and nobody signs off", over, func(s *workflow.Summary) { s.Round = 1 }, nil},
		{"retired, and nobody signs off", gone, func(s *workflow.Summary) { s.Round = 1 }, everybody},
		{"retired, and submitted", gone, func(s *workflow.Summary) { s.Round, s.Submission = 1, workflow.Submission{Round: 1} }, nil},
		{"another version", over, func(s *workflow.Summary) { s.Framework.Version = endsTwo }, nil},
		{"withdrawn", over, func(s *workflow.Summary) { s.Status = workflow.StatusWithdrawn }, nil},
		{"a trial", over, func(s *workflow.Summary) { s.Trial = true }, nil},
	} {
		s := onEnding()
		c.change(s)
		var with []workflow.PersonID
		for _, d := range workflow.Due(s, now, endsWith(c.end)) {
			switch d.Kind {
			case workflow.DutyFinish, workflow.DutyUpgrade, workflow.DutyRetired:
				with = append(with, d.With)
			}
		}
		assert.Equal(t, c.want, with, c.why)
	}
}

// ends are files in which versions of the content of an upgrade come to an end.
func ends(lives map[string]string) func(files fstest.MapFS) {
	return func(files fstest.MapFS) {
		for v, life := range lives {
			files["care/"+v+"/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("published: 2026-01-01\n" + life)}
		}
	}
}

const superseded = "status: retired\nretired: {on: 2026-11-01, reason: Superseded.}\n"

// What can be upgraded to is open, can be finished, and a migration leads there.
func TestVersionEnds(t *testing.T) {
	t.Parallel()
	ref := func(v string) proficiency.Ref { return proficiency.Ref{ID: care, Version: numbered(t, v)} }
	lives := map[string]string{"1.0.0": superseded, "1.1.0": "status: published\nenrolment_until: 2026-11-20\nfinish_by: 2026-12-31\n"}
	s := onShelf(t, ends(lives))
	got, err := workflow.VersionEnds(s.catalog, day(2026, 11, 20))
	require.NoError(t, err)
	two := numbered(t, "2.0.0")
	assert.Equal(t, map[proficiency.Ref]workflow.VersionEnd{
		ref("1.0.0"): {RetiredOn: day(2026, 11, 1), Newer: two},
		ref("1.1.0"): {FinishBy: day(2026, 12, 31), Newer: two},
	}, got, "2.1.0 is a draft")

	for why, c := range map[string]struct {
		life string
		want proficiency.Version
	}{
		"which is closed":              {"status: published\nenrolment_until: 2026-11-19\n", numbered(t, "1.1.0")},
		"which is retired":             {superseded, numbered(t, "1.1.0")},
		"which cannot be finished":     {"status: published\nfinish_by: 2026-11-19\n", numbered(t, "1.1.0")},
		"which is not begun":           {"status: published\nhistory: [{retired: {on: 2026-11-01, reason: a}, cleared: {on: 2026-12-01, reason: b}}]\n", numbered(t, "1.1.0")},
		"which can be finished today":  {"status: published\nfinish_by: 2026-11-20\n", two},
		"which was closed and is open": {"status: published\nhistory: [{retired: {on: 2026-11-01, reason: a}, cleared: {on: 2026-11-20, reason: b}}]\n", two},
	} {
		s := onShelf(t, ends(lives), ends(map[string]string{"2.0.0": c.life}))
		got, err := workflow.VersionEnds(s.catalog, day(2026, 11, 20))
		require.NoError(t, err)
		assert.Equal(t, c.want, got[ref("1.0.0")].Newer, why)
	}

	s = onShelf(t, ends(lives), func(files fstest.MapFS) {
		files["care/2.0.0/from-1.1.0.yaml"] = &fstest.MapFile{Data: []byte("nothing")}
		files["care/1.0.1/lifecycle.yaml"] = &fstest.MapFile{Data: []byte("status: gone")}
	})
	got, err = workflow.VersionEnds(s.catalog, day(2026, 11, 20))
	require.ErrorContains(t, err, "from-1.1.0.yaml:1:1")
	require.ErrorContains(t, err, "unknown status")
	assert.Equal(t, numbered(t, "1.1.0"), got[ref("1.0.0")].Newer, "which is not what is wrong")
	assert.Equal(t, workflow.VersionEnd{FinishBy: day(2026, 12, 31)}, got[ref("1.1.0")])
}
