package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// onward is what brings the enrolment in focus nearer to its sign-off; nil
// where nothing does.
func (w *walker) onward() *Step {
	t := w.tale(w.focus)
	if t.exists && !t.trial() && w.chance(w.often(8)) {
		if s := w.upgrade(t); s != nil {
			return s
		}
	}
	if t.exists && !t.withdrawn && !t.trial() && w.chance(3) && w.hasNews(t) {
		return w.takeOver(t)
	}
	switch {
	case !t.exists || t.withdrawn:
		return w.opening()
	case !t.agreedTo():
		return w.byLearner(&workflow.Agree{})
	case t.unsupervised():
		return w.onRounds(t)
	case t.asked != nil:
		return w.signOffAsked(t)
	}
	if s := w.pending(t); s != nil && !w.chance(6) {
		if w.chance(15) {
			return w.remind(t)
		}
		return s
	}
	if chosen, wanted := t.chosen(); chosen < wanted || t.plan.optional > 0 && w.chance(20) {
		return w.choice(t, false)
	}
	if s := w.sending(t); s != nil && w.chance(2) {
		return s
	}
	if s := w.answering(t); s != nil {
		return s
	}
	if s := w.sending(t); s != nil {
		return s
	}
	if t.ready(w.now()) && !t.signedOff(w.now()) {
		if len(w.book.lacks(t, w.now())) > 0 && !w.chance(4) {
			return w.override(t)
		}
		to := w.who(func(p workflow.PersonID) bool { return w.book.maySignOff(t, p, t.centres) && t.distinct(p, w.now()) })
		return w.byLearner(&workflow.RequestSignOff{To: to, Accept: !w.chance(20)})
	}
	return nil
}

// opening enrols the learner, or begins a trial.
func (w *walker) opening() *Step {
	t := w.tale(w.focus)
	if w.focus.Trial != 0 {
		c := &workflow.EnrolTrial{Framework: proficiency.Ref{ID: w.focus.Framework}, Trial: w.focus.Trial}
		if w.chance(2) {
			c.Framework.Version = w.anyVersion()
		}
		c.Attributes = w.settings(t, c.Framework)
		if w.chance(2) {
			c.Zone = oneIn(w, zones)
		}
		return w.byLearner(c)
	}
	if w.focus.Centre != "" {
		return w.openCentre()
	}
	c := &workflow.Enrol{Learner: w.focus.Learner, Framework: proficiency.Ref{ID: w.focus.Framework}, Centre: w.enrolsAt()}
	c.Framework.Version = w.anyVersion()
	c.Attributes = w.settings(t, c.Framework)
	if w.chance(2) {
		c.CompleteBy = laterBy(w.today(c.Centre), w.IntN(20))
	}
	by := w.focus.Learner
	if w.chance(4) {
		return w.by(by, c)
	}
	if c.Override, by = w.letsGo(t, c); by != "" {
		return w.by(by, c)
	}
	by = w.who(func(p workflow.PersonID) bool {
		who := w.book.people[p]
		return who != nil && p != w.focus.Learner && slices.ContainsFunc(who.held, func(a roles.Appointment) bool {
			return a.Centre == c.Centre && w.o.Policy.Role(a.Role).Has(roles.CanEnrol)
		})
	})
	return w.by(by, c)
}

// anyVersion is one to enrol somebody on: mostly one that there is, and of
// several the older ones more often, to be upgraded later. The zero Version
// leaves it to the engine.
func (w *walker) anyVersion() (v proficiency.Version) {
	if versions := w.world.known[w.focus.Framework]; len(versions) > 1 && !w.chance(w.often(4)) {
		return versions[min(w.IntN(len(versions)), w.IntN(len(versions)))].Version()
	}
	if w.chance(4) {
		v.Major = uint32(1 + w.IntN(2))
	}
	return v
}

// settings are values of the attributes that the framework in focus has: of all,
// or of some where there are some already.
func (w *walker) settings(t *tale, on proficiency.Ref) (out []proficiency.Setting) {
	fw := t.plan.fw
	if !t.exists {
		fw = w.version(on)
	}
	if fw == nil {
		return nil
	}
	for a := range fw.Attributes().Values() {
		if !t.exists && !w.chance(30) || w.chance(2) {
			out = append(out, proficiency.Setting{Attribute: a.ID(), Value: a.Values().At(w.IntN(a.Values().Len())).ID})
		}
	}
	return out
}

// enrolsAt is a centre that the learner is a delegate of, if there is one.
func (w *walker) enrolsAt() workflow.CentreID {
	for _, c := range w.centres {
		if w.book.delegate(w.focus.Learner, c) && !w.chance(3) {
			return c
		}
	}
	return oneIn(w, w.centres)
}

// today is the date at a centre.
func (w *walker) today(c workflow.CentreID) proficiency.Date {
	return proficiency.DateOf(w.now(), w.book.zone(w.tale(w.focus), c))
}

