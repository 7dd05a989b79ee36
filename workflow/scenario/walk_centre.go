package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// player is who does what learners do on the enrolment in focus.
func (w *walker) player(kind workflow.Kind) workflow.PersonID {
	if w.focus.Centre == "" {
		return w.focus.Learner
	}
	return w.who(func(p workflow.PersonID) bool { return w.tale(w.focus).learns(kind, p) })
}

// self is somebody whose own enrolment it is.
func (w *walker) self() workflow.PersonID {
	return w.who(w.tale(w.focus).own)
}

// delegates are some of those who can stand for the centre in focus.
func (w *walker) delegates() []workflow.PersonID {
	t := w.tale(w.focus)
	return some(w, w.those(func(p workflow.PersonID) bool { return w.book.mayStandFor(t, p, w.focus.Centre) }), 3)
}

// openCentre enrols the centre in focus.
func (w *walker) openCentre() *Step {
	t := w.tale(w.focus)
	ref := proficiency.Ref{ID: w.focus.Framework, Version: w.anyVersion()}
	c := &workflow.Enrol{
		Centre: w.focus.Centre, Framework: ref, Contributors: w.delegates(), Accountable: oneIn(w, w.delegates()), Attributes: w.settings(t, ref),
	}
	if w.chance(2) {
		c.CompleteBy = laterBy(w.today(c.Centre), w.IntN(20))
	}
	if c.Accountable == "" || w.chance(4) {
		c.Accountable = oneIn(w, w.people)
	}
	if w.chance(3) {
		return w.by(c.Accountable, c)
	}
	return w.by(w.who(func(p workflow.PersonID) bool {
		return p != c.Accountable && !slices.Contains(c.Contributors, p) && w.book.holds(p, c.Centre, "", with(roles.CanEnrol))
	}), c)
}

// setContributors changes who may answer.
func (w *walker) setContributors(t *tale) *Step {
	if w.focus.Centre == "" && !w.chance(10) {
		return nil
	}
	c := &workflow.SetContributors{Contributors: w.delegates()}
	if w.chance(3) {
		c.Contributors = some(w, append(slices.Clone(t.contributors), c.Contributors...), 3)
	}
	return w.byLearner(c)
}

// setAccountable has somebody else be accountable.
func (w *walker) setAccountable(t *tale) *Step {
	if w.focus.Centre == "" && !w.chance(10) {
		return nil
	}
	c := &workflow.SetAccountable{Person: oneIn(w, w.delegates()), Reason: w.say("somebody else's now")}
	if c.Person == "" {
		c.Person = oneIn(w, w.people)
	}
	return w.by(w.holder(t, roles.CanSetAccountable), c)
}

// badStanding names contributors, or an accountable person, who cannot be any.
func (w *walker) badStanding(t *tale, who workflow.PersonID) *Step {
	bad := append(slices.Clone(t.contributors), oneIn(w, append([]workflow.PersonID{who, "stranger-1"}, t.supervisors...)))
	if w.chance(3) {
		bad = nil
	}
	switch w.IntN(4) {
	case 0:
		return w.by(w.holder(t, roles.CanSetAccountable), &workflow.SetAccountable{
			Person: oneIn(w, append(bad, who)), Reason: oneIn(w, []string{w.badText(), w.say("somebody else's now")}),
		})
	case 1:
		return w.by(who, &workflow.Enrol{
			Centre: oneIn(w, w.centres), Framework: proficiency.Ref{ID: w.focus.Framework}, Contributors: bad, Accountable: oneIn(w, append(bad, who)),
		})
	case 2:
		return w.byLearner(&workflow.SetContributors{Contributors: append(bad, bad...)})
	}
	return w.byLearner(&workflow.SetContributors{Contributors: bad})
}
