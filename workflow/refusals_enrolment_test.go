package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func TestRefusalsOfEnrol(t *testing.T) {
	t.Parallel()
	enrol := func(who workflow.PersonID, id proficiency.FrameworkID, centre workflow.CentreID) func(*world) workflow.Command {
		return just(&workflow.Enrol{Learner: who, Framework: proficiency.Ref{ID: id}, Centre: centre})
	}
	version := func(id proficiency.FrameworkID, major, minor uint32) func(*world) workflow.Command {
		return just(&workflow.Enrol{
			Learner: learner, Framework: proficiency.Ref{ID: id, Version: proficiency.Version{Major: major, Minor: minor}}, Centre: "trust-1",
		})
	}
	atUniversity := with(newWorld, func(w *world) {
		w.host.Delegate(learner, "university-1")
		w.host.Delegate("educator-u", "university-1", "educator-manager")
		w.host.Staff("educator-u", "university-1", learner)
	})
	atOther := with(newWorld, func(w *world) {
		w.host.AddCentre(roles.Centre{ID: "other-1", Kind: roles.OtherKind})
		w.host.Delegate(learner, "other-1")
		w.host.Delegate(educator, "other-1", "educator-manager")
		w.host.Staff(educator, "other-1", learner)
	})
	elsewhere := with(atUniversity, func(w *world) { w.host.Delegate(learner, "trust-unknown") })
	refusals(t, []refusal{
		{"by an assessor", newWorld, assessor, enrol(learner, "ward-basics", "trust-1"), [][]string{lacksCapability, role(roles.CodeNotOnStaffList)}},
		{"by somebody unknown", newWorld, stranger, enrol(learner, "ward-basics", "trust-1"), [][]string{role(roles.CodeUnknownPerson)}},
		{"by somebody elsewhere", newWorld, farOff, enrol(learner, "ward-basics", "trust-1"),
			[][]string{role(roles.CodeNoRoleHere), role(roles.CodeNotOnStaffList)}},
		{"not on the staff list", newWorld, educator, enrol(visitor, "ward-basics", "trust-1"), [][]string{role(roles.CodeNotOnStaffList)}},
		{"by oneself", newWorld, learner, enrol(learner, "ward-basics", "trust-1"), [][]string{why(workflow.SelfEnrolmentNotAllowed)}},
		{"by oneself, with every role", newWorld, versed, enrol(versed, "ward-basics", "trust-1"), [][]string{why(workflow.SelfEnrolmentNotAllowed)}},
		{"no learner", newWorld, educator, enrol("", "ward-basics", "trust-1"), [][]string{why(workflow.InvalidID)}},
		{"no centre", newWorld, educator, enrol(learner, "ward-basics", ""), [][]string{why(workflow.InvalidID)}},
		{"an unknown centre", newWorld, educator, enrol(learner, "ward-basics", "trust-0"), [][]string{
			why(workflow.UnknownCentre), why(workflow.NotADelegate), role(roles.CodeNoRoleHere), role(roles.CodeNotOnStaffList), role(roles.CodeCentreKind),
		}},
		{"not offered", with(newWorld, func(w *world) { w.host.withholds["trust-1"] = true }), educator, enrol(learner, "ward-basics", "trust-1"),
			[][]string{why(workflow.NotOffered)}},
		{"no delegate", with(newWorld, func(w *world) { w.deactivate("learner-2") }), educator, enrol("learner-2", "ward-basics", "trust-1"),
			[][]string{why(workflow.NotADelegate)}},
		{"suspended", with(newWorld, func(w *world) { w.suspend("learner-2") }), educator, enrol("learner-2", "ward-basics", "trust-1"),
			[][]string{why(workflow.NotADelegate)}},
		{"a learner unknown", with(newWorld, func(w *world) { w.host.Staff(educator, "trust-1", "nobody") }), educator,
			enrol("nobody", "ward-basics", "trust-1"), [][]string{why(workflow.NotADelegate), role(roles.CodeUnknownPerson)}},
		{"the delegate of a trust at a university", atUniversity, "educator-u", enrol(learner, "ward-basics", "university-1"),
			[][]string{role(roles.CodeDelegateElsewhere)}},
		{"of a centre that is not known", elsewhere, "educator-u", enrol(learner, "ward-basics", "university-1"),
			[][]string{role(roles.CodeDelegateElsewhere), role(roles.CodeCentreUnknown)}},
		{"by oneself at a university", atUniversity, learner, enrol(learner, "hand-care", "university-1"),
			[][]string{role(roles.CodeDelegateElsewhere)}},
		{"at another kind of centre", atOther, educator, enrol(learner, "ward-basics", "other-1"), [][]string{role(roles.CodeCentreKind)}},
		{"an unknown framework", newWorld, educator, enrol(learner, "dental", "trust-1"), [][]string{why(workflow.UnknownFramework)}},
		{"an unknown version", newWorld, educator, version("ward-basics", 9, 0), [][]string{why(workflow.UnknownFramework)}},
		{"a retired framework", newWorld, educator, enrol(learner, "quick-check", "trust-1"), [][]string{why(workflow.EnrolmentClosed)}},
		{"a retired version", newWorld, educator, version("quick-check", 1, 0), [][]string{why(workflow.EnrolmentClosed)}},
		{"a draft", newWorld, educator, version("hand-care", 2, 0), [][]string{why(workflow.EnrolmentClosed)}},
		{"not published yet", with(newWorld, func(w *world) { w.setNow(time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC)) }), educator,
			version("hand-care", 1, 0), [][]string{why(workflow.EnrolmentClosed)}},
		{"every reason", with(newWorld, func(w *world) { w.host.withholds["trust-9"] = true; w.deactivate(learner) }), assessor,
			just(&workflow.Enrol{
				Learner: learner, Framework: proficiency.Ref{ID: "hand-care", Version: proficiency.Version{Major: 2}},
				Centre: "trust-9", CompleteBy: day(2026, 3, 1),
			}), [][]string{
				role(roles.CodeNoRoleHere), role(roles.CodeNotOnStaffList), why(workflow.NotOffered), why(workflow.NotADelegate),
				why(workflow.EnrolmentClosed), why(workflow.InvalidDate),
			}},
		{"again on another version", with(newWorld, func(w *world) {
			w.enrol(educator, learner, proficiency.Ref{ID: "hand-care", Version: proficiency.Version{Major: 1}})
			w.do(admin, &workflow.Withdraw{Reason: "x"})
		}), educator, version("hand-care", 1, 1), [][]string{why(workflow.PinnedToVersion)}},
		{"again by somebody who may not", withdrawn, assessor, enrol(learner, "ward-basics", "trust-1"),
			[][]string{lacksCapability, role(roles.CodeNotOnStaffList)}},
	})
}

