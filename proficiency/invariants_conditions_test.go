package proficiency

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// checkConditions: what items demand is within its bounds and stands somewhere,
// and answers meet from some place of the scale on.
func checkConditions(t *testing.T, f *Framework) {
	t.Helper()
	for it := range f.Items().Values() {
		v := it.Validity()
		assert.True(t, 0 <= v.RenewWithin && v.RenewWithin <= v.Months && v.Months <= 1200, "%s: %+v", it.ID(), v)
		assert.Equal(t, v.Months > 0, v.Lapses())
		assert.Equal(t, it.AsksFor().Any(), it.AsksFor() != Asks{Position: it.AsksFor().Position})
		for what, line := range map[string]int{
			"validity": v.Position.Line, "asks": it.AsksFor().Position.Line, "waiving": it.Waiving().Position.Line,
		} {
			assert.True(t, f.Position().Line <= line, "%s: %s stands somewhere", it.ID(), what)
		}
		for q := range it.Questions().Values() {
			checkLevels(t, f, it, q)
		}
	}
	if since := f.PaperSince(); assert.Equal(t, since.Date.IsZero(), since.Position.IsZero()) && !since.Date.IsZero() {
		_, err := ParseDate(since.Date.String())
		assert.NoError(t, err)
	}
	if f.SignOff().Distinct.Required {
		assert.Positive(t, f.SignOff().Distinct.Position.Line)
	}
}

// checkGroups: the groups are the sections with a rule, apart from one another,
// within reach, without gates and options in them.
func checkGroups(t *testing.T, f *Framework) {
	t.Helper()
	var groups []*Section
	for s := range f.AllSections().Values() {
		rule := s.Rule()
		assert.Contains(t, []RuleKind{RuleAll, RuleAtLeast, RulePoints}, rule.Kind)
		assert.Positive(t, rule.Position.Line)
		if rule.Kind == RuleAll {
			assert.Zero(t, rule.Count)
			continue
		}
		groups = append(groups, s)
		points := 0
		for it := range s.AllItems().Values() {
			points += it.Points()
			assert.Same(t, s, it.Group(), "%s: groups do not nest", it.ID())
			assert.False(t, it.optional, "%s: not optional by itself in a group", it.ID())
			for up := it.Section(); up != s; up = up.Parent() {
				assert.False(t, up.Optional() || up.Gate(), "%s: inside a group", up.ID())
			}
		}
		assert.Positive(t, rule.Count)
		assert.LessOrEqual(t, rule.Count, map[RuleKind]int{RuleAtLeast: s.AllItems().Len(), RulePoints: points}[rule.Kind])
	}
	assert.Equal(t, groups, f.Groups().elems)
	for it := range f.Items().Values() {
		inGroup := slices.ContainsFunc(groups, func(g *Section) bool { return slices.Contains(g.AllItems().elems, it) })
		assert.Equal(t, inGroup, it.Group() != nil, it.ID())
		assert.True(t, 1 <= it.Points() && it.Points() <= 1000)
		if it.Group() == nil || it.Group().Rule().Kind != RulePoints {
			assert.Equal(t, 1, it.Points(), it.ID())
		}
	}
}
