package proficiency

import (
	"regexp"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

func sentenceRules() []ContentRule {
	return []ContentRule{
		{"long-sentence", source.Warning, "A sentence of a statement, a question or guidance has at most 30 words.", inEnglish(checkSentences)},
	}
}

// mostWords is how many words a sentence has at most. The style guidance of
// GOV.UK asks to check each sentence of more than 25; five more leave room for
// the terms of a field.
const mostWords = 30

func checkSentences(r *raw, report reporter) {
	check := func(what string, t source.Text) {
		for _, block := range blocks(t.Value) {
			from := 0
			for _, end := range sentenceEnds(block) {
				if words := longest(block[from:end]); len(words) > mostWords {
					report(t.Position, "%s goes on for %d words from %s: make several sentences or a list of it, so that none has more than %d",
						what, len(words), source.Quote(beginning(words)), mostWords)
				}
				from = end
			}
		}
	}
	r.eachAssessed(check)
	for _, s := range r.allSections {
		check("the guidance", s.guidance)
	}
	for _, it := range r.items {
		check("the guidance", it.guidance)
	}
}

// longest are the words of the longest part of a sentence: a colon or a
// semicolon lets the reader rest, and what stands in brackets can be passed over.
func longest(sentence string) (words []word) {
	outside := brackets.ReplaceAllString(sentence, "")
	for part := range strings.FieldsFuncSeq(outside, func(c rune) bool { return c == ':' || c == ';' || c == '–' }) {
		if w := wordsOf(part); len(w) > len(words) {
			words = w
		}
	}
	return words
}

var brackets = regexp.MustCompile(`\([^()]*\)`)

// beginning are the first few words of a sentence.
func beginning(words []word) string {
	first := make([]string, 4)
	for i := range first {
		first[i] = words[i].text
	}
	return strings.Join(first, " ") + " …"
}

// blocks are the paragraphs, headings and entries of lists of a text in
// Markdown (CommonMark 0.31.2, sections 4 and 5).
func blocks(s string) (all []string) {
	var current []string
	flush := func() {
		if len(current) > 0 {
			all, current = append(all, strings.Join(current, " ")), nil
		}
	}
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "|") {
			flush()
			continue
		}
		if entry := strings.TrimLeft(line, "-*+#>0123456789."); entry != line && strings.HasPrefix(entry, " ") {
			flush()
			line = strings.TrimSpace(entry)
		}
		current = append(current, line)
	}
	flush()
	return all
}
