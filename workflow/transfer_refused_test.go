package workflow_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Who may not, and what is not the learner's record, is refused, with all reasons.
func TestRefusalsOfATransfer(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	there := w.elsewhere("plain-1")
	transfer := there.Transfer(w.now())
	w.denied(learner, &workflow.AcceptTransfer{Transfer: transfer}, why(workflow.IsTheLearner))
	w.denied(manager, &workflow.AcceptTransfer{Transfer: transfer}, role("lacks-capability"))
	w.do(learner, &workflow.AddSupervisor{Person: assessor})
	w.denied(assessor, &workflow.AcceptTransfer{Transfer: transfer}, role("lacks-capability"))
	w.denied(educator, &workflow.AcceptTransfer{}, why(workflow.NoTransfer))
	other, err := w.catalog.Framework(proficiency.Ref{ID: "second-look", Version: proficiency.Version{Major: 1}})
	require.NoError(t, err)
	elsewhere := confirmedElsewhere(other, w.now(), nil).Transfer(w.now())
	d := w.denied(educator, &workflow.AcceptTransfer{Transfer: elsewhere}, why(workflow.OtherFramework))
	assert.Equal(t, "second-look", d.Reasons[0].Params["framework"])
	own := w.elsewhere("plain-1")
	own.ID = w.id
	own = own.Again(w.now())
	w.denied(educator, &workflow.AcceptTransfer{Transfer: own.Transfer(w.now())}, why(workflow.OwnRecord))

	w.takeOver(there)
	there.Confirm(w.now(), "assessor-7", "plain-2")
	w.takeOver(there)
	w.denied(educator, &workflow.AcceptTransfer{Transfer: transfer}, why(workflow.OlderRecord))
	fork := there.Fork(1)
	fork.Confirm(w.now(), "assessor-9", "below-1")
	w.denied(educator, &workflow.AcceptTransfer{Transfer: fork.Transfer(w.now())}, why(workflow.OtherRecord))
	another := workflow.NewElsewhere(w.fw, w.now())
	another.Learner = "trainee-8"
	another.ID = "north-8"
	another = another.Again(w.now())
	w.denied(educator, &workflow.AcceptTransfer{Transfer: another.Transfer(w.now())}, why(workflow.OtherLearner))
	w.do(manager, &workflow.Withdraw{Reason: "moved away"})
	w.denied(educator, &workflow.AcceptTransfer{Transfer: there.Transfer(w.now())}, why(workflow.EnrolmentWithdrawn))
}

// What is not enough here is left out.
func TestTransferOfWhatIsNotEnoughHere(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	there := w.elsewhere()
	low, short := there.Answered("above-1"), there.Answered("plain-1")
	low.Answers = []workflow.Reply{{Answer: "alone"}}
	short.Answers = []workflow.Reply{{Answer: "helped"}}
	there.Add(w.now(), "assessor-7", low, there.Decided("above-1", workflow.Confirmed, w.now()), short, there.Decided("plain-1", workflow.Confirmed, w.now()),
		there.Answered("plain-2"), there.Decided("plain-2", workflow.Confirmed, w.now()))
	e := one[*workflow.TransferAccepted](w, w.takeOver(there))
	assert.Len(t, e.Items, 1)
	assert.ElementsMatch(t, []workflow.LeftOut{
		{Code: workflow.BelowLevel, Items: items{"above-1"}}, {Code: workflow.NotAssessed, Items: items{"plain-1"}},
	}, e.Left)
}

