package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A revision counts from the decision that it first revises, however often it
// is revised, whatever came first, and in the zone of that one's centre.
func TestARevisionCountsFromTheFirstDecision(t *testing.T) {
	t.Parallel()
	rejected := func(id proficiency.ItemID) *workflow.Revise {
		return &workflow.Revise{Item: id, To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}}
	}
	confirmed := func(id proficiency.ItemID) *workflow.Revise {
		return &workflow.Revise{Item: id, To: workflow.Confirmed, Reason: "seen otherwise"}
	}
	for name, first := range map[string]workflow.Outcome{"a confirmation first": workflow.Confirmed, "a rejection first": workflow.Rejected} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := lasting(t, yearly)
			at := instant(t, "2026-06-30T23:30:00Z") // 1 July in London
			w.setNow(at.Add(-10 * time.Minute))
			w.answer("year")
			w.send(assessor, "year")
			w.exactly(at)
			if first == workflow.Confirmed {
				w.confirm(assessor, "year")
				w.exactly(at.AddDate(0, 1, 0)).do(assessor, rejected("year"))
			} else {
				w.reject(assessor, "year")
			}
			assert.Equal(t, &workflow.Term{From: proficiency.Date{Year: 2026, Month: 7, Day: 1}}, w.item("year").Decision.Term)
			for i := range 3 {
				w.exactly(at.AddDate(0, 2+2*i, 0)).do(assessor, confirmed("year"))
				require.Equal(t, "2027-07-01T23:00:00Z", w.until("year").Format(time.RFC3339Nano), "revision %d", i)
				w.itemStatus(workflow.ItemStatusConfirmed, "year")
				w.exactly(at.AddDate(0, 3+2*i, 0)).do(assessor, rejected("year"))
				require.Zero(t, w.until("year"))
			}
			w.exactly(w.now().AddDate(0, 0, 1)).do(assessor, confirmed("year"))
			w.setNow(w.until("year"))
			w.itemStatus(workflow.ItemStatusLapsed, "year")
			w.denied(assessor, rejected("year"), why(workflow.Lapsed, "year"))
		})
	}
}

// Revising a confirmation whose renewal is asked for withdraws the renewal.
func TestRevisingEndsARenewal(t *testing.T) {
	t.Parallel()
	w := renewing(t)
	r := w.do(assessor, &workflow.Revise{Item: "year", To: workflow.Rejected, Reason: "no", Actions: []string{"again"}})
	w.happened(r, "request-ended", "decided")
	assert.Equal(t, workflow.CauseRevised, one[*workflow.RequestEnded](w, r).Cause)
	assert.Nil(t, w.item("year").Request)
	w.itemStatus(workflow.ItemStatusRejected, "year")
}

// A renewal starts a new count: a revision of it does not go back to the first period.
func TestARevisionOfARenewal(t *testing.T) {
	t.Parallel()
	w := renewing(t)
	w.exactly(instant(t, "2027-02-10T12:00:00Z")).confirm(assessor, "year")
	w.exactly(instant(t, "2027-02-20T12:00:00Z")).do(assessor, &workflow.Revise{Item: "year", To: workflow.Rejected, Reason: "no", Actions: []string{"again"}})
	w.exactly(instant(t, "2027-02-25T12:00:00Z")).do(assessor, &workflow.Revise{Item: "year", To: workflow.Confirmed, Reason: "yes"})
	assert.Equal(t, "2028-02-11T00:00:00Z", w.until("year").Format(time.RFC3339Nano))
}

// The date of a decision is that of the centre that its role is held at.
func TestTheZoneIsThatOfTheDecidersCentre(t *testing.T) {
	t.Parallel()
	w := inZone(t, "Europe/London")
	w.enrol(educator, learner, yearly)
	w.do(learner, &workflow.AddCentre{Centre: "trust-9"}) // 13 hours ahead
	w.host.Delegate("assessor-9", "trust-9", "assessor")
	w.setNow(instant(t, "2026-05-01T10:00:00Z"))
	w.answer("year")
	w.send("assessor-9", "year")
	w.exactly(instant(t, "2026-05-01T11:00:00Z")).confirm("assessor-9", "year") // 2 May there
	d := w.item("year").Decision
	assert.Equal(t, workflow.CentreID("trust-9"), d.As.Centre)
	assert.Equal(t, "2027-05-02T11:00:00Z", d.Term.Until.Format(time.RFC3339Nano))
	ask := &workflow.RequestConfirmation{Items: items{"year"}, To: assessor}
	w.setNow(instant(t, "2027-02-01T10:59:59Z"))
	w.denied(learner, ask, why(workflow.AlreadyConfirmed, "year"))
	w.exactly(instant(t, "2027-02-01T11:00:00Z")).do(learner, ask) // 2 February there
}

// It stays so when that centre is none of the enrolment's any more: for the
// command, and for what is offered.
func TestTheZoneStaysWhenTheCentreLeaves(t *testing.T) {
	t.Parallel()
	w := inZone(t, "Europe/London")
	w.enrol(educator, learner, yearly)
	w.do(learner, &workflow.AddCentre{Centre: "trust-9"}) // 13 hours ahead
	w.host.Delegate("assessor-9", "trust-9", "assessor")
	w.setNow(instant(t, "2026-05-01T10:00:00Z"))
	w.answer("year")
	w.send("assessor-9", "year")
	w.exactly(instant(t, "2026-05-01T11:00:00Z")).confirm("assessor-9", "year") // 2 May there
	w.host.Delegate("manager-9", "trust-9", "clinical-centre-manager")
	w.do("manager-9", &workflow.RemoveCentre{Centre: "trust-9"})
	offered := func(now string) bool {
		w.setNow(instant(t, now))
		for _, a := range w.view(learner).ItemActions("year") {
			if a.Kind == workflow.KindRequestConfirmation {
				return a.Allowed()
			}
		}
		return false
	}
	assert.False(t, offered("2027-02-01T10:59:59Z"))
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"year"}, To: assessor}, why(workflow.AlreadyConfirmed, "year"))
	assert.True(t, offered("2027-02-01T11:00:00Z"))
	w.exactly(w.now()).send(assessor, "year")
}
