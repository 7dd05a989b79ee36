package scenario

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// ofCentres is what a framework says whose subject is a centre: it requires
// nothing, and no person holds it.
const ofCentres = "\nsubject: centre\n"

// requiring has a framework that was made for the walk require others: some
// that there are elsewhere only, and the world's first one.
func (w *walker) requiring(f Framework) Framework {
	if strings.Contains(f.Text, ofCentres) {
		return f
	}
	var lines []string
	for _, id := range []proficiency.FrameworkID{"elsewhere-1", "elsewhere-2", w.firstMade()} {
		if id == f.Ref.ID || w.chance(2) {
			continue
		}
		keys := "framework: " + string(id)
		if w.chance(2) {
			keys += fmt.Sprintf(", version: 1.%d.0", w.IntN(2))
		}
		if w.chance(2) && !strings.Contains(f.Text, "\nunsupervised: true\n") {
			keys += ", before: sign-off"
		}
		lines = append(lines, "  - {"+keys+"}\n")
	}
	if len(lines) > 0 {
		f.Text = strings.Replace(f.Text, "sections:\n", "requires:\n"+strings.Join(lines, "")+"sections:\n", 1)
	}
	return f
}

func (w *walker) firstMade() proficiency.FrameworkID {
	if len(w.s.Frameworks) == 0 || strings.Contains(w.s.Frameworks[0].Text, ofCentres) {
		return "elsewhere-3"
	}
	return w.s.Frameworks[0].Ref.ID
}

// required are the frameworks that those of the world require.
func (w *walker) required() (ids []proficiency.FrameworkID) {
	for _, f := range w.s.Frameworks {
		for _, id := range requiredIDs(w.world.known[f.Ref.ID]) {
			if !slices.Contains(ids, proficiency.FrameworkID(id)) {
				ids = append(ids, proficiency.FrameworkID(id))
			}
		}
	}
	return ids
}

// awards are what the learners hold from elsewhere at the beginning.
func (w *walker) awards() (lines []Line) {
	for _, who := range w.learners {
		for _, id := range w.required() {
			if !w.chance(3) {
				lines = append(lines, w.award(who, id))
			}
		}
	}
	return lines
}

func (w *walker) award(who workflow.PersonID, id proficiency.FrameworkID) *Award {
	v := oneIn(w, []proficiency.Version{{Major: 1}, {Major: 1, Minor: 1}, {Major: 2}, {Major: 2}})
	l := &Award{Person: who, Framework: proficiency.Ref{ID: id, Version: v}}
	if w.chance(2) {
		l.Until = laterBy(proficiency.DateOf(w.now(), time.UTC), w.IntN(30))
	}
	return l
}

// changeOfAwards has somebody attain something elsewhere, or lose it again.
func (w *walker) changeOfAwards() Line {
	who, id := oneIn(w, w.learners), oneIn(w, w.required())
	switch held := w.world.host.awards[who]; {
	case id == "":
		return nil
	case w.chance(2) && slices.ContainsFunc(held, func(a workflow.Attainment) bool { return a.Framework.ID == id }):
		return &Award{Person: who, Framework: proficiency.Ref{ID: id}, Annuls: true}
	}
	return w.award(who, id)
}

// letsGo is an override of what the learner lacks for an enrolment, mostly; and
// who may give it.
func (w *walker) letsGo(t *tale, c *workflow.Enrol) (o workflow.Override, by workflow.PersonID) {
	fw := t.plan.fw
	if !t.exists {
		fw = w.version(c.Framework)
	}
	if fw == nil || !w.chance(12) && len(w.book.lacking(fw, c.Learner, proficiency.BeforeEnrolment, w.now())) == 0 || w.chance(4) {
		return o, ""
	}
	o = workflow.Override{Frameworks: w.book.lacking(fw, c.Learner, proficiency.BeforeEnrolment, w.now()), Reason: w.say("long practised")}
	if w.chance(10) {
		o.Frameworks = some(w, append(w.required(), "elsewhere-1"), 2)
	}
	return o, w.who(func(p workflow.PersonID) bool {
		may := func(c2 roles.Capability) bool { return w.book.holds(p, c.Centre, fw.Category(), with(c2)) }
		return p != c.Learner && may(roles.CanEnrol) && may(roles.CanOverrideRequirement)
	})
}