// What is wrong with a record is said, all of it, and nothing is read from it.
func TestReadTransferRefuses(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	there := w.elsewhere("plain-1")
	read := func(origin string, id workflow.EnrolmentID, records []workflow.Record) string {
		got, err := workflow.ReadTransfer(w.fw, origin, id, records, w.now())
		require.ErrorIs(t, err, workflow.ErrNotTransferable)
		require.True(t, got.IsZero())
		return err.Error()
	}
	assert.Contains(t, read("north", there.ID, nil), "there are no records")
	both := read("North/x", "", there.Records)
	assert.Contains(t, both, "the origin is")
	assert.Contains(t, both, "the enrolment's id is empty")
	assert.Contains(t, read("north", "another", there.Records), "does not have the hash")
	assert.Contains(t, read("north", there.ID, there.Records[1:]), "follows record 0")
	changed := append([]workflow.Record(nil), there.Records...)
	changed[1].Actor = "somebody-else"
	assert.Contains(t, read("north", there.ID, changed), "record 2: does not have the hash")
	other := there.Fork(0)
	other.Add(w.now(), "educator-7", &workflow.Unknown{Kind: "attested", Raw: []byte(`{"event":"attested"}`)})
	assert.Contains(t, read("north", there.ID, other.Records), "newer version")
	trial := workflow.NewElsewhere(w.fw, w.now())
	trial = trial.As(w.now(), &workflow.Enrolled{Learner: "trainee-7", Trial: 1})
	assert.Contains(t, read("north", trial.ID, trial.Records), "a trial")
	ward := trial.As(w.now(), &workflow.Enrolled{Accountable: "lead-7", Contributors: []workflow.PersonID{"lead-7"}, Centre: "north-1"})
	assert.Contains(t, read("north", ward.ID, ward.Records), "the subject is a centre")
	nobody := trial.As(w.now(), &workflow.Enrolled{Centre: "north-1"})
	assert.Contains(t, read("north", nobody.ID, nobody.Records), "the learner's id is empty")
	second, err := w.catalog.Framework(proficiency.Ref{ID: "second-look", Version: proficiency.Version{Major: 1}})
	require.NoError(t, err)
	_, err = workflow.ReadTransfer(second, "north", there.ID, there.Records, w.now())
	require.ErrorContains(t, err, "pinned to bedside@1.0.0")
	_, err = workflow.PlanTransfer(second, there.Transfer(w.now()), nil, &w.state, w.now())
	require.Error(t, err)
	_, err = workflow.PlanTransfer(w.fw, workflow.Transfer{}, nil, &w.state, w.now())
	require.ErrorIs(t, err, workflow.ErrNotTransferable)
}

// A record that anybody could have written is taken for what it says, where it
// says what could be.
func TestReadTransferLeavesOutWhatCannotBe(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	there := w.elsewhere()
	off, more, named := there.Answered("plain-1"), there.Answered("plain-2"), there.Answered("below-1")
	off.Answers = []workflow.Reply{{Answer: "excellent"}}
	more.Answers = append(more.Answers, workflow.Reply{Question: "why", Answer: "alone"})
	there.Add(w.now(), "assessor-7", off, there.Decided("plain-1", workflow.Confirmed, w.now()), more, there.Decided("plain-2", workflow.Confirmed, w.now()),
		there.Decided("start-1", workflow.Confirmed, w.now()), &workflow.Decided{Item: "nowhere", Outcome: workflow.Confirmed})
	nobody := there.Decided("below-1", workflow.Confirmed, w.now())
	nobody.As = workflow.Held{}
	there.Add(w.now(), "assessor-7", named, nobody)
	got := there.Transfer(w.now())
	assert.Empty(t, got.Items())
	assert.ElementsMatch(t, []workflow.LeftOut{
		{Code: workflow.UnknownAnswer, Items: items{"plain-1", "plain-2"}}, {Code: workflow.NotAnswered, Items: items{"start-1"}},
		{Code: workflow.InvalidID, Items: items{"below-1"}},
	}, got.Left())
}

