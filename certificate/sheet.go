package certificate

import (
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
)

// A Sheet is a certificate as somebody reads it: all that its text and its page
// say, in their order, for those who draw it in another form. What stands where
// and how large is theirs to say.
type Sheet struct {
	// Language is the BCP 47 tag of the language of every span that names none,
	// and Direction that of its writing, "ltr" or "rtl".
	Language, Direction string
	// Name is what a window or a list calls it: kind, serial and framework.
	Name string
	// Example is EXAMPLE ONLY in the words of the language and, if these are
	// others, in English, and ExampleNote what stands beside it; both empty but in a trial.
	Example     []Phrase
	ExampleNote Phrase
	// Kind and Title are its heading: what it is and of which framework.
	Kind, Title Phrase
	// Lines say whose it is and of what.
	Lines []Line
	// Parts are the sections below, the activity summary the last if there is one.
	Parts []Part
}

// A Line is a line of the head of a certificate.
type Line struct {
	Phrase Phrase
	As     LineKind
}

// A LineKind is what a line of the head is for.
type LineKind uint8

const (
	// LineSays is part of the sentence around the name.
	LineSays LineKind = iota
	// LineWhose is whose certificate it is.
	LineWhose
	// LineNote is what is to be known of it.
	LineNote
	// LineAccountable is who was accountable for the centre whose certificate it is.
	LineAccountable
)

// A Part is a section of a certificate, of which it has only what is not empty.
type Part struct {
	Heading Phrase
	Lines   []Line
	Fields  []Field
	Table   *Table
	// Activity is the activity summary, by the framework's sections.
	Activity []Group
}

// A Field is a label and what it is of, in one line or more.
type Field struct {
	Label  Phrase
	Values []Phrase
}

// A Table counts, in two columns.
type Table struct {
	Head   [2]Phrase
	Rows   []Counted
	Totals []Counted
}

// A Counted is a line of a table.
type Counted struct {
	What  Phrase
	Count int
}

// A Group is a section of the framework in the activity summary: a field an item.
type Group struct {
	Heading Phrase
	Items   []Field
}

// Sheet is the certificate as it is read in the languages that it was made for.
// Each call gives one of its own.
func (c *Certificate) Sheet() *Sheet {
	r, content := c.read(), &c.content
	w := r.words
	s := &Sheet{
		Language: r.language, Direction: proficiency.Direction(r.language), Name: w.kind(content) + " " + content.Serial + ": " + r.title.Text,
		Kind: plain(w.kind(content)), Title: r.title.phrase(), Lines: w.head(content),
	}
	if content.Example {
		s.Example, s.ExampleNote = w.example(), plain(w.ExampleNote)
	}
	s.Parts = append(s.Parts, r.source(content), r.countedPart(content))
	if named := w.confirmers(content); named != nil {
		s.Parts = append(s.Parts, Part{Heading: plain(w.ConfirmedBy), Table: named})
	}
	s.Parts = append(s.Parts, c.checkingPart(w))
	if len(content.Activity) > 0 {
		s.Parts = append(s.Parts, r.summary(c))
	}
	return s
}

func (w *Words) example() []Phrase {
	if w.ExampleOnly == exampleOnly {
		return []Phrase{plain(exampleOnly)}
	}
	return []Phrase{plain(w.ExampleOnly), foreign(exampleOnly, English().Language)}
}

// whom is whose certificate it is, as everywhere.
func (w *Words) whom(c *Content) Phrase {
	switch {
	case !c.ofCentre():
		return w.person(c.Learner)
	case c.Subject == "":
		return plain(w.MadeUpCentre)
	}
	return nameOf(c.Subject)
}

func (w *Words) head(c *Content) []Line {
	lines := []Line{{plain(w.Certifies), LineSays}, {w.whom(c), LineWhose}, {plain(w.attained(c)), LineSays}}
	if c.completion() {
		lines = append(lines, Line{plain(w.Unconfirmed), LineNote})
	}
	if c.ofCentre() {
		lines = append(lines, Line{plain(w.Accountable), LineSays}, Line{w.person(c.Accountable), LineAccountable})
	}
	return lines
}

// field is a label with one line.
func field(label string, value Phrase) Field { return Field{plain(label), []Phrase{value}} }

// source is the sign-off or the submission.
func (r *reading) source(c *Content) Part {
	w := r.words
	p := Part{Heading: plain(w.Submitted)}
	if c.completion() {
		p.Fields = append(p.Fields, field(w.Date, w.dated(c.On)), field(w.Round, plain(strconv.Itoa(c.Round))))
	} else {
		p.Heading = plain(w.SignedOff)
		p.Fields = append(p.Fields, field(w.By, w.person(c.Signatory.Person)), field(w.Role, r.role.phrase()))
		if c.Signatory.Centre != "" {
			p.Fields = append(p.Fields, field(w.Centre, nameOf(c.Signatory.Centre)))
		}
		p.Fields = append(p.Fields, field(w.Date, w.dated(c.On)))
	}
	if !c.ValidTo.IsZero() {
		p.Fields = append(p.Fields, field(w.ValidTo, w.validity(c)))
	}
	for i := range c.Overridden {
		p.Fields = append(p.Fields, field(w.Overridden, w.letGo(&c.Overridden[i])))
	}
	return p
}

// validity is the end of a sign-off, which can be put off, or of a round, which cannot.
func (w *Words) validity(c *Content) Phrase {
	if c.completion() {
		return w.dated(c.ValidTo)
	}
	return phrase(w.Unless, "date", w.dated(c.ValidTo))
}

