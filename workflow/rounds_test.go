package workflow_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A round from the first answer to its end: every question that is missing is
// named, the answers themselves do not matter.
func TestARoundIsAnsweredAndSubmitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrolInRounds()
	missing := [][]string{why(workflow.NotAnswered, "consent", "share", "share", "find", "scan"), why(workflow.GroupNotMet), why(workflow.BelowMinimum)}
	w.denied(learner, &workflow.Submit{}, append(missing, why(workflow.DeclarationNotAgreed))...)
	w.do(learner, &workflow.Agree{})
	w.status(workflow.StatusNotStarted)
	w.itemStatus(workflow.ItemStatusLocked, "share", "find", "scan")
	d := w.denied(learner, &workflow.Submit{}, missing...)
	assert.Equal(t, "confidence", d.Reasons[1].Params["question"])
	assert.Equal(t, "relevance", d.Reasons[2].Params["question"])
	assert.Equal(t, w.lineOf("id: relevance, text"), clauseOf(d.Reasons[2]), "the line that asks")
	assert.Contains(t, d.Reasons[1].Remedy, "Before you begin", "what opens it")
	assert.Equal(t, "Something more needs 2 proficiencies answered, and has 0", d.Reasons[5].Message)

	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{w.falling("consent")}})
	w.status(workflow.StatusInProgress)
	w.denied(learner, w.full("find"), why(workflow.ItemLocked, "find"))
	w.do(learner, w.full("consent"))
	w.itemStatus(workflow.ItemStatusUnassessed, "share", "find", "scan")
	below := workflow.ItemAnswer{Item: "share", Answers: []workflow.Given{ // its level, which keeps nobody from submitting
		{Question: "confidence", Answer: ans("none")}, {Question: "relevance", Answer: ans("later")},
	}}
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{below, w.falling("find"), w.full("scan").Items[0]}})
	w.choose("chat")
	w.do(learner, w.full("chat", "teach"))
	w.denied(learner, &workflow.Submit{}, why(workflow.GroupNotMet))
	assert.False(t, w.summary().Ready)
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{w.falling("film")}})
	assert.True(t, w.summary().Ready)
	w.status(workflow.StatusInProgress)
	for _, p := range workflow.Progress(w.fw, &w.state, w.now()) {
		assert.True(t, p.Complete, "%s", p.Section)
	}

	r := w.do(learner, &workflow.Submit{})
	w.happened(r, "submitted")
	w.status(workflow.StatusSubmitted)
	e := w.state.LastSubmission()
	assert.Equal(t, []any{1, day(2026, 3, 2), day(2027, 3, 2)}, []any{e.Round, e.On, e.ValidTo})
	assert.Equal(t, time.Date(2027, 3, 3, 0, 0, 0, 0, time.UTC), e.Until)
	assert.Equal(t, workflow.Coverage{
		Mandatory: 4, Optional: []workflow.OptionalCount{{Section: "files", Items: 1}},
		Groups: []workflow.GroupCount{{Section: "more", Needed: 2, Reached: 2, Items: items{"teach", "film"}}},
	}, e.Coverage)
	_, ok := workflow.ParseSerial(e.Serial)
	assert.True(t, ok, e.Serial)
	w.denied(learner, &workflow.Submit{}, why(workflow.AlreadySubmitted))
	assert.True(t, w.summary().Ready, "nothing lacks an answer")
}

