package workflow_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// The end of a sign-off is the first instant at which the clock alone makes
// the enrolment not ready.

// signed is "renewals" signed off on 2 March 2026, at the time of start and some.
// What it rests on ends: month on 2 April, extra on 2 September, year and sharp
// and any-1 in March 2027, any-2 in September 2027, gate-24 in March 2028.
func signed(t *testing.T, without ...proficiency.ItemID) *world {
	t.Helper()
	w := almost(t, without...)
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	return w
}

// almost is the same before anybody is asked, with some items waived instead.
func almost(t *testing.T, without ...proficiency.ItemID) *world {
	t.Helper()
	w := lasting(t, renewals)
	w.pass("gate-24")
	w.choose("extra")
	for _, id := range (items{"year", "month", "sharp", "ever", "extra", "any-1", "any-2"}) {
		if slices.Contains(without, id) {
			w.do(educator, waive(id))
			continue
		}
		w.pass(id)
	}
	return w
}

func requireInstant(t testing.TB, want string, got time.Time, msg ...any) {
	t.Helper()
	require.Equal(t, want, got.Format(time.RFC3339Nano), msg...)
}

func TestTheEndOfASignOff(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		waived items
		end    string
	}{
		"the first of all":        {nil, "2026-04-02T23:00:00Z"},
		"an optional item counts": {items{"month"}, "2026-09-02T23:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := signed(t, c.waived...)
			end := w.state.LastSignOffUntil()
			requireInstant(t, c.end, end)
			assert.Equal(t, end, w.state.LastSignOff().Until)
			w.lapsesAt(end)
		})
	}
}

// lapsesAt: a sign-off in date until an instant, and lapsed from it on.
func (w *world) lapsesAt(end time.Time) {
	w.t.Helper()
	assert.Equal(w.t, workflow.StatusSignedOff, w.statusAt(before(end)))
	assert.True(w.t, workflow.Ready(w.fw, &w.state, before(end)))
	for _, now := range []time.Time{end, end.AddDate(5, 0, 0)} {
		assert.Equal(w.t, workflow.StatusLapsed, w.statusAt(now))
		assert.False(w.t, workflow.Ready(w.fw, &w.state, now))
	}
}

// A group outlasts its items as long as enough of them hold.
func TestAGroupEndsASignOffWhenTooFewAreLeft(t *testing.T) {
	t.Parallel()
	short := items{"year", "month", "sharp"}
	for name, c := range map[string]struct {
		waived, more items
		end          string
	}{
		"two of two":                   {short, nil, "2027-03-02T00:00:00Z"},
		"two of three, one for ever":   {short, items{"any-3"}, "2027-09-01T23:00:00Z"},
		"one is waived and one enough": {append(items{"any-1"}, short...), items{"any-3"}, "2027-09-01T23:00:00Z"},
		"only one is left to ask for":  {append(items{"any-1", "any-2"}, short...), items{"any-3"}, "2028-03-02T00:00:00Z"},
		"nothing is left to ask for":   {append(items{"any-1", "any-2", "any-3"}, short...), nil, "2028-03-02T00:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOn(t, files(map[string]string{"renewals": withoutMinimum(renewalsContent)}))
			zone, err := time.LoadLocation("Europe/London")
			require.NoError(t, err)
			w.host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust, Zone: zone})
			w.setNow(instant(t, "2026-03-01T09:00:00Z"))
			w.enrol(educator, learner, renewals)
			w.pass("gate-24")
			for _, id := range append(items{"year", "month", "sharp", "ever", "any-1", "any-2"}, c.more...) {
				if slices.Contains(c.waived, id) {
					w.do(educator, waive(id))
				} else {
					w.pass(id)
				}
			}
			if slices.Contains(c.waived, "any-3") {
				w.do(educator, waive("any-3"))
			}
			w.do(learner, requestSignOff())
			w.do(educator, signOff())
			requireInstant(t, c.end, w.state.LastSignOffUntil())
			w.lapsesAt(w.state.LastSignOffUntil())
		})
	}
}

// What never lapses gives a sign-off without an end.
func TestASignOffWithoutEnd(t *testing.T) {
	t.Parallel()
	w := lasting(t, yearly)
	w.do(educator, waive("year"))
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	assert.Zero(t, w.state.LastSignOffUntil())
	assert.Equal(t, workflow.StatusSignedOff, w.statusAt(start.AddDate(1000, 0, 0)))
	sum := workflow.Summarise(w.fw, &w.state, w.now())
	assert.Zero(t, sum.GoodUntil)
	assert.True(t, sum.SignOffStands)
}

// signed-off, lapsed by the clock, ready again and still lapsed, then signed off anew.
func TestAfterALapseANewSignOffIsNeeded(t *testing.T) {
	t.Parallel()
	w := lasting(t, yearly)
	w.passAt(start, "year")
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	first, end := w.state.LastSignOff(), w.state.LastSignOffUntil()
	requireInstant(t, "2027-03-03T00:00:00Z", end)

	w.setNow(before(end))
	w.denied(learner, requestSignOff(), why(workflow.AlreadySignedOff))
	w.setNow(end)
	w.denied(learner, requestSignOff(), why(workflow.Lapsed, "year"))
	w.happened(w.answer("year"), "decision-ended", "answered") // voids nothing: it had lapsed
	w.status(workflow.StatusLapsed)
	w.send(assessor, "year")
	w.happened(w.confirm(assessor, "year"), "decided") // after the end: nothing is extended
	w.status(workflow.StatusLapsed)
	assert.True(t, workflow.Ready(w.fw, &w.state, w.now()))
	assert.Equal(t, end, w.state.LastSignOffUntil())
	assert.True(t, w.summary().SignOffStands)
	w.do(learner, requestSignOff())
	w.status(workflow.StatusSignOffRequested)
	w.do(educator, &workflow.DeclineSignOff{Reason: "bring the log book"})
	w.status(workflow.StatusLapsed) // it stands, and comes before a decline
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	w.status(workflow.StatusSignedOff)
	requireInstant(t, "2028-03-04T00:00:00Z", w.state.LastSignOffUntil())
	assert.NotEqual(t, first.Serial, w.state.LastSignOff().Serial)
	assert.Equal(t, []string{w.state.LastSignOff().Serial, first.Serial}, w.summary().Serials)
}

// Renewed before its end, an item leaves the sign-off standing and moves its
// end to where what holds then ends.
func TestRenewalsMoveTheEnd(t *testing.T) {
	t.Parallel()
	w := signed(t, "month")
	requireInstant(t, "2026-09-02T23:00:00Z", w.state.LastSignOffUntil())
	r := w.renewAt(instant(t, "2026-09-02T22:59:59.999999Z"), "extra")
	w.happened(r, "decided", "sign-off-extended")
	moved := one[*workflow.SignOffExtended](w, r)
	requireInstant(t, "2027-03-03T00:00:00Z", moved.Until) // with extra, renewed to 2 March, and year
	assert.Equal(t, w.state.LastSignOff().Serial, moved.Serial)
	assert.Equal(t, moved.Until, w.state.LastSignOffUntil())
	w.lapsesAt(moved.Until)
}
