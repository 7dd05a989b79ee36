package proficiency

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

const generatedHead = `format: countersign/v1
id: generated
version: 1.0.0
title: A generated framework
scales:
  practice:
    - {id: learning, label: Still learning}
    - {id: safe, label: Safe alone, meets: true}
  feeling:
    - {id: low, label: Low}
    - {id: high, label: High}
  pace: [{id: slow, label: Slow}, {id: even, label: Even, meets: true}, {id: fast, label: Fast, meets: true}]
defaults: {scale: practice, kind: skill, confirmed_by: [assessor, educator-manager]}
attributes: {grade: {label: Grade, values: [{id: x, label: X}, {id: y, label: Y}]}, role: {label: Role, values: [{id: a, label: A}, {id: b, label: B}, {id: c, label: C}]}, setting: {label: Setting, values: [{id: ward, label: Ward}, {id: home, label: Home}]}}
sign_off: {by: [educator-manager]}
`

// largeFramework is a framework of so many items, as long and as deep as real
// ones: sections of groups of ten items, about 470 bytes an item.
func largeFramework(items int) string {
	var b strings.Builder
	b.WriteString(generatedHead)
	b.WriteString("sections:\n  - id: contract\n    title: Contract\n    gate: true\n    proficiencies:\n" +
		"      - {id: contract-1, kind: agreement, statement: Keeps the contract}\n")
	const perGroup, perSection = 10, 50
	for i := range items - 1 {
		if i%perSection == 0 {
			fmt.Fprintf(&b, "  - id: s%d\n    number: %q\n    title: Section %d\n    guidance: |\n      Read the **local policy** first.\n\n      Ask for help early.\n    sections:\n",
				i/perSection, fmt.Sprint(1+i/perSection), i/perSection)
		}
		if i%perGroup == 0 {
			fmt.Fprintf(&b, "      - id: s%d-g%d\n        title: Group %d\n        optional: %v\n        proficiencies:\n",
				i/perSection, i/perGroup, i/perGroup, i%70 == 0)
		}
		fmt.Fprintf(&b, "          - id: item-%d\n            number: %d.%d\n            statement: %s\n            guidance: >-\n              %s\n            kind: %s\n            tags: [ward, generated]\n",
			i, 1+i/perSection, i%perSection+1,
			"Shows how to prepare, carry out and afterwards record task number "+fmt.Sprint(i)+" safely, and says when to stop",
			"Think of the patient's comfort, of infection control, and of who needs to know; practise under supervision until you are sure of each step.",
			[]string{"skill", "knowledge"}[i%2])
	}
	return b.String()
}

// A generator writes valid frameworks of any structure.
type generator struct {
	*rand.Rand
	b      strings.Builder
	items  int // still to write
	points int // written, in all items
	next   int // the number of the next id

	translated []string // what a translation says, key by key
	alone      bool     // it is unsupervised
}

// generatedFramework is a framework of at most so many items, nested, gated and
// optional as chance has it. It is valid, but may have warnings.
func generatedFramework(rng *rand.Rand, items int) string {
	g := &generator{Rand: rng, items: items}
	g.alone = g.chance(5)
	head := strings.Replace(generatedHead, "defaults: {", "defaults: {"+strings.Join(append(g.conditions(), ""), ", "), 1)
	if g.IntN(3) == 0 {
		head = strings.Replace(head, "sign_off: {", "sign_off: {distinct: true, ", 1)
	}
	if g.alone {
		head = g.unsupervised(head)
	}
	g.b.WriteString(head)
	if g.IntN(3) == 0 {
		g.b.WriteString("language: cy\nenrolment: {self: true}\n")
		if !g.alone {
			g.b.WriteString("paper_since: 2024-02-29\n")
		}
	}
	if g.chance(4) {
		g.b.WriteString("subject: centre\n")
	} else {
		g.requires()
	}
	g.sections("", inside{})
	g.translations()
	return g.b.String()
}

