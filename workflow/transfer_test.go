package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// What is confirmed elsewhere is confirmed here as it was there, whatever the gates.
func TestTransferTakesOverWhatIsConfirmed(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	there := w.elsewhere("plain-1", "asks-1", "yearly-1")
	r := w.takeOver(there)
	w.happened(r, "transfer-accepted")
	w.itemStatus(workflow.ItemStatusConfirmed, "plain-1", "asks-1", "yearly-1")
	w.itemStatus(workflow.ItemStatusLocked, "plain-2")
	w.status(workflow.StatusInProgress)

	e := one[*workflow.TransferAccepted](w, r)
	assert.Equal(t, "north", e.Origin)
	assert.Equal(t, workflow.Foreign("north/trainee-7"), e.Learner)
	assert.Equal(t, there.ID, e.Enrolment)
	assert.Equal(t, there.State.Seq(), e.Record)
	assert.Equal(t, there.State.Head(), e.Head)
	assert.Equal(t, w.fw.Ref(), e.Framework)
	assert.Equal(t, w.fw.Digest(), e.Digest)
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-1"}, e.As)
	assert.Len(t, e.Decisions, 2, "one with an end, and one that two items share")
	assert.Empty(t, e.Left)

	at := there.Records[1].At
	plain, yearly := w.item("plain-1"), w.item("yearly-1")
	assert.Equal(t, []workflow.Reply{{Answer: "alone"}}, plain.Answer.Answers)
	assert.True(t, plain.Answer.Transferred && plain.Answer.Meets && !plain.Answer.Paper)
	assert.Equal(t, learner, plain.Answer.Contributor)
	assert.Equal(t, r.Record.Seq, plain.Answer.Basis)
	d := plain.Decision
	assert.Equal(t, educator, d.By, "who took it over")
	assert.Equal(t, workflow.Confirmed, d.Outcome)
	assert.Nil(t, d.Term)
	assert.Nil(t, d.Paper)
	assert.Equal(t, &workflow.Original{By: "north/assessor-7", At: at, Record: 2, As: workflow.Held{Role: "assessor", Centre: "north-1"}}, d.Original)
	until := proficiency.DateOf(at, time.UTC).AddMonths(12).EndIn(time.UTC).UTC()
	assert.Equal(t, until, yearly.Decision.Term.Until)
	assert.Equal(t, until, yearly.Decision.Original.Until())
	assert.Zero(t, plain.Decision.Original.Until())

	w.later(1, 0, -6)
	w.itemStatus(workflow.ItemStatusLapsed, "yearly-1")
	w.itemStatus(workflow.ItemStatusConfirmed, "plain-1")
}

// The same record again changes nothing, and a later export brings what is new.
func TestTransferAgainTakesOverWhatIsNew(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	there := w.elsewhere("plain-1")
	w.takeOver(there)
	w.unchanged(educator, &workflow.AcceptTransfer{Transfer: there.Transfer(w.now())})
	there.Add(w.now(), "trainee-7", there.Answered("plain-2"))
	w.unchanged(educator, &workflow.AcceptTransfer{Transfer: there.Transfer(w.now())})
	there.Confirm(w.now(), "assessor-8", "plain-2", "yearly-1")
	r := w.takeOver(there)
	e := one[*workflow.TransferAccepted](w, r)
	assert.Len(t, e.Items, 2)
	assert.Equal(t, []workflow.LeftOut{{Code: workflow.AlreadyTransferred, Items: items{"plain-1"}}}, e.Left)
	assert.Equal(t, workflow.Foreign("north/assessor-8"), w.item("plain-2").Decision.Original.By)
	assert.Equal(t, workflow.Foreign("north/assessor-7"), w.item("plain-1").Decision.Original.By)
	require.Len(t, w.state.Transfers(), 1, "one record, taken over twice")
	last := w.state.Transfers()[0]
	assert.Equal(t, there.State.Head(), last.Head)
	assert.Empty(t, last.Items)
	assert.Empty(t, last.Decisions)
	assert.Empty(t, last.Left)

	other := w.elsewhere("start-1")
	other.Origin = "south"
	w.takeOver(other)
	assert.Len(t, w.state.Transfers(), 2)
}

