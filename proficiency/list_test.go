package proficiency

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestListIsTheArgumentsInOrder(t *testing.T) {
	t.Parallel()
	l := ListOf("a", "b", "c")
	assert.Equal(t, 3, l.Len())
	assert.Equal(t, "b", l.At(1))
	assert.Equal(t, []string{"a", "b", "c"}, slices.Collect(l.Values()))
	for i, e := range l.All() {
		assert.Equal(t, l.At(i), e)
	}
	assert.Panics(t, func() { l.At(3) })
	assert.Panics(t, func() { l.At(-1) })

	var none List[int]
	assert.Zero(t, none.Len())
	assert.Empty(t, slices.Collect(none.Values()))
	assert.Zero(t, ListOf[int]().Len())
}

func TestListCannotBeChanged(t *testing.T) {
	t.Parallel()
	given := []string{"a", "b"}
	l := ListOf(given...)
	given[0] = "changed"
	assert.Equal(t, "a", l.At(0), "it does not share its arguments")

	collected := slices.Collect(l.Values())
	collected[0] = "changed"
	assert.Equal(t, "a", l.At(0), "nor what is collected from it")

	type pair struct{ n int }
	pairs := ListOf(pair{1})
	p := pairs.At(0)
	p.n = 2
	for _, e := range pairs.All() {
		e.n = 2
	}
	assert.Equal(t, pair{1}, pairs.At(0), "elements are copies")
}

func TestListStopsWhenTheLoopDoes(t *testing.T) {
	t.Parallel()
	l := ListOf(1, 2, 3)
	var seen []int
	for i, e := range l.All() {
		if seen = append(seen, e); i == 1 {
			break
		}
	}
	for e := range l.Values() {
		seen = append(seen, e)
		break
	}
	assert.Equal(t, []int{1, 2, 1}, seen)
}
