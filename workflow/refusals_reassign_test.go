package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// planSent is shift with the plan sent to assessor-1.
var planSent = with(shift, func(w *world) { w.sentTo(assessor, "plan") })

func leaves(w *world) { w.do(admin, &workflow.Withdraw{Reason: "moved away"}) }

func TestRefusalsOfReassign(t *testing.T) {
	t.Parallel()
	gone := with(planSent, leaves)
	own := with(newWorld, func(w *world) {
		w.enrol(educator, versed, wardBasics)
		w.do(versed, &workflow.Agree{})
		w.do(versed, w.answers("safety-1"))
		w.do(versed, &workflow.RequestConfirmation{Items: items{"safety-1"}, To: assessor})
	})
	refusals(t, []refusal{
		{"by an educator", planSent, educator, just(reassign(assessor, second)), [][]string{lacksCapability}},
		{"by the addressee", planSent, second, just(reassign(assessor, second)), [][]string{why(workflow.NotFound)}},
		{"by the learner", planSent, learner, just(reassign(assessor, second)), [][]string{why(workflow.IsTheLearner)}},
		{"on one's own, with every role", own, versed, just(reassign(assessor, second)), [][]string{why(workflow.IsTheLearner)}},
		{"by a stranger", planSent, stranger, just(reassign(assessor, second)), [][]string{why(workflow.NotFound)}},
		{"by a manager elsewhere", planSent, manager9, just(reassign(assessor, second)), [][]string{why(workflow.NotFound)}},
		{"by a manager for another category", planSent, limited, just(reassign(assessor, second)), [][]string{why(workflow.NotFound)}},
		{"another's, by a person leaving", planSent, educator, just(reassign(assessor, third)), [][]string{lacksCapability}},
		{"the place, by the person leaving", planSent, assessor, just(withPlace(assessor, second)), [][]string{lacksCapability}},
		{"once the role is gone", with(planSent, func(w *world) { w.revoke(assessor) }), assessor, just(reassign(assessor, second)),
			[][]string{why(workflow.NotFound)}},
		{"to the same", planSent, manager, just(withPlace(assessor, assessor)), [][]string{why(workflow.SamePerson)}},
		{"to the same, nothing pending", planSent, manager, just(reassign(second, second)),
			[][]string{why(workflow.SamePerson), why(workflow.NothingPending)}},
		{"to the learner", planSent, manager, just(reassign(assessor, learner)), [][]string{why(workflow.IsTheLearner)}},
		{"to nobody", planSent, manager, just(reassign(assessor, "")), [][]string{why(workflow.InvalidID)}},
		{"from nobody", planSent, manager, just(reassign("", second)), [][]string{why(workflow.InvalidID)}},
		{"from too long a name", planSent, manager, just(reassign(workflow.PersonID(tooLong), second)), [][]string{why(workflow.InvalidID)}},
		{"nothing pending", planSent, manager, just(reassign(educator, second)), [][]string{why(workflow.NothingPending)}},
		{"the place of somebody without one", planSent, manager, just(withPlace(second, third)), [][]string{why(workflow.NotASupervisor)}},
		{"the place, to somebody who may do nothing", planSent, manager, just(withPlace(educator, admin)), [][]string{lacksCapability}},
		{"the place, to a stranger", planSent, manager, just(withPlace(educator, stranger)), [][]string{role(roles.CodeUnknownPerson)}},
		{"to a stranger", planSent, manager, just(reassign(assessor, stranger)), [][]string{role(roles.CodeUnknownPerson, "plan")}},
		{"to somebody elsewhere", planSent, manager, just(reassign(assessor, assessor9)), [][]string{role(roles.CodeNoRoleHere, "plan")}},
		{"to somebody suspended", planSent, manager, just(reassign(assessor, stopped)), [][]string{role(roles.CodeSuspended, "plan")}},
		{"to somebody for another category", planSent, manager, just(reassign(assessor, limited)),
			[][]string{role(roles.CodeOtherCategory, "plan")}},
		{"to somebody not named, with the place", planSent, manager, just(withPlace(assessor, admin)), [][]string{
			role(roles.CodeRoleNotNamed, "plan"), role(roles.CodeLacksCapability, "plan"), why(workflow.StillAsked),
		}},
		{"an item that is not pending, and none that there is", planSent, manager, just(reassignItems(assessor, second, "brief", "plan", "care-99")),
			[][]string{why(workflow.NothingPending, "brief"), why(workflow.UnknownItem, "care-99")}},
		{"an item pending with somebody else", planSent, manager, just(reassignItems(educator, second, "plan")),
			[][]string{why(workflow.NothingPending, "plan")}},
		{"an item twice", planSent, manager, just(reassignItems(assessor, second, "plan", "plan")), [][]string{why(workflow.DuplicateItem, "plan")}},
		{"an item, to a stranger", planSent, manager, just(reassignItems(assessor, stranger, "plan")), [][]string{role(roles.CodeUnknownPerson, "plan")}},
		{"every reason", gone, educator, just(withPlace(second, second)), [][]string{
			unwanted, lacksCapability, why(workflow.SamePerson), why(workflow.NotASupervisor),
		}},
		{"withdrawn", gone, manager, just(reassign(assessor, second)), [][]string{unwanted, why(workflow.NothingPending)}},
		{"withdrawn, by the person leaving", gone, educator, just(reassign(educator, second)), [][]string{unwanted, why(workflow.NothingPending)}},
		{"in a trial", trial, learner, just(reassign(learner, second)), [][]string{why(workflow.IsATrial)}},
		{"the sign-off, to an assessor", shiftAsked, manager, just(reassign(educator, second)),
			[][]string{role(roles.CodeRoleNotNamed), lacksCapability}},
		{"the sign-off, to one who confirmed and lost the role", with(shiftAsked, func(w *world) { w.revoke(third) }), manager,
			just(reassign(educator, third)), [][]string{role(roles.CodeNoRoleHere), why(workflow.NotDistinct, "drill")}},
	})
}

