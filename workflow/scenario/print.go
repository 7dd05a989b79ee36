package scenario

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency"
)

// width is how long a line may be before its parts stand below one another, in bytes.
const width = 100

// A writer prints lines. A line is made of parts: the sentence itself, and
// what it says beside.
type writer struct {
	out   []byte
	parts []part
	about []Enrolment // what the lines are about at this place
	at    string      // the installation
	// abouts are what they are about at the others.
	abouts map[string][]Enrolment
	zone   string
}

type part struct{ sign, text string }

// part begins a part behind a sign: a comma, a semicolon or an arrow.
func (w *writer) part(sign string) { w.parts = append(w.parts, part{sign: sign}) }

// word adds words to the part as they are.
func (w *writer) word(s string) {
	if len(w.parts) == 0 {
		w.part("")
	}
	last := &w.parts[len(w.parts)-1]
	if last.text != "" {
		last.text += " "
	}
	last.text += s
}

// glue adds a sign to the word before.
func (w *writer) glue(s string) { w.parts[len(w.parts)-1].text += s }

// list adds the i-th of several words.
func (w *writer) list(i int, s string) {
	if i > 0 {
		w.glue(",")
	}
	w.word(s)
}

func (w *writer) id(s string)   { w.word(quoteName(s)) }
func (w *writer) text(s string) { w.word(quote(s, '"')) }

// field writes a field with a text, unless that is empty.
func (w *writer) field(phrase, s string) {
	if s != "" {
		w.part(",")
		w.word(phrase)
		w.text(s)
	}
}

func (w *writer) dateField(phrase string, d proficiency.Date) {
	if !d.IsZero() {
		w.part(",")
		w.word(phrase + " " + d.String())
	}
}

func (w *writer) flag(phrase string, on bool) {
	if on {
		w.part(",")
		w.word(phrase)
	}
}

func list[T ~string](w *writer, ids []T) {
	for i, id := range ids {
		w.list(i, quoteName(string(id)))
	}
}

// end ends the line.
func (w *writer) end() {
	length := 0
	for _, p := range w.parts {
		length += len(p.sign) + 1 + len(p.text)
	}
	for i, p := range w.parts {
		if i > 0 {
			w.join(p.sign, length > width)
		}
		w.out = append(w.out, p.text...)
	}
	w.out = append(w.out, '\n')
	w.parts = nil
}

// join writes what stands between two parts.
func (w *writer) join(sign string, broken bool) {
	between := sign + " "
	if sign == "->" {
		between = " -> "
	}
	if broken {
		between = sign + "\n    "
		if sign == "->" {
			between = "\n    -> "
		}
	}
	w.out = append(w.out, between...)
}

// block writes a block with fences that no line of it is.
func (w *writer) block(s string) {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	w.out = append(w.out, fence+"\n"+s+fence+"\n"...)
}

// quoteName gives an id as it is written: in quotes if it is not plain, or is
// a word that has a meaning.
func quoteName(s string) string {
	if plainName(s) && !reserved[s] {
		return s
	}
	return quote(s, '\'')
}

func plainName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !letter && (i == 0 || strings.IndexByte(".-_/@+", c) < 0) {
			return false
		}
	}
	return s != "" && !strings.Contains(s, "..")
}

// quote gives a text in quotes that stand in one line.
func quote(s string, with byte) string {
	b := append(make([]byte, 0, len(s)+2), with)
	for _, r := range s {
		b = appendQuoted(b, r, with)
	}
	return string(append(b, with))
}

func appendQuoted(b []byte, r rune, with byte) []byte {
	switch {
	case r == rune(with) || r == '\\':
		return append(b, '\\', byte(r))
	case r == '\n':
		return append(b, `\n`...)
	case r == '\t':
		return append(b, `\t`...)
	case r == '\r':
		return append(b, `\r`...)
	case r == ' ' || unicode.IsGraphic(r) && !unicode.IsSpace(r):
		return utf8.AppendRune(b, r)
	}
	return append(strconv.AppendInt(append(b, `\u{`...), int64(r), 16), '}')
}
