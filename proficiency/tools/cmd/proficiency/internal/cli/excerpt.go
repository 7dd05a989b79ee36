package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
	plaintext "github.com/countersign-go/countersign/proficiency/tools/internal/plain"
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
	s.printf("%s", excerpt(place, message, t, s.ink))
}

// excerpt is something about a place: "file:line:col: message", and the line of
// the text with a caret beneath the place.
func excerpt(place source.Position, message string, t text, in ink) string {
	said := in.place(plain(place.String())+":") + " " + in.words(plain(message)) + "\n"
	x := t.index()
	r, ok := x.row(place.Line)
	if !ok {
		return said
	}
	cut, before := window(x, r, place.Col)
	gutter := strconv.Itoa(place.Line)
	return said + fmt.Sprintf("%s | %s\n%*s | %s%s\n", gutter, cut, len(gutter), "", before, in.caret("^"))
}

// window cuts a line to what fits around a column, from 1, and gives the space
// that leads to it.
func window(x *index, r row, col int) (cut, before string) {
	length := x.runes(r)
	col = max(1, min(col, length+1))
	from := 0
	if col > lead && length > shown {
		from = min(col-lead, length-shown)
	}
	to := min(length, from+shown)
	line := []rune(plain(x.cut(r, from, to)))
	if from > 0 {
		line[0] = '…'
	}
	if to < length {
		line[len(line)-1] = '…'
	}
	return string(line), strings.Repeat(" ", col-1-from)
}

// plain is text that shows as it is: what would steer a terminal or hide
// is one replacement character.
func plain(s string) string { return plaintext.Text(s) }
