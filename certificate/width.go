package certificate

import (
	"strings"
	"unicode"
)

// columns is about how many columns of a terminal s takes: none for marks and
// joiners, two for the wide characters of East Asia (Unicode Standard Annex 11)
// and pictures. Terminals differ in the rest.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += columnsOf(r)
	}
	return n
}

func columnsOf(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case isWide(r):
		return 2
	}
	return 1
}

func isWide(r rune) bool {
	switch {
	case r < 0x1100, r == 0x303F:
		return false
	case r <= 0x115F, // Hangul, the leading consonants
		r >= 0x2E80 && r <= 0xA4CF, // Han, Kana, Yi and their punctuation
		r >= 0xAC00 && r <= 0xD7A3, // Hangul syllables
		r >= 0xF900 && r <= 0xFAFF, // Han, compatibility
		r >= 0xFE30 && r <= 0xFE6F, // vertical and small forms
		r >= 0xFF00 && r <= 0xFF60, // full-width forms
		r >= 0xFFE0 && r <= 0xFFE6,
		r >= 0x1F300 && r <= 0x1FAFF, // pictures
		r >= 0x20000 && r <= 0x3FFFD: // Han, extensions
		return true
	}
	return false
}

// wrapped cuts s into lines of at most width columns, at spaces where it can.
// A word that is too long is cut, never between a character and its marks.
func wrapped(s string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && columns(line)+1+columns(word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for columns(word) > width {
			i := fitting(word, width)
			lines, word = append(lines, word[:i]), word[i:]
		}
		line = word
	}
	return append(lines, line)
}

// fitting is how many bytes of a word take at most width columns.
func fitting(word string, width int) int {
	n := 0
	for i, r := range word {
		if n += columnsOf(r); n > width {
			return i
		}
	}
	return len(word)
}
