package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// elsewhereName is that of the other installation of a walk. Its people are called as some
// are here, and are others.
const elsewhereName = "north"

// settle takes the lines that make a world.
func (w *walker) settle(lines []Line) error {
	for _, l := range lines {
		if err := w.take([]move{{line: l}}); err != nil {
			return err
		}
	}
	return nil
}

// travel goes elsewhere now and then, and back: mostly to bring on there what
// the learner in focus has here.
func (w *walker) travel() error {
	const seldom, fewest, more = 60, 6, 16
	switch {
	case w.stay > 1:
		w.stay--
		return nil
	case w.stay == 1:
		w.stay = 0
		return w.goOn(Here)
	case !w.chance(seldom):
		return nil
	}
	focus := w.focus
	if err := w.goOn(elsewhereName); err != nil {
		return err
	}
	if w.stay = fewest + w.IntN(more); focus.Learner != "" && slices.Contains(w.learners, focus.Learner) && !w.chance(6) {
		w.focus = Enrolment{Learner: focus.Learner, Framework: focus.Framework}
	}
	return nil
}

// goOn goes on at an installation, which comes with the first time.
func (w *walker) goOn(name string) error {
	if err := w.take([]move{{line: &Turn{To: name}}}); err != nil {
		return err
	}
	if w.scene = w.scenes[name]; w.scene != nil {
		return nil
	}
	w.scene = &scene{}
	w.scenes[name] = w.scene
	if err := w.settle(w.settingElsewhere()); err != nil {
		return err
	}
	w.refocus()
	return nil
}

// often is once in how many times something is done that brings enrolments to a
// newer version: seldom elsewhere, so that what is taken over comes by migrations.
func (w *walker) often(n int) int {
	if w.site.name == Here {
		return n
	}
	return 6 * n
}

// settingElsewhere is a small one, in which enrolments get on quickly.
func (w *walker) settingElsewhere() []Line {
	c := &Centre{ID: "infirmary-1", Kind: roles.Trust, Zone: oneIn(w, zones)}
	w.centres = []workflow.CentreID{c.ID}
	w.learners = []workflow.PersonID{"learner-1", "learner-2", "learner-3"}
	lines := []Line{c}
	add := func(id workflow.PersonID, held ...proficiency.RoleID) {
		w.people = append(w.people, id)
		lines = append(lines, &Actor{Person: id, Roles: held, Centres: w.centres})
	}
	for _, id := range w.learners {
		add(id)
	}
	add("several-1", w.appointable()...)
	add("several-2", w.appointable()...)
	add("lead-7", w.appointable()...)
	return append(lines, w.staffLists(lines)...)
}

// other is the name of the installation that the walk is not at, if there is one.
func (w *walker) other() string {
	if w.site.name == elsewhereName {
		return Here
	}
	return elsewhereName
}

// hasNews reports whether the learner of an enrolment has something on it
// elsewhere that was not taken over yet.
func (w *walker) hasNews(t *tale) bool {
	there := w.at(w.other(), t.about)
	if there == nil || !there.exists || there.unsupervised() {
		return false
	}
	known := workflow.Attainment{}
	for _, e := range t.brought {
		if e.Enrolment == there.state.ID() {
			known = e.SignOff
		}
	}
	return !sameAttainment(known, there.attainment()) || slices.ContainsFunc(there.plan.items, func(it planItem) bool {
		here, i := t.index(it.ID()), there.index(it.ID())
		return here != none && there.inDate(i, w.now()) && !t.items[here].ever && t.items[here].request == nil
	})
}

// at is an enrolment at an installation; nil if there is none.
func (w *walker) at(name string, about Enrolment) *tale {
	s := w.sites[name]
	if s == nil {
		return nil
	}
	for _, t := range s.book.tales {
		if t.about == about {
			return t
		}
	}
	return nil
}

// takeOver takes over a record from elsewhere, mostly of the same learner and on
// the same framework, as it is now or was; nil where there is none.
func (w *walker) takeOver(t *tale) *Step {
	b := Brought{Origin: w.other(), Learner: w.focus.Learner, Framework: w.focus.Framework}
	if w.chance(12) {
		b.Origin = w.site.name
	}
	if b.Learner == "" || b.Origin == w.site.name || w.chance(12) {
		b.Learner = oneIn(w, w.learners)
	}
	if w.chance(20) || w.focus.Centre != "" {
		b.Framework = oneIn(w, w.s.Frameworks).Ref.ID
	}
	there := w.at(b.Origin, Enrolment{Learner: b.Learner, Framework: b.Framework})
	switch {
	case there == nil:
		return nil
	case t.plan.fw != nil && there.plan.fw.ID() == t.plan.fw.ID() && there.plan.fw.Version().Compare(t.plan.fw.Version()) > 0 && !w.chance(4):
		return w.upgrade(t)
	}
	if past := w.sites[b.Origin].book.past[there.state.ID()]; w.chance(5) {
		b.AsOf = oneIn(w, past).seq
	}
	c := &workflow.AcceptTransfer{}
	if w.chance(25) {
		c.Items = w.badItems(t)
	} else if w.chance(5) {
		c.Items = w.items(t, workflow.ItemStatusUnassessed, workflow.ItemStatusOngoing, workflow.ItemStatusAssessed)
	}
	s := w.by(w.holder(t, roles.CanAcceptTransfer), c)
	s.Brought = b
	return s
}
