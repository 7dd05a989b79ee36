package proficiency

import (
	"slices"
	"strconv"
	"strings"
)

// sectionRows compare the keys of a section that both versions have.
func sectionRows() []row[*Section] {
	return []row[*Section]{
		{"applies_to", compareSectionApplies},
		{"gate", compareGate},
		textRow("guidance", ClassGuidance, (*Section).Guidance),
		{"id", nil}, // by which sections are found
		textRow("number", ClassRenumbered, (*Section).Number),
		{"optional", compareOptionalSection},
		{"proficiencies", nil}, // with where they stand
		{"recommends", compareSectionRecommends},
		{"rule", compareRule},
		{"sections", nil}, // with where they stand
		textRow("title", ClassWording, (*Section).Title),
	}
}

// contents compares sections and items.
func (c *comparing) contents() {
	sections, items := sectionRows(), itemRows()
	places := newPlaces(c.old, c.new)
	for _, s := range c.new.allSections.elems {
		c.section(sections, places, s)
		for _, it := range s.items.elems {
			c.item(items, places, it)
		}
	}
	for _, s := range c.old.allSections.elems {
		c.gone(s)
	}
}

func (c *comparing) section(table []row[*Section], p places, s *Section) {
	c.at = subject{part: PartSection, id: string(s.id), new: s.position}
	was := c.old.bySection[s.id]
	if was == nil {
		c.sectionAdded(s)
		return
	}
	c.at.old = was.position
	rows(c, table, was, s)
	from, to := parentID(was), parentID(s)
	if from != to || p.moved[string(s.id)] {
		c.add(Change{Class: ClassMoved, Key: "sections", Was: within(from), Is: within(to)})
	}
	if from != to && was.gate && s.gate {
		c.add(Change{Class: ClassGate, Key: "gate", Was: within(from), Is: within(to), Effect: "It locks other sections than before."})
	}
}

// parentID is that of the section around, or empty at the top level.
func parentID(s *Section) SectionID {
	if s.parent == nil {
		return ""
	}
	return s.parent.id
}

func within(s SectionID) string {
	if s == "" {
		return "at the top level"
	}
	return "in " + string(s)
}

// sectionAdded is a new section. Its items are compared by themselves; what it
// adds to them is a rule that has to be reached, and that it locks.
func (c *comparing) sectionAdded(s *Section) {
	ch := Change{Class: ClassAdded, Step: StepMinor, Key: "sections", Is: s.title}
	if s.rule.Kind != RuleAll && !s.insideOptional() {
		ch.Step, ch.Is, ch.Effect = StepMajor, s.title+", "+s.rule.words(), "Enough of it has to be reached, also by learners half-way."
	}
	c.add(ch)
	if s.gate {
		c.add(Change{Class: ClassGate, Key: "gate", Trend: Strengthened, Was: "", Is: yesNo(true)})
	}
}

// insideOptional reports whether the section is chosen, by itself or with one around it.
func (s *Section) insideOptional() bool {
	for ; s != nil; s = s.parent {
		if s.optional {
			return true
		}
	}
	return false
}

func compareGate(c *comparing, key string, old, new *Section) {
	if old.gate != new.gate {
		c.add(Change{Class: ClassGate, Key: key, Was: yesNo(old.gate), Is: yesNo(new.gate), Trend: moreOrLess(old.gate, new.gate)})
	}
}

func compareOptionalSection(c *comparing, key string, old, new *Section) {
	if old.optional != new.optional {
		c.add(Change{
			Class: ClassOptional, Key: key, Was: optionality(old.optional), Is: optionality(new.optional), Trend: moreOrLess(new.optional, old.optional),
		})
	}
}

func optionality(optional bool) string {
	if optional {
		return "optional"
	}
	return "mandatory"
}

func compareRule(c *comparing, key string, old, new *Section) {
	was, is := old.rule, new.rule
	if was.Kind == is.Kind && was.Count == is.Count {
		return
	}
	less := is.Kind == was.Kind && is.Count < was.Count || was.Kind == RuleAll
	more := is.Kind == was.Kind && is.Count > was.Count || is.Kind == RuleAll
	c.add(Change{
		Class: ClassRule, Key: key, Old: was.Position, New: is.Position, Was: was.words(), Is: is.words(), Trend: moreOrLess(less, more),
	})
}

// words say what is enough, for people.
func (r Rule) words() string {
	switch r.Kind {
	case RuleAtLeast:
		return "at least " + strconv.Itoa(r.Count)
	case RulePoints:
		return counted(r.Count, "point", "points")
	}
	return "all"
}

