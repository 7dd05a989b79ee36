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

func (e *Answered) copy() *Answered {
	c := copyOf(e)
	if c != nil {
		c.Answers, c.Comment = slices.Clone(c.Answers), copyOf(c.Comment)
		c.Evidence = slices.Clone(c.Evidence)
		for i := range c.Evidence {
			v := &c.Evidence[i]
			v.Title, v.Location = copyOf(v.Title), copyOf(v.Location)
		}
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
	return c
}

func (e *SignedOff) copy() *SignedOff {
	c := copyOf(e)
	if c != nil {
		c.Comment = copyOf(c.Comment)
		c.Attained.Optional, c.Attained.Confirmers = slices.Clone(c.Attained.Optional), slices.Clone(c.Attained.Confirmers)
	}
	return c
}
