package pdf

import (
	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
)

// A cell is one of a row: phrases below one another.
type cell struct {
	kind, scope  string
	from, across float64 // its column, from the start of the line
	paragraphs   []*paragraph
	drop         float64 // by which its first line is lower, to stand on one height with the others
	next         int     // the line to be drawn next, of all
}

// A row is one of a table.
type row struct{ cells []*cell }

// rowOf puts the first lines of all cells on one height, whatever their letters need.
func rowOf(cells ...*cell) *row {
	lowest := 0.0
	for _, c := range cells {
		lowest = max(lowest, c.baseline())
	}
	for _, c := range cells {
		c.drop = lowest - c.baseline()
	}
	return &row{cells}
}

// baseline is that of the first line, from the head of the cell.
func (c *cell) baseline() float64 {
	if len(c.paragraphs) == 0 || len(c.paragraphs[0].lines) == 0 {
		return 0
	}
	return c.paragraphs[0].baseline(0)
}

func (w *writer) cell(kind, scope string, from, across float64, s style, phrases ...certificate.Phrase) *cell {
	c := &cell{kind: kind, scope: scope, from: from, across: across}
	for _, phrase := range phrases {
		as := s
		if kind == "TD" && onlyCode(phrase) && len(phrase[0].Text) > 30 {
			as = w.styles.code
			as.align = s.align
		}
		c.paragraphs = append(c.paragraphs, w.set(phrase, as, across))
	}
	return c
}

func onlyCode(p certificate.Phrase) bool { return len(p) == 1 && p[0].As == certificate.SpanCode }

// lines calls for each line of the cell, with its height.
func (c *cell) lines(each func(p *paragraph, line int, height float64) bool) {
	for _, p := range c.paragraphs {
		for i := range p.lines {
			if !each(p, i, p.leading(i)) {
				return
			}
		}
	}
}

func (c *cell) height() (h float64) {
	c.lines(func(_ *paragraph, _ int, height float64) bool { h += height; return true })
	return c.drop + h
}

func (c *cell) count() (n int) {
	c.lines(func(*paragraph, int, float64) bool { n++; return true })
	return n
}

func (r *row) height() (h float64) {
	for _, c := range r.cells {
		h = max(h, c.height())
	}
	return h + 2*padding
}

// begin makes the elements of a row in a table or a part of one.
func (r *row) begin(table *tagged.Element) {
	tr := table.Add("TR", nil)
	for _, c := range r.cells {
		e := tr.Add(c.kind, &tagged.Attributes{Scope: c.scope})
		for _, p := range c.paragraphs {
			p.element = e
			if len(c.paragraphs) > 1 {
				p.element = e.Add("P", nil)
			}
		}
	}
}

// row draws a row. One that does not fit goes to the next page, where again
// repeats what stands over the table; one that fits no page is drawn over several.
func (w *writer) row(table *tagged.Element, r *row, again func()) {
	if w.y-r.height() < bottom && w.y < top {
		w.newPage()
		again()
	}
	r.begin(table)
	for {
		w.y -= padding
		w.y -= w.part(r)
		if r.done() {
			break
		}
		w.newPage()
		again()
	}
	w.y -= padding
	w.rule(rule, w.column(r.extent()), r.across(), 0.6)
}

// extent is the column that the row takes.
func (r *row) extent() (from, across float64) { return r.cells[0].from, r.across() }

func (r *row) across() float64 {
	last := r.cells[len(r.cells)-1]
	return last.from + last.across - r.cells[0].from
}

func (r *row) done() bool {
	for _, c := range r.cells {
		if c.next < c.count() {
			return false
		}
	}
	return true
}

// part draws as much of the row as the page holds, at least a line of each
// cell, and says how high that is.
func (w *writer) part(r *row) (taken float64) {
	for _, c := range r.cells {
		down, at := 0.0, 0
		first := c.next
		if first == 0 {
			down = c.drop
		}
		c.lines(func(p *paragraph, line int, height float64) bool {
			if at++; at <= first {
				return true
			}
			if w.y-down-height-padding < bottom && at > first+1 {
				return false
			}
			w.draw(p, line, w.column(c.from, c.across), w.y-down)
			down, c.next = down+height, at
			return true
		})
		taken = max(taken, down)
	}
	return taken
}
