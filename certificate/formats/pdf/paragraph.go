package pdf

import (
	"slices"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
	"github.com/countersign-go/countersign/certificate/formats/internal/typeset"
)

// A paragraph is a phrase that was set, to be drawn line by line.
type paragraph struct {
	phrase  certificate.Phrase
	style   style
	width   float64
	lines   []typeset.Line
	element *tagged.Element         // that it is drawn as part of
	turned  map[int]bool            // the pieces of which something is written from right to left
	spans   map[int]*tagged.Element // by piece, of those that have one of their own
}

// set sets a phrase in a width, and notes what no font has.
func (w *writer) set(phrase certificate.Phrase, s style, width float64) *paragraph {
	pieces := make([]typeset.Piece, len(phrase))
	for i, span := range phrase {
		code := span.As == certificate.SpanCode || span.As == certificate.SpanLink
		pieces[i] = typeset.Piece{
			Text: span.Text, Language: w.languageOf(span), LeftToRight: code,
			Isolate: span.As == certificate.SpanName || span.Language != "",
		}
		if span.Aside {
			pieces[i].Size = s.aside().size
		}
	}
	lines, missing := typeset.Lines(pieces, typeset.Block{Fonts: s.fonts, Size: s.size, Width: width, RightToLeft: w.rightToLeft})
	if len(missing) > 0 {
		w.lacks(phrase.String(), missing)
	}
	p := &paragraph{phrase: phrase, style: s, width: width, lines: lines, turned: map[int]bool{}, spans: map[int]*tagged.Element{}}
	for i := range lines {
		for j := range lines[i].Runs {
			if r := &lines[i].Runs[j]; r.RightToLeft() {
				p.turned[r.Piece] = true
			}
		}
	}
	return p
}

func (w *writer) languageOf(s certificate.Span) string {
	if s.Language != "" {
		return s.Language
	}
	return w.sheet.Language
}

// leading is the height of a line.
func (p *paragraph) leading(line int) float64 {
	l := &p.lines[line]
	return max(p.style.leading, l.Ascent-l.Descent)
}

func (p *paragraph) height() (h float64) {
	for i := range p.lines {
		h += p.leading(i)
	}
	return h
}

// baseline is how far below the head of a line its letters stand.
func (p *paragraph) baseline(line int) float64 {
	l := &p.lines[line]
	return (p.leading(line)-(l.Ascent-l.Descent))/2 + l.Ascent
}

// draw draws a line of the paragraph into a column whose head is at y.
func (w *writer) draw(p *paragraph, line int, x, y float64) {
	l := &p.lines[line]
	x, y = x+w.indent(p, l.Width), y-p.baseline(line)
	for from := 0; from < len(l.Runs); {
		to := from + 1
		for to < len(l.Runs) && p.owner(l.Runs[to].Piece) == p.owner(l.Runs[from].Piece) {
			to++
		}
		runs := l.Runs[from:to]
		e := p.elementOf(runs[0].Piece)
		w.page.Mark(e, func(c *tagged.Content) {
			for i := range runs {
				w.run(c, &runs[i], p.colour(runs[i].Piece), x, y)
			}
		})
		if span := p.phrase[runs[0].Piece]; span.As == certificate.SpanLink {
			w.page.Link(e, boxOf(runs, l, x, y), span.Text, span.Text)
		}
		from = to
	}
}

// indent is where a line begins in its column.
func (w *writer) indent(p *paragraph, taken float64) float64 {
	switch free := p.width - taken; {
	case p.style.align == centred:
		return free / 2
	case (p.style.align == atEnd) != w.rightToLeft:
		return free
	}
	return 0
}

// boxOf is the box around runs of a line.
func boxOf(runs []typeset.Run, l *typeset.Line, x, y float64) [4]float64 {
	first, last := runs[0].X, runs[0].X
	for i := range runs {
		first, last = min(first, runs[i].X), max(last, runs[i].X+runs[i].Width())
	}
	return [4]float64{x + first, y + l.Descent, x + last, y + l.Ascent}
}

// owner is the piece whose element a piece is drawn in: its own if that says
// more than the paragraph's, else none, which is -1.
func (p *paragraph) owner(piece int) int {
	if s := &p.phrase[piece]; s.Language != "" || s.As == certificate.SpanLink || p.turned[piece] {
		return piece
	}
	return -1
}

func (p *paragraph) elementOf(piece int) *tagged.Element {
	if p.owner(piece) < 0 {
		return p.element
	}
	e, ok := p.spans[piece]
	if !ok {
		kind, s := "Span", &p.phrase[piece]
		if s.As == certificate.SpanLink {
			kind = "Link"
		}
		a := &tagged.Attributes{Language: s.Language}
		if p.turned[piece] {
			a.Actual = s.Text // what is drawn is from left to right
		}
		e = p.element.Add(kind, a)
		p.spans[piece] = e
	}
	return e
}

func (p *paragraph) colour(piece int) tagged.Colour {
	switch s := &p.phrase[piece]; {
	case s.Aside:
		return p.style.aside().colour
	case s.As == certificate.SpanLink:
		return accent
	}
	return p.style.colour
}

// run draws a run from left to right, also what is read from right to left: so
// do all writers, and programs that copy text turn it round again. Glyphs that draw several
// characters together say so: what each of them stands for nobody can tell.
func (w *writer) run(c *tagged.Content, r *typeset.Run, colour tagged.Colour, x, y float64) {
	font := w.font(r.Font)
	var alone []tagged.Glyph
	flush := func() {
		if len(alone) > 0 {
			c.Text(font, r.Size, colour, x+r.X, y, "", alone)
			alone = nil
		}
	}
	for _, cluster := range fromLeft(r) {
		if glyphs := drawn(&cluster); len(glyphs) == 1 {
			alone = append(alone, glyphs[0])
		} else if len(glyphs) > 1 {
			flush()
			c.Text(font, r.Size, colour, x+r.X, y, cluster.Text, glyphs)
		}
	}
	flush()
}

// fromLeft are the clusters of a run in the order in which they stand.
func fromLeft(r *typeset.Run) []typeset.Cluster {
	if !r.RightToLeft() {
		return r.Clusters
	}
	clusters := slices.Clone(r.Clusters)
	slices.Reverse(clusters)
	return clusters
}

// further stands for the glyphs of a cluster behind its first: it shows
// nothing to programs that do not know what the cluster says as a whole.
const further = "\u200b"

func drawn(c *typeset.Cluster) []tagged.Glyph {
	glyphs := make([]tagged.Glyph, len(c.Glyphs))
	for i, g := range c.Glyphs {
		glyphs[i] = tagged.Glyph{ID: g.ID, Text: further, X: g.X, Y: g.Y, Advance: g.Advance}
		if i == 0 {
			glyphs[i].Text = c.Text
		}
	}
	return glyphs
}
