package scenario

import (
	"reflect"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

const verbDrop = "drop"

var answerVerbs = []verb{
	verbOf("assess", parseAssess, writeAssess),
	verbOf("clear", parseClear, writeClear),
	verbOf("send", parseSend, writeSend),
	verbOf("withdraw request for", func(p *parser) *workflow.WithdrawRequest { return &workflow.WithdrawRequest{Items: p.items()} },
		func(w *writer, c *workflow.WithdrawRequest) { w.items(c.Items) }),
	verbOf("remind", func(p *parser) *workflow.Remind { return &workflow.Remind{To: p.person()} },
		func(w *writer, c *workflow.Remind) { w.id(string(c.To)) }),
	verbOf("choose", func(p *parser) *workflow.ChooseOptional { return parseChoice(p, false) }, writeChoice),
	verbOf(verbDrop, func(p *parser) *workflow.ChooseOptional { return parseChoice(p, true) }, writeChoice),
	verbOf("submit", bare[workflow.Submit], writeBare[*workflow.Submit]),
}

// parseAssess reads "care-1 as achieved, comment "…"; care-2 as ongoing".
func parseAssess(p *parser) *workflow.SelfAssess {
	c := &workflow.SelfAssess{}
	if p.accept(noItems) {
		p.fields(p.flag("overwrite", &c.Overwrite))
		return c
	}
	for {
		items := p.items()
		p.need("as")
		a := workflow.ItemAnswer{Answers: p.answers()}
		p.fields(
			p.textField("comment", &a.Comment), p.dateField("on", &a.On), p.evidenceField(&a.Evidence), p.flag("overwrite", &c.Overwrite),
		)
		for _, a.Item = range items {
			c.Items = append(c.Items, a)
		}
		if !p.accept(";") {
			return c
		}
	}
}

// writeAssess puts items together that follow one another and are answered alike.
func writeAssess(w *writer, c *workflow.SelfAssess) {
	if len(c.Items) == 0 {
		w.word(noItems)
	}
	for i := 0; i < len(c.Items); {
		a, n := c.Items[i], 0
		if i > 0 {
			w.part(";")
		}
		for ; i+n < len(c.Items) && alike(a, c.Items[i+n]); n++ {
			w.list(n, itemName(c.Items[i+n].Item))
		}
		w.word("as")
		w.answers(a.Answers)
		w.dateField("on", a.On)
		w.field("comment", a.Comment)
		w.evidence(a.Evidence)
		i += n
	}
	w.flag("overwrite", c.Overwrite)
}

// alike reports whether two answers differ in nothing but the item.
func alike(a, b workflow.ItemAnswer) bool {
	a.Item = b.Item
	return reflect.DeepEqual(a, b)
}

func parseClear(p *parser) *workflow.ClearAnswer {
	c := &workflow.ClearAnswer{Items: p.items()}
	p.fields(p.flag("overwrite", &c.Overwrite))
	return c
}

func writeClear(w *writer, c *workflow.ClearAnswer) {
	w.items(c.Items)
	w.flag("overwrite", c.Overwrite)
}

func parseSend(p *parser) *workflow.RequestConfirmation {
	c := &workflow.RequestConfirmation{Items: p.items()}
	p.need("to")
	c.To = p.person()
	return c
}

func writeSend(w *writer, c *workflow.RequestConfirmation) {
	w.items(c.Items)
	w.word("to")
	w.id(string(c.To))
}

// parseChoice reads items, and sections behind the word section.
func parseChoice(p *parser, drop bool) *workflow.ChooseOptional {
	c := &workflow.ChooseOptional{Drop: drop}
	c.Items, c.Sections = p.itemsAndSections()
	p.fields(p.flag("overwrite", &c.Overwrite))
	return c
}

// itemsAndSections reads items, then sections behind the word section, at least one of them.
func (p *parser) itemsAndSections() (items []proficiency.ItemID, sections []proficiency.SectionID) {
	if !p.sees("section") {
		items = p.items()
	}
	for p.accept("section") {
		sections = append(sections, proficiency.SectionID(p.id("a section")))
	}
	return items, sections
}

func (w *writer) itemsAndSections(items []proficiency.ItemID, sections []proficiency.SectionID) {
	if len(items) > 0 || len(sections) == 0 {
		w.items(items)
	}
	for i, id := range sections {
		w.list(len(items)+i, "section "+quoteName(string(id)))
	}
}

func writeChoice(w *writer, c *workflow.ChooseOptional) {
	w.itemsAndSections(c.Items, c.Sections)
	w.flag("overwrite", c.Overwrite)
}
