package workflow_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func TestBehaviour35_AManagerWithoutASecondRoleCannotConfirm(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1", "care-3")
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"care-1", "care-3"}, To: manager},
		role(roles.CodeRoleNotNamed, "care-1"), role(roles.CodeLacksCapability, "care-1", "care-3"))
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"care-3"}, To: assessor}, role(roles.CodeRoleNotNamed, "care-3"))
	r := w.send(lead, "care-3")
	asked := eventsOf[*workflow.Requested](w, r)[0]
	assert.Equal(t, workflow.Held{Role: "clinical-centre-manager", Centre: "trust-1"}, asked.As)
	assert.Equal(t, workflow.Held{Role: "assessor", Centre: "trust-1"}, asked.With)
	confirm := &workflow.Confirm{Items: w.decisions("care-3")}
	w.revoke(lead, "assessor")
	w.denied(lead, confirm, role(roles.CodeLacksCapability, "care-3"))
	w.host.Delegate(lead, "trust-1", "educator-manager")
	r = w.do(lead, confirm)
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-1"}, eventsOf[*workflow.Decided](w, r)[0].With)
}

func TestBehaviour36_LimitedToAnotherCategory(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1")
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"care-1"}, To: limited},
		role(roles.CodeOtherCategory, "care-1"))
	w.denied(limited, &workflow.Enrol{Learner: "learner-2", Framework: wardBasics, Centre: "trust-1"}, role(roles.CodeOtherCategory), role(roles.CodeNotOnStaffList))
	_, err := w.engine.View(w.ctx, limited, w.id)
	w.refusal(err, why(workflow.NotFound))
}

func TestBehaviour36_LimitedToThisCategory(t *testing.T) {
	t.Parallel()
	w := opened(t)
	for _, p := range []workflow.PersonID{second, manager} {
		s := w.host.Standing(p)
		for i := range s.Appointments {
			s.Appointments[i].Categories = []proficiency.Category{"clinical", "theatre"}
		}
		w.host.SetPerson(s)
	}
	w.answer("care-1")
	w.send(second, "care-1")
	w.confirm(second, "care-1")
	for _, p := range []workflow.PersonID{second, manager} {
		_, err := w.engine.View(w.ctx, p, w.id)
		require.NoError(t, err)
		assert.Equal(t, w.id, w.listed(p).Enrolment)
	}
	w.do(manager, &workflow.Withdraw{Reason: "moved away"})
}

func TestBehaviour38_EnrollingTwice(t *testing.T) {
	t.Parallel()
	w := enrolled(t)
	again := &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-1"}
	for _, p := range []workflow.PersonID{educator, learner, manager} { // who may see it
		d := w.denied(p, again, why(workflow.AlreadyEnrolled))
		assert.Equal(t, string(w.id), d.Reasons[0].Params["enrolment"])
		assert.Contains(t, d.Reasons[0].Message, string(w.id))
	}
	again.Centre = "trust-9"
	d := w.denied(farOff, again, why(workflow.AlreadyEnrolledElsewhere))
	assert.NotContains(t, d.Error(), string(w.id))
	assert.Contains(t, d.Error(), "already enrolled elsewhere: the learner can add this centre")
}

func TestBehaviour38_TwoEducatorsAtTheSameInstant(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cmd := &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-1"}
	var wait sync.WaitGroup
	by := []workflow.PersonID{educator, "educator-2"}
	ids, errs := make([]workflow.EnrolmentID, 2), make([]error, 2)
	for i, engine := range []*workflow.Engine{w.engine, w.newEngine()} {
		wait.Go(func() {
			var res workflow.Result
			res, errs[i] = engine.Do(w.ctx, workflow.Request{Actor: by[i], Command: cmd})
			ids[i] = res.Enrolment
		})
	}
	wait.Wait()
	lost := 0
	if errs[0] == nil {
		lost = 1
	}
	require.NoError(t, errs[1-lost])
	var d *workflow.Denied
	require.True(t, errors.As(errs[lost], &d), "%v", errs[lost])
	assert.Len(t, d.Reasons, 1)
	assert.True(t, d.Has(workflow.AlreadyEnrolled) || d.Has(workflow.AlreadyEnrolledElsewhere))
	assert.Equal(t, 1, w.stored(ids[1-lost]))
}

