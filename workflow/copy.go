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
		c.Attributes, c.Contributors = slices.Clone(c.Attributes), slices.Clone(c.Contributors)
		c.Attainments = slices.Clone(c.Attainments)
	}
	return c
}

func (e *RequirementOverridden) copy() *RequirementOverridden {
	c := copyOf(e)
	if c != nil {
		c.Reason = copyOf(c.Reason)
	}
	return c
}

func (e *SignOffRequested) copy() *SignOffRequested {
	c := copyOf(e)
	if c != nil {
		c.Attainments = slices.Clone(c.Attainments)
	}
	return c
}

func (e *Answered) copy() *Answered {
	c := copyOf(e)
	if c != nil {
		c.Answers, c.Comment = slices.Clone(c.Answers), copyOf(c.Comment)
		c.one = [1]Reply{} // what it says may have to go
		for i := range c.Answers {
			c.Answers[i].Comment = copyOf(c.Answers[i].Comment)
		}
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
	c.also = slices.Clone(c.also)
	if c.Original = copyOf(c.Original); c.Original != nil {
		c.Original.Term = copyOf(c.Original.Term)
	}
	if c.Paper = copyOf(c.Paper); c.Paper != nil {
		c.Paper.ConfirmedBy, c.Paper.Evidence = copyOf(c.Paper.ConfirmedBy), copyEvidence(c.Paper.Evidence)
	}
	return c
}

func (e *SignedOff) copy() *SignedOff {
	c := copyOf(e)
	if c != nil {
		c.Comment, c.Attained = copyOf(c.Comment), c.Attained.copy()
		c.Attainments, c.Overrides = slices.Clone(c.Attainments), slices.Clone(c.Overrides)
	}
	return c
}

func (a Attained) copy() Attained {
	a.Optional, a.Confirmers, a.Groups = slices.Clone(a.Optional), slices.Clone(a.Confirmers), copyGroups(a.Groups)
	a.Transferred = slices.Clone(a.Transferred)
	return a
}

func copyGroups(groups []GroupCount) []GroupCount {
	groups = slices.Clone(groups)
	for i := range groups {
		groups[i].Items = slices.Clone(groups[i].Items)
	}
	return groups
}
