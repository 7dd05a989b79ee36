package proficiency

import (
	"slices"
	"strings"
)

// mostWanted is how many languages one reader can want; more are not looked at.
const mostWanted = 100

// Preferred are those of some available languages that serve somebody who
// wants some, best first, each once and as it is written in available. For each
// one wanted, in order, these are that very one; then what is less specific, so
// that cy-GB is served by cy (RFC 4647, section 3.4); and then the same language
// as it is written elsewhere, so that en is served by en-GB, unless that is in
// another script. What is no language tag is passed over. Upper and lower case
// are the same.
func Preferred(available []string, wanted ...string) []string {
	var best []string
	take := func(fits func(have string) bool) {
		for _, a := range available {
			if fits(strings.ToLower(a)) && !slices.Contains(best, a) {
				best = append(best, a)
			}
		}
	}
	for _, w := range wanted[:min(len(wanted), mostWanted)] {
		if !validLanguage(w) {
			continue
		}
		w = strings.ToLower(w)
		for t := w; t != ""; t = lessSpecific(t) {
			take(func(have string) bool { return have == t })
		}
		take(func(have string) bool { return validLanguage(have) && sameWriting(have, w) })
	}
	return best
}

// lessSpecific is the tag without its last part, or nothing.
func lessSpecific(tag string) string {
	shorter := tag[:max(strings.LastIndexByte(tag, '-'), 0)]
	if i := strings.LastIndexByte(shorter, '-'); len(shorter)-i == 2 { // a single letter only begins something
		return shorter[:max(i, 0)]
	}
	return shorter
}

// sameWriting reports whether two tags, in lower case, are of one language and
// name no different scripts.
func sameWriting(a, b string) bool {
	first, second := strings.Split(a, "-"), strings.Split(b, "-")
	one, other := scriptOf(first), scriptOf(second)
	return first[0] == second[0] && first[0] != "x" && (one == other || one == "" || other == "")
}
