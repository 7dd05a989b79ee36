package scenario

import (
	"fmt"
	"strings"
)

// nesting is what the sections around a place make of it.
type nesting struct {
	optional bool
	rule     string // at_least or points in a group
}

func (m *maker) id(of string) string {
	m.next++
	return fmt.Sprintf("%s-%d", of, m.next)
}

// section writes a section with what is in it, and its rule last.
func (m *maker) section(indent int, in nesting) {
	m.line(indent, "- id: %s", m.id("part"))
	indent++
	m.line(indent, "title: A part")
	if in.rule == "" && m.chance(4) {
		m.line(indent, "gate: true")
	}
	if in == (nesting{}) && m.chance(5) {
		in.optional = true
		m.line(indent, "optional: true")
	}
	if to := m.appliesTo(5); to != "" {
		m.line(indent, "%s", to)
	}
	if m.chance(4) {
		m.line(indent, "defaults: {%s}", m.conditions("scale: "+m.scale()))
	}
	opens := in.rule == "" && m.chance(4)
	if opens {
		in.rule = []string{"at_least", "points"}[m.IntN(2)]
		m.worth, m.inGroup = 0, 0
	}
	if m.next%5 == 0 {
		m.line(indent, "%s", m.recommends("unmet: true"))
	}
	m.content(indent, in)
	switch {
	case opens && in.rule == "points":
		m.line(indent, "rule: {points: %d}", 1+m.IntN(m.worth))
	case opens:
		m.line(indent, "rule: {at_least: %d}", 1+m.IntN(m.inGroup))
	case in.rule == "" && m.chance(5):
		m.line(indent, "rule: all")
	}
}

// content writes proficiencies and, perhaps, sections.
func (m *maker) content(indent int, in nesting) {
	const deepest = 6
	deeper := m.items > 1 && indent < deepest && m.chance(3)
	m.line(indent, "proficiencies:")
	for n := 1 + m.IntN(3); n > 0; n-- {
		m.item(indent+1, in)
	}
	if deeper {
		m.line(indent, "sections:")
		for n := 1 + m.IntN(2); n > 0; n-- {
			m.section(indent+1, in)
		}
	}
}

func (m *maker) item(indent int, in nesting) {
	m.items--
	m.inGroup++
	points := 1
	keys := []string{"id: " + m.id("item"), "statement: Do it"}
	if in.optional {
		m.optional++
	}
	if in == (nesting{}) && m.chance(5) {
		m.optional++
		keys = append(keys, "optional: true")
	}
	if in.rule == "points" && m.chance(2) {
		points = 1 + m.IntN(3)
		keys = append(keys, fmt.Sprintf("points: %d", points))
	}
	m.worth += points
	if !m.rounds && m.chance(5) {
		keys = append(keys, "confirmed_by: "+m.confirmers())
	}
	if to := m.appliesTo(3); to != "" {
		keys = append(keys, to)
	}
	asked := m.answers()
	keys = append(keys, asked)
	if m.next%2 == 0 {
		keys = append(keys, m.recommends(whensFor(asked)...))
	}
	m.line(indent, "- {%s}", m.conditions(strings.Join(keys, ", ")))
}

// recommends is what is recommended, under each of some conditions. It is by
// the number of what was written, and not by chance: walks take the same turns
// with it as without.
func (m *maker) recommends(whens ...string) string {
	var all []string
	for i, when := range whens {
		all = append(all, fmt.Sprintf("{id: r%d, resource: {title: A page, url: https://example.org/%d}, when: {%s}, reason: It helps, essential: %v}",
			i, (m.next+i)%3, when, (m.next+i)%4 == 0))
	}
	return "recommends: [" + strings.Join(all, ", ") + "]"
}

// whensFor are conditions of what is asked so.
func whensFor(asked string) []string {
	switch {
	case strings.HasPrefix(asked, "scale: open"):
		return []string{"answers: [no]", "unmet: true"}
	case strings.HasPrefix(asked, "scale: three"):
		return []string{"answers: [low, high]", "unmet: true"}
	case strings.HasPrefix(asked, "scale: two"):
		return []string{"answers: [not-yet]"}
	case strings.Contains(asked, "id: b, text: Second, scale: open"):
		return []string{"question: a, unmet: true", "question: b, answers: [no]", "unmet: true"}
	}
	return []string{"question: a, answers: [fair]", "question: b, unmet: true"}
}

// levels is how an item is answered of which not the same is asked of everybody.
func (m *maker) levels() string {
	to, or := m.applies[m.IntN(len(m.applies))], []string{"{answer: fair, amber: low}", "{answer: low}", "{applies_to: {setting: [home]}, answer: fair}"}[m.IntN(3)]
	if m.chance(4) {
		return fmt.Sprintf("questions: [{id: a, text: First, scale: three, level: [{applies_to: {%s}, answer: high}, %s]}, {id: b, text: Second, scale: two, level: done}]", to, or)
	}
	return fmt.Sprintf("scale: three, level: [{applies_to: {%s}, answer: high, amber: fair}, %s]", to, or)
}

// answers is how an item is answered: plainly, at a level, or by several questions.
func (m *maker) answers() string {
	if len(m.applies) > 0 && m.chance(3) {
		return m.levels()
	}
	switch m.IntN(8) {
	case 0:
		return "scale: open, level: yes"
	case 1:
		return "scale: three, level: high"
	case 2:
		return "scale: three, level: low"
	case 3:
		return "questions: [{id: a, text: First, scale: two, level: done}, {id: b, text: Second, scale: open, required: false}]"
	case 4:
		return "questions: [{id: a, text: First, scale: three}, {id: b, text: Second, scale: two}]"
	}
	return "scale: " + m.scale()
}
