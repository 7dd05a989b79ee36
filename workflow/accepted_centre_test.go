package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func addCentre(c workflow.CentreID) *workflow.AddCentre { return &workflow.AddCentre{Centre: c} }
func removeCentre(c workflow.CentreID) *workflow.RemoveCentre {
	return &workflow.RemoveCentre{Centre: c}
}

func TestAddCentre(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.denied(farOff, addCentre("trust-9"), why(workflow.NotFound)) // only a centre that it has
	r := w.do(learner, addCentre("trust-9"))
	w.made(r, &workflow.CentreAdded{Centre: "trust-9"})
	w.do(learner, &workflow.AddSupervisor{Person: farOff})
	r = w.do(farOff, addCentre("trust-5"))
	w.made(r, &workflow.CentreAdded{Centre: "trust-5", As: as(asEducator, "trust-9")})
	assert.Equal(t, []workflow.CentreID{"trust-1", "trust-9", "trust-5"}, w.state.Centres())
	w.inList(manager9)

	w = shift(t)
	r = w.do(educator, addCentre("trust-9"))
	w.made(r, &workflow.CentreAdded{Centre: "trust-9", As: asEducator})
	w.sentTo(assessor9, "plan") // whoever is there can be asked now
	assert.Equal(t, as(asAssessor, "trust-9"), w.item("plan").Request.As)
}

// A learner suspended or deactivated everywhere only reads, but can move on.
func TestAddCentreByALearnerWhoIsActiveNowhere(t *testing.T) {
	t.Parallel()
	for name, stop := range map[string]func(w *world){
		"suspended":   func(w *world) { w.suspend(learner) },
		"deactivated": func(w *world) { w.deactivate(learner) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := shift(t)
			stop(w)
			w.denied(learner, addCentre("trust-9"), why(workflow.NotADelegate))
			w.host.Delegate(learner, "trust-9")
			w.denied(learner, w.answers("plan"), why(workflow.LearnerNotActive))
			w.do(learner, addCentre("trust-9"))
			w.answer("plan")
		})
	}
}

// Before the declaration the learner who is active nowhere moves on, too: they
// could not agree to it where they are. Whoever could does so first.
func TestAddCentreBeforeTheDeclaration(t *testing.T) {
	t.Parallel()
	w := enrolled(t)
	w.denied(learner, addCentre("trust-9"), why(workflow.DeclarationNotAgreed))
	w.suspend(learner)
	w.host.Delegate(learner, "trust-9")
	w.denied(learner, &workflow.Agree{}, why(workflow.LearnerNotActive))
	w.do(learner, addCentre("trust-9"))
	w.do(learner, &workflow.Agree{})
}

func TestRemoveCentre(t *testing.T) {
	t.Parallel()
	w := moved(t)
	w.passedBy(assessor, "plan")
	r := w.do(manager, removeCentre("trust-1"))
	w.made(r, &workflow.CentreRemoved{Centre: "trust-1", As: asManager})
	assert.Equal(t, []workflow.CentreID{"trust-9"}, w.state.Centres())
	assert.Equal(t, assessor, w.item("plan").Decision.By)
	assert.Equal(t, asAssessor, w.item("plan").Decision.As, "the decision keeps its centre")
	w.inList(learner)
	w.denied(manager, removeCentre("trust-9"), why(workflow.NotFound)) // it is not theirs to see any more

	w = moved(t)
	w.do(learner, &workflow.AddSupervisor{Person: farOff})
	r = w.do(farOff, removeCentre("trust-9")) // an Educator/Manager may as well, for their own
	w.made(r, &workflow.CentreRemoved{Centre: "trust-9", As: as(asEducator, "trust-9")})
}

