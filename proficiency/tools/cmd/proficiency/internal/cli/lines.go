package cli

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// An index finds characters of a file by line and column, and the other way
// round, in little time also where there are many findings in one long line.
type index struct {
	src  []byte
	rows []row
}

// A row is a line without its end. Marks are where each stride of its
// characters begins.
type row struct {
	from, to int
	marks    []int
}

const stride = 1024

// newIndex takes what ends a line from YAML: a line feed, a carriage return, or both.
func newIndex(src []byte) *index {
	x := &index{src: src}
	at := 0
	if bytes.HasPrefix(src, []byte("\uFEFF")) {
		at = len("\uFEFF")
	}
	for {
		n := bytes.IndexAny(src[at:], "\r\n")
		if n < 0 {
			x.add(at, len(src))
			return x
		}
		x.add(at, at+n)
		if at += n + 1; src[at-1] == '\r' && at < len(src) && src[at] == '\n' {
			at++
		}
	}
}

func (x *index) add(from, to int) {
	r := row{from: from, to: to}
	for n, at := 0, from; at < to; n++ {
		if n%stride == 0 {
			r.marks = append(r.marks, at)
		}
		_, size := utf8.DecodeRune(x.src[at:to])
		at += size
	}
	x.rows = append(x.rows, r)
}

// row is that of a line, from 1.
func (x *index) row(line int) (row, bool) {
	if line < 1 || line > len(x.rows) {
		return row{}, false
	}
	return x.rows[line-1], true
}

// runes is how many characters the line has.
func (x *index) runes(r row) int {
	if len(r.marks) == 0 {
		return 0
	}
	last := len(r.marks) - 1
	return last*stride + utf8.RuneCount(x.src[r.marks[last]:r.to])
}

// offset is where a character of the line begins, from 0; behind the last it is the line's end.
func (x *index) offset(r row, n int) int {
	if n/stride >= len(r.marks) {
		return r.to
	}
	at := r.marks[n/stride]
	for range n % stride {
		_, size := utf8.DecodeRune(x.src[at:r.to])
		at += size
	}
	return at
}

// cut are some characters of the line, from 0.
func (x *index) cut(r row, from, to int) string {
	return string(x.src[x.offset(r, from):x.offset(r, to)])
}

// place is the line and the column, from 1, of an offset.
func (x *index) place(offset int) (line, col int) {
	n := max(1, sort.Search(len(x.rows), func(i int) bool { return x.rows[i].from > offset }))
	r := x.rows[n-1]
	offset = max(r.from, min(offset, r.to))
	m := sort.SearchInts(r.marks, offset+1) - 1
	if m < 0 {
		return n, 1
	}
	return n, m*stride + utf8.RuneCount(x.src[r.marks[m]:offset]) + 1
}
