package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// kinds are the kinds of duties, in order.
func kinds(ds []workflow.Duty) (out []workflow.DutyKind) {
	for _, d := range ds {
		out = append(out, d.Kind)
	}
	return out
}

// dueBy is the summary of an enrolment to be completed by a day in London.
func dueBy(t testing.TB, on proficiency.Date) *workflow.Summary {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	return &workflow.Summary{Learner: learner, Status: workflow.StatusInProgress, CompleteBy: on, DueAt: on.EndIn(zone).UTC()}
}

// Due within a month, overdue, none: three answers.
func TestBehaviour40_ThreeAnswersOfDue(t *testing.T) {
	t.Parallel()
	w := inZone(t, "Europe/London")
	enrol := func(p workflow.PersonID, by proficiency.Date) workflow.Summary {
		w.host.Delegate(p, "trust-1")
		w.host.Staff(educator, "trust-1", p)
		w.setNow(start)
		res, err := w.engine.Do(w.ctx, workflow.Request{Actor: educator, Command: &workflow.Enrol{
			Learner: p, Framework: yearly, Centre: "trust-1", CompleteBy: by,
		}})
		require.NoError(t, err)
		w.setNow(instant(t, "2026-06-10T12:00:00Z"))
		for s := range w.engine.List(w.ctx, manager, workflow.Query{Learner: p}) {
			return s
		}
		require.Fail(t, "not listed", "%s", res.Enrolment)
		return workflow.Summary{}
	}
	soon, late, none := enrol("ward-1", day(2026, 7, 10)), enrol("ward-2", day(2026, 6, 9)), enrol("ward-3", proficiency.Date{})
	due := func(s workflow.Summary) []workflow.Duty { return workflow.Due(&s, w.now(), workflow.DueOptions{}) }
	assert.Equal(t, []workflow.Duty{{Kind: workflow.DutyComplete, With: "ward-1", At: instant(t, "2026-07-10T23:00:00Z")}}, due(soon))
	assert.Equal(t, []workflow.Duty{{Kind: workflow.DutyOverdue, With: "ward-2", At: instant(t, "2026-06-09T23:00:00Z")}}, due(late))
	assert.Empty(t, due(none))
	_, err := w.engine.Do(w.ctx, workflow.Request{Actor: educator, Command: &workflow.Enrol{
		Learner: learner, Framework: yearly, Centre: "trust-1", CompleteBy: day(2026, 6, 9),
	}})
	w.refusal(err, why(workflow.InvalidDate)) // yesterday
}

// A month is one of the calendar, in the zone given.
func TestWhenCompletionIsDue(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	far, err := time.LoadLocation("Pacific/Kiritimati")
	require.NoError(t, err)
	const (
		none, soon, late = workflow.DutyKind(""), workflow.DutyComplete, workflow.DutyOverdue
	)
	for _, c := range []struct {
		why, now string
		by       proficiency.Date
		o        workflow.DueOptions
		want     workflow.DutyKind
	}{
		{"two months ahead", "2026-05-10T12:00:00Z", day(2026, 7, 10), workflow.DueOptions{}, none},
		{"a month and a day ahead", "2026-06-09T23:59:59Z", day(2026, 7, 10), workflow.DueOptions{}, none},
		{"a month ahead", "2026-06-10T00:00:00Z", day(2026, 7, 10), workflow.DueOptions{}, soon},
		{"a month ahead in London", "2026-06-09T23:00:00Z", day(2026, 7, 10), workflow.DueOptions{Zone: london}, soon},
		{"not yet in London", "2026-06-09T22:59:59Z", day(2026, 7, 10), workflow.DueOptions{Zone: london}, none},
		{"a month ahead, far ahead", "2026-06-09T10:00:00Z", day(2026, 7, 10), workflow.DueOptions{Zone: far}, soon},
		{"from the last of a shorter month", "2026-02-28T12:00:00Z", day(2026, 3, 28), workflow.DueOptions{}, soon},
		{"which is no longer than it is", "2026-02-28T12:00:00Z", day(2026, 3, 31), workflow.DueOptions{}, none},
		{"to the last of a shorter month", "2026-01-31T12:00:00Z", day(2026, 2, 28), workflow.DueOptions{}, soon},
		{"a shorter month ends sooner", "2026-01-28T12:00:00Z", day(2026, 2, 28), workflow.DueOptions{}, soon},
		{"to the leap day", "2028-01-29T12:00:00Z", day(2028, 2, 29), workflow.DueOptions{}, soon},
		{"three months ahead", "2026-05-10T12:00:00Z", day(2026, 7, 10), workflow.DueOptions{Months: 3}, soon},
		{"however near", "2026-07-10T12:00:00Z", day(2026, 7, 10), workflow.DueOptions{Months: -1}, none},
		{"the very day", "2026-07-10T22:59:59.999999Z", day(2026, 7, 10), workflow.DueOptions{}, soon},
		{"its end at the centre", "2026-07-10T23:00:00Z", day(2026, 7, 10), workflow.DueOptions{}, late},
		{"whatever the zone", "2026-07-10T22:59:59Z", day(2026, 7, 10), workflow.DueOptions{Zone: far}, soon},
		{"long ago", "2036-07-10T12:00:00Z", day(2026, 7, 10), workflow.DueOptions{Months: -1}, late},
		{"no day", "2026-07-10T12:00:00Z", proficiency.Date{}, workflow.DueOptions{}, none},
	} {
		s := &workflow.Summary{Learner: learner, Status: workflow.StatusInProgress}
		if !c.by.IsZero() {
			s = dueBy(t, c.by)
		}
		due := workflow.Due(s, instant(t, c.now), c.o)
		if c.want == none {
			assert.Empty(t, due, c.why)
			continue
		}
		assert.Equal(t, []workflow.Duty{{Kind: c.want, With: learner, At: s.DueAt}}, due, c.why)
	}
}

