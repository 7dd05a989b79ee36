package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

func attributeRules() []ContentRule {
	return []ContentRule{
		{"unknown-attribute", source.Error, "What applies_to names is one of the framework's attributes.", checkAttributeKnown},
		{"unknown-value", source.Error, "The values in applies_to are values of the attribute.", checkValueKnown},
		{"duplicate-value", source.Error, "Every value of an attribute has an id of its own, and applies_to names it once.", checkValueOnce},
		{"applies-to-nobody", source.Error, "What is in a section applies to somebody that the section applies to.", checkAppliesToSomebody},
		{"applies-to-all", source.Warning, "Conditions leave somebody out.", checkAppliesNotToAll},
		{"unused-attribute", source.Warning, "Something depends on every attribute.", checkAttributeUsed},
		{"single-value", source.Warning, "An attribute has at least two values.", checkValueChoice},
	}
}

func checkAttributeKnown(r *raw, report reporter) {
	if !r.attributesSound {
		return
	}
	ids := make([]string, len(r.attributes))
	for i, a := range r.attributes {
		ids[i] = a.id.Value
	}
	r.eachCondition(func(c rawCondition) {
		switch {
		case r.attribute(c.attribute.Value) != nil:
		case len(ids) == 0:
			report(c.attribute.Position, "unknown attribute %s: the framework has none: declare it under attributes", source.Quote(c.attribute.Value))
		default:
			h := r.hint(c.attribute, "the attributes are", ids, source.Chosen)
			h.on(report(c.attribute.Position, "unknown attribute %s%s", source.Quote(c.attribute.Value), h.end))
		}
	})
}

func checkValueKnown(r *raw, report reporter) {
	r.eachCondition(func(c rawCondition) {
		a := r.attribute(c.attribute.Value)
		if a == nil || !a.sound {
			return
		}
		for _, v := range c.values {
			if ids := a.valueIDs(); !slices.Contains(ids, v.Value) {
				h := r.hint(v, "its values are", ids, source.Chosen)
				h.on(report(v.Position, "the attribute %s has no value %s%s", quoteID(a.id), source.Quote(v.Value), h.end))
			}
		}
	})
}

func checkValueOnce(r *raw, report reporter) {
	duplicates(valueIDs, "the id of a value of this attribute")(r, report)
	r.eachCondition(func(c rawCondition) {
		eachRepeated(c.values, func(v source.Text) {
			report(v.Position, "the value %s is named twice: remove one", source.Quote(v.Value))
		})
	})
}

func valueIDs(r *raw) (spaces []space) {
	for _, a := range r.attributes {
		var ids []source.Text
		for _, v := range a.values {
			ids = append(ids, v.id)
		}
		spaces = append(spaces, newSpace(ids))
	}
	return spaces
}

// checkAppliesToSomebody looks at each condition with those around it on the
// same attribute. Where these leave nobody themselves, that is said of them.
func checkAppliesToSomebody(r *raw, report reporter) {
	check := func(own []rawCondition, around *rawSection) {
		for _, c := range own {
			left, narrowed := r.leftBy(around, c.attribute.Value)
			if !narrowed || len(left) == 0 || !r.sane(c) || slices.ContainsFunc(c.values, func(v source.Text) bool { return slices.Contains(left, v.Value) }) {
				continue
			}
			report(c.attribute.Position, "this applies to nobody, because the sections around it leave of %s only %s: name one of those",
				quoteID(c.attribute), source.Listing(left))
		}
	}
	for _, s := range r.allSections {
		check(s.appliesTo, s.parent)
	}
	for _, it := range r.items {
		check(it.appliesTo, it.section)
	}
}

// leftBy are the values of an attribute with which a section applies by its own
// conditions and those around it, if any of them is about it.
func (r *raw) leftBy(s *rawSection, attribute string) (left []string, narrowed bool) {
	if s == nil {
		return nil, false
	}
	left, narrowed = r.leftBy(s.parent, attribute)
	c := conditionOn(s.appliesTo, attribute)
	if c == nil || !r.sane(*c) {
		return left, narrowed
	}
	var own []string
	for _, v := range c.values {
		if !narrowed || slices.Contains(left, v.Value) {
			own = append(own, v.Value)
		}
	}
	return own, true
}

// sane reports whether the condition names values that there are.
func (r *raw) sane(c rawCondition) bool {
	a := r.attribute(c.attribute.Value)
	return a != nil && a.sound && c.sound && !slices.ContainsFunc(c.values, func(v source.Text) bool { return !slices.Contains(a.valueIDs(), v.Value) })
}

func conditionOn(all []rawCondition, attribute string) *rawCondition {
	for i := range all {
		if all[i].attribute.Value == attribute {
			return &all[i]
		}
	}
	return nil
}

func checkAppliesNotToAll(r *raw, report reporter) {
	r.eachCondition(func(c rawCondition) {
		a := r.attribute(c.attribute.Value)
		if a == nil || !a.sound || !c.sound || len(a.values) < 2 {
			return
		}
		for _, id := range a.valueIDs() {
			if !slices.ContainsFunc(c.values, func(v source.Text) bool { return v.Value == id }) {
				return
			}
		}
		report(c.attribute.Position, "this names every value of %s, and so leaves nobody out: remove it", quoteID(c.attribute))
	})
}

func checkAttributeUsed(r *raw, report reporter) {
	if !r.complete {
		return
	}
	used := map[string]bool{}
	r.eachCondition(func(c rawCondition) { used[c.attribute.Value] = true })
	for _, a := range r.attributes {
		if !used[a.id.Value] {
			report(a.id.Position, "nothing depends on the attribute %s: remove it", quoteID(a.id))
		}
	}
}

func checkValueChoice(r *raw, report reporter) {
	for _, a := range r.attributes {
		if len(a.values) == 1 && a.sound {
			report(a.id.Position, "the attribute %s has a single value, so that there is nothing to tell apart: add another", quoteID(a.id))
		}
	}
}
