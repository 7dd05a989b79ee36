package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// step reads "! assessor-1 [tap-1]: confirm care-1 -> not-requested care-1".
func (f *file) step(p *parser, s *sentence) {
	l := &Step{Position: s.pos()}
	l.Meanwhile = p.accept("meanwhile")
	switch {
	case p.accept("!"):
		l.Outcome = Refused
	case p.accept("?"):
		l.Outcome = Open
	}
	at := p.peek()
	if p.accept("the learner") {
		l.Actor = TheLearner
	} else {
		l.Actor = workflow.PersonID(p.anyID("who gives the command, as PERSON:"))
	}
	if p.accept("[") {
		l.Request = workflow.RequestID(p.anyID("an id of the request"))
		p.need("]")
	}
	p.need(":")
	for _, one := range f.several(p, l) {
		if f.meanwhileOfNothing(one) {
			p.fail(s.tokens[0], "a step that begins with meanwhile goes with a step right above it")
		}
		if _, opening := opens(one.Actor, one.Command); !opening && p.fault == nil {
			one.About = f.current(p, at)
		}
		f.add(p, one)
	}
}

// several reads the command and what comes of it. Enrolling several learners is several steps.
func (f *file) several(p *parser, l *Step) []*Step {
	learners := f.learners(p)
	l.Command = p.command(l)
	f.outcome(p, l)
	if p.fault != nil {
		return nil
	}
	steps, about := []*Step{l}, f.about
	if enrol, ok := l.Command.(*workflow.Enrol); ok {
		steps = nil
		for _, who := range learners {
			one, c := *l, *enrol
			c.Learner = who
			one.Command = &c
			steps = append(steps, &one)
		}
	}
	f.defaultFramework(p, steps)
	f.broughtFramework(p, l)
	if _, opening := opens(l.Actor, l.Command); opening && l.Actor == TheLearner {
		p.fail(p.tokens[0], "who? Nobody is the learner before the enrolment: say PERSON:")
	}
	if len(steps) > 0 && l.Outcome != Refused {
		about = nil
		for _, one := range steps {
			about = append(about, one.after(f.about)...)
		}
	}
	f.about = slices.Clip(about)
	return steps
}

// learners looks ahead at those who are enrolled, of whom a range stands for many.
func (f *file) learners(p *parser) []workflow.PersonID {
	if !p.sees("enrol") {
		return nil
	}
	if p.sees("enrol centre") {
		return []workflow.PersonID{""} // one, and no learner
	}
	ahead := *p
	ahead.accept("enrol")
	begin := ahead.at
	people := ahead.people()
	if ahead.fault != nil {
		p.fault = ahead.fault
		return nil
	}
	// The command itself is read with the first of them.
	p.tokens = slices.Delete(slices.Clone(p.tokens), begin+1, ahead.at)
	return people
}

// defaultFramework fills in the framework where the file names only one, and
// keeps in mind who was enrolled on what.
func (f *file) defaultFramework(p *parser, steps []*Step) {
	sole, ok := f.soleFramework()
	for _, one := range steps {
		var ref *proficiency.Ref
		switch c := one.Command.(type) {
		case *workflow.Enrol:
			ref = &c.Framework
		case *workflow.EnrolTrial:
			ref = &c.Framework
		default:
			continue
		}
		if *ref == (proficiency.Ref{}) {
			*ref = sole
			if !ok {
				p.fail(p.tokens[0], "on which framework? The file names several: say on FRAMEWORK")
			}
		}
		if e, _ := opens(one.Actor, one.Command); one.Outcome != Refused {
			f.lastOn[e.String()] = e.Framework
		}
	}
}

// meanwhileOfNothing holds that something goes on at the same time.
func (f *file) meanwhileOfNothing(l *Step) bool {
	if !l.Meanwhile {
		return false
	}
	if len(f.s.Lines) == 0 {
		return true
	}
	before, ok := f.s.Lines[len(f.s.Lines)-1].(*Step)
	return !ok || len(before.About) > 1 || len(f.about) > 1
}

// outcome reads what stands behind the arrow.
func (f *file) outcome(p *parser, l *Step) {
	arrow := p.peek()
	if !p.accept("->") {
		if l.Outcome == Refused {
			p.fail(arrow, "why is it refused? Behind -> stand the codes of all reasons")
		}
		return
	}
	switch {
	case l.Outcome == Refused:
		l.Reasons = p.reasons()
	case l.Outcome == Open:
		p.fail(arrow, "a step that begins with ? may end either way: nothing stands behind it")
	default:
		l.Outcome = Outcome(p.oneOf("an outcome; a step that must be refused begins with !, and the others", []string{string(Unchanged), string(Replayed)}))
	}
}

// reasons reads "unconfirmed care-1 care-2; below-minimum saying "at least 2"".
func (p *parser) reasons() (out []Reason) {
	for more := true; more; more = p.accept(";") {
		r := p.reason()
		for p.accept("saying") {
			r.Saying = append(r.Saying, p.words())
		}
		out = append(out, r)
	}
	return out
}

// reason reads "unconfirmed care-1 care-2".
func (p *parser) reason() Reason {
	t := p.peek()
	r := Reason{Code: workflow.Code(p.id("the code of a reason"))}
	if t.kind == word && p.fault == nil && !slices.Contains(codes, t.s) {
		p.fail(t, "%s is no code of a reason%s; a code of your own stands in single quotes", t, source.DidYouMean(t.s, codes))
	}
	if p.peek().isID() || p.sees("all") {
		p.noCodes()
		r.Items = p.items()
	}
	return r
}

// noCodes holds that no code stands among the items of a reason.
func (p *parser) noCodes() {
	for _, t := range p.tokens[p.at:] {
		if !t.isID() {
			return
		}
		if t.kind == word && slices.Contains(codes, t.s) {
			p.fail(t, "%s is the code of another reason: a semicolon stands before it (an item that is so called stands in single quotes)", t)
		}
	}
}

func (w *writer) reasons(list []Reason) {
	for i, r := range list {
		if i > 0 {
			w.part(";")
		}
		if slices.Contains(codes, string(r.Code)) {
			w.word(string(r.Code))
		} else {
			w.word(quote(string(r.Code), '\''))
		}
		for i, id := range r.Items {
			if slices.Contains(codes, string(id)) {
				w.list(i, quote(string(id), '\''))
			} else {
				w.list(i, itemName(id))
			}
		}
		for _, s := range r.Saying {
			w.word("saying")
			w.text(s)
		}
	}
}

// anyID reads an id where no other word can stand.
func (p *parser) anyID(what string) string {
	if t := p.peek(); t.kind != name && t.kind != word {
		p.wanted(what)
	}
	return p.next().s
}

// erase reads "erase".
func (f *file) erase(p *parser, s *sentence) {
	at := p.peek()
	p.accept("erase")
	f.add(p, &Erase{Position: s.pos(), About: f.current(p, at)})
}

// look reads "assessor-1 looks".
func (f *file) look(p *parser, s *sentence) {
	at := p.peek()
	l := &Look{Position: s.pos(), Person: workflow.PersonID(p.anyID("a person"))}
	p.need("looks")
	l.About = f.current(p, at)
	f.add(p, l)
}
