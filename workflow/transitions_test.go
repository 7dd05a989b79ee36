package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// outcome is what a command would do: the item status it leads to, with the
// events, or the reasons against it.
func (w *world) outcome(actor workflow.PersonID, cmd workflow.Command) string {
	w.t.Helper()
	need := workflow.Needs(w.fw, &w.state, actor, cmd)
	f := w.facts(need)
	if c, ok := cmd.(*workflow.Redact); ok {
		records, err := w.store.Load(w.ctx, w.id, c.Record-1)
		require.NoError(w.t, err)
		f.Record, f.RecordCentres = &records[0], w.state.Centres()
	}
	events, err := workflow.Decide(w.fw, &w.state, f, cmd)
	if err != nil {
		var d *workflow.Denied
		require.ErrorAs(w.t, err, &d)
		return "! " + strings.Join(codesOf(d), ", ")
	}
	kinds := make([]string, len(events))
	for i, e := range events {
		kinds[i] = e.EventKind()
	}
	if len(kinds) == 0 {
		return "= nothing to do"
	}
	after := workflow.Apply(w.state, workflow.AfterState(w.fw, &w.state, workflow.Record{At: w.now(), Actor: actor, Kind: cmd.Kind()}, events...))
	return fmt.Sprintf("→ %s (%s)", w.whereTo(&after, cmd), strings.Join(kinds, ", "))
}

// whereTo is the status of the command's first item, or of the enrolment.
func (w *world) whereTo(s *workflow.State, cmd workflow.Command) string {
	if id := firstItem(cmd); id != "" {
		return string(workflow.ItemStatusOf(w.fw, s, w.fw.Item(id), w.now()))
	}
	return string(workflow.StatusOf(w.fw, s, w.now()))
}

func firstItem(cmd workflow.Command) proficiency.ItemID {
	switch c := cmd.(type) {
	case *workflow.SelfAssess:
		return c.Items[0].Item
	case *workflow.ClearAnswer:
		return c.Items[0]
	case *workflow.RequestConfirmation:
		return c.Items[0]
	case *workflow.WithdrawRequest:
		return c.Items[0]
	case *workflow.Confirm:
		return c.Items[0].Item
	case *workflow.Reject:
		return c.Items[0].Item
	case *workflow.Revise:
		return c.Item
	case *workflow.ChooseOptional:
		return c.Items[0]
	case *workflow.RecordPaper:
		return c.Items[0]
	case *workflow.SetAside:
		if len(c.Items) > 0 {
			return c.Items[0]
		}
	case *workflow.Waive:
		return c.Item
	case *workflow.Unwaive:
		return c.Item
	case *workflow.Comment:
		return c.Item
	}
	return ""
}

func codesOf(d *workflow.Denied) (codes []string) {
	for _, r := range d.Reasons {
		if n := len(codes); n == 0 || codes[n-1] != string(r.Code) {
			codes = append(codes, string(r.Code))
		}
	}
	return codes
}

// facts are what the host gives for need, and the engine beside.
func (w *world) facts(need workflow.Need) workflow.Facts {
	w.t.Helper()
	f, err := w.host.Facts(w.ctx, need)
	require.NoError(w.t, err)
	f.Policy, f.CanErase, f.Target = defaultPolicy, true, &workflow.Target{Framework: w.fw}
	return f
}

// itemStates are worlds in which extra-1 has each of the item statuses, in the
// order of the rules.
var itemStates = []struct {
	status workflow.ItemStatus
	note   string
	in     func(*testing.T) *world
}{
	{workflow.ItemStatusExcluded, "", opened},
	{workflow.ItemStatusExcluded, "confirmed before", with(chosen, func(w *world) { w.pass("extra-1"); w.drop("extra-1") })},
	{workflow.ItemStatusRequested, "", with(chosen, func(w *world) { w.answer("extra-1"); w.send(assessor, "extra-1") })},
	{workflow.ItemStatusConfirmed, "", with(chosen, func(w *world) { w.pass("extra-1") })},
	{workflow.ItemStatusConfirmed, "and signed off", signedOff},
	{workflow.ItemStatusRejected, "", with(chosen, func(w *world) { w.answer("extra-1"); w.send(assessor, "extra-1"); w.reject(assessor, "extra-1") })},
	{workflow.ItemStatusLocked, "", with(agreed, func(w *world) { w.do(learner, &workflow.AddSupervisor{Person: assessor}); w.choose("extra-1") })},
	{workflow.ItemStatusUnassessed, "", chosen},
	{workflow.ItemStatusOngoing, "", with(chosen, func(w *world) {
		w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{w.falling("extra-1")}})
	})},
	{workflow.ItemStatusAssessed, "", with(chosen, func(w *world) { w.answer("extra-1") })},
}