// Nothing is left to complete while a sign-off is in date, or was on that day;
// whatever else the status is, the day counts.
func TestWhatIsCompleteIsNotDue(t *testing.T) {
	t.Parallel()
	by := day(2026, 7, 10)
	end := dueBy(t, by).DueAt
	soon, late := end.Add(-time.Hour), end.Add(time.Hour)
	for _, c := range []struct {
		why    string
		stands bool
		until  time.Time
		now    time.Time
		want   []workflow.DutyKind
	}{
		{"for ever", true, time.Time{}, late, nil},
		{"in date", true, late.Add(1), late, nil},
		{"in date to the end of the day", true, end, late, nil},
		{"lapsed long after", true, end.AddDate(1, 0, 0), end.AddDate(2, 0, 0), nil},
		{"in date until before the day", true, soon.Add(time.Minute), soon, nil},
		{"lapsed before the day, and it is near", true, soon, soon, []workflow.DutyKind{workflow.DutyComplete}},
		{"lapsed before the day, and it is over", true, end.Add(-1), late, []workflow.DutyKind{workflow.DutyOverdue}},
		{"void", false, time.Time{}, late, []workflow.DutyKind{workflow.DutyOverdue}},
		{"void with an end", false, end.AddDate(1, 0, 0), soon, []workflow.DutyKind{workflow.DutyComplete}},
	} {
		s := dueBy(t, by)
		s.SignedOffOn, s.SignOffStands, s.SignOffUntil = day(2026, 5, 1), c.stands, c.until
		assert.Equal(t, c.want, kinds(workflow.Due(s, c.now, workflow.DueOptions{})), c.why)
	}
	for _, status := range []workflow.Status{
		workflow.StatusNotStarted, workflow.StatusReady, workflow.StatusSignOffRequested, workflow.StatusVoid, workflow.StatusInProgress,
	} {
		s := dueBy(t, by)
		s.Status = status
		assert.Equal(t, []workflow.DutyKind{workflow.DutyOverdue}, kinds(workflow.Due(s, late, workflow.DueOptions{})), "%s", status)
	}
}

// Requests that have waited too long are due with whom they wait for.
func TestWhoIsWaitedFor(t *testing.T) {
	t.Parallel()
	w := lasting(t, renewals)
	w.pass("gate-24")
	w.answer("year", "month", "any-1")
	w.exactly(start.AddDate(0, 0, 1)).send(assessor, "year", "month")
	first := w.item("year").Request
	w.exactly(start.AddDate(0, 0, 8)).send(second, "any-1")
	due := func(after time.Duration, o workflow.DueOptions) []workflow.Duty {
		sum := workflow.Summarise(w.fw, &w.state, first.At.Add(after))
		return workflow.Due(&sum, first.At.Add(after), o)
	}
	const fortnight = 14 * 24 * time.Hour
	assert.Empty(t, due(fortnight, workflow.DueOptions{}), "no longer than a fortnight")
	waiting := workflow.Duty{Kind: workflow.DutyConfirm, With: assessor, At: first.At, Items: 2, Request: first.Seq}
	assert.Equal(t, []workflow.Duty{waiting}, due(fortnight+1, workflow.DueOptions{}))
	assert.Equal(t, []workflow.Duty{waiting}, due(fortnight+1, workflow.DueOptions{Waiting: 10 * 24 * time.Hour}))
	both := due(fortnight+1, workflow.DueOptions{Waiting: 5 * 24 * time.Hour})
	require.Len(t, both, 2)
	assert.Equal(t, second, both[1].With, "the oldest first")
	assert.Len(t, due(7*24*time.Hour+2, workflow.DueOptions{Waiting: 1}), 2, "everything at once")
	assert.Empty(t, due(20*24*time.Hour, workflow.DueOptions{Waiting: -1}))
	w.confirm(assessor, "year")
	assert.Equal(t, 1, due(fortnight+1, workflow.DueOptions{})[0].Items)
}

