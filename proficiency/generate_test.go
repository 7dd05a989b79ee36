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
defaults: {scale: practice, kind: skill, confirmed_by: [assessor, educator-manager]}
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
	b     strings.Builder
	items int // still to write
	next  int // the number of the next id
}

// generatedFramework is a framework of at most so many items, nested, gated and
// optional as chance has it. It is valid, but may have warnings.
func generatedFramework(rng *rand.Rand, items int) string {
	g := &generator{Rand: rng, items: items}
	g.b.WriteString(generatedHead)
	if g.IntN(3) == 0 {
		g.b.WriteString("language: cy\nenrolment: {self: true}\n")
	}
	g.sections("", false)
	return g.b.String()
}

func (g *generator) id() string {
	g.next++
	return fmt.Sprintf("x%d", g.next)
}

func (g *generator) sections(pad string, inOptional bool) {
	g.b.WriteString(pad + "sections:\n")
	for range 1 + g.IntN(4) {
		g.section(pad, inOptional)
	}
}

func (g *generator) section(pad string, inOptional bool) {
	in := pad + "    "
	fmt.Fprintf(&g.b, "%s  - id: %s\n%stitle: A section\n", pad, g.id(), in)
	if g.IntN(4) == 0 {
		g.b.WriteString(in + "gate: true\n")
	}
	if !inOptional && g.IntN(4) == 0 {
		inOptional = true
		g.b.WriteString(in + "optional: true\n")
	}
	if g.IntN(4) == 0 {
		g.b.WriteString(in + "defaults: {scale: feeling, confirmed_by: [educator-manager]}\n")
	}
	deeper := g.items > 1 && len(pad) < 40 && g.IntN(2) == 0
	if deeper && g.IntN(2) == 0 { // the order of the keys decides nothing
		g.sections(in, inOptional)
		deeper = false
	}
	g.b.WriteString(in + "proficiencies:\n")
	for range 1 + g.IntN(3) {
		g.item(in, inOptional)
	}
	if deeper {
		g.sections(in, inOptional)
	}
}

func (g *generator) item(pad string, inOptional bool) {
	g.items--
	fmt.Fprintf(&g.b, "%s  - id: %s\n%s    statement: An item\n", pad, g.id(), pad)
	if !inOptional && g.IntN(4) == 0 {
		g.b.WriteString(pad + "    optional: true\n")
	}
	switch g.IntN(5) {
	case 0:
		g.b.WriteString(pad + "    scale: feeling\n")
	case 1:
		g.b.WriteString(pad + "    questions:\n" +
			pad + "      - {id: a, text: A question}\n" +
			pad + "      - {id: b, text: Another, scale: feeling, required: false}\n")
	}
}
