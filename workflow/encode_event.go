package workflow

func (e *Enrolled) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.held("as", e.As)
	o.str("centre", string(e.Centre))
	o.date("complete_by", e.CompleteBy)
	o.time("due_at", e.DueAt)
	o.event(e.EventKind())
	o.str("learner", string(e.Learner))
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
		g := open(dst)
		g.str("answer", string(e.Answers[i].Answer))
		g.str("question", string(e.Answers[i].Question))
		return g.close()
	})
	o.int("basis", int64(e.Basis))
	o.text("comment", e.Comment)
	o.str("contributor", string(e.Contributor))
	o.event(e.EventKind())
	o.list("evidence", len(e.Evidence), func(dst []byte, i int) []byte { return e.Evidence[i].appendJSON(dst) })
	o.str("item", string(e.Item))
	o.bool("meets", e.Meets)
	o.date("on", e.On)
	o.int("round", int64(e.Round))
	return o.close()
}

func (e *Evidence) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.digest("digest", e.Digest)
	o.text("location", e.Location)
	o.str("media_type", e.MediaType)
	o.date("on", e.On)
	o.text("title", e.Title)
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
	if e.Plan != nil {
		o.key("plan")
		o.b = e.Plan.appendJSON(o.b)
	}
	o.text("reason", e.Reason)
	o.int("revises", int64(e.Revises))
	o.held("with", e.With)
	return o.close()
}

func (p *Plan) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.list("actions", len(p.Actions), func(dst []byte, i int) []byte {
		if p.Actions[i] == nil { // read from a null, which we never write: make it differ
			return append(dst, `""`...)
		}
		return append(p.Actions[i].Digest.Append(append(dst, '"')), '"')
	})
	o.text("evidence_asked", p.EvidenceAsked)
	o.date("review_on", p.ReviewOn)
	return o.close()
}

func (e *DecisionEnded) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("cause", string(e.Cause))
	o.str("decider", string(e.Decider))
	o.int("decision", int64(e.Decision))
	o.event(e.EventKind())
	o.str("item", string(e.Item))
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
	o.held("as", e.As)
	o.key("attained")
	o.b = e.Attained.appendJSON(o.b)
	o.text("comment", e.Comment)
	o.event(e.EventKind())
	o.date("on", e.On)
	o.str("serial", e.Serial)
	o.held("with", e.With)
	return o.close()
}

func (a *Attained) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.list("confirmers", len(a.Confirmers), func(dst []byte, i int) []byte {
		c := open(dst)
		c.int("items", int64(a.Confirmers[i].Items))
		c.str("person", string(a.Confirmers[i].Person))
		return c.close()
	})
	o.int("mandatory", int64(a.Mandatory))
	o.list("optional", len(a.Optional), func(dst []byte, i int) []byte {
		c := open(dst)
		c.int("items", int64(a.Optional[i].Items))
		c.str("section", string(a.Optional[i].Section))
		return c.close()
	})
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

func (u *Unknown) appendJSON(dst []byte) []byte { return append(dst, u.Raw...) }