// The next answer opens the next round, in which nothing is answered; the one
// before stays as it was.
func TestTheNextRoundBeginsEmpty(t *testing.T) {
	t.Parallel()
	w := submitted(t)
	was := w.item("find").Answer
	w.itemStatus(workflow.ItemStatusAssessed, "consent", "find", "chat")
	w.denied(learner, w.full("find"), why(workflow.ItemLocked, "find"))
	w.do(learner, w.full("consent")) // the very same as before
	w.status(workflow.StatusInProgress)
	w.itemStatus(workflow.ItemStatusAssessed, "consent")
	w.itemStatus(workflow.ItemStatusUnassessed, "share", "find", "scan", "chat", "teach", "film")
	w.itemStatus(workflow.ItemStatusExcluded, "sheet")
	assert.Nil(t, w.item("find").Answer)
	assert.Equal(t, was, w.item("find").Former, "to be offered as a suggestion")
	assert.Equal(t, 2, w.item("consent").Answer.Round)
	assert.Equal(t, was, w.round(1).Answer("find"))
	assert.Nil(t, w.round(2).Answer("find"))
	assert.NotNil(t, w.round(2).Answer("consent"))
	_, ok := w.state.Round(3)
	assert.False(t, ok)
	address := workflow.AnswerAddress{Item: "share", Question: "relevance", Contributor: learner, Round: 1}
	answer, ok := w.state.AnswerAt(address)
	assert.True(t, ok)
	assert.Equal(t, ans("later"), answer)
	address.Round = 2
	_, ok = w.state.AnswerAt(address)
	assert.False(t, ok)

	again := repeated(w.item("find").Former.Answers)
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{{Item: "find", Answers: again}}})
	w.unchanged(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{{Item: "find", Answers: again}}})
	w.do(learner, w.full("share", "scan", "chat", "teach", "film"))
	first := w.state.LastSubmission()
	w.do(learner, &workflow.Submit{})
	second := w.state.LastSubmission()
	assert.Equal(t, 2, second.Round)
	assert.NotEqual(t, first.Serial, second.Serial)
	all := w.state.Rounds()
	require.Len(t, all, 2)
	assert.Equal(t, []int{2, 1}, []int{all[0].Number, all[1].Number})
	assert.Equal(t, first, all[1].Submitted)
	assert.Equal(t, second, all[0].Submitted)
	records, err := w.store.Load(w.ctx, w.id, first.Seq-1)
	require.NoError(t, err)
	assert.Equal(t, records[0].Hash, all[1].Head)
	assert.Equal(t, []string{second.Serial, first.Serial}, w.summary().Serials)
}

// An answer is taken back within its round, and not out of one that was submitted.
func TestAnswersAreClearedWithinARound(t *testing.T) {
	t.Parallel()
	w := submitted(t)
	d := w.denied(learner, &workflow.ClearAnswer{Items: items{"find"}}, why(workflow.NothingToClear, "find"))
	assert.Equal(t, "1", d.Reasons[0].Params["round"])
	w.do(learner, w.full("consent"))
	w.denied(learner, &workflow.ClearAnswer{Items: items{"find"}}, why(workflow.NothingToClear, "find"))
	w.do(learner, w.full("find"))
	r := w.do(learner, &workflow.ClearAnswer{Items: items{"find"}})
	assert.Equal(t, 2, eventsOf[*workflow.AnswerCleared](w, r)[0].Round)
	w.itemStatus(workflow.ItemStatusUnassessed, "find")
	assert.NotNil(t, w.round(1).Answer("find"))
	w.do(learner, &workflow.ClearAnswer{Items: items{"consent"}})
	w.status(workflow.StatusInProgress)
	w.itemStatus(workflow.ItemStatusLocked, "find")
}

// What was submitted lapses at the end of its last day, whatever was answered
// since, and the next submission renews it from its own day on.
func TestASubmissionLapses(t *testing.T) {
	t.Parallel()
	w := nextRound(t)
	until := w.state.LastSubmission().Until
	sum := w.summary()
	assert.Equal(t, until, sum.GoodUntil)
	w.setNow(until.Add(-time.Microsecond))
	w.status(workflow.StatusInProgress)
	assert.True(t, sum.Submission.Holds(w.now()))
	w.setNow(until)
	w.status(workflow.StatusLapsed)
	assert.False(t, sum.Submission.Holds(w.now()))
	assert.Zero(t, w.summary().GoodUntil)
	w.do(learner, w.full(everyAnswer...))
	w.status(workflow.StatusLapsed)
	w.do(learner, &workflow.Submit{})
	w.status(workflow.StatusSubmitted)
	assert.Equal(t, day(2028, 3, 3), w.state.LastSubmission().ValidTo)
	w.setNow(w.state.LastSubmission().Until)
	w.status(workflow.StatusLapsed)
	w.do(learner, w.full("consent"))
	w.status(workflow.StatusLapsed)
	assert.Equal(t, 3, w.summary().Round)
}

// The end of the last day is that of the first centre, of a trial that of its zone.
func TestASubmissionIsDatedAtTheFirstCentre(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrolAt("trust-9", farOff, learner, inRounds)
	w.setNow(time.Date(2028, 2, 28, 20, 0, 0, 0, time.UTC)) // the 29th there
	w.do(learner, &workflow.Agree{})
	w.answerRound()
	w.do(learner, &workflow.Submit{})
	e := w.state.LastSubmission()
	assert.Equal(t, []proficiency.Date{day(2028, 2, 29), day(2029, 2, 28)}, []proficiency.Date{e.On, e.ValidTo})
	assert.Equal(t, time.Date(2029, 2, 28, 11, 0, 0, 0, time.UTC), e.Until)
}