func TestASignOffThatWaits(t *testing.T) {
	t.Parallel()
	w := lasting(t, yearly)
	w.passAt(start, "year")
	w.do(learner, requestSignOff())
	at := w.now()
	sum := w.summary()
	assert.Empty(t, workflow.Due(&sum, at, workflow.DueOptions{}))
	assert.Equal(t, []workflow.Duty{{Kind: workflow.DutySignOff, With: educator, At: at, Request: w.state.Seq()}},
		workflow.Due(&sum, at.AddDate(0, 0, 15), workflow.DueOptions{}))
	sum.Pending = append(sum.Pending, workflow.Pending{With: assessor, Since: at, Items: 1, Request: 99})
	assert.Equal(t, []workflow.DutyKind{workflow.DutyConfirm, workflow.DutySignOff}, kinds(workflow.Due(&sum, at.AddDate(0, 0, 15), workflow.DueOptions{})),
		"in the order of the kinds")
}

// What lapses soon is told with its last day in mind, and so is the sign-off.
func TestWhatLapsesSoon(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	w := signed(t, "month")
	first, second := w.state.LastSignOffUntil(), w.until("year")
	requireInstant(t, "2026-09-02T23:00:00Z", first) // the last day is 2 September
	due := func(now string, o workflow.DueOptions) []workflow.Duty {
		w.setNow(instant(t, now))
		sum := w.view(learner).Summary
		return workflow.Due(&sum, w.now(), o)
	}
	soon := []workflow.Duty{{Kind: workflow.DutyRenew, With: learner, At: first, Items: 1}, {Kind: workflow.DutySignOffLapses, With: learner, At: first}}
	assert.Empty(t, due("2026-08-01T22:59:59Z", workflow.DueOptions{Zone: london}))
	assert.Equal(t, soon, due("2026-08-01T23:00:00Z", workflow.DueOptions{Zone: london}), "2 August in London")
	assert.Empty(t, due("2026-08-01T23:00:00Z", workflow.DueOptions{}), "1 August elsewhere")
	assert.Equal(t, soon, due("2026-09-02T22:59:59.999999Z", workflow.DueOptions{}))
	assert.Empty(t, due("2026-09-02T22:59:59Z", workflow.DueOptions{Months: -1}))
	year := workflow.Duty{Kind: workflow.DutyRenew, With: learner, At: second, Items: 3} // year, sharp and any-1
	assert.Equal(t, []workflow.Duty{soon[0], year, soon[1]}, due("2026-08-20T12:00:00Z", workflow.DueOptions{Months: 7}))

	over := []workflow.Duty{{Kind: workflow.DutyLapsed, With: learner, Items: 1}, {Kind: workflow.DutySignOffLapsed, With: learner, At: first}}
	assert.Equal(t, over, due("2026-09-02T23:00:00Z", workflow.DueOptions{}))
	over[0].Items = 3 // items in groups do not count by themselves
	assert.Equal(t, over, due("2027-04-20T12:00:00Z", workflow.DueOptions{}))

	w.do(learner, w.answers("extra"))
	w.send(assessor, "extra")
	over[0].Items = 2 // asked for again
	assert.Equal(t, over, due("2027-04-21T12:00:00Z", workflow.DueOptions{}))
}

// What came back to the learner is with the learner.
func TestWhatCameBack(t *testing.T) {
	t.Parallel()
	w := lasting(t, yearly)
	w.answer("year")
	w.send(assessor, "year")
	w.reject(assessor, "year")
	sum := w.summary()
	assert.Equal(t, []workflow.Duty{{Kind: workflow.DutyRejected, With: learner, Items: 1}}, workflow.Due(&sum, w.now(), workflow.DueOptions{}))
	w.pass("year")
	w.do(learner, requestSignOff())
	w.do(educator, &workflow.DeclineSignOff{Reason: "bring the log book"})
	sum = w.summary()
	assert.Equal(t, []workflow.Duty{{Kind: workflow.DutyDeclined, With: learner}}, workflow.Due(&sum, w.now(), workflow.DueOptions{}))
}

// Nothing is due of what was withdrawn, erased or only tried out.
func TestWhatIsNeverDue(t *testing.T) {
	t.Parallel()
	at := start.AddDate(1, 0, 0)
	full := func() *workflow.Summary {
		s := dueBy(t, day(2026, 7, 10))
		s.Pending = []workflow.Pending{{With: assessor, Since: start, Items: 1}}
		s.Lapses = []workflow.Lapse{{At: at.Add(time.Hour), Items: 1}}
		s.Sections = []workflow.SectionCounts{{Section: "all", Counts: workflow.Counts{Counting: 2, Rejected: 1, Lapsed: 1}}}
		return s
	}
	assert.Equal(t, []workflow.DutyKind{
		workflow.DutyOverdue, workflow.DutyConfirm, workflow.DutyRenew, workflow.DutyLapsed, workflow.DutyRejected,
	}, kinds(workflow.Due(full(), at, workflow.DueOptions{})))
	for name, change := range map[string]func(*workflow.Summary){
		"withdrawn": func(s *workflow.Summary) { s.Status = workflow.StatusWithdrawn },
		"trial":     func(s *workflow.Summary) { s.Trial = true },
		"erased":    func(s *workflow.Summary) { s.Learner = "" },
	} {
		s := full()
		change(s)
		assert.Empty(t, workflow.Due(s, at, workflow.DueOptions{}), name)
	}
}
