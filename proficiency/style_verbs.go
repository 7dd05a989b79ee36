package proficiency

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

func verbRules() []ContentRule {
	return []ContentRule{
		{"unobservable-verb", source.Warning, "The statement of a skill begins with a verb that an assessor can see done, and no statement with one that nobody can.", inEnglish(checkVerbs)},
	}
}

func checkVerbs(r *raw, report reporter) {
	for _, it := range r.items {
		words := wordsOf(it.statement.Value)
		if len(words) == 0 {
			continue
		}
		kind := kindOf(it)
		if first, hidden := unseen(words); hidden {
			report(it.statement.Position, "%s is nothing that an assessor can see or hear done: begin with what the learner does to show it, such as %s",
				source.Quote(first), verbsFor(kind))
		} else if isSkill(kind) && !begins(words) {
			report(it.statement.Position, "%s is none of the verbs that are known to begin the statement of a skill: begin with what an assessor sees the learner do, such as %s",
				source.Quote(words[0].text), verbsFor(kind))
		}
	}
}

func isSkill(kind string) bool { return kind == "skill" || kind == "skills" }

func verbsFor(kind string) string {
	if isSkill(kind) {
		return "assess, prepare or record"
	}
	return "explain, describe or identify"
}

// unseen gives the beginning of a statement that says what nobody can see: a
// verb of the mind, or the showing of it.
func unseen(words []word) (first string, is bool) {
	verb := base(words[0].lower())
	switch {
	case unseenVerbs[verb]:
		return words[0].text, true
	case len(words) > 2 && words[0].lower() == "is" && (words[1].lower() == "able" || words[1].lower() == "aware"),
		len(words) > 1 && words[0].lower() == "able" && words[1].lower() == "to":
		return words[0].text + " " + words[1].text, true
	case len(words) < 2 || verb != "demonstrate" && verb != "show" && verb != "display" && verb != "have" && verb != "gain":
		return "", false
	}
	for _, w := range words[1:min(len(words), 5)] {
		if unseenThings[w.lower()] {
			return words[0].text + " " + w.text, true
		}
	}
	return "", false
}

// begins reports whether words begin with a verb that can be seen, behind any adverbs.
func begins(words []word) bool {
	for _, w := range words {
		lower := w.lower()
		if seen(lower) {
			return true
		}
		if !strings.HasSuffix(lower, "ly") {
			return false
		}
	}
	return false
}

// seen reports whether a word is a form of a verb of the list. What is done
// again, or undone, can be seen too.
func seen(lower string) bool {
	verb := base(lower)
	if seenVerbs[verb] {
		return true
	}
	for _, prefix := range []string{"re-", "re", "de-", "dis", "un", "pre-", "co-", "over", "cross-"} {
		if rest, ok := strings.CutPrefix(verb, prefix); ok && seenVerbs[rest] {
			return true
		}
	}
	return false
}

// base is a verb as lists have it: washes, carries and records without their endings.
func base(lower string) string {
	if seenVerbs[lower] || unseenVerbs[lower] {
		return lower
	}
	for _, ending := range [][2]string{{"ies", "y"}, {"es", ""}, {"s", ""}} {
		if stem, ok := strings.CutSuffix(lower, ending[0]); ok && (seenVerbs[stem+ending[1]] || unseenVerbs[stem+ending[1]]) {
			return stem + ending[1]
		}
	}
	return lower
}
