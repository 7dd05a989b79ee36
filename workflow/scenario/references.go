package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A resolver finds names of nothing that there is, before anything is run. In
// steps that must be refused it asks only who gives them: a wrong name may be
// the reason.
type resolver struct {
	known map[proficiency.FrameworkID][]*proficiency.Framework
	roles []string
	*cast // of the installation that the lines are at
	casts map[string]*cast
	found source.Diagnostics
}

// A cast is who and what there is at an installation.
type cast struct{ people, centres []string }

func references(s *Scenario, policy *roles.Policy, known map[proficiency.FrameworkID][]*proficiency.Framework) source.Diagnostics {
	r := &resolver{known: known, casts: map[string]*cast{}}
	for role := range policy.Roles().Values() {
		r.roles = append(r.roles, string(role.ID()))
	}
	r.gather(s.Lines)
	r.cast = r.casts[Here]
	for _, l := range s.Lines {
		r.line(l)
		if len(r.found) > maxFindings {
			break
		}
	}
	return r.found
}

// gather gathers the people and centres of each installation.
func (r *resolver) gather(lines []Line) {
	at := &cast{}
	r.casts[Here] = at
	for _, l := range lines {
		switch l := l.(type) {
		case *Turn:
			if r.casts[l.To] == nil {
				r.casts[l.To] = &cast{}
			}
			at = r.casts[l.To]
		case *Actor:
			at.people = append(at.people, string(l.Person))
		case *Centre:
			at.centres = append(at.centres, string(l.ID))
		}
	}
	for _, at := range r.casts {
		slices.Sort(at.people)
		at.people = slices.Compact(at.people)
	}
}

func (r *resolver) unknown(at source.Position, what, id string, allowed []string, like string) {
	r.found = append(r.found, finding(at, CodeUnknown, "%s is no %s: %s%s", source.Quote(id), what, like, source.DidYouMean(id, allowed)))
}

func (r *resolver) line(l Line) {
	var m mentions
	var about []Enrolment
	switch l := l.(type) {
	case *Turn:
		r.cast = r.casts[l.To]
	case *Step:
		about = l.About
		if _, ok := l.Command.(*workflow.AcceptTransfer); ok {
			r.brought(l.Position, &l.Brought)
		}
		if l.Actor != TheLearner {
			m.person(l.Actor)
		}
		if l.Outcome != Refused {
			m.command(l.Command)
		}
		if e, ok := opens(l.Actor, l.Command); ok && l.Outcome != Refused {
			about = []Enrolment{e}
		}
	case *Erase:
		about = l.About
	case *Look:
		about = l.About
		m.person(l.Person)
	case *Expect:
		about = l.About
		m.expectation(l.What)
	default:
		r.world(l, &m)
	}
	r.names(l.At(), &m)
	for _, e := range about {
		r.in(l.At(), e.Framework, &m)
	}
}

// world is line for what changes people and centres.
func (r *resolver) world(l Line, m *mentions) {
	switch l := l.(type) {
	case *Offer:
		m.centres = append(m.centres, l.Centre)
		if l.Framework != "" {
			r.in(l.Position, l.Framework, &mentions{})
		}
	case *Confirmers:
		m.centres, m.roles = append(m.centres, l.Centre), l.By
		r.in(l.Position, l.Framework, &mentions{items: l.Items})
	case *Actor:
		m.centres, m.roles = l.Centres, l.Roles
	case *Change:
		m.person(l.Person)
		m.centres = append(m.centres, l.Centre)
		if l.Role != "" {
			m.roles = append(m.roles, l.Role)
		}
	case *Staff:
		m.person(l.Educator)
		m.person(l.People...)
		m.centres = append(m.centres, l.Centre)
	case *Award:
		m.person(l.Person)
		r.awarded(l)
	}
}

// awarded looks for a framework that is the file's own, or that one of these requires.
func (r *resolver) awarded(l *Award) {
	var known []string
	for id, versions := range r.known {
		known = append(append(known, string(id)), requiredIDs(versions)...)
	}
	slices.Sort(known)
	known = slices.Compact(known)
	if !slices.Contains(known, string(l.Framework.ID)) {
		r.unknown(l.Position, "framework that this file requires", string(l.Framework.ID), known, "there are "+source.Listing(known))
	}
}

func requiredIDs(versions []*proficiency.Framework) (ids []string) {
	for _, fw := range versions {
		for q := range fw.Requires().Values() {
			ids = append(ids, string(q.Framework))
		}
	}
	return ids
}

