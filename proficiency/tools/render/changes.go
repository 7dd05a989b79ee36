package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// A changeGroup is a heading of a change log, and the classes below it.
type changeGroup struct {
	title   string
	classes []proficiency.ChangeClass
}

// changeGroups are those of a change log, what matters most to learners first.
func changeGroups() []changeGroup {
	return []changeGroup{
		{"Added", classes(proficiency.ClassAdded)},
		{"Removed", classes(proficiency.ClassRemoved)},
		{"Split, merged and renamed", classes(proficiency.ClassSplit, proficiency.ClassMerged, proficiency.ClassReplaced)},
		{"Asked otherwise", classes(proficiency.ClassMeaning, proficiency.ClassQuestions)},
		{"Answers", classes(proficiency.ClassScale, proficiency.ClassLevel, proficiency.ClassAsks)},
		{"Who confirms and who signs off", classes(proficiency.ClassConfirmers, proficiency.ClassSignOff)},
		{"What is enough, and for how long", classes(proficiency.ClassOptional, proficiency.ClassMinimum, proficiency.ClassRule, proficiency.ClassGate, proficiency.ClassApplies,
			proficiency.ClassValidity, proficiency.ClassWaiving, proficiency.ClassPaper)},
		{"Enrolment", classes(proficiency.ClassDeclaration, proficiency.ClassEnrolment)},
		{"Guidance", classes(proficiency.ClassGuidance)},
		{"Places and numbers", classes(proficiency.ClassMoved, proficiency.ClassRenumbered)},
		{"Wording", classes(proficiency.ClassWording)},
		{"Layout", classes(proficiency.ClassLayout)},
	}
}

func classes(c ...proficiency.ChangeClass) []proficiency.ChangeClass { return c }

// ChangeLog writes what changed between two versions as CommonMark, for a file
// that lists the changes of all of them: one section, under a heading of the
// second level. It is in English. With a comparison that its author decided
// ([proficiency.Comparison.Decided]) it says what becomes of results and why.
func ChangeLog(w io.Writer, c *proficiency.Comparison) error {
	l := changeLister{markdownWriter: &markdownWriter{}, c: c}
	l.block("## " + escapeWords(c.To().Version.String()))
	l.block(escapeWords(stepWords(c)))
	for _, g := range changeGroups() {
		l.list("### "+g.title, func(ch proficiency.Change) bool { return slices.Contains(g.classes, ch.Class) })
	}
	_, err := io.WriteString(w, l.b.String())
	return err
}

// stepWords say what sort of version it is.
func stepWords(c *proficiency.Comparison) string {
	from := c.From().Version.String()
	switch c.Least() {
	case proficiency.StepMajor:
		return fmt.Sprintf("Since %s, what results mean or what has to be reached has changed.", from)
	case proficiency.StepMinor:
		return fmt.Sprintf("Since %s, something was added that asks nothing of those who are half-way.", from)
	case proficiency.StepPatch:
		return fmt.Sprintf("Since %s, only words and numbers have changed.", from)
	}
	return fmt.Sprintf("Since %s, nothing has changed for anybody.", from)
}

// A changeLister writes lists of changes.
type changeLister struct {
	*markdownWriter
	c *proficiency.Comparison
}

// list writes those changes that fit, under a heading, if there are any. What is
// the same of several is said of them once.
func (l changeLister) list(heading string, fits func(proficiency.Change) bool) {
	var tails []string
	about := map[string][]string{}
	for ch := range l.c.Changes().Values() {
		if !fits(ch) {
			continue
		}
		tail := l.said(ch)
		if about[tail] == nil {
			tails = append(tails, tail)
		}
		about[tail] = append(about[tail], l.about(ch))
	}
	if len(tails) == 0 {
		return
	}
	lines := make([]string, len(tails))
	for i, tail := range tails {
		lines[i] = "- **" + escapeWords(strings.Join(about[tail], "; ")) + "**" + tail
	}
	l.block(heading)
	l.block(strings.Join(lines, "\n"))
}

// said is what is said of a change: what was and is, what that is to learners,
// and why.
func (l changeLister) said(ch proficiency.Change) (said string) {
	switch was, is := oneLine(ch.Was), oneLine(ch.Is); {
	case was != "" && is != "" && was != is:
		said = ": was “" + escapeWords(was) + "”, is “" + escapeWords(is) + "”"
	case is != "":
		said = ": " + escapeWords(is)
	case was != "":
		said = ": " + escapeWords(was)
	}
	return sentenceEnd(said) + " " + escapeWords(ch.Effect) + because(ch.Reason)
}

// sentenceEnd ends what does not end like a sentence.
func sentenceEnd(line string) string {
	if end := strings.TrimSuffix(line, "”"); strings.HasSuffix(end, ".") || strings.HasSuffix(end, "!") || strings.HasSuffix(end, "?") {
		return line
	}
	return line + "."
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return " *" + escapeWords(oneLine(reason)) + "*"
}

// about says what a change is about.
func (l changeLister) about(ch proficiency.Change) string {
	name := ch.ID
	switch ch.Part {
	case proficiency.PartFramework:
		return ch.Key
	case proficiency.PartItem:
		name = l.item(ch.Item())
		if ch.Question != "" {
			name += ", question " + string(ch.Question)
			if ch.Class == proficiency.ClassQuestions {
				return name
			}
		}
	case proficiency.PartSection:
		name = "section " + l.section(proficiency.SectionID(ch.ID))
	default:
		name = string(ch.Part) + " " + name
	}
	switch ch.Class {
	case proficiency.ClassAdded, proficiency.ClassRemoved, proficiency.ClassMoved, proficiency.ClassSplit, proficiency.ClassMerged, proficiency.ClassReplaced:
		return name
	}
	return name + ", " + ch.Key
}

// item is what people call an item: its number and its id.
func (l changeLister) item(id proficiency.ItemID) string {
	for _, f := range []*proficiency.Framework{l.c.New(), l.c.Old()} {
		if it := f.Item(id); it != nil && it.Number() != "" {
			return it.Number() + " " + string(id)
		}
	}
	return string(id)
}

func (l changeLister) section(id proficiency.SectionID) string {
	for _, f := range []*proficiency.Framework{l.c.New(), l.c.Old()} {
		if s := f.Section(id); s != nil && s.Number() != "" {
			return s.Number() + " " + string(id)
		}
	}
	return string(id)
}
