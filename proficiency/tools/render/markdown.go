package render

import (
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/proficiency/tools/render/internal/prose"
)

// A markdownWriter writes a document as CommonMark, block by block.
type markdownWriter struct {
	b     strings.Builder
	words *Words
}

func markdownOf(d *document) string {
	m := &markdownWriter{words: d.Words}
	m.block("# " + prose.Escape(d.Title.Text))
	m.block(prose.Escape(strings.Join(append([]string{d.Ref, d.Things.Text}, d.Counts...), " · ")))
	m.text(d.Description.Text)
	m.list(d.Facts)
	m.ways(d)
	if len(d.Scales) > 0 {
		m.block("## " + prose.Escape(d.Words.Scales))
		m.scales(d.Scales)
	}
	m.block("## " + prose.Escape(d.Words.Contents))
	m.block(strings.TrimRight(contents(d.Sections, ""), "\n"))
	for _, s := range d.Sections {
		m.section(s)
	}
	m.block(prose.Escape(say(d.Words.Made, "framework", d.Ref, "digest", d.Digest)))
	return m.b.String()
}

// block writes lines, with an empty line before all but the first.
func (m *markdownWriter) block(text string) {
	if m.b.Len() > 0 {
		m.b.WriteByte('\n')
	}
	m.b.WriteString(text + "\n")
}

// text writes what an author wrote.
func (m *markdownWriter) text(t prose.Text) {
	if !t.Empty() {
		m.block(t.Markdown())
	}
}

// quote writes text as a quotation.
func (m *markdownWriter) quote(markdown string) {
	if markdown != "" {
		m.block(">" + strings.ReplaceAll(strings.ReplaceAll(" "+markdown, "\n", "\n> "), "> \n", ">\n"))
	}
}

func (m *markdownWriter) list(facts []fact) {
	lines := make([]string, len(facts))
	for i, f := range facts {
		lines[i] = "- " + prose.Escape(f.Name+": "+f.Text)
	}
	m.block(strings.Join(lines, "\n"))
}

func (m *markdownWriter) ways(d *document) {
	m.block("## " + prose.Escape(d.Words.HowItIsCompleted))
	var lines []string
	for _, way := range d.Ways {
		lines = append(lines, "- "+prose.Escape(way))
	}
	m.block(strings.Join(lines, "\n"))
	if !d.Declaration.Empty() {
		m.block("### " + prose.Escape(d.Words.Declaration))
		m.quote(d.Declaration.Markdown())
	}
	for _, s := range []struct {
		says  string
		lines []string
	}{{d.Words.LearnerSays, d.SignOff.Learner.Lines}, {d.Words.SignerSays, d.SignOff.Signer.Lines}} {
		if len(s.lines) > 0 {
			m.block("### " + prose.Escape(s.says))
			m.quote(escapeLines(s.lines))
		}
	}
}

func (m *markdownWriter) scales(scales []scale) {
	var lines []string
	for _, s := range scales {
		lines = append(lines, "- "+prose.Escape(s.ID)+": "+answers(s.question))
	}
	m.block(strings.Join(lines, "\n"))
}

// contents is a nested list of links to the sections.
func contents(sections []section, indent string) string {
	var b strings.Builder
	for _, s := range sections {
		fmt.Fprintf(&b, "%s- [%s](#%s), %s\n", indent, escapeWords(titled(s)), s.Anchor, escapeWords(s.Things.Text))
		b.WriteString(contents(s.Sections, indent+"  "))
	}
	return b.String()
}

func titled(s section) string { return strings.TrimSpace(s.Number + " " + s.Title.Text) }

// section writes a heading with the anchor that the page for screens has.
func (m *markdownWriter) section(s section) {
	m.block(anchor(s.Anchor))
	m.block(strings.Repeat("#", min(6, s.Depth+2)) + " " + prose.Escape(titled(s)))
	about := escapeWords(s.Things.Text)
	if len(s.Marks) > 0 {
		about += " · **" + escapeWords(strings.Join(s.Marks, " · ")) + "**"
	}
	m.block(about)
	m.text(s.Guidance.Text)
	if lines := m.recommended(s.Recommends); len(lines) > 0 {
		m.block(strings.Join(lines, "\n"))
	}
	for _, it := range s.Items {
		m.item(it)
	}
	for _, inner := range s.Sections {
		m.section(inner)
	}
}

// anchor stands for what Markdown has no word for. Ids have nothing in them that HTML would mind.
func anchor(id string) string { return `<a id="` + id + `"></a>` }

func (m *markdownWriter) item(it item) {
	number := it.Number
	if number == "" {
		number = it.ID
	}
	m.block(anchor(it.Anchor) + "**" + escapeWords(number) + "** " + escapeLines(it.Statement.Lines))
	about := strings.Join(append([]string{it.Kind.Text}, it.Marks...), " · ")
	if len(it.Tags) > 0 {
		about += " · " + m.words.Tags + ": " + strings.Join(it.Tags, ", ")
	}
	m.block(prose.Escape(about))
	m.text(it.Guidance.Text)
	var lines []string
	for _, r := range it.Resources {
		lines = append(lines, link(r))
	}
	lines = append(lines, m.recommended(it.Recommends)...)
	for _, q := range it.Questions {
		asked := "- "
		if len(q.Asked.Lines) > 0 {
			asked += prose.Escape(strings.Join(q.Asked.Lines, " ")) + " "
		}
		lines = append(lines, asked+answers(q))
	}
	if it.Confirmers != "" {
		lines = append(lines, "- "+prose.Escape(say(m.words.ConfirmedBy, "roles", it.Confirmers)))
	}
	m.block(strings.Join(lines, "\n"))
}

// link is the line of a list with a page.
func link(r resource) string {
	if r.To.URL == "" {
		return "- " + prose.Escape(r.Title.Text)
	}
	return "- [" + escapeWords(r.Title.Text) + "](" + strings.ReplaceAll(r.To.URL, "&", "&amp;") + ") (" + escapeWords(r.To.Where) + ")"
}

// recommended are lines with what is recommended, when and why.
func (m *markdownWriter) recommended(all []recommended) (lines []string) {
	for _, r := range all {
		said := []string{m.words.Recommends}
		if r.Essential {
			said = append(said, m.words.Essential)
		}
		said = append(said, r.When.Text(), strings.Join(r.Reason.Lines, " "))
		lines = append(lines, link(r.resource)+" · "+escapeWords(strings.Join(said, " · ")))
	}
	return lines
}

// answers are those to a question, with what is said of them.
func answers(q question) string {
	out := make([]string, len(q.Answers))
	for i, a := range q.Answers {
		out[i] = prose.Escape(a.Label.Text)
		if a.Note != "" {
			out[i] += " (" + escapeWords(a.Note) + ")"
		}
	}
	said := strings.Join(out, " / ")
	for _, n := range q.Notes {
		said += "; " + escapeWords(n.Text())
	}
	return said
}

// escapeWords is text in the middle of a line.
func escapeWords(text string) string {
	return strings.TrimPrefix(prose.Escape("x"+text), "x")
}

// escapeLines are lines of a text that is no Markdown, each for itself.
func escapeLines(lines []string) string {
	escaped := make([]string, len(lines))
	for i, l := range lines {
		escaped[i] = prose.Escape(l)
	}
	return strings.Join(escaped, "\\\n")
}
