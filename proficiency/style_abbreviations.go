package proficiency

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency/source"
)

func abbreviationRules() []ContentRule {
	return []ContentRule{
		{"undefined-abbreviation", source.Warning, "An abbreviation is written out where a section first uses it.", inEnglish(checkAbbreviations)},
	}
}

// everyday abbreviations are known to every reader; waves and Roman numbers are none.
var everyday = set(`UK GB EU UN US USA NHS GP ID IT TV PC PDF FAQ URL SMS GPS PIN QR OK AM PM AC DC DNA HIV CT MRI DVD USB LED ISO
	PR QRS QT ST II III IV VI VII VIII IX XI XII XIII XIV XV`)

// checkAbbreviations reads each outermost section from top to bottom, as people
// do. What the framework's description writes out is known everywhere, and what
// a text writes out is known to all of that item.
func checkAbbreviations(r *raw, report reporter) {
	for _, s := range r.sections {
		c := abbreviations{r: r, report: report, known: map[string]bool{}}
		c.learn(r.title.Value + "\n" + r.description.Value)
		c.section(s)
	}
}

type abbreviations struct {
	r      *raw
	report reporter
	known  map[string]bool // written out, or reported
}

func (c *abbreviations) section(s *rawSection) {
	c.learn(s.title.Value + "\n" + s.guidance.Value)
	c.check("the title", s.title)
	c.check("the guidance", s.guidance)
	for _, it := range s.items {
		c.learn(wholeText(it))
		c.check("the statement", it.statement)
		for _, q := range it.questions {
			c.check("the question", q.text)
		}
		c.check("the guidance", it.guidance)
	}
	for _, inner := range s.sections {
		c.section(inner)
	}
}

// check reports the abbreviations of a text that are not known, each once.
func (c *abbreviations) check(what string, t source.Text) {
	for _, w := range wordsOf(t.Value) {
		for _, part := range abbreviationsIn(w) {
			if !c.known[part.text] && !everyday[part.text] && !label(t.Value, part) {
				c.known[part.text] = true
				c.report(c.r.doc.Inside(t, part.from), "%s uses %s, which nothing before it in the section writes out: write the long form (%s) where it first stands",
					what, part.text, part.text)
			}
		}
	}
}

// label reports whether an abbreviation stands alone in brackets, where it
// names what is before it.
func label(s string, w word) bool {
	return w.from > 0 && s[w.from-1] == '(' && strings.HasPrefix(s[w.to:], ")")
}

// abbreviationsIn are the abbreviations in a word, which hyphens may join to
// others: CAM-ICU is one, and so is ECG in ECG-guided.
func abbreviationsIn(w word) (found []word) {
	from := w.from
	parts := strings.Split(w.text, "-")
	for _, part := range parts {
		if text := strings.TrimRight(strings.TrimSuffix(part, "s"), "'’"); isAbbreviation(text) {
			found = append(found, word{text, from, from + len(text)})
		}
		from += len(part) + 1
	}
	if len(parts) > 1 && len(found) == len(parts) {
		return []word{w}
	}
	return found
}

// isAbbreviation reports whether s is of two capital letters or more, or of
// three or more and a digit. With other digits it is a number or a name: CG83, B12.
func isAbbreviation(s string) bool {
	letters := strings.TrimRightFunc(s, unicode.IsDigit)
	upper := strings.IndexFunc(letters, func(c rune) bool { return !unicode.IsUpper(c) }) < 0
	digits := len(s) - len(letters)
	return upper && (digits == 0 && len(letters) >= 2 || digits == 1 && len(letters) >= 3)
}

// wholeText is all that an item says to people.
func wholeText(it *rawItem) string {
	texts := []string{it.statement.Value}
	for _, q := range it.questions {
		texts = append(texts, q.text.Value)
	}
	return strings.Join(append(texts, it.guidance.Value), "\n")
}

// learn takes what a text writes out: the long form (ABBR), ABBR (the long
// form), or, somewhere beside ABBR, words whose first letters it is made of.
func (c *abbreviations) learn(s string) {
	const most = 50 // whose letters are looked for: no text that is meant has more
	words := wordsOf(s)
	looked := map[string]bool{}
	for i, w := range words {
		for _, part := range abbreviationsIn(w) {
			long := bracketed(s, words, i, part.text)
			if !long && !looked[part.text] && len(looked) < most {
				looked[part.text] = true
				long = spelt(words, part.text)
			}
			c.known[part.text] = c.known[part.text] || long
		}
	}
}

// bracketed reports whether the word at i is an abbreviation in brackets behind
// its long form, or before it: one word of that has its first letter.
func bracketed(s string, words []word, i int, abbreviation string) bool {
	w := words[i]
	initial := func(words []word) bool {
		return slices.ContainsFunc(words, func(other word) bool { return startsAlike(other.text, abbreviation) && other.text != w.text })
	}
	before, behind := strings.TrimRight(s[:w.from], " \n"), strings.TrimLeft(s[w.to:], " \n")
	switch {
	case strings.HasSuffix(before, "(") && behind != "" && strings.IndexByte("),;:", behind[0]) >= 0:
		return initial(words[max(0, i-8):i])
	case strings.HasPrefix(behind, "("):
		return initial(words[i+1 : min(len(words), i+9)])
	}
	return false
}

func startsAlike(word, abbreviation string) bool {
	a, _ := utf8.DecodeRuneInString(word)
	b, _ := utf8.DecodeRuneInString(abbreviation)
	return unicode.ToUpper(a) == unicode.ToUpper(b)
}

// spelt reports whether the first letters of words that follow one another,
// small ones left out, spell an abbreviation of three letters or more.
func spelt(words []word, abbreviation string) bool {
	letters := strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) {
			return c
		}
		return -1
	}, abbreviation)
	if utf8.RuneCountInString(letters) < 3 {
		return false
	}
	for i := range words {
		if spells(words[i:], letters) {
			return true
		}
	}
	return false
}

func spells(words []word, letters string) bool {
	for _, w := range words {
		switch {
		case startsAlike(w.text, letters) && w.lower() != strings.ToLower(letters):
			_, size := utf8.DecodeRuneInString(letters)
			if letters = letters[size:]; letters == "" {
				return true
			}
		case !fillers[w.lower()]:
			return false
		}
	}
	return false
}
