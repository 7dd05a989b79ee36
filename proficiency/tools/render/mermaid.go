package render

import (
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/internal/plain"
)

// MermaidText is text for a label of Mermaid in quotes, in which # and a number
// are a character, and else Markdown and HTML are read.
func MermaidText(s string) string {
	var b strings.Builder
	for _, r := range plain.Text(s) {
		if strings.ContainsRune("\"#&<>`*_~[]{}()|\\;", r) {
			fmt.Fprintf(&b, "#%d;", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// What Mermaid draws where it is not told otherwise: so many arrows, and so many
// characters of text (mermaid.js.org, maxEdges and maxTextSize).
const (
	MostMermaidArrows = 500
	MostMermaidText   = 50_000
)

// mermaidTitle is how many columns of a title are shown.
const mermaidTitle = 48

// SectionsMermaid draws the sections with the number of proficiencies in each
// as a Mermaid flowchart (mermaid.js.org, flowchart). A gate is a hexagon, and
// dotted arrows lead to what is optional. Nodes have numbers of their own,
// since an id such as end would be a word of Mermaid.
func SectionsMermaid(f *proficiency.Framework, o *Options) string {
	w := newWriter(f, o)
	var b strings.Builder
	fmt.Fprintf(&b, "flowchart LR\n    framework[\"%s<br>%s\"]\n", MermaidText(w.texts.Title().Text),
		MermaidText(f.Ref().String()+", "+w.things(f.Items().Len()).Text))
	for s := range f.AllSections().Values() {
		left, right := "[", "]"
		if s.Gate() {
			left, right = "{{", "}}"
		}
		about := MermaidText(w.things(s.AllItems().Len()).Text)
		for _, mark := range w.sectionMarks(s) {
			about += "<br>" + MermaidText(mark)
		}
		fmt.Fprintf(&b, "    section%d%s\"%s<br>%s\"%s\n", s.Ordinal()+1, left, MermaidText(cut(strings.TrimSpace(s.Number()+" "+w.texts.SectionTitle(s).Text), mermaidTitle)), about, right)
	}
	for s := range f.AllSections().Values() {
		from, line := "framework", "-->"
		if s.Parent() != nil {
			from = fmt.Sprintf("section%d", s.Parent().Ordinal()+1)
		}
		if s.Optional() {
			line = "-.->"
		}
		fmt.Fprintf(&b, "    %s %s section%d\n", from, line, s.Ordinal()+1)
	}
	return b.String()
}
