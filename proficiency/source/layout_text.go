package source

import (
	"bytes"
	"strings"

	"gopkg.in/yaml.v3"
)

// scalar takes a text.
func (l *layout) scalar(n *yaml.Node, indent int) bool {
	if unwritten(n) {
		return true
	}
	if !l.gap(l.offset(n)) {
		return false
	}
	from, end := l.at, 0
	switch n.Style &^ yaml.FlowStyle {
	case yaml.LiteralStyle, yaml.FoldedStyle:
		l.block(indent)
		return true
	case yaml.SingleQuotedStyle:
		end = quoted(l.src, from, '\'', "''")
	case yaml.DoubleQuotedStyle:
		end = quoted(l.src, from, '"', `\`)
	default:
		end = spelt(l.src, from, n.Value)
	}
	if end < 0 {
		return false
	}
	l.at = end
	rows := strings.Split(string(l.src[from:end]), "\n")
	t := token{kind: word, text: rows[0], indent: indent}
	for i, row := range rows[1:] {
		row = strings.TrimLeft(row, " \t")
		if i+2 < len(rows) {
			row = strings.TrimRight(row, " \t")
		}
		if row != "" {
			row = strings.Repeat(" ", l.hanging()) + row
		}
		t.more = append(t.more, row)
	}
	if len(rows) > 1 {
		t.text = strings.TrimRight(t.text, " \t")
	}
	l.add(t)
	return true
}

// unwritten reports whether nothing is written for a value.
func unwritten(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style&^yaml.FlowStyle == 0
}

// quoted is the offset behind the quotation that opens at from; pass is what is
// not its end: two quotes, or a backslash with what follows.
func quoted(src []byte, from int, quote byte, pass string) int {
	for i := from + 1; i < len(src); i++ {
		switch {
		case bytes.HasPrefix(src[i:], []byte(pass)):
			i++
		case src[i] == quote:
			return i + 1
		}
	}
	return -1
}

// spelt is the offset behind a text without quotes. Between its words stand
// spaces and line ends in the file, and a space or line ends in the value.
func spelt(src []byte, from int, value string) int {
	for _, w := range strings.FieldsFunc(value, isBlank) {
		for from < len(src) && isBlank(rune(src[from])) {
			from++
		}
		if !bytes.HasPrefix(src[from:], []byte(w)) {
			return -1
		}
		from += len(w)
	}
	return from
}

func isBlank(c rune) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// block takes a text behind | or >, with the line that opens it.
func (l *layout) block(indent int) {
	head, comment, commented := strings.Cut(l.rest(), "#")
	t := token{kind: word, text: strings.TrimRight(head, " \t"), indent: indent}
	if commented {
		t.text += "  #" + comment
	}
	l.add(t)
	l.at = min(len(l.src), l.at+1)
	l.breaks = 1
	old, column := -1, max(2, l.level.new+2)
	if i := strings.IndexAny(head, "123456789"); i >= 0 {
		given := int(head[i] - '0')
		old, column = max(0, l.level.old)+given, max(0, l.level.new)+given
	}
	rows := l.body(old)
	if !strings.Contains(head, "+") {
		for len(rows) > 0 && rows[len(rows)-1] == "" {
			rows = rows[:len(rows)-1]
			l.breaks++ // of what follows
		}
	}
	more := &l.tokens[len(l.tokens)-1].more
	for _, row := range rows {
		if row != "" {
			row = strings.Repeat(" ", column) + row
		}
		*more = append(*more, row)
	}
}

// body takes the lines of a text whose own begin in a column, or with the first
// of them for -1, and gives them without what leads to it.
func (l *layout) body(column int) (rows []string) {
	for l.at < len(l.src) {
		row := string(l.src[l.at:lineEnd(l.src, l.at)])
		text := strings.TrimSuffix(row, "\n")
		lead := len(text) - len(strings.TrimLeft(text, " "))
		if lead < len(text) {
			if column < 0 && lead > l.level.old {
				column = lead
			}
			if column < 0 || lead < column {
				break
			}
		}
		l.at += len(row)
		if column < 0 {
			text = ""
		}
		rows = append(rows, text[min(len(text), max(0, column)):])
	}
	return rows
}
