package source

import (
	"bytes"
	"slices"

	"gopkg.in/yaml.v3"
)

// CodeLayout is the code of what keeps a file from being laid out.
const CodeLayout = "layout"

// Layout gives src in the one layout that all files have. Only what stands
// between the words changes: indentation, spaces, blank lines and line ends.
// Every value and comment keeps its words, its quotes and its place in the
// order; a text over several lines keeps these lines.
//
// Each level is indented by two spaces, a list also below its key, and a
// comment like what it belongs to. Comments behind values on lines that follow
// one another stand below one another. There is at most one blank line at a
// time.
//
// A file that [Read] finds anything wrong with is not laid out: the findings
// say why, and the bytes are nil. What was laid out is laid out again as it is.
// It is read again before it is given away: a layout that would say anything
// else is never given.
func Layout(file string, src []byte, limits *Limits) ([]byte, Diagnostics) {
	d := Read(file, src, limits)
	if d.findings.HasErrors() {
		return nil, d.Findings()
	}
	l := layout{src: lines(src), level: &level{old: -1, new: -2}, line: 1}
	if !l.node(d.root, 0) || !l.gap(len(l.src)) {
		line, col := lineAndCol(l.src, min(l.at, len(l.src)))
		d.Report(d.at(line, col), Error, CodeLayout, `this cannot be laid out: write a key without "? " before it, and a value without a name, such as &name`)
		return nil, d.Findings()
	}
	out := l.printed()
	if again := Read(file, out, limits); again.findings.HasErrors() || !alike(d.root, again.root) || !sameWords(l.src, out) {
		d.Report(d.Position(), Error, CodeLayout, "the file cannot be laid out without changing what it says: indent it by hand where it is unusual")
		return nil, d.Findings()
	}
	return out, nil
}

// lines is src with line feeds as the only line ends, and without a byte order mark.
func lines(src []byte) []byte {
	src = bytes.TrimPrefix(src, byteOrderMark)
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(src, []byte("\r"), []byte("\n"))
}

// alike reports whether two trees say the same, in the same way.
func alike(a, b *yaml.Node) bool {
	return a.Kind == b.Kind && a.Value == b.Value && a.Tag == b.Tag && a.Style == b.Style &&
		slices.EqualFunc(a.Content, b.Content, alike)
}

// sameWords reports whether two files differ in nothing but spaces and line ends.
func sameWords(a, b []byte) bool {
	for {
		a, b = bytes.TrimLeft(a, " \t\n"), bytes.TrimLeft(b, " \t\n")
		if len(a) == 0 || len(b) == 0 || a[0] != b[0] {
			return len(a) == len(b)
		}
		a, b = a[1:], b[1:]
	}
}

// A level is a list or mapping that is not in brackets: all its entries begin in
// one column, from 0. The level around all others begins two before the margin.
type level struct {
	parent   *level
	old, new int
}

// within reports whether l is outer, or stands in it.
func (l *level) within(outer *level) bool {
	for ; l != nil; l = l.parent {
		if l == outer {
			return true
		}
	}
	return false
}

// A token is a word of the file, or what stands between two of them.
type token struct {
	kind kind
	text string
	// more are the lines behind the first with their indentation; empty ones are blank.
	more []string
	// breaks is how many line ends stand before it: two or more are a blank line.
	breaks int
	// indent is how far in it begins, if it begins a line.
	indent int
}

type kind uint8

const (
	word    kind = iota // a value or a key
	dash                // before an entry of a list
	colon               // behind a key
	comma               // between what stands in brackets
	opening             // [ or {
	closing             // ] or }
	remark              // a comment
	marker              // a line about the document: --- or ... or one with %
)
