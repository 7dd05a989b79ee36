package pdf

import (
	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
	"github.com/countersign-go/countersign/certificate/formats/internal/typeset"
)

// The colours are those of the page in HTML. Each that text is in has a
// contrast of at least 4.5 to 1 on white (WCAG 2.2, 1.4.3).
var (
	ink    = tagged.Colour{0.090, 0.149, 0.169}
	grey   = tagged.Colour{0.247, 0.325, 0.349}
	accent = tagged.Colour{0.043, 0.310, 0.361}
	rule   = tagged.Colour{0.851, 0.882, 0.894}
	red    = tagged.Colour{0.541, 0.110, 0.110}
	black  = tagged.Colour{0, 0, 0}
)

// An alignment is where a line stands in its column.
type alignment uint8

const (
	atStart alignment = iota
	atEnd
	centred
)

// A style is how a text looks; sizes are in points.
type style struct {
	fonts   []*typeset.Font
	size    float64
	colour  tagged.Colour
	align   alignment
	leading float64 // of a line, where its fonts need no more
}

// styles are those of a certificate.
type styles struct {
	kind, title, says, whose, longWhose, aside, note style
	heading, group                                   style
	label, value, code, column, statement, by        style
	total, footer, example, exampleNote, again       style
}

func stylesOf(f faces) styles {
	with := func(fonts []*typeset.Font, size float64, colour tagged.Colour, align alignment) style {
		return style{fonts, size, colour, align, size * 1.3}
	}
	return styles{
		kind: with(f.bold, 9, grey, centred), title: with(f.serif, 20, accent, centred),
		says: with(f.sans, 10, grey, centred), whose: with(f.serif, 22, ink, centred), longWhose: with(f.serif, 13, ink, centred),
		aside: with(f.sans, 10, grey, centred),
		note:  with(f.sans, 8.75, grey, atStart), heading: with(f.bold, 10.5, accent, atStart), group: with(f.bold, 9.5, ink, atStart),
		label: with(f.sans, 10, grey, atStart), value: with(f.sans, 10, ink, atStart), code: with(f.sans, 7.25, ink, atStart),
		column: with(f.sans, 8.75, grey, atStart), statement: with(f.sans, 9, ink, atStart), by: with(f.sans, 9, ink, atStart),
		total: with(f.bold, 10, ink, atStart), footer: with(f.sans, 8, grey, atStart),
		example: with(f.bold, 17, red, centred), exampleNote: with(f.sans, 9.5, red, centred), again: with(f.bold, 9.5, grey, atStart),
	}
}

// aside is how a style looks for what is less than the text before it.
func (s style) aside() style {
	s.size, s.colour = min(s.size*0.86, 10), grey
	return s
}

func (s style) to(align alignment) style {
	s.align = align
	return s
}

// Places and sizes, in points.
const (
	millimetre = 72 / 25.4
	left       = 18 * millimetre
	right      = tagged.Width - left
	top        = tagged.Height - 17*millimetre
	bottom     = 19 * millimetre // what is below is for the footer
	footerAt   = 11 * millimetre
	width      = right - left
	bar        = 2 * millimetre // at the head of the first page
	padding    = 2.3            // above and below what is in a row
	gap        = 10.0           // between columns
	labels     = 40 * millimetre
	symbol     = 29 * millimetre // the side of the QR code, with its margin
)