// What is pending ends with those who hold a fitting role at no centre that is
// left; whoever holds one elsewhere keeps it, in the role it was asked for.
func TestRemoveCentreEndsWhatNobodyLeftMayDecide(t *testing.T) {
	t.Parallel()
	w := moved(t)
	plan := w.sentTo(assessor, "plan", "drill")
	w.sentTo(floating, "brief")
	teach := w.sentTo("educator-2", "teach")
	round := w.sentTo(lead, "round")
	w.host.Delegate("educator-2", "trust-9", "assessor")           // a role, but not one that fits
	w.host.Delegate(lead, "trust-9", "clinical-centre-manager")    // named, and may not confirm
	w.host.Delegate(visitor, "trust-9", "clinical-centre-manager") // has nothing to do with it
	r := w.do(manager, removeCentre("trust-1"))
	gone := func(of workflow.Result, to workflow.PersonID, ids ...workflowItem) *workflow.RequestEnded {
		return &workflow.RequestEnded{Items: ids, To: to, Request: of.Record.Seq, Cause: workflow.CauseCentreRemoved}
	}
	w.made(r, gone(plan, assessor, "plan", "drill"), gone(teach, "educator-2", "teach"), gone(round, lead, "round"),
		&workflow.CentreRemoved{Centre: "trust-1", As: asManager})
	w.itemStatus(workflow.ItemStatusAssessed, "plan", "drill", "teach", "round")
	w.itemStatus(workflow.ItemStatusRequested, "brief")
	w.inList(learner)
	w.confirm(floating, "brief")
	assert.Equal(t, as(asAssessor, "trust-9"), w.item("brief").Decision.As)
}

// Both roles that an item asks for are held at the centre that stays.
func TestRemoveCentreLeavesWhoHoldsBothRoles(t *testing.T) {
	t.Parallel()
	w := moved(t)
	w.host.Delegate(lead, "trust-9", "clinical-centre-manager", "assessor")
	w.sentTo(lead, "round")
	w.made(w.do(manager, removeCentre("trust-1")), &workflow.CentreRemoved{Centre: "trust-1", As: asManager})
	w.confirm(lead, "round")
	assert.Equal(t, as(asAssessor, "trust-9"), w.item("round").Decision.With)
}

func TestRemoveCentreEndsARenewalAndKeepsTheConfirmation(t *testing.T) {
	t.Parallel()
	w := moved(t)
	w.passedBy(assessor, "drill")
	w.setNow(start.AddDate(0, 11, 0))
	renewal := w.send(assessor, "drill")
	r := w.do(manager, removeCentre("trust-1"))
	w.made(r, &workflow.RequestEnded{
		Items: items{"drill"}, To: assessor, Request: renewal.Record.Seq, Cause: workflow.CauseCentreRemoved,
	}, &workflow.CentreRemoved{Centre: "trust-1", As: asManager})
	w.itemStatus(workflow.ItemStatusConfirmed, "drill")
}

func TestRemoveCentreAndThePendingSignOff(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		elsewhere []roles.RoleID
		ends      bool
	}{
		"nowhere else":          {nil, true},
		"elsewhere":             {[]roles.RoleID{"educator-manager"}, false},
		"elsewhere, another":    {[]roles.RoleID{"assessor"}, true},
		"elsewhere, both there": {[]roles.RoleID{"assessor", "educator-manager"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := shiftAsked(t)
			asked := w.state.SignOffRequest()
			w.do(learner, addCentre("trust-9"))
			w.host.Delegate(educator, "trust-9", c.elsewhere...)
			r := w.do(manager, removeCentre("trust-1"))
			removed := &workflow.CentreRemoved{Centre: "trust-1", As: asManager}
			if !c.ends {
				w.made(r, removed)
				w.do(educator, &workflow.SignOff{})
				assert.Equal(t, as(asEducator, "trust-9"), w.state.LastSignOff().As)
				return
			}
			w.made(r, &workflow.SignOffRequestEnded{To: educator, Request: asked.Seq, Cause: workflow.CauseCentreRemoved}, removed)
			w.status(workflow.StatusReady)
			w.inList(learner)
		})
	}
}

