package scenario

import (
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A taleRound is a round that was submitted.
type taleRound struct {
	*workflow.Submitted
	on    proficiency.Ref
	until time.Time // the first instant at which it holds no more; zero for never
	fault string    // why it should not have been submitted so; empty if it should
}

func (t *tale) unsupervised() bool { return t.plan.fw != nil && t.plan.fw.Unsupervised().Set }

// round is the number of the round under way.
func (t *tale) round() int { return len(t.former) + 1 }

// answerIn is the answer to an item in a round.
func (t *tale) answerIn(round, i int) *workflow.Answered {
	if round <= len(t.former) {
		return t.former[round-1][i]
	}
	return t.items[i].answer
}

// nextRound begins the next round if this one is over: without an answer, and
// with what is chosen.
func (t *tale) nextRound() {
	if !t.over {
		return
	}
	answers := make([]*workflow.Answered, len(t.items))
	for i := range t.items {
		answers[i], t.items[i].answer = t.items[i].answer, nil
	}
	t.former, t.over = append(t.former, answers), false
}

// opened is the tale as the next answer meets it.
func (t *tale) opened() *tale {
	if !t.over {
		return t
	}
	next := t.clone()
	next.nextRound()
	return next
}

// unanswered are the required questions of an item that nobody answered.
func (t *tale) unanswered(i int) (out []blocker) {
	if t.items[i].answer != nil {
		return nil
	}
	for q := range t.plan.items[i].Questions().Values() {
		if q.Required() {
			out = append(out, blocker{workflow.NotAnswered, t.plan.items[i].ID()})
		}
	}
	return out
}

// anyAnswer reports whether something that counts is answered.
func (t *tale) anyAnswer() bool {
	for i := range t.items {
		if t.items[i].answer != nil && t.included(i) {
			return true
		}
	}
	return false
}

// lastRound is the last one that was submitted, or nil.
func (t *tale) lastRound() *taleRound {
	if len(t.submitted) == 0 {
		return nil
	}
	return &t.submitted[len(t.submitted)-1]
}

// inRounds is where an enrolment stands of which nobody confirms anything.
func (t *tale) inRounds(now time.Time) workflow.Status {
	switch last := t.lastRound(); {
	case last != nil && !last.until.IsZero() && !now.Before(last.until):
		return workflow.StatusLapsed
	case t.over:
		return workflow.StatusSubmitted
	case !t.started:
		return workflow.StatusNotStarted
	}
	return workflow.StatusInProgress
}

// completedUntil is the first instant at which a round submitted now holds no
// more: behind the day so many months later, at the first centre.
func (b *book) completedUntil(t *tale, at time.Time) time.Time {
	months := t.plan.fw.Completion().Months
	if months == 0 {
		return time.Time{}
	}
	zone := b.zone(t, t.firstCentre())
	return b.endOf(laterBy(proficiency.DateOf(at, zone), months), zone)
}

// submissionFault is why a round should not have been submitted, or not so.
func (b *book) submissionFault(t *tale, e *workflow.Submitted) string {
	missing := t.missing(e.At)
	until, zone := b.completedUntil(t, e.At), b.zone(t, t.firstCentre())
	lastDay := proficiency.Date{}
	if !until.IsZero() {
		lastDay = laterBy(e.On, t.plan.fw.Completion().Months)
	}
	want := t.coverage()
	switch {
	case !t.unsupervised():
		return "it is confirmed and signed off"
	case t.over:
		return "nothing was answered since the last one"
	case len(missing) > 0:
		return fmt.Sprintf("%v is missing", missing)
	case e.Round != t.round():
		return fmt.Sprintf("it is round %d, and calls itself %d", t.round(), e.Round)
	case (e.Serial != "") != t.plan.fw.Completion().Certificate:
		return fmt.Sprintf("its serial is %q, and a certificate: %v", e.Serial, t.plan.fw.Completion().Certificate)
	case e.On != proficiency.DateOf(e.At, zone) || !e.Until.Equal(until) || e.ValidTo != lastDay:
		return fmt.Sprintf("it is of %s, and holds until %s, %s; it should be until %s", e.On, e.ValidTo, e.Until, until)
	case e.Coverage.Mandatory != want.Mandatory || !slices.Equal(e.Coverage.Optional, want.Optional):
		return fmt.Sprintf("it says %+v, and should %+v", e.Coverage, want)
	}
	for _, g := range e.Coverage.Groups {
		if g.Reached < g.Needed {
			return fmt.Sprintf("the group %s has %d of %d", g.Section, g.Reached, g.Needed)
		}
	}
	return ""
}

// coverage is what counts, groups apart.
func (t *tale) coverage() (c workflow.Coverage) {
	a := t.countedBy()
	return workflow.Coverage{Mandatory: a.Mandatory, Optional: a.Optional}
}

// onRounds is onward where nobody confirms anything.
func (w *walker) onRounds(t *tale) *Step {
	if chosen, wanted := t.chosen(); chosen < wanted || t.plan.optional > 0 && w.chance(20) {
		return w.choice(t, false)
	}
	switch {
	case t.over && !w.chance(3):
		return nil
	case !t.over && t.ready(w.now()) && t.anyAnswer() && !w.chance(4):
		return w.byLearner(&workflow.Submit{})
	}
	return w.answering(t.opened())
}

func (w *walker) submit(*tale) *Step { return w.byLearner(&workflow.Submit{}) }