// A sign-off elsewhere, in date, meets what is required, and gives no status here.
func TestASignOffElsewhereMeetsWhatIsRequired(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	there := w.elsewhere("plain-1")
	until := w.now().AddDate(0, 6, 0)
	there.SignOff(w.now(), "AAAA-1111", until)
	w.takeOver(there)
	w.status(workflow.StatusInProgress)
	want := workflow.Attainment{Framework: w.fw.Ref(), Serial: "AAAA-1111", Until: until}
	got, ok := w.state.Attainment()
	require.True(t, ok)
	assert.Equal(t, want, got)
	assert.Nil(t, w.state.LastSignOff())
	assert.True(t, got.HoldsAt(w.now()) && !got.HoldsAt(until))
	signOff, ok := there.Transfer(w.now()).SignOff()
	assert.True(t, ok)
	assert.Equal(t, want, signOff)

	there.Add(w.now(), "manager-7", &workflow.SignOffRevoked{Serial: "AAAA-1111", Signatory: "educator-7"})
	r := w.takeOver(there)
	assert.Zero(t, one[*workflow.TransferAccepted](w, r).SignOff)
	assert.Empty(t, w.state.Attainments(), "a later export without it")
	notices := workflow.Notices(r)
	require.Len(t, notices, 1)
	assert.Equal(t, workflow.NoticeSignOffTransferred, notices[0].Kind)

	north := there.Fork(0)
	north.SignOff(w.now(), "AAAA-3333", until)
	w.takeOver(north)
	south := w.elsewhere()
	south.Origin = "south"
	south.SignOff(w.now(), "BBBB-2222", time.Time{})
	w.takeOver(south)
	all := w.state.Attainments()
	require.Len(t, all, 2)
	assert.Equal(t, []string{"BBBB-2222", "AAAA-3333"}, []string{all[0].Serial, all[1].Serial}, "the one that holds longest first")
}

// What was taken over elsewhere before keeps who confirmed it first.
func TestATransferOfATransfer(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	first := w.elsewhere("plain-1")
	first.Origin = "south"
	between := w.elsewhere("plain-2")
	between.Add(w.now(), "educator-7", &workflow.TransferAccepted{
		Origin: "south", Learner: "south/trainee-7", Enrolment: first.ID, Record: 2, Head: first.State.Head(), Framework: w.fw.Ref(), Digest: w.fw.Digest(),
		SignOff:   workflow.Attainment{Framework: w.fw.Ref(), Serial: "CCCC-0000"},
		Decisions: first.Transfer(w.now()).Items()[0].Decisions,
		Items:     []workflow.TakenOver{{Item: "plain-1", Answers: []workflow.KeptAnswer{{Answer: "alone"}}, Decisions: []int{0}}},
	})
	w.takeOver(between)
	assert.Equal(t, workflow.Foreign("south/assessor-7"), w.item("plain-1").Decision.Original.By)
	assert.Equal(t, workflow.Foreign("north/assessor-7"), w.item("plain-2").Decision.Original.By)
	a, ok := w.state.Attainment()
	require.True(t, ok)
	assert.Equal(t, "CCCC-0000", a.Serial)
	assert.Equal(t, []any{"south", workflow.PersonID("assessor-7")}, []any{w.item("plain-1").Decision.Original.By.Origin(), w.item("plain-1").Decision.Original.By.Person()})
}

// A fault of the caller is no refusal.
func TestATransferWithoutItsMigration(t *testing.T) {
	t.Parallel()
	s := onShelf(t)
	id := s.on("2.0.0")
	v := s.view(id)
	old := s.content("1.1.0")
	transfer := confirmedElsewhere(old, s.clock.now(), nil, "rub").Transfer(s.clock.now())
	cmd := &workflow.AcceptTransfer{Transfer: transfer}
	f, err := s.host.Facts(t.Context(), workflow.Needs(v.Framework, &v.State, educator1, cmd))
	require.NoError(t, err)
	f.Actor, f.Policy = educator1, defaultPolicy
	_, err = workflow.Decide(v.Framework, &v.State, f, cmd)
	require.Error(t, err)
	require.False(t, errors.As(err, new(*workflow.Denied)))
}

// A centre's record stays with it, and where nobody confirms there is nothing to take over.
func TestATransferIsOfALearnerWhoIsConfirmed(t *testing.T) {
	t.Parallel()
	audit := auditing(t)
	audit.denied(educator, &workflow.AcceptTransfer{Transfer: workflow.AllConfirmed(audit.fw, audit.now())}, why(workflow.WrongSubject))
	rounds := rounding(t)
	rounds.denied(educator, &workflow.AcceptTransfer{Transfer: workflow.AllConfirmed(rounds.fw, rounds.now())}, why(workflow.Unsupervised))
	there := workflow.NewElsewhere(rounds.fw, rounds.now())
	_, err := workflow.ReadTransfer(rounds.fw, "north", there.ID, there.Records, rounds.now())
	require.ErrorContains(t, err, "nobody confirms anything")
}
