package proficiency

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency/source"
)

func textRules() []ContentRule {
	return []ContentRule{
		{"blank-text", source.Error, "A text that is given says something.", eachText(blank)},
		{"text-too-long", source.Error, "A text is no longer than what it is for.", eachText(tooLong)},
		{"several-lines", source.Error, "Titles, labels, numbers and names stand on one line.", eachText(severalLines)},
		{"hidden-character", source.Error, "A text holds no characters that do not show.", eachText(hidden)},
	}
}

// eachText makes the check of every text for people; a problem completes "title …".
func eachText(problem func(rawText) string) func(*raw, reporter) {
	return func(r *raw, report reporter) {
		for _, t := range r.texts {
			if p := problem(t); p != "" {
				report(t.Position, "%s %s", t.what, p)
			}
		}
	}
}

func blank(t rawText) string {
	if t.Value == "" {
		return "is blank: write a text, or leave it out where it is not needed"
	}
	return ""
}

func tooLong(t rawText) string {
	if n := utf8.RuneCountInString(t.Value); n > t.kind.most {
		return fmt.Sprintf("is %d characters long: at most %d are allowed", n, t.kind.most)
	}
	return ""
}

func severalLines(t rawText) string {
	if !t.kind.paragraphs && strings.Contains(t.Value, "\n") {
		return "goes over several lines: write it on one, or with >- so that lines are joined"
	}
	return ""
}

func hidden(t rawText) string {
	if printable(t.Value) {
		return ""
	}
	i := strings.IndexFunc(t.Value, hiddenRune)
	if i < 0 {
		return ""
	}
	switch c, _ := utf8.DecodeRuneInString(t.Value[i:]); {
	case c == utf8.RuneError:
		return "holds U+FFFD, the sign of a character lost to a wrong encoding: write what it was"
	case unicode.Is(unicode.Bidi_Control, c):
		return fmt.Sprintf("holds U+%04X, which makes a text read differently from how it is stored: remove it", c)
	default:
		return fmt.Sprintf("holds U+%04X, a character that does not show: remove it", c)
	}
}

// printable reports whether s is of printable ASCII and line breaks, as most texts are.
func printable(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < ' ' || c > '~') && c != '\n' {
			return false
		}
	}
	return true
}

// hiddenRune reports whether c has no place in a text for people: control
// characters, and those with which one text passes for another (Unicode
// Technical Report 36, section 3; Unicode Standard Annex 9, section 2). The
// marks and joiners that scripts need in their words are left alone.
func hiddenRune(c rune) bool {
	switch c {
	case '\n', '\t', 0x061C, 0x200E, 0x200F:
		return false
	case utf8.RuneError, 0x2028, 0x2029, 0xFEFF:
		return true
	}
	return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c&0xFFFE == 0xFFFE
}