// A rule of the centre that goes does not count any more, one of the centre that stays does.
func TestRemoveCentreUnderLocalOverrides(t *testing.T) {
	t.Parallel()
	w := moved(t)
	educators := workflow.ConfirmerOverride{By: []roles.RoleID{"educator-manager"}}
	w.sentTo(floating, "plan")
	w.sentTo(farOff, "brief")
	w.host.SetConfirmers("trust-9", "shift-lead", educators)
	r := w.do(manager, removeCentre("trust-1"))
	ended := eventsOf[*workflow.RequestEnded](w, r)
	require.Len(t, ended, 1)
	assert.Equal(t, items{"plan"}, ended[0].Items)

	w = moved(t)
	w.sentTo(floating, "plan")
	w.host.SetConfirmers("trust-1", "shift-lead", educators)
	w.made(w.do(manager, removeCentre("trust-1")), &workflow.CentreRemoved{Centre: "trust-1", As: asManager})
}

// The right to revise ends with the centre, for those who hold the role at none that is left.
func TestRemoveCentreEndsTheRightToRevise(t *testing.T) {
	t.Parallel()
	w := moved(t)
	w.passedBy(assessor, "plan")
	w.passedBy(floating, "brief")
	w.do(manager, removeCentre("trust-1"))
	revise := func(id workflowItem) *workflow.Revise {
		return &workflow.Revise{Item: id, To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}}
	}
	w.denied(assessor, revise("plan"), why(workflow.NotFound))
	w.host.Delegate(assessor, "trust-9", "administrator") // who may look, and no more
	w.denied(assessor, revise("plan"), why(workflow.RoleLost, "plan"))
	w.itemStatus(workflow.ItemStatusConfirmed, "plan", "brief")
	w.do(floating, revise("brief"))
	assert.Equal(t, as(asAssessor, "trust-9"), w.item("brief").Decision.As)
}

// Once the first centre has gone, dates are those of the next; what was dated before stays.
func TestDatesOnceTheFirstCentreHasGone(t *testing.T) {
	t.Parallel()
	w := moved(t)
	w.do(learner, &workflow.AddSupervisor{Person: farOff})
	w.do(educator, &workflow.SetCompleteBy{On: day(2026, 3, 10)})
	w.passedBy(assessor, "drill")
	w.setNow(time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)) // the 10th at trust-9
	answered := w.meeting("plan")
	answered.On = day(2026, 3, 10)
	tomorrow := &workflow.SelfAssess{Items: []workflow.ItemAnswer{answered}}
	w.denied(learner, tomorrow, why(workflow.InvalidDate, "plan"))
	w.do(manager, removeCentre("trust-1"))
	w.do(learner, tomorrow)
	_, due := w.state.CompleteBy()
	assert.Equal(t, time.Date(2026, 3, 11, 0, 0, 0, 0, time.UTC), due)
	assert.Equal(t, time.Date(2027, 3, 3, 0, 0, 0, 0, time.UTC), w.item("drill").Decision.Term.Until)
	r := w.do(farOff, &workflow.SetCompleteBy{On: day(2026, 3, 10)}) // the same date, elsewhere
	w.made(r, &workflow.CompleteBySet{
		CompleteBy: day(2026, 3, 10), DueAt: time.Date(2026, 3, 10, 11, 0, 0, 0, time.UTC), As: as(asEducator, "trust-9"),
	})
	w.denied(farOff, &workflow.SetCompleteBy{On: day(2026, 3, 9)}, why(workflow.InvalidDate))
}

// From when a confirmation can be renewed is a date at the centre that gave
// it, also where the enrolment has left that centre.
func TestRenewalOfWhatACentreThatHasGoneConfirmed(t *testing.T) {
	t.Parallel()
	w := moved(t)
	w.setNow(time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC))
	w.passedBy(assessor9, "drill") // to the end of 20 May 2027 there
	w.do(manager9, removeCentre("trust-9"))
	ask := &workflow.RequestConfirmation{Items: items{"drill"}, To: assessor}
	w.setNow(time.Date(2027, 2, 19, 10, 59, 59, 0, time.UTC))
	w.denied(learner, ask, why(workflow.AlreadyConfirmed, "drill"))
	w.setNow(time.Date(2027, 2, 19, 10, 59, 0, 0, time.UTC)) // a minute on it is the 20th there
	w.do(learner, ask)
	w.itemStatus(workflow.ItemStatusConfirmed, "drill")
}
