package source

import (
	"bytes"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// A layout goes through a file, led by its tree, and makes tokens of it. Its
// methods are false where the file holds what they do not know.
type layout struct {
	src    []byte
	at     int // everything before is in tokens
	tokens []token
	// level is that of what comes next, last that of the last token.
	level, last *level
	// brackets is how many are open.
	brackets int
	// breaks is how many line ends were passed since the last token.
	breaks int
	// line is one whose beginning is known, from 1, and start is where.
	line, start int
	// col characters, from 0, stand between start and found.
	col, found int
}

// add adds a token that ends here.
func (l *layout) add(t token) {
	t.breaks, l.breaks = l.breaks, 0
	l.tokens, l.last = append(l.tokens, t), l.level
}

// hanging is how far in a value begins that is on a line of its own.
func (l *layout) hanging() int { return l.level.new + 2*max(1, l.brackets) }

// node takes a value or key with everything in it, which begins so far in if it
// begins a line.
func (l *layout) node(n *yaml.Node, indent int) bool {
	switch {
	case n.Kind == yaml.ScalarNode:
		return l.scalar(n, indent)
	case n.Style&yaml.FlowStyle != 0:
		return l.bracketed(n)
	case n.Kind == yaml.SequenceNode:
		return l.inside(n, l.entries)
	}
	return l.inside(n, l.keys)
}

// inside takes a list or mapping without brackets, on a level of its own.
func (l *layout) inside(n *yaml.Node, take func(*yaml.Node) bool) bool {
	outer := l.level
	l.level = &level{parent: outer, old: n.Column - 1, new: outer.new + 2}
	ok := take(n)
	l.level = outer
	return ok
}

func (l *layout) entries(n *yaml.Node) bool {
	for _, entry := range n.Content {
		k := dash
		if unwritten(entry) {
			k = word // nothing belongs behind it
		}
		if !l.between(len(l.src)) || !l.one("-", k) || !l.node(entry, l.hanging()) {
			return false
		}
	}
	return true
}

func (l *layout) keys(n *yaml.Node) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if !l.node(n.Content[i], l.level.new) || !l.between(len(l.src)) || !l.one(":", colon) || !l.node(n.Content[i+1], l.hanging()) {
			return false
		}
	}
	return true
}

// bracketed takes a list or mapping in brackets, or one key and value that
// stand in a list in brackets without any of their own.
func (l *layout) bracketed(n *yaml.Node) bool {
	if !l.gap(l.offset(n)) {
		return false
	}
	if !l.one("[{", opening) {
		return l.bracketedEntries(n)
	}
	l.brackets++
	ok := l.bracketedEntries(n) && l.gap(l.at)
	for ok && !l.one("]}", closing) {
		ok = l.between(len(l.src)) && (l.one(",", comma) || bytes.IndexByte([]byte("]}"), l.peek()) >= 0)
	}
	l.brackets--
	return ok
}

func (l *layout) bracketedEntries(n *yaml.Node) bool {
	for i, c := range n.Content {
		if !l.node(c, l.hanging()) {
			return false
		}
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if !l.between(len(l.src)) {
				return false
			}
			l.one(":", colon) // a key may stand without a value
		}
	}
	return true
}

// peek is the next byte; 0 at the end.
func (l *layout) peek() byte {
	if l.at < len(l.src) {
		return l.src[l.at]
	}
	return 0
}

// one takes one character of some as a token of a kind, if it is next.
func (l *layout) one(some string, k kind) bool {
	c := l.peek()
	if c == 0 || bytes.IndexByte([]byte(some), c) < 0 {
		return false
	}
	l.at++
	indent := l.level.new
	if l.brackets > 0 || k == opening || k == colon {
		indent = l.hanging()
	}
	if k == closing {
		indent = l.level.new + 2*max(1, l.brackets-1)
	}
	l.add(token{kind: k, text: string(c), indent: indent})
	return true
}

// gap takes what stands before an offset, at which a value begins or the file ends.
func (l *layout) gap(to int) bool {
	for l.between(to) {
		if l.at >= to {
			return l.at == to
		}
		if !l.one(",", comma) {
			return false
		}
	}
	return false
}

// between takes spaces, line ends, comments and markers, but not beyond an offset.
func (l *layout) between(to int) bool {
	for l.at < to {
		switch c := l.src[l.at]; {
		case c == '\n':
			l.breaks++
			l.at++
		case c == ' ' || c == '\t':
			l.at++
		case c == '#':
			l.comment()
		case l.marks():
			end := l.rest()
			l.add(token{kind: marker, text: end})
		default:
			return true
		}
	}
	return l.at <= to
}

// marks reports whether a line about the document begins here.
func (l *layout) marks() bool {
	if l.at > 0 && l.src[l.at-1] != '\n' || l.brackets > 0 {
		return false
	}
	line := bytes.TrimRight(l.src[l.at:lineEnd(l.src, l.at)], " \t\n")
	before, _, _ := bytes.Cut(line, []byte(" "))
	return string(line) == "---" || string(before) == "..." || line[0] == '%' && len(l.tokens) == 0 ||
		string(before) == "---" && bytes.HasPrefix(bytes.TrimLeft(line[3:], " \t"), []byte("#"))
}

// rest takes what is left of the line.
func (l *layout) rest() string {
	from := l.at
	for l.at < len(l.src) && l.src[l.at] != '\n' {
		l.at++
	}
	return string(bytes.TrimRight(l.src[from:l.at], " \t"))
}

// comment takes a comment. One on a line of its own goes with the innermost of
// the levels that may end here, and that it stood no further out than.
func (l *layout) comment() {
	col := l.at - lineStart(l.src, l.at)
	indent := max(0, l.level.new)
	switch {
	case l.brackets > 0:
		indent = l.hanging()
	case len(l.tokens) == 0:
	case l.last == l.level:
		if k := l.tokens[len(l.tokens)-1].kind; (k == colon || k == dash) && col > l.level.old {
			indent = l.hanging()
		}
	case l.last.within(l.level):
		for lv := l.last; lv != l.level; lv = lv.parent {
			if lv.old < col || lv.old == col && lv.parent.old < col {
				indent = lv.new
				break
			}
		}
	}
	last := l.last
	l.add(token{kind: remark, text: l.rest(), indent: indent})
	if last != nil && !l.level.within(last) {
		l.last = last // what ends here may still end after it
	}
}

// offset is where a value begins. Columns are in characters.
func (l *layout) offset(n *yaml.Node) int {
	for l.line < n.Line && l.start < len(l.src) {
		l.start = lineEnd(l.src, l.start)
		l.line++
		l.col, l.found = 0, l.start
	}
	for l.col < n.Column-1 && l.found < len(l.src) {
		_, size := utf8.DecodeRune(l.src[l.found:])
		l.found += size
		l.col++
	}
	return l.found
}
