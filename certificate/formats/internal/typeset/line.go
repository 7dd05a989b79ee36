package typeset

import "slices"

// A Piece is a part of a text in one language.
type Piece struct {
	Text string
	// Language is its BCP 47 tag, which some scripts are drawn by.
	Language string
	// Isolate keeps its direction to itself, as its first letter has it; LeftToRight makes
	// it run from left to right whatever is in it.
	Isolate, LeftToRight bool
	// Fonts and Size are those of the piece, where they are not those of the block.
	Fonts []*Font
	Size  float64
}

// A Block is where lines go.
type Block struct {
	// Fonts are tried in order, for each character and what is written upon it.
	Fonts []*Font
	// Size is that of the em and Width the greatest width of a line, in points.
	Size, Width float64
	// RightToLeft is the direction of the text as a whole.
	RightToLeft bool
}

// A Line is one of the lines of a text.
type Line struct {
	// Runs are in the order in which they are read.
	Runs []Run
	// Width is without the spaces at its end; all in points.
	Width, Ascent, Descent float64
}

// A Run is a part of a line in one font and one piece.
type Run struct {
	Font *Font
	Size float64
	// Piece is the place of its piece, from 0.
	Piece int
	// X is where it begins on its line, in points from the left.
	X float64
	// Clusters are in the order in which they are read.
	Clusters []Cluster
	level    int8 // of Annex 9
	width    float64
	trailing bool // nothing but spaces behind which the line ends
}

// A Cluster is a text and the glyphs that draw it together, marks with what they are on.
type Cluster struct {
	Text   string
	Glyphs []Glyph
	width  float64 // in units of the em
}

// A Glyph has its place from the beginning of its run, in units of the font's em.
type Glyph struct {
	ID            uint32
	X, Y, Advance float64
}

// Missing is a character that no font has, with those that are written upon it.
type Missing string

// Lines sets pieces as one paragraph. What is missing is said instead, in the
// order of the text and each once.
func Lines(pieces []Piece, b Block) ([]Line, []Missing) {
	p := paragraphOf(pieces, &b)
	p.pickFonts()
	if len(p.missing) > 0 {
		return nil, p.missing
	}
	p.levels = levelsOf(p.text, p.base())
	p.measure()
	var lines []Line
	for from := 0; from < len(p.text); {
		to := p.fitting(from)
		lines = append(lines, p.line(from, to))
		from = to
	}
	return lines, p.missing
}

// line sets a part of the paragraph.
func (p *paragraph) line(from, to int) Line {
	var l Line
	end := p.trimmed(from, to)
	for _, s := range p.stretches(from, end) {
		l.add(p.shape(s))
	}
	for _, s := range p.stretches(end, to) { // the spaces stay in the text, and take no room
		r := p.shape(s)
		r.trailing, r.level = true, p.base()
		l.add(r)
	}
	l.place(p.base())
	l.Runs = slices.DeleteFunc(l.Runs, func(r Run) bool { return r.Font == nil })
	return l
}

func (l *Line) add(r Run) {
	if r.Font != nil {
		em := float64(r.Font.Em())
		l.Ascent = max(l.Ascent, r.Font.ascent/em*r.Size)
		l.Descent = min(l.Descent, r.Font.descent/em*r.Size)
	}
	l.Runs = append(l.Runs, r)
}

// place gives each run its place. Trailing spaces are drawn where the line ends,
// and do not count.
func (l *Line) place(base int8) {
	for _, i := range l.visual(base) {
		if r := &l.Runs[i]; !r.trailing {
			r.X = l.Width
			l.Width += r.width
		}
	}
	for i := range l.Runs {
		r := &l.Runs[i]
		switch {
		case r.trailing && base%2 == 0:
			r.X = l.Width
		case r.trailing:
			r.X = -r.width
		}
	}
}

// visual is the runs from left to right: rule L2 of Annex 9.
func (l *Line) visual(base int8) []int {
	order, highest := make([]int, len(l.Runs)), base
	for i := range l.Runs {
		order[i] = i
		highest = max(highest, l.Runs[i].level)
	}
	for level := highest; level > 0; level-- {
		for i := 0; i < len(order); {
			j := i
			for j < len(order) && l.Runs[order[j]].level >= level {
				j++
			}
			slices.Reverse(order[i:j])
			i = max(j, i+1)
		}
	}
	return order
}

// Width is that of the run, in points.
func (r *Run) Width() float64 { return r.width }

// RightToLeft reports whether the run is written from right to left.
func (r *Run) RightToLeft() bool { return r.level%2 == 1 }
