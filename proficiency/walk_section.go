package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// sections reads a list of sections inside parent, which is nil at the top level.
func (w walker) sections(n source.Node, least int, parent *rawSection, outer *rawDefaults) []*rawSection {
	var sections []*rawSection
	for _, e := range n.List(least) {
		if m := e.Mapping(sectionShape); m.Present() {
			sections = append(sections, w.section(m, parent, outer))
		}
	}
	return sections
}

func (w walker) section(m source.Mapping, parent *rawSection, outer *rawDefaults) *rawSection {
	s := &rawSection{
		id:               m.Get("id").Text(),
		number:           w.text(m, "number", numberText),
		title:            w.text(m, "title", headingText),
		guidance:         w.text(m, "guidance", proseText),
		gate:             m.Get("gate").Bool(false),
		gatePosition:     m.Get("gate").Position(),
		optional:         m.Get("optional").Bool(false),
		optionalPosition: m.Get("optional").Position(),
		rule:             w.rule(m),
		appliesTo:        w.appliesTo(m),
		defaults:         w.defaults(m, outer),
		ownDefaults:      m.Get("defaults").Present(),
		parent:           parent,
		position:         m.Position(),
	}
	s.defaults.gate = s.gate
	s.recommends = w.recommends(m)
	for i := range s.recommends {
		s.recommends[i].section = s
	}
	w.r.allSections = append(w.r.allSections, s)
	before := w.r.doc.Count()
	for _, e := range m.Get("proficiencies").List(0) {
		if m := e.Mapping(itemShape); m.Present() {
			s.items = append(s.items, w.item(m, s))
		}
	}
	s.sections = w.sections(m.Get("sections"), 0, s, s.defaults)
	s.sound = m.Sound() && w.r.doc.Count() == before
	s.hollow = s.sound && len(s.items) == 0 &&
		!slices.ContainsFunc(s.sections, func(t *rawSection) bool { return !t.hollow })
	return s
}

func (w walker) item(m source.Mapping, section *rawSection) *rawItem {
	it := &rawItem{
		id:                m.Get("id").Text(),
		number:            w.text(m, "number", numberText),
		statement:         w.text(m, "statement", statementText),
		guidance:          w.text(m, "guidance", proseText),
		kind:              readRef(m, "kind"),
		scale:             readRef(m, "scale"),
		level:             w.levels(m),
		questions:         w.questions(m.Get("questions")),
		questionsGiven:    m.Get("questions").Present(),
		questionsPosition: m.KeyPosition("questions"),
		tags:              m.Get("tags").Texts(0),
		confirmedBy:       readRoles(m, "confirmed_by"),
		conditions:        readConditions(m),
		optional:          m.Get("optional").Bool(false),
		optionalPosition:  m.Get("optional").Position(),
		appliesTo:         w.appliesTo(m),
		points:            readNumber(m, "points", 1, mostPoints, 1),
		resources:         w.resources(m.Get("resources")),
		section:           section,
		position:          m.Position(),
		sound:             m.Sound(),
	}
	it.recommends = w.recommends(m)
	for i := range it.recommends {
		it.recommends[i].item, it.recommends[i].section = it, section
	}
	w.r.items = append(w.r.items, it)
	return it
}

func (w walker) questions(n source.Node) []rawQuestion {
	var questions []rawQuestion
	for _, e := range n.List(1) {
		if m := e.Mapping(questionShape); m.Present() {
			questions = append(questions, rawQuestion{
				id: m.Get("id").Text(), text: w.text(m, "text", statementText), scale: readRef(m, "scale"), level: w.levels(m),
				required: m.Get("required").Bool(true), position: m.Position(), sound: m.Sound(),
			})
		}
	}
	return questions
}

func (w walker) resources(n source.Node) []rawResource {
	var resources []rawResource
	for _, e := range n.List(0) {
		if m := e.Mapping(resourceShape); m.Present() {
			resources = append(resources, rawResource{w.text(m, "title", headingText), m.Get("url").Text()})
		}
	}
	return resources
}
