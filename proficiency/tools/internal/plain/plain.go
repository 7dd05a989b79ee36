// Package plain makes text show as it is, wherever it is shown.
package plain

import (
	"strings"
	"unicode"
)

// Text puts the replacement character for what would steer a terminal, hide,
// turn the reading direction, or be no character in XML.
func Text(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
