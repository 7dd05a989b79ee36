package source

import (
	"cmp"
	"strconv"
)

// A Position is a place in a content file. Line and Col count from 1, Col in
// characters (not bytes); the zero Position is "nowhere".
type Position struct {
	File string
	Line int
	Col  int
}

// IsZero reports whether p is no place at all.
func (p Position) IsZero() bool { return p == Position{} }

// String gives "file:line:col", without the parts that are not known.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	at := strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Col)
	if p.File == "" {
		return at
	}
	return p.File + ":" + at
}

// Compare orders positions by file, line and column.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Col, q.Col))
}