// requires are some of four frameworks, in any order.
func (g *generator) requires() {
	for i, n := range g.Perm(4)[:max(0, g.IntN(7)-2)] {
		if i == 0 {
			g.b.WriteString("requires:\n")
		}
		stages := []string{"", ", before: enrolment", ", before: sign-off"}
		if g.alone {
			stages = stages[:2]
		}
		fmt.Fprintf(&g.b, "  - {framework: care-%d%s%s}\n", n, []string{"", ", version: 1.0.0", ", version: 2.1.3"}[g.IntN(3)], stages[g.IntN(len(stages))])
	}
}

// unsupervised is a head without what speaks of confirming and signing off.
func (g *generator) unsupervised(head string) string {
	head = head[:strings.Index(head, "sign_off: ")] + "unsupervised: true\n"
	for _, key := range []string{"certificate: completion", "validity: {months: 12}", "validity: none"} {
		if g.chance(3) && !strings.Contains(head, "\nvalidity") {
			head += key + "\n"
		}
	}
	return strings.Replace(head, ", confirmed_by: [assessor, educator-manager]", "", 1)
}

func (g *generator) id() string {
	g.next++
	return fmt.Sprintf("x%d", g.next)
}

// inside is what the sections around a place make of it.
type inside struct {
	optional bool
	rule     string // at_least or points in a group
}

// chance is true once in n times.
func (g *generator) chance(n int) bool { return g.IntN(n) == 0 }

// conditions are some of the keys that items and defaults share.
func (g *generator) conditions() (keys []string) {
	for _, values := range [][]string{
		{"validity: none", "validity: {months: 1}", "validity: {months: 12}", "validity: {months: 12, renew_within: 3}", "validity: {renew_within: 0, months: 1200}"},
		{"asks_for: []", "asks_for: [date]", "asks_for: [comment, evidence]", "asks_for: [evidence, comment]", "asks_for: [date, evidence, comment]"},
		{"waivable: true", "waivable: false"},
	} {
		if g.chance(4) && !(g.alone && !strings.HasPrefix(values[0], "asks_for")) {
			keys = append(keys, values[g.IntN(len(values))])
		}
	}
	return keys
}

// appliesTo is to whom something applies; all of it leaves the same somebody in.
func (g *generator) appliesTo(n int) (keys []string) {
	if g.chance(n) {
		to := []string{"role: [a, b]", "role: [c, a]", "role: [a]", "setting: [ward]", "{setting: [ward], role: [b, a]}"}[g.IntN(5)]
		keys = append(keys, "applies_to: {"+strings.Trim(to, "{}")+"}")
	}
	return keys
}

// translations says some of it in other languages, now and then.
func (g *generator) translations() {
	if !g.chance(3) {
		return
	}
	g.b.WriteString("translations:\n  ga: {complete: false, title: Creat, scales: {feeling: {low: Íseal}}}\n")
	if len(g.translated) > 0 {
		g.b.WriteString("  ar:\n    complete: false\n    proficiencies:\n      " + strings.Join(g.translated, "\n      ") + "\n")
	}
}

// recommends is what is recommended now and then, under some of the conditions.
func (g *generator) recommends(n int, whens []string) (keys []string) {
	var all []string
	for i, when := range whens {
		if g.chance(n) {
			all = append(all, fmt.Sprintf("{id: r%d, resource: {title: A page, url: https://example.org/%d}, when: {%s}, reason: It helps., essential: %v}",
				i, g.IntN(4), when, g.chance(2)))
		}
	}
	if all != nil {
		keys = []string{"recommends: [" + strings.Join(all, ", ") + "]"}
	}
	return keys
}

// levels are levels that are all asked of somebody, in whatever appliesTo leaves in.
func (g *generator) levels() string {
	return []string{
		"[{answer: fast, amber: slow}]",
		"[{applies_to: {grade: [x]}, answer: fast, amber: even}, {answer: even}]",
		"[{applies_to: {grade: [y], role: [a, c], setting: [ward]}, answer: slow}, {applies_to: {role: [a], grade: [x]}, answer: fast}]",
		"[{applies_to: {grade: [y]}, answer: even, amber: slow}]",
		"[{applies_to: {grade: [y]}, answer: fast, amber: slow}, {applies_to: {grade: [x]}, answer: fast}]",
	}[g.IntN(5)]
}

