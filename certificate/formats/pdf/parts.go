package pdf

import (
	"slices"
	"strconv"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
)

// head draws what stands above the first section.
func (w *writer) head() {
	w.page.Artifact(func(c *tagged.Content) { c.Fill(accent, [4]float64{0, tagged.Height - bar, tagged.Width, bar}) })
	if len(w.sheet.Example) > 0 {
		w.example()
	}
	h1 := w.d.Root().Add("H1", nil)
	w.paragraph(h1, spaced(w.sheet.Kind), w.styles.kind, 0)
	w.paragraph(h1, w.sheet.Title, w.styles.title, 4)
	for _, line := range w.sheet.Lines {
		w.headLine(w.d.Root(), line)
	}
}

// Names of more characters than longName, and of the accountable person, are in smaller letters.
const longName = 48

func (w *writer) headLine(parent *tagged.Element, line certificate.Line) {
	s, above := w.styles.says, 9.0
	switch line.As {
	case certificate.LineWhose:
		s, above = w.styles.whose, 5
		if len([]rune(line.Phrase.String())) > longName {
			s = w.styles.longWhose
		}
	case certificate.LineAccountable:
		s, above = w.styles.longWhose, 4
	case certificate.LineNote:
		s, above = w.styles.note.to(centred), 3
	}
	p := parent.Add("P", nil)
	name, aside := apart(line.Phrase)
	if aside == nil {
		w.paragraph(p, name, s, above)
	} else {
		w.paragraph(p, spaced(name), s, above)
		w.paragraph(p, aside, w.styles.aside, 2)
	}
}

// spaced ends with a space, so that what stands on the next line is another word when it is read aloud.
func spaced(p certificate.Phrase) certificate.Phrase {
	return append(slices.Clone(p), certificate.Span{Text: " "})
}

// apart is a name, and what stands below one in large letters.
func apart(phrase certificate.Phrase) (name, aside certificate.Phrase) {
	for i, s := range phrase {
		if s.Aside {
			return phrase[:i], phrase[i+1:] // without the space between the two
		}
	}
	return phrase, nil
}

// example draws EXAMPLE ONLY in a frame.
func (w *writer) example() {
	head := w.y + 4
	w.y -= 4
	p := w.d.Root().Add("P", nil)
	for _, only := range w.sheet.Example {
		w.paragraph(p, only, w.styles.example, 0)
	}
	w.paragraph(p, w.sheet.ExampleNote, w.styles.exampleNote, 1)
	w.y -= 7
	foot := w.y
	w.page.Artifact(func(c *tagged.Content) { c.Frame(red, [4]float64{left, foot, width, head - foot}, 2) })
	w.y -= 12
}

// parts draws the sections.
func (w *writer) parts() {
	for i := range w.sheet.Parts {
		p := &w.sheet.Parts[i]
		section := w.d.Root().Add("Sect", nil)
		switch {
		case p.Activity != nil:
			w.newPage()
			w.heading(section, p.Heading, 0, 0)
			w.activity(section, p)
		case p.Table != nil:
			w.heading(section, p.Heading, 15, 60)
			w.table(section, p.Table)
		default:
			w.fields(section, p)
		}
	}
}

// heading draws a heading and keeps it with what follows, which is so high.
func (w *writer) heading(section *tagged.Element, phrase certificate.Phrase, above, follows float64) {
	w.room(above + w.styles.heading.leading + 6 + follows)
	if w.y == top {
		above = 0
	}
	w.paragraph(section.Add("H2", nil), phrase, w.styles.heading, above)
	w.y -= 2
	w.rule(accent, left, width, 1.2)
	w.y -= 1
}

func none() {}

// linkIn is the address among what a section says; empty where there is none.
func linkIn(p *certificate.Part) string {
	for _, f := range p.Fields {
		for _, phrase := range f.Values {
			for _, s := range phrase {
				if s.As == certificate.SpanLink {
					return s.Text
				}
			}
		}
	}
	return ""
}

