package render

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// depends says by what it is decided what applies, with all values that there are.
func (w *writer) depends() string {
	var attributes []string
	for a := range w.f.Attributes().Values() {
		attributes = append(attributes, a.Label()+" ("+strings.Join(labelsOf(slices.Collect(a.Values().Values())), ", ")+")")
	}
	return say(w.words.Depends, "attributes", listing(attributes, w.words.And))
}

// applies says under which conditions something applies.
func (w *writer) applies(conditions []proficiency.Condition) string {
	var words []string
	for _, c := range conditions {
		a := w.f.Attribute(c.Attribute)
		values := slices.DeleteFunc(slices.Collect(a.Values().Values()), func(v proficiency.Value) bool {
			return !slices.Contains(slices.Collect(c.Values.Values()), v.ID)
		})
		words = append(words, w.attributeIs(a, values))
	}
	return say(w.words.AppliesWhere, "conditions", listing(words, w.words.And))
}

func (w *writer) attributeIs(a *proficiency.Attribute, values []proficiency.Value) string {
	return say(w.words.AttributeIs, "attribute", a.Label(), "values", listing(labelsOf(values), w.words.Or))
}

func labelsOf(values []proficiency.Value) []string {
	labels := make([]string, len(values))
	for i, v := range values {
		labels[i] = v.Label
	}
	return labels
}

// ownConditions are those that the item has beside the sections around it,
// which say theirs themselves.
func ownConditions(it *proficiency.Item) []proficiency.Condition {
	around := 0
	for s := it.Section(); s != nil; s = s.Parent() {
		around += s.AppliesTo().Len()
	}
	return slices.Collect(it.AppliesTo().Values())[around:]
}