// Whatever applies or is chosen later, a round stays what was submitted.
func TestWhatCountsChangesForTheNextRound(t *testing.T) {
	t.Parallel()
	w := submitted(t)
	covered := w.state.LastSubmission().Coverage
	w.do(learner, &workflow.ChooseOptional{Sections: []proficiency.SectionID{"numbers"}})
	w.do(educator, &workflow.SetAttributes{Attributes: inRole("office"), Reason: "another post"})
	w.status(workflow.StatusSubmitted)
	assert.Equal(t, covered, w.state.LastSubmission().Coverage)
	assert.False(t, w.summary().Ready)
	w.denied(learner, &workflow.Submit{}, why(workflow.AlreadySubmitted))
	w.do(learner, w.full("consent"))
	w.itemStatus(workflow.ItemStatusUnassessed, "sheet", "chart", "chat", "guide")
	w.itemStatus(workflow.ItemStatusNotApplicable, "scan")
	w.do(learner, w.full("share", "find", "chat", "sheet", "chart", "guide", "film"))
	w.do(learner, &workflow.Submit{})
	assert.Equal(t, workflow.Coverage{
		Mandatory: 3, Optional: []workflow.OptionalCount{{Section: "files", Items: 1}, {Section: "numbers", Items: 2}},
		Groups: []workflow.GroupCount{{Section: "more", Needed: 2, Reached: 2, Items: items{"guide", "film"}}},
	}, w.state.LastSubmission().Coverage)
	assert.NotNil(t, w.round(1).Answer("scan"))
}

// Where the content says no more, nothing is issued and nothing lapses; and
// nothing is submitted where nothing was answered.
func TestTheLeastThatARoundCanBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrol(educator, learner, feedback)
	w.answer("morning")
	w.do(learner, &workflow.Submit{})
	e := w.state.LastSubmission()
	assert.Empty(t, e.Serial)
	assert.Zero(t, e.Until)
	assert.Zero(t, e.ValidTo)
	assert.Empty(t, w.summary().Serials)
	w.setNow(w.now().AddDate(30, 0, 0))
	w.status(workflow.StatusSubmitted)
	w.do(learner, w.answers("morning"))
	w.status(workflow.StatusInProgress)
	sum := w.summary()
	assert.True(t, sum.Submission.Holds(w.now()))
	w.do(learner, &workflow.ClearAnswer{Items: items{"morning"}})
	w.denied(learner, &workflow.Submit{}, why(workflow.NotAnswered, "morning"))
	w.denied(educator, &workflow.Submit{}, why(workflow.NotTheLearner), why(workflow.NotAnswered, "morning"))
}

