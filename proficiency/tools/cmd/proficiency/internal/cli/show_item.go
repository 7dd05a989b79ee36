package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// item shows all that holds for one proficiency, also by defaults.
func (c *content) item(it *proficiency.Item) {
	c.printf("%s  %s\n", c.Ref(), plain(called(it)))
	c.paragraphs("", c.say(c.texts.Statement(it)))
	c.paragraphs("guidance", c.say(c.texts.Guidance(it)))
	c.printf("\n")
	by, lasts, waived := rolesOf(it.ConfirmedBy()), holds(it.Validity()), yesNo(it.Waiving().Allowed)
	if c.Unsupervised().Set {
		by, lasts, waived = "nobody", "", ""
	}
	c.fields(
		"kind", c.kind(it.Kind()),
		"section", c.pathOf(it.Section()),
		"opens after", gates(it),
		"counts", c.countsFor(it),
		"applies where", c.applies(slices.Collect(it.AppliesTo().Values())),
		"confirmed by", by,
		"a confirmation", lasts,
		"asks for", asked(it.AsksFor()),
		"may be waived", waived,
		"tags", tagsOf(it),
		"file", c.at(it.Position()),
	)
	c.questions(it)
	c.resources(it)
	c.recommends(it.Recommends())
}

// called is an item's number and its id, where these differ.
func called(it *proficiency.Item) string {
	if it.Label() == string(it.ID()) {
		return it.Label()
	}
	return it.Label() + " " + string(it.ID())
}

// section shows one section with the proficiencies in it.
func (c *content) section(sec *proficiency.Section) {
	c.printf("%s  %s\n", c.Ref(), sec.ID())
	c.paragraphs("", c.titled(sec))
	c.paragraphs("guidance", c.say(c.texts.SectionGuidance(sec)))
	c.printf("\n")
	inside := ""
	if sec.Parent() != nil {
		inside = c.pathOf(sec.Parent())
	}
	c.fields(
		"inside", inside,
		c.texts.Many().Text, itemCountOf(sec.AllItems()).String(),
		"it is", strings.Join(marks(sec), "; "),
		"applies where", c.applies(around(sec)),
		"file", c.at(sec.Position()),
	)
	c.recommends(sec.Recommends())
	c.printf("\n")
	var items []string
	for it := range sec.AllItems().Values() {
		items = append(items, string(it.ID()), titled(it.Number(), oneLine(c.say(c.texts.Statement(it)))))
	}
	c.fields(items...)
}

// kind is the id of a kind with what people call it.
func (c *content) kind(id proficiency.KindID) string {
	if label := c.texts.Kind(id); label.Text != "" {
		return fmt.Sprintf("%s (%s)", id, c.say(label))
	}
	return string(id)
}

// titled is a section's title behind its number, if it has one.
func (c *content) titled(sec *proficiency.Section) string {
	return titled(sec.Number(), c.say(c.texts.SectionTitle(sec)))
}

// pathOf is a section behind those around it.
func (c *content) pathOf(sec *proficiency.Section) string {
	var words []string
	for ; sec != nil; sec = sec.Parent() {
		words = append([]string{fmt.Sprintf("%s (%s)", sec.ID(), c.titled(sec))}, words...)
	}
	return strings.Join(words, " > ")
}

func gates(it *proficiency.Item) string {
	var ids []string
	for g := range it.Gates().Values() {
		ids = append(ids, string(g.ID()))
	}
	return strings.Join(ids, ", ")
}

// countsFor says for whom, and how, an item counts.
func (c *content) countsFor(it *proficiency.Item) string {
	who, those := "every learner", "those"
	if it.AppliesTo().Len() > 0 {
		who, those = "every learner to whom it applies", "those to whom it applies"
	}
	how := "for " + who
	if c.ofCentre() {
		how = "for every centre"
	}
	switch {
	case it.Choice() != nil:
		how = fmt.Sprintf("for %s who choose the section %s", those, it.Choice().ID())
	case it.Optional():
		how = fmt.Sprintf("for %s who choose it", those)
	}
	if g := it.Group(); g != nil {
		how += fmt.Sprintf(", in the section %s, of which %s", g.ID(), strings.Join(marks(g), "; "))
		if g.Rule().Kind == proficiency.RulePoints {
			how += fmt.Sprintf(": %d", it.Points())
		}
	}
	return how
}

// holds says how long a confirmation does.
func holds(v proficiency.Validity) string {
	if !v.Lapses() {
		return "never lapses"
	}
	return fmt.Sprintf("holds for %d months, and may be renewed in the last %d", v.Months, v.RenewWithin)
}

func asked(a proficiency.Asks) string {
	var words []string
	for _, ask := range []struct {
		given bool
		word  string
	}{{a.Comment, "comment"}, {a.Evidence, "evidence"}, {a.Date, "date"}} {
		if ask.given {
			words = append(words, ask.word)
		}
	}
	return strings.Join(words, ", ")
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func tagsOf(it *proficiency.Item) string {
	var tags []string
	for tag := range it.Tags().Values() {
		tags = append(tags, tag)
	}
	return strings.Join(tags, ", ")
}

// questions shows what is answered, and on which scale.
func (c *content) questions(it *proficiency.Item) {
	c.printf("\nanswers, from the lowest to the highest; * meets what is asked%s\n", ratingKey(it))
	var rows []string
	for q := range it.Questions().Values() {
		answers := c.answersOf(q.Scale(), alikeFor(q))
		if !q.Required() {
			answers += "; may be left out"
		}
		if q.ID() == "" {
			rows = append(rows, string(q.Scale().ID()), answers)
		} else {
			rows = append(rows, string(q.ID()), oneLine(c.say(c.texts.Question(it, q))), "", answers)
		}
		rows = append(rows, c.levels(q)...)
	}
	c.fields(rows...)
}

func (c *content) resources(it *proficiency.Item) {
	if it.Resources().Len() == 0 {
		return
	}
	c.printf("\nresources\n")
	for r := range it.Resources().Values() {
		c.printf("  %s: %s\n", plain(c.say(c.texts.ResourceTitle(it, r))), plain(r.URL))
	}
}

// recommends shows what is recommended, to whom and why.
func (c *content) recommends(all proficiency.List[*proficiency.Recommendation]) {
	if all.Len() == 0 {
		return
	}
	c.printf("\nrecommends\n")
	for r := range all.Values() {
		essential := ""
		if r.Essential() {
			essential = ", essential"
		}
		c.printf("  %s: %s: %s%s\n", r.ID(), plain(c.say(c.texts.RecommendedTitle(r))), plain(r.Resource().URL), essential)
		c.printf("    when %s: %s\n", when(r), plain(oneLine(c.say(c.texts.Reason(r)))))
	}
}

// when says what a recommendation comes of, by ids.
func when(r *proficiency.Recommendation) string {
	of := "not met"
	if !r.Unmet() {
		var ids []string
		for id := range r.Answers().Values() {
			ids = append(ids, string(id))
		}
		of = "answered " + strings.Join(ids, " or ")
	}
	if r.Question() != "" {
		return fmt.Sprintf("%s is %s", r.Question(), of)
	}
	return of
}
