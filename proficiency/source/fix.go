package source

import (
	"bytes"
	"cmp"
	"slices"
)

// An Edit puts a text in place of a part of a file. From and To are offsets in
// bytes into the file as it was read, with its byte order mark and line ends;
// To is behind the last byte replaced.
type Edit struct {
	From, To int
	Text     string
}

// A Fix is what can be done to a file about a finding: all of its edits, or none.
type Fix struct {
	// Title says what it does, as an order: write "title".
	Title string
	Edits []Edit
	// Safe means that applying it cannot change what the author meant.
	Safe bool
}

// ApplyFixes makes those fixes of ds that are safe, in the order of ds. A fix
// that overlaps one made before it, or that has no place in src, is not made.
// Src, which is left as it is, must be the file that ds are about, as it was
// read. What the fixed file has besides is found by reading it again.
func ApplyFixes(src []byte, ds Diagnostics) (fixed []byte, applied Diagnostics) {
	var edits []Edit // sorted, and none overlaps another
	for _, d := range ds {
		if d.Fix == nil || !d.Fix.Safe {
			continue
		}
		more := slices.Concat(edits, d.Fix.Edits)
		slices.SortStableFunc(more, func(a, b Edit) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
		if len(d.Fix.Edits) > 0 && apart(more, len(src)) {
			edits, applied = more, append(applied, d)
		}
	}
	var b bytes.Buffer
	at := 0
	for _, e := range edits {
		b.Write(src[at:e.From])
		b.WriteString(e.Text)
		at = e.To
	}
	b.Write(src[at:])
	return b.Bytes(), applied
}

// apart reports whether sorted edits of so many bytes leave one another alone.
// Of two texts for the same place none can say which comes first.
func apart(edits []Edit, size int) bool {
	for i, e := range edits {
		if e.From < 0 || e.To < e.From || e.To > size {
			return false
		}
		if i > 0 && (e.From < edits[i-1].To || e.From == edits[i-1].From) {
			return false
		}
	}
	return true
}
