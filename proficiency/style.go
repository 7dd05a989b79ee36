package proficiency

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency/source"
)

// StyleRules are all rules about how a framework is written, by family. They
// are applied where [CheckOptions] ask for them, and only warn: whoever knows
// better says so in a comment. Most know English only, and are silent about a
// framework in another language.
func StyleRules() []ContentRule {
	return slices.Concat(verbRules(), requirementRules(), wordRules(), abbreviationRules(), sentenceRules(), likenessRules())
}

// inEnglish makes a check that is silent about frameworks in another language.
func inEnglish(check func(*raw, reporter)) func(*raw, reporter) {
	return func(r *raw, report reporter) {
		language, _, _ := strings.Cut(r.language.Value, "-")
		if language == "" || strings.EqualFold(language, "en") {
			check(r, report)
		}
	}
}

// kindOf is the kind of an item, its own or by default.
func kindOf(it *rawItem) string { return it.section.defaults.kindOr(it.kind).Value }

// A word is one of a text: letters and digits, with the hyphens and apostrophes
// between them.
type word struct {
	text     string
	from, to int // in bytes
}

// lower is the word in lower case.
func (w word) lower() string { return strings.ToLower(w.text) }

// wordsOf are the words of a text, in order.
func wordsOf(s string) (words []word) {
	from := -1
	for i, c := range s {
		switch inner := c == '-' || c == '\'' || c == '’'; {
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c):
			if from < 0 {
				from = i
			}
		case from >= 0 && (!inner || !letterBehind(s[i+utf8.RuneLen(c):])):
			words = append(words, word{s[from:i], from, i})
			from = -1
		}
	}
	if from >= 0 {
		words = append(words, word{s[from:], from, len(s)})
	}
	return words
}

// letterBehind reports whether s begins with a letter or digit.
func letterBehind(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(c) || unicode.IsDigit(c)
}

// set makes a set of the words in s.
func set(s string) map[string]bool {
	words := strings.Fields(s)
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// eachAssessed gives every text that is assessed: the statements and questions.
func (r *raw) eachAssessed(yield func(what string, t source.Text)) {
	for _, it := range r.items {
		if it.statement.Given() {
			yield("the statement", it.statement)
		}
		for _, q := range it.questions {
			if q.text.Given() {
				yield("the question", q.text)
			}
		}
	}
}