// signOffAsked is for who was asked for the sign-off.
func (w *walker) signOffAsked(t *tale) *Step {
	to := t.asked.To
	switch {
	case len(w.book.lacks(t, w.now())) > 0 && w.chance(2):
		return w.override(t)
	case !w.book.signable(t, w.now()) && !w.chance(6) || !w.book.maySignOff(t, to, t.centres):
		return w.byLearner(&workflow.WithdrawSignOff{})
	case w.chance(6):
		return w.by(to, &workflow.DeclineSignOff{Reason: w.say("not yet")})
	case w.chance(12):
		return w.byLearner(&workflow.WithdrawSignOff{})
	case w.chance(6):
		return w.remindSignOff(t)
	case w.chance(12):
		return w.reassign(t)
	}
	return w.by(to, &workflow.SignOff{Accept: !w.chance(20), Comment: w.maybe("well done")})
}

// pending has what is asked decided by whoever it is asked of.
func (w *walker) pending(t *tale) *Step {
	var to workflow.PersonID
	var seen []workflow.Seen
	var ids []proficiency.ItemID
	for _, i := range w.shuffled(len(t.items)) {
		r := t.items[i].request
		if r == nil || to != "" && r.To != to {
			continue
		}
		if to = r.To; !w.chance(5) {
			ids = append(ids, t.plan.items[i].ID())
			seen = append(seen, workflow.Seen{Item: t.plan.items[i].ID()})
		}
	}
	switch {
	case len(seen) == 0:
		return nil
	case !slices.ContainsFunc(ids, func(id proficiency.ItemID) bool { return w.book.mayConfirm(t, to, t.index(id), t.centres) }):
		return w.byLearner(&workflow.WithdrawRequest{Items: ids})
	case w.chance(8):
		return w.by(to, w.rejection(seen))
	}
	s := w.by(to, &workflow.Confirm{Items: seen, Comment: w.maybe("good"), OnBehalfOf: w.maybe("the lead")})
	s.SeenBefore = w.looked(to) && w.chance(3)
	return s
}

func (w *walker) looked(who workflow.PersonID) bool {
	_, ok := w.world.screens[screen{who, w.focus}]
	return ok
}

func (w *walker) shuffled(n int) []int { return w.Perm(n) }

func (w *walker) rejection(seen []workflow.Seen) *workflow.Reject {
	c := &workflow.Reject{
		Items: seen, Reason: w.say("not yet"), Actions: []string{w.say("again")}, EvidenceAsked: w.maybe("a log"),
	}
	if w.chance(3) {
		c.ReviewOn = laterBy(w.today(w.tale(w.focus).firstCentre()), w.IntN(3))
	}
	if len(seen) > 1 && w.chance(3) {
		c.Plans = []workflow.ItemPlan{{Item: seen[0].Item, Reason: w.say("another reason"), Actions: []string{w.say("read")}}}
	}
	return c
}

// withStatus are the items in one of some statuses.
func (w *walker) withStatus(t *tale, want ...workflow.ItemStatus) (out []int) {
	for i := range t.items {
		if slices.Contains(want, t.status(i, w.now())) {
			out = append(out, i)
		}
	}
	return out
}

// sending asks somebody to confirm what is assessed, or can be renewed.
func (w *walker) sending(t *tale) *Step {
	open := slices.DeleteFunc(w.withStatus(t, workflow.ItemStatusAssessed), func(i int) bool { return !t.accompanied(i) })
	for _, i := range w.withStatus(t, workflow.ItemStatusConfirmed) {
		if t.items[i].request == nil && t.meets(i) && w.book.renewable(t, i, w.now()) {
			open = append(open, i)
		}
	}
	if len(open) == 0 {
		return nil
	}
	first := oneIn(w, open)
	to := w.who(func(p workflow.PersonID) bool { return w.book.mayConfirm(t, p, first, t.centres) })
	var ids []proficiency.ItemID
	for _, i := range open {
		if i == first || w.book.mayConfirm(t, to, i, t.centres) && !w.chance(5) {
			ids = append(ids, t.plan.items[i].ID())
		}
	}
	return w.byLearner(&workflow.RequestConfirmation{Items: ids, To: to})
}

// answering answers what is open so that it meets.
func (w *walker) answering(t *tale) *Step {
	c := &workflow.SelfAssess{}
	open := w.withStatus(t, workflow.ItemStatusUnassessed, workflow.ItemStatusOngoing, workflow.ItemStatusRejected, workflow.ItemStatusLapsed)
	for i := range t.items { // and what is not enough any more, or lacks what is asked for by now
		switch status := t.status(i, w.now()); {
		case status == workflow.ItemStatusAssessed && !t.accompanied(i):
			open = append(open, i)
		case status == workflow.ItemStatusConfirmed && t.belowLevel(i) > 0:
			c.Overwrite = true
			open = append(open, i)
		}
	}
	for _, i := range open {
		if !w.chance(4) {
			c.Items = append(c.Items, w.answer(t, i, !w.chance(8)))
		}
	}
	if len(c.Items) == 0 {
		return nil
	}
	return w.byLearner(c)
}
