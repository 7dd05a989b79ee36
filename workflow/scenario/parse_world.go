package scenario

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

var centreKinds = []string{string(roles.Trust), string(roles.University), string(roles.OtherKind)}

// centre reads one of the lines that begin with a centre.
func (f *file) centre(p *parser, s *sentence) {
	p.accept("centre")
	id := p.centre()
	switch {
	case p.accept("offers"):
		f.add(p, &Offer{Position: s.pos(), Centre: id, Framework: p.frameworkOrAll()})
	case p.accept("stops offering"):
		f.add(p, &Offer{Position: s.pos(), Centre: id, Framework: p.frameworkOrAll(), Stops: true})
	case p.accept("confirms"):
		f.confirmers(p, s, id)
	default:
		f.newCentre(p, s, id)
	}
}

// newCentre reads "trust Europe/London".
func (f *file) newCentre(p *parser, s *sentence, id workflow.CentreID) {
	c := &Centre{Position: s.pos(), ID: id}
	c.Kind = roles.CentreKind(p.oneOf("a kind of centre, or one of offers, stops offering and confirms", centreKinds))
	if !p.end() {
		t := p.peek()
		c.Zone = p.id("a time zone")
		p.location(t, c.Zone)
	}
	f.add(p, c)
}

// frameworkOrAll reads a framework's id, or "everything", which is the empty id.
func (p *parser) frameworkOrAll() proficiency.FrameworkID {
	if p.accept("everything") {
		return ""
	}
	return proficiency.FrameworkID(p.id("a framework or everything"))
}

// confirmers reads "care-3 by assessor", "all items by the content".
func (f *file) confirmers(p *parser, s *sentence, centre workflow.CentreID) {
	c := &Confirmers{Position: s.pos(), Centre: centre}
	if !p.accept("all items") {
		c.Items = all[proficiency.ItemID](p, "an item or all items")
	}
	p.need("by")
	if !p.accept("the content") {
		c.By = all[proficiency.RoleID](p, "a role, or the content")
	}
	c.Framework = f.frameworkIn(p)
	f.add(p, c)
}

// frameworkIn reads "in FRAMEWORK", which may be left out where there is one.
func (f *file) frameworkIn(p *parser) proficiency.FrameworkID {
	t := p.peek()
	if p.accept("in") {
		return proficiency.FrameworkID(p.id("a framework"))
	}
	sole, ok := f.soleFramework()
	if !ok {
		p.fail(t, "in which framework? The file names several: say in FRAMEWORK")
	}
	return sole.ID
}

// actor reads "lead-1: clinical-centre-manager assessor at trust-1 trust-2 in theatre".
func (f *file) actor(p *parser, s *sentence) {
	p.accept("actor")
	people := p.people()
	a := Actor{Position: s.pos()}
	if !p.end() {
		if p.accept(":"); !p.sees("at") {
			a.Roles = all[proficiency.RoleID](p, "a role, or at CENTRE")
		}
		p.need("at")
		a.Centres = all[workflow.CentreID](p, "a centre")
		if p.accept("in") {
			a.Categories = all[proficiency.Category](p, "a category")
		}
	}
	for _, id := range people {
		one := a
		one.Person = id
		f.add(p, &one)
	}
}

const maxRange = 1000

// people reads persons, of whom "learner-1..learner-40" are many.
func (p *parser) people() (out []workflow.PersonID) {
	begin := p.at
	for _, id := range p.ids("a person") {
		t := p.tokens[min(begin, len(p.tokens)-1)]
		begin++
		if strings.Contains(id, "..") && t.kind == word {
			out = append(out, p.among(t)...)
			continue
		}
		out = append(out, workflow.PersonID(id))
	}
	if len(out) > maxRange {
		p.fail(p.peek(), "too many: at most %d persons in one line", maxRange)
	}
	return out
}

// among is the persons of a range.
func (p *parser) among(t token) (out []workflow.PersonID) {
	from, to, _ := strings.Cut(t.s, "..")
	stem := strings.TrimRight(from, "0123456789")
	first, ok1 := wholeNumber(from[len(stem):])
	last, ok2 := wholeNumber(strings.TrimPrefix(to, stem))
	if !ok1 || !ok2 || last < first || last-first >= maxRange {
		p.fail(t, "%s is no range: want one such as learner-1..learner-40, of at most %d", t, maxRange)
		return nil
	}
	for n := first; n <= last; n++ {
		out = append(out, workflow.PersonID(stem+strconv.FormatUint(n, 10)))
	}
	return out
}

// change reads "appoint assessor-1 assessor at trust-1", "suspend assessor-1 at trust-1".
func (f *file) change(p *parser, s *sentence) {
	c := &Change{Position: s.pos(), Kind: ChangeKind(p.next().s), Person: p.person()}
	if c.Kind == Appoint || c.Kind == Revoke && !p.sees("at") {
		c.Role = p.role()
	}
	p.need("at")
	c.Centre = p.centre()
	if c.Kind == Appoint && p.accept("in") {
		c.Categories = all[proficiency.Category](p, "a category")
	}
	f.add(p, c)
}

// staff reads "staff of educator-1 at trust-1: learner-1 learner-2", and without for of to take them off.
func (f *file) staff(p *parser, s *sentence) {
	p.accept("staff")
	l := &Staff{Position: s.pos()}
	l.Off = p.oneOf("what is said of a staff list", []string{"of", "without"}) == "without"
	l.Educator = p.person()
	p.need("at")
	l.Centre = p.centre()
	p.need(":")
	l.People = p.people()
	f.add(p, l)
}

// changeAbout reads "about learner-1 learner-2 in ward-basics", "about learner-1 trial 2 in ward-basics", "about centre trust-1".
func (f *file) changeAbout(p *parser, s *sentence) {
	p.accept("about")
	var about []Enrolment
	for more := true; more; more = p.accept(";") {
		about = append(about, f.enrolments(p)...)
	}
	if p.fault == nil {
		f.about = about
	}
}

// enrolments reads learners or centres, a trial's number and a framework.
func (f *file) enrolments(p *parser) (out []Enrolment) {
	t := p.peek()
	whose, trial := p.subjects(), 0
	if p.accept("trial") {
		trial = p.trial()
	}
	var in proficiency.FrameworkID
	if p.accept("in") {
		in = proficiency.FrameworkID(p.id("a framework"))
	}
	sole, one := f.soleFramework()
	for _, e := range whose {
		e.Framework, e.Trial = in, trial
		if e.Framework == "" {
			e.Framework = f.lastOn[e.String()]
		}
		if e.Framework == "" && one {
			e.Framework = sole.ID
		}
		if e.Framework == "" {
			p.fail(t, "in which framework? %s was not enrolled yet: say in FRAMEWORK", fmt.Sprintf("%q", e))
		}
		out = append(out, e)
	}
	return out
}

// subjects reads learners, or centres.
func (p *parser) subjects() (out []Enrolment) {
	if p.accept("centre") {
		for _, id := range all[workflow.CentreID](p, "a centre") {
			out = append(out, Enrolment{Centre: id})
		}
		return out
	}
	for _, who := range p.people() {
		out = append(out, Enrolment{Learner: who})
	}
	return out
}
