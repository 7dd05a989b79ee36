package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// logged is an answer to asks-1 with these pieces of evidence.
func (w *world) logged(titles ...string) workflow.ItemAnswer {
	a := w.good("asks-1")
	a.Evidence = nil
	for _, title := range titles {
		a.Evidence = append(a.Evidence, workflow.EvidenceRef{Title: title, Location: "shelf 1"})
	}
	return a
}

func TestWhatContentAsksFor(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	bare := func(change func(a *workflow.ItemAnswer)) *workflow.SelfAssess {
		a := w.good("asks-1")
		change(&a)
		return saving(a)
	}
	got := w.refuses([]refusedRow{
		{"no comment", learner, bare(func(a *workflow.ItemAnswer) { a.Comment = "" }), [][]string{why(workflow.CommentMissing, "asks-1")}},
		{"a blank comment", learner, bare(func(a *workflow.ItemAnswer) { a.Comment = " \t" }), [][]string{why(workflow.CommentMissing, "asks-1")}},
		{"no evidence", learner, bare(func(a *workflow.ItemAnswer) { a.Evidence = nil }), [][]string{why(workflow.EvidenceMissing, "asks-1")}},
		{"no date", learner, bare(func(a *workflow.ItemAnswer) { a.On = day(0, 0, 0) }), [][]string{why(workflow.DateMissing, "asks-1")}},
		{"nothing, beside others", learner, saving(w.good("plain-1"), workflow.ItemAnswer{Item: "asks-1", Answers: w.good("asks-1").Answers},
			workflow.ItemAnswer{Item: "multi-1"}), [][]string{
			why(workflow.CommentMissing, "asks-1"), why(workflow.EvidenceMissing, "asks-1"), why(workflow.DateMissing, "asks-1"),
			why(workflow.NotAnswered, "multi-1", "multi-1"),
		}},
	})
	golden(t, "refusals_asks.golden", got)

	w.do(learner, workflow.Answer("asks-1", "helped")) // one that does not meet
	w.itemStatus(workflow.ItemStatusOngoing, "asks-1")
	w.do(learner, saving(workflow.ItemAnswer{Item: "plain-1", Answers: w.good("plain-1").Answers})) // nothing is asked there
	w.save("asks-1")
	w.itemStatus(workflow.ItemStatusAssessed, "asks-1")
	a := w.item("asks-1").Answer
	assert.Equal(t, "as agreed", a.Comment.String())
	assert.Equal(t, day(2026, 3, 1), a.On)
	require.Len(t, a.Evidence, 1)
	w.denied(learner, saving(workflow.ItemAnswer{Item: "asks-1", Answers: repeated(a.Answers)}), why(workflow.CommentMissing, "asks-1"),
		why(workflow.EvidenceMissing, "asks-1"), why(workflow.DateMissing, "asks-1"))
}

// Taking away evidence that content asks for is a changed answer; adding some is not.
func TestEvidenceTakenAwayIsAChange(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.do(learner, saving(w.logged("one", "two")))
	w.send(assessor, "asks-1")
	basis := w.item("asks-1").Basis()
	r := w.do(learner, saving(w.logged("two", "three", "one")))
	w.happened(r, "answered")
	assert.Equal(t, r.Record.Seq, w.item("asks-1").Basis(), "the decider has to look again")
	assert.Greater(t, w.item("asks-1").Basis(), basis)
	w.itemStatus(workflow.ItemStatusRequested, "asks-1")
	r = w.do(learner, saving(w.logged("two", "one")))
	w.happened(r, "request-ended", "answered")
	assert.Equal(t, workflow.CauseAnswerChanged, one[*workflow.RequestEnded](w, r).Cause)
	w.itemStatus(workflow.ItemStatusAssessed, "asks-1")

	w.send(assessor, "asks-1")
	w.confirm(assessor, "asks-1")
	replaced := w.logged("two", "won")
	w.denied(learner, saving(replaced), why(workflow.WouldLoseConfirmation, "asks-1"))
	w.unchanged(learner, saving(w.logged("two", "one")))
	more := w.logged("two", "one")
	more.Comment = "another word"
	w.happened(w.do(learner, saving(more)), "answered")
	w.itemStatus(workflow.ItemStatusConfirmed, "asks-1")
	r = w.do(learner, overwriting(saving(replaced)))
	w.happened(r, "decision-ended", "answered")
	assert.Equal(t, workflow.CauseAnswerChanged, one[*workflow.DecisionEnded](w, r).Cause)
	w.itemStatus(workflow.ItemStatusAssessed, "asks-1")
}

