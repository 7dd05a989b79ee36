package scenario

import (
	"github.com/countersign-go/countersign/workflow"
)

var decisionVerbs = []verb{
	verbOfStep("confirm", parseConfirm, writeConfirm),
	verbOfStep("reject", parseReject, writeReject),
	verbOf("revise", parseRevise, writeRevise),
	verbOf("set aside", parseSetAside, writeSetAside),
	verbOf("record paper for", parsePaper, writePaper),
	verbOf("waive", parseWaive, func(w *writer, c *workflow.Waive) { w.id(string(c.Item)); w.field("because", c.Justification) }),
	verbOf("unwaive", parseUnwaive, func(w *writer, c *workflow.Unwaive) { w.id(string(c.Item)); w.field("because", c.Reason) }),
}

func parseConfirm(p *parser, s *Step) *workflow.Confirm {
	c := &workflow.Confirm{Items: p.seen()}
	p.fields(p.flag(seenBefore, &s.SeenBefore), p.textField("comment", &c.Comment), p.textField("on behalf of", &c.OnBehalfOf))
	return c
}

const seenBefore = "as seen before"

func writeConfirm(w *writer, c *workflow.Confirm, s *Step) {
	w.seen(c.Items)
	w.flag(seenBefore, s.SeenBefore)
	w.field("comment", c.Comment)
	w.field("on behalf of", c.OnBehalfOf)
}

// planFields are what a rejection says.
func (p *parser) planFields(plan *workflow.ItemPlan, more ...field) {
	p.fields(append(more,
		p.textField("because", &plan.Reason),
		field{phrase: "action", many: true, read: func() { plan.Actions = append(plan.Actions, p.words()) }},
		p.dateField("review on", &plan.ReviewOn),
		p.textField("asking for", &plan.EvidenceAsked),
	)...)
}

func (w *writer) plan(plan workflow.ItemPlan) {
	w.field("because", plan.Reason)
	for _, a := range plan.Actions {
		w.part(",")
		w.word("action")
		w.text(a)
	}
	w.dateField("review on", plan.ReviewOn)
	w.field("asking for", plan.EvidenceAsked)
}

// parseReject reads what holds for all items, and behind semicolons the plans
// that items have for themselves.
func parseReject(p *parser, s *Step) *workflow.Reject {
	c := &workflow.Reject{Items: p.seen()}
	var plan workflow.ItemPlan
	p.planFields(&plan, p.flag(seenBefore, &s.SeenBefore))
	c.Reason, c.Actions, c.ReviewOn, c.EvidenceAsked = plan.Reason, plan.Actions, plan.ReviewOn, plan.EvidenceAsked
	for p.accept(";") {
		own := workflow.ItemPlan{Item: p.item()}
		p.planFields(&own)
		c.Plans = append(c.Plans, own)
	}
	return c
}

func writeReject(w *writer, c *workflow.Reject, s *Step) {
	w.seen(c.Items)
	w.flag(seenBefore, s.SeenBefore)
	w.plan(workflow.ItemPlan{Reason: c.Reason, Actions: c.Actions, ReviewOn: c.ReviewOn, EvidenceAsked: c.EvidenceAsked})
	for _, own := range c.Plans {
		w.part(";")
		w.id(string(own.Item))
		w.plan(own)
	}
}

// outcome reads any word: which there are is for the rules to say.
func (p *parser) outcome() workflow.Outcome {
	return workflow.Outcome(p.anyID("confirmed or rejected"))
}

func parseRevise(p *parser) *workflow.Revise {
	c := &workflow.Revise{Item: p.item()}
	p.need("to")
	c.To = p.outcome()
	var plan workflow.ItemPlan
	p.planFields(&plan)
	c.Reason, c.Actions, c.ReviewOn, c.EvidenceAsked = plan.Reason, plan.Actions, plan.ReviewOn, plan.EvidenceAsked
	return c
}

func writeRevise(w *writer, c *workflow.Revise) {
	w.id(string(c.Item))
	w.word("to")
	if s := string(c.To); plainName(s) {
		w.word(s)
	} else {
		w.id(s)
	}
	w.plan(workflow.ItemPlan{Reason: c.Reason, Actions: c.Actions, ReviewOn: c.ReviewOn, EvidenceAsked: c.EvidenceAsked})
}

const everythingBy = "everything by"

func parseSetAside(p *parser) *workflow.SetAside {
	c := &workflow.SetAside{}
	if !p.sees(everythingBy) {
		c.Items = p.items()
	}
	if p.accept(everythingBy) {
		c.DecidedBy = p.person()
	}
	p.fields(p.textField("because", &c.Reason))
	return c
}

func writeSetAside(w *writer, c *workflow.SetAside) {
	if len(c.Items) > 0 || c.DecidedBy == "" {
		w.items(c.Items)
	}
	if c.DecidedBy != "" {
		w.word(everythingBy)
		w.id(string(c.DecidedBy))
	}
	w.field("because", c.Reason)
}

func parsePaper(p *parser) *workflow.RecordPaper {
	c := &workflow.RecordPaper{Items: p.items()}
	p.fields(
		p.textField("confirmed by", &c.ConfirmedBy), field{phrase: "as", read: func() { c.Role = p.role() }},
		p.dateField("on", &c.On), p.evidenceField(&c.Evidence),
	)
	return c
}

func writePaper(w *writer, c *workflow.RecordPaper) {
	w.items(c.Items)
	w.field("confirmed by", c.ConfirmedBy)
	if c.Role != "" {
		w.part(",")
		w.word("as")
		w.id(string(c.Role))
	}
	w.dateField("on", c.On)
	w.evidence(c.Evidence)
}

func parseWaive(p *parser) *workflow.Waive {
	c := &workflow.Waive{Item: p.item()}
	p.fields(p.textField("because", &c.Justification))
	return c
}

func parseUnwaive(p *parser) *workflow.Unwaive {
	c := &workflow.Unwaive{Item: p.item()}
	p.fields(p.textField("because", &c.Reason))
	return c
}