// Everything about confirming is refused with one reason, whoever gives it, and
// offered to nobody; and nothing is submitted where somebody confirms.
func TestNobodyConfirmsWhatIsUnsupervised(t *testing.T) {
	t.Parallel()
	w := rounding(t)
	w.do(learner, w.full("consent"))
	for _, cmd := range []workflow.Command{
		&workflow.RequestConfirmation{Items: items{"consent"}, To: assessor}, &workflow.WithdrawRequest{Items: items{"consent"}}, &workflow.Remind{To: assessor},
		&workflow.Confirm{Items: w.decisions("consent")}, w.rejection("consent"), &workflow.Revise{Item: "consent", To: workflow.Confirmed, Reason: "r"},
		&workflow.SetAside{Items: items{"consent"}, Reason: "r"}, onPaper("consent"), &workflow.Waive{Item: "consent", Justification: "j"},
		&workflow.Unwaive{Item: "consent"}, requestSignOff(), &workflow.WithdrawSignOff{}, &workflow.RemindSignOff{}, signOff(),
		&workflow.DeclineSignOff{Reason: "r"}, &workflow.RevokeSignOff{Reason: "r"},
	} {
		assert.Contains(t, confirming, cmd.Kind())
		for _, who := range []workflow.PersonID{learner, educator, manager} {
			d := w.denied(who, cmd, why(workflow.Unsupervised))
			assert.Equal(t, w.lineOf("unsupervised: true"), clauseOf(d.Reasons[0]))
		}
		w.denied(stranger, cmd, why(workflow.NotFound))
		assert.Zero(t, workflow.WhoMay(w.fw, &w.state, w.facts(workflow.Needs(w.fw, &w.state, manager, cmd)), cmd.Kind(), "consent"))
	}
	for _, who := range []workflow.PersonID{learner, educator, manager} {
		v, err := w.engine.View(w.ctx, who, w.id)
		require.NoError(t, err)
		for _, a := range append(v.Actions(), v.ItemActions("consent")...) {
			assert.NotContains(t, confirming, a.Kind)
		}
		assert.Empty(t, workflow.Candidates(w.fw, &w.state, w.facts(workflow.Need{Actor: who, People: everyone}), "consent"))
	}
	kinds := func(w *world, who workflow.PersonID) (out []workflow.Kind) {
		v, err := w.engine.View(w.ctx, who, w.id)
		require.NoError(t, err)
		for _, a := range v.Actions() {
			out = append(out, a.Kind)
		}
		return out
	}
	assert.Contains(t, kinds(w, learner), workflow.KindSubmit)
	other := ready(t)
	assert.NotContains(t, kinds(other, learner), workflow.KindSubmit)
	d := other.denied(learner, &workflow.Submit{}, why(workflow.Supervised))
	assert.Equal(t, other.lineOf("by: [educator-manager"), clauseOf(d.Reasons[0]))
	assert.Zero(t, workflow.WhoMay(other.fw, &other.state, other.facts(workflow.Need{Actor: learner}), workflow.KindSubmit, ""))
}

// What is submitted is withdrawn only once it has lapsed, or the next round has
// begun; a withdrawal takes nothing back of it, and a revival goes on there.
func TestWithdrawingAndRounds(t *testing.T) {
	t.Parallel()
	w := submitted(t)
	w.denied(manager, &workflow.Withdraw{Reason: "left"}, why(workflow.AlreadySubmitted))
	w.do(learner, w.full("consent"))
	w.do(manager, &workflow.Withdraw{Reason: "left"})
	w.status(workflow.StatusWithdrawn)
	sum := w.summary()
	assert.True(t, sum.Submission.Holds(w.now()))
	assert.Len(t, sum.Serials, 1)
	assert.Zero(t, sum.GoodUntil, "withdrawn it stays")
	w.denied(learner, &workflow.Submit{}, why(workflow.EnrolmentWithdrawn), why(workflow.NotAnswered, "share", "share", "find", "scan", "chat"),
		why(workflow.GroupNotMet))
	w.enrolInRounds()
	w.status(workflow.StatusNotStarted)
	assert.Equal(t, 2, w.summary().Round)
	w.do(learner, &workflow.Agree{})
	w.do(learner, w.full(everyAnswer...))
	w.do(learner, &workflow.Submit{})
	w.lapses()
	w.status(workflow.StatusLapsed)
	w.do(manager, &workflow.Withdraw{Reason: "left"})
	w.enrolInRounds()
	w.status(workflow.StatusLapsed)
	assert.Len(t, w.state.Rounds(), 2)
}

// A trial goes the same way, and is listed nowhere.
func TestRoundsOfATrial(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.open(assessor, &workflow.EnrolTrial{Framework: inRounds, Trial: 1, Attributes: inRole("clinical")})
	by := func(cmd workflow.Command) { w.do(assessor, cmd) }
	by(&workflow.Agree{})
	by(&workflow.ChooseOptional{Items: items{"chat"}})
	by(w.full("consent"))
	by(w.full(everyAnswer...))
	by(&workflow.Submit{})
	w.status(workflow.StatusSubmitted)
	_, _, ok, err := w.engine.BySerial(w.ctx, w.state.LastSubmission().Serial)
	require.NoError(t, err)
	assert.False(t, ok, "the certificate of a trial proves nothing")
	due := w.summary()
	assert.Empty(t, workflow.Due(&due, w.now().AddDate(2, 0, 0), workflow.DueOptions{}))
}