func TestBehaviour39_WithdrawnAndEnrolledAgain(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.choose("extra-1")
	w.pass("care-1")
	w.answer("care-2", "care-3")
	w.send(lead, "care-3")
	id, records := w.id, w.stored(w.id)
	careOne := w.item("care-1")

	r := w.do(admin, &workflow.Withdraw{Reason: "long leave"})
	require.Equal(t, []string{"request-ended", "withdrawn"}, w.events(r))
	w.status(workflow.StatusWithdrawn)
	w.setNow(w.now().Add(30 * 24 * time.Hour))
	w.do(farOff, &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-9", CompleteBy: day(2026, 12, 31)})

	assert.Equal(t, id, w.state.ID(), "the same record")
	assert.Equal(t, records+2, w.stored(id))
	w.status(workflow.StatusNotStarted) // carried results apart
	assert.Equal(t, day(2026, 12, 31), w.state.Enrolment().CompleteBy)
	assert.Equal(t, []workflow.CentreID{"trust-9"}, w.state.Centres())
	assert.Equal(t, []workflow.PersonID{farOff}, w.state.Supervisors(), "they begin anew")
	assert.Nil(t, w.state.Agreed())
	assert.Nil(t, w.state.Withdrawal())
	assert.Equal(t, start, w.state.EnrolledAt())
	w.itemStatus(workflow.ItemStatusConfirmed, "care-1", "contract-learner")
	w.itemStatus(workflow.ItemStatusAssessed, "care-2", "care-3") // nothing pending comes back
	assert.Equal(t, careOne, w.item("care-1"))
	assert.True(t, w.item("extra-1").Chosen)
}

func TestBehaviour40_CompleteBy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setNow(time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)) // the 3rd at trust-9
	enrol := func(centre workflow.CentreID, by proficiency.Date) *workflow.Enrol {
		return &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: centre, CompleteBy: by}
	}
	w.denied(educator, enrol("trust-1", day(2026, 3, 1)), why(workflow.InvalidDate))
	w.denied(farOff, enrol("trust-9", day(2026, 3, 2)), why(workflow.InvalidDate))
	res, err := w.engine.Do(w.ctx, workflow.Request{Actor: educator, Command: enrol("trust-1", day(2026, 3, 2))})
	require.NoError(t, err)
	assert.Equal(t, day(2026, 3, 2), res.State.Enrolment().CompleteBy)
	assert.Equal(t, time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC), res.State.Enrolment().DueAt)
	res, err = w.engine.Do(w.ctx, workflow.Request{Actor: farOff, Command: &workflow.Enrol{
		Learner: learner, Framework: proficiency.Ref{ID: "hand-care"}, Centre: "trust-9", CompleteBy: day(2026, 3, 3),
	}})
	require.NoError(t, err)
	assert.Equal(t, time.Date(2026, 3, 3, 11, 0, 0, 0, time.UTC), res.State.Enrolment().DueAt, "the day's end where the learner is")
}

func TestBehaviour43_ADecisionNamesWhereAndByWhom(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.pass("care-1")
	w.do(admin, &workflow.Withdraw{Reason: "moves to another trust"})
	w.enrolAt("trust-9", farOff, learner, wardBasics)
	was := w.item("care-1").Decision
	assert.Equal(t, assessor, was.By)
	assert.Equal(t, workflow.Held{Role: "assessor", Centre: "trust-1"}, was.As)

	w.denied(assessor, &workflow.Revise{Item: "care-1", To: workflow.Rejected, Reason: "no", Actions: []string{"again"}}, why(workflow.NotFound))
	w.host.Delegate(assessor, "trust-9", "assessor") // who moves as well
	w.do(assessor, &workflow.Revise{Item: "care-1", To: workflow.Rejected, Reason: "no", Actions: []string{"again"}})
	assert.Equal(t, workflow.Held{Role: "assessor", Centre: "trust-9"}, w.item("care-1").Decision.As, "where the role is held now")
}

func TestBehaviour44_CountsTakeWhatCounts(t *testing.T) {
	t.Parallel()
	w := ready(t)
	assert.Equal(t, workflow.Counts{Counting: 10, Confirmed: 10}, totals(w.summary()))
	w.choose("extra-2")
	w.pass("extra-2")
	w.drop("extra-2")
	assert.Equal(t, workflow.Counts{Counting: 10, Confirmed: 10}, totals(w.summary()), "a dropped one does not count")
	w.do(learner, &workflow.ChooseOptional{Sections: []proficiency.SectionID{"renal"}})
	assert.Equal(t, workflow.Counts{Counting: 12, Confirmed: 10}, totals(w.summary()))
	assert.Equal(t, w.summary().Sections, w.listed(manager).Sections)
	care := w.summary().Sections[2]
	assert.Equal(t, proficiency.SectionID("care"), care.Section)
	assert.Equal(t, workflow.Counts{Counting: 9, Confirmed: 7}, care.Counts)
}

func totals(s workflow.Summary) workflow.Counts { return s.Totals() }

func TestBehaviour45_ThoseWhoConfirmedWhatStands(t *testing.T) {
	t.Parallel()
	w := ready(t)
	again := workflow.Answer("care-2", "excelled")
	again.Overwrite = true
	w.do(learner, again) // assessor-1's confirmation of it is superseded
	w.send(second, "care-2")
	w.confirm(second, "care-2")
	w.do(learner, &workflow.RemoveSupervisor{Person: second}) // the decision stays
	w.choose("extra-2")
	w.pass("extra-2")
	w.drop("extra-2") // what is dropped does not count
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	given := w.state.LastSignOff()
	assert.Equal(t, workflow.Attained{
		Mandatory:  9,
		Optional:   []workflow.OptionalCount{{Section: "care", Items: 1}},
		Confirmers: []workflow.ConfirmerCount{{Person: assessor, Items: 7}, {Person: second, Items: 1}, {Person: educator, Items: 1}, {Person: lead, Items: 1}},
	}, given.Attained)
}
