package cli

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// head shows a framework as such: what it says of itself, and its parts in number.
func (c *content) head() {
	c.printf("%s  %s\n", c.Ref(), plain(c.say(c.texts.Title())))
	state := "unknown: there is no " + proficiency.LifecycleFile + " beside it"
	if c.known {
		state = stateOf(c.life)
	}
	accepts := "learner accepts"
	if c.ofCentre() {
		accepts = "accountable person accepts"
	}
	c.fields(
		"state", state,
		"subject", c.subject(),
		"category", string(c.Category()),
		"language", c.languages(),
		"publisher", c.Publisher(),
		"licence", c.Licence(),
		c.texts.Many().Text, c.total(),
		"enrolment", c.enrolment(),
		"requires", c.required(),
		"declaration", oneLine(c.say(c.texts.Declaration())),
		"confirmed by", c.confirmers(),
		"what is submitted", c.submission(),
		"signed off by", c.signOff(),
		accepts, oneLine(c.say(c.texts.LearnerStatement())),
		"signatory accepts", oneLine(c.say(c.texts.SignatoryStatement())),
		"paper since", day(c.PaperSince().Date),
		"digest", c.Digest().String(),
		"file", c.file,
	)
	c.paragraphs("", c.say(c.texts.Description()))
	c.sections()
	c.attributes()
	c.scales()
}

// fields prints names with values, those without a value left out. All names
// stand in one column.
func (s *session) fields(pairs ...string) {
	t := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			fmt.Fprintf(t, "  %s\t%s\n", plain(pairs[i]), plain(pairs[i+1]))
		}
	}
	_ = t.Flush() // Main says if writing failed
}

// paragraphs prints a text of several lines below its name.
func (s *session) paragraphs(name, text string) {
	if text == "" {
		return
	}
	s.printf("\n")
	if name != "" {
		s.printf("%s\n", name)
	}
	for line := range strings.SplitSeq(text, "\n") {
		s.printf("%s\n", strings.TrimRight("  "+plain(line), " "))
	}
}

// oneLine is a text with spaces in place of its line ends.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func (c *content) total() string {
	total := itemCountOf(c.Items()).String()
	if n := c.MinimumOptional().Count; n > 0 {
		total += fmt.Sprintf("; at least %d of the optional ones to be chosen", n)
	}
	return total
}

// languages are the framework's own and those that it is translated into.
func (c *content) languages() string {
	var translations []string
	for _, t := range translationsOf(c.Framework) {
		translations = append(translations, t.String())
	}
	if translations == nil {
		return c.Language()
	}
	return c.Language() + "; translated into " + strings.Join(translations, ", ")
}

func (c *content) enrolment() string {
	switch {
	case c.Enrolment().Self && c.ofCentre():
		return "the accountable person may enrol the centre"
	case c.Enrolment().Self:
		return "learners may enrol themselves"
	}
	return "by those whose role allows it"
}

// required are the other frameworks that come first.
func (c *content) required() string {
	var all []string
	for q := range c.Requires().Values() {
		all = append(all, fmt.Sprintf("%s before %s", q, q.Before))
	}
	return strings.Join(all, "; ")
}

// ofCentre reports whether the subject is a centre.
func (c *content) ofCentre() bool { return c.Subject() == proficiency.SubjectCentre }

// subject is whose record it is, where it is not a learner's.
func (c *content) subject() string {
	if c.ofCentre() {
		return "a centre: its contributors answer, and one person is accountable"
	}
	return ""
}

// confirmers are the roles that may confirm, each with how many items.
func (c *content) confirmers() string {
	if c.Unsupervised().Set {
		return "nobody: learners submit their answers, in rounds"
	}
	var order []proficiency.RoleID
	of := map[proficiency.RoleID]int{}
	for it := range c.Items().Values() {
		for role := range it.ConfirmedBy().Values() {
			if of[role]++; of[role] == 1 {
				order = append(order, role)
			}
		}
	}
	words := make([]string, len(order))
	for i, role := range order {
		words[i] = fmt.Sprintf("%s (%d)", role, of[role])
	}
	return strings.Join(words, ", ")
}

