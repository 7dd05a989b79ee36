package source

import (
	"bytes"
	"sort"
	"strings"
	"unicode/utf8"
)

// Replacing is the fix that writes a text differently; the caller says whether
// it is safe. It is nil where the text does not stand in the file as it is, on
// one line, as in a block or with escapes in quotes, or where by would need
// quotes that are not there.
func (d *Document) Replacing(t Text, by string) *Fix {
	from, to := d.written(t)
	if from == to || !plainWord(by) {
		return nil
	}
	return &Fix{Title: "write " + Plainly(by), Edits: []Edit{{d.bom + from, d.bom + to, by}}}
}

// Inside is the place of the byte at i of a text, where it stands in the file as
// it is on one line, and otherwise that of the text.
func (d *Document) Inside(t Text, i int) Position {
	from, to := d.token(t)
	at := t.Position
	if from < to && i >= 0 && i <= len(t.Value) {
		at.Col += utf8.RuneCountInString(t.Value[:i]) + (to-from-len(t.Value))/2 // and its quotation mark
	}
	return at
}

// plainWord reports whether s can be written without quotes anywhere, and with any.
func plainWord(s string) bool {
	for i, c := range []byte(s) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || strings.IndexByte("-._/", c) < 0) {
			return false
		}
	}
	return s != "" && !strings.EqualFold(s, "null")
}

// written are the offsets of a text without its quotes; the same twice where
// it does not stand in the file as it is.
func (d *Document) written(t Text) (from, to int) {
	from, to = d.token(t)
	if from < to && (d.src[from] == '"' || d.src[from] == '\'') {
		return from + 1, to - 1
	}
	return from, to
}

// token is written with the quotes, if there are any.
func (d *Document) token(t Text) (from, to int) {
	from = d.offset(t.Position)
	rest := d.src[from:]
	if len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'') {
		quote := rest[:1]
		inner, ok := bytes.CutPrefix(rest[1:], []byte(t.Value))
		if ok && bytes.HasPrefix(inner, quote) && !strings.ContainsAny(t.Value, `'"\`) {
			return from, from + len(t.Value) + 2
		}
		return from, from
	}
	if len(rest) > 0 && (rest[0] == '|' || rest[0] == '>') {
		return from, from // the text stands below
	}
	if bytes.HasPrefix(rest, []byte(t.Value)) && !strings.Contains(t.Value, "\n") {
		return from, from + len(t.Value)
	}
	return from, from
}

// Removing is the fix that takes an entry out of a list, which must have one
// before it; the caller says whether it is safe. It is nil where a comment
// would go with the entry, or where the list is written in an unusual way.
func (d *Document) Removing(entry Text) *Fix {
	from, to := d.token(entry)
	if from == to {
		return nil
	}
	before := d.src[lineStart(d.src, from):from]
	lead := bytes.TrimRight(before, " \t")
	switch rest := d.src[to:lineEnd(d.src, to)]; {
	case bytes.HasSuffix(lead, []byte(",")):
		from -= len(before) - len(lead) + 1
	case string(bytes.TrimLeft(lead, " ")) == "-" && len(bytes.TrimSpace(rest)) == 0:
		from, to = from-len(before), to+len(rest)
	default:
		return nil
	}
	return &Fix{Title: "remove " + Plainly(entry.Value), Edits: []Edit{{From: d.bom + from, To: d.bom + to}}}
}

// lineStarts are the offsets at which lines begin, in the bytes behind the byte order mark.
func (d *Document) lineStarts() []int {
	if d.starts == nil {
		d.starts = append([]int{0}, lineEnds(d.src)...)
	}
	return d.starts
}

// place is the line and column, in characters from 1, of an offset.
func (d *Document) place(offset int) (line, col int) {
	starts := d.lineStarts()
	line = sort.SearchInts(starts, offset+1)
	return line, utf8.RuneCount(d.src[starts[line-1]:offset]) + 1
}

// fixable is the greatest column at which fixes are looked for, so that a
// file which is a single line takes no longer than others.
const fixable = 4096

// offset is where a place is in the bytes behind the byte order mark. A place
// that is not in the file, or too far out to be looked for, is at its end.
func (d *Document) offset(at Position) int {
	starts := d.lineStarts()
	if at.Line < 1 || at.Line > len(starts) || at.Col > fixable {
		return len(d.src)
	}
	return advance(d.src, starts[at.Line-1], at.Col-1)
}

// advance is the offset so many characters behind another.
func advance(src []byte, offset, characters int) int {
	for ; characters > 0 && offset < len(src); characters-- {
		_, size := utf8.DecodeRune(src[offset:])
		offset += size
	}
	return offset
}
