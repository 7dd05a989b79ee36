package proficiency

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// checkApplies: attributes and values are told apart, conditions are of these,
// and an item has those of all sections around it and its own, each of which
// leaves somebody in.
func checkApplies(t *testing.T, f *Framework) {
	t.Helper()
	for i, a := range f.Attributes().All() {
		assert.Same(t, a, f.Attribute(a.ID()))
		assert.True(t, i == 0 || f.Attributes().At(i-1).ID() < a.ID(), "%s: in order", a.ID())
		assert.NotEmpty(t, a.Label())
		assert.Positive(t, a.Values().Len())
		assert.Positive(t, a.Position().Line)
		for v := range a.Values().Values() {
			got, ok := a.Value(v.ID)
			assert.True(t, ok && got == v, "%s of %s", v.ID, a.ID())
		}
	}
	assert.Nil(t, f.Attribute("no-such-attribute"))
	for s := range f.AllSections().Values() {
		checkConditionsOf(t, f, s.AppliesTo())
	}
	for it := range f.Items().Values() {
		checkConditionsOf(t, f, it.AppliesTo())
		around := 0
		for s := it.Section(); s != nil; s = s.Parent() {
			for c := range s.AppliesTo().Values() {
				assert.True(t, slices.ContainsFunc(it.AppliesTo().elems, func(o Condition) bool { return o.Position == c.Position }), "%s in %s", it.ID(), s.ID())
				around++
			}
		}
		assert.GreaterOrEqual(t, it.AppliesTo().Len(), around)
		assert.True(t, it.Applies(nil), "%s: nobody is let off by what is not known", it.ID())
		appliesTo := 0
		everySettings(f, func(settings []Setting) {
			all := true
			for c := range it.AppliesTo().Values() {
				all = all && slices.ContainsFunc(settings, func(s Setting) bool { return s.Attribute == c.Attribute && slices.Contains(c.Values.elems, s.Value) })
			}
			assert.Equal(t, all, it.Applies(settings), "%s under %v", it.ID(), settings)
			assert.Equal(t, all, it.Unmet(settings) == nil)
			appliesTo += one(all)
		})
		assert.Positive(t, appliesTo, "%s: applies to nobody", it.ID())
	}
}

func checkConditionsOf(t *testing.T, f *Framework, conditions List[Condition]) {
	t.Helper()
	for c := range conditions.Values() {
		assert.Positive(t, c.Position.Line)
		assert.Positive(t, c.Values.Len())
		if a := f.Attribute(c.Attribute); assert.NotNil(t, a) {
			for v := range c.Values.Values() {
				_, ok := a.Value(v)
				assert.True(t, ok, "%s of %s", v, a.ID())
			}
		}
	}
}

// everySettings gives every combination of values, if there are not too many.
func everySettings(f *Framework, visit func([]Setting)) {
	all := [][]Setting{nil}
	for a := range f.Attributes().Values() {
		var more [][]Setting
		for _, s := range all {
			for v := range a.Values().Values() {
				more = append(more, append(slices.Clip(s), Setting{a.ID(), v.ID}))
			}
		}
		if all = more; len(all) > 1000 {
			return
		}
	}
	for _, s := range all {
		visit(s)
	}
}
