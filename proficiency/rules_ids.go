package proficiency

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

func idRules() []ContentRule {
	return []ContentRule{
		{"invalid-id", source.Error, "Ids, roles, tags and the category are of lower-case letters, digits, . and -.", checkIDForm},
		{"id-case-clash", source.Error, "No two ids of a kind differ in case only.", checkIDCase},
		{"duplicate-id", source.Error, "Every section and proficiency has an id of its own.", duplicates(placeIDs, "the id of a section or proficiency")},
		{"duplicate-answer", source.Error, "Every answer of a scale has an id of its own.", duplicates(answerIDs, "the id of an answer of this scale")},
		{"duplicate-question", source.Error, "Every question of a proficiency has an id of its own.", duplicates(questionIDs, "the id of a question of this proficiency")},
		{"duplicate-number", source.Warning, "No two sections, and no two proficiencies, have the same number.", duplicates(numbers, "the number of another")},
	}
}

// A space is a set of ids within which each is used once, in the file's order.
type space []source.Text

func newSpace(ids []source.Text) space {
	s := slices.DeleteFunc(ids, func(t source.Text) bool { return !t.Given() })
	slices.SortStableFunc(s, func(a, b source.Text) int { return a.Position.Compare(b.Position) })
	return s
}

func placeIDs(r *raw) []space {
	ids := make([]source.Text, 0, len(r.allSections)+len(r.items))
	for _, s := range r.allSections {
		ids = append(ids, s.id)
	}
	for _, it := range r.items {
		ids = append(ids, it.id)
	}
	return []space{newSpace(ids)}
}

func answerIDs(r *raw) (spaces []space) {
	for _, s := range r.scales {
		var ids []source.Text
		for _, a := range s.answers {
			ids = append(ids, a.id)
		}
		spaces = append(spaces, newSpace(ids))
	}
	return spaces
}

func questionIDs(r *raw) (spaces []space) {
	for _, it := range r.items {
		var ids []source.Text
		for _, q := range it.questions {
			ids = append(ids, q.id)
		}
		if ids != nil {
			spaces = append(spaces, newSpace(ids))
		}
	}
	return spaces
}

func keyIDs(r *raw) []space {
	var scales, kinds, attributes []source.Text
	for _, a := range r.attributes {
		attributes = append(attributes, a.id)
	}
	for _, s := range r.scales {
		scales = append(scales, s.id)
	}
	for _, k := range r.kinds {
		kinds = append(kinds, k.id)
	}
	return []space{newSpace(scales), newSpace(kinds), newSpace(attributes)}
}

func numbers(r *raw) []space {
	var sections, items []source.Text
	for _, s := range r.allSections {
		if s.number.Value != "" {
			sections = append(sections, s.number)
		}
	}
	for _, it := range r.items {
		if it.number.Value != "" {
			items = append(items, it.number)
		}
	}
	return []space{newSpace(sections), newSpace(items)}
}

// duplicates makes the check that no text stands twice in a space.
func duplicates(spaces func(*raw) []space, what string) func(*raw, reporter) {
	return func(r *raw, report reporter) {
		for _, s := range spaces(r) {
			first := make(map[string]source.Position, len(s))
			for _, id := range s {
				if at, twice := first[id.Value]; twice {
					report(id.Position, "%s is already %s, at %d:%d: choose a different one", source.Quote(id.Value), what, at.Line, at.Col)
				} else {
					first[id.Value] = id.Position
				}
			}
		}
	}
}

// eachClash gives each id that differs from an earlier one of its space in
// case only, with the earlier one.
func eachClash(r *raw, yield func(id, earlier source.Text)) {
	upper := func(t source.Text) bool { return strings.ToLower(t.Value) != t.Value }
	for _, s := range slices.Concat(placeIDs(r), keyIDs(r), answerIDs(r), valueIDs(r), questionIDs(r), recommendationIDs(r)) {
		if !slices.ContainsFunc(s, upper) {
			continue
		}
		byFold := make(map[string]source.Text, len(s))
		for _, id := range s {
			fold := strings.ToLower(id.Value)
			if earlier, found := byFold[fold]; !found {
				byFold[fold] = id
			} else if earlier.Value != id.Value {
				yield(id, earlier)
			}
		}
	}
}

func checkIDCase(r *raw, report reporter) {
	eachClash(r, func(id, earlier source.Text) {
		report(id.Position, "%s differs from %s, at %d:%d, in case only: choose a different id, in lower case",
			source.Quote(id.Value), source.Quote(earlier.Value), earlier.Position.Line, earlier.Position.Col)
	})
}

func checkIDForm(r *raw, report reporter) {
	clashing := map[source.Position]bool{}
	eachClash(r, func(id, earlier source.Text) { clashing[id.Position], clashing[earlier.Position] = true, true })
	check := func(id source.Text) {
		if id.Given() && !ValidID(id.Value) && !clashing[id.Position] {
			advice, suggestion := idAdvice(id.Value)
			report(id.Position, "%s is not an id: %s", source.Quote(id.Value), advice).Suggestion = suggestion
		}
	}
	check(r.id)
	check(r.category)
	for _, q := range r.requires {
		check(q.framework)
	}
	for _, s := range slices.Concat(placeIDs(r), keyIDs(r), answerIDs(r), valueIDs(r), questionIDs(r), recommendationIDs(r)) {
		for _, id := range s {
			check(id)
		}
	}
	r.eachRoles(func(_ string, roles rawRoles) {
		for _, role := range roles.roles {
			check(role)
		}
	})
	for _, it := range r.items {
		for _, tag := range it.tags {
			check(tag)
		}
	}
}

// idAdvice says what to write instead of s. There is no fix, because other
// places may name it.
func idAdvice(s string) (advice, suggestion string) {
	if len(s) > MaxIDLength {
		return "it is longer than 64 characters", ""
	}
	words := strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-'
	})
	if id := strings.TrimLeft(strings.Join(words, "-"), ".-"); ValidID(id) {
		return "write " + source.Quote(id) + ", of lower-case letters, digits, . and -", id
	}
	return "write lower-case letters a to z, digits, . and -, beginning with a letter or digit", ""
}
