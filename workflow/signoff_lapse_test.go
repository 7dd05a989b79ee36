package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/workflow"
)

// Several renewed by one command move the end once; one that ends later than
// others do moves nothing.
func TestRenewalsMoveTheEndOnce(t *testing.T) {
	t.Parallel()
	w := almost(t, "month", "sharp", "extra", "any-2")
	w.pass("any-3")
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	requireInstant(t, "2027-03-03T00:00:00Z", w.state.LastSignOffUntil()) // year and any-1
	r := w.renewAt(instant(t, "2026-06-01T12:00:00Z"), "gate-24")
	w.happened(r, "decided") // year and any-1 end as before
	r = w.renewAt(instant(t, "2026-12-20T12:00:00Z"), "year", "any-1")
	w.happened(r, "decided", "decided", "sign-off-extended")
	requireInstant(t, "2027-12-21T00:00:00Z", w.state.LastSignOffUntil())
	w.lapsesAt(w.state.LastSignOffUntil())

	w.setNow(w.state.LastSignOffUntil())
	r = w.renewAt(w.now().AddDate(0, 0, 1), "gate-24") // after the end: nothing moves it
	w.happened(r, "decided")
	w.status(workflow.StatusLapsed)
}

// What lapses in a group that has enough leaves the sign-off as it is, and so
// does whatever becomes of it; confirmed again, it moves nothing either: only a
// renewal does, and then everything that holds counts.
func TestWhatLapsedInAGroupVoidsNothing(t *testing.T) {
	t.Parallel()
	w := almost(t, "month", "sharp", "extra", "year")
	w.pass("any-3")
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	end := w.state.LastSignOffUntil()
	requireInstant(t, "2027-09-02T23:00:00Z", end) // any-2
	w.setNow(w.until("any-1"))
	w.itemStatus(workflow.ItemStatusLapsed, "any-1")
	w.status(workflow.StatusSignedOff)
	worse := workflow.Answer("any-1", "ongoing")
	w.happened(w.do(learner, worse), "decision-ended", "answered")
	w.status(workflow.StatusSignedOff)
	w.pass("any-1")
	w.status(workflow.StatusSignedOff)
	assert.Equal(t, end, w.state.LastSignOffUntil())
	r := w.renewAt(instant(t, "2027-08-01T12:00:00Z"), "any-2")
	w.happened(r, "decided", "sign-off-extended")
	requireInstant(t, "2028-03-03T00:00:00Z", w.state.LastSignOffUntil()) // now gate-24
}

// One that is waived after it has lapsed leaves the sign-off, too; the waiver
// withdrawn voids it.
func TestWaivedOverLapsed(t *testing.T) {
	t.Parallel()
	w := lasting(t, yearly)
	w.passAt(start, "year")
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	end := w.until("year")
	w.setNow(before(before(end)))
	w.denied(educator, waive("year"), why(workflow.AlreadyConfirmed, "year"))
	w.exactly(end).do(educator, waive("year"))
	w.itemStatus(workflow.ItemStatusWaived, "year")
	assert.Equal(t, workflow.ItemStatusWaived, w.itemAt(before(end), "year"), "a waiver is no matter of the clock")
	w.status(workflow.StatusLapsed)
	assert.True(t, workflow.Ready(w.fw, &w.state, w.now()))
	sum := w.summary()
	assert.Equal(t, workflow.Counts{Counting: 1, Waived: 1}, sum.Totals())
	assert.Empty(t, sum.Lapses)
	w.denied(learner, w.answers("year"), why(workflow.ItemWaived, "year"))

	w.happened(w.do(educator, &workflow.Unwaive{Item: "year"}), "waiver-ended", "sign-off-voided")
	w.itemStatus(workflow.ItemStatusLapsed, "year") // the decision beneath is back
	w.status(workflow.StatusVoid)
}

