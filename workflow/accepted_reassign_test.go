package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func reassign(from, to workflow.PersonID) *workflow.Reassign {
	return &workflow.Reassign{From: from, To: to}
}

// reassignItems hands over some of what is pending.
func reassignItems(from, to workflow.PersonID, ids ...proficiency.ItemID) *workflow.Reassign {
	return &workflow.Reassign{From: from, To: to, Items: ids}
}

// withPlace is reassign, with the place as supervisor.
func withPlace(from, to workflow.PersonID) *workflow.Reassign {
	return &workflow.Reassign{From: from, To: to, Supervisor: true}
}

func requested(item proficiency.ItemID, to workflow.PersonID, as workflow.Held) *workflow.Requested {
	return &workflow.Requested{Item: item, To: to, As: as}
}

func ended(of workflow.Result, from workflow.PersonID, items ...proficiency.ItemID) *workflow.RequestEnded {
	return &workflow.RequestEnded{Items: items, To: from, Request: of.Record.Seq, Cause: workflow.CauseReassigned}
}

// What was sent with one request ends in one event; each item is asked again.
func TestReassignHandsRequestsOver(t *testing.T) {
	t.Parallel()
	w := shift(t)
	one := w.sentTo(assessor, "plan", "drill")
	two := w.sentTo(assessor, "brief")
	other := w.sentTo(lead, "round")
	stale := &workflow.Confirm{Items: w.decisions("plan")}
	r := w.do(manager, reassign(assessor, second))
	w.made(r,
		ended(one, assessor, "plan", "drill"), requested("plan", second, asAssessor),
		ended(two, assessor, "brief"), requested("brief", second, asAssessor), requested("drill", second, asAssessor),
		&workflow.SupervisorAdded{Person: second, As: asManager},
		&workflow.Reassigned{From: assessor, To: second, As: asManager},
	)
	w.itemStatus(workflow.ItemStatusRequested, "plan", "brief", "drill", "round")
	assert.Equal(t, lead, w.item("round").Request.To, "others keep theirs")
	assert.Equal(t, []workflow.PersonID{educator, assessor, lead, second}, w.state.Supervisors(), "the place was not asked for")
	assert.Equal(t, []workflow.Pending{
		{With: lead, Request: other.Record.Seq, Since: other.Record.At, Items: 1},
		{With: second, Request: r.Record.Seq, Since: r.Record.At, Items: 3},
	}, w.listed(manager).Pending)
	w.inList(manager)
	w.denied(assessor, stale, why(workflow.NotTheAddressee, "plan"))
	w.do(second, stale) // the answer is the one that was sent
	assert.Equal(t, second, w.item("plan").Decision.By)
}

func TestReassignWithMixedResults(t *testing.T) {
	t.Parallel()
	w := shift(t)
	sent := w.sentTo(educator, "plan", "teach", "brief")
	r := w.do(admin, withPlace(educator, second))
	w.made(r,
		ended(sent, educator, "plan", "brief"), requested("plan", second, asAssessor), requested("brief", second, asAssessor),
		&workflow.SupervisorAdded{Person: second, As: asAdmin},
		&workflow.Reassigned{From: educator, To: second, As: asAdmin, Left: []workflow.Left{
			{Item: "teach", Codes: []workflow.Code{roles.CodeRoleNotNamed}},
			{Supervisor: true, Codes: []workflow.Code{workflow.StillAsked}},
		}},
	)
	assert.Equal(t, educator, w.item("teach").Request.To)
	assert.Contains(t, w.state.Supervisors(), educator, "who is still asked keeps the place")
	assert.Contains(t, w.state.Supervisors(), second)
	r = w.do(admin, withPlace(educator, third)) // who may take the rest, and then the place
	w.made(r,
		ended(sent, educator, "teach"), requested("teach", third, asEducator), &workflow.SupervisorRemoved{Person: educator},
		&workflow.SupervisorAdded{Person: third, As: asAdmin}, &workflow.Reassigned{From: educator, To: third, As: asAdmin},
	)
	assert.Equal(t, []workflow.PersonID{second, third}, w.state.Supervisors())
	w.inList(manager)
}

// Each reason is listed once, whatever the number of roles that do not fit.
func TestReassignListsEachCodeOnce(t *testing.T) {
	t.Parallel()
	w := moved(t)
	w.host.Delegate(admin, "trust-9", "administrator")
	w.sentTo(lead, "plan", "round")
	w.host.Delegate("administrator-2", "trust-1", "administrator")
	w.host.Delegate("administrator-2", "trust-9", "administrator", "assessor")
	r := w.do(manager, reassign(lead, "administrator-2"))
	left := eventsOf[*workflow.Reassigned](w, r)[0].Left
	require.Equal(t, []workflow.Left{{Item: "round", Codes: []workflow.Code{roles.CodeRoleNotNamed, roles.CodeLacksCapability}}}, left)
	assert.Equal(t, as(asAssessor, "trust-9"), w.item("plan").Request.As)
}

