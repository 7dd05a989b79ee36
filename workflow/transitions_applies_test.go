package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// notApplying are worlds in which keys does not apply, because the learner is
// at home now.
var notApplying = []struct {
	note string
	in   func(*testing.T) *world
}{
	{"never answered", posted("office", "home")},
	{"answered before", atHome(func(w *world) { w.answer("keys") })},
	{"sent before", atHome(func(w *world) { w.answer("keys"); w.send(assessor, "keys") })},
	{"confirmed before", atHome(func(w *world) { w.pass("keys") })},
	{"rejected before", atHome(func(w *world) { w.answer("keys"); w.send(assessor, "keys"); w.reject(assessor, "keys") })},
	{"waived before", atHome(func(w *world) { w.do(educator, &workflow.Waive{Item: "keys", Justification: "none here"}) })},
}

// atHome is a world in which something was done on a ward, and the learner is at home since.
func atHome(before func(*world)) func(*testing.T) *world {
	return with(posted("office", "ward"), func(w *world) { before(w); w.do(educator, moves("office", "home")) })
}

// TestTransitionsOfWhatDoesNotApply holds every item command on what does not
// apply to a table that is read against the rules.
func TestTransitionsOfWhatDoesNotApply(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, from := range notApplying {
		w := from.in(t)
		w.itemStatus(workflow.ItemStatusNotApplicable, "keys")
		fmt.Fprintf(&b, "not-applicable, %s\n", from.note)
		for _, c := range []struct {
			name string
			by   workflow.PersonID
			cmd  workflow.Command
		}{
			{"self-assess", learner, w.answers("keys")},
			{"clear-answer, overwrite", learner, &workflow.ClearAnswer{Items: items{"keys"}, Overwrite: true}},
			{"request-confirmation", learner, &workflow.RequestConfirmation{Items: items{"keys"}, To: assessor}},
			{"withdraw-request", learner, &workflow.WithdrawRequest{Items: items{"keys"}}},
			{"choose-optional, another", learner, &workflow.ChooseOptional{Items: items{"audit"}}},
			{"choose-optional, drop another", learner, &workflow.ChooseOptional{Items: items{"audit"}, Drop: true}},
			{"confirm", assessor, &workflow.Confirm{Items: w.decisions("keys")}},
			{"reject", assessor, w.rejection("keys")},
			{"revise to confirmed", assessor, &workflow.Revise{Item: "keys", To: workflow.Confirmed, Reason: "seen otherwise"}},
			{"revise to rejected", assessor, &workflow.Revise{Item: "keys", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}}},
		} {
			fmt.Fprintf(&b, "  %-34s %s\n", c.name, w.outcome(c.by, c.cmd))
		}
		w.corrections(&b, "keys")
		fmt.Fprintf(&b, "  %-34s %s\n", "set-attributes, back", w.outcome(educator, moves("office", "ward")))
	}
	golden(t, "transitions_applies.golden", b.String())
}

// TestEnrolmentTransitionsByAttributes does the same for the enrolment as a
// whole: set so that nothing changes, and so that something else counts.
func TestEnrolmentTransitionsByAttributes(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	home := with(posted("office", "home"), func(w *world) { w.choose("talk", "visit") })
	ready := with(home, func(w *world) { w.pass("data", "desk", "talk", "visit", "meets", "minutes") })
	asked := with(ready, func(w *world) { w.do(learner, &workflow.RequestSignOff{To: educator}) })
	signed := with(asked, func(w *world) { w.do(educator, &workflow.SignOff{}) })
	for _, from := range []struct {
		status workflow.Status
		in     func(*testing.T) *world
	}{
		{workflow.StatusWithdrawn, with(home, func(w *world) { w.do(admin, &workflow.Withdraw{Reason: "moved"}) })},
		{workflow.StatusSignOffRequested, asked},
		{workflow.StatusSignedOff, signed},
		{workflow.StatusLapsed, with(signed, months(13))},
		{workflow.StatusDeclined, with(asked, func(w *world) { w.do(educator, &workflow.DeclineSignOff{Reason: "not yet"}) })},
		{workflow.StatusVoid, with(signed, func(w *world) { w.do(manager, &workflow.SetAside{Items: items{"desk"}, Reason: "the wrong learner"}) })},
		{workflow.StatusReady, ready},
		{workflow.StatusNotStarted, home},
		{workflow.StatusInProgress, with(home, func(w *world) { w.pass("data") })},
	} {
		w := from.in(t)
		w.status(from.status)
		fmt.Fprintf(&b, "%s\n", from.status)
		for _, c := range []struct {
			name          string
			role, setting proficiency.ValueID
		}{{"as it is", "office", "home"}, {"others apply", "office", "clinic"}, {"others apply, and a gate", "clinical", "home"}} {
			fmt.Fprintf(&b, "  %-34s %s\n", "set-attributes, "+c.name, w.outcome(educator, moves(c.role, c.setting)))
			again := &workflow.Enrol{Learner: learner, Framework: byRole, Centre: "trust-1", Attributes: who(c.role, c.setting)}
			fmt.Fprintf(&b, "  %-34s %s\n", "enrol, "+c.name, w.outcome(educator, again))
		}
	}
	golden(t, "enrolment_transitions_applies.golden", b.String())
}