// A renewal rejected before its end voids the sign-off; after its end it voids nothing.
func TestARejectedRenewalAndTheSignOff(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now    string
		status workflow.Status
		events []string
	}{
		"before its end": {"2027-03-02T23:59:59.999999Z", workflow.StatusVoid, []string{"decided", "sign-off-voided"}},
		"after its end":  {"2027-03-03T00:00:00Z", workflow.StatusLapsed, []string{"decided"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := lasting(t, yearly)
			w.passAt(start, "year")
			w.do(learner, requestSignOff())
			w.do(educator, signOff())
			w.exactly(instant(t, "2027-02-01T12:00:00Z"))
			w.send(assessor, "year")
			w.status(workflow.StatusSignedOff)
			r := w.exactly(instant(t, c.now)).reject(assessor, "year")
			w.happened(r, c.events...)
			if c.status == workflow.StatusVoid {
				assert.Equal(t, workflow.CauseRenewalRejected, one[*workflow.SignOffVoided](w, r).Cause)
			}
			w.status(c.status)
			assert.Equal(t, c.status, w.statusAt(w.now().AddDate(10, 0, 0)))
			assert.Equal(t, c.status, w.listed(manager).Status)
		})
	}
}

// In a group that has enough, a renewal rejected before its end voids all the
// same: a decision was ended.
func TestARejectedRenewalInAGroup(t *testing.T) {
	t.Parallel()
	w := almost(t, "month", "sharp", "extra", "year")
	w.pass("any-3")
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	w.setNow(instant(t, "2027-02-01T12:00:00Z"))
	w.send(assessor, "any-1")
	w.happened(w.reject(assessor, "any-1"), "decided", "sign-off-voided")
	w.status(workflow.StatusVoid)
	assert.True(t, workflow.Ready(w.fw, &w.state, w.now()), "void, ready or not")
}

// A request for sign-off survives a lapse. Signing off is refused then;
// everything else is possible.
func TestALapseWhileSignOffIsRequested(t *testing.T) {
	t.Parallel()
	asked := func(t *testing.T) *world {
		w := lasting(t, yearly)
		w.passAt(start, "year")
		w.do(learner, requestSignOff())
		w.setNow(w.until("year"))
		return w
	}
	w := asked(t)
	w.status(workflow.StatusSignOffRequested)
	assert.Len(t, w.summary().Pending, 1)
	w.denied(educator, signOff(), why(workflow.Lapsed, "year"))
	w.denied(learner, requestSignOff(), why(workflow.Lapsed, "year"), why(workflow.SignOffPending))
	w.do(learner, &workflow.RemindSignOff{})
	w.happened(w.answer("year"), "decision-ended", "answered") // which loses nothing that was there
	w.status(workflow.StatusSignOffRequested)
	w.denied(educator, signOff(), why(workflow.Unconfirmed, "year"))
	w.send(assessor, "year")
	w.confirm(assessor, "year")
	w.do(educator, signOff()) // ready again, now
	w.status(workflow.StatusSignedOff)

	w = asked(t)
	w.do(educator, &workflow.DeclineSignOff{Reason: "it has lapsed"})
	w.status(workflow.StatusDeclined)

	w = asked(t)
	w.do(learner, &workflow.WithdrawSignOff{})
	w.status(workflow.StatusInProgress)

	w = asked(t)
	w.do(manager, &workflow.Reassign{From: educator, To: "educator-2"})
	w.status(workflow.StatusSignOffRequested)
	w.denied("educator-2", signOff(), why(workflow.Lapsed, "year"))
	w.do("educator-2", &workflow.DeclineSignOff{Reason: "it has lapsed"})
}

// A lapse moves neither a decline nor what is void: nothing was done.
func TestWhatALapseDoesNotMove(t *testing.T) {
	t.Parallel()
	w := lasting(t, yearly)
	w.passAt(start, "year")
	w.do(learner, requestSignOff())
	w.do(educator, &workflow.DeclineSignOff{Reason: "bring the log book"})
	end := w.until("year")
	assert.Equal(t, workflow.StatusDeclined, w.statusAt(before(end)))
	assert.Equal(t, workflow.StatusDeclined, w.statusAt(end))
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	w.do(manager, &workflow.RevokeSignOff{Reason: "signed in error"})
	assert.Equal(t, workflow.StatusVoid, w.statusAt(before(end)))
	assert.Equal(t, workflow.StatusVoid, w.statusAt(end))
	sum := workflow.Summarise(w.fw, &w.state, w.now())
	assert.False(t, sum.SignOffStands)
	assert.Equal(t, end, sum.SignOffUntil)
	w.exactly(end).do(admin, &workflow.Withdraw{Reason: "moved away"})
	assert.Equal(t, workflow.StatusWithdrawn, w.statusAt(before(end)))
}