// names looks for people, centres and roles.
func (r *resolver) names(at source.Position, m *mentions) {
	for _, p := range m.people {
		if _, ok := slices.BinarySearch(r.people, string(p)); !ok {
			r.unknown(at, "actor", string(p), r.people, "there is no line actor "+source.Plainly(string(p)))
		}
	}
	for _, f := range m.foreign {
		r.someone(at, f)
	}
	for _, c := range m.centres {
		if !slices.Contains(r.centres, string(c)) {
			r.unknown(at, "centre", string(c), r.centres, "there is no line centre "+source.Plainly(string(c)))
		}
	}
	for _, role := range m.roles {
		if !slices.Contains(r.roles, string(role)) {
			r.unknown(at, "role", string(role), r.roles, "the policy has "+source.Listing(r.roles))
		}
	}
}

// in looks for items, sections and answers in all versions of a framework that are known.
func (r *resolver) in(at source.Position, id proficiency.FrameworkID, m *mentions) {
	versions := r.known[id]
	if len(versions) == 0 {
		var known []string
		for id := range r.known {
			known = append(known, string(id))
		}
		slices.Sort(known)
		r.unknown(at, "framework of this file", string(id), known, "the file names "+source.Listing(known))
		return
	}
	for _, item := range m.items {
		section, many := sectionOf(item)
		switch {
		case many:
			r.section(at, versions, section)
		case item != AllItems && findItem(versions, item) == nil:
			r.unknown(at, "item of "+string(id), string(item), itemIDs(versions), "there are "+source.Listing(itemIDs(versions)))
		}
	}
	for _, section := range m.sections {
		r.section(at, versions, section)
	}
	for _, a := range m.answers {
		r.answer(at, versions, a)
	}
	for _, s := range m.attributes {
		r.attribute(at, versions, s)
	}
	for _, one := range m.recommended {
		r.recommendation(at, versions, one)
	}
	for _, q := range m.required {
		switch ids := requiredIDs(versions); {
		case len(ids) == 0:
			r.unknown(at, "requirement of "+string(id), string(q), nil, "it has none")
		case !slices.Contains(ids, string(q)):
			r.unknown(at, "requirement of "+string(id), string(q), ids, "it requires "+source.Listing(ids))
		}
	}
}

// attribute looks for an attribute and its value in all versions.
func (r *resolver) attribute(at source.Position, versions []*proficiency.Framework, s proficiency.Setting) {
	var attributes, values []string
	for _, fw := range versions {
		for a := range fw.Attributes().Values() {
			attributes = append(attributes, string(a.ID()))
			if a.ID() != s.Attribute {
				continue
			}
			for v := range a.Values().Values() {
				values = append(values, string(v.ID))
			}
		}
	}
	switch {
	case len(attributes) == 0:
		r.unknown(at, "attribute of "+string(versions[0].ID()), string(s.Attribute), nil, "nothing in it depends on any")
	case len(values) == 0:
		r.unknown(at, "attribute of "+string(versions[0].ID()), string(s.Attribute), attributes, "there are "+source.Listing(attributes))
	case !slices.Contains(values, string(s.Value)):
		r.unknown(at, "value of "+string(s.Attribute), string(s.Value), values, "there are "+source.Listing(values))
	}
}

func findItem(versions []*proficiency.Framework, id proficiency.ItemID) *proficiency.Item {
	for _, fw := range versions {
		if it := fw.Item(id); it != nil {
			return it
		}
	}
	return nil
}

func itemIDs(versions []*proficiency.Framework) (ids []string) {
	for _, fw := range versions {
		for it := range fw.Items().Values() {
			ids = append(ids, string(it.ID()))
		}
	}
	return ids
}

func (r *resolver) section(at source.Position, versions []*proficiency.Framework, id proficiency.SectionID) {
	var ids []string
	for _, fw := range versions {
		if fw.Section(id) != nil {
			return
		}
		for s := range fw.AllSections().Values() {
			ids = append(ids, string(s.ID()))
		}
	}
	r.unknown(at, "section of "+string(versions[0].ID()), string(id), ids, "there are "+source.Listing(ids))
}

// answer looks for questions and answers of one item, where only one is meant.
func (r *resolver) answer(at source.Position, versions []*proficiency.Framework, a workflow.ItemAnswer) {
	it := findItem(versions, a.Item)
	if it == nil {
		return // said already, or many are meant
	}
	for _, g := range a.Answers {
		var questions, answers []string
		for q := range it.Questions().Values() {
			questions = append(questions, string(q.ID()))
			if q.ID() != g.Question {
				continue
			}
			for one := range q.Scale().Answers().Values() {
				answers = append(answers, string(one.ID))
			}
		}
		switch {
		case answers == nil && it.Question("") != nil:
			r.unknown(at, "question of "+string(a.Item), string(g.Question), nil, "it asks one, without a name")
		case answers == nil:
			r.unknown(at, "question of "+string(a.Item), string(g.Question), questions, "there are "+source.Listing(questions))
		case !slices.Contains(answers, string(g.Answer)):
			r.unknown(at, "answer to "+string(a.Item), string(g.Answer), answers, "the scale has "+source.Listing(answers))
		}
	}
}
