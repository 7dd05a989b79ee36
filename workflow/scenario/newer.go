package scenario

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// A reviser writes the newer version of a framework that was made: it changes
// the text line by line, at random.
type reviser struct {
	*maker
	lines []string
}

var (
	itemLine    = regexp.MustCompile(`^ *- \{id: (item-[0-9]+), statement: Do it[^,]*, `)
	statement   = regexp.MustCompile(`statement: Do it[^,]*`)
	sectionKey  = regexp.MustCompile(`^ +(gate|optional|rule|defaults|applies_to): ?`)
	partTitle   = regexp.MustCompile(`^ +title: A part`)
	versionLine = regexp.MustCompile(`(?m)^version: .*$`)
)

// gently changes words, what helps and what may be chosen; roughly all else.
var (
	gently  = []func(*reviser){(*reviser).reword, (*reviser).retitle, (*reviser).swap, (*reviser).offer, (*reviser).relabel}
	roughly = []func(*reviser){
		(*reviser).reword, (*reviser).rewrite, (*reviser).rewrite, (*reviser).drop, (*reviser).add, (*reviser).replace, (*reviser).double,
		(*reviser).swap, (*reviser).section, (*reviser).section, (*reviser).head, (*reviser).rescale, (*reviser).reattribute, (*reviser).offer,
	}
)

// A succession is a newer version of a framework and the migration that leads to it.
type succession struct {
	Framework
	by Migration
}

// succeed writes the successor of a version, whose step is the least that its
// changes need, or a greater one; ok is false where chance makes none that is valid.
func succeed(rng *rand.Rand, policy *roles.Policy, of Framework, nth int) (s succession, ok bool) {
	old, found := proficiency.Parse("made.yaml", []byte(of.Text))
	if found.HasErrors() {
		return s, false
	}
	gentle := rng.IntN(2) == 0
	const tries = 40
	for range tries {
		text := revised(rng, policy, of, nth, gentle)
		if s, ok = migrated(rng, old, text); ok {
			return s, true
		}
	}
	return s, false
}

// revised is the text with some changes; it may be none that is valid.
func revised(rng *rand.Rand, policy *roles.Policy, of Framework, nth int, gentle bool) string {
	g := generating{id: string(of.Ref.ID), version: of.Ref.Version.String()}
	r := &reviser{maker: newMaker(rng, policy, g), lines: strings.Split(of.Text, "\n")}
	const apart = 100 // so that no version has the ids of another for something else
	r.next = apart * nth
	r.rounds = strings.Contains(of.Text, "\nunsupervised: true\n")
	if strings.Contains(of.Text, "\nattributes:\n") {
		r.applies = someApply
	}
	changes, most := roughly, 4
	if gentle {
		changes, most = gently, 2
	}
	for range 1 + r.IntN(most) {
		changes[r.IntN(len(changes))](r)
	}
	return strings.Join(r.lines, "\n")
}

// matching is the index of any line that matches, or none.
func (r *reviser) matching(re *regexp.Regexp) int {
	var at []int
	for i, l := range r.lines {
		if re.MatchString(l) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		return none
	}
	return at[r.IntN(len(at))]
}

// written is what a maker writes.
func (r *reviser) written(write func()) string {
	r.b.Reset()
	write()
	return strings.TrimSuffix(r.b.String(), "\n")
}

// freshly is the line of an item as it would be made anew, that of line i at its place.
func (r *reviser) freshly(i int, in nesting) string {
	depth := indent(r.lines[i]) / len("  ")
	return r.written(func() { r.maker.item(depth, in) })
}

func (r *reviser) reword() {
	if i := r.matching(itemLine); i != none {
		r.next++
		r.lines[i] = statement.ReplaceAllString(r.lines[i], fmt.Sprintf("statement: Do it so %d", r.next))
	}
}

func (r *reviser) retitle() {
	if i := r.matching(partTitle); i != none {
		r.next++
		r.lines[i] = partTitle.FindString(r.lines[i]) + fmt.Sprintf(" %d", r.next)
	}
}

// rewrite keeps the id of an item, and nothing else.
func (r *reviser) rewrite() {
	i := r.matching(itemLine)
	if i == none {
		return
	}
	in := nesting{rule: "any"} // what may stand everywhere
	if r.chance(3) {
		in = nesting{}
	}
	id := itemLine.FindStringSubmatch(r.lines[i])[1]
	r.lines[i] = itemInText.ReplaceAllString(r.freshly(i, in), "id: "+id)
}

func (r *reviser) drop() {
	if i := r.matching(itemLine); i != none {
		r.lines = slices.Delete(r.lines, i, i+1)
	}
}

func (r *reviser) add() {
	if i := r.matching(itemLine); i != none {
		r.lines = slices.Insert(r.lines, i, r.freshly(i, nesting{rule: "any"}))
	}
}

// offer adds something that may be chosen.
func (r *reviser) offer() {
	if i := r.matching(itemLine); i != none {
		l := r.freshly(i, nesting{rule: "any"})
		r.lines = slices.Insert(r.lines, i, strings.Replace(l, "statement: Do it, ", "statement: Do it, optional: true, ", 1))
	}
}

// replace gives an item another id.
func (r *reviser) replace() {
	if i := r.matching(itemLine); i != none {
		r.lines[i] = itemInText.ReplaceAllString(r.lines[i], "id: "+r.id("item"))
	}
}

// double has what one item asked be asked by two.
func (r *reviser) double() {
	if i := r.matching(itemLine); i != none {
		r.lines = slices.Insert(r.lines, i, itemInText.ReplaceAllString(r.lines[i], "id: "+r.id("item")))
	}
}

func (r *reviser) swap() {
	if i, j := r.matching(itemLine), r.matching(itemLine); i != none && indent(r.lines[i]) == indent(r.lines[j]) {
		r.lines[i], r.lines[j] = r.lines[j], r.lines[i]
	}
}

// section takes away something that a section says, or adds something.
func (r *reviser) section() {
	if i := r.matching(sectionKey); i != none && r.chance(2) {
		r.lines = slices.Delete(r.lines, i, i+1)
		return
	}
	if i := r.matching(partTitle); i != none {
		l := []string{"gate: true", "optional: true", "rule: {at_least: 1}", cmp.Or(r.appliesTo(1), "gate: true")}[r.IntN(4)]
		r.lines = slices.Insert(r.lines, i+1, strings.Repeat(" ", indent(r.lines[i]))+l)
	}
}