func (w *Words) letGo(o *Overridden) Phrase {
	required := phrase(w.required(o), "framework", codeSpan(string(o.Framework)), "version", plain(o.Lowest.String()))
	return phrase(w.LetGo, "required", required, "person", w.person(o.By))
}

func (r *reading) countedPart(c *Content) Part {
	w := r.words
	t := &Table{Head: [2]Phrase{plain(w.Part), plain(w.Number)}, Rows: []Counted{{plain(w.raised(w.Mandatory)), c.Mandatory}}}
	for i, o := range c.Optional {
		t.Rows = append(t.Rows, Counted{phrase(w.raised(w.Optional), "section", r.optional[i].phrase()), o.Items})
	}
	for i := range c.Groups {
		g := &c.Groups[i]
		what := phrase(w.raised(w.needs(g)),
			"reached", plain(strconv.Itoa(g.Reached)), "needed", plain(strconv.Itoa(g.Needed)), "section", r.groups[i].phrase())
		t.Rows = append(t.Rows, Counted{what, g.Items})
	}
	t.Totals = []Counted{{plain(w.raised(w.InAll)), c.Total()}}
	if c.Waived > 0 {
		t.Totals = append(t.Totals, Counted{plain(w.WaivedOfThese), c.Waived})
	}
	if c.Paper > 0 {
		t.Totals = append(t.Totals, Counted{plain(w.PaperOfThese), c.Paper})
	}
	t.Totals = append(t.Totals, w.elsewhere(c)...)
	return Part{Heading: phrase(w.counted(c), "items", r.items.phrase()), Table: t}
}

// elsewhere counts what was confirmed elsewhere, among the total.
func (w *Words) elsewhere(c *Content) (rows []Counted) {
	named, others, items := c.elsewhere()
	for _, e := range named {
		origin, person := nameOf(e.By.Origin()), nameOf(string(e.By.Person()))
		says := phrase(w.ElsewhereOfThese, "origin", origin, "person", person)
		if e.Paper {
			says = phrase(w.PaperElsewhereOfThese, "origin", origin)
		}
		rows = append(rows, Counted{says, e.Items})
	}
	if others > 0 {
		rows = append(rows, Counted{phrase(w.ElsewhereOthers, "count", plain(strconv.Itoa(others))), items})
	}
	return rows
}

// confirmers are those to be named; nil where all of it was recorded from paper,
// confirmed elsewhere, or waived.
func (w *Words) confirmers(c *Content) *Table {
	named, others, items := c.listed()
	if len(named) == 0 {
		return nil
	}
	t := &Table{Head: [2]Phrase{plain(w.Person), plain(w.Number)}}
	for i := range named {
		t.Rows = append(t.Rows, Counted{w.person(named[i].Person), named[i].Items})
	}
	if others > 0 {
		t.Rows = append(t.Rows, Counted{phrase(w.Others, "count", plain(strconv.Itoa(others))), items})
	}
	return t
}

func (c *Certificate) checkingPart(w *Words) Part {
	f, head := &c.content.Framework, c.content.Head
	p := Part{Heading: plain(w.ToCheck), Lines: []Line{{plain(w.CheckingNote), LineNote}}}
	p.Fields = append(p.Fields, field(w.Serial, codeSpan(c.content.Serial)), field(w.Code, codeSpan(c.code)))
	if c.link != "" {
		p.Fields = append(p.Fields, field(w.StatusToday, Phrase{{Text: c.link, As: SpanLink}}))
	}
	version := phrase(w.VersionOf, "framework", codeSpan(string(f.ID)), "version", plain(f.Version.String()))
	upTo := phrase(w.UpTo, "record", plain(strconv.FormatUint(uint64(head.Record), 10)))
	p.Fields = append(p.Fields,
		Field{plain(w.Framework), []Phrase{version, codeSpan(f.Digest.String())}},
		Field{plain(w.record(&c.content)), []Phrase{upTo, codeSpan(head.Hash.String())}})
	return p
}

// summary is the activity summary.
func (r *reading) summary(c *Certificate) Part {
	content, w := &c.content, r.words
	note := phrase(w.ActivityNote, "serial", codeSpan(content.Serial), "date", w.dated(content.On))
	p := Part{Heading: plain(w.Activity), Lines: []Line{{w.whom(content), LineAccountable}, {note, LineNote}}}
	for _, a := range r.activity(c) {
		if a.begins {
			p.Activity = append(p.Activity, Group{Heading: a.section.phrase()})
		}
		group := &p.Activity[len(p.Activity)-1]
		group.Items = append(group.Items, Field{a.statement.phrase(), []Phrase{w.rests(content, a.Activity)}})
	}
	return p
}

// rests is what an item rested on.
func (w *Words) rests(c *Content, a *Activity) Phrase {
	switch {
	case a.Waived:
		return plain(w.Waived)
	case a.Elsewhere.Paper:
		return phrase(w.OnPaperElsewhere, "origin", nameOf(a.Elsewhere.By.Origin()))
	case !a.Elsewhere.IsZero():
		return phrase(w.Elsewhere, "origin", nameOf(a.Elsewhere.By.Origin()), "person", nameOf(string(a.Elsewhere.By.Person())))
	case a.Confirmer == withoutConfirmer:
		return phrase(w.OnPaper, "date", w.dated(a.Paper))
	}
	return nameOf(c.Confirmers[a.Confirmer].Name)
}
