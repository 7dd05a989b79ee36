// Package words writes what people read on terminals and in messages: names with
// their values, in lines of bounded width, without any character that would act
// instead of showing.
package words

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Writer appends lines to Text, each ended by a line feed.
type Writer struct{ Text []byte }

// width is where lines are broken, in characters; a longer word is not.
const width = 100

// Field writes a value behind its name, if there is one.
func (w *Writer) Field(name, value string) {
	if value != "" {
		w.Paragraph(fmt.Sprintf("  %-28s ", name), value)
	}
}

// Paragraph writes words behind a margin, which stays empty from the second line on.
func (w *Writer) Paragraph(margin, words string) {
	line := ""
	for word := range strings.FieldsSeq(Plain(words)) {
		if line != "" && len(margin)+utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			w.Line("%s%s", margin, line)
			margin, line = strings.Repeat(" ", len(margin)), ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	w.Line("%s%s", margin, line)
}

// Answer writes how a question ended, and why.
func (w *Writer) Answer(question, outcome string, reasons []string) {
	w.Field(question, outcome)
	for _, reason := range reasons {
		w.Paragraph("      ", reason)
	}
}

// Line writes one line.
func (w *Writer) Line(format string, args ...any) {
	w.Text = append(w.Text, Plain(fmt.Sprintf(format, args...))...)
	w.Text = append(w.Text, '\n')
}

// Plain makes one line of s in which nothing acts instead of showing: controls,
// also those of direction, become U+FFFD.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\u200c' || r == '\u200d' || unicode.IsPrint(r) {
			return r
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return unicode.ReplacementChar
	}, s)
}