func TestReassignThePlaceAlone(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.do(learner, &workflow.AddSupervisor{Person: assessor})
	r := w.do(manager, withPlace(assessor, second))
	w.made(r, &workflow.SupervisorRemoved{Person: assessor}, &workflow.SupervisorAdded{Person: second, As: asManager},
		&workflow.Reassigned{From: assessor, To: second, As: asManager})
	assert.Equal(t, []workflow.PersonID{educator, second}, w.state.Supervisors())

	r = w.do(manager, withPlace(second, educator)) // a supervisor already: the place goes
	w.made(r, &workflow.SupervisorRemoved{Person: second}, &workflow.Reassigned{From: second, To: educator, As: asManager})
	assert.Equal(t, []workflow.PersonID{educator}, w.state.Supervisors())

	w.do(manager, withPlace(educator, third)) // the enroller and last signatory leaves like this, too
	assert.Equal(t, []workflow.PersonID{third}, w.state.Supervisors())
}

// To somebody who is a supervisor already, nobody is added.
func TestReassignToASupervisor(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.sentTo(second, "brief")
	sent := w.sentTo(assessor, "plan")
	r := w.do(manager, withPlace(assessor, second))
	w.made(r, ended(sent, assessor, "plan"), requested("plan", second, asAssessor), &workflow.SupervisorRemoved{Person: assessor},
		&workflow.Reassigned{From: assessor, To: second, As: asManager})
	assert.Equal(t, []workflow.PersonID{educator, second}, w.state.Supervisors())
	w.inList(manager)
}

// The person leaving hands over their own requests without any capability.
func TestReassignByThePersonLeaving(t *testing.T) {
	t.Parallel()
	w := shift(t)
	sent := w.sentTo(assessor, "plan")
	r := w.do(assessor, reassign(assessor, second))
	w.made(r, ended(sent, assessor, "plan"), requested("plan", second, asAssessor), &workflow.SupervisorAdded{Person: second},
		&workflow.Reassigned{From: assessor, To: second})
	r = w.do(assessor, &workflow.RemoveSupervisor{Person: assessor}) // and leaves
	w.made(r, &workflow.SupervisorRemoved{Person: assessor})
	assert.Equal(t, second, w.item("plan").Request.To)

	w.host.Delegate(manager, "trust-1", "assessor") // who has the capability has more
	w.sentTo(manager, "brief")
	r = w.do(manager, withPlace(manager, second))
	assert.Equal(t, asManager, eventsOf[*workflow.Reassigned](w, r)[0].As)
	assert.Equal(t, []workflow.PersonID{educator, second}, w.state.Supervisors())
}

func TestReassignTheSignOff(t *testing.T) {
	t.Parallel()
	w := shiftReady(t)
	w.host.Delegate("educator-4", "trust-1", "educator-manager")
	asked := w.do(learner, &workflow.RequestSignOff{To: educator})
	r := w.do(educator, reassign(educator, "educator-4"))
	w.made(r,
		&workflow.SignOffRequestEnded{To: educator, Request: asked.Record.Seq, Cause: workflow.CauseReassigned},
		&workflow.SignOffRequested{To: "educator-4", As: asEducator},
		&workflow.SupervisorAdded{Person: "educator-4"}, &workflow.Reassigned{From: educator, To: "educator-4"},
	)
	w.status(workflow.StatusSignOffRequested)
	w.inList(manager)
	w.denied(educator, &workflow.SignOff{}, why(workflow.NotTheAddressee))
	w.do("educator-4", &workflow.SignOff{})
	w.status(workflow.StatusSignedOff)
}

// Behaviour 29, the other way out: who asked is not stuck when the signatory
// loses the role.
func TestBehaviour29_ReassignedWhenTheSignatoryLosesTheRole(t *testing.T) {
	t.Parallel()
	w := shiftReady(t)
	w.host.Delegate("educator-4", "trust-1", "educator-manager")
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.revoke(educator)
	w.do(manager, withPlace(educator, "educator-4"))
	assert.NotContains(t, w.state.Supervisors(), educator)
	w.do("educator-4", &workflow.SignOff{})
	w.status(workflow.StatusSignedOff)
}

