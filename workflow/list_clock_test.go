package workflow_test

import (
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// A ward of twenty learners on "yearly", nothing of which is recorded after
// 2026: whatever becomes of it then, the clock does.
func newLapsingWard(t *testing.T) *world {
	t.Helper()
	w := inZone(t, "Europe/London")
	for i := range 20 {
		p := workflow.PersonID(fmt.Sprint("ward-", i))
		w.host.Delegate(p, "trust-1")
		w.host.Staff(educator, "trust-1", p)
		w.setNow(start.AddDate(0, i/4, 0))
		w.enrol(educator, p, yearly)
		switch i % 5 {
		case 0: // signed off, to lapse
			w.passAs(p)
			w.do(p, requestSignOff())
			w.do(educator, signOff())
		case 1: // ready, to be in progress again
			w.passAs(p)
		case 2: // signed off for ever
			w.do(educator, waive("year"))
			w.do(p, requestSignOff())
			w.do(educator, signOff())
		case 3: // sign-off requested, whatever lapses
			w.passAs(p)
			w.do(p, requestSignOff())
		}
	}
	return w
}

// passAs has "year" confirmed for a learner.
func (w *world) passAs(p workflow.PersonID) {
	w.t.Helper()
	w.do(p, workflow.Answer("year", "achieved"))
	w.do(p, &workflow.RequestConfirmation{Items: items{"year"}, To: assessor})
	w.do(assessor, &workflow.Confirm{Items: w.decisions("year")})
}

// replayedAll are the summaries of all enrolments by their records alone, as of an instant.
func (w *world) replayedAll(now time.Time) (all []workflow.Summary) {
	w.t.Helper()
	for stored, err := range w.store.List(w.ctx, workflow.Query{}) {
		require.NoError(w.t, err)
		records, err := w.store.Load(w.ctx, stored.Enrolment, 0)
		require.NoError(w.t, err)
		s := workflow.Replay(workflow.NewState(stored.Enrolment, w.fw.Index()), records)
		all = append(all, workflow.Summarise(w.fw, &s, now))
	}
	return all
}

// listing are the summaries that a query yields.
func listing(t testing.TB, list iter.Seq2[workflow.Summary, error]) (out []workflow.Summary) {
	t.Helper()
	for s, err := range list {
		require.NoError(t, err)
		out = append(out, s)
	}
	return out
}

// wardInstants are before, at and behind everything that ends.
func (w *world) wardInstants() (at []time.Time) {
	at = append(at, w.now())
	for _, s := range w.replayedAll(w.now()) {
		if !s.GoodUntil.IsZero() {
			at = append(at, before(s.GoodUntil), s.GoodUntil)
		}
	}
	at = append(at, w.now().AddDate(10, 0, 0))
	slices.SortFunc(at, time.Time.Compare)
	return slices.CompactFunc(at, time.Time.Equal)
}

// A list shows what the records say as of the same instant, its totals are the
// sum over them, and every filter by status selects by that and no other, in
// pages of every size.
func TestBehaviour44_ListsAreAsOfNow(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	w := newLapsingWard(t)
	seen := map[workflow.Status]bool{}
	for _, now := range w.wardInstants() {
		w.setNow(now)
		all := w.replayedAll(now)
		requireSame(t, all, listing(t, w.engine.List(w.ctx, manager, workflow.Query{})))
		var counted, listed workflow.Counts
		for _, s := range all {
			addCounts(&counted, s.Totals())
		}
		for s := range w.engine.List(w.ctx, manager, workflow.Query{}) {
			addCounts(&listed, s.Totals())
		}
		require.Equal(t, counted, listed)
		for _, status := range []workflow.Status{
			workflow.StatusSignedOff, workflow.StatusLapsed, workflow.StatusReady, workflow.StatusInProgress,
			workflow.StatusNotStarted, workflow.StatusSignOffRequested, workflow.StatusVoid,
		} {
			var want []workflow.Summary
			for _, s := range all {
				if s.Status == status {
					want = append(want, s)
				}
			}
			seen[status] = seen[status] || len(want) > 0
			requireSame(t, want, listing(t, w.engine.List(w.ctx, manager, workflow.Query{Status: status})))
			for limit := 1; limit <= 6; limit++ {
				w.paged(status, limit, want)
			}
		}
	}

	for _, status := range []workflow.Status{workflow.StatusSignedOff, workflow.StatusLapsed, workflow.StatusReady, workflow.StatusInProgress} {
		assert.True(t, seen[status], "%s", status)
	}
}

func addCounts(to *workflow.Counts, c workflow.Counts) {
	to.Counting += c.Counting
	to.Confirmed += c.Confirmed
	to.Lapsed += c.Lapsed
	to.Waived += c.Waived
}

// paged wants the whole list in full pages, but for the last one.
func (w *world) paged(status workflow.Status, limit int, want []workflow.Summary) {
	w.t.Helper()
	var got []workflow.Summary
	q := workflow.Query{Status: status, Limit: limit}
	for {
		page := listing(w.t, w.engine.List(w.ctx, manager, q))
		require.Len(w.t, page, min(limit, len(want)-len(got)), "%s in pages of %d", status, limit)
		if len(page) == 0 {
			break
		}
		got = append(got, page...)
		q.After = page[len(page)-1].Enrolment
	}
	requireSame(w.t, want, got)
}

// requireSame wants the same summaries, empty or none.
func requireSame(t testing.TB, want, got []workflow.Summary) {
	t.Helper()
	require.Empty(t, cmp.Diff(want, got, cmpopts.EquateEmpty()))
}
