package certificate

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"io"
	"strings"
	"sync"

	"github.com/countersign-go/countersign/proficiency"
)

//go:embed certificate.gohtml
var pageSource string

// pageStyle has no comments: the template would take them out, and the digest
// in the page's policy would be of something else.
//
//go:embed certificate.css
var pageStyle string

// parsed is the page, read at the first use. Style and policy are put in
// before parsing: they are no data, and the page may load and run nothing else.
var parsed = sync.OnceValue(func() *template.Template {
	digest := sha256.Sum256([]byte(pageStyle))
	source := strings.NewReplacer(
		"@STYLE-DIGEST@", "sha256-"+base64.StdEncoding.EncodeToString(digest[:]),
		"@STYLE@", pageStyle,
	).Replace(pageSource)
	return template.Must(template.New("certificate").Parse(source)) // a test parses it
})

// WriteHTML writes the certificate as one HTML page that needs nothing else:
// for screens of any width, for screen readers (WCAG 2.2, level AA), and for
// paper of A4: one sheet, or two where many confirmed or all else is there that
// can be, and further ones for the activity summary. It names MaxListed of those
// who confirmed. It has no scripts and a Content-Security-Policy of its own. The page is in the language of its own
// words and runs in that language's direction; what of the framework is in
// another language says so, and names have their own direction. It is written in
// one go.
func (c *Certificate) WriteHTML(w io.Writer) error {
	var b bytes.Buffer
	if err := parsed().Execute(&b, pageOf(c)); err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// page is what the template shows.
type page struct {
	Content     *Content
	certificate *Certificate
	*reading
	W         *Words
	Language  string
	Direction string
	Code      string
	Link      string
	// Long says that the name of whose certificate it is needs smaller letters,
	// Many that the confirmers are printed side by side, to stay within two sheets.
	Long, Many bool
	Confirmers []Confirmer
	// Others are those who confirmed and are not among Confirmers, OthersItems what they confirmed.
	Others, OthersItems int
}

const (
	longName       = 48 // columns
	manyConfirmers = 12
)

func pageOf(c *Certificate) *page {
	content, r := &c.content, c.read()
	p := &page{
		Content: content, certificate: c, reading: r, W: r.words, Language: r.language, Direction: proficiency.Direction(r.language), Code: c.code, Link: c.link,
		Long: columns(content.Learner.Name+content.Subject) > longName, Many: len(content.Confirmers) > manyConfirmers,
	}
	p.Confirmers, p.Others, p.OthersItems = content.listed()
	return p
}

// A row is a line of what was confirmed.
type row struct {
	What  template.HTML
	Items int
}

// A part is a section of the activity summary.
type part struct {
	Section template.HTML
	Items   []standing
}

// A standing is an item and what it rests on.
type standing struct{ Statement, By template.HTML }

// Standings is the activity summary by sections.
func (p *page) Standings() []part {
	var parts []part
	for _, a := range p.activity(p.certificate) {
		if a.begins {
			parts = append(parts, part{Section: bdi(a.section)})
		}
		last := &parts[len(parts)-1]
		last.Items = append(last.Items, standing{bdi(a.statement), p.by(a.Activity)})
	}
	return parts
}

func (p *page) by(a *Activity) template.HTML {
	switch {
	case a.Waived:
		return p.Say(p.words.Waived)
	case a.Elsewhere.Paper:
		return p.Say(p.words.OnPaperElsewhere, "origin", nameHTML(a.Elsewhere.By.Origin()))
	case !a.Elsewhere.IsZero():
		return p.Say(p.words.Elsewhere, "origin", nameHTML(a.Elsewhere.By.Origin()), "person", nameHTML(string(a.Elsewhere.By.Person())))
	case a.Confirmer == withoutConfirmer:
		return p.Say(p.words.OnPaper, "date", p.Time(a.Paper))
	}
	return nameHTML(p.Content.Confirmers[a.Confirmer].Name)
}

// SerialHTML is the serial in the middle of something.
func (p *page) SerialHTML() template.HTML {
	return template.HTML(`<span dir="ltr" translate="no">` + html.EscapeString(p.Content.Serial) + `</span>`)
}

// Rows are the lines that make up the total.
func (p *page) Rows() []row {
	w := p.words
	rows := []row{{p.Head(w.Mandatory), p.Content.Mandatory}}
	for i, o := range p.Content.Optional {
		rows = append(rows, row{p.Head(w.Optional, "section", bdi(p.optional[i])), o.Items})
	}
	for i := range p.Content.Groups {
		g := &p.Content.Groups[i]
		rows = append(rows, row{p.Head(w.needs(g), "reached", g.Reached, "needed", g.Needed, "section", bdi(p.groups[i])), g.Items})
	}
	return rows
}

// Elsewhere are the lines of what was confirmed elsewhere, among the total.
func (p *page) Elsewhere() (rows []row) {
	named, others, items := p.Content.elsewhere()
	for _, t := range named {
		origin, person := nameHTML(t.By.Origin()), nameHTML(string(t.By.Person()))
		says := p.Say(p.words.ElsewhereOfThese, "origin", origin, "person", person)
		if t.Paper {
			says = p.Say(p.words.PaperElsewhereOfThese, "origin", origin)
		}
		rows = append(rows, row{says, t.Items})
	}
	if others > 0 {
		rows = append(rows, row{p.Say(p.words.ElsewhereOthers, "count", others), items})
	}
	return rows
}

// The texts of the framework that stand by themselves, and the heading over
// what is counted.
func (p *page) Title() said              { return p.title }
func (p *page) TitleHTML() template.HTML { return bdi(p.title) }
func (p *page) Role() template.HTML      { return bdi(p.role) }
func (p *page) Counted() template.HTML {
	return p.Say(p.words.counted(p.Content), "items", bdi(p.items))
}

// What differs by whose certificate it is, and of what.
func (p *page) Kind() string     { return p.words.kind(p.Content) }
func (p *page) Attained() string { return p.words.attained(p.Content) }
func (p *page) Record() string   { return p.words.record(p.Content) }
func (p *page) Completion() bool { return p.Content.completion() }
func (p *page) OfCentre() bool   { return p.Content.ofCentre() }

// Only is EXAMPLE ONLY beside the words for it in another language.
func (p *page) Only() string {
	if p.words.ExampleOnly == exampleOnly {
		return ""
	}
	return exampleOnly
}

// Time is a date for people and for programs.
func (p *page) Time(d proficiency.Date) template.HTML {
	return template.HTML(`<time datetime="` + d.String() + `">` + html.EscapeString(p.words.date(d)) + `</time>`)
}

// Say puts values into the places of words, name by name. A value is escaped
// unless it is HTML.
func (p *page) Say(words string, values ...any) template.HTML {
	var b strings.Builder
	eachPiece(words, func(s string) { b.WriteString(html.EscapeString(s)) }, func(name string) {
		for i := 0; i+1 < len(values); i += 2 {
			if values[i] != name {
				continue
			}
			if made, ok := values[i+1].(template.HTML); ok {
				b.WriteString(string(made))
			} else {
				b.WriteString(html.EscapeString(fmt.Sprint(values[i+1])))
			}
		}
	})
	return template.HTML(b.String())
}

// Head is Say for the head of a line.
func (p *page) Head(words string, values ...any) template.HTML {
	return p.Say(p.words.raised(words), values...)
}

// SubjectHTML is the name of the centre whose certificate it is, which is in the
// page's own words where it is made up.
func (p *page) SubjectHTML() template.HTML {
	if p.Content.Subject == "" {
		return template.HTML(html.EscapeString(p.words.MadeUpCentre))
	}
	return nameHTML(p.Content.Subject)
}

// PersonHTML is a person with the registration number, if there is one.
func (p *page) PersonHTML(of Person) template.HTML {
	shown := nameHTML(of.Name)
	if of.Registration == "" {
		return shown
	}
	number := template.HTML(`<bdi translate="no">` + html.EscapeString(of.Registration) + `</bdi>`)
	return shown + ` <span class="registration">` + p.Say(p.words.Registration, "number", number) + `</span>`
}

func nameHTML(name string) template.HTML {
	return template.HTML(`<bdi class="name" translate="no">` + html.EscapeString(name) + `</bdi>`)
}

// VersionHTML is the id of the framework with its version.
func (p *page) VersionHTML() template.HTML {
	f := &p.Content.Framework
	return p.Say(p.words.VersionOf, "framework", frameworkHTML(f.ID), "version", f.Version)
}

// LetGoHTML is what was required and let go, and by whom.
func (p *page) LetGoHTML(o Overridden) template.HTML {
	required := p.Say(p.words.required(&o), "framework", frameworkHTML(o.Framework), "version", o.Lowest)
	return p.Say(p.words.LetGo, "required", required, "person", p.PersonHTML(o.By))
}

func frameworkHTML(id proficiency.FrameworkID) template.HTML {
	return template.HTML(`<span dir="ltr" translate="no">` + html.EscapeString(string(id)) + `</span>`)
}

// bdi is a text that does not disturb the direction of what is around it.
func bdi(s said) template.HTML {
	open := "<bdi"
	if s.Language != "" {
		open += ` lang="` + html.EscapeString(s.Language) + `" dir="` + proficiency.Direction(s.Language) + `"`
	}
	return template.HTML(open + ">" + html.EscapeString(s.Text) + "</bdi>")
}
