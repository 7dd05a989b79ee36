package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func toRejected(id proficiency.ItemID) *workflow.Revise {
	return &workflow.Revise{Item: id, To: workflow.Rejected, Reason: "on reflection", Actions: []string{"again"}}
}

func toConfirmed(id proficiency.ItemID) *workflow.Revise {
	return &workflow.Revise{Item: id, To: workflow.Confirmed, Reason: "after all"}
}

func (w *world) rejectIt(by workflow.PersonID, id proficiency.ItemID) {
	w.t.Helper()
	w.save(id)
	w.send(by, id)
	w.reject(by, id)
}

// However often it is revised, validity runs from the first decision.
func TestRevisedValidityRunsFromTheFirst(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.settle(assessor, "yearly-1")
	first := w.item("yearly-1").Decision
	assert.Equal(t, workflow.Term{From: day(2026, 3, 2), Until: time.Date(2027, 3, 3, 0, 0, 0, 0, time.UTC)}, *first.Term)
	w.later(0, 2, 0)
	w.do(assessor, toRejected("yearly-1"))
	assert.Equal(t, workflow.Term{From: day(2026, 3, 2)}, *w.item("yearly-1").Decision.Term)
	assert.Equal(t, first.Seq, w.item("yearly-1").Decision.Revises)
	second := w.item("yearly-1").Decision.Seq
	w.later(0, 2, 0)
	w.do(assessor, toConfirmed("yearly-1"))
	assert.Equal(t, first.Term, w.item("yearly-1").Decision.Term)
	assert.Equal(t, second, w.item("yearly-1").Decision.Revises)

	w.rejectIt(assessor, "plain-1") // without a validity there is no term
	assert.Nil(t, w.item("plain-1").Decision.Term)
	w.do(assessor, toConfirmed("plain-1"))
	assert.Nil(t, w.item("plain-1").Decision.Term)
}

// A rejection is revised only while a confirmation of that day would hold.
func TestRevisedTooLate(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.rejectIt(assessor, "yearly-1")
	w.rejectIt(assessor, "plain-1")
	assert.Equal(t, workflow.Term{From: day(2026, 3, 2)}, *w.item("yearly-1").Decision.Term)
	offered := func() []string {
		f := w.facts(workflow.Needs(w.fw, &w.state, assessor, toConfirmed("yearly-1")))
		for _, a := range workflow.ItemActions(w.fw, &w.state, f, "yearly-1") {
			if a.Kind == workflow.KindRevise {
				return reasonsOf(a.Reasons)
			}
		}
		return nil
	}
	w.setNow(time.Date(2027, 3, 3, 0, 0, 0, 0, time.UTC))
	d := w.denied(assessor, toConfirmed("yearly-1"), why(workflow.Lapsed, "yearly-1"))
	assert.Equal(t, w.at("validity: {months: 12}"), clause(d, workflow.Lapsed, "yearly-1"))
	assert.Equal(t, why(workflow.Lapsed, "yearly-1"), offered())
	w.setNow(time.Date(2027, 3, 2, 23, 58, 0, 0, time.UTC))
	assert.Empty(t, offered())
	w.do(assessor, toConfirmed("yearly-1"))
	w.itemStatus(workflow.ItemStatusConfirmed, "yearly-1")
	w.setNow(time.Date(2027, 3, 3, 0, 0, 0, 0, time.UTC))
	w.itemStatus(workflow.ItemStatusLapsed, "yearly-1")
	d = w.denied(assessor, toRejected("yearly-1"), why(workflow.Lapsed, "yearly-1"))
	assert.Equal(t, w.at("validity: {months: 12}"), clause(d, workflow.Lapsed, "yearly-1"))
	w.do(assessor, toConfirmed("plain-1"))
}

// What was recorded from paper nobody here revises: it is set aside.
func TestPaperIsNotRevised(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.do(educator, paper("plain-1"))
	w.denied(educator, toRejected("plain-1"), why(workflow.FromPaper, "plain-1"))
	w.denied(assessor, toRejected("plain-1"), why(workflow.FromPaper, "plain-1"))
	w.do(educator, waive("below-1"))
	w.denied(assessor, toConfirmed("below-1"), why(workflow.ItemWaived, "below-1"))
	w.denied(assessor, &workflow.Revise{Item: "plain-1"}, why(workflow.ReasonMissing), why(workflow.UnknownOutcome, "plain-1"), why(workflow.FromPaper, "plain-1"))
}

// For whom the decider acted is said again, unless it was redacted meanwhile.
func TestRevisedOnBehalf(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.save("plain-1")
	w.send(assessor, "plain-1")
	w.do(assessor, &workflow.Confirm{Items: w.decisions("plain-1"), OnBehalfOf: "Sister A."})
	r := w.do(assessor, toRejected("plain-1"))
	assert.Equal(t, "Sister A.", w.item("plain-1").Decision.OnBehalfOf.String())
	require.Len(t, r.Record.Texts, 3, "on behalf of, the reason and the action")
	w.do(manager, &workflow.Redact{Record: r.Record.Seq, Text: w.item("plain-1").Decision.OnBehalfOf.Digest})
	w.do(assessor, toConfirmed("plain-1"))
	assert.Nil(t, w.item("plain-1").Decision.OnBehalfOf)
}

