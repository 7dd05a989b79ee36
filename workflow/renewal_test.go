package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A confirmation may be renewed from the same day so many months before its
// last day on, in the zone of the centre where it was given.
func TestWhenRenewalOpens(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		why, zone          string
		months, within     int
		at, opens, closing string
	}{
		{"three months before, by default", "UTC", 12, 3, "2026-03-02T12:00:00Z", "2026-12-02T00:00:00Z", "2026-12-02"},
		{"in summer time", "Europe/London", 12, 3, "2026-09-02T12:00:00Z", "2027-06-01T23:00:00Z", "2027-06-02"},
		{"that month is shorter", "UTC", 12, 3, "2026-05-31T12:00:00Z", "2027-02-28T00:00:00Z", "2027-02-28"},
		{"that month is shorter, but for the leap day", "UTC", 12, 3, "2027-05-31T12:00:00Z", "2028-02-29T00:00:00Z", "2028-02-29"},
		{"the last day was the last of a shorter month", "UTC", 6, 6, "2026-08-31T12:00:00Z", "2026-08-28T00:00:00Z", "2026-08-28"},
		{"over the day that never was", "Pacific/Apia", 12, 1, "2011-01-30T22:00:00Z", "2011-12-30T10:00:00Z", "2011-12-30"},
		{"at once", "UTC", 12, 12, "2026-03-02T12:00:00Z", "2026-03-02T00:00:00Z", "2026-03-02"},
	} {
		t.Run(c.why, func(t *testing.T) {
			t.Parallel()
			w := newWorldOn(t, files(map[string]string{"yearly": renewable(c.months, c.within)}))
			zone, err := time.LoadLocation(c.zone)
			require.NoError(t, err)
			w.host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust, Zone: zone})
			at, opens := instant(t, c.at), instant(t, c.opens)
			w.setNow(at.Add(-time.Hour))
			w.enrol(educator, learner, yearly)
			w.passAt(at, "year")
			ask := &workflow.RequestConfirmation{Items: items{"year"}, To: assessor}
			if opens.After(at) {
				w.setNow(before(opens))
				d := w.denied(learner, ask, why(workflow.AlreadyConfirmed, "year"))
				assert.Contains(t, d.Reasons[0].Message, "can be renewed from "+c.closing)
				assert.Equal(t, w.fw.Item("year").Validity().Position, d.Reasons[0].Clause)
			} else {
				opens = at.Add(time.Hour)
			}
			w.exactly(opens).do(learner, ask)
			assert.Equal(t, workflow.ItemStatusConfirmed, w.statusOfItem("year"))
			assert.NotNil(t, w.item("year").Request)
		})
	}
}

// renewable is content with one item, which holds for some months and may be
// renewed within some of them.
func renewable(months, within int) string {
	return contentHead + `id: yearly
title: Yearly
sections:
  - id: all
    title: All
    proficiencies:
      - {id: year, statement: Keeps up., validity: {months: ` + itoa(months) + `, renew_within: ` + itoa(within) + `}}
`
}

// Where the content says 0, nothing is renewed before its end; what never
// lapses is never renewed.
func TestNothingIsRenewedEarlyWhereTheContentSaysSo(t *testing.T) {
	t.Parallel()
	w := lasting(t, renewals)
	w.pass("gate-24", "sharp", "ever")
	w.setNow(before(w.until("sharp")))
	for _, id := range (items{"sharp", "ever"}) {
		w.denied(learner, &workflow.RequestConfirmation{Items: items{id}, To: assessor}, why(workflow.AlreadyConfirmed, id))
	}
	w.setNow(w.until("sharp"))
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"sharp"}, To: assessor}, why(workflow.Lapsed, "sharp"))
	w.answer("sharp") // the very same again reopens it
	w.itemStatus(workflow.ItemStatusAssessed, "sharp")
	w.send(assessor, "sharp")
	w.confirm(assessor, "sharp")
	w.itemStatus(workflow.ItemStatusConfirmed, "sharp")
}

// renewing is a world where the confirmation of "year" lapses in March 2027 and
// a renewal is asked for since January.
func renewing(t *testing.T) *world {
	t.Helper()
	w := lasting(t, yearly)
	w.passAt(start, "year")
	w.exactly(start.AddDate(0, 10, 0))
	w.send(assessor, "year")
	return w
}

func TestARenewalPendingOverTheEnd(t *testing.T) {
	t.Parallel()
	w := renewing(t)
	end := w.until("year")
	assert.Equal(t, "2027-03-03T00:00:00Z", end.Format(time.RFC3339Nano))
	assert.Equal(t, workflow.ItemStatusConfirmed, w.itemAt(before(end), "year"))
	assert.Equal(t, workflow.ItemStatusRequested, w.itemAt(end, "year"))
	assert.Empty(t, workflow.Readiness(w.fw, &w.state, before(end)))
	assert.Equal(t, why(workflow.Unconfirmed, "year"), reasonsOf(workflow.Readiness(w.fw, &w.state, end)))
	for _, now := range []time.Time{before(end), end} {
		w.setNow(now)
		w.denied(learner, &workflow.RequestConfirmation{Items: items{"year"}, To: assessor}, why(workflow.AlreadyRequested, "year"))
		assert.Len(t, w.summary().Pending, 1)
	}
}

