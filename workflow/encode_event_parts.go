package workflow

// The forms of what events hold: see encode_event.go for their own.

func (e *Evidence) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.digest("digest", e.Digest)
	o.text("location", e.Location)
	o.str("media_type", e.MediaType)
	o.date("on", e.On)
	o.text("title", e.Title)
	return o.close()
}

func (t *Term) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.date("from", t.From)
	o.time("until", t.Until)
	return o.close()
}

func (p *Paper) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.text("confirmed_by", p.ConfirmedBy)
	o.evidence(p.Evidence)
	o.date("on", p.On)
	o.str("role", string(p.Role))
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

func (a *Attained) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.list("confirmers", len(a.Confirmers), func(dst []byte, i int) []byte {
		c := open(dst)
		c.int("items", int64(a.Confirmers[i].Items))
		c.str("person", string(a.Confirmers[i].Person))
		return c.close()
	})
	o.groups(a.Groups)
	o.int("mandatory", int64(a.Mandatory))
	o.optional(a.Optional)
	o.int("paper", int64(a.Paper))
	o.list("transferred", len(a.Transferred), func(dst []byte, i int) []byte {
		c := open(dst)
		c.str("by", string(a.Transferred[i].By))
		c.int("items", int64(a.Transferred[i].Items))
		c.bool("paper", a.Transferred[i].Paper)
		return c.close()
	})
	o.int("waived", int64(a.Waived))
	return o.close()
}

func (o *object) groups(list []GroupCount) {
	o.list("groups", len(list), func(dst []byte, i int) []byte {
		g := open(dst)
		g.items("items", list[i].Items)
		g.int("needed", int64(list[i].Needed))
		g.int("reached", int64(list[i].Reached))
		g.str("section", string(list[i].Section))
		return g.close()
	})
}

func (o *object) overrides(list []Overridden) {
	o.list("overrides", len(list), func(dst []byte, i int) []byte {
		v := open(dst)
		v.str("by", string(list[i].By))
		v.str("framework", string(list[i].Framework))
		return v.close()
	})
}

func (o *object) optional(list []OptionalCount) {
	o.list("optional", len(list), func(dst []byte, i int) []byte {
		c := open(dst)
		c.int("items", int64(list[i].Items))
		c.str("section", string(list[i].Section))
		return c.close()
	})
}

func (o *object) kept(answers []KeptAnswer) {
	o.list("answers", len(answers), func(dst []byte, i int) []byte {
		g := open(dst)
		g.str("answer", string(answers[i].Answer))
		g.str("question", string(answers[i].Question))
		return g.close()
	})
}

func (m *Moved) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("action", string(m.Action))
	o.kept(m.Answers)
	o.bool("chosen", m.Chosen)
	o.bool("decision", m.Decision)
	o.items("from", m.From)
	o.str("item", string(m.Item))
	o.bool("meets", m.Meets)
	o.bool("request", m.Request)
	o.bool("waiver", m.Waiver)
	return o.close()
}