// override lets go what is required before the sign-off, held or not.
func (w *walker) override(t *tale) *Step {
	if t.plan.fw == nil || t.plan.fw.Requires().Len() == 0 && !w.chance(40) {
		return nil
	}
	id := oneIn(w, w.book.lacks(t, w.now()))
	if id == "" || w.chance(6) {
		id = oneIn(w, append(w.required(), "elsewhere-1"))
	}
	return w.by(w.holder(t, roles.CanOverrideRequirement), &workflow.OverrideRequirement{Framework: id, Reason: w.say("long practised")})
}

// A holding is that somebody is signed off on a framework, by what the book has.
type holding struct {
	ref   proficiency.Ref
	until time.Time // zero for ever
}

func (h *holding) holdsAt(now time.Time) bool { return h.until.IsZero() || now.Before(h.until) }

// holdings are all that somebody was ever given and that was not taken back,
// and the last round that they submitted: elsewhere, and on an enrolment here
// that is no trial, with what was taken over into it.
func (b *book) holdings(who workflow.PersonID) (all []holding) {
	for _, l := range b.person(who).awards {
		h := holding{ref: l.Framework}
		if !l.Until.IsZero() {
			h.until = b.endOf(l.Until, b.home)
		}
		all = append(all, h)
	}
	for _, t := range b.tales {
		if t.about.Learner != who || t.trial() {
			continue
		}
		if r := t.lastRound(); r != nil {
			all = append(all, holding{r.on, r.until})
		} else if t.certified() { // a newer version since takes nothing from it
			all = append(all, holding{t.last().on, t.last().until})
		}
		for _, e := range t.brought {
			if e.SignOff.Serial != "" {
				all = append(all, holding{e.SignOff.Framework, e.SignOff.Until})
			}
		}
	}
	return all
}

// meets reports whether something that is held is of the framework required, in
// no earlier version than the lowest.
func (h *holding) meets(q *proficiency.Requirement) bool {
	return h.ref.ID == q.Framework && h.ref.Version.Compare(q.Lowest) >= 0
}

// lacking are the frameworks that are required before a stage and that somebody
// does not hold now.
func (b *book) lacking(fw *proficiency.Framework, who workflow.PersonID, before proficiency.Stage, now time.Time) (ids []proficiency.FrameworkID) {
	all := b.holdings(who)
	for q := range fw.Requires().Values() {
		held := slices.ContainsFunc(all, func(h holding) bool { return h.meets(&q) && h.holdsAt(now) })
		if q.Before == before && !held {
			ids = append(ids, q.Framework)
		}
	}
	return ids
}

// lacks are the frameworks that keep an enrolment from its sign-off now.
func (b *book) lacks(t *tale, now time.Time) []proficiency.FrameworkID {
	if t.trial() || t.plan.fw == nil {
		return nil
	}
	return slices.DeleteFunc(b.lacking(t.plan.fw, t.about.Learner, proficiency.BeforeSignOff, now), t.overridden)
}

func (t *tale) overridden(id proficiency.FrameworkID) bool {
	return slices.ContainsFunc(t.overrides, func(o workflow.Overridden) bool { return o.Framework == id })
}

// signable reports whether nothing keeps an enrolment from its sign-off.
func (b *book) signable(t *tale, now time.Time) bool {
	return t.ready(now) && len(b.lacks(t, now)) == 0
}

// notOverridden is why the rules would not have a requirement before the sign-off let go.
func (b *book) notOverridden(t *tale, id proficiency.FrameworkID, now time.Time) string {
	return unless(slices.Contains(b.lacks(t, now), id), "it is not required, or held, or let go already")
}

// notLetIn is what of other frameworks keeps a learner from an enrolment, or an
// override of it that nobody may give.
func (b *book) notLetIn(fw *proficiency.Framework, m *Moment, c *workflow.Enrol) string {
	lacking := b.lacking(fw, c.Learner, proficiency.BeforeEnrolment, m.Now)
	if len(c.Override.Frameworks) == 0 && c.Override.Reason == "" {
		return unless(len(lacking) == 0, "another framework is required first")
	}
	who := m.Request.Actor
	switch named := sortedSet(c.Override.Frameworks); {
	case unsaid(c.Override.Reason):
		return "it is not said why a requirement is let go"
	case len(named) == 0 || len(named) != len(c.Override.Frameworks) || !slices.Equal(named, sortedSet(lacking)):
		return "it lets go what is not required, or held, or twice, or not all"
	}
	may := who != c.Learner && b.holds(who, c.Centre, fw.Category(), with(roles.CanOverrideRequirement))
	return unless(may, "may not override requirements")
}