func TestARenewalConfirmed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ now, until string }{
		"long before its end": {"2027-01-10T12:00:00Z", "2028-01-11T00:00:00Z"},
		"just before its end": {"2027-03-02T23:59:59.999999Z", "2028-03-03T00:00:00Z"},
		"at its end":          {"2027-03-03T00:00:00Z", "2028-03-04T00:00:00Z"},
		"after its end":       {"2027-06-30T23:00:00Z", "2028-07-01T23:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := renewing(t)
			r := w.exactly(instant(t, c.now)).confirm(assessor, "year")
			w.happened(r, "decided")
			assert.Equal(t, c.until, w.until("year").Format(time.RFC3339Nano), "a new period")
			assert.Nil(t, w.item("year").Request)
			w.itemStatus(workflow.ItemStatusConfirmed, "year")
			assert.Equal(t, workflow.ItemStatusLapsed, w.itemAt(w.until("year"), "year"))
		})
	}
}

// A rejected renewal ends the confirmation, in date or not, and the learner
// goes on as after any rejection.
func TestARenewalRejected(t *testing.T) {
	t.Parallel()
	for name, now := range map[string]string{
		"before its end": "2027-03-02T23:59:59.999999Z", "after its end": "2027-03-03T00:00:00Z",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := renewing(t)
			r := w.exactly(instant(t, now)).reject(assessor, "year")
			w.happened(r, "decided")
			w.itemStatus(workflow.ItemStatusRejected, "year")
			assert.Zero(t, w.until("year"))
			assert.Equal(t, workflow.ItemStatusRejected, w.itemAt(w.now().AddDate(50, 0, 0), "year"), "a rejection never lapses")
			w.denied(learner, &workflow.RequestConfirmation{Items: items{"year"}, To: assessor}, why(workflow.ItemRejected, "year"))
			assert.NotNil(t, w.item("year").Plan)
			w.passAt(instant(t, "2027-05-01T09:00:00Z"), "year")
			assert.Equal(t, "2028-05-01T23:00:00Z", w.until("year").Format(time.RFC3339Nano))
			assert.Nil(t, w.item("year").Plan)
		})
	}
}

func TestARenewalWithdrawn(t *testing.T) {
	t.Parallel()
	w := renewing(t)
	first := w.item("year").Decision
	w.do(learner, &workflow.WithdrawRequest{Items: items{"year"}})
	w.itemStatus(workflow.ItemStatusConfirmed, "year")
	assert.Equal(t, first, w.item("year").Decision)
	w.send(assessor, "year")

	w.exactly(w.until("year")).do(learner, &workflow.WithdrawRequest{Items: items{"year"}})
	w.itemStatus(workflow.ItemStatusLapsed, "year")
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"year"}, To: assessor}, why(workflow.Lapsed, "year"))
	r := w.answer("year")
	w.happened(r, "decision-ended", "answered")
	assert.Equal(t, workflow.CauseReopened, one[*workflow.DecisionEnded](w, r).Cause)
	w.itemStatus(workflow.ItemStatusAssessed, "year")
}

// Every save reopens what has lapsed, also with nothing new in it, and needs no Overwrite.
func TestSavingWhatHasLapsed(t *testing.T) {
	t.Parallel()
	for name, save := range map[string]struct {
		cmd    func(w *world) *workflow.SelfAssess
		status workflow.ItemStatus
	}{
		"the very same": {func(w *world) *workflow.SelfAssess { return w.answers("year") }, workflow.ItemStatusAssessed},
		"a comment": {func(w *world) *workflow.SelfAssess {
			c := w.answers("year")
			c.Items[0].Comment = "still can"
			return c
		}, workflow.ItemStatusAssessed},
		"a better answer": {func(*world) *workflow.SelfAssess { return workflow.Answer("year", "excelled") }, workflow.ItemStatusAssessed},
		"a worse answer":  {func(*world) *workflow.SelfAssess { return workflow.Answer("year", "ongoing") }, workflow.ItemStatusOngoing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := lasting(t, yearly)
			w.passAt(start, "year")
			was := w.item("year")
			w.unchanged(learner, w.answers("year")) // in date, the very same is nothing
			r := w.exactly(w.until("year")).do(learner, save.cmd(w))
			w.happened(r, "decision-ended", "answered")
			w.itemStatus(save.status, "year")
			assert.Greater(t, w.item("year").Basis(), was.Basis(), "a decision on the older answer is stale")
		})
	}
	w := lasting(t, yearly)
	w.passAt(start, "year")
	w.exactly(w.until("year")).do(learner, &workflow.ClearAnswer{Items: items{"year"}})
	w.itemStatus(workflow.ItemStatusUnassessed, "year")
}

// Overwriting ends the renewal with the confirmation.
func TestOverwritingEndsARenewal(t *testing.T) {
	t.Parallel()
	w := renewing(t)
	w.denied(learner, workflow.Answer("year", "excelled"), why(workflow.WouldLoseConfirmation, "year"))
	change := workflow.Answer("year", "excelled")
	change.Overwrite = true
	w.happened(w.do(learner, change), "request-ended", "decision-ended", "answered")
	assert.Nil(t, w.item("year").Request)
	w.itemStatus(workflow.ItemStatusAssessed, "year")
}

func TestSettingAsideEndsARenewal(t *testing.T) {
	t.Parallel()
	for name, now := range map[string]string{"in date": "2027-02-01T12:00:00Z", "lapsed": "2027-04-01T12:00:00Z"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := renewing(t)
			r := w.exactly(instant(t, now)).do(manager, &workflow.SetAside{Items: items{"year"}, Reason: "not by the book"})
			w.happened(r, "request-ended", "decision-ended")
			assert.Equal(t, workflow.CauseSetAside, one[*workflow.RequestEnded](w, r).Cause)
			assert.Nil(t, w.item("year").Request)
			w.itemStatus(workflow.ItemStatusAssessed, "year") // as answered
			w.send(assessor, "year")
		})
	}
}
