package certificate

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// TextWidth is the greatest width of a line of the text form, in columns.
const TextWidth = 80

// AppendText appends the certificate as plain text: UTF-8, lines of at most
// [TextWidth] columns, each ended by a line feed. Nothing of a name begins a
// line at the margin, so that no name passes for another part of it. An
// activity summary follows behind a form feed, with which printers begin a sheet.
func (c *Certificate) AppendText(dst []byte) []byte {
	r := c.read()
	t := text{b: dst, reading: r}
	content := &c.content
	t.lines(0, r.words.capitals(r.words.kind(content)))
	if c.content.Example {
		t.example()
	}
	t.blank()
	t.title(r.title.Text)
	t.blank()
	t.subject(content)
	if content.completion() {
		t.submitted(content)
	} else {
		t.signOff(content)
	}
	t.overridden(content)
	t.confirmed(content)
	t.checking(c)
	if len(content.Activity) > 0 {
		t.activity(c)
	}
	return t.b
}

// WriteText writes what AppendText gives.
func (c *Certificate) WriteText(w io.Writer) error {
	_, err := w.Write(c.AppendText(nil))
	return err
}

// text is a certificate being written.
type text struct {
	b []byte
	*reading
}

// exampleOnly stands on the certificate of a trial, in whichever language.
const exampleOnly = "EXAMPLE ONLY"

func (t *text) example() {
	only := t.words.ExampleOnly
	if only != exampleOnly {
		only += " / " + exampleOnly
	}
	t.lines(0, only+": "+t.words.ExampleNote)
}

func (t *text) signOff(c *Content) {
	w := t.words
	t.part(w.SignedOff)
	t.field(w.By, c.Signatory.Name)
	t.registration(labelColumns, c.Signatory.Person)
	t.field(w.Role, t.role.Text)
	if c.Signatory.Centre != "" {
		t.field(w.Centre, c.Signatory.Centre)
	}
	t.field(w.Date, w.date(c.On))
	if !c.ValidTo.IsZero() {
		t.field(w.ValidTo, fill(w.Unless, "date", w.date(c.ValidTo)))
	}
}

func (t *text) submitted(c *Content) {
	w := t.words
	t.part(w.Submitted)
	t.field(w.Date, w.date(c.On))
	t.field(w.Round, strconv.Itoa(c.Round))
	if !c.ValidTo.IsZero() {
		t.field(w.ValidTo, w.date(c.ValidTo))
	}
}

func (t *text) overridden(c *Content) {
	w := t.words
	for i := range c.Overridden {
		o := &c.Overridden[i]
		required := fill(w.required(o), "framework", string(o.Framework), "version", o.Lowest.String())
		t.field(w.Overridden, fill(w.LetGo, "required", required, "person", o.By.Name))
		t.registration(labelColumns, o.By)
	}
}

// confirmed puts numbers before what they count: behind a name that is written
// from right to left they would be drawn on its wrong side.
func (t *text) confirmed(c *Content) {
	w := t.words
	t.part(fill(w.counted(c), "items", t.items.Text))
	t.count(c.Mandatory, w.Mandatory)
	for i, o := range c.Optional {
		t.count(o.Items, fill(w.Optional, "section", t.optional[i].Text))
	}
	for i := range c.Groups {
		g := &c.Groups[i]
		t.count(g.Items, fill(w.needs(g), g.places(t.groups[i].Text)...))
	}
	t.count(c.Total(), w.InAll)
	if c.Waived > 0 {
		t.count(c.Waived, w.WaivedOfThese)
	}
	if c.Paper > 0 {
		t.count(c.Paper, w.PaperOfThese)
	}
	t.elsewhere(c)
	named, others, items := c.listed()
	if len(named) == 0 { // all of it was recorded from paper, confirmed elsewhere, or waived
		return
	}
	t.part(w.ConfirmedBy)
	for _, p := range named {
		t.count(p.Items, p.Name)
		t.registration(countColumns, p.Person)
	}
	if others > 0 {
		t.count(items, fill(w.Others, "count", strconv.Itoa(others)))
	}
}

