package source

import (
	"strings"
	"unicode/utf8"
)

// A line is one of the file as it is printed.
type line struct {
	text    []byte // a file may be one line
	comment string // behind the text
}

// printed puts tokens on lines. cut says that the last line has no end, which
// in a text behind | makes a difference.
func (l *layout) printed() []byte {
	var all []line
	for i := range l.tokens {
		t := &l.tokens[i]
		before := marker
		if i > 0 {
			before = l.tokens[i-1].kind
		}
		all = t.put(all, before)
	}
	align(all)
	var b strings.Builder
	for i, x := range all {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.Write(x.text)
		b.WriteString(x.comment)
	}
	if !l.cut() {
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

// cut reports whether the file ends within the last line of a text behind | or
// >, to which a line end would be added with one to the file.
func (l *layout) cut() bool {
	last := l.tokens[len(l.tokens)-1]
	return len(l.src) > 0 && l.src[len(l.src)-1] != '\n' && last.kind == word && (last.text[0] == '|' || last.text[0] == '>')
}

// put adds a token to the lines so far. Before is the kind of the one before it.
func (t *token) put(all []line, before kind) []line {
	breaks := t.breaks
	if before == dash && t.kind != remark {
		breaks = 0 // an entry begins behind its dash
	}
	switch {
	case len(all) == 0:
		all = append(all, line{})
	case breaks > 1:
		all = append(all, line{}, line{})
	case breaks == 1:
		all = append(all, line{})
	case t.kind == remark:
		all[len(all)-1].comment = t.text
		return all
	case spaced(before, t.kind):
		all[len(all)-1].text = append(all[len(all)-1].text, ' ')
	}
	last := &all[len(all)-1]
	if len(last.text) == 0 && t.kind != marker {
		last.text = append(last.text, strings.Repeat(" ", t.indent)...)
	}
	last.text = append(last.text, t.text...)
	for _, row := range t.more {
		all = append(all, line{text: []byte(row)})
	}
	return all
}

// spaced reports whether a space stands between two tokens on one line. Behind
// a key without a value there is one, or the colon would belong to the key.
func spaced(before, after kind) bool {
	return before == colon || before != opening && after != colon && after != comma && after != closing
}

// align puts the comments of lines that follow one another below one another.
func align(all []line) {
	for i := 0; i < len(all); i++ {
		from, width := i, 0
		for ; i < len(all) && all[i].comment != ""; i++ {
			width = max(width, utf8.RuneCount(all[i].text))
		}
		for j := from; j < i; j++ {
			pad := width - utf8.RuneCount(all[j].text) + 2
			all[j].comment = strings.Repeat(" ", pad) + all[j].comment
		}
	}
}
