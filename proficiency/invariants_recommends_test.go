package proficiency

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// checkRecommends: each recommendation stands where it says, and some answer,
// or none, to a question of some item there makes it come about.
func checkRecommends(t *testing.T, f *Framework) {
	t.Helper()
	total := 0
	check := func(all List[*Recommendation], get func(RecommendationID) *Recommendation, items []*Item) {
		total += all.Len()
		for r := range all.Values() {
			assert.Same(t, r, get(r.ID()))
			assert.True(t, ValidID(string(r.ID())))
			assert.NotEmpty(t, r.Reason())
			assert.NotEmpty(t, r.Resource().Title)
			assert.Empty(t, urlProblem(r.Resource().URL))
			assert.Equal(t, r.Unmet(), r.Answers().Len() == 0)
			assert.Positive(t, r.Position().Line)
			assert.True(t, (r.Item() == nil) != (r.Section() == nil), "at one place")
			assert.True(t, comesAbout(r, items), "%s never comes about", r.ID())
		}
		assert.Nil(t, get("no-such-recommendation"))
	}
	for s := range f.AllSections().Values() {
		check(s.Recommends(), s.Recommendation, s.AllItems().elems)
		for r := range s.Recommends().Values() {
			assert.Same(t, s, r.Section())
		}
	}
	for it := range f.Items().Values() {
		check(it.Recommends(), it.Recommendation, []*Item{it})
		for r := range it.Recommends().Values() {
			assert.Same(t, it, r.Item())
		}
	}
	assert.Equal(t, total > 0, f.Recommends())
}

func comesAbout(r *Recommendation, items []*Item) bool {
	return len(items) == 0 || slices.ContainsFunc(items, func(it *Item) bool {
		return slices.ContainsFunc(it.questions.elems, func(q *Question) bool {
			return r.ComesOf(q, "", nil) || slices.ContainsFunc(q.scale.answers.elems, func(a Answer) bool { return r.ComesOf(q, a.ID, nil) })
		})
	})
}