func TestRefusalsOfSupervisors(t *testing.T) {
	t.Parallel()
	add := func(p workflow.PersonID) func(*world) workflow.Command {
		return just(&workflow.AddSupervisor{Person: p})
	}
	remove := func(p workflow.PersonID) func(*world) workflow.Command {
		return just(&workflow.RemoveSupervisor{Person: p})
	}
	gone := with(opened, func(w *world) { w.revoke(educator); w.do(learner, &workflow.AddSupervisor{Person: "educator-2"}) })
	self := with(newWorld, func(w *world) {
		w.enrol(learner, learner, proficiency.Ref{ID: "hand-care"})
		w.do(learner, &workflow.AddSupervisor{Person: assessor})
		w.do(learner, &workflow.AddSupervisor{Person: educator})
	})
	refusals(t, []refusal{
		{"add by an assessor", opened, assessor, add(second), [][]string{lacksCapability}},
		{"add by an educator", opened, educator, add(second), [][]string{lacksCapability}},
		{"add the learner", opened, learner, add(learner), [][]string{why(workflow.IsTheLearner)}},
		{"add the learner by a manager", opened, manager, add(learner), [][]string{why(workflow.IsTheLearner)}},
		{"add nobody", opened, learner, add(""), [][]string{why(workflow.InvalidID)}},
		{"add somebody who may do nothing", opened, learner, add(manager), [][]string{lacksCapability}},
		{"add a stranger", opened, learner, add(stranger), [][]string{role(roles.CodeUnknownPerson)}},
		{"add for another category", opened, learner, add(limited), [][]string{role(roles.CodeOtherCategory)}},
		{"add, withdrawn", withdrawn, manager, add(second), [][]string{unwanted}},
		{"add by a suspended learner", inactive, learner, add(second), [][]string{why(workflow.LearnerNotActive)}},
		{"remove another", opened, educator, remove(assessor), [][]string{why(workflow.NotTheLearner)}},
		{"remove by a manager", opened, manager, remove(assessor), [][]string{why(workflow.NotTheLearner)}},
		{"remove somebody who is none", opened, learner, remove(second), [][]string{why(workflow.NotASupervisor)}},
		{"leave without being one", opened, manager, remove(manager), [][]string{why(workflow.NotASupervisor)}},
		{"remove oneself as the learner", opened, learner, remove(learner), [][]string{why(workflow.NotASupervisor)}},
		{"remove the enroller", with(opened, func(w *world) { w.do(learner, &workflow.AddSupervisor{Person: "educator-2"}) }), learner,
			remove(educator), [][]string{why(workflow.IsTheEnroller)}},
		{"remove the last signatory", gone, learner, remove("educator-2"), [][]string{why(workflow.LastSignatory)}},
		{"leave as the last signatory", opened, educator, remove(educator), [][]string{why(workflow.LastSignatory)}},
		{"remove the enroller and last signatory", opened, learner, remove(educator), [][]string{why(workflow.IsTheEnroller), why(workflow.LastSignatory)}},
		{"remove the last signatory, self-enrolled", self, learner, remove(educator), [][]string{why(workflow.LastSignatory)}},
		{"remove, withdrawn", withdrawn, learner, remove(assessor), [][]string{unwanted}},
		{"leave, withdrawn", withdrawn, assessor, remove(assessor), [][]string{unwanted}},
		{"remove by a suspended learner", inactive, learner, remove(assessor), [][]string{why(workflow.LearnerNotActive)}},
	})
}

