package tagged

import (
	"bytes"
	"strconv"
	"strings"
)

// The size of a page, A4, in points.
const (
	Width  = 595.276
	Height = 841.89
)

// A Page is a sheet of A4. Places on it are in points, from its lower left corner.
type Page struct {
	ref     ref
	d       *Document
	content bytes.Buffer
	marked  []ref // the element of each piece of content
	links   []ref
}

// AddPage adds a page behind those that are there.
func (d *Document) AddPage() *Page {
	p := &Page{ref: d.reserve(), d: d}
	d.pages = append(d.pages, p)
	return p
}

// Pages are those of the document so far, in order.
func (d *Document) Pages() []*Page { return d.pages }

// Mark draws content that is part of an element, behind what is part of it already.
func (p *Page) Mark(e *Element, draw func(*Content)) {
	mcid := len(p.marked)
	p.marked = append(p.marked, e.ref)
	e.kids = append(e.kids, kid{page: p, mcid: mcid})
	p.content.WriteString(name(e.kind) + " <</MCID " + strconv.Itoa(mcid) + ">> BDC\n")
	draw(&Content{&p.content})
	p.content.WriteString("EMC\n")
}

// Artifact draws what is not part of what the document says, such as lines and page numbers.
func (p *Page) Artifact(draw func(*Content)) {
	p.content.WriteString("/Artifact BMC\n")
	draw(&Content{&p.content})
	p.content.WriteString("EMC\n")
}

// Link makes a box of the page lead to an address; e is a Link, and says is what it is to those who do not see it.
func (p *Page) Link(e *Element, box [4]float64, to, says string) {
	l := link{p.d.reserve(), p, e, box, to, says}
	p.d.links, p.links = append(p.d.links, l), append(p.links, l.ref)
	e.kids = append(e.kids, kid{page: p, annotation: l.ref})
}

func (l *link) dictionary(parent int) string {
	return "<</Type /Annot /Subtype /Link /Rect [" + numbers(l.box[:]...) + "] /Border [0 0 0] /F 4 /P " + l.page.ref.String() +
		" /Contents " + literal(l.says) + " /A <</S /URI /URI " + literal(l.to) + ">> /StructParent " + strconv.Itoa(parent) + ">>"
}

func (p *Page) dictionary(i int, parent, resources, content ref) string {
	annotations := ""
	if len(p.links) > 0 {
		annotations = " /Annots " + refs(p.links)
	}
	return "<</Type /Page /Parent " + parent.String() + " /MediaBox [0 0 " + numbers(Width, Height) + "] /Resources " + resources.String() +
		" /Contents " + content.String() + " /StructParents " + strconv.Itoa(i) + " /Tabs /S" + annotations + ">>"
}

// Content is drawn on.
type Content struct{ b *bytes.Buffer }

// A Colour has the parts red, green and blue, from 0 to 1.
type Colour [3]float64

// Fill fills rectangles, each left, bottom, width and height.
func (c *Content) Fill(colour Colour, boxes ...[4]float64) {
	c.b.WriteString(numbers(colour[:]...) + " rg\n")
	for _, box := range boxes {
		c.b.WriteString(numbers(box[:]...) + " re\n")
	}
	c.b.WriteString("f\n")
}

// Frame draws a dashed line, of a width, around a rectangle.
func (c *Content) Frame(colour Colour, box [4]float64, width float64) {
	c.b.WriteString("q " + numbers(colour[:]...) + " RG " + number(width) + " w [4 3] 0 d " + numbers(box[:]...) + " re S Q\n")
}

// A Glyph is drawn at a place.
type Glyph struct {
	// ID is that of the outline, and Text what it stands for.
	ID   uint32
	Text string
	// X and Y are the place from the beginning of the text, and Advance the
	// glyph's own width, in units of the font's em.
	X, Y, Advance float64
}

// Text draws glyphs from a place, in the order in which they are to be read.
// If actual is not empty it is what they stand for together, in place of what
// each stands for.
func (c *Content) Text(f *Font, size float64, colour Colour, x, y float64, actual string, glyphs []Glyph) {
	if actual != "" {
		c.b.WriteString("/Span <</ActualText <FEFF" + utf16Hex(actual) + ">>> BDC\n")
	}
	c.b.WriteString("BT " + f.resource() + " " + number(size) + " Tf " + numbers(colour[:]...) + " rg " + numbers(x, y) + " Td\n")
	c.show(f, size, glyphs)
	c.b.WriteString("ET\n")
	if actual != "" {
		c.b.WriteString("EMC\n")
	}
}

// show writes the glyphs, moving to where the next one is not where the last one ended.
func (c *Content) show(f *Font, size float64, glyphs []Glyph) {
	pen, rise := 0.0, 0.0
	var show strings.Builder
	flush := func() {
		if show.Len() > 0 {
			c.b.WriteString("[" + show.String() + "] TJ\n")
			show.Reset()
		}
	}
	for _, g := range glyphs {
		if g.Y != rise {
			flush()
			rise = g.Y
			c.b.WriteString(number(rise/f.em*size) + " Ts\n")
		}
		if back := round((pen - g.X) * 1000 / f.em); back != 0 {
			show.WriteString(number(back))
			pen -= back * f.em / 1000
		}
		show.WriteString("<" + f.code(g) + ">")
		pen += round(g.Advance*1000/f.em) * f.em / 1000
	}
	flush()
	if rise != 0 {
		c.b.WriteString("0 Ts\n")
	}
}
