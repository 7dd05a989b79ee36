package scenario

import (
	"regexp"
	"slices"
	"strings"
)

var sectionsLine = regexp.MustCompile(`^sections:$`)

// head changes what the framework says as a whole.
func (r *reviser) head() {
	switch r.IntN(7) {
	case 0:
		r.say("declaration", "declaration: "+[]string{"I keep to the rules.", "I keep to all of the rules.", "I ask first."}[r.IntN(3)])
	case 1:
		r.say("enrolment", "enrolment: {self: true}")
	case 2:
		r.say("defaults", r.written(r.defaults))
	case 3:
		if !r.rounds {
			r.say("sign_off", r.written(r.signOffRule))
		}
	case 4:
		if !r.rounds {
			r.say("paper_since", "paper_since: 2021-03-04")
		}
	case 5:
		r.say("minimum_optional", "minimum_optional: 1")
	default:
		if r.rounds {
			r.say("certificate", "certificate: completion")
			r.say("validity", "validity: {months: 12}")
		}
	}
}

// say has the framework say something else under a key, or, of what it need not
// say, now and then nothing.
func (r *reviser) say(key, line string) {
	i := r.matching(regexp.MustCompile("^" + key + ": "))
	switch needed := key == "defaults" || key == "sign_off"; {
	case i == none:
		if at := r.matching(sectionsLine); at != none {
			r.lines = slices.Insert(r.lines, at, line)
		}
	case !needed && r.chance(2):
		r.lines = slices.Delete(r.lines, i, i+1)
	default:
		r.lines[i] = line
	}
}

// scaleLines are other scales of the same names: with other answers, in another
// order, or of which other ones are enough.
var scaleLines = map[string][]string{
	"two": {
		"[{id: not-yet, label: Not yet}, {id: nearly, label: Nearly}, {id: done, label: Done, meets: true}]",
		"[{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}, {id: better, label: Better, meets: true}]",
		"[{id: no, label: No}, {id: yes, label: Yes, meets: true}]",
	},
	"three": {
		"[{id: low, label: Low}, {id: fair, label: Fair}, {id: high, label: High, meets: true}]",
		"[{id: low, label: Low, meets: true}, {id: fair, label: Fair, meets: true}, {id: high, label: High, meets: true}]",
		"[{id: none, label: None}, {id: low, label: Low}, {id: high, label: High, meets: true}]",
	},
	"open": {
		"[{id: no, label: No}, {id: perhaps, label: Perhaps}, {id: yes, label: Yes}]",
		"[{id: no, label: No}, {id: yes, label: Yes, meets: true}]",
	},
}

// rescale gives a scale other answers.
func (r *reviser) rescale() {
	name := []string{"two", "three", "open"}[r.IntN(3)]
	others := scaleLines[name]
	if i := r.matching(regexp.MustCompile("^  " + name + `: \[`)); i != none {
		r.lines[i] = "  " + name + ": " + others[r.IntN(len(others))]
	}
}

// relabel calls the answers of a scale something else.
func (r *reviser) relabel() {
	if i := r.matching(regexp.MustCompile(`^  (two|three|open): \[`)); i != none {
		from, to := "label: ", "label: Now "
		if strings.Contains(r.lines[i], to) {
			from, to = to, from
		}
		r.lines[i] = strings.ReplaceAll(r.lines[i], from, to)
	}
}

// reattribute changes what the enrolment says of the learner: another value, or one less.
func (r *reviser) reattribute() {
	if i := r.matching(regexp.MustCompile(`^  (role|setting): \{label`)); i != none {
		if r.chance(2) {
			r.lines[i] = strings.Replace(r.lines[i], "]}", ", {id: elsewhere, label: Elsewhere}]}", 1)
			return
		}
		for _, gone := range []string{", {id: home, label: At home}", ", {id: office, label: Not clinical}"} {
			r.lines[i] = strings.Replace(r.lines[i], gone, "", 1)
		}
	}
}
