package workflow

import "github.com/countersign-go/countersign/proficiency"

// The canonical forms of commands serve one purpose: telling whether a request
// id comes again with the same command. They are digested under the
// installation's key and never stored.

func (c *Enrol) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("accountable", string(c.Accountable))
	o.settings(c.Attributes)
	o.str("centre", string(c.Centre))
	o.date("complete_by", c.CompleteBy)
	strs(&o, "contributors", c.Contributors)
	o.str("framework", c.Framework.String())
	o.str("learner", string(c.Learner))
	if c.Override.given() {
		o.key("override")
		v := open(o.b)
		v.list("frameworks", len(c.Override.Frameworks), func(dst []byte, i int) []byte { return quoted(dst, string(c.Override.Frameworks[i])) })
		v.str("reason", c.Override.Reason)
		o.b = v.close()
	}
	return o.close()
}

func (c *Agree) appendJSON(dst []byte) []byte { return append(dst, "{}"...) }

func (c *SelfAssess) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.list("items", len(c.Items), func(dst []byte, i int) []byte { return c.Items[i].appendJSON(dst) })
	o.bool("overwrite", c.Overwrite)
	return o.close()
}

func (a *ItemAnswer) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.list("answers", len(a.Answers), func(dst []byte, i int) []byte {
		given := &a.Answers[i]
		g := open(dst)
		g.str("answer", string(given.Answer))
		g.str("comment", given.Comment)
		g.date("on", given.On)
		g.str("question", string(given.Question))
		return g.close()
	})
	o.str("comment", a.Comment)
	o.evidenceRefs(a.Evidence)
	o.str("item", string(a.Item))
	o.date("on", a.On)
	return o.close()
}

func (o *object) evidenceRefs(refs []EvidenceRef) {
	o.list("evidence", len(refs), func(dst []byte, i int) []byte {
		e := &refs[i]
		r := open(dst)
		r.digest("digest", e.Digest)
		r.str("location", e.Location)
		r.str("media_type", e.MediaType)
		r.date("on", e.On)
		r.str("title", e.Title)
		return r.close()
	})
}

func (o *object) items(name string, items []proficiency.ItemID) {
	o.list(name, len(items), func(dst []byte, i int) []byte { return quoted(dst, string(items[i])) })
}

func (o *object) strings(name string, values []string) {
	o.list(name, len(values), func(dst []byte, i int) []byte { return quoted(dst, values[i]) })
}

func (o *object) decisions(name string, ds []Seen) {
	o.list(name, len(ds), func(dst []byte, i int) []byte {
		d := open(dst)
		d.int("basis", int64(ds[i].Basis))
		d.str("item", string(ds[i].Item))
		return d.close()
	})
}

func (c *ClearAnswer) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.items("items", c.Items)
	o.bool("overwrite", c.Overwrite)
	return o.close()
}

func (c *RequestConfirmation) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.items("items", c.Items)
	o.str("to", string(c.To))
	return o.close()
}

func (c *WithdrawRequest) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.items("items", c.Items)
	return o.close()
}

func (c *Confirm) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("comment", c.Comment)
	o.decisions("items", c.Items)
	o.str("on_behalf_of", c.OnBehalfOf)
	return o.close()
}

func (c *Reject) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.strings("actions", c.Actions)
	o.str("evidence_asked", c.EvidenceAsked)
	o.decisions("items", c.Items)
	o.list("plans", len(c.Plans), func(dst []byte, i int) []byte {
		p := open(dst)
		p.strings("actions", c.Plans[i].Actions)
		p.str("evidence_asked", c.Plans[i].EvidenceAsked)
		p.str("item", string(c.Plans[i].Item))
		p.str("reason", c.Plans[i].Reason)
		p.date("review_on", c.Plans[i].ReviewOn)
		return p.close()
	})
	o.str("reason", c.Reason)
	o.date("review_on", c.ReviewOn)
	return o.close()
}

func (c *Revise) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.strings("actions", c.Actions)
	o.str("evidence_asked", c.EvidenceAsked)
	o.str("item", string(c.Item))
	o.str("reason", c.Reason)
	o.date("review_on", c.ReviewOn)
	o.str("to", string(c.To))
	return o.close()
}

func (c *ChooseOptional) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.bool("drop", c.Drop)
	o.items("items", c.Items)
	o.bool("overwrite", c.Overwrite)
	o.list("sections", len(c.Sections), func(dst []byte, i int) []byte { return quoted(dst, string(c.Sections[i])) })
	return o.close()
}

