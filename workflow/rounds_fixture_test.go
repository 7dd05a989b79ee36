package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

var feedback = proficiency.Ref{ID: "feedback"}

// enrolInRounds enrols learner-1 on digital-skills in a clinical role.
func (w *world) enrolInRounds() workflow.Result {
	w.t.Helper()
	return w.enrol(educator, learner, inRounds)
}

// rounding is a world in which learner-1 has agreed to the declaration of digital-skills.
func rounding(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.enrolInRounds()
	w.do(learner, &workflow.Agree{})
	return w
}

// everyAnswer is what a clinical learner has to answer, the gate apart.
var everyAnswer = items{"share", "find", "scan", "chat", "teach", "film"}

// full is an answer that meets, with all that is asked for.
func (w *world) full(ids ...proficiency.ItemID) *workflow.SelfAssess {
	w.t.Helper()
	cmd := w.answers(ids...)
	for i := range cmd.Items {
		if asks := w.fw.Item(ids[i]).AsksFor(); asks.Any() {
			cmd.Items[i].Comment, cmd.Items[i].On = "on the ward", day(2026, 3, 1)
		}
	}
	return cmd
}

// answerRound answers everything that counts, with one optional item chosen.
func (w *world) answerRound() {
	w.t.Helper()
	if !w.item("chat").Chosen {
		w.choose("chat")
	}
	w.do(learner, w.full("consent"))
	w.do(learner, w.full(everyAnswer...))
}

// submitted is one in which the first round was submitted.
func submitted(t *testing.T) *world {
	t.Helper()
	w := rounding(t)
	w.answerRound()
	w.do(learner, &workflow.Submit{})
	return w
}

// nextRound is one in which the gate was answered once more since.
func nextRound(t *testing.T) *world {
	t.Helper()
	w := submitted(t)
	w.do(learner, w.full("consent"))
	return w
}

// round is one of the world's rounds.
func (w *world) round(number int) workflow.Round {
	w.t.Helper()
	r, ok := w.state.Round(number)
	require.True(w.t, ok, "there is no round %d", number)
	return r
}

// lapses lets a year pass, and a day.
func (w *world) lapses() { w.setNow(w.now().AddDate(1, 0, 2)) }

// clauseOf is the file and line that decided.
func clauseOf(r workflow.Reason) string { return fmt.Sprintf("%s:%d", r.Clause.File, r.Clause.Line) }

// lineOf is the line of the enrolment's content that holds some words, as clauseOf gives it.
func (w *world) lineOf(words string) string {
	w.t.Helper()
	for i, line := range strings.Split(w.source(string(w.fw.ID()), w.fw.Version().String()), "\n") {
		if strings.Contains(line, words) {
			return fmt.Sprintf("%s:%d", w.fw.Position().File, i+1)
		}
	}
	require.Fail(w.t, "no such line", words)
	return ""
}
