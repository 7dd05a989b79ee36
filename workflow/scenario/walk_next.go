package scenario

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// next is what is done next: a command, two at the same time, or something that
// changes the world.
func (w *walker) next() []move {
	if w.chance(25) {
		w.refocus()
	}
	switch n := w.IntN(1000); {
	case n < 120:
		return []move{{line: w.clock()}}
	case n < 140:
		if l := w.change(); l != nil {
			return []move{{line: l}}
		}
	case n < 142:
		return []move{{line: &Erase{About: []Enrolment{w.focus}}}}
	case n < 160:
		if l := w.glance(); l != nil {
			return []move{{line: l}}
		}
	case n < 190:
		return w.atOnce()
	}
	return []move{w.around(w.step1())}
}

// around chooses the engine that a step is given to, and what goes wrong with
// the store meanwhile.
func (w *walker) around(s *Step) move {
	m := move{line: s}
	switch n := w.IntN(1000); {
	case n < 250:
		m.engine = 1
	case n < 255:
		m.engine = 2 // which reads everything from the store
	}
	if w.chance(60) {
		m.mishap = mishap(1 + w.IntN(int(mishaps)-1))
	}
	return m
}

// step1 is a command with who gives it.
func (w *walker) step1() *Step {
	if len(w.ids) > 0 && w.chance(40) {
		return w.again()
	}
	var s *Step
	switch n := w.IntN(100); {
	case n < 60:
		s = w.onward()
	case n < 88:
		s = w.anything()
	case n < 94:
		s = w.spoilt()
	default:
		s = w.nonsense()
	}
	if s == nil {
		s = w.anything()
	}
	if _, opening := opens(s.Actor, s.Command); !opening || w.focus.Trial == 0 {
		switch n := w.IntN(60); { // somebody else tries, or the learner does
		case n < 2:
			s.Actor = oneIn(w, w.people)
		case n < 4:
			s.Actor = w.self()
		}
	}
	if w.chance(15) {
		s.Request = workflow.RequestID(w.say("request"))
		w.ids = append(w.ids, s)
	}
	return s
}

// again is a step that was given before, or another one under its id.
func (w *walker) again() *Step {
	s := *oneIn(w, w.ids)
	switch {
	case w.chance(4):
		s.Actor = oneIn(w, w.people)
	case w.chance(4):
		other := w.anything()
		other.Request = s.Request
		return other
	}
	return &s
}

// give makes a step on the enrolment in focus.
func (w *walker) by(actor workflow.PersonID, cmd workflow.Command) *Step {
	s := &Step{Actor: actor, Command: cmd}
	if _, opening := opens(actor, cmd); !opening {
		s.About = []Enrolment{w.focus}
	}
	return s
}

func (w *walker) byLearner(cmd workflow.Command) *Step { return w.by(w.player(cmd.Kind()), cmd) }

// atOnce are two commands at the same instant.
func (w *walker) atOnce() []move {
	first, second := w.around(w.step1()), w.around(w.step1())
	s := *second.line.(*Step)
	s.Meanwhile = true
	second.line, second.mishap = &s, noMishap
	if slices.Contains([]int{first.engine, second.engine}, 2) {
		first.engine, second.engine = 0, 1
	}
	return []move{first, second}
}

// glance has somebody look, so that they decide later on what they saw.
func (w *walker) glance() Line {
	t := w.tale(w.focus)
	for i := range t.items {
		if r := t.items[i].request; r != nil && w.book.mayView(t, r.To) {
			return &Look{Person: r.To, About: []Enrolment{w.focus}}
		}
	}
	return nil
}

// clock moves the clock: a little, a lot, or to where something ends.
func (w *walker) clock() Line {
	now := w.now()
	to := now
	switch n := w.IntN(20); {
	case n < 8:
		to = now.Add(time.Duration(1+w.IntN(5000)) * time.Second)
	case n < 11:
		to = now.Add(time.Duration(1+w.IntN(72)) * time.Hour)
	case n < 13:
		to = now.AddDate(0, 0, 1+w.IntN(40))
	case n < 14:
		to = now.AddDate(0, 1+w.IntN(14), w.IntN(3))
	default:
		if at := w.ending(); at.After(now) {
			to = at
		}
	}
	const last = 2090 // so that nothing ends beyond what can be written
	if to = to.Truncate(time.Microsecond); to.Year() > last {
		to = now
	}
	return &Clock{To: to.UTC()}
}

// ending is an instant around one at which something ends or opens.
func (w *walker) ending() (at time.Time) {
	t := w.tale(w.focus)
	var all []time.Time
	for i := range t.items {
		d := t.items[i].decision
		if d == nil || d.until.IsZero() {
			continue
		}
		zone := w.book.zone(t, d.As.Centre)
		opens := laterBy(proficiency.DateOf(d.until.Add(-1), zone), -t.plan.items[i].Validity().RenewWithin)
		all = append(all, d.until, w.book.endOf(opens, zone).AddDate(0, 0, -1))
	}
	least := w.o.Policy.Reminders()
	for who, m := range t.messages {
		if t.pendingWith(who) || t.asked != nil && t.asked.To == who {
			all = append(all, m.at.Add(least.Confirmation), m.signOff.Add(least.SignOff))
		}
	}
	if g := t.last(); g != nil {
		all = append(all, g.until)
	}
	for _, h := range w.book.holdings(w.focus.Learner) {
		all = append(all, h.until)
	}
	if r := t.lastRound(); r != nil {
		all = append(all, r.until)
	}
	slices.SortFunc(all, time.Time.Compare)
	all = slices.DeleteFunc(all, func(at time.Time) bool { return !at.After(w.now()) })
	if len(all) == 0 {
		return at
	}
	at = oneIn(w, all)
	if w.chance(2) {
		at = all[0]
	}
	return at.Add([]time.Duration{-time.Microsecond, 0, 0, time.Microsecond, time.Hour}[w.IntN(5)])
}
