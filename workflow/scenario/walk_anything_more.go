package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func (w *walker) paper(t *tale) *Step {
	ids := w.items(t, workflow.ItemStatusUnassessed, workflow.ItemStatusOngoing, workflow.ItemStatusAssessed)
	c := &workflow.RecordPaper{
		Items: ids, ConfirmedBy: w.say("somebody"), On: laterBy(w.today(t.firstCentre()), -w.IntN(5)), Evidence: w.evidence(t),
	}
	if len(ids) > 0 && t.index(ids[0]) != none {
		c.Role = oneIn(w, w.book.confirmers(t, t.index(ids[0]), t.firstCentre()))
	}
	if c.Role == "" {
		c.Role = oneIn(w, w.appointable())
	}
	return w.by(w.holder(t, roles.CanRecordPaper), c)
}

func (w *walker) waive(t *tale) *Step {
	var allowed []int
	for i := range t.plan.items {
		if t.plan.items[i].Waiving().Allowed {
			allowed = append(allowed, i)
		}
	}
	id := w.item(t, workflow.ItemStatusUnassessed, workflow.ItemStatusOngoing, workflow.ItemStatusAssessed, workflow.ItemStatusLapsed)
	if len(allowed) > 0 && !w.chance(4) {
		id = t.plan.items[oneIn(w, allowed)].ID()
	}
	return w.by(w.holder(t, roles.CanWaive), &workflow.Waive{Item: id, Justification: w.say("not done here")})
}

func (w *walker) unwaive(t *tale) *Step {
	id := w.item(t, workflow.ItemStatusWaived)
	for i := range t.items {
		if t.items[i].waiver != nil && w.chance(2) { // also of what is not chosen any more
			id = t.plan.items[i].ID()
		}
	}
	return w.by(w.holder(t, roles.CanWaive), &workflow.Unwaive{Item: id, Reason: w.maybe("done here now")})
}

func (w *walker) comment(t *tale) *Step {
	c := &workflow.Comment{Comment: w.say("a word")}
	if w.chance(2) {
		c.Item = w.item(t)
	}
	return w.by(oneIn(w, append([]workflow.PersonID{w.player(workflow.KindComment), w.self()}, t.supervisors...)), c)
}

func (w *walker) remind(t *tale) *Step {
	return w.byLearner(&workflow.Remind{To: w.who(t.pendingWith)})
}

func (w *walker) remindSignOff(*tale) *Step { return w.byLearner(&workflow.RemindSignOff{}) }

func (w *walker) addSupervisor(t *tale) *Step {
	by := w.player(workflow.KindAddSupervisor)
	if w.chance(3) {
		by = w.holder(t, roles.CanReassign)
	}
	return w.by(by, &workflow.AddSupervisor{Person: w.who(func(p workflow.PersonID) bool { return w.book.askable(t, p) })})
}

func (w *walker) removeSupervisor(t *tale) *Step {
	p := oneIn(w, t.supervisors)
	if p == "" {
		p = oneIn(w, w.people)
	}
	return w.by(oneIn(w, []workflow.PersonID{p, w.player(workflow.KindRemoveSupervisor), w.self()}), &workflow.RemoveSupervisor{Person: p})
}

func (w *walker) reassign(t *tale) *Step {
	c := &workflow.Reassign{From: oneIn(w, t.supervisors), To: oneIn(w, w.people), Supervisor: w.chance(3)}
	if asked := t.askedItems(); len(asked) > 0 {
		i := oneIn(w, asked)
		c.From = t.items[i].request.To
		c.To = w.who(func(p workflow.PersonID) bool { return p != c.From && w.book.mayConfirm(t, p, i, t.centres) })
		if w.chance(3) {
			c.Items = append(c.Items, t.plan.items[i].ID())
		}
	} else if t.asked != nil {
		c.From = t.asked.To
		c.To = w.who(func(p workflow.PersonID) bool { return p != c.From && w.book.maySignOff(t, p, t.centres) })
	}
	if c.From == "" {
		c.From = oneIn(w, w.people)
	}
	if w.chance(3) {
		return w.by(c.From, c)
	}
	return w.by(w.holder(t, roles.CanReassign), c)
}

func (w *walker) requestSignOff(t *tale) *Step {
	to := w.who(func(p workflow.PersonID) bool { return w.book.maySignOff(t, p, t.centres) })
	return w.byLearner(&workflow.RequestSignOff{To: to, Accept: !w.chance(6)})
}

func (w *walker) withdrawSignOff(*tale) *Step { return w.byLearner(&workflow.WithdrawSignOff{}) }

func (w *walker) decideSignOff(t *tale) *Step {
	by := oneIn(w, w.people)
	if t.asked != nil {
		by = t.asked.To
	}
	if w.chance(2) {
		return w.by(by, &workflow.SignOff{Accept: true})
	}
	return w.by(by, &workflow.DeclineSignOff{Reason: w.say("not yet")})
}

func (w *walker) revoke(t *tale) *Step {
	return w.by(w.holder(t, roles.CanRevokeSignOff), &workflow.RevokeSignOff{Reason: w.say("found out")})
}

func (w *walker) completeBy(t *tale) *Step {
	c := &workflow.SetCompleteBy{}
	if !w.chance(4) {
		c.On = laterBy(w.today(t.firstCentre()), w.IntN(20))
	}
	return w.by(w.holder(t, roles.CanSetCompleteBy), c)
}

// setAttributes changes what applies, where that depends on anything.
func (w *walker) setAttributes(t *tale) *Step {
	c := &workflow.SetAttributes{Attributes: w.settings(t, proficiency.Ref{ID: w.focus.Framework}), Reason: w.say("another post")}
	if len(c.Attributes) == 0 && !w.chance(20) {
		return nil
	}
	return w.by(w.holder(t, roles.CanSetAttributes), c)
}

func (w *walker) addCentre(t *tale) *Step {
	c := &workflow.AddCentre{Centre: oneIn(w, w.centres)}
	for _, at := range w.centres {
		if !slices.Contains(t.centres, at) && w.book.delegate(t.responsible(), at) {
			c.Centre = at
		}
	}
	if w.chance(2) {
		return w.by(w.holder(t, roles.CanAddCentre), c)
	}
	return w.byLearner(c)
}

func (w *walker) removeCentre(t *tale) *Step {
	at := oneIn(w, append(slices.Clone(t.centres), w.centres[0]))
	by := w.who(func(p workflow.PersonID) bool {
		return w.book.capable(t, p, roles.CanRemoveCentre, []workflow.CentreID{at})
	})
	return w.by(by, &workflow.RemoveCentre{Centre: at})
}

func (w *walker) withdraw(t *tale) *Step {
	by := w.holder(t, roles.CanWithdraw)
	switch w.IntN(4) {
	case 0:
		by = w.player(workflow.KindWithdraw)
	case 1:
		by = w.holder(t, roles.CanWithdrawNotStarted)
	}
	return w.by(by, &workflow.Withdraw{Reason: w.maybe("moved away")})
}

// redact removes something that somebody wrote.
func (w *walker) redact(t *tale) *Step {
	if len(t.written) == 0 {
		return nil
	}
	s := w.by(w.holder(t, roles.CanRedact), &workflow.Redact{})
	s.Words = oneIn(w, t.written).Words
	if s.Words == "" {
		return nil
	}
	return s
}

func (w *walker) agree(*tale) *Step { return w.byLearner(&workflow.Agree{}) }

func (w *walker) enrol(*tale) *Step { return w.opening() }