// submission says what becomes of a round, where nobody confirms.
func (c *content) submission() string {
	if !c.Unsupervised().Set {
		return ""
	}
	how := "never lapses"
	if c.Completion().Lapses() {
		how = fmt.Sprintf("holds for %d months", c.Completion().Months)
	}
	if c.Completion().Certificate {
		how += ", with a certificate of completion"
	}
	return how
}

func (c *content) signOff() string {
	by := rolesOf(c.SignOff().By)
	if c.SignOff().Distinct.Required {
		by += ", who confirmed nothing that stands"
	}
	return by
}

func rolesOf(r proficiency.Roles) string {
	var ids []string
	for role := range r.Values() {
		ids = append(ids, string(role))
	}
	return strings.Join(ids, ", ")
}

// sections prints all sections, those inside indented, with numbers of items
// by kind, those of sections inside among them.
func (c *content) sections() {
	all := itemCountOf(c.Items())
	kinds := slices.DeleteFunc(slices.Collect(c.Kinds().Values()), func(k proficiency.Kind) bool { return all.byKind[k.ID] == 0 })
	c.printf("\nsections\n")
	t := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "  ID\tALL\tMANDATORY")
	for _, k := range kinds {
		fmt.Fprintf(t, "\t%s", strings.ToUpper(string(k.ID)))
	}
	fmt.Fprint(t, "\tTITLE\n")
	for sec := range c.AllSections().Values() {
		n := itemCountOf(sec.AllItems())
		fmt.Fprintf(t, "  %s%s\t%d\t%d", strings.Repeat("  ", depth(sec)), sec.ID(), n.items, n.mandatory)
		for _, k := range kinds {
			fmt.Fprintf(t, "\t%d", n.byKind[k.ID])
		}
		about := append([]string{c.titled(sec)}, marks(sec)...)
		if sec.AppliesTo().Len() > 0 {
			about = append(about, "applies where "+c.applies(slices.Collect(sec.AppliesTo().Values())))
		}
		fmt.Fprintf(t, "\t%s\n", plain(strings.Join(about, "; ")))
	}
	_ = t.Flush() // Main says if writing failed
}

func depth(sec *proficiency.Section) (n int) {
	for p := sec.Parent(); p != nil; p = p.Parent() {
		n++
	}
	return n
}

// titled is a title behind its number, if it has one.
func titled(number, title string) string { return strings.TrimSpace(number + " " + title) }

// marks are what is special about a section.
func marks(sec *proficiency.Section) (all []string) {
	if sec.Gate() {
		all = append(all, "a gate")
	}
	if sec.Optional() {
		all = append(all, "optional as a whole")
	}
	switch rule := sec.Rule(); rule.Kind {
	case proficiency.RuleAtLeast:
		all = append(all, fmt.Sprintf("any %d are enough", rule.Count))
	case proficiency.RulePoints:
		all = append(all, fmt.Sprintf("any with %d points are enough", rule.Count))
	}
	return all
}

func (c *content) scales() {
	c.printf("\nscales, from the lowest answer to the highest; * meets what is asked\n")
	var rows []string
	for scale := range c.Scales().Values() {
		rows = append(rows, string(scale.ID()), c.answersOf(scale, scale.Meets))
	}
	c.fields(rows...)
}

// answersOf lists the answers of a scale and marks those that meet.
func (c *content) answersOf(scale *proficiency.Scale, meets func(proficiency.AnswerID) bool) string {
	var words []string
	for a := range scale.Answers().Values() {
		word := fmt.Sprintf("%s (%s)", a.ID, c.say(c.texts.Answer(scale, a.ID)))
		if meets(a.ID) {
			word += "*"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// at names a place in the framework's file.
func (c *content) at(p source.Position) string {
	p.File = c.file
	return p.String()
}
