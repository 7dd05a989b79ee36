package proficiency

import (
	"slices"
	"strconv"
	"strings"
)

// itemRows compare the keys of an item that both versions have.
func itemRows() []row[*Item] {
	return []row[*Item]{
		{"applies_to", nil}, // with where the item stands
		{"asks_for", compareAsks},
		{"confirmed_by", compareConfirmers},
		textRow("guidance", ClassGuidance, (*Item).Guidance),
		{"id", nil}, // by which items are found
		{"kind", meaningRow((*Item).Kind)},
		{"level", nil}, // of the unnamed question
		textRow("number", ClassRenumbered, (*Item).Number),
		{"optional", nil}, // with where the item stands
		{"points", comparePoints},
		{"questions", compareQuestions},
		{"recommends", compareItemRecommends},
		{"resources", compareResources},
		{"scale", nil}, // of the unnamed question
		{"statement", meaningRow((*Item).Statement)},
		{"tags", compareTags},
		{"validity", compareValidity},
		{"waivable", compareWaiving},
	}
}

// meaningRow is for what says what is asked.
func meaningRow[T any, S ~string](text func(T) S) func(*comparing, string, T, T) {
	return func(c *comparing, key string, old, new T) {
		if was, is := text(old), text(new); was != is {
			c.touch(ClassMeaning)
			c.add(Change{Class: ClassMeaning, Key: key, Was: string(was), Is: string(is)})
		}
	}
}

func compareAsks(c *comparing, key string, old, new *Item) {
	was, is := old.asks, new.asks
	more := is.Comment && !was.Comment || is.Evidence && !was.Evidence || is.Date && !was.Date
	less := was.Comment && !is.Comment || was.Evidence && !is.Evidence || was.Date && !is.Date
	if !more && !less {
		return
	}
	c.touch(ClassAsks)
	c.add(Change{
		Class: ClassAsks, Key: key, Old: was.Position, New: is.Position, Was: was.words(), Is: is.words(), Trend: moreOrLess(less, more),
	})
}

// words are what is asked for, for people.
func (a Asks) words() string { return strings.Join(a.list(), ", ") }

func compareConfirmers(c *comparing, key string, old, new *Item) {
	if c.roles(ClassConfirmers, key, old.confirmed, new.confirmed) {
		c.touch(ClassConfirmers)
	}
}

func comparePoints(c *comparing, key string, old, new *Item) {
	if old.points == new.points {
		return
	}
	c.add(Change{
		Class: ClassRule, Key: key, Was: strconv.Itoa(old.points), Is: strconv.Itoa(new.points),
		Trend: moreOrLess(new.points > old.points, new.points < old.points),
	})
}

func compareResources(c *comparing, key string, old, new *Item) {
	if !slices.Equal(old.resources.elems, new.resources.elems) {
		c.add(Change{Class: ClassGuidance, Key: key, Was: resourceNames(old), Is: resourceNames(new)})
	}
}

func resourceNames(it *Item) string {
	names := make([]string, len(it.resources.elems))
	for i, r := range it.resources.elems {
		names[i] = r.Title + " (" + r.URL + ")"
	}
	return strings.Join(names, ", ")
}

func compareTags(c *comparing, key string, old, new *Item) {
	if !slices.Equal(old.tags.elems, new.tags.elems) {
		c.add(Change{Class: ClassGuidance, Key: key, Was: strings.Join(old.tags.elems, ", "), Is: strings.Join(new.tags.elems, ", ")})
	}
}

// compareValidity takes for a change of what a result is worth only how long it holds.
func compareValidity(c *comparing, key string, old, new *Item) {
	was, is := old.validity, new.validity
	ch := Change{Class: ClassValidity, Key: key, Old: was.Position, New: is.Position, Was: was.words(), Is: is.words()}
	switch {
	case was.Months != is.Months:
		shorter := is.Months > 0 && (was.Months == 0 || is.Months < was.Months)
		ch.Trend = moreOrLess(!shorter, shorter)
		c.touch(ClassValidity)
	case was.RenewWithin != is.RenewWithin:
		ch.Step, ch.Effect = StepMinor, "It may be renewed at another time before it lapses; it holds as long as before."
	default:
		return
	}
	c.add(ch)
}

// words say how long a confirmation holds, for people.
func (v Validity) words() string {
	if !v.Lapses() {
		return "for ever"
	}
	return counted(v.Months, "month", "months") + ", renewed within " + strconv.Itoa(v.RenewWithin)
}

func compareWaiving(c *comparing, key string, old, new *Item) {
	was, is := old.waiving, new.waiving
	if was.Allowed == is.Allowed {
		return
	}
	c.add(Change{
		Class: ClassWaiving, Key: key, Old: was.Position, New: is.Position,
		Was: yesNo(was.Allowed), Is: yesNo(is.Allowed), Trend: moreOrLess(is.Allowed, was.Allowed),
	})
}
