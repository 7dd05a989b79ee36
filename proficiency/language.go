package proficiency

import "strings"

// ValidLanguage reports whether s is a well-formed BCP 47 language tag of at
// most 100 bytes. Whether the language exists is not asked.
func ValidLanguage(s string) bool { return validLanguage(s) }

// validLanguage reports whether s is a well-formed language tag: langtag or
// privateuse of RFC 5646 §2.1, without the irregular ones grandfathered there.
// It asks no registry whether the language exists.
func validLanguage(s string) bool {
	if len(s) > 100 {
		return false
	}
	t := subtags(strings.Split(strings.ToLower(s), "-"))
	if t.next("x", 1, 1) {
		return t.rest()
	}
	short := t.letters(2, 3)
	if !short && !t.letters(4, 8) {
		return false
	}
	for i := 0; short && i < 3 && t.letters(3, 3); i++ { // extlang
	}
	t.letters(4, 4)                    // script
	_ = t.letters(2, 2) || t.digits(3) // region
	for t.variant() {
	}
	for len(t) > 0 && len(t[0]) == 1 && t[0] != "x" && t.next("", 1, 1) {
		if !t.next("", 2, 8) {
			return false
		}
		for t.next("", 2, 8) {
		}
	}
	if t.next("x", 1, 1) {
		return t.rest()
	}
	return len(t) == 0
}

// subtags are the subtags of a tag not yet taken, in lower case.
type subtags []string

// next takes the next subtag if it is want, or any of least to most letters
// and digits where want is empty.
func (t *subtags) next(want string, least, most int) bool {
	if len(*t) == 0 {
		return false
	}
	s := (*t)[0]
	if want != "" && s != want || len(s) < least || len(s) > most || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return false
	}
	*t = (*t)[1:]
	return true
}

func (t *subtags) letters(least, most int) bool {
	return len(*t) > 0 && strings.Trim((*t)[0], "abcdefghijklmnopqrstuvwxyz") == "" && t.next("", least, most)
}

func (t *subtags) digits(n int) bool {
	return len(*t) > 0 && strings.Trim((*t)[0], "0123456789") == "" && t.next("", n, n)
}

// variant takes 5 to 8 letters and digits, or a digit and three more.
func (t *subtags) variant() bool {
	if len(*t) > 0 && len((*t)[0]) == 4 && (*t)[0][0] <= '9' {
		return t.next("", 4, 4)
	}
	return t.next("", 5, 8)
}

// rest takes all that is left, which must be something.
func (t *subtags) rest() bool {
	n := len(*t)
	for t.next("", 1, 8) {
	}
	return n > 0 && len(*t) == 0
}
