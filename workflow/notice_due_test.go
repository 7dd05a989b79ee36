package workflow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// muchDue are enrolments of which something of every kind is due at noon on 1 July 2026.
func muchDue(zone *time.Location) []*workflow.Summary {
	soon, past := time.Date(2026, 7, 14, 23, 0, 0, 0, time.UTC), time.Date(2026, 6, 14, 23, 0, 0, 0, time.UTC)
	lapsing, back, declined := onEnding(), onEnding(), onEnding()
	lapsing.Framework.Version = endsTwo
	lapsing.CompleteBy, lapsing.DueAt = day(2026, 7, 10), day(2026, 7, 10).EndIn(zone).UTC()
	lapsing.Pending = []workflow.Pending{
		{With: assessor1, Request: 4, Since: past, Items: 12}, {With: educator1, Request: 6, Since: past.Add(-1), SignOff: true},
	}
	lapsing.Lapses = []workflow.Lapse{{At: soon, Items: 1}}
	lapsing.Status, lapsing.SignOffUntil = workflow.StatusSignedOff, soon
	back.CompleteBy, back.DueAt = day(2026, 6, 30), day(2026, 6, 30).EndIn(zone).UTC()
	back.Status, back.SignOffUntil = workflow.StatusLapsed, past
	back.Sections = []workflow.SectionCounts{{Section: "all", Counts: workflow.Counts{Counting: 9, Rejected: 2, Lapsed: 1}}}
	declined.Status, declined.Framework.Version.Minor = workflow.StatusDeclined, 1
	all := []*workflow.Summary{lapsing, back, declined}
	for _, until := range []time.Time{soon, past} {
		s := onEnding()
		s.Learner, s.Accountable, s.Centres = "", manager1, []workflow.CentreID{trust1}
		s.Framework.Version.Minor, s.Round, s.Submission = 2, 2, workflow.Submission{Round: 1, Until: until}
		all = append(all, s)
	}
	return all
}

// versionsAt is that version with a minor number.
func versionsAt(minor uint32) proficiency.Ref {
	ref := endsOne
	ref.Version.Minor = minor
	return ref
}

// What people read of what is due, and that each of it has a text.
func TestDueNoticesAreWrittenDown(t *testing.T) {
	t.Parallel()
	w := opened(t)
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	o := workflow.DueOptions{Zone: london, Ends: map[proficiency.Ref]workflow.VersionEnd{
		endsOne: {FinishBy: day(2026, 6, 30)}, versionsAt(1): {FinishBy: day(2026, 7, 31), Newer: endsTwo},
		versionsAt(2): {RetiredOn: day(2026, 7, 15), Newer: endsTwo},
	}}
	var out strings.Builder
	seen, keys := map[workflow.NoticeKind]bool{}, map[string]bool{}
	for _, s := range muchDue(london) {
		for i, n := range workflow.DueNotices(s, now, o) {
			assert.Equal(t, n.Kind, workflow.NoticeDue(workflow.Due(s, now, o)[i].Kind))
			key := fmt.Sprint(n.Key, s.Status, s.Subject())
			assert.False(t, keys[key] && s.Subject() == "", "%s comes twice", n.Key)
			seen[n.Kind], keys[key] = true, true
			m := workflow.English().Say(w.fw, n, nil)
			fmt.Fprintf(&out, "to %s [%s] %s\n    %s\n    %s\n", n.To, n.Kind, n.Key, m.Subject, m.Body)
		}
	}
	golden(t, "due-notices.txt", out.String())
	for _, kind := range noticeKinds() {
		if strings.HasPrefix(string(kind), "due-") {
			assert.True(t, seen[kind], "nobody heard of %s", kind)
		}
	}
}

// A notice has the same key for as long as the duty is, and another when that is another.
func TestKeysOfDueNotices(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	o := endsWith(workflow.VersionEnd{FinishBy: day(2026, 7, 10), Newer: endsTwo})
	key := func(s *workflow.Summary, now time.Time, o workflow.DueOptions) string {
		return workflow.DueNotices(s, now, o)[0].Key
	}
	first := key(onEnding(), now, o)
	later := onEnding()
	later.Seq = 12
	assert.Equal(t, first, key(later, now.Add(48*time.Hour), o), "the next night, and after more records")
	assert.NotEqual(t, first, key(onEnding(), now.AddDate(0, 1, 0), o), "when it is over")
	assert.NotEqual(t, first, key(onEnding(), now, endsWith(workflow.VersionEnd{FinishBy: day(2026, 7, 11), Newer: endsTwo})), "of another day")
	assert.NotEqual(t, first, workflow.DueNotices(onEnding(), now, o)[1].Key, "to somebody else")
	elsewhere := onEnding()
	elsewhere.CompleteBy, elsewhere.DueAt = day(2026, 7, 10), instant(t, "2026-07-10T10:00:00Z") // in a zone far ahead
	assert.Equal(t, day(2026, 7, 10), workflow.DueNotices(elsewhere, now, workflow.DueOptions{})[0].Date, "the day that was set")
	rejected := onEnding()
	rejected.Sections = []workflow.SectionCounts{{Counts: workflow.Counts{Rejected: 1}}}
	once := key(rejected, now, workflow.DueOptions{})
	assert.Equal(t, once, key(rejected, now.AddDate(1, 0, 0), workflow.DueOptions{}))
	rejected.Seq++
	assert.NotEqual(t, once, key(rejected, now, workflow.DueOptions{}), "after another record")
}
