package proficiency

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// checkInvariants holds a framework to what its methods promise, each stated
// here in another way than it is made.
func checkInvariants(t *testing.T, f *Framework) {
	t.Helper()
	assert.True(t, ValidID(string(f.ID())))
	assert.NotEmpty(t, f.Title())
	assert.NotEmpty(t, f.Language())
	assert.NotEmpty(t, f.Vocabulary().One)
	assert.NotEmpty(t, f.Vocabulary().Many)
	assert.Positive(t, f.Kinds().Len())
	assert.Positive(t, f.Enrolment().Position.Line)
	assert.Contains(t, subjects(), string(f.Subject()))
	assert.Positive(t, f.SubjectPosition().Line)
	assert.False(t, f.Digest().IsZero())
	checkScales(t, f)
	checkItems(t, f)
	checkConditions(t, f)
	checkSupervision(t, f)
	checkApplies(t, f)
	checkTranslations(t, f)
	checkRecommends(t, f)
	checkRequires(t, f)
	checkGroups(t, f)
	checkSections(t, f)
	checkGates(t, f)
}

// checkScales: an answer meets if the file says so, or if it says so of none.
func checkScales(t *testing.T, f *Framework) {
	t.Helper()
	for s := range f.Scales().Values() {
		marked := slices.ContainsFunc(s.Answers().elems, func(a Answer) bool { return a.Meets })
		assert.Positive(t, s.Answers().Len())
		for a := range s.Answers().Values() {
			assert.Equal(t, a.Meets || !marked, s.Meets(a.ID), "%s of %s", a.ID, s.ID())
		}
	}
}

func checkItems(t *testing.T, f *Framework) {
	t.Helper()
	optional := 0
	assert.Equal(t, f.Items().Len(), f.Index().Len())
	for i, it := range f.Items().All() {
		ordinal, ok := f.Index().Ordinal(it.ID())
		assert.True(t, ok && ordinal == i && it.Ordinal() == i && f.Index().ID(i) == it.ID(), "%s: its place is its ordinal", it.ID())
		assert.Same(t, it, f.Item(it.ID()))
		assert.Nil(t, f.Section(SectionID(it.ID())), "%s: no section has the id of an item", it.ID())
		assert.True(t, slices.Contains(it.Section().Items().elems, it))
		assert.NotEmpty(t, it.Statement())
		assert.Positive(t, it.Position().Line)
		assert.True(t, slices.ContainsFunc(f.Kinds().elems, func(k Kind) bool { return k.ID == it.Kind() }), "%s: kind", it.ID())
		required := false
		for _, q := range it.Questions().All() {
			assert.Same(t, q, it.Question(q.ID()))
			assert.Same(t, f.Scale(q.Scale().ID()), q.Scale())
			required = required || q.Required()
		}
		assert.True(t, required, "%s: a required question", it.ID())
		if it.Optional() {
			optional++
		}
		assert.Equal(t, it.Choice() != nil, it.Optional() && !it.optional, "%s: chosen singly or with a section", it.ID())
		if c := it.Choice(); c != nil {
			assert.True(t, c.Optional() && slices.Contains(c.AllItems().elems, it))
		}
	}
	assert.LessOrEqual(t, f.MinimumOptional().Count, optional)
}

func checkSections(t *testing.T, f *Framework) {
	t.Helper()
	var walked []*Section
	var walk func(parent *Section, sections List[*Section])
	walk = func(parent *Section, sections List[*Section]) {
		for s := range sections.Values() {
			assert.Same(t, s, f.Section(s.ID()))
			assert.True(t, s.Parent() == parent, "%s: parent", s.ID())
			assert.Equal(t, len(walked), s.Ordinal())
			walked = append(walked, s)
			walk(s, s.Sections())
			checkRange(t, f, s)
		}
	}
	walk(nil, f.Sections())
	assert.Equal(t, walked, f.AllSections().elems)
}

// checkRange: the items of a section and those below have consecutive
// ordinals, its own first, and are exactly those whose sections lead up to it.
func checkRange(t *testing.T, f *Framework, s *Section) {
	t.Helper()
	want := slices.Clone(s.Items().elems)
	for sub := range s.Sections().Values() {
		want = append(want, sub.AllItems().elems...)
	}
	assert.Equal(t, len(want), s.AllItems().Len())
	for i, it := range s.AllItems().All() {
		assert.Same(t, want[i], it, "%s: its own items come first", s.ID())
		assert.Equal(t, want[0].Ordinal()+i, it.Ordinal(), "%s: consecutive ordinals", s.ID())
	}
	for it := range f.Items().Values() {
		inside := false
		for up := it.Section(); up != nil; up = up.Parent() {
			inside = inside || up == s
		}
		assert.Equal(t, inside, slices.Contains(s.AllItems().elems, it), "%s in %s", it.ID(), s.ID())
	}
}

// checkGates: a gate is in front of an item exactly if it stands beside a
// section that the item is in, is not that section, and that section is no gate.
func checkGates(t *testing.T, f *Framework) {
	t.Helper()
	for it := range f.Items().Values() {
		var want []*Section
		for _, g := range f.AllSections().All() {
			if g.Gate() && locks(g, it) {
				want = append(want, g)
			}
		}
		got := it.Gates().elems
		assert.ElementsMatch(t, want, got, "%s: gates", it.ID())
		assert.True(t, slices.IsSortedFunc(got, func(a, b *Section) int { return depth(a) - depth(b) }), "%s: outermost first", it.ID())
	}
}

func locks(gate *Section, it *Item) bool {
	for branch := it.Section(); branch != nil; branch = branch.Parent() {
		if branch.Parent() == gate.Parent() {
			return branch != gate && !branch.Gate()
		}
	}
	return false
}

func depth(s *Section) (n int) {
	for ; s != nil; s = s.Parent() {
		n++
	}
	return n
}
