package pdf

import (
	"strconv"

	"github.com/go-text/typesetting/font/opentype"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
	"github.com/countersign-go/countersign/certificate/formats/internal/typeset"
)

// A writer draws a certificate from the head of its first page to the foot of its last.
type writer struct {
	d           *tagged.Document
	sheet       *certificate.Sheet
	rightToLeft bool
	styles      styles
	fonts       map[*typeset.Font]*tagged.Font
	page        *tagged.Page
	y           float64 // down to where the page is full
	missing     []MissingText
	failed      error
}

// font is a font of the document.
func (w *writer) font(f *typeset.Font) *tagged.Font {
	font, ok := w.fonts[f]
	if !ok {
		own := builtInFonts()
		name, em := f.Name(), float64(f.Em())
		m := tagged.Metrics{
			Em: f.Em(), Ascent: f.Ascent(), Descent: f.Descent(), CapHeight: 0.7 * em,
			Bold: f == own.bold, Serif: f == own.serif,
		}
		if m.Bold {
			name += "-Bold"
		}
		font = w.d.AddFont(name, m, func(id uint32) []opentype.Segment { return f.Outline(id) })
		w.fonts[f] = font
	}
	return font
}

func (w *writer) newPage() { w.page, w.y = w.d.AddPage(), top }

// room makes sure that a height is left on the page, if a page has as much.
func (w *writer) room(height float64) {
	if w.y-height < bottom && w.y < top {
		w.newPage()
	}
}

// paragraph draws a phrase as an element of its own across the page, or as part of one that is there.
func (w *writer) paragraph(e *tagged.Element, phrase certificate.Phrase, s style, above float64) {
	p := w.set(phrase, s, width)
	p.element = e
	w.y -= above
	for i := range p.lines {
		w.room(p.leading(i))
		w.draw(p, i, left, w.y)
		w.y -= p.leading(i)
	}
}

// rule draws a line across a column.
func (w *writer) rule(colour tagged.Colour, x, across, thick float64) {
	at := [4]float64{x, w.y - thick/2, across, thick}
	w.page.Artifact(func(c *tagged.Content) { c.Fill(colour, at) })
}

// column is where a column stands that begins so far from the start of the line.
func (w *writer) column(from, across float64) float64 {
	if w.rightToLeft {
		return right - from - across
	}
	return left + from
}

// footers draws what each page has at its foot: of which certificate it is,
// whether that is one, and which page it is of how many.
func (w *writer) footers() {
	pages := w.d.Pages()
	name := w.set(certificate.Phrase{{Text: w.sheet.Name}}, w.styles.footer, width-50)
	y := footerAt + name.height()
	for i, page := range pages {
		w.page = page
		count := w.set(certificate.Phrase{{Text: strconv.Itoa(i+1) + " / " + strconv.Itoa(len(pages)), As: certificate.SpanCode}}, w.styles.footer.to(atEnd), 50)
		page.Artifact(func(c *tagged.Content) {
			w.artifact(c, name, w.column(0, width-50), y)
			w.artifact(c, count, w.column(width-50, 50), y)
		})
		if i > 0 {
			w.exampleAgain()
		}
	}
}

// exampleAgain says it at the head of every further page, which may be copied alone.
func (w *writer) exampleAgain() {
	for i, only := range w.sheet.Example {
		if i > 0 {
			return // there is room for the language of the page
		}
		p := w.set(only, w.styles.example.to(centred), width)
		w.page.Artifact(func(c *tagged.Content) { w.artifact(c, p, left, tagged.Height-6*millimetre) })
	}
}

// artifact draws a paragraph that is not part of what the certificate says.
func (w *writer) artifact(c *tagged.Content, p *paragraph, x, y float64) {
	for i := range p.lines {
		l := &p.lines[i]
		for j := range l.Runs {
			w.run(c, &l.Runs[j], p.style.colour, x+w.indent(p, l.Width), y-p.baseline(i))
		}
		y -= p.leading(i)
	}
}