// What is signed off is not withdrawn, until that has lapsed; back again, it
// has lapsed still.
func TestWithdrawingAfterALapse(t *testing.T) {
	t.Parallel()
	w := lasting(t, yearly)
	w.passAt(start, "year")
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	end := w.until("year")
	w.setNow(before(end))
	w.denied(admin, &workflow.Withdraw{Reason: "moved away"}, why(workflow.AlreadySignedOff))
	w.exactly(end).do(admin, &workflow.Withdraw{Reason: "moved away"})
	w.status(workflow.StatusWithdrawn)
	w.enrol(educator, learner, yearly)
	w.status(workflow.StatusLapsed)
	w.itemStatus(workflow.ItemStatusLapsed, "year")
}

// A gate whose confirmation has lapsed locks what has no answer, request or
// decision, and nothing else: an item that has one never locks again.
func TestAGateThatLapses(t *testing.T) {
	t.Parallel()
	w := lasting(t, renewals)
	w.itemStatus(workflow.ItemStatusLocked, "year", "month", "ever", "any-1")
	w.pass("gate-24")
	w.choose("extra")
	w.answer("year")
	w.do(learner, workflow.Answer("month", "ongoing"))
	w.pass("ever")
	w.answer("any-1")
	w.send(assessor, "any-1")
	w.answer("any-2")
	w.send(assessor, "any-2")
	w.reject(assessor, "any-2")
	end := w.until("gate-24")
	assert.Equal(t, workflow.ItemStatusUnassessed, w.itemAt(before(end), "sharp"))
	w.setNow(end)
	w.itemStatus(workflow.ItemStatusLapsed, "gate-24")
	w.itemStatus(workflow.ItemStatusLocked, "sharp", "extra", "any-3")
	w.itemStatus(workflow.ItemStatusAssessed, "year")
	w.itemStatus(workflow.ItemStatusOngoing, "month")
	w.itemStatus(workflow.ItemStatusConfirmed, "ever")
	w.itemStatus(workflow.ItemStatusRequested, "any-1")
	w.itemStatus(workflow.ItemStatusRejected, "any-2")
	w.denied(learner, w.answers("sharp"), why(workflow.ItemLocked, "sharp"))
	w.denied(educator, waive("sharp"), why(workflow.ItemLocked, "sharp"))
	w.do(learner, w.answers("month"))
	w.send(assessor, "year")
	w.do(learner, &workflow.ClearAnswer{Items: items{"month"}})
	w.itemStatus(workflow.ItemStatusLocked, "month") // it has none any more
	w.pass("gate-24")
	w.itemStatus(workflow.ItemStatusUnassessed, "sharp", "month", "extra", "any-3")
}

// A sign-off that has lapsed stands: what is chosen or dropped then still
// voids it, and whoever gave it may still look.
func TestALapsedSignOffStands(t *testing.T) {
	t.Parallel()
	w := almost(t, "month")
	w.do(learner, &workflow.RequestSignOff{To: "educator-2", Accept: true})
	w.do("educator-2", signOff())
	w.setNow(w.state.LastSignOffUntil())
	w.status(workflow.StatusLapsed)
	w.do(learner, &workflow.RemoveSupervisor{Person: "educator-2"})
	assert.Contains(t, w.view("educator-2").Summary.Deciders, workflow.PersonID("educator-2"))
	more := &workflow.ChooseOptional{Items: items{"spare"}}
	w.denied(learner, more, why(workflow.WouldVoidSignOff))
	more.Overwrite = true
	w.happened(w.do(learner, more), "optional-chosen", "sign-off-voided")
	w.status(workflow.StatusVoid)
	_, err := w.engine.View(w.ctx, "educator-2", w.id)
	w.refusal(err, why(workflow.NotFound))
}
