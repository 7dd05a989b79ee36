package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// shiftGone is shift, withdrawn.
var shiftGone = with(shift, leaves)

// versedShift is the enrolment of a learner who holds every role at trust-1 and at trust-9.
var versedShift = with(shift, func(w *world) {
	w.host.Delegate(versed, "trust-9", "clinical-centre-manager", "educator-manager")
	w.enrol(educator, versed, shiftLead)
})

func TestRefusalsOfAddCentre(t *testing.T) {
	t.Parallel()
	withheld := with(shift, func(w *world) { w.host.withholds["trust-9"] = true })
	refusals(t, []refusal{
		{"by a manager", shift, manager, just(addCentre("trust-9")), [][]string{lacksCapability}},
		{"by an administrator", shift, admin, just(addCentre("trust-9")), [][]string{lacksCapability}},
		{"by somebody at the receiving centre alone", shift, farOff, just(addCentre("trust-9")), [][]string{why(workflow.NotFound)}},
		{"by a stranger", shift, stranger, just(addCentre("trust-9")), [][]string{why(workflow.NotFound)}},
		{"there already", shift, learner, just(addCentre("trust-1")), [][]string{why(workflow.CentreAlready)}},
		{"there already, by an educator", moved, educator, just(addCentre("trust-9")), [][]string{why(workflow.CentreAlready)}},
		{"no delegate", shift, learner, just(addCentre("university-1")), [][]string{why(workflow.NotADelegate)}},
		{"no delegate, by an educator", shift, educator, just(addCentre("university-1")), [][]string{why(workflow.NotADelegate)}},
		{"a suspended delegate", with(shift, func(w *world) { w.suspend(learner) }), learner, just(addCentre("trust-9")),
			[][]string{why(workflow.NotADelegate)}},
		{"not offered", withheld, learner, just(addCentre("trust-9")), [][]string{why(workflow.NotOffered)}},
		{"not offered, by an educator", withheld, educator, just(addCentre("trust-9")), [][]string{why(workflow.NotOffered)}},
		{"unknown", shift, learner, just(addCentre("trust-0")), [][]string{why(workflow.UnknownCentre), why(workflow.NotADelegate)}},
		{"none", shift, learner, just(addCentre("")), [][]string{why(workflow.InvalidID)}},
		{"too long a name", shift, learner, just(addCentre(workflow.CentreID(tooLong))), [][]string{why(workflow.InvalidID)}},
		{"before the declaration", enrolled, learner, just(addCentre("trust-9")), [][]string{why(workflow.DeclarationNotAgreed)}},
		{"withdrawn", shiftGone, learner, just(addCentre("trust-9")), [][]string{unwanted}},
		{"every reason", with(shiftGone, func(w *world) { w.host.withholds["trust-1"] = true; w.suspend(learner) }), manager,
			just(addCentre("trust-1")), [][]string{
				unwanted, lacksCapability, why(workflow.CentreAlready), why(workflow.NotOffered), why(workflow.NotADelegate),
			}},
		{"in a trial", trial, learner, just(addCentre("trust-9")), [][]string{why(workflow.IsATrial)}},
	})
}

func TestWhatIsSaidOfAddCentre(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.host.withholds["university-1"] = true
	p := params{"centre": "university-1", "framework": "shift-lead"}
	because(t, w.denied(learner, addCentre("university-1"), why(workflow.NotOffered), why(workflow.NotADelegate)),
		workflow.Reason{
			Code: workflow.NotOffered, Message: `"university-1" does not offer Leading a shift`, Params: p, Remedy: "have the centre offer the framework",
		}, workflow.Reason{
			Code: workflow.NotADelegate, Message: `the learner is not an active delegate of "university-1"`, Params: p,
			Remedy: "register and approve the learner at the centre",
		})
	because(t, w.denied(learner, addCentre("trust-1"), why(workflow.CentreAlready)), workflow.Reason{
		Code: workflow.CentreAlready, Message: `the enrolment has "trust-1" already`, Params: params{"centre": "trust-1"},
	})
	d := w.denied(learner, addCentre("trust-0"), why(workflow.UnknownCentre), why(workflow.NotADelegate))
	assert.Equal(t, `there is no centre "trust-0"`, d.Reasons[0].Message)
	assert.Equal(t, "trust-0", d.Reasons[0].Params["centre"])
	d = w.denied(manager, addCentre("trust-9"), lacksCapability)
	assert.Equal(t, "add-centre", d.Reasons[0].Params["capability"])
	because(t, trial(t).denied(learner, addCentre("trust-9"), why(workflow.IsATrial)), isATrial)
	w = enrolled(t)
	d = w.denied(learner, addCentre("trust-9"), why(workflow.DeclarationNotAgreed))
	assert.Equal(t, w.fw.Declaration().Position, d.Reasons[0].Clause)
}