// Where content asks for none, evidence comes and goes.
func TestEvidenceThatIsNotAskedFor(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	a := w.good("plain-1")
	a.Evidence = []workflow.EvidenceRef{{Title: "log"}}
	w.do(learner, saving(a))
	w.send(assessor, "plain-1")
	w.happened(w.do(learner, saving(w.good("plain-1"))), "answered")
	w.itemStatus(workflow.ItemStatusRequested, "plain-1")
	w.confirm(assessor, "plain-1")
	w.happened(w.do(learner, saving(a)), "answered")
	w.happened(w.do(learner, saving(w.good("plain-1"))), "answered")
	w.itemStatus(workflow.ItemStatusConfirmed, "plain-1")
}

// A changed answer of evidence voids a sign-off; the learner is told first.
func TestEvidenceTakenAwayVoids(t *testing.T) {
	t.Parallel()
	w := bedsideSigned(t)
	d := w.denied(learner, saving(w.logged("another")), why(workflow.WouldLoseConfirmation, "asks-1"), why(workflow.WouldVoidSignOff))
	assert.Equal(t, w.state.LastSignOff().Serial, d.Reasons[1].Params["serial"])
	r := w.do(learner, overwriting(saving(w.logged("another"))))
	w.happened(r, "decision-ended", "answered", "sign-off-voided")
	w.status(workflow.StatusVoid)
	w.itemStatus(workflow.ItemStatusAssessed, "asks-1")
}

// Evidence whose words were removed cannot be given again: leaving it out
// takes nothing away.
func TestRedactedEvidenceIsNotTakenAway(t *testing.T) {
	t.Parallel()
	for name, redact := range map[string]func(e workflow.Evidence) []*workflow.Text{
		"title":    func(e workflow.Evidence) []*workflow.Text { return []*workflow.Text{e.Title} },
		"location": func(e workflow.Evidence) []*workflow.Text { return []*workflow.Text{e.Location} },
		"both":     func(e workflow.Evidence) []*workflow.Text { return []*workflow.Text{e.Title, e.Location} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := bedsideOpen(t)
			w.do(learner, saving(w.logged("one", "two")))
			w.send(assessor, "asks-1")
			w.confirm(assessor, "asks-1")
			a := w.item("asks-1").Answer
			for _, text := range redact(a.Evidence[0]) {
				w.do(manager, &workflow.Redact{Record: a.Seq, Text: text.Digest})
			}
			w.happened(w.do(learner, saving(w.logged("two"))), "answered")
			w.itemStatus(workflow.ItemStatusConfirmed, "asks-1")
			w.denied(learner, saving(w.logged("three")), why(workflow.WouldLoseConfirmation, "asks-1"))
		})
	}
}