// A pending renewal goes with the decision that it was to renew.
func TestReviseWithdrawsARenewal(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.settle(assessor, "yearly-1")
	w.later(1, -1, 0)
	sent := w.send(second, "yearly-1")
	r := w.do(assessor, toRejected("yearly-1"))
	w.happened(r, "request-ended", "decided")
	e := one[*workflow.RequestEnded](w, r)
	assert.Equal(t, []any{workflow.CauseRevised, second, sent.Record.Seq}, []any{e.Cause, e.To, e.Request})
	w.itemStatus(workflow.ItemStatusRejected, "yearly-1")
}

// A revision of a rejected renewal counts from that rejection.
func TestRevisedRenewal(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.settle(assessor, "yearly-1")
	w.setNow(time.Date(2027, 2, 1, 9, 0, 0, 0, time.UTC))
	w.send(second, "yearly-1")
	w.reject(second, "yearly-1")
	assert.Equal(t, workflow.Term{From: day(2027, 2, 1)}, *w.item("yearly-1").Decision.Term)
	w.denied(assessor, toConfirmed("yearly-1"), why(workflow.NotTheDecider, "yearly-1"))
	w.do(second, toConfirmed("yearly-1"))
	assert.Equal(t, time.Date(2028, 2, 2, 0, 0, 0, 0, time.UTC), w.item("yearly-1").Decision.Term.Until)
}

// A decider who holds the role at another centre now acts for that centre, in
// its zone; what a centre ruled stays with the centre.
func TestRevisedAtAnotherCentre(t *testing.T) {
	t.Parallel()
	w := twoCentres(t)
	w.confirmedBy("trust-1", ruled("", "assessor"))
	w.save("yearly-1")
	w.send(assessor, "yearly-1")
	w.confirm(assessor, "yearly-1")
	w.reliedOn("yearly-1", held("assessor", "trust-1"), workflow.Held{}, assessors)
	w.host.Delegate(assessor, "trust-9", "assessor")
	w.do(assessor, toRejected("yearly-1")) // at the centre it was given at, while the role is held there
	w.reliedOn("yearly-1", held("assessor", "trust-1"), workflow.Held{}, assessors)
	w.revoke(assessor)
	w.denied(assessor, toConfirmed("yearly-1"), why(workflow.NotFound))
	w.host.Delegate(assessor, "trust-9", "assessor")
	w.do(assessor, toConfirmed("yearly-1"))
	w.reliedOn("yearly-1", held("assessor", "trust-9"), workflow.Held{}, nil)
	assert.Equal(t, workflow.Term{From: day(2026, 3, 2), Until: time.Date(2027, 3, 2, 11, 0, 0, 0, time.UTC)}, *w.item("yearly-1").Decision.Term)
}

// Two roles that were relied on together are still needed at one centre.
func TestRevisedInTwoRoles(t *testing.T) {
	t.Parallel()
	w := twoCentres(t)
	w.send(lead, "lead-1")
	w.confirm(lead, "lead-1")
	w.reliedOn("lead-1", held("clinical-centre-manager", "trust-1"), held("assessor", "trust-1"), nil)
	w.revoke(lead, "assessor")
	w.denied(lead, toRejected("lead-1"), why(workflow.RoleLost, "lead-1"))
	w.host.Delegate(lead, "trust-9", "assessor")
	w.denied(lead, toRejected("lead-1"), why(workflow.RoleLost, "lead-1"))
	w.host.Delegate(lead, "trust-9", "clinical-centre-manager")
	w.do(lead, toRejected("lead-1"))
	w.reliedOn("lead-1", held("clinical-centre-manager", "trust-9"), held("assessor", "trust-9"), nil)
}

// A review date is not in the past where the decision is made: for trust-9 the
// third of March has begun.
func TestReviewDatesAreTheDecidersCentres(t *testing.T) {
	t.Parallel()
	w := twoCentres(t)
	w.send(assessor, "plain-1", "plain-2")
	w.send(afar, "any-1", "any-2")
	w.setNow(time.Date(2026, 3, 2, 13, 0, 0, 0, time.UTC))
	on := func(r *workflow.Reject, d proficiency.Date) *workflow.Reject { r.ReviewOn = d; return r }
	d := w.denied(afar, on(w.rejection("any-1", "any-2"), day(2026, 3, 2)), why(workflow.InvalidDate))
	assert.Equal(t, map[string]string{"date": "2026-03-02"}, d.Reasons[0].Params)
	own := on(w.rejection("any-1", "any-2"), day(2026, 3, 3))
	own.Plans = []workflow.ItemPlan{{Item: "any-2", Reason: "x", Actions: []string{"y"}, ReviewOn: day(2026, 3, 2)}}
	w.denied(afar, own, why(workflow.InvalidDate))
	w.denied(assessor, on(w.rejection("plain-1"), day(2026, 3, 1)), why(workflow.InvalidDate))
	w.denied(second, on(w.rejection("plain-1"), day(2026, 3, 2)), why(workflow.NotFound))
	w.do(assessor, on(w.rejection("plain-1", "plain-2"), day(2026, 3, 2)))
	own.Plans[0].ReviewOn = day(2026, 3, 3)
	w.do(afar, own)
	assert.Equal(t, day(2026, 3, 3), w.item("any-2").Plan.Plan.ReviewOn)
	w.do(afar, toConfirmed("any-1"))
	revise := toRejected("any-1")
	revise.ReviewOn = day(2026, 3, 2)
	w.denied(afar, revise, why(workflow.InvalidDate))
	revise.ReviewOn = day(2026, 3, 3)
	w.do(afar, revise)
}