// chosen is opened with extra-1 chosen.
var chosen = with(opened, func(w *world) { w.choose("extra-1") })

// TestItemTransitions holds every item command in every item status, by
// whoever it is for, to a table that is read against the rules.
func TestItemTransitions(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, from := range itemStates {
		w := from.in(t)
		w.itemStatus(from.status, "extra-1")
		name := string(from.status)
		if from.note != "" {
			name += ", " + from.note
		}
		fmt.Fprintf(&b, "%s\n", name)
		same := w.meeting("extra-1")
		if a := w.item("extra-1").Answer; a != nil {
			same.Answers = repeated(a.Answers)
		}
		said := same
		said.Comment = "another comment"
		learners := []struct {
			name string
			cmd  workflow.Command
		}{
			{"self-assess, the same or first", &workflow.SelfAssess{Items: []workflow.ItemAnswer{same}}},
			{"self-assess, another comment", &workflow.SelfAssess{Items: []workflow.ItemAnswer{said}}},
			{"self-assess, met otherwise", workflow.Answer("extra-1", "excelled")},
			{"self-assess, not met", workflow.Answer("extra-1", "partly")},
			{"self-assess, not met, overwrite", overwriting(workflow.Answer("extra-1", "partly"))},
			{"clear-answer", &workflow.ClearAnswer{Items: items{"extra-1"}}},
			{"clear-answer, overwrite", &workflow.ClearAnswer{Items: items{"extra-1"}, Overwrite: true}},
			{"request-confirmation", &workflow.RequestConfirmation{Items: items{"extra-1"}, To: assessor}},
			{"withdraw-request", &workflow.WithdrawRequest{Items: items{"extra-1"}}},
			{"choose-optional, choose", &workflow.ChooseOptional{Items: items{"extra-1"}}},
			{"choose-optional, drop", &workflow.ChooseOptional{Items: items{"extra-1"}, Drop: true}},
			{"choose-optional, drop, overwrite", &workflow.ChooseOptional{Items: items{"extra-1"}, Drop: true, Overwrite: true}},
		}
		for _, c := range learners {
			fmt.Fprintf(&b, "  %-34s %s\n", c.name, w.outcome(learner, c.cmd))
		}
		fmt.Fprintf(&b, "  %-34s %s\n", "confirm", w.outcome(assessor, &workflow.Confirm{Items: w.decisions("extra-1")}))
		fmt.Fprintf(&b, "  %-34s %s\n", "reject", w.outcome(assessor, w.rejection("extra-1")))
		for _, to := range []workflow.Outcome{workflow.Confirmed, workflow.Rejected} {
			cmd := &workflow.Revise{Item: "extra-1", To: to, Reason: "seen otherwise", Actions: []string{"again"}}
			fmt.Fprintf(&b, "  %-34s %s\n", "revise to "+string(to), w.outcome(assessor, cmd))
		}
		w.corrections(&b, "extra-1")
	}
	golden(t, "transitions.golden", b.String())
}

func overwriting(c *workflow.SelfAssess) *workflow.SelfAssess {
	c.Overwrite = true
	return c
}

