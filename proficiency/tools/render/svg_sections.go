package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// The measures of a tree, in pixels: a section is a line.
const (
	treeLine   = 26
	treeIndent = 22
	treeMargin = 16
	treeTitle  = 80 // columns
	perColumn  = 8  // a wide letter
)

// SectionsSVG draws the sections as a tree, a line for each, with the number of
// proficiencies in it and what is special about it. What is cut off is whole in
// the tip of its line.
func SectionsSVG(f *proficiency.Framework, o *Options) string {
	w := newWriter(f, o)
	s := &svg{height: 2*treeMargin + treeLine*(1+f.AllSections().Len())}
	title := w.texts.Title().Text
	s.treeLine(0, 0, -1, title, f.Ref().String()+", "+w.things(f.Items().Len()).Text)
	depth, lines := map[*proficiency.Section]int{}, map[*proficiency.Section]int{}
	line := 0
	for section := range f.AllSections().Values() {
		line++
		lines[section], depth[section] = line, depth[section.Parent()]+1
		about := append([]string{w.things(section.AllItems().Len()).Text}, w.sectionMarks(section)...)
		name := strings.TrimSpace(section.Number() + " " + w.texts.SectionTitle(section).Text)
		s.treeLine(line, depth[section], lines[section.Parent()], name, strings.Join(about, " · "))
	}
	about := say(w.words.SectionsDrawn, "things", w.things(f.Items().Len()).Text, "count", strconv.Itoa(line))
	return s.document(w.texts.Language(), title+" ("+f.Ref().String()+")", about)
}

// treeLine draws a line of the tree, with a path from its parent's line, if any.
func (s *svg) treeLine(line, depth, parent int, title, about string) {
	x, y := treeMargin+treeIndent*depth, treeMargin+treeLine*line+treeLine/2
	s.b.WriteString("<g>")
	if short := cut(title, treeTitle); short != title {
		fmt.Fprintf(&s.b, "<title>%s</title>", xmlText(title))
		title = short
	}
	s.b.WriteByte('\n')
	if parent >= 0 {
		s.path("tree", fmt.Sprintf("M%d %dV%dH%d", x-treeIndent+6, treeMargin+treeLine*parent+treeLine-5, y, x-5))
	}
	fmt.Fprintf(&s.b, "<text class=\"bold\" x=\"%d\" y=\"%d\">%s<tspan class=\"soft\" dx=\"10\">%s</tspan></text></g>\n", x, y+5, xmlText(title), xmlText(about))
	s.width = max(s.width, x+perColumn*(columns(title)+columns(about))+2*treeMargin)
}