// Lists find what was submitted, and the certificate by its serial.
func TestListsKnowRounds(t *testing.T) {
	t.Parallel()
	w := submitted(t)
	other := w.state.LastSubmission()
	listed := func(q workflow.Query) (out []workflow.EnrolmentID) {
		for s, err := range w.engine.List(w.ctx, manager, q) {
			require.NoError(t, err)
			out = append(out, s.Enrolment)
		}
		return out
	}
	mine := []workflow.EnrolmentID{w.id}
	assert.Equal(t, mine, listed(workflow.Query{Status: workflow.StatusSubmitted}))
	assert.Equal(t, mine, listed(workflow.Query{Serial: other.Serial}))
	sum := w.listed(manager)
	assert.Equal(t, workflow.Submission{Round: 1, Since: other.At, On: other.On, Until: other.Until, Serial: other.Serial}, sum.Submission)
	assert.Equal(t, 1, sum.Round)
	_, s, ok, err := w.engine.BySerial(w.ctx, other.Serial)
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Equal(t, w.id, s.ID())
	w.lapses()
	assert.Empty(t, listed(workflow.Query{Status: workflow.StatusSubmitted}), "the clock has gone on")
	assert.Equal(t, mine, listed(workflow.Query{Status: workflow.StatusLapsed}))
	assert.Equal(t, mine, listed(workflow.Query{Serial: other.Serial}))
}

// What is due: the first submission, then the next one before and behind the
// end of the last, also while its round is open.
func TestDueInRounds(t *testing.T) {
	t.Parallel()
	w := rounding(t)
	w.do(educator, &workflow.SetCompleteBy{On: day(2026, 4, 1)})
	kinds := func() (out []workflow.DutyKind) {
		sum := w.summary()
		for _, d := range workflow.Due(&sum, w.now(), workflow.DueOptions{}) {
			assert.Equal(t, learner, d.With)
			out = append(out, d.Kind)
		}
		return out
	}
	w.setNow(time.Date(2026, 3, 5, 9, 0, 0, 0, time.UTC))
	assert.Equal(t, []workflow.DutyKind{workflow.DutyComplete}, kinds())
	w.answerRound()
	w.do(learner, &workflow.Submit{})
	assert.Empty(t, kinds())
	until := w.state.LastSubmission().Until
	w.setNow(until.AddDate(0, -1, -2))
	assert.Empty(t, kinds())
	w.setNow(until.AddDate(0, -1, -1))
	assert.Equal(t, []workflow.DutyKind{workflow.DutySubmissionLapses}, kinds())
	w.do(learner, w.full("consent"))
	assert.Equal(t, []workflow.DutyKind{workflow.DutySubmissionLapses}, kinds(), "one answer is not enough")
	w.setNow(until)
	assert.Equal(t, []workflow.DutyKind{workflow.DutySubmissionLapsed}, kinds())
	sum := w.summary()
	assert.Equal(t, until, workflow.Due(&sum, w.now(), workflow.DueOptions{})[0].At)
	w.do(learner, w.full(everyAnswer...))
	w.do(learner, &workflow.Submit{})
	assert.Empty(t, kinds())
}

// A comment, and the words of an answer in a round before, are redacted in every round.
func TestRedactingInEarlierRounds(t *testing.T) {
	t.Parallel()
	w := rounding(t)
	w.choose("chat")
	w.do(learner, w.full("consent"))
	cmd := w.full(everyAnswer...)
	i := slices.IndexFunc(cmd.Items, func(a workflow.ItemAnswer) bool { return a.Item == "share" })
	cmd.Items[i].Answers[0].Comment, cmd.Items[i].Answers[0].On = "with a patient's file", day(2026, 3, 1)
	w.do(learner, cmd)
	w.do(learner, &workflow.Submit{})
	w.do(learner, w.full("consent"))
	before := w.state
	said := w.item("share").Former.Answers[0]
	assert.Equal(t, "with a patient's file", said.Comment.String())
	assert.Equal(t, day(2026, 3, 1), said.On)
	w.do(manager, &workflow.Redact{Record: w.round(1).Answer("share").Seq, Text: said.Comment.Digest})
	assert.Empty(t, w.round(1).Answer("share").Answers[0].Comment.Words)
	assert.Empty(t, w.item("share").Former.Answers[0].Comment.Words)
	assert.Equal(t, said.Answer, w.round(1).Answer("share").Answers[0].Answer)
	assert.Equal(t, "on the ward", w.round(1).Answer("scan").Comment.Words, "the others stay")
	assert.Equal(t, "with a patient's file", before.Item("share").Former.Answers[0].Comment.Words, "a state that was given out is another's")
}