func TestRefusalsOfRemoveCentre(t *testing.T) {
	t.Parallel()
	alone := why(workflow.LastCentre)
	linked := with(moved, func(w *world) {
		w.do(learner, &workflow.AddSupervisor{Person: farOff})
		w.do(learner, &workflow.AddSupervisor{Person: assessor})
	})
	both := with(versedShift, func(w *world) {
		w.host.Delegate(versed, "trust-9")
		w.do(versed, addCentre("trust-9"))
	})
	refusals(t, []refusal{
		{"by an assessor", linked, assessor, just(removeCentre("trust-1")), [][]string{lacksCapability}},
		{"by an administrator", linked, admin, just(removeCentre("trust-1")), [][]string{lacksCapability}},
		{"another's, by an educator", linked, educator, just(removeCentre("trust-9")), [][]string{role(roles.CodeNoRoleHere)}},
		{"another's, by a manager", linked, manager, just(removeCentre("trust-9")), [][]string{role(roles.CodeNoRoleHere)}},
		{"another's, from there", linked, farOff, just(removeCentre("trust-1")), [][]string{role(roles.CodeNoRoleHere)}},
		{"by the learner", linked, learner, just(removeCentre("trust-1")), [][]string{why(workflow.IsTheLearner)}},
		{"one's own, with every role", both, versed, just(removeCentre("trust-1")), [][]string{why(workflow.IsTheLearner)}},
		{"by a stranger", linked, stranger, just(removeCentre("trust-1")), [][]string{why(workflow.NotFound)}},
		{"for another category", linked, limited, just(removeCentre("trust-1")), [][]string{why(workflow.NotFound)}},
		{"the last", shift, manager, just(removeCentre("trust-1")), [][]string{alone}},
		{"the last that is left", with(moved, func(w *world) { w.do(manager, removeCentre("trust-1")) }), manager9,
			just(removeCentre("trust-9")), [][]string{alone}},
		{"none of its own", linked, manager, just(removeCentre("trust-5")), [][]string{why(workflow.NotItsCentre)}},
		{"unknown", linked, manager, just(removeCentre("trust-0")), [][]string{why(workflow.NotItsCentre)}},
		{"none", linked, manager, just(removeCentre("")), [][]string{why(workflow.InvalidID)}},
		{"withdrawn, the last", shiftGone, manager, just(removeCentre("trust-1")), [][]string{unwanted, alone}},
		{"every reason", shiftGone, admin, just(removeCentre("trust-1")), [][]string{unwanted, lacksCapability, alone}},
		{"one's own, the last, withdrawn", with(versedShift, leaves), versed, just(removeCentre("trust-1")),
			[][]string{unwanted, why(workflow.IsTheLearner), alone}},
		{"in a trial", trial, learner, just(removeCentre("trust-1")), [][]string{why(workflow.IsATrial)}},
	})
}

func TestWhatIsSaidOfRemoveCentre(t *testing.T) {
	t.Parallel()
	w := shift(t)
	because(t, w.denied(manager, removeCentre("trust-1"), why(workflow.LastCentre)), workflow.Reason{
		Code: workflow.LastCentre, Message: "the enrolment has no other centre", Remedy: "withdraw the enrolment, or add a centre first",
	})
	because(t, w.denied(manager, removeCentre("trust-9"), why(workflow.NotItsCentre)), workflow.Reason{
		Code: workflow.NotItsCentre, Message: `the enrolment does not have "trust-9"`, Params: params{"centre": "trust-9"},
	})
	w = moved(t)
	d := w.denied(manager, removeCentre("trust-9"), role(roles.CodeNoRoleHere))
	assert.NotZero(t, d.Reasons[0].Clause)
	because(t, trial(t).denied(learner, removeCentre("trust-1"), why(workflow.IsATrial)), isATrial)
}

