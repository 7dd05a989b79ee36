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
		attributes = append(attributes, w.texts.Attribute(a).Text+" ("+strings.Join(w.labelsOf(a, slices.Collect(a.Values().Values())), ", ")+")")
	}
	return say(w.words.Depends, "attributes", listing(attributes, w.words.And))
}

// applies says under which conditions something applies.
func (w *writer) applies(conditions []proficiency.Condition) string {
	return say(w.words.AppliesWhere, "conditions", w.conditions(conditions))
}

func (w *writer) conditions(conditions []proficiency.Condition) string {
	var words []string
	for _, c := range conditions {
		a := w.f.Attribute(c.Attribute)
		values := slices.DeleteFunc(slices.Collect(a.Values().Values()), func(v proficiency.Value) bool {
			return !slices.Contains(slices.Collect(c.Values.Values()), v.ID)
		})
		words = append(words, w.attributeIs(a, values))
	}
	return listing(words, w.words.And)
}

func (w *writer) attributeIs(a *proficiency.Attribute, values []proficiency.Value) string {
	return say(w.words.AttributeIs, "attribute", w.texts.Attribute(a).Text, "values", listing(w.labelsOf(a, values), w.words.Or))
}

func (w *writer) labelsOf(a *proficiency.Attribute, values []proficiency.Value) []string {
	labels := make([]string, len(values))
	for i, v := range values {
		labels[i] = w.texts.Value(a, v.ID).Text
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
