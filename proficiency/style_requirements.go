package proficiency

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency/source"
)

func requirementRules() []ContentRule {
	return []ContentRule{
		{"several-requirements", source.Warning, "A statement asks for one thing, which is then met or not.", inEnglish(checkOneRequirement)},
	}
}

func checkOneRequirement(r *raw, report reporter) {
	for _, it := range r.items {
		s := it.statement.Value
		if i := strings.IndexByte(s, ';'); i >= 0 {
			report(r.doc.Inside(it.statement, i), "a semicolon joins two requirements: make a proficiency of each")
			continue
		}
		if ends := sentenceEnds(s); len(ends) > 1 {
			report(r.doc.Inside(it.statement, ends[0]-1), "the statement is of several sentences: make a proficiency of each requirement, and put the rest into the guidance")
			continue
		}
		if joint, second, found := joined(s); found {
			report(r.doc.Inside(it.statement, joint.from), "%s begins a second requirement: make a proficiency of each, or put what is only a part into the guidance",
				source.Quote(joint.text+" "+second.text))
		}
	}
}

// joined finds the word that joins a second verb to the first of a statement.
func joined(s string) (joint, second word, found bool) {
	words := wordsOf(s)
	if len(words) == 0 || !seen(words[0].lower()) && !unseenVerbs[base(words[0].lower())] {
		return joint, second, false
	}
	form := formOf(words[0].lower())
	clause, infinitive := false, false
	for i, w := range words {
		lower := w.lower()
		switch {
		case i > 0 && (lower == "and" || lower == "or" || lower == "then"):
			verb, next, ok := verbAfter(s, words[i+1:], form)
			if ok && !infinitive && (i == 1 || requires(form(verb.lower()), next, clause)) {
				return w, verb, true
			}
		case lower == "to" && i+1 < len(words) && seen(words[i+1].lower()):
			infinitive = true
		case subordinators[lower]:
			clause = true
		}
	}
	return joint, second, false
}

// verbAfter is the verb that words begin with, behind then and adverbs, and the
// word after it, which is empty at the end of a part of the sentence.
func verbAfter(s string, words []word, form func(string) string) (verb word, next string, ok bool) {
	for i, w := range words {
		lower := w.lower()
		if lower == "then" || strings.HasSuffix(lower, "ly") && !seenVerbs[lower] {
			continue
		}
		if listed := form(lower); !seenVerbs[listed] && !unseenVerbs[listed] {
			return w, "", false
		}
		if i+1 < len(words) && strings.TrimSpace(s[w.to:words[i+1].from]) == "" {
			next = words[i+1].lower()
		}
		return w, next, true
	}
	return verb, "", false
}

// formOf gives what makes a word that stands beside a first verb look up: where
// that is washes or records, another ends in s too.
func formOf(first string) func(string) string {
	if base(first) == first {
		return func(lower string) string { return lower }
	}
	return func(lower string) string {
		if b := base(lower); b != lower {
			return b
		}
		return ""
	}
}

// requires reports whether a verb that is joined to others begins a requirement.
// Within a clause it mostly belongs to that; a word that may be a noun is a
// verb only before what a noun is not followed by.
func requires(verb, next string, clause bool) bool {
	switch {
	case clause:
		return saysVerbs[verb] && next != ""
	case nounsToo[verb]:
		return determiners[next]
	}
	return true
}

var (
	subordinators = set(`how why what when whenever whether which who whom whose that where wherever if before after until unless
		while so without because than as since though although whose by during`)
	determiners = set(`the a an your their his her its our any each every all this these those what why how who whether it them
		him one two three both`)
)

// sentenceEnds are the offsets behind the ends of sentences: a full stop, a
// question or exclamation mark, before a capital letter or the end.
func sentenceEnds(s string) (ends []int) {
	for i, c := range s {
		if c != '.' && c != '?' && c != '!' {
			continue
		}
		rest := strings.TrimLeft(s[i+1:], `"')”’*_`)
		behind := strings.TrimLeft(rest, " \n\t")
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(behind, `"'(“‘*_`))
		if behind == "" || len(behind) < len(rest) && (unicode.IsUpper(next) || unicode.IsDigit(next)) && !abbreviates(s[:i]) {
			ends = append(ends, i+1)
		}
	}
	if n := len(ends); n == 0 || ends[n-1] < len(strings.TrimRight(s, ` "')”’*_`)) {
		ends = append(ends, len(s))
	}
	return ends
}

// abbreviates reports whether the full stop behind s belongs to its last word. A
// number has none of its own.
func abbreviates(s string) bool {
	last := s[strings.LastIndexAny(s, " \n\t(")+1:]
	if strings.IndexFunc(last, unicode.IsLetter) < 0 {
		return false
	}
	return utf8.RuneCountInString(last) == 1 || strings.Contains(last, ".") ||
		shortened[strings.ToLower(last)]
}

var shortened = set(`dr mr mrs ms st no nos vs etc approx fig figs prof al cf ca`)