// gone is a section of the old version, with its own items, if the new one has
// them no more.
func (c *comparing) gone(s *Section) {
	if c.new.bySection[s.id] == nil {
		c.at = subject{part: PartSection, id: string(s.id), old: s.position}
		c.add(Change{Class: ClassRemoved, Step: StepMinor, Key: "sections", Was: s.title})
		if s.gate {
			c.add(Change{Class: ClassGate, Key: "gate", Trend: Weakened, Was: yesNo(true), Is: ""})
		}
	}
	for _, it := range s.items.elems {
		if c.new.byItem[it.id] == nil {
			c.at = subject{part: PartItem, id: string(it.id), old: it.position}
			c.add(Change{Class: ClassRemoved, Key: "proficiencies", Was: it.statement})
		}
	}
}

func (c *comparing) item(table []row[*Item], p places, it *Item) {
	c.at = subject{part: PartItem, id: string(it.id), new: it.position}
	was := c.old.byItem[it.id]
	if was == nil {
		c.itemAdded(it)
		return
	}
	c.at.old = was.position
	rows(c, table, was, it)
	if from, to := was.section.id, it.section.id; from != to || p.moved[string(it.id)] {
		c.add(Change{Class: ClassMoved, Key: "proficiencies", Was: within(from), Is: within(to)})
	}
	c.surroundings(was, it)
}

// itemAdded: what is optional is a choice more, and so is one more in a group
// that there was before. What a new group asks is said of its section.
func (c *comparing) itemAdded(it *Item) {
	ch := Change{Class: ClassAdded, Key: "proficiencies", Is: it.statement}
	switch {
	case it.Optional():
		ch.Step, ch.Effect = StepMinor, "Learners may choose it; nothing is asked of the others."
	case it.group != nil:
		ch.Step, ch.Effect = StepMinor, "It is one more of those of which some are enough."
	}
	c.add(ch)
}

// surroundings compares what the sections around an item make of it. What
// changed of a section that is still around it is said of the section.
func (c *comparing) surroundings(old, new *Item) {
	if !sameAncestry(old, new) {
		c.choice(old, new, old.Optional(), new.Optional())
		c.applies("applies_to", old.appliesTo.elems, new.appliesTo.elems)
		c.group(old, new)
		c.gates(old, new)
		return
	}
	c.choice(old, new, old.optional, new.optional)
	c.applies("applies_to", old.ownConditions(), new.ownConditions())
}

func (c *comparing) choice(old, new *Item, was, is bool) {
	ch := Change{Class: ClassOptional, Key: "optional", Was: optionality(was), Is: optionality(is), Trend: moreOrLess(is, was)}
	if was == is && !was {
		return
	}
	switch from, to := chosenWith(old), chosenWith(new); {
	case was != is:
	case was && from != to && !sameAncestry(old, new):
		ch.Trend, ch.Was, ch.Is = "", "chosen "+from, "chosen "+to
		ch.Effect = "It is chosen in another way."
	default:
		return
	}
	c.add(ch)
}

func chosenWith(it *Item) string {
	if it.choice == nil {
		return "by itself"
	}
	return "with " + string(it.choice.id)
}

func (c *comparing) group(old, new *Item) {
	name := func(it *Item) string {
		if it.group == nil {
			return "counts by itself"
		}
		return "counts towards the rule of " + string(it.group.id)
	}
	if was, is := name(old), name(new); was != is {
		c.add(Change{Class: ClassRule, Key: "rule", Was: was, Is: is, Trend: moreOrLess(new.group != nil, old.group != nil)})
	}
}

// gates compares the gates in front of an item and around it, of those that
// both versions have as gates.
func (c *comparing) gates(old, new *Item) {
	was, is := gatesOf(old, c.new), gatesOf(new, c.old)
	if slices.Equal(was, is) {
		return
	}
	lacks := func(in []string) func(string) bool {
		return func(words string) bool { return !slices.Contains(in, words) }
	}
	c.add(Change{
		Class: ClassGate, Key: "gate", Was: strings.Join(was, ", "), Is: strings.Join(is, ", "),
		Trend: moreOrLess(slices.ContainsFunc(was, lacks(is)), slices.ContainsFunc(is, lacks(was))),
	})
}

// gatesOf says which gates have something to do with an item, of those that
// are gates in the other version, too.
func gatesOf(it *Item, other *Framework) (words []string) {
	add := func(s *Section, word string) {
		if o := other.bySection[s.id]; o != nil && o.gate && s.gate {
			words = append(words, word+string(s.id))
		}
	}
	for _, g := range it.gates.elems {
		add(g, "behind ")
	}
	for s := it.section; s != nil; s = s.parent {
		add(s, "in ")
	}
	slices.Sort(words)
	return words
}

// sameAncestry reports whether the sections around two items have the same ids.
func sameAncestry(a, b *Item) bool {
	s, t := a.section, b.section
	for s != nil && t != nil && s.id == t.id {
		s, t = s.parent, t.parent
	}
	return s == nil && t == nil
}
