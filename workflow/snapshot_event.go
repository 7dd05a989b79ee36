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
	listOf(c, &e.Contributors, str)
	str(c, &e.Accountable)
	str(c, &e.Centre)
	c.date(&e.CompleteBy)
	c.time(&e.DueAt)
	c.held(&e.As)
	number(c, &e.Trial)
	str(c, &e.Zone)
	listOf(c, &e.Attributes, (*coder).setting)
	listOf(c, &e.Attainments, (*coder).attainment)
}

func (c *coder) attainment(a *Attainment) {
	c.ref(&a.Framework)
	str(c, &a.Serial)
	c.time(&a.Until)
}

func (c *coder) requirementOverridden(p **RequirementOverridden) {
	if c.reading {
		*p = new(RequirementOverridden)
	}
	e := *p
	c.stamp(&e.Stamp)
	str(c, &e.Framework)
	c.text(&e.Reason)
	c.held(&e.As)
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
	listOf(c, &e.Answers, (*coder).reply)
	str(c, &e.Contributor)
	number(c, &e.Round)
	c.flags(&e.Meets, &e.Paper, &e.Transferred)
	number(c, &e.Basis)
	c.text(&e.Comment)
	listOf(c, &e.Evidence, (*coder).evidence)
	c.date(&e.On)
}

// reply keeps in one byte that nothing is said of the answer, as it mostly is.
func (c *coder) reply(r *Reply) {
	str(c, &r.Question)
	str(c, &r.Answer)
	said := r.Comment != nil || !r.On.IsZero()
	if c.flags(&said); said {
		c.text(&r.Comment)
		c.date(&r.On)
	}
}

func (c *coder) submitted(e *Submitted) {
	c.stamp(&e.Stamp)
	number(c, &e.Round)
	c.date(&e.On)
	raw(c, &e.Serial)
	number(c, &e.Coverage.Mandatory)
	c.optional(&e.Coverage.Optional)
	c.groups(&e.Coverage.Groups)
	c.time(&e.Until)
	c.date(&e.ValidTo)
	c.overrides(&e.Overrides)
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
	pointer(c, &e.Original, (*coder).original)
	c.text(&e.Comment)
	c.text(&e.Reason)
	c.text(&e.OnBehalfOf)
	pointer(c, &e.Plan, (*coder).plan)
}

// standing is a decision with those that stand beside it, which have none themselves.
func (c *coder) standing(e *Decided) {
	c.decided(e)
	listOf(c, &e.also, func(c *coder, d **Decided) { pointer(c, d, (*coder).decided) })
}

func (c *coder) term(t *Term) {
	c.date(&t.From)
	c.time(&t.Until)
}

func (c *coder) original(o *Original) {
	str(c, &o.By)
	c.time(&o.At)
	number(c, &o.Record)
	c.held(&o.As)
	c.flags(&o.Paper)
	pointer(c, &o.Term, (*coder).term)
}

// transferAccepted is what a state keeps of a transfer: not its items.
func (c *coder) transferAccepted(p **TransferAccepted) {
	if c.reading {
		*p = new(TransferAccepted)
	}
	e := *p
	c.stamp(&e.Stamp)
	str(c, &e.Origin)
	str(c, &e.Learner)
	str(c, &e.Enrolment)
	number(c, &e.Record)
	c.digest(&e.Head)
	c.ref(&e.Framework)
	c.digest(&e.Digest)
	c.held(&e.As)
	c.attainment(&e.SignOff)
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
	listOf(c, &e.Attainments, (*coder).attainment)
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
	str(c, &e.Accountable)
	c.time(&e.Until)
	c.date(&e.ValidTo)
	listOf(c, &e.Attainments, (*coder).attainment)
	c.overrides(&e.Overrides)
}

func (c *coder) overrides(list *[]Overridden) {
	listOf(c, list, func(c *coder, o *Overridden) {
		str(c, &o.Framework)
		str(c, &o.By)
	})
}

func (c *coder) attained(a *Attained) {
	number(c, &a.Mandatory)
	c.optional(&a.Optional)
	listOf(c, &a.Confirmers, func(c *coder, p *ConfirmerCount) {
		str(c, &p.Person)
		number(c, &p.Items)
	})
	number(c, &a.Waived)
	number(c, &a.Paper)
	listOf(c, &a.Transferred, func(c *coder, t *TransferredCount) {
		str(c, &t.By)
		c.flags(&t.Paper)
		number(c, &t.Items)
	})
	c.groups(&a.Groups)
}

func (c *coder) optional(list *[]OptionalCount) {
	listOf(c, list, func(c *coder, o *OptionalCount) {
		str(c, &o.Section)
		number(c, &o.Items)
	})
}

func (c *coder) groups(list *[]GroupCount) {
	listOf(c, list, func(c *coder, g *GroupCount) {
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