// A lapse leaves the request for the sign-off: it can still go to another,
// also to one whose only confirmation is the one that lapsed.
func TestReassignTheSignOffAfterALapse(t *testing.T) {
	t.Parallel()
	w := shiftAsked(t)
	d := w.denied(manager, reassign(educator, third), why(workflow.NotDistinct, "drill"))
	because(t, d, workflow.Reason{
		Code: workflow.NotDistinct, Item: "drill", Clause: w.fw.SignOff().Distinct.Position,
		Message: "the signatory must have confirmed nothing that stands, and educator-3 confirmed 5",
		Params:  params{"item": "5", "person": "educator-3"}, Remedy: "ask somebody else for the sign-off",
	})
	w.setNow(start.AddDate(1, 1, 0))
	w.itemStatus(workflow.ItemStatusLapsed, "drill")
	w.denied(manager, reassign(educator, "educator-2"), why(workflow.NotDistinct, "teach"))
	w.do(manager, reassign(educator, third))
	w.status(workflow.StatusSignOffRequested)
	assert.Equal(t, third, w.state.SignOffRequest().To)
	w.denied(third, &workflow.SignOff{}, why(workflow.Lapsed, "drill"))
	w.do(third, &workflow.DeclineSignOff{Reason: "the drill has lapsed"})
}

// Items and the sign-off go each by its own checks.
func TestReassignRenewalsBesideTheSignOff(t *testing.T) {
	t.Parallel()
	w := shiftReady(t)
	first := w.item("drill").Decision.Term
	w.setNow(start.AddDate(0, 10, 0))
	renewal := w.send(educator, "drill")
	w.do(learner, &workflow.RequestSignOff{To: educator})
	r := w.do(manager, withPlace(educator, second))
	w.made(r, ended(renewal, educator, "drill"), requested("drill", second, asAssessor),
		&workflow.SupervisorAdded{Person: second, As: asManager},
		&workflow.Reassigned{From: educator, To: second, As: asManager, Left: []workflow.Left{
			{SignOff: true, Codes: []workflow.Code{roles.CodeRoleNotNamed, roles.CodeLacksCapability}},
			{Supervisor: true, Codes: []workflow.Code{workflow.StillAsked}},
		}})
	w.itemStatus(workflow.ItemStatusConfirmed, "drill") // the old confirmation counts to its last day
	w.status(workflow.StatusSignOffRequested)
	w.inList(manager)
	w.confirm(second, "drill")
	term := w.item("drill").Decision.Term
	assert.Equal(t, day(2027, 1, 2), term.From)
	assert.True(t, term.Until.After(first.Until))
	assert.Equal(t, time.Date(2028, 1, 3, 0, 0, 0, 0, time.UTC), term.Until)
	w.do(educator, &workflow.SignOff{})
}

// With items named only these go, and the place and the sign-off stay for the
// one that hands over the rest.
func TestReassignSomeItems(t *testing.T) {
	t.Parallel()
	w := shift(t)
	first := w.sentTo(assessor, "plan", "brief", "drill")
	r := w.do(manager, reassignItems(assessor, second, "drill", "plan"))
	w.made(r,
		ended(first, assessor, "plan", "drill"), requested("plan", second, asAssessor), requested("drill", second, asAssessor),
		&workflow.SupervisorAdded{Person: second, As: asManager}, &workflow.Reassigned{From: assessor, To: second, As: asManager})
	assert.Equal(t, assessor, w.item("brief").Request.To)
	w.do(manager, reassignItems(second, assessor, "drill"))

	c := reassignItems(assessor, second, "drill")
	c.Supervisor = true
	r = w.do(manager, c)
	assert.Equal(t, []workflow.Left{{Supervisor: true, Codes: []workflow.Code{workflow.StillAsked}}}, one[*workflow.Reassigned](w, r).Left)
	c = reassignItems(assessor, second, "brief")
	c.Supervisor = true
	r = w.do(manager, c)
	assert.Empty(t, one[*workflow.Reassigned](w, r).Left)
	assert.NotContains(t, w.state.Supervisors(), assessor)
}

func TestReassignSomeItemsBesideTheSignOff(t *testing.T) {
	t.Parallel()
	w := shiftReady(t)
	w.later(0, 10, 0)
	w.host.Delegate("educator-4", "trust-1", "educator-manager")
	w.do(learner, &workflow.RequestConfirmation{Items: items{"drill"}, To: "educator-4"}) // to be renewed
	w.do(learner, &workflow.RequestSignOff{To: "educator-4"})
	w.happened(w.do(manager, reassignItems("educator-4", assessor, "drill")), "request-ended", "requested", "reassigned")
	assert.Equal(t, workflow.PersonID("educator-4"), w.state.SignOffRequest().To)
}