func TestRefusalsOfSignOff(t *testing.T) {
	t.Parallel()
	refusals(t, []refusal{
		{"request by another", ready, educator, just(requestSignOff()), [][]string{why(workflow.NotTheLearner)}},
		{"request, statement not accepted", ready, learner, just(&workflow.RequestSignOff{To: educator}), [][]string{why(workflow.StatementNotAccepted)}},
		{"request of nobody", ready, learner, just(&workflow.RequestSignOff{Accept: true}), [][]string{why(workflow.InvalidID)}},
		{"request of oneself", ready, learner, just(&workflow.RequestSignOff{To: learner}), [][]string{why(workflow.IsTheLearner), why(workflow.StatementNotAccepted)}},
		{"request of a stranger", ready, learner, just(&workflow.RequestSignOff{To: stranger, Accept: true}), [][]string{role(roles.CodeUnknownPerson)}},
		{"request twice", asked, learner, just(requestSignOff()), [][]string{why(workflow.SignOffPending)}},
		{"request again", signedOff, learner, just(requestSignOff()), [][]string{why(workflow.AlreadySignedOff)}},
		{"request, suspended", with(ready, func(w *world) { w.suspend(learner) }), learner, just(requestSignOff()), [][]string{why(workflow.LearnerNotActive)}},
		{"request, withdrawn", with(ready, func(w *world) { w.do(admin, &workflow.Withdraw{Reason: "x"}) }), learner, just(requestSignOff()), [][]string{unwanted}},
		{"take back by another", asked, educator, just(&workflow.WithdrawSignOff{}), [][]string{why(workflow.NotTheLearner)}},
		{"take back nothing", ready, learner, just(&workflow.WithdrawSignOff{}), [][]string{why(workflow.SignOffNotRequested)}},
		{"give unasked", ready, educator, just(signOff()), [][]string{why(workflow.SignOffNotRequested)}},
		{"give as another", asked, assessor, just(signOff()), [][]string{why(workflow.NotTheAddressee)}},
		{"give, statement not accepted", asked, educator, just(&workflow.SignOff{Comment: noUTF8}),
			[][]string{why(workflow.StatementNotAccepted), why(workflow.InvalidText)}},
		{"give oneself", asked, learner, just(signOff()), [][]string{why(workflow.IsTheLearner)}},
		{"give twice", signedOff, educator, just(signOff()), [][]string{why(workflow.SignOffNotRequested)}},
		{"decline unasked", ready, educator, just(&workflow.DeclineSignOff{Reason: "no"}), [][]string{why(workflow.SignOffNotRequested)}},
		{"decline as another", asked, assessor, just(&workflow.DeclineSignOff{}), [][]string{why(workflow.NotTheAddressee), why(workflow.ReasonMissing)}},
		{"decline oneself", asked, learner, just(&workflow.DeclineSignOff{Reason: "no"}), [][]string{why(workflow.IsTheLearner)}},
	})
}