// enrolmentStates are worlds in which the enrolment has each of its statuses,
// in the order of the rules.
var enrolmentStates = []struct {
	status workflow.Status
	in     func(*testing.T) *world
}{
	{workflow.StatusWithdrawn, withdrawn},
	{workflow.StatusSignOffRequested, asked},
	{workflow.StatusSignedOff, signedOff},
	{workflow.StatusLapsed, with(fullRangeSignedOff, func(w *world) { w.setNow(w.now().AddDate(0, 3, 0)) })},
	{workflow.StatusDeclined, with(asked, func(w *world) { w.do(educator, &workflow.DeclineSignOff{Reason: "not yet"}) })},
	{workflow.StatusVoid, with(signedOff, func(w *world) {
		w.do(learner, &workflow.ChooseOptional{Items: items{"extra-2"}, Overwrite: true})
	})},
	{workflow.StatusReady, ready},
	{workflow.StatusNotStarted, agreed},
	{workflow.StatusInProgress, opened},
}

// TestEnrolmentTransitions does the same for the enrolment as a whole.
func TestEnrolmentTransitions(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, from := range enrolmentStates {
		w := from.in(t)
		w.status(from.status)
		fmt.Fprintf(&b, "%s\n", from.status)
		for _, c := range []struct {
			name string
			by   workflow.PersonID
			cmd  workflow.Command
		}{
			{"enrol", educator, &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: w.fw.ID()}, Centre: "trust-1"}},
			{"agree", learner, &workflow.Agree{}},
			{"add-supervisor", learner, &workflow.AddSupervisor{Person: second}},
			{"remove-supervisor, educator-1", learner, &workflow.RemoveSupervisor{Person: educator}},
			{"request-sign-off", learner, requestSignOff()},
			{"withdraw-sign-off", learner, &workflow.WithdrawSignOff{}},
			{"sign-off", educator, signOff()},
			{"decline-sign-off", educator, &workflow.DeclineSignOff{Reason: "not yet"}},
			{"withdraw by the administrator", admin, &workflow.Withdraw{Reason: "moved away"}},
			{"withdraw by the educator", educator, &workflow.Withdraw{}},
			{"withdraw by the learner", learner, &workflow.Withdraw{Reason: "moved away"}},
			{"remind, assessor-1", learner, &workflow.Remind{To: assessor}},
			{"remind-sign-off", learner, &workflow.RemindSignOff{}},
			{"reassign, educator-1 to educator-2", manager, &workflow.Reassign{From: educator, To: "educator-2", Supervisor: true}},
			{"reassign by educator-1", educator, &workflow.Reassign{From: educator, To: "educator-2"}},
			{"revoke-sign-off", manager, &workflow.RevokeSignOff{Reason: "given in error"}},
			{"set-complete-by", admin, &workflow.SetCompleteBy{On: day(2030, 1, 31)}},
			{"add-centre", learner, &workflow.AddCentre{Centre: "trust-9"}},
			{"remove-centre", educator, &workflow.RemoveCentre{Centre: "trust-1"}},
			{"comment by the learner", learner, &workflow.Comment{Comment: "back next week"}},
			{"comment by educator-1", educator, &workflow.Comment{Comment: "back next week"}},
			{"set-aside, all of assessor-1", manager, &workflow.SetAside{DecidedBy: assessor, Reason: "not one of ours"}},
			{"redact", manager, w.redaction()},
		} {
			fmt.Fprintf(&b, "  %-34s %s\n", c.name, w.outcome(c.by, c.cmd))
		}
	}
	golden(t, "enrolment_transitions.golden", b.String())
}

// TestWhoMay holds every command, given by everyone, to a table. The enrolment
// is in progress; care-1 is sent to assessor-1.
func TestWhoMay(t *testing.T) {
	t.Parallel()
	w := with(sent, func(w *world) {
		w.pass("care-2")
		w.answer("start-1")
		w.do(learner, &workflow.Comment{Comment: "back next week"})
	})(t)
	var b strings.Builder
	for _, cmd := range oneOfEach(w) {
		fmt.Fprintf(&b, "%s\n", cmd.Kind())
		for _, p := range everyone {
			fmt.Fprintf(&b, "  %-18s %s\n", p, w.outcome(p, cmd))
		}
	}
	golden(t, "who_may.golden", b.String())
}
