package cli

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/countersign-go/countersign/proficiency/source"
)

// shown is how many characters of a line are shown at most, and lead how many
// of these stand before the place at least.
const shown, lead = 100, 60

// findings prints all findings about a file with their lines. It is false if
// there are errors among them.
func (s *session) findings(found source.Diagnostics, t text) bool {
	for _, d := range found {
		s.at(d.Position, message(d), t)
	}
	return !found.HasErrors()
}

// message is a finding without its place.
func message(d source.Diagnostic) string {
	return strings.TrimPrefix(d.String(), d.Position.String()+": ")
}

// at prints something about a place.
func (s *session) at(place source.Position, message string, t text) {
	s.printf("%s", excerpt(place, message, t))
}

// excerpt is something about a place: "file:line:col: message", and the line of
// the text with a caret beneath the place.
func excerpt(place source.Position, message string, t text) string {
	said := fmt.Sprintf("%s: %s\n", plain(place.String()), plain(message))
	line, ok := t.line(place.Line)
	if !ok {
		return said
	}
	cut, before := window([]rune(line), place.Col)
	gutter := strconv.Itoa(place.Line)
	return said + fmt.Sprintf("%s | %s\n%*s | %s^\n", gutter, string(cut), len(gutter), "", before)
}

// window cuts a line to what fits around a column, from 1, and gives the space
// that leads to it.
func window(line []rune, col int) (cut []rune, before string) {
	col = max(1, min(col, len(line)+1))
	from := 0
	if col > lead && len(line) > shown {
		from = min(col-lead, len(line)-shown)
	}
	to := min(len(line), from+shown)
	cut = []rune(plain(string(line[from:to])))
	if from > 0 {
		cut[0] = '…'
	}
	if to < len(line) {
		cut[len(cut)-1] = '…'
	}
	return cut, strings.Repeat(" ", col-1-from)
}

// plain is text that shows as it is: what would steer a terminal or hide
// is one replacement character.
func plain(s string) string {
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