func TestRefusalsOfWithdraw(t *testing.T) {
	t.Parallel()
	leave := just(&workflow.Withdraw{Reason: "moved away"})
	self := with(newWorld, func(w *world) { w.enrol(learner, learner, proficiency.Ref{ID: "hand-care"}) })
	refusals(t, []refusal{
		{"by an assessor", opened, assessor, leave, [][]string{lacksCapability}},
		{"by the learner", enrolled, learner, leave, [][]string{why(workflow.NotSelfEnrolled)}},
		{"by the learner, with every role", versedAnswered, versed, leave, [][]string{why(workflow.NotSelfEnrolled), why(workflow.AlreadyStarted)}},
		{"by an educator, started", opened, educator, leave, [][]string{why(workflow.AlreadyStarted), lacksCapability}},
		{"without a reason", opened, admin, just(&workflow.Withdraw{Reason: " "}), [][]string{why(workflow.ReasonMissing)}},
		{"without a reason, not started", enrolled, admin, just(&workflow.Withdraw{}), [][]string{why(workflow.ReasonMissing)}},
		{"a bad reason", enrolled, admin, just(&workflow.Withdraw{Reason: tooLong}), [][]string{why(workflow.InvalidText)}},
		{"signed off", signedOff, admin, leave, [][]string{why(workflow.AlreadySignedOff)}},
		{"twice", withdrawn, admin, leave, [][]string{unwanted}},
		{"self-enrolled, started", with(self, func(w *world) { w.answer("hands-2") }), learner, leave, [][]string{why(workflow.AlreadyStarted)}},
		{"self-enrolled, suspended", with(self, func(w *world) { w.suspend(learner) }), learner, leave, [][]string{why(workflow.LearnerNotActive)}},
	})
}

// Dates in messages are those of the enrolment's first centre, like all others.
func TestDatesAreThoseOfTheCentre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.setNow(time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)) // the 3rd at trust-9
	w.enrolAt("trust-9", farOff, learner, wardBasics)
	w.do(learner, &workflow.Agree{})
	a := w.meeting("safety-1")
	a.On = day(2026, 3, 4)
	w.denied(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{a}}, why(workflow.InvalidDate, "safety-1"))
	a.On = day(2026, 3, 3)
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{a}})
	w.host.Delegate(admin, "trust-9", "administrator")
	w.do(admin, &workflow.Withdraw{Reason: "moved away"})
	d := w.denied(learner, w.answers("safety-1"), unwanted)
	assert.Contains(t, d.Error(), "withdrawn on 2026-03-03")
}
