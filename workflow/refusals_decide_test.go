package workflow_test

import (
	"testing"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func itemID(s string) proficiency.ItemID { return proficiency.ItemID(s) }

func sections(ids ...proficiency.SectionID) []proficiency.SectionID { return ids }

func TestRefusalsOfRequestConfirmation(t *testing.T) {
	t.Parallel()
	ask := func(to workflow.PersonID, ids ...proficiency.ItemID) func(*world) workflow.Command {
		return just(&workflow.RequestConfirmation{Items: ids, To: to})
	}
	answered := with(opened, func(w *world) { w.answer("care-1", "care-2") })
	rejected := with(sent, func(w *world) { w.reject(assessor, "care-1") })
	refusals(t, []refusal{
		{"by another", answered, educator, ask(assessor, "care-1"), [][]string{why(workflow.NotTheLearner)}},
		{"nothing", answered, learner, ask(assessor), [][]string{why(workflow.NoItems)}},
		{"too many", answered, learner, ask(assessor, thousandAndOne()...), [][]string{why(workflow.TooLarge)}},
		{"twice", answered, learner, ask(assessor, "care-1", "care-1"), [][]string{why(workflow.DuplicateItem, "care-1")}},
		{"of nobody", answered, learner, ask("", "care-1"), [][]string{why(workflow.InvalidID)}},
		{"of oneself", answered, learner, ask(learner, "care-1", "airway-1"),
			[][]string{why(workflow.IsTheLearner), why(workflow.NotAssessed, "airway-1"), why(workflow.ItemLocked, "airway-1")}},
		{"of somebody unknown", answered, learner, ask(stranger, "care-1", "care-2"), [][]string{role(roles.CodeUnknownPerson, "care-1", "care-2")}},
		{"of somebody without a role", answered, learner, ask(visitor, "care-1"), [][]string{role(roles.CodeNoRoleHere, "care-1")}},
		{"of somebody elsewhere", answered, learner, ask(farOff, "care-1"), [][]string{role(roles.CodeNoRoleHere, "care-1")}},
		{"of somebody suspended", answered, learner, ask(stopped, "care-1"), [][]string{role(roles.CodeSuspended, "care-1")}},
		{"of somebody deactivated", with(answered, func(w *world) { w.deactivate(second) }), learner, ask(second, "care-1"),
			[][]string{role(roles.CodeNotActive, "care-1")}},
		{"of an administrator", answered, learner, ask(admin, "care-1"),
			[][]string{role(roles.CodeRoleNotNamed, "care-1"), role(roles.CodeLacksCapability, "care-1")}},
		{"every reason for every item", answered, learner, ask(stopped, "care-1", "airway-1", "extra-1", "safety-1", "care-99"), [][]string{
			role(roles.CodeSuspended, "care-1", "airway-1", "extra-1", "safety-1"), why(workflow.NotAssessed, "airway-1"),
			why(workflow.ItemLocked, "airway-1"), why(workflow.ItemExcluded, "extra-1"), why(workflow.AlreadyConfirmed, "safety-1"),
			why(workflow.UnknownItem, "care-99"),
		}},
		{"sent already", sent, learner, ask(assessor, "care-1"), [][]string{why(workflow.AlreadyRequested, "care-1")}},
		{"rejected", rejected, learner, ask(assessor, "care-1"), [][]string{why(workflow.ItemRejected, "care-1")}},
		{"withdrawn", withdrawn, learner, ask(assessor, "safety-1"), [][]string{unwanted, why(workflow.AlreadyConfirmed, "safety-1")}},
		{"suspended", inactive, learner, ask(assessor, "care-1"), [][]string{why(workflow.LearnerNotActive), why(workflow.AlreadyRequested, "care-1")}},
	})
}

func TestRefusalsOfWithdrawRequest(t *testing.T) {
	t.Parallel()
	take := func(ids ...proficiency.ItemID) func(*world) workflow.Command {
		return just(&workflow.WithdrawRequest{Items: ids})
	}
	refusals(t, []refusal{
		{"by the addressee", sent, assessor, take("care-1"), [][]string{why(workflow.NotTheLearner)}},
		{"nothing", sent, learner, take(), [][]string{why(workflow.NoItems)}},
		{"too many", sent, learner, take(thousandAndOne()...), [][]string{why(workflow.TooLarge)}},
		{"twice", sent, learner, take("care-1", "care-1"), [][]string{why(workflow.DuplicateItem, "care-1")}},
		{"not pending", sent, learner, take("care-1", "care-2", "care-99"), [][]string{why(workflow.NotRequested, "care-2"), why(workflow.UnknownItem, "care-99")}},
		{"withdrawn", withdrawn, learner, take("care-1"), [][]string{unwanted, why(workflow.NotRequested, "care-1")}},
		{"suspended", inactive, learner, take("care-1"), [][]string{why(workflow.LearnerNotActive)}},
	})
}

func TestRefusalsOfConfirm(t *testing.T) {
	t.Parallel()
	confirm := func(ids ...proficiency.ItemID) func(w *world) workflow.Command {
		return func(w *world) workflow.Command { return &workflow.Confirm{Items: w.decisions(ids...)} }
	}
	refusals(t, []refusal{
		{"nothing", sent, assessor, confirm(), [][]string{why(workflow.NoItems)}},
		{"nothing, badly said", sent, assessor, just(&workflow.Confirm{Comment: tooLong, OnBehalfOf: withNUL}),
			[][]string{why(workflow.NoItems), why(workflow.InvalidText), why(workflow.InvalidText)}},
		{"too many", sent, assessor, just(&workflow.Confirm{Items: make([]workflow.Seen, workflow.MaxItems+1)}), [][]string{why(workflow.TooLarge)}},
		{"twice", sent, assessor, confirm("care-1", "care-1"), [][]string{why(workflow.DuplicateItem, "care-1")}},
		{"one of them not pending", sent, assessor, confirm("care-1", "care-2", "care-99"),
			[][]string{why(workflow.NotRequested, "care-2"), why(workflow.UnknownItem, "care-99")}},
		{"no basis", sent, assessor, just(&workflow.Confirm{Items: []workflow.Seen{{Item: "care-1"}}}), [][]string{why(workflow.ChangedSince, "care-1")}},
		{"confirmed already", confirmed, assessor, confirm("care-1"), [][]string{why(workflow.NotRequested, "care-1")}},
		{"withdrawn", withdrawn, educator, confirm("safety-1"), [][]string{unwanted, why(workflow.NotRequested, "safety-1")}},
		{"own, with every role", versedAnswered, versed, confirm("contract-learner"), [][]string{why(workflow.IsTheLearner)}},
	})
}

// versedAnswered is the enrolment of a learner who holds every role.
func versedAnswered(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.enrol(educator, versed, wardBasics)
	w.do(versed, &workflow.Agree{})
	w.do(versed, w.answers("contract-learner"))
	return w
}

// twoSent is sent with care-2 as well.
var twoSent = with(sent, func(w *world) { w.answer("care-2"); w.send(assessor, "care-2") })

func TestRefusalsOfReject(t *testing.T) {
	t.Parallel()
	plan := []string{"again"}
	refusals(t, []refusal{
		{"nothing", sent, assessor, just(&workflow.Reject{}), [][]string{why(workflow.NoItems)}},
		{"nothing said", sent, assessor, func(w *world) workflow.Command { return &workflow.Reject{Items: w.decisions("care-1")} },
			[][]string{why(workflow.ReasonMissing), why(workflow.ActionMissing)}},
		{"nothing said of one", twoSent, assessor, func(w *world) workflow.Command {
			return &workflow.Reject{Items: w.decisions("care-1", "care-2"), Plans: []workflow.ItemPlan{{Item: "care-2"}}, Reason: "no", Actions: plan}
		}, [][]string{why(workflow.ReasonMissing, "care-2"), why(workflow.ActionMissing, "care-2")}},
		{"a plan twice, and for something else", twoSent, assessor, func(w *world) workflow.Command {
			own := workflow.ItemPlan{Item: "care-2", Reason: "no", Actions: plan}
			return &workflow.Reject{Items: w.decisions("care-2"), Plans: []workflow.ItemPlan{own, own, {Item: "care-1", Reason: "no", Actions: plan}}}
		}, [][]string{why(workflow.DuplicateItem, "care-2", "care-1")}},
		{"too many actions", sent, assessor, func(w *world) workflow.Command {
			return &workflow.Reject{Items: w.decisions("care-1"), Reason: "no", Actions: make([]string, workflow.MaxItems+1)}
		}, [][]string{why(workflow.TooLarge)}},
		{"review yesterday", sent, assessor, func(w *world) workflow.Command {
			return &workflow.Reject{Items: w.decisions("care-1"), Reason: "no", Actions: plan, ReviewOn: day(2026, 3, 1)}
		}, [][]string{why(workflow.InvalidDate)}},
		{"bad texts", sent, assessor, func(w *world) workflow.Command {
			return &workflow.Reject{Items: w.decisions("care-1"), Reason: noUTF8, Actions: []string{withNUL}, EvidenceAsked: tooLong}
		}, [][]string{why(workflow.InvalidText), why(workflow.InvalidText), why(workflow.InvalidText)}},
		{"one of them not pending", sent, assessor, func(w *world) workflow.Command { return w.rejection("care-1", "care-2") },
			[][]string{why(workflow.NotRequested, "care-2")}},
		{"stale", sent, assessor, just(&workflow.Reject{Items: []workflow.Seen{{Item: "care-1", Basis: 1}}, Reason: "no", Actions: plan}),
			[][]string{why(workflow.ChangedSince, "care-1")}},
		{"own, with every role", versedAnswered, versed, func(w *world) workflow.Command { return w.rejection("contract-learner") },
			[][]string{why(workflow.IsTheLearner)}},
		{"withdrawn", withdrawn, educator, func(w *world) workflow.Command { return w.rejection("safety-1") },
			[][]string{unwanted, why(workflow.NotRequested, "safety-1")}},
	})
}

func TestRefusalsOfRevise(t *testing.T) {
	t.Parallel()
	plan := []string{"again"}
	revise := func(id proficiency.ItemID, to workflow.Outcome) func(*world) workflow.Command {
		return just(&workflow.Revise{Item: id, To: to, Reason: "seen otherwise", Actions: plan})
	}
	clerk := func(w *world) {
		w.host.Delegate(assessor, "trust-1", "administrator")
		w.revoke(assessor, "assessor")
	}
	refusals(t, []refusal{
		{"own", confirmed, learner, revise("care-1", workflow.Rejected), [][]string{why(workflow.IsTheLearner)}},
		{"unknown item and nothing said", confirmed, assessor, just(&workflow.Revise{Item: "care-99", To: workflow.Rejected}),
			[][]string{why(workflow.UnknownItem, "care-99"), why(workflow.ReasonMissing), why(workflow.ActionMissing)}},
		{"no decision", confirmed, assessor, revise("care-2", workflow.Rejected), [][]string{why(workflow.NotDecided, "care-2")}},
		{"only requested", sent, assessor, revise("care-1", workflow.Rejected), [][]string{why(workflow.NotDecided, "care-1")}},
		{"of another", confirmed, educator, revise("care-1", workflow.Rejected), [][]string{why(workflow.NotTheDecider, "care-1")}},
		{"the same, without a reason", confirmed, assessor, just(&workflow.Revise{Item: "care-1", To: workflow.Confirmed}),
			[][]string{why(workflow.SameOutcome, "care-1"), why(workflow.ReasonMissing)}},
		{"to nothing", confirmed, assessor, just(&workflow.Revise{Item: "care-1", Reason: "x"}), [][]string{why(workflow.UnknownOutcome, "care-1")}},
		{"to rejected without action", confirmed, assessor, just(&workflow.Revise{Item: "care-1", To: workflow.Rejected, Reason: "x"}),
			[][]string{why(workflow.ActionMissing)}},
		{"role lost", with(confirmed, clerk), assessor, revise("care-1", workflow.Rejected), [][]string{why(workflow.RoleLost, "care-1")}},
		{"second role lost", with(opened, func(w *world) { w.pass("care-3"); w.revoke(lead, "assessor") }), lead,
			revise("care-3", workflow.Rejected), [][]string{why(workflow.RoleLost, "care-3")}},
		{"reopened", with(sent, func(w *world) { w.reject(assessor, "care-1"); w.answer("care-1") }), assessor,
			revise("care-1", workflow.Confirmed), [][]string{why(workflow.NotDecided, "care-1")}},
		{"excluded", with(opened, func(w *world) { w.choose("extra-1"); w.pass("extra-1"); w.drop("extra-1") }), assessor,
			revise("extra-1", workflow.Rejected), [][]string{why(workflow.ItemExcluded, "extra-1")}},
		{"withdrawn", withdrawn, assessor, revise("safety-1", workflow.Rejected), [][]string{unwanted}},
	})
}
