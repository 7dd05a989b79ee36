package workflow

import "slices"

// Events are shared between states, the engine's cache among them. Whoever
// asks a State for one gets a copy, so that nobody can change what happened.

func copyOf[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

func (e *Enrolled) copy() *Enrolled {
	c := copyOf(e)
	if c != nil {
		c.Attributes = slices.Clone(c.Attributes)
	}
	return c
}

func (e *Answered) copy() *Answered {
	c := copyOf(e)
	if c != nil {
		c.Answers, c.Comment = slices.Clone(c.Answers), copyOf(c.Comment)
		c.Evidence = copyEvidence(c.Evidence)
	}
	return c
}

func copyEvidence(list []Evidence) []Evidence {
	list = slices.Clone(list)
	for i := range list {
		v := &list[i]
		v.Title, v.Location = copyOf(v.Title), copyOf(v.Location)
	}
	return list
}

func (e *Requested) copy() *Requested {
	c := copyOf(e)
	if c != nil {
		c.Override = slices.Clone(c.Override)
	}
	return c
}

func (e *Waived) copy() *Waived {
	c := copyOf(e)
	if c != nil {
		c.Justification = copyOf(c.Justification)
	}
	return c
}

func (e *Withdrawn) copy() *Withdrawn {
	c := copyOf(e)
	if c != nil {
		c.Reason = copyOf(c.Reason)
	}
	return c
}

func (e *SignOffDeclined) copy() *SignOffDeclined {
	c := copyOf(e)
	if c != nil {
		c.Reason = copyOf(c.Reason)
	}
	return c
}

func (e *SignOffRevoked) copy() *SignOffRevoked {
	c := copyOf(e)
	if c != nil {
		c.Reason = copyOf(c.Reason)
	}
	return c
}

func (e *Decided) copy() *Decided {
	c := copyOf(e)
	if c == nil {
		return nil
	}
	c.Comment, c.Reason, c.OnBehalfOf = copyOf(c.Comment), copyOf(c.Reason), copyOf(c.OnBehalfOf)
	if c.Plan = copyOf(c.Plan); c.Plan != nil {
		c.Plan.EvidenceAsked = copyOf(c.Plan.EvidenceAsked)
		c.Plan.Actions = slices.Clone(c.Plan.Actions)
		for i, a := range c.Plan.Actions {
			c.Plan.Actions[i] = copyOf(a)
		}
	}
	c.Override, c.Term = slices.Clone(c.Override), copyOf(c.Term)
	if c.Paper = copyOf(c.Paper); c.Paper != nil {
		c.Paper.ConfirmedBy, c.Paper.Evidence = copyOf(c.Paper.ConfirmedBy), copyEvidence(c.Paper.Evidence)
	}
	return c
}

func (e *SignedOff) copy() *SignedOff {
	c := copyOf(e)
	if c != nil {
		c.Comment = copyOf(c.Comment)
		c.Attained.Optional, c.Attained.Confirmers = slices.Clone(c.Attained.Optional), slices.Clone(c.Attained.Confirmers)
		c.Attained.Groups = slices.Clone(c.Attained.Groups)
		for i := range c.Attained.Groups {
			c.Attained.Groups[i].Items = slices.Clone(c.Attained.Groups[i].Items)
		}
	}
	return c
}
