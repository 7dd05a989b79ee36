package cli

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// attributes prints what enrolments say of learners, with the values that there are.
func (c *content) attributes() {
	if c.Attributes().Len() == 0 {
		return
	}
	c.printf("\nattributes of an enrolment, which decide what applies\n")
	var rows []string
	for a := range c.Attributes().Values() {
		var values []string
		for v := range a.Values().Values() {
			values = append(values, string(v.ID)+" ("+c.say(c.texts.Value(a, v.ID))+")")
		}
		rows = append(rows, string(a.ID())+" ("+c.say(c.texts.Attribute(a))+")", strings.Join(values, ", "))
	}
	c.fields(rows...)
}

// applies says under which conditions something applies: of several about one
// attribute, what they leave together.
func (c *content) applies(conditions []proficiency.Condition) string {
	var words []string
	for a := range c.Attributes().Values() {
		values, asked := valueIDs(a), false
		for _, condition := range conditions {
			if condition.Attribute == a.ID() {
				asked = true
				values = slices.DeleteFunc(values, func(v proficiency.ValueID) bool {
					return !slices.Contains(slices.Collect(condition.Values.Values()), v)
				})
			}
		}
		if asked {
			words = append(words, string(a.ID())+" is "+anyOf(values))
		}
	}
	return strings.Join(words, ", and ")
}

func valueIDs(a *proficiency.Attribute) (ids []proficiency.ValueID) {
	for v := range a.Values().Values() {
		ids = append(ids, v.ID)
	}
	return ids
}

func anyOf(values []proficiency.ValueID) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
	}
	return strings.Join(words, " or ")
}

// around are the conditions of a section and of those around it.
func around(sec *proficiency.Section) (all []proficiency.Condition) {
	for ; sec != nil; sec = sec.Parent() {
		all = slices.AppendSeq(all, sec.AppliesTo().Values())
	}
	return all
}
