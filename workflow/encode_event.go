package workflow

import "github.com/countersign-go/countersign/proficiency"

func (e *Enrolled) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("accountable", string(e.Accountable))
	o.held("as", e.As)
	o.attainments(e.Attainments)
	o.settings(e.Attributes)
	o.str("centre", string(e.Centre))
	o.date("complete_by", e.CompleteBy)
	strs(&o, "contributors", e.Contributors)
	o.time("due_at", e.DueAt)
	o.event(e.EventKind())
	o.str("learner", string(e.Learner))
	o.int("trial", int64(e.Trial))
	o.str("zone", e.Zone)
	return o.close()
}

func (e *Agreed) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.event(e.EventKind())
	return o.close()
}

func (e *Answered) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.list("answers", len(e.Answers), func(dst []byte, i int) []byte {
		r := &e.Answers[i]
		g := open(dst)
		g.str("answer", string(r.Answer))
		g.text("comment", r.Comment)
		g.date("on", r.On)
		g.str("question", string(r.Question))
		return g.close()
	})
	o.int("basis", int64(e.Basis))
	o.text("comment", e.Comment)
	o.str("contributor", string(e.Contributor))
	o.event(e.EventKind())
	o.evidence(e.Evidence)
	o.str("item", string(e.Item))
	o.bool("meets", e.Meets)
	o.date("on", e.On)
	o.bool("paper", e.Paper)
	o.int("round", int64(e.Round))
	return o.close()
}

func (e *AnswerCleared) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("contributor", string(e.Contributor))
	o.event(e.EventKind())
	o.str("item", string(e.Item))
	o.int("round", int64(e.Round))
	return o.close()
}

func (e *Requested) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.event(e.EventKind())
	o.str("item", string(e.Item))
	o.roles("override", e.Override)
	o.str("to", string(e.To))
	o.held("with", e.With)
	return o.close()
}

func (e *RequestEnded) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("cause", string(e.Cause))
	o.event(e.EventKind())
	o.items("items", e.Items)
	o.int("request", int64(e.Request))
	o.str("to", string(e.To))
	return o.close()
}

func (e *Decided) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.int("basis", int64(e.Basis))
	o.text("comment", e.Comment)
	o.event(e.EventKind())
	o.str("item", string(e.Item))
	o.text("on_behalf_of", e.OnBehalfOf)
	o.str("outcome", string(e.Outcome))
	o.roles("override", e.Override)
	if e.Paper != nil {
		o.key("paper")
		o.b = e.Paper.appendJSON(o.b)
	}
	if e.Plan != nil {
		o.key("plan")
		o.b = e.Plan.appendJSON(o.b)
	}
	o.text("reason", e.Reason)
	o.int("revises", int64(e.Revises))
	if e.Term != nil {
		o.key("term")
		o.b = e.Term.appendJSON(o.b)
	}
	o.held("with", e.With)
	return o.close()
}

func (e *DecisionEnded) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.str("cause", string(e.Cause))
	o.str("decider", string(e.Decider))
	o.int("decision", int64(e.Decision))
	o.event(e.EventKind())
	o.str("item", string(e.Item))
	o.text("reason", e.Reason)
	return o.close()
}

func (e *OptionalChosen) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.bool("chosen", e.Chosen)
	o.event(e.EventKind())
	o.str("item", string(e.Item))
	o.str("section", string(e.Section))
	return o.close()
}

func (e *SupervisorAdded) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.event(e.EventKind())
	o.str("person", string(e.Person))
	return o.close()
}

func (e *SupervisorRemoved) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.event(e.EventKind())
	o.str("person", string(e.Person))
	return o.close()
}

func (e *SignOffRequested) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.attainments(e.Attainments)
	o.event(e.EventKind())
	o.str("to", string(e.To))
	o.held("with", e.With)
	return o.close()
}

func (e *SignOffRequestEnded) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("cause", string(e.Cause))
	o.event(e.EventKind())
	o.int("request", int64(e.Request))
	o.str("to", string(e.To))
	return o.close()
}

func (e *SignOffDeclined) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.event(e.EventKind())
	o.text("reason", e.Reason)
	return o.close()
}

func (e *SignedOff) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("accountable", string(e.Accountable))
	o.held("as", e.As)
	o.key("attained")
	o.b = e.Attained.appendJSON(o.b)
	o.attainments(e.Attainments)
	o.text("comment", e.Comment)
	o.event(e.EventKind())
	o.date("on", e.On)
	o.overrides(e.Overrides)
	o.str("serial", e.Serial)
	o.time("until", e.Until)
	o.date("valid_to", e.ValidTo)
	o.held("with", e.With)
	return o.close()
}

