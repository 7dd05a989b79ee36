package scenario

import (
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

var enrolmentVerbs = []verb{
	verbOf("enrol", parseEnrol, writeEnrol),
	verbOf("try out", parseTrial, writeTrial),
	verbOf("agree", bare[workflow.Agree], writeBare[*workflow.Agree]),
	verbOf("set complete-by", parseCompleteBy, writeCompleteBy),
	verbOf("set attributes", parseAttributes, writeAttributes),
	verbOf("upgrade", parseUpgrade, writeUpgrade),
	verbOfStep("take over the record of", parseTakeOver, writeTakeOver),
	verbOf("set contributors", func(p *parser) *workflow.SetContributors {
		return &workflow.SetContributors{Contributors: p.peopleOrNone()}
	}, func(w *writer, c *workflow.SetContributors) { listOrNone(w, c.Contributors) }),
	verbOf("set accountable", parseAccountable, writeAccountable),
	verbOf("add centre", func(p *parser) *workflow.AddCentre { return &workflow.AddCentre{Centre: p.centre()} },
		func(w *writer, c *workflow.AddCentre) { w.id(string(c.Centre)) }),
	verbOf("remove centre", func(p *parser) *workflow.RemoveCentre { return &workflow.RemoveCentre{Centre: p.centre()} },
		func(w *writer, c *workflow.RemoveCentre) { w.id(string(c.Centre)) }),
	verbOf("override", parseOverride, writeOverride),
	verbOf("withdraw", parseWithdraw, func(w *writer, c *workflow.Withdraw) { w.field("because", c.Reason) }),
	verbOf("comment", parseComment, writeComment),
	verbOfStep("redact", parseRedact, writeRedact),
}

// bare makes a command that says nothing beside.
func bare[C any](*parser) *C { return new(C) }

func writeBare[C workflow.Command](*writer, C) {}

// ref reads "id" or "id@version".
func (p *parser) ref() proficiency.Ref {
	t := p.peek()
	id := p.id("a framework")
	if proficiency.ValidID(id) {
		return proficiency.Ref{ID: proficiency.FrameworkID(id)}
	}
	ref, err := proficiency.ParseRef(id)
	if err != nil {
		p.fail(t, "want a framework's id, or id and version such as ward-basics@1.0.0, not %s", t)
	}
	return ref
}

func (w *writer) ref(r proficiency.Ref) {
	if r.Version == (proficiency.Version{}) {
		w.id(string(r.ID))
		return
	}
	w.id(r.String())
}

func parseEnrol(p *parser) *workflow.Enrol {
	c, placed := &workflow.Enrol{}, p.accept("centre")
	fields := []field{
		{phrase: "on", read: func() { c.Framework = p.ref() }},
		{phrase: "contributors", read: func() { c.Contributors = p.people() }},
		{phrase: "accountable", read: func() { c.Accountable = p.person() }},
		p.dateField("complete by", &c.CompleteBy),
		p.settingsField(&c.Attributes),
		{phrase: "without", read: func() { c.Override.Frameworks = all[proficiency.FrameworkID](p, "a framework") }},
		p.textField("because", &c.Override.Reason),
	}
	if placed {
		c.Centre = p.centre()
	} else {
		c.Learner = p.person()
		fields = append(fields, field{phrase: "at", read: func() { c.Centre, placed = p.centre(), true }})
	}
	p.fields(fields...)
	switch {
	case !placed:
		p.fail(p.peek(), "at which centre? Say at CENTRE")
	case c.Learner == "" && !ofCentre(c):
		p.fail(p.peek(), "who are the contributors, and who is accountable? Say contributors PEOPLE and accountable PERSON")
	}
	return c
}

func writeEnrol(w *writer, c *workflow.Enrol) {
	if ofCentre(c) {
		w.word("centre")
		w.id(string(c.Centre))
	} else {
		w.id(string(c.Learner))
	}
	w.word("on")
	w.ref(c.Framework)
	if !ofCentre(c) {
		w.word("at")
		w.id(string(c.Centre))
	}
	if len(c.Contributors) > 0 {
		w.part(",")
		w.word("contributors")
		list(w, c.Contributors)
	}
	if c.Accountable != "" {
		w.part(",")
		w.word("accountable")
		w.id(string(c.Accountable))
	}
	w.dateField("complete by", c.CompleteBy)
	w.settingsField(c.Attributes)
	if len(c.Override.Frameworks) > 0 {
		w.part(",")
		w.word("without")
		list(w, c.Override.Frameworks)
	}
	w.field("because", c.Override.Reason)
}

func parseTrial(p *parser) *workflow.EnrolTrial {
	c := &workflow.EnrolTrial{Trial: 1}
	if p.peek().isID() {
		c.Framework = p.ref()
	}
	p.fields(
		field{phrase: "trial", read: func() { c.Trial = p.trial() }},
		field{phrase: "in", read: func() { c.Zone = p.id("a time zone") }},
		p.settingsField(&c.Attributes),
	)
	return c
}

// trial reads a trial's number; the engine says which it takes.
func (p *parser) trial() int { return int(p.number("a trial's number", 0, 1<<31-1)) }

func writeTrial(w *writer, c *workflow.EnrolTrial) {
	w.ref(c.Framework)
	if c.Trial != 1 {
		w.part(",")
		w.word("trial " + strconv.Itoa(c.Trial))
	}
	if c.Zone != "" {
		w.part(",")
		w.word("in")
		w.id(c.Zone)
	}
	w.settingsField(c.Attributes)
}

// settings reads attributes, each with its value behind it.
func (p *parser) settings() (out []proficiency.Setting) {
	for p.fault == nil && p.peek().isID() {
		a := p.id("an attribute")
		out = append(out, proficiency.Setting{
			Attribute: proficiency.AttributeID(a), Value: proficiency.ValueID(p.id("a value of the attribute " + source.Plainly(a))),
		})
	}
	return out
}

func (p *parser) settingsField(to *[]proficiency.Setting) field {
	return field{phrase: "with", read: func() { *to = p.settings() }}
}

func (w *writer) settings(list []proficiency.Setting) {
	for i, s := range list {
		w.list(i, quoteName(string(s.Attribute)))
		w.id(string(s.Value))
	}
}

func (w *writer) settingsField(list []proficiency.Setting) {
	if len(list) > 0 {
		w.part(",")
		w.word("with")
		w.settings(list)
	}
}

func parseAttributes(p *parser) *workflow.SetAttributes {
	c := &workflow.SetAttributes{Attributes: p.settings()}
	p.fields(p.textField("because", &c.Reason))
	return c
}

func writeAttributes(w *writer, c *workflow.SetAttributes) {
	w.settings(c.Attributes)
	w.field("because", c.Reason)
}

// parseUpgrade reads the version to go on with; without one it is the newest that is open.
func parseUpgrade(p *parser) *workflow.Upgrade {
	c := &workflow.Upgrade{}
	p.fields(field{phrase: "to", read: func() { c.To = p.version() }})
	return c
}

func writeUpgrade(w *writer, c *workflow.Upgrade) {
	if c.To != (proficiency.Version{}) {
		w.word("to")
		w.id(c.To.String())
	}
}

// version reads "2.0.0".
func (p *parser) version() proficiency.Version {
	t := p.peek()
	v, err := proficiency.ParseVersion(p.id("a version"))
	if err != nil {
		p.fail(t, "want a version such as 2.0.0, not %s", t)
	}
	return v
}

func parseOverride(p *parser) *workflow.OverrideRequirement {
	c := &workflow.OverrideRequirement{Framework: proficiency.FrameworkID(p.id("a framework"))}
	p.fields(p.textField("because", &c.Reason))
	return c
}

func writeOverride(w *writer, c *workflow.OverrideRequirement) {
	w.id(string(c.Framework))
	w.field("because", c.Reason)
}

func parseAccountable(p *parser) *workflow.SetAccountable {
	c := &workflow.SetAccountable{Person: p.person()}
	p.fields(p.textField("because", &c.Reason))
	return c
}

func writeAccountable(w *writer, c *workflow.SetAccountable) {
	w.id(string(c.Person))
	w.field("because", c.Reason)
}

func parseCompleteBy(p *parser) *workflow.SetCompleteBy {
	if p.accept("none") {
		return &workflow.SetCompleteBy{}
	}
	return &workflow.SetCompleteBy{On: p.date()}
}

func writeCompleteBy(w *writer, c *workflow.SetCompleteBy) { w.dateOrNone(c.On) }

func (w *writer) dateOrNone(d proficiency.Date) {
	if d.IsZero() {
		w.word("none")
		return
	}
	w.word(d.String())
}

func parseWithdraw(p *parser) *workflow.Withdraw {
	c := &workflow.Withdraw{}
	p.fields(p.textField("because", &c.Reason))
	return c
}

func parseComment(p *parser) *workflow.Comment {
	c := &workflow.Comment{}
	if p.accept("on") {
		c.Item = p.item()
	}
	c.Comment = p.words()
	return c
}

func writeComment(w *writer, c *workflow.Comment) {
	if c.Item != "" {
		w.word("on")
		w.id(string(c.Item))
	}
	w.text(c.Comment)
}

// parseRedact reads which text is meant: by its words, or by record and digest.
func parseRedact(p *parser, s *Step) *workflow.Redact {
	if p.peek().kind == text {
		s.Words = p.words()
		return &workflow.Redact{}
	}
	c := &workflow.Redact{}
	p.need("record")
	c.Record = workflow.Seq(p.number("a record's number", 0, 1<<53))
	p.need("text")
	c.Text = p.digest()
	return c
}

func writeRedact(w *writer, c *workflow.Redact, s *Step) {
	if c.Record == 0 && c.Text.IsZero() {
		w.text(s.Words)
		return
	}
	w.word("record " + strconv.FormatUint(uint64(c.Record), 10) + " text " + c.Text.String())
}
