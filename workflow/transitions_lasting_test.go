package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// onFullRange is a world in which learner-1 is on full-range and has passed its first gate.
func onFullRange(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.enrol(educator, learner, fullRange)
	w.do(learner, &workflow.Agree{})
	w.pass("start-1", "start-2")
	return w
}

// fullRangeReady is one in which nothing but the sign-off is missing.
func fullRangeReady(t *testing.T) *world {
	t.Helper()
	w := onFullRange(t)
	w.do(learner, &workflow.ChooseOptional{Sections: sections("study")})
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{{
		Item: "core-1", Answers: w.meeting("core-1").Answers, Comment: "on nights",
	}}})
	w.send(assessor, "core-1")
	w.confirm(assessor, "core-1")
	w.pass("core-2", "core-3", "core-4", "wards-1", "wards-2", "study-1", "study-3", "steps-1", "after-1")
	return w
}

// fullRangeSignedOff is one in which educator-1 has signed off, for two months.
func fullRangeSignedOff(t *testing.T) *world {
	t.Helper()
	w := fullRangeReady(t)
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	return w
}

func months(n int) func(w *world) { return func(w *world) { w.setNow(w.now().AddDate(0, n, 0)) } }

func waiveCore2(w *world) {
	w.do(educator, &workflow.Waive{Item: "core-2", Justification: "no such patients here"})
}

// lastingStates are worlds in which core-2, whose confirmations hold for two
// months, has each of the statuses that time and waivers make.
var lastingStates = []struct {
	status workflow.ItemStatus
	note   string
	in     func(*testing.T) *world
}{
	{workflow.ItemStatusWaived, "never answered", with(onFullRange, waiveCore2)},
	{workflow.ItemStatusWaived, "answered before", with(onFullRange, func(w *world) { w.answer("core-2"); waiveCore2(w) })},
	{workflow.ItemStatusWaived, "lapsed before", with(with(with(onFullRange, func(w *world) { w.pass("core-2") }), months(3)), waiveCore2)},
	{workflow.ItemStatusRequested, "after it lapsed", with(with(onFullRange, func(w *world) { w.pass("core-2"); w.send(assessor, "core-2") }), months(3))},
	{workflow.ItemStatusConfirmed, "", with(onFullRange, func(w *world) { w.pass("core-2") })},
	{workflow.ItemStatusConfirmed, "and a renewal pending", with(onFullRange, func(w *world) { w.pass("core-2"); w.send(assessor, "core-2") })},
	{workflow.ItemStatusConfirmed, "on paper", with(onFullRange, func(w *world) { w.do(educator, onPaper("core-2")) })},
	{workflow.ItemStatusConfirmed, "signed off, and a renewal pending", with(fullRangeSignedOff, func(w *world) { months(1)(w); w.send(assessor, "core-2") })},
	{workflow.ItemStatusLapsed, "", with(with(onFullRange, func(w *world) { w.pass("core-2") }), months(3))},
	{workflow.ItemStatusLapsed, "and the sign-off with it", with(fullRangeSignedOff, months(3))},
	{workflow.ItemStatusRejected, "", with(onFullRange, func(w *world) { w.answer("core-2"); w.send(assessor, "core-2"); w.reject(assessor, "core-2") })},
	{workflow.ItemStatusLocked, "since the gate lapsed", with(onFullRange, months(25))},
	{workflow.ItemStatusUnassessed, "", onFullRange},
	{workflow.ItemStatusAssessed, "", with(onFullRange, func(w *world) { w.answer("core-2") })},
}

// TestLastingItemTransitions holds every item command in the statuses that time
// and waivers make to a table that is read against the rules.
func TestLastingItemTransitions(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	var b strings.Builder
	for _, from := range lastingStates {
		w := from.in(t)
		w.itemStatus(from.status, "core-2")
		name := string(from.status)
		if from.note != "" {
			name += ", " + from.note
		}
		fmt.Fprintf(&b, "%s\n", name)
		same := w.meeting("core-2")
		if a := w.item("core-2").Answer; a != nil {
			same.Answers = repeated(a.Answers)
		}
		said := same
		said.Comment = "another comment"
		for _, c := range []struct {
			name string
			by   workflow.PersonID
			cmd  workflow.Command
		}{
			{"self-assess, the same or first", learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{same}}},
			{"self-assess, another comment", learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{said}}},
			{"self-assess, met otherwise", learner, workflow.Answer("core-2", "excelled")},
			{"self-assess, not met, overwrite", learner, overwriting(workflow.Answer("core-2", "partly"))},
			{"clear-answer", learner, &workflow.ClearAnswer{Items: items{"core-2"}}},
			{"clear-answer, overwrite", learner, &workflow.ClearAnswer{Items: items{"core-2"}, Overwrite: true}},
			{"request-confirmation", learner, &workflow.RequestConfirmation{Items: items{"core-2"}, To: assessor}},
			{"withdraw-request", learner, &workflow.WithdrawRequest{Items: items{"core-2"}}},
			{"confirm", assessor, &workflow.Confirm{Items: w.decisions("core-2")}},
			{"reject", assessor, w.rejection("core-2")},
			{"revise to confirmed", assessor, &workflow.Revise{Item: "core-2", To: workflow.Confirmed, Reason: "seen otherwise"}},
			{"revise to rejected", assessor, &workflow.Revise{Item: "core-2", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}}},
		} {
			fmt.Fprintf(&b, "  %-34s %s\n", c.name, w.outcome(c.by, c.cmd))
		}
		w.corrections(&b, "core-2")
	}
	golden(t, "transitions_lasting.golden", b.String())
}

// corrections writes what becomes of the commands that need a capability, and of a comment.
func (w *world) corrections(b *strings.Builder, id proficiency.ItemID) {
	today := onPaper(id)
	today.On = proficiency.DateOf(w.now(), w.now().Location())
	for _, c := range []struct {
		name string
		by   workflow.PersonID
		cmd  workflow.Command
	}{
		{"record-paper", educator, today},
		{"waive", educator, &workflow.Waive{Item: id, Justification: "no such patients here"}},
		{"unwaive", educator, &workflow.Unwaive{Item: id}},
		{"set-aside", manager, &workflow.SetAside{Items: items{id}, Reason: "the wrong learner"}},
		{"comment", learner, &workflow.Comment{Item: id, Comment: "seen on the ward"}},
	} {
		fmt.Fprintf(b, "  %-34s %s\n", c.name, w.outcome(c.by, c.cmd))
	}
}