// What has something here, or is not confirmed and in date there, is left out
// and listed, each by why.
func TestTransferLeavesOut(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.save("plain-1", "plain-2", "asks-1", "below-1")
	w.send(assessor, "plain-1", "asks-1")
	w.confirm(assessor, "asks-1")
	w.do(educator, waive("above-1"))
	w.settle(assessor, "any-1")
	w.do(manager, aside("any-1"))
	long := w.now().AddDate(-2, 0, 0)
	there := workflow.NewElsewhere(w.fw, long)
	there.Confirm(long, "assessor-7", "yearly-1", "multi-1")
	there.Confirm(w.now(), "assessor-7", "start-1", "plain-1", "plain-2", "asks-1", "above-1", "any-1", "below-1")
	there.Add(w.now(), "assessor-7", there.Answered("lead-1"), there.Decided("lead-1", workflow.Rejected, w.now()))
	there.Add(w.now(), "trainee-7", there.Answered("any-2"))
	there.Add(w.now(), "educator-7", &workflow.Waived{Item: "any-3", As: workflow.Held{Role: "educator-manager", Centre: "north-1"}})
	there.Add(w.now(), "trainee-7", there.Answered("light-1"))
	there.Add(w.now(), "trainee-7", &workflow.Requested{Item: "light-1", To: "assessor-7"})

	plan, err := w.engine.PlanTransfer(w.ctx, educator, w.id, there.Transfer(w.now()))
	require.NoError(t, err)
	r := w.takeOver(there)
	e := one[*workflow.TransferAccepted](w, r)
	want := []workflow.LeftOut{
		{Code: workflow.Lapsed, Items: items{"yearly-1"}},
		{Code: workflow.ItemRejected, Items: items{"lead-1"}},
		{Code: workflow.Unconfirmed, Items: items{"any-2", "light-1"}},
		{Code: workflow.ItemWaived, Items: items{"any-3", "above-1"}},
		{Code: workflow.DecidedBefore, Items: items{"start-1", "asks-1", "any-1"}},
		{Code: workflow.AlreadyRequested, Items: items{"plain-1"}},
	}
	assert.ElementsMatch(t, want, e.Left)
	assert.Equal(t, e.Left, plan.Left)
	var taken items
	for _, it := range e.Items {
		taken = append(taken, it.Item)
	}
	assert.Equal(t, items{"plain-2", "below-1", "multi-1"}, taken, "in the framework's order, whether answered here or not")
	w.itemStatus(workflow.ItemStatusConfirmed, "plain-2", "below-1", "multi-1")
	w.itemStatus(workflow.ItemStatusRequested, "plain-1")
	assert.Equal(t, assessor, w.item("asks-1").Decision.By, "what is decided here stays")
	assert.ElementsMatch(t, []workflow.LeftOut{want[0], want[1], want[2], {Code: workflow.ItemWaived, Items: items{"any-3"}}}, there.Transfer(w.now()).Left())
}

// Some can be named, and the rest follows.
func TestTransferOfSome(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	there := w.elsewhere("plain-1", "plain-2", "below-1")
	e := one[*workflow.TransferAccepted](w, w.takeOver(there, "plain-2", "lead-1"))
	require.Len(t, e.Items, 1)
	assert.Empty(t, e.Left, "what was not named")
	w.itemStatus(workflow.ItemStatusConfirmed, "plain-2")
	transfer := there.Transfer(w.now())
	w.unchanged(educator, &workflow.AcceptTransfer{Transfer: transfer, Items: items{"plain-2"}})
	w.denied(educator, &workflow.AcceptTransfer{Transfer: transfer, Items: items{"no-such", "plain-1", "plain-1"}},
		why(workflow.UnknownItem, "no-such"), why(workflow.DuplicateItem, "plain-1"))
	w.denied(educator, &workflow.AcceptTransfer{Transfer: transfer, Items: make(items, workflow.MaxItems+1)}, why(workflow.TooLarge))
	e = one[*workflow.TransferAccepted](w, w.takeOver(there))
	assert.Len(t, e.Items, 2)
	w.itemStatus(workflow.ItemStatusConfirmed, "plain-1", "plain-2", "below-1")
}

// What is optional is confirmed once the learner chooses it.
func TestTransferOfWhatIsNotChosen(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	w.takeOver(w.elsewhere("extra-1", "renal-1"))
	w.itemStatus(workflow.ItemStatusExcluded, "extra-1", "renal-1")
	w.choose("extra-1")
	w.itemStatus(workflow.ItemStatusConfirmed, "extra-1")
}