// fields draws a section of labels and values, on one page. The one that has
// the link has it as a QR code, too.
func (w *writer) fields(section *tagged.Element, p *certificate.Part) {
	across, link := width, linkIn(p)
	if link != "" {
		across -= symbol + gap
	}
	rows, height := make([]*row, len(p.Fields)), 0.0
	for i, f := range p.Fields {
		rows[i] = rowOf(
			w.cell("TH", "Row", 0, labels-gap, w.styles.label, f.Label),
			w.cell("TD", "", labels, across-labels, w.styles.value, f.Values...),
		)
		height += rows[i].height()
	}
	w.heading(section, p.Heading, 15, height+30*float64(len(p.Lines)))
	for _, line := range p.Lines {
		w.paragraph(section.Add("P", nil), line.Phrase, w.styles.note, 3)
	}
	w.y -= 2
	head := w.y
	table := section.Add("Table", nil)
	for _, r := range rows {
		w.row(table, r, none)
	}
	if link != "" {
		w.y = min(w.y, w.code(section, link, head))
	}
}

// table draws a table of two columns, the second of numbers.
func (w *writer) table(section *tagged.Element, t *certificate.Table) {
	const numbers = 60
	line := func(kind, scope string, first, second style, what, number certificate.Phrase) *row {
		return rowOf(
			w.cell("TH", scope, 0, width-numbers-gap, first, what), w.cell(kind, scopeOf(kind, scope), width-numbers, numbers, second.to(atEnd), number),
		)
	}
	head := func() *row { return line("TH", "Column", w.styles.column, w.styles.column, t.Head[0], t.Head[1]) }
	again := func() { w.again(head()) }
	table := section.Add("Table", nil)
	w.row(table.Add("THead", nil), head(), none)
	body := table.Add("TBody", nil)
	for _, c := range t.Rows {
		w.row(body, line("TD", "Row", w.styles.value, w.styles.value, c.What, count(c.Count)), again)
	}
	if len(t.Totals) == 0 {
		return
	}
	foot := table.Add("TFoot", nil)
	for _, c := range t.Totals {
		w.row(foot, line("TD", "Row", w.styles.total, w.styles.total, c.What, count(c.Count)), again)
	}
}

func scopeOf(kind, scope string) string {
	if kind == "TD" {
		return ""
	}
	return scope
}

func count(n int) certificate.Phrase { return certificate.Phrase{{Text: strconv.Itoa(n)}} }

// again draws a row once more, as an artifact, at the head of a page.
func (w *writer) again(r *row) {
	w.y -= padding
	w.page.Artifact(func(c *tagged.Content) {
		for _, cell := range r.cells {
			y := w.y - cell.drop
			for _, p := range cell.paragraphs {
				w.artifact(c, p, w.column(cell.from, cell.across), y)
				y -= p.height()
			}
		}
	})
	w.y -= r.height() - padding
	w.rule(rule, left, width, 0.6)
}

// activity draws the activity summary.
func (w *writer) activity(section *tagged.Element, p *certificate.Part) {
	for _, line := range p.Lines {
		s := w.styles.note
		if line.As == certificate.LineAccountable {
			s = w.styles.value
		}
		w.paragraph(section.Add("P", nil), line.Phrase, s, 3)
	}
	const statements = width * 0.66
	for _, g := range p.Activity {
		again := func() { w.again(rowOf(w.cell("", "", 0, width, w.styles.again, g.Heading))) }
		w.room(9 + 2*w.styles.group.leading + 30)
		w.paragraph(section.Add("H3", nil), g.Heading, w.styles.group, 9)
		w.y -= 2
		table := section.Add("Table", nil)
		for _, item := range g.Items {
			w.row(table, rowOf(
				w.cell("TH", "Row", 0, statements-gap, w.styles.statement, item.Label),
				w.cell("TD", "", statements, width-statements, w.styles.by, item.Values...),
			), again)
		}
	}
}