// With several centres an enrolment is not withdrawn: each but the last goes first.
func TestWithdrawWithSeveralCentres(t *testing.T) {
	t.Parallel()
	w := moved(t)
	leave := &workflow.Withdraw{Reason: "moved away"}
	because(t, w.denied(admin, leave, why(workflow.SeveralCentres)), workflow.Reason{
		Code: workflow.SeveralCentres, Message: "the enrolment has several centres", Remedy: "have each centre but the last taken off first",
	})
	w.denied(educator, leave, why(workflow.SeveralCentres)) // though nothing is started
	w.sentTo(assessor9, "plan")
	w.do(manager, removeCentre("trust-1"))
	w.host.Delegate("administrator-9", "trust-9", "administrator")
	w.do("administrator-9", leave)
	w.status(workflow.StatusWithdrawn)

	w = shift(t)
	w.enrol(learner, learner, proficiency.Ref{ID: "night-shift"})
	w.do(learner, addCentre("trust-9"))
	w.denied(learner, &workflow.Withdraw{}, why(workflow.SeveralCentres))
}

// What is offered is what is accepted, at whichever centre it is asked.
func TestActionsAboutCentresAndPeople(t *testing.T) {
	t.Parallel()
	offered := func(w *world, actor workflow.PersonID, kind workflow.Kind) []string {
		v, err := w.engine.View(w.ctx, actor, w.id)
		assert.NoError(t, err)
		for _, a := range v.Actions() {
			if a.Kind == kind {
				return reasonsOf(a.Reasons)
			}
		}
		return []string{"none"}
	}
	w := planSent(t)
	w.sentTo(second, "brief")
	w.do(learner, &workflow.AddSupervisor{Person: floating})
	for kind, want := range map[workflow.Kind]map[workflow.PersonID][]string{
		workflow.KindReassign: {
			manager: {}, admin: {}, assessor: {}, second: {}, floating: lacksCapability, educator: lacksCapability,
			learner: why(workflow.IsTheLearner),
		},
		workflow.KindAddCentre:     {learner: {}, educator: {}, manager: lacksCapability, assessor: lacksCapability},
		workflow.KindSetCompleteBy: {admin: {}, educator: {}, manager: lacksCapability, learner: why(workflow.IsTheLearner)},
		workflow.KindComment:       {learner: {}, educator: {}, assessor: {}, manager: why(workflow.NotInvolved)},
		workflow.KindRemoveCentre: {
			manager: why(workflow.LastCentre), educator: why(workflow.LastCentre), admin: {"lacks-capability", "last-centre"},
			learner: {"is-the-learner", "last-centre"},
		},
		workflow.KindRevokeSignOff: {manager: why(workflow.NeverSignedOff), admin: {"lacks-capability", "never-signed-off"}},
		workflow.KindRemind:        {learner: why(workflow.TooSoon), assessor: {"not-the-learner", "too-soon"}},
		workflow.KindRemindSignOff: {learner: why(workflow.SignOffNotRequested)},
	} {
		for actor, reasons := range want {
			assert.Equal(t, reasons, offered(w, actor, kind), "%s to %s", kind, actor)
		}
	}
	w.do(learner, addCentre("trust-9"))
	for actor, reasons := range map[workflow.PersonID][]string{manager: {}, manager9: {}, educator: {}, admin: lacksCapability} {
		assert.Equal(t, reasons, offered(w, actor, workflow.KindRemoveCentre), "%s", actor)
	}
	w = trial(t)
	for _, kind := range []workflow.Kind{workflow.KindReassign, workflow.KindAddCentre, workflow.KindRemoveCentre,
		workflow.KindRemind, workflow.KindRemindSignOff, workflow.KindAddSupervisor} {
		assert.Equal(t, why(workflow.IsATrial), offered(w, learner, kind), "%s", kind)
	}
	assert.Empty(t, offered(w, learner, workflow.KindComment))
}