func (e *SignOffVoided) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("cause", string(e.Cause))
	o.event(e.EventKind())
	o.str("serial", e.Serial)
	o.str("signatory", string(e.Signatory))
	return o.close()
}

func (e *Withdrawn) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.event(e.EventKind())
	o.text("reason", e.Reason)
	return o.close()
}

func (e *Waived) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.event(e.EventKind())
	o.str("item", string(e.Item))
	o.text("justification", e.Justification)
	return o.close()
}

func (e *WaiverEnded) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.str("cause", string(e.Cause))
	o.event(e.EventKind())
	o.str("item", string(e.Item))
	o.text("reason", e.Reason)
	o.str("waiver", string(e.Waiver))
	o.int("waiving", int64(e.Waiving))
	return o.close()
}

func (e *Commented) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.text("comment", e.Comment)
	o.event(e.EventKind())
	o.str("item", string(e.Item))
	return o.close()
}

func (e *Reminded) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.event(e.EventKind())
	o.bool("sign_off", e.SignOff)
	o.str("to", string(e.To))
	return o.close()
}

func (e *Reassigned) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.event(e.EventKind())
	o.str("from", string(e.From))
	o.list("left", len(e.Left), func(dst []byte, i int) []byte {
		l := open(dst)
		l.list("codes", len(e.Left[i].Codes), func(dst []byte, j int) []byte { return quoted(dst, string(e.Left[i].Codes[j])) })
		l.str("item", string(e.Left[i].Item))
		l.bool("sign_off", e.Left[i].SignOff)
		l.bool("supervisor", e.Left[i].Supervisor)
		return l.close()
	})
	o.str("to", string(e.To))
	return o.close()
}

func (e *SignOffExtended) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.event(e.EventKind())
	o.str("serial", e.Serial)
	o.time("until", e.Until)
	return o.close()
}

func (e *SignOffRevoked) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.event(e.EventKind())
	o.text("reason", e.Reason)
	o.str("serial", e.Serial)
	o.str("signatory", string(e.Signatory))
	return o.close()
}

func (e *CompleteBySet) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.date("complete_by", e.CompleteBy)
	o.time("due_at", e.DueAt)
	o.event(e.EventKind())
	return o.close()
}

func (e *AttributesSet) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.settings(e.Attributes)
	o.event(e.EventKind())
	o.text("reason", e.Reason)
	return o.close()
}

func (e *Upgraded) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.bool("agreement", e.Agreement)
	o.held("as", e.As)
	o.bool("asks_again", e.AsksAgain)
	o.settings(e.Attributes)
	o.bool("automatic", e.Automatic)
	o.event(e.EventKind())
	if e.From != (proficiency.Version{}) {
		o.str("from", e.From.String())
	}
	o.digest("from_digest", e.FromDigest)
	o.items("gone", e.Gone)
	o.list("items", len(e.Items), func(dst []byte, i int) []byte { return e.Items[i].appendJSON(dst) })
	o.list("sections", len(e.Sections), func(dst []byte, i int) []byte { return quoted(dst, string(e.Sections[i])) })
	return o.close()
}

func (e *RequirementOverridden) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.event(e.EventKind())
	o.str("framework", string(e.Framework))
	o.text("reason", e.Reason)
	return o.close()
}

func (e *ContributorAdded) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.event(e.EventKind())
	o.str("person", string(e.Person))
	return o.close()
}

func (e *ContributorRemoved) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.event(e.EventKind())
	o.str("person", string(e.Person))
	return o.close()
}

func (e *AccountableSet) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.event(e.EventKind())
	o.str("from", string(e.From))
	o.text("reason", e.Reason)
	o.str("to", string(e.To))
	return o.close()
}

func (e *CentreAdded) appendJSON(dst []byte) []byte   { return centreEvent(dst, e, e.As, e.Centre) }
func (e *CentreRemoved) appendJSON(dst []byte) []byte { return centreEvent(dst, e, e.As, e.Centre) }

func centreEvent(dst []byte, e Event, as Held, centre CentreID) []byte {
	o := open(dst)
	o.held("as", as)
	o.str("centre", string(centre))
	o.event(e.EventKind())
	return o.close()
}

func (e *Redacted) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.event(e.EventKind())
	o.int("record", int64(e.Record))
	o.digest("text", e.Text)
	return o.close()
}

func (e *Erased) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.event(e.EventKind())
	o.digest("last", e.Last)
	return o.close()
}

func (u *Unknown) appendJSON(dst []byte) []byte { return append(dst, u.Raw...) }
