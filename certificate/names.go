package certificate

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// checked is a text of the directory as it may stand on a certificate, or what is wrong with it.
func checked(what, s string) (string, error) {
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("%s is not valid UTF-8", what)
	}
	s = clean(s)
	if n := utf8.RuneCountInString(s); n > MaxNameLength {
		return "", fmt.Errorf("%s is %d characters long: at most %d are allowed", what, n, MaxNameLength)
	}
	return s, nil
}

// checkedName is checked for what must be there and be seen.
func checkedName(what, s string) (string, error) {
	s, err := checked(what, s)
	if err == nil && !strings.ContainsFunc(s, shows) {
		err = fmt.Errorf("%s is missing: the directory must give one", what)
	}
	return s, err
}

func shows(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// maxMarks is how many combining marks may stand on one character: no script
// needs as many, and towers of them would cover the lines around a name.
const maxMarks = 8

// clean makes one line of s that cannot disturb what stands around it: white
// space becomes single spaces, control characters show as U+FFFD, and what
// does not show but acts (the bidirectional controls of Unicode Standard
// Annex 9 §2, soft hyphens, tags, zero-width spaces) goes. The joiners stay:
// Persian and Indic names are spelt with them.
func clean(s string) string {
	marks := 0
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Me, r) {
			marks = 0
		} else if marks++; marks > maxMarks {
			return -1
		}
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r):
			return unicode.ReplacementChar
		case acts(r):
			return -1
		}
		return r
	}, s)), " ")
}

// acts reports whether r is a format character that names need not have.
func acts(r rune) bool {
	const zeroWidthNonJoiner, zeroWidthJoiner = '\u200c', '\u200d'
	return unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) &&
		r != zeroWidthNonJoiner && r != zeroWidthJoiner
}
