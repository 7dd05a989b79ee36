package workflow

import "github.com/countersign-go/countersign/proficiency"

// What a snapshot keeps of the events that a state holds: everything but hints.

func (c *coder) stamp(p *Stamp) {
	number(c, &p.Seq)
	c.time(&p.At)
	str(c, &p.By)
}

func (c *coder) enrolled(e *Enrolled) {
	c.stamp(&e.Stamp)
	str(c, &e.Learner)
	str(c, &e.Centre)
	c.date(&e.CompleteBy)
	c.time(&e.DueAt)
	c.held(&e.As)
	number(c, &e.Trial)
	str(c, &e.Zone)
	listOf(c, &e.Attributes, (*coder).setting)
}

func (c *coder) setting(s *proficiency.Setting) {
	str(c, &s.Attribute)
	str(c, &s.Value)
}

func (c *coder) agreed(e *Agreed) { c.stamp(&e.Stamp) }

func (c *coder) withdrawn(e *Withdrawn) {
	c.stamp(&e.Stamp)
	c.text(&e.Reason)
	c.held(&e.As)
}

func (c *coder) answered(e *Answered) {
	c.stamp(&e.Stamp)
	c.itemID(&e.Item)
	listOf(c, &e.Answers, (*coder).given)
	str(c, &e.Contributor)
	number(c, &e.Round)
	c.flags(&e.Meets, &e.Paper)
	number(c, &e.Basis)
	c.text(&e.Comment)
	listOf(c, &e.Evidence, (*coder).evidence)
	c.date(&e.On)
}

func (c *coder) given(g *Given) {
	str(c, &g.Question)
	str(c, &g.Answer)
}

func (c *coder) evidence(e *Evidence) {
	c.text(&e.Title)
	c.text(&e.Location)
	c.digest(&e.Digest)
	str(c, &e.MediaType)
	c.date(&e.On)
}

func (c *coder) requested(e *Requested) {
	c.stamp(&e.Stamp)
	c.itemID(&e.Item)
	str(c, &e.To)
	c.held(&e.As)
	c.held(&e.With)
	listOf(c, &e.Override, str)
}

func (c *coder) decided(e *Decided) {
	c.stamp(&e.Stamp)
	c.itemID(&e.Item)
	str(c, &e.Outcome)
	number(c, &e.Basis)
	number(c, &e.Revises)
	c.held(&e.As)
	c.held(&e.With)
	listOf(c, &e.Override, str)
	pointer(c, &e.Term, (*coder).term)
	pointer(c, &e.Paper, (*coder).paper)
	c.text(&e.Comment)
	c.text(&e.Reason)
	c.text(&e.OnBehalfOf)
	pointer(c, &e.Plan, (*coder).plan)
}

func (c *coder) term(t *Term) {
	c.date(&t.From)
	c.time(&t.Until)
}

func (c *coder) paper(p *Paper) {
	c.text(&p.ConfirmedBy)
	str(c, &p.Role)
	c.date(&p.On)
	listOf(c, &p.Evidence, (*coder).evidence)
}

func (c *coder) plan(p *Plan) {
	listOf(c, &p.Actions, (*coder).text)
	c.date(&p.ReviewOn)
	c.text(&p.EvidenceAsked)
}

func (c *coder) waived(e *Waived) {
	c.stamp(&e.Stamp)
	c.itemID(&e.Item)
	c.held(&e.As)
	c.text(&e.Justification)
}

func (c *coder) signOffRequested(e *SignOffRequested) {
	c.stamp(&e.Stamp)
	str(c, &e.To)
	c.held(&e.As)
	c.held(&e.With)
}

func (c *coder) signOffDeclined(e *SignOffDeclined) {
	c.stamp(&e.Stamp)
	c.text(&e.Reason)
	c.held(&e.As)
}

func (c *coder) signedOff(e *SignedOff) {
	c.stamp(&e.Stamp)
	raw(c, &e.Serial)
	c.date(&e.On)
	c.held(&e.As)
	c.held(&e.With)
	c.text(&e.Comment)
	c.attained(&e.Attained)
	c.time(&e.Until)
	c.date(&e.ValidTo)
}

func (c *coder) attained(a *Attained) {
	number(c, &a.Mandatory)
	listOf(c, &a.Optional, func(c *coder, o *OptionalCount) {
		str(c, &o.Section)
		number(c, &o.Items)
	})
	listOf(c, &a.Confirmers, func(c *coder, p *ConfirmerCount) {
		str(c, &p.Person)
		number(c, &p.Items)
	})
	number(c, &a.Waived)
	number(c, &a.Paper)
	listOf(c, &a.Groups, func(c *coder, g *GroupCount) {
		str(c, &g.Section)
		number(c, &g.Needed)
		number(c, &g.Reached)
		listOf(c, &g.Items, str)
	})
}

func (c *coder) signOffVoided(e *SignOffVoided) {
	c.stamp(&e.Stamp)
	raw(c, &e.Serial)
	str(c, &e.Signatory)
	str(c, &e.Cause)
}

func (c *coder) signOffRevoked(e *SignOffRevoked) {
	c.stamp(&e.Stamp)
	raw(c, &e.Serial)
	str(c, &e.Signatory)
	c.text(&e.Reason)
	c.held(&e.As)
}