// What is said of a refusal, in full.
func TestWhatIsSaidOfReassign(t *testing.T) {
	t.Parallel()
	w := planSent(t)
	because(t, w.denied(manager, reassign(educator, second), why(workflow.NothingPending)), workflow.Reason{
		Code: workflow.NothingPending, Message: `nothing is pending with "educator-1"`, Params: params{"person": "educator-1"},
		Remedy: "say Supervisor to hand over the place as supervisor",
	})
	because(t, w.denied(manager, reassign(assessor, assessor), why(workflow.SamePerson)), workflow.Reason{
		Code: workflow.SamePerson, Message: "what is pending cannot go from a person to the same person", Remedy: "name another person",
	})
	because(t, w.denied(manager, withPlace(second, third), why(workflow.NotASupervisor)), workflow.Reason{
		Code: workflow.NotASupervisor, Message: "that person is not a supervisor of the enrolment",
	})
	d := w.denied(manager, withPlace(assessor, stranger), role(roles.CodeUnknownPerson, "plan"), why(workflow.StillAsked))
	assert.Equal(t, w.fw.Item("plan").ConfirmedBy().Position, d.Reasons[0].Clause)
	assert.Equal(t, workflow.Reason{
		Code: workflow.StillAsked, Message: "something stays pending with the person leaving", Remedy: "hand that over first",
	}, d.Reasons[1])
	d = w.denied(educator, reassign(assessor, second), lacksCapability)
	assert.Equal(t, "reassign", d.Reasons[0].Params["capability"])
	assert.NotEmpty(t, d.Reasons[0].Remedy)
	assert.NotZero(t, d.Reasons[0].Clause)
	because(t, trial(t).denied(learner, reassign(learner, second), why(workflow.IsATrial)), isATrial)
}

var isATrial = workflow.Reason{Code: workflow.IsATrial, Message: "a trial has no other people and no centres"}

// The rule of a centre on who confirms binds the new person, too.
func TestReassignUnderALocalOverride(t *testing.T) {
	t.Parallel()
	w := moved(t)
	only := func(role proficiency.RoleID) workflow.ConfirmerOverride {
		return workflow.ConfirmerOverride{Item: "plan", By: []proficiency.RoleID{role}}
	}
	w.host.SetConfirmers("trust-1", "shift-lead", only("educator-manager"))
	sent := w.sentTo(educator, "plan", "brief")
	w.denied(manager, reassign(second, third), why(workflow.NothingPending))

	r := w.do(manager, reassign(educator, second)) // the other item goes
	left := eventsOf[*workflow.Reassigned](w, r)[0].Left
	assert.Equal(t, []workflow.Left{{Item: "plan", Codes: []workflow.Code{roles.CodeRoleNotNamed}}}, left)

	w.denied(manager, reassign(educator, stopped), role(roles.CodeSuspended, "plan"), role(roles.CodeRoleNotNamed, "plan"))
	r = w.do(manager, reassign(educator, third))
	moved := requested("plan", third, asEducator)
	moved.Override = []proficiency.RoleID{"educator-manager"}
	w.made(r, ended(sent, educator, "plan"), moved, &workflow.SupervisorAdded{Person: third, As: asManager},
		&workflow.Reassigned{From: educator, To: third, As: asManager})

	w.do(manager, reassign(third, assessor9)) // at trust-9 the content holds
	assert.Equal(t, as(asAssessor, "trust-9"), w.item("plan").Request.As)
	assert.Empty(t, w.item("plan").Request.Override)

	w.host.SetConfirmers("trust-1", "shift-lead", only("administrator")) // which may not confirm
	w.denied(manager, reassign(assessor9, third), why(workflow.InvalidOverride, "plan"))
	w.host.SetConfirmers("trust-1", "shift-lead") // none
	w.do(manager, reassign(assessor9, second))
	assert.Equal(t, asAssessor, w.item("plan").Request.As)
}