// Every save reopens what was rejected or has lapsed: the same once more, with
// another comment or evidence, or another answer. The plan stays to be seen.
func TestEverySaveReopens(t *testing.T) {
	t.Parallel()
	lapsedWorld := func(t *testing.T) *world {
		t.Helper()
		w := bedsideOpen(t)
		w.settle(assessor, "yearly-1")
		w.later(1, 0, 1)
		w.itemStatus(workflow.ItemStatusLapsed, "yearly-1")
		return w
	}
	rejectedWorld := func(t *testing.T) *world {
		t.Helper()
		w := bedsideOpen(t)
		w.save("yearly-1")
		w.send(assessor, "yearly-1")
		w.reject(assessor, "yearly-1")
		return w
	}
	for where, in := range map[string]func(*testing.T) *world{"lapsed": lapsedWorld, "rejected": rejectedWorld} {
		for how, change := range map[string]func(a *workflow.ItemAnswer){
			"the same":         func(*workflow.ItemAnswer) {},
			"another comment":  func(a *workflow.ItemAnswer) { a.Comment = "I practised" },
			"another evidence": func(a *workflow.ItemAnswer) { a.Evidence = []workflow.EvidenceRef{{Title: "log"}} },
			"another date":     func(a *workflow.ItemAnswer) { a.On = day(2026, 3, 2) },
			"another answer":   func(a *workflow.ItemAnswer) { a.Answers = []workflow.Given{{Answer: "teaches"}} },
			"one that falls":   func(a *workflow.ItemAnswer) { a.Answers = []workflow.Given{{Answer: "helped"}} },
		} {
			t.Run(where+", "+how, func(t *testing.T) {
				t.Parallel()
				w := in(t)
				plan := w.item("yearly-1").Plan
				a := w.good("yearly-1")
				change(&a)
				if _, ok := map[string]bool{"one that falls": true}[how]; !ok {
					w.denied(learner, &workflow.RequestConfirmation{Items: items{"yearly-1"}, To: assessor},
						why(map[string]workflow.Code{"lapsed": workflow.Lapsed, "rejected": workflow.ItemRejected}[where], "yearly-1"))
				}
				r := w.do(learner, saving(a)) // nothing that needs to be accepted
				w.happened(r, "decision-ended", "answered")
				assert.Equal(t, workflow.CauseReopened, one[*workflow.DecisionEnded](w, r).Cause)
				assert.Equal(t, r.Record.Seq, w.item("yearly-1").Basis())
				assert.Nil(t, w.item("yearly-1").Decision)
				assert.Equal(t, plan, w.item("yearly-1").Plan)
				want := workflow.ItemStatusAssessed
				if how == "one that falls" {
					want = workflow.ItemStatusOngoing
				}
				w.itemStatus(want, "yearly-1")
				w.unchanged(learner, saving(a)) // reopened once
			})
		}
	}
}

// A level takes the place of what meets: below and above it.
func TestLevels(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	for _, c := range []struct {
		item   proficiency.ItemID
		answer proficiency.AnswerID
		want   workflow.ItemStatus
	}{
		{"below-1", "novice", workflow.ItemStatusOngoing},
		{"below-1", "helped", workflow.ItemStatusAssessed},
		{"below-1", "alone", workflow.ItemStatusAssessed},
		{"above-1", "alone", workflow.ItemStatusOngoing},
		{"above-1", "teaches", workflow.ItemStatusAssessed},
		{"plain-1", "helped", workflow.ItemStatusOngoing},
		{"plain-1", "alone", workflow.ItemStatusAssessed},
	} {
		w.do(learner, workflow.Answer(c.item, c.answer))
		w.itemStatus(c.want, c.item)
		assert.Equal(t, c.want == workflow.ItemStatusAssessed, w.item(c.item).Answer.Meets)
	}
	multi := func(skill, surety, teaching string) *workflow.SelfAssess {
		a := workflow.ItemAnswer{Item: "multi-1"}
		for _, g := range []workflow.Given{{Question: "skill", Answer: ans(skill)}, {Question: "surety", Answer: ans(surety)}, {Question: "teaching", Answer: ans(teaching)}} {
			if g.Answer != "" {
				a.Answers = append(a.Answers, g)
			}
		}
		return saving(a)
	}
	w.do(learner, multi("alone", "sure", "teaches")) // meets on its scale, and not the level
	w.itemStatus(workflow.ItemStatusOngoing, "multi-1")
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"multi-1"}, To: assessor}, why(workflow.NotAssessed, "multi-1"))
	w.do(learner, multi("teaches", "unsure", "novice")) // what is not required decides nothing
	w.itemStatus(workflow.ItemStatusAssessed, "multi-1")
	w.do(learner, multi("teaches", "unsure", ""))
	w.itemStatus(workflow.ItemStatusAssessed, "multi-1")
	w.denied(learner, multi("teaches", "", ""), why(workflow.NotAnswered, "multi-1"))
	w.denied(learner, multi("middling", "sure", ""), why(workflow.UnknownAnswer, "multi-1"))
}
