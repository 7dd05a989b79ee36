package scenario

import (
	"github.com/countersign-go/countersign/workflow"
)

// LeftOutIs is the expectation of what the last step left out of the record that
// it took over: everything, by why. No reason says anything beside its items.
type LeftOutIs struct{ Items []Reason }

// parseLeftOut reads "confirm-again wash; unconfirmed rub bin" or "nothing".
func parseLeftOut(p *parser) Expectation {
	e := &LeftOutIs{}
	p.need(":")
	if p.accept("nothing") {
		return e
	}
	for more := true; more; more = p.accept(";") {
		e.Items = append(e.Items, p.reason())
	}
	return e
}

func (e *LeftOutIs) write(w *writer) {
	w.word("left out:")
	if len(e.Items) == 0 {
		w.word("nothing")
	}
	w.reasons(e.Items)
}

func (e *LeftOutIs) check(c *check) {
	events, err := c.lastEvents()
	if err != nil {
		c.w.cannot(c.line, err)
		return
	}
	var left []workflow.Reason
	taken := false
	for _, event := range events {
		e, ok := event.(*workflow.TransferAccepted)
		if !ok {
			continue
		}
		taken = true
		for _, l := range e.Left {
			for _, id := range l.Items {
				left = append(left, workflow.Reason{Code: l.Code, Item: id, Message: string(id) + " is left out"})
			}
		}
	}
	if !taken {
		c.fail("the last step took no record over")
		return
	}
	for _, wrong := range c.compare(c.now(), e.Items, left) {
		c.fail("left out, but %s", wrong)
	}
}

// foreign reads a person of another installation.
func (p *parser) foreign() workflow.Foreign {
	t := p.peek()
	f := workflow.Foreign(p.id("a person of another installation"))
	if p.fault == nil && (f.Origin() == "" || f.Person() == "") {
		p.fail(t, "want a person of another installation, such as north/assessor-1, not %s", t)
	}
	return f
}

// originalBy is who gave a decision elsewhere, if it was taken over.
func originalBy(d *workflow.Decided) workflow.Foreign {
	if d == nil || d.Original == nil {
		return ""
	}
	return d.Original.By
}