// Only setting aside corrects what was taken over, and it is not taken over again.
func TestOnlySetAsideCorrectsATransfer(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	there := w.elsewhere("plain-1", "plain-2")
	w.takeOver(there)
	revise := &workflow.Revise{Item: "plain-1", To: workflow.Rejected, Reason: "not so", Actions: []string{"again"}}
	d := w.denied(educator, revise, why(workflow.FromElsewhere, "plain-1"))
	assert.Equal(t, "north", d.Reasons[0].Params["origin"])
	w.denied(assessor, revise, why(workflow.FromElsewhere, "plain-1"))
	assert.Empty(t, workflow.WhoMay(w.fw, &w.state, w.facts(workflow.Needs(w.fw, &w.state, educator, revise)), workflow.KindRevise, "plain-1").Related[0].People)
	w.denied(educator, paper("plain-1"), why(workflow.DecidedBefore, "plain-1"))
	w.denied(learner, workflow.Answer("plain-1", "helped"), why(workflow.WouldLoseConfirmation, "plain-1"))
	w.do(manager, aside("plain-1"))
	w.itemStatus(workflow.ItemStatusAssessed, "plain-1")
	w.unchanged(educator, &workflow.AcceptTransfer{Transfer: there.Transfer(w.now())})
	w.do(manager, &workflow.SetAside{DecidedBy: educator, Reason: "the wrong record"})
	w.itemStatus(workflow.ItemStatusAssessed, "plain-2")
	w.send(assessor, "plain-1")
	w.confirm(assessor, "plain-1")
	assert.Nil(t, w.item("plain-1").Decision.Original)
}

// It is renewed here as if it had been confirmed here.
func TestATransferredConfirmationIsRenewed(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.takeOver(w.elsewhere("yearly-1"))
	w.later(0, 11, 0)
	w.send(assessor, "yearly-1")
	w.itemStatus(workflow.ItemStatusConfirmed, "yearly-1")
	w.confirm(assessor, "yearly-1")
	assert.Nil(t, w.item("yearly-1").Decision.Original)
	w.later(0, 2, 0)
	w.itemStatus(workflow.ItemStatusConfirmed, "yearly-1")
}

// The sign-off counts what was confirmed elsewhere, by whom, beside what was
// confirmed here; and whoever took it over did not confirm it.
func TestSignOffOnATransfer(t *testing.T) {
	t.Parallel()
	w := onWard(t, "second-look")
	require.True(t, w.fw.SignOff().Distinct.Required)
	all := w.allItems()
	there := w.elsewhere(all[1:]...)
	w.takeOver(there)
	w.settle(assessor, all[0])
	w.do(learner, &workflow.RequestSignOff{To: educator})
	signed := one[*workflow.SignedOff](w, w.do(educator, &workflow.SignOff{}))
	assert.Equal(t, []workflow.TransferredCount{{By: "north/assessor-7", Items: 4}}, signed.Attained.Transferred)
	assert.Equal(t, []workflow.ConfirmerCount{{Person: assessor, Items: 1}}, signed.Attained.Confirmers)
	assert.Zero(t, signed.Attained.Paper)
	w.status(workflow.StatusSignedOff)
	w.do(manager, aside(all[1]))
	w.status(workflow.StatusVoid)
}

// Who took it over has a decision that stands; nobody is meant by the id of
// somebody elsewhere, whatever it is.
func TestForeignPeopleAreNobodyHere(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	there := w.elsewhere()
	there.Confirm(w.now(), second, "plain-1")
	there.Confirm(w.now(), "north/assessor-7", "plain-2")
	w.takeOver(there)
	sum := w.summary()
	assert.Equal(t, []workflow.PersonID{educator}, sum.Deciders)
	for _, p := range []workflow.PersonID{second, "north/assessor-1", "north/" + second, "north/north/assessor-7", "trainee-7", "north/trainee-7"} {
		standing := w.host.Standing(second)
		viewer := workflow.ViewerOf(defaultPolicy, p, &standing)
		assert.False(t, workflow.CanView(&sum, viewer), "%s", p)
		w.denied(p, &workflow.Comment{Comment: "seen"}, why(workflow.NotFound))
	}
	assert.Equal(t, workflow.Foreign("north/assessor-2"), w.item("plain-1").Decision.Original.By)
	odd := w.item("plain-2").Decision.Original.By
	assert.Equal(t, []any{"north", workflow.PersonID("north/assessor-7")}, []any{odd.Origin(), odd.Person()})
	w.denied(manager, &workflow.SetAside{DecidedBy: second, Reason: "left"}, why(workflow.NotDecided))
}