func (g *generator) sections(pad string, around inside) {
	g.b.WriteString(pad + "sections:\n")
	for range 1 + g.IntN(4) {
		g.section(pad, around)
	}
}

func (g *generator) section(pad string, around inside) {
	in := pad + "    "
	fmt.Fprintf(&g.b, "%s  - id: %s\n%stitle: A section\n", pad, g.id(), in)
	if around.rule == "" && g.chance(4) {
		g.b.WriteString(in + "gate: true\n")
	}
	if around == (inside{}) && g.chance(4) {
		around.optional = true
		g.b.WriteString(in + "optional: true\n")
	}
	if around.rule == "" && g.chance(5) {
		around.rule = []string{"at_least", "points"}[g.IntN(2)]
		defer g.rule(in, around.rule, g.items, g.points)
	} else if g.chance(5) {
		g.b.WriteString(in + "rule: all\n")
	}
	for _, key := range append(g.appliesTo(5), g.recommends(5, []string{"unmet: true"})...) {
		g.b.WriteString(in + key + "\n")
	}
	defaults := g.conditions()
	if g.chance(4) {
		if defaults = append(defaults, "scale: feeling"); !g.alone {
			defaults = append(defaults, "confirmed_by: [educator-manager]")
		}
	}
	if len(defaults) > 0 {
		g.b.WriteString(in + "defaults: {" + strings.Join(defaults, ", ") + "}\n")
	}
	g.content(in, around)
}

// content writes proficiencies and, perhaps, sections.
func (g *generator) content(pad string, around inside) {
	deeper := g.items > 1 && len(pad) < 44 && g.chance(2)
	if deeper && g.chance(2) { // the order of the keys decides nothing
		g.sections(pad, around)
		deeper = false
	}
	g.b.WriteString(pad + "proficiencies:\n")
	for range 1 + g.IntN(3) {
		g.item(pad, around)
	}
	if deeper {
		g.sections(pad, around)
	}
}

// rule writes a rule within the reach of what was written since there were so
// many items to write and points written.
func (g *generator) rule(pad, key string, items, points int) {
	most := items - g.items
	if key == "points" {
		most = g.points - points
	}
	fmt.Fprintf(&g.b, "%srule: {%s: %d}\n", pad, key, 1+g.IntN(most))
}

func (g *generator) item(pad string, around inside) {
	g.items--
	g.points++
	id := g.id()
	fmt.Fprintf(&g.b, "%s  - id: %s\n", pad, id)
	if g.chance(3) {
		g.translated = append(g.translated, id+": {statement: شيء}")
	}
	keys := append(append(g.conditions(), g.appliesTo(4)...), "statement: An item")
	if around == (inside{}) && g.chance(4) {
		keys = append(keys, "optional: true")
	}
	if around.rule == "points" && g.chance(2) {
		points := 1 + g.IntN(3)
		g.points += points - 1
		keys = append(keys, fmt.Sprintf("points: %d", points))
	}
	whens := []string{"unmet: true"}
	switch g.IntN(12) {
	case 0:
		keys, whens = append(keys, "scale: feeling"), append(whens, "answers: [low]", "answers: [high]")
	case 1:
		keys, whens = append(keys, "scale: feeling", "level: high"), append(whens, "answers: [low]")
	case 2:
		keys, whens = append(keys, "scale: practice", "level: learning"), append(whens, "answers: [learning]")
	case 3:
		keys = append(keys, "scale: pace", "level: "+g.levels())
	case 4:
		keys = append(keys, "questions: [{id: a, text: A question, scale: pace, level: "+g.levels()+"}]")
	case 5:
		keys = append(keys, "questions: [{id: a, text: A question, scale: practice, level: safe}, {id: b, text: Another, scale: feeling, required: false}]")
		whens = append(whens, "question: a, unmet: true", "question: a, answers: [safe]", "question: b, answers: [low]")
	}
	keys = append(keys, g.recommends(3, whens)...)
	for _, k := range keys {
		g.b.WriteString(pad + "    " + k + "\n")
	}
}