// elsewhere counts what was confirmed elsewhere.
func (t *text) elsewhere(c *Content) {
	named, others, items := c.elsewhere()
	for _, e := range named {
		if e.Paper {
			t.count(e.Items, fill(t.words.PaperElsewhereOfThese, "origin", e.By.Origin()))
		} else {
			t.count(e.Items, fill(t.words.ElsewhereOfThese, "origin", e.By.Origin(), "person", clean(string(e.By.Person()))))
		}
	}
	if others > 0 {
		t.count(items, fill(t.words.ElsewhereOthers, "count", strconv.Itoa(others)))
	}
}

func (t *text) checking(c *Certificate) {
	f, head, w := &c.content.Framework, c.content.Head, t.words
	t.part(w.ToCheck)
	t.lines(0, w.CheckingNote)
	t.blank()
	t.field(w.Serial, c.content.Serial)
	t.field(w.Code, c.code)
	t.field(w.Framework, fill(w.VersionOf, "framework", string(f.ID), "version", f.Version.String()))
	if c.link != "" {
		t.below(w.StatusToday, c.link)
	}
	t.below(w.FrameworkDigest, f.Digest.String())
	t.below(w.record(&c.content)+" ("+fill(w.UpTo, "record", strconv.FormatUint(uint64(head.Record), 10))+")", head.Hash.String())
}

// activity writes what each item rests on. Here, too, nothing that people are
// called stands where labels do, and statements and names have lines of their own.
func (t *text) activity(c *Certificate) {
	content, w := &c.content, t.words
	t.b = append(t.b, '\f')
	t.part(w.Activity)
	t.lines(0, fill(w.ActivityNote, "serial", content.Serial, "date", w.date(content.On)))
	t.blank()
	t.whose(content)
	for _, a := range t.reading.activity(c) {
		if a.begins {
			t.blank()
			t.lines(indent, a.section.Text)
		}
		t.lines(2*indent, a.statement.Text)
		switch {
		case a.Waived:
			t.lines(countColumns, w.Waived)
		case a.Elsewhere.Paper:
			t.lines(countColumns, fill(w.OnPaperElsewhere, "origin", a.Elsewhere.By.Origin()))
		case !a.Elsewhere.IsZero():
			t.lines(countColumns, fill(w.Elsewhere, "origin", a.Elsewhere.By.Origin(), "person", clean(string(a.Elsewhere.By.Person()))))
		case a.Confirmer == withoutConfirmer:
			t.lines(countColumns, fill(w.OnPaper, "date", w.date(a.Paper)))
		default:
			t.lines(countColumns, content.Confirmers[a.Confirmer].Name)
		}
	}
}

// How far in things stand. Names never stand where labels do.
const (
	indent       = 2
	labelColumns = 14
	countColumns = 8
)

// title writes a text with a line drawn under it.
func (t *text) title(s string) {
	lines := wrapped(s, TextWidth)
	longest := 0
	for _, line := range lines {
		t.line(0, line)
		longest = max(longest, columns(line))
	}
	t.line(0, strings.Repeat("-", longest))
}

// part begins a part.
func (t *text) part(heading string) {
	t.blank()
	t.title(heading)
}

// field writes a value beside its label, or below it where the label is long.
func (t *text) field(label, value string) {
	if indent+columns(label) >= labelColumns {
		t.lines(indent, label)
		label = ""
	}
	t.labelled(indent, labelColumns, label, value)
}

func (t *text) count(n int, what string) {
	number := fmt.Sprintf("%*d", countColumns-2, n)
	t.labelled(0, countColumns, number, what)
}

func (t *text) registration(in int, p Person) {
	if p.Registration != "" {
		t.lines(in, fill(t.words.Registration, "number", p.Registration))
	}
}

// below writes a value that needs a line for itself.
func (t *text) below(label, value string) {
	t.lines(indent, label+":")
	t.lines(2*indent, value)
}

// labelled writes a value beside its label, and further lines under the value.
func (t *text) labelled(in, valueAt int, label, value string) {
	label = strings.Repeat(" ", in) + label
	for _, line := range wrapped(value, TextWidth-valueAt) {
		t.line(0, label+strings.Repeat(" ", max(0, valueAt-columns(label)))+line)
		label = ""
	}
}

// lines writes a paragraph.
func (t *text) lines(in int, s string) {
	for _, line := range wrapped(s, TextWidth-in) {
		t.line(in, line)
	}
}

func (t *text) line(in int, s string) {
	t.b = append(append(append(t.b, strings.Repeat(" ", in)...), s...), '\n')
}

func (t *text) blank() { t.b = append(t.b, '\n') }
