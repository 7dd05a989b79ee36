package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/countersign-go/countersign/certificate/formats/internal/typeset"
)

// A MissingError says which texts of a certificate have characters that neither
// the built-in fonts have nor those given, all of them.
type MissingError struct{ Texts []MissingText }

// A MissingText is a text with characters that no font has.
type MissingText struct {
	Text string
	// Characters are what no font has, each once and in the order of the text;
	// marks stand with the letter that they are on.
	Characters []string
	// Scripts are the names of their scripts in the Unicode Standard, such as "Arabic".
	Scripts []string
}

// Scripts are those of all texts, each once and sorted.
func (e *MissingError) Scripts() []string {
	var all []string
	for _, t := range e.Texts {
		all = append(all, t.Scripts...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

const mostShown = 8 // characters of one text in a message

func (e *MissingError) Error() string {
	var b strings.Builder
	b.WriteString("pdf: there are characters that no font has:")
	for _, t := range e.Texts {
		fmt.Fprintf(&b, "\n%q needs", t.Text)
		for i, c := range t.Characters[:min(len(t.Characters), mostShown)] {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(" " + c)
			for _, r := range c {
				fmt.Fprintf(&b, " %U", r)
			}
		}
		if more := len(t.Characters) - mostShown; more > 0 {
			fmt.Fprintf(&b, " and %d more", more)
		}
		b.WriteString(" (" + strings.Join(t.Scripts, ", ") + ")")
	}
	b.WriteString("\ngive fonts that have them in Options.Fonts: " + strings.Join(e.Scripts(), ", "))
	return b.String()
}

// lacks notes what no font has, of each text once.
func (w *writer) lacks(text string, missing []typeset.Missing) {
	if slices.ContainsFunc(w.missing, func(t MissingText) bool { return t.Text == strings.TrimSpace(text) }) {
		return
	}
	t := MissingText{Text: strings.TrimSpace(text)}
	for _, m := range missing {
		t.Characters = append(t.Characters, string(m))
		for _, r := range string(m) {
			if s := scriptOf(r); !slices.Contains(t.Scripts, s) {
				t.Scripts = append(t.Scripts, s)
			}
		}
	}
	w.missing = append(w.missing, t)
}

// scriptOf is the name of the script that a character is of; each is of one.
func scriptOf(r rune) string {
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return strings.ReplaceAll(name, "_", " ")
		}
	}
	return "no script"
}
