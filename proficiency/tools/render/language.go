package render

import "strings"

// sameLanguage reports whether two tags are of one language, whatever region
// or script they name.
func sameLanguage(a, b string) bool {
	primary := func(tag string) string { return strings.ToLower(strings.SplitN(tag, "-", 2)[0]) }
	return primary(a) == primary(b)
}
