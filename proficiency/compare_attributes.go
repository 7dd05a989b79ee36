package proficiency

import (
	"slices"
	"strings"
)

// attributes compares what enrolments say of their subjects. What depends on it
// is compared where it does.
func (c *comparing) attributes() {
	for _, a := range c.new.attributes.elems {
		c.at = subject{part: PartAttribute, id: string(a.id), new: a.position}
		was := c.old.Attribute(a.id)
		if was == nil {
			c.add(Change{Class: ClassAdded, Step: StepMinor, Key: "attributes", Is: valueNames(a)})
			continue
		}
		c.at.old = was.position
		c.attribute(was, a)
	}
	for _, a := range c.old.attributes.elems {
		if c.new.Attribute(a.id) == nil {
			c.at = subject{part: PartAttribute, id: string(a.id), old: a.position}
			c.add(Change{Class: ClassRemoved, Step: StepMinor, Key: "attributes", Was: valueNames(a)})
		}
	}
}

func (c *comparing) attribute(old, new *Attribute) {
	if old.label != new.label {
		c.add(Change{Class: ClassWording, Key: "label", Was: old.label, Is: new.label})
	}
	var were, stay []ValueID
	for _, v := range new.values.elems {
		was, ok := old.Value(v.ID)
		switch {
		case !ok:
			c.add(Change{Class: ClassApplies, Step: StepMinor, Key: "values", Is: v.Label, Effect: "An enrolment may have another value."})
			continue
		case was.Label != v.Label:
			c.add(Change{Class: ClassWording, Key: "values", Was: was.Label, Is: v.Label})
		}
		stay = append(stay, v.ID)
	}
	for _, v := range old.values.elems {
		if _, ok := new.Value(v.ID); ok {
			were = append(were, v.ID)
			continue
		}
		c.add(Change{Class: ClassApplies, Key: "values", Was: v.Label, Effect: "Enrolments that have the value get another, or none: then everything applies."})
	}
	if !slices.Equal(were, stay) {
		c.add(Change{Class: ClassWording, Key: "values", Was: valueNames(old), Is: valueNames(new), Effect: "The values are offered in another order."})
	}
}

func valueNames(a *Attribute) string {
	names := make([]string, len(a.values.elems))
	for i, v := range a.values.elems {
		names[i] = string(v.ID) + " (" + v.Label + ")"
	}
	return strings.Join(names, ", ")
}

func compareSectionApplies(c *comparing, key string, old, new *Section) {
	c.applies(key, old.appliesTo.elems, new.appliesTo.elems)
}

// applies compares to whom something applies.
func (c *comparing) applies(key string, old, new []Condition) {
	was, is := conditionWords(old), conditionWords(new)
	if was == is {
		return
	}
	more, fewer := !narrower(new, old), !narrower(old, new)
	ch := Change{Class: ClassApplies, Key: key, Was: was, Is: is, Trend: moreOrLess(fewer, more)}
	if len(old) > 0 {
		ch.Old = old[0].Position
	}
	if len(new) > 0 {
		ch.New = new[0].Position
	}
	if !more && !fewer {
		ch.Class, ch.Effect = ClassWording, "It applies to the same as before."
	}
	c.add(ch)
}

// narrower reports whether everybody to whom a applies is one to whom b does.
func narrower(a, b []Condition) bool {
	return !slices.ContainsFunc(b, func(outer Condition) bool {
		return !slices.ContainsFunc(a, func(inner Condition) bool {
			return inner.Attribute == outer.Attribute &&
				!slices.ContainsFunc(inner.Values.elems, func(v ValueID) bool { return !slices.Contains(outer.Values.elems, v) })
		})
	})
}

func conditionWords(conditions []Condition) string {
	if len(conditions) == 0 {
		return "everybody"
	}
	words := make([]string, len(conditions))
	for i, c := range conditions {
		values := make([]string, len(c.Values.elems))
		for j, v := range c.Values.elems {
			values[j] = string(v)
		}
		words[i] = string(c.Attribute) + " " + strings.Join(values, " or ")
	}
	return strings.Join(words, " and ")
}

// ownConditions are those that the item says itself.
func (it *Item) ownConditions() []Condition {
	return it.appliesTo.elems[len(it.section.applies()):]
}
