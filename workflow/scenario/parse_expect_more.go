package scenario

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// personWords stand behind the person that an expectation is about.
var personWords = []string{"may", "sees", "lists"}

// parsePersonal reads what a person may do and see.
func parsePersonal(p *parser) Expectation {
	who := workflow.PersonID(p.anyID("a person"))
	switch {
	case p.accept("may"):
		return parseMay(p, who)
	case p.accept("lists"):
		return parseList(p, who)
	}
	p.need("sees")
	return &SeesIs{Person: who, Not: p.oneOf("what somebody sees", []string{"it", "nothing"}) == "nothing"}
}

// parseMay reads "not confirm care-1 -> not-the-addressee care-1".
func parseMay(p *parser, who workflow.PersonID) Expectation {
	e := &MayIs{Person: who, Not: p.accept("not")}
	e.Kind = workflow.Kind(p.oneOf("a kind of command", kinds))
	if !p.end() && !p.sees("->") && !p.sees("overwrite") {
		e.Items, e.Sections = p.itemsAndSections()
	}
	p.fields(p.flag("overwrite", &e.Overwrite))
	if t := p.peek(); p.accept("->") {
		if !e.Not {
			p.fail(t, "there are reasons only behind may not")
		}
		e.Reasons = p.reasons()
	}
	return e
}

// parseList reads "signed-off: learner-1 learner-2 centre trust-1" or "nobody".
func parseList(p *parser, who workflow.PersonID) Expectation {
	e := &ListIs{Person: who}
	if !p.sees(":") {
		e.Status = workflow.Status(p.oneOf("a status of an enrolment", statuses))
	}
	p.need(":")
	if p.accept("nobody") {
		return e
	}
	if !p.sees("centre") {
		e.Learners = p.people()
	}
	if p.accept("centre") {
		e.Centres = all[workflow.CentreID](p, "a centre")
	}
	return e
}

// parseAttributesAre reads "role clinical, setting ward" or "none".
func parseAttributesAre(p *parser) Expectation {
	p.need(":")
	if p.accept("none") {
		return &AttributesAre{}
	}
	e := &AttributesAre{Settings: p.settings()}
	if len(e.Settings) == 0 {
		p.fail(p.peek(), "want an attribute and its value, or none")
	}
	return e
}

// parseRatings reads "all of airway: amber" or "care-1: none".
func parseRatings(p *parser) Expectation {
	e := &RatingsAre{Items: p.items()}
	p.need(":")
	if !p.accept("none") {
		e.Rating = proficiency.Rating(p.oneOf("a rating, or none", ratings))
	}
	return e
}

// parseDecision reads "care-1: confirmed by assessor-1 as assessor at trust-1, from paper".
func parseDecision(p *parser) Expectation {
	e := &DecisionIs{Item: p.item()}
	p.need(":")
	if p.accept("none") {
		return e
	}
	e.Outcome = workflow.Outcome(p.oneOf("an outcome, or none", []string{string(workflow.Confirmed), string(workflow.Rejected)}))
	p.fields(
		field{phrase: "by", read: func() { e.By = p.person() }},
		field{phrase: "as", read: func() { e.As.Role = p.role() }},
		field{phrase: "at", read: func() { e.As.Centre = p.centre() }},
		p.textField("on behalf of", &e.OnBehalfOf), p.flag("from paper", &e.Paper),
		field{phrase: "transferred from", read: func() { e.Original = p.foreign() }},
	)
	return e
}

// parsePlan reads "care-1: because "…", action "…"" or "none".
func parsePlan(p *parser) Expectation {
	e := &PlanIs{Item: p.item()}
	p.need(":")
	if p.accept("none") {
		return e
	}
	p.need("because")
	e.Reason = p.words()
	p.fields(field{phrase: "action", many: true, read: func() { e.Actions = append(e.Actions, p.words()) }})
	return e
}

func parseAnswerIs(p *parser) Expectation {
	e := &AnswerIs{Item: p.item()}
	if p.accept("in") {
		e.Round = p.round()
	}
	p.need(":")
	e.Answers = p.answers()
	p.fields(field{phrase: "by", read: func() { e.By = p.person() }})
	return e
}

// round reads "round 2".
func (p *parser) round() int {
	p.need("round")
	return int(p.number("the number of a round", 1, 1_000_000))
}

func parseRoundIs(p *parser) Expectation {
	p.need(":")
	return &RoundIs{Number: int(p.number("the number of a round", 1, 1_000_000))}
}

// parseSubmittedIs reads "round 1 on 2026-03-02, until 2027-03-02" or "nothing".
func parseSubmittedIs(p *parser) Expectation {
	e := &SubmittedIs{}
	p.need(":")
	if p.accept("nothing") {
		return e
	}
	e.Round = p.round()
	p.fields(p.dateField("on", &e.On), p.dateField("until", &e.Until))
	return e
}

// parseDue reads "learner-1 overdue; assessor-1 confirm 2" or "nothing".
func parseDue(p *parser) Expectation {
	e := &DueIs{}
	p.need(":")
	if p.accept("nothing") {
		return e
	}
	for more := true; more; more = p.accept(";") {
		d := DueItem{With: p.person()}
		d.Kind = workflow.DutyKind(p.oneOf("a kind of duty", dutyKinds))
		if !p.end() && !p.sees(";") {
			d.Items = int(p.number("a number of items", 1, 1<<31-1))
		}
		e.Duties = append(e.Duties, d)
	}
	return e
}

// parseTold reads "assessor-1 asked care-1 care-2; learner-1 commented" or "nobody".
func parseTold(p *parser) Expectation {
	e := &Told{}
	p.need(":")
	if p.accept("nobody") {
		return e
	}
	for more := true; more; more = p.accept(";") {
		n := ToldNotice{To: p.person()}
		n.Kind = workflow.NoticeKind(p.oneOf("a kind of notice", noticeKinds))
		if !p.end() && !p.sees(";") {
			n.Items = p.items()
		}
		e.Notices = append(e.Notices, n)
	}
	return e
}
