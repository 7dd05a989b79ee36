package certificate

import (
	"fmt"
	"io"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// TextWidth is the greatest width of a line of the text form, in columns.
const TextWidth = 80

// AppendText appends the certificate as plain text: UTF-8, lines of at most
// [TextWidth] columns, each ended by a line feed. Nothing of a name begins a
// line at the margin, so that no name passes for another part of it.
func (c *Certificate) AppendText(dst []byte) []byte {
	t := text{b: dst}
	content := &c.content
	t.line(0, "CERTIFICATE")
	if c.content.Example {
		t.line(0, exampleOnly)
	}
	t.blank()
	t.title(content.Framework.Title)
	t.blank()
	t.line(0, "This certifies that")
	t.blank()
	t.lines(countColumns, content.Learner.Name)
	t.registration(countColumns, content.Learner)
	t.blank()
	t.line(0, "has been signed off on this framework.")
	t.signOff(content)
	t.confirmed(content)
	t.checking(c)
	return t.b
}

// WriteText writes what AppendText gives.
func (c *Certificate) WriteText(w io.Writer) error {
	_, err := w.Write(c.AppendText(nil))
	return err
}

// longDate is a date that is read the same everywhere: "20 November 2026".
func longDate(d proficiency.Date) string {
	return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year)
}

// text is a certificate being written.
type text struct{ b []byte }

func (t *text) signOff(c *Content) {
	t.part("Signed off")
	t.field("By", c.Signatory.Name)
	t.registration(labelColumns, c.Signatory.Person)
	t.field("Role", c.Signatory.Role)
	if c.Signatory.Centre != "" {
		t.field("Centre", c.Signatory.Centre)
	}
	t.field("Date", longDate(c.On))
	if !c.ValidTo.IsZero() {
		t.field("Valid to", longDate(c.ValidTo)+", longer if renewed before")
	}
}

// exampleOnly stands on the certificate of a trial.
const exampleOnly = "EXAMPLE ONLY: this is a trial and proves nothing."

// confirmed puts numbers before what they count: behind a name that is written
// from right to left they would be drawn on its wrong side.
func (t *text) confirmed(c *Content) {
	t.part("Confirmed " + c.Framework.Items)
	t.count(c.Mandatory, "mandatory")
	for _, o := range c.Optional {
		t.count(o.Items, "optional: "+o.Section)
	}
	for _, g := range c.Groups {
		t.count(g.Items, g.needs())
	}
	t.count(c.Total(), "in all")
	if c.Waived > 0 {
		t.count(c.Waived, "of these waived as not applicable")
	}
	if c.Paper > 0 {
		t.count(c.Paper, "of these confirmed on paper and recorded")
	}
	named, others, items := c.listed()
	if len(named) == 0 { // all of it was recorded from paper, or waived
		return
	}
	t.part("Confirmed by")
	for _, p := range named {
		t.count(p.Items, p.Name)
		t.registration(countColumns, p.Person)
	}
	if others > 0 {
		t.count(items, fmt.Sprintf("%d others", others))
	}
}

func (t *text) checking(c *Certificate) {
	f, head := &c.content.Framework, c.content.Head
	t.part("To check this certificate")
	t.lines(0, checkingNote)
	t.blank()
	t.field("Serial", c.content.Serial)
	t.field("Code", c.code)
	t.field("Framework", string(f.ID)+", version "+f.Version.String())
	if c.link != "" {
		t.below("Status today", c.link)
	}
	t.below("Digest of the framework", f.Digest.String())
	t.below(fmt.Sprintf("Digest of the learner's record, up to number %d", head.Record), head.Hash.String())
}

const checkingNote = "By the serial its issuer can say whether it is valid today, by the code whether it says " +
	"what was issued. The digests tell whether framework and learner's record were changed since."

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

func (t *text) field(label, value string) { t.labelled(indent, labelColumns, label, value) }

func (t *text) count(n int, what string) {
	number := fmt.Sprintf("%*d", countColumns-2, n)
	t.labelled(0, countColumns, number, what)
}

func (t *text) registration(in int, p Person) {
	if p.Registration != "" {
		t.lines(in, "Registration "+p.Registration)
	}
}

// below writes a value that needs a line for itself.
func (t *text) below(label, value string) {
	t.line(indent, label+":")
	t.lines(2*indent, value)
}

// labelled writes a value beside its label, and further lines under the value.
func (t *text) labelled(in, valueAt int, label, value string) {
	label = strings.Repeat(" ", in) + label
	for _, line := range wrapped(value, TextWidth-valueAt) {
		t.line(0, label+strings.Repeat(" ", max(1, valueAt-len(label)))+line)
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