func (c *AddSupervisor) appendJSON(dst []byte) []byte    { return person(dst, c.Person) }
func (c *RemoveSupervisor) appendJSON(dst []byte) []byte { return person(dst, c.Person) }

func person(dst []byte, p PersonID) []byte {
	o := open(dst)
	o.str("person", string(p))
	return o.close()
}

func (c *RequestSignOff) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.bool("accept", c.Accept)
	o.str("to", string(c.To))
	return o.close()
}

func (c *WithdrawSignOff) appendJSON(dst []byte) []byte { return append(dst, "{}"...) }

func (c *SignOff) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.bool("accept", c.Accept)
	o.str("comment", c.Comment)
	return o.close()
}

func (c *DeclineSignOff) appendJSON(dst []byte) []byte { return reason(dst, c.Reason) }
func (c *Withdraw) appendJSON(dst []byte) []byte       { return reason(dst, c.Reason) }
func (c *RevokeSignOff) appendJSON(dst []byte) []byte  { return reason(dst, c.Reason) }

func reason(dst []byte, r string) []byte {
	o := open(dst)
	o.str("reason", r)
	return o.close()
}

func (c *EnrolTrial) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.settings(c.Attributes)
	o.str("framework", c.Framework.String())
	o.int("trial", int64(c.Trial))
	o.str("zone", c.Zone)
	return o.close()
}

func (c *Remind) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("to", string(c.To))
	return o.close()
}

func (c *RemindSignOff) appendJSON(dst []byte) []byte { return append(dst, "{}"...) }

func (c *RecordPaper) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("confirmed_by", c.ConfirmedBy)
	o.evidenceRefs(c.Evidence)
	o.items("items", c.Items)
	o.date("on", c.On)
	o.str("role", string(c.Role))
	return o.close()
}

func (c *Waive) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("item", string(c.Item))
	o.str("justification", c.Justification)
	return o.close()
}

func (c *Unwaive) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("item", string(c.Item))
	o.str("reason", c.Reason)
	return o.close()
}

func (c *Comment) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("comment", c.Comment)
	o.str("item", string(c.Item))
	return o.close()
}

func (c *SetAside) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("decided_by", string(c.DecidedBy))
	o.items("items", c.Items)
	o.str("reason", c.Reason)
	return o.close()
}

func (c *Reassign) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("from", string(c.From))
	if len(c.Items) > 0 {
		o.items("items", c.Items)
	}
	o.bool("supervisor", c.Supervisor)
	o.str("to", string(c.To))
	return o.close()
}

func (c *SetCompleteBy) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.date("on", c.On)
	return o.close()
}

func (c *SetAttributes) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.settings(c.Attributes)
	o.str("reason", c.Reason)
	return o.close()
}

func (c *Upgrade) appendJSON(dst []byte) []byte {
	o := open(dst)
	if c.To != (proficiency.Version{}) {
		o.str("to", c.To.String())
	}
	return o.close()
}

// appendJSON tells transfers apart by the hash that covers their records.
func (c *AcceptTransfer) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("enrolment", string(c.Transfer.Enrolment()))
	o.digest("head", c.Transfer.Head())
	if len(c.Items) > 0 {
		o.items("items", c.Items)
	}
	o.str("origin", c.Transfer.Origin())
	return o.close()
}

func (c *OverrideRequirement) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("framework", string(c.Framework))
	o.str("reason", c.Reason)
	return o.close()
}

func (c *SetContributors) appendJSON(dst []byte) []byte {
	o := open(dst)
	strs(&o, "contributors", c.Contributors)
	return o.close()
}

func (c *SetAccountable) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.str("person", string(c.Person))
	o.str("reason", c.Reason)
	return o.close()
}

func (c *AddCentre) appendJSON(dst []byte) []byte    { return centre(dst, c.Centre) }
func (c *RemoveCentre) appendJSON(dst []byte) []byte { return centre(dst, c.Centre) }

func centre(dst []byte, id CentreID) []byte {
	o := open(dst)
	o.str("centre", string(id))
	return o.close()
}

func (c *Redact) appendJSON(dst []byte) []byte {
	o := open(dst)
	o.int("record", int64(c.Record))
	o.digest("text", c.Text)
	return o.close()
}
