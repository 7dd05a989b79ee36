package proficiency

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// parsed is the framework of a tree, or nil if it has errors.
func parsed(t *tree) *Framework {
	f, _ := Parse("f.yaml", []byte(t.json()))
	return f
}

// A targeted edit of a random framework is found as exactly its class, needs
// exactly its step, and undone as the other direction.
func TestCompareFindsEachEdit(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	found := map[string]int{}
	for seed := range uint64(40) {
		e := &editor{Rand: rand.New(rand.NewPCG(seed, 21))}
		root := schemaTree(t, Schema(), generatedFramework(e.Rand, 8))
		if seed%2 == 0 {
			for _, n := range root.nodes() { // what may be waived hangs on gates
				if i := slices.Index(n.keys, "waivable"); i >= 0 {
					n.drop(i)
				}
			}
		}
		old := parsed(root)
		for _, ed := range edits() {
			changed := root.clone()
			if !ed.make(e, changed) {
				continue
			}
			new := parsed(changed)
			if new == nil || new.Digest() == old.Digest() {
				continue // it cannot be so here, or was so already
			}
			found[ed.name]++
			c := Compare(old, new)
			checkChanges(t, c)
			require.Equal(t, []ChangeClass{ed.class}, classesOf(c), "seed %d: %s: %+v", seed, ed.name, c.Changes().elems)
			require.Equal(t, ed.step, c.Least(), "seed %d: %s: %+v", seed, ed.name, c.Changes().elems)
			back := Compare(new, old)
			require.Equal(t, opposite(trendsOf(c)), trendsOf(back), "seed %d: %s", seed, ed.name)
		}
	}
	for _, ed := range edits() {
		assert.Greater(t, found[ed.name], 5, "%s was tried often enough", ed.name)
	}
}

func classesOf(c *Comparison) (classes []ChangeClass) {
	for ch := range c.Changes().Values() {
		if !slices.Contains(classes, ch.Class) {
			classes = append(classes, ch.Class)
		}
	}
	return classes
}

// trendsOf are how many changes strengthen and how many weaken.
func trendsOf(c *Comparison) (n [2]int) {
	for ch := range c.Changes().Values() {
		switch ch.Trend {
		case Strengthened:
			n[0]++
		case Weakened:
			n[1]++
		}
	}
	return n
}

func opposite(n [2]int) [2]int { return [2]int{n[1], n[0]} }

// However a framework is written, nothing changed but perhaps its layout.
func TestCompareWithItself(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	layouts := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 22))
		src := generatedFramework(r, 20)
		f := mustParse(t, src)
		c := Compare(f, f)
		require.True(t, c.Identical())
		require.Equal(t, StepNone, c.Least())
		require.True(t, c.Enough())
		require.Equal(t, map[ChangeClass]int{ClassIdentical: f.Items().Len()}, c.Counts())
		require.Empty(t, c.Suggestions().elems)
		again := mustParse(t, src)
		require.True(t, Compare(f, again).Identical())
		other := Compare(f, mustParse(t, handwriting{r}.file(schemaTree(t, Schema(), src))))
		if !other.Identical() {
			layouts++
			require.Equal(t, []ChangeClass{ClassLayout}, classesOf(other))
			require.Equal(t, StepNone, other.Least())
			require.True(t, other.Enough())
		}
	}
	assert.Greater(t, layouts, 20)
}

// With every edit more the least step is at least what it was: edits of
// different parts need together what the greatest of them needs.
func TestLeastStepIsMonotone(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	together := 0
	for seed := range uint64(40) {
		e := &editor{Rand: rand.New(rand.NewPCG(seed, 23))}
		root := schemaTree(t, Schema(), generatedFramework(e.Rand, 8))
		old := parsed(root)
		all := edits()
		e.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		least, touched := StepNone, map[string]bool{}
		for _, ed := range all[:8] {
			changed := root.clone()
			if !ed.make(e, changed) {
				continue
			}
			new, alone := parsed(changed), parsed(root)
			if new == nil {
				continue
			}
			one := Compare(alone, new)
			if touches(one, touched) {
				continue // it may undo what was done
			}
			root, together = changed, together+1
			now := Compare(old, new).Least()
			require.Equal(t, max(least, one.Least()), now, "seed %d: %s", seed, ed.name)
			least = now
		}
	}
	assert.Greater(t, together, 100)
}

// touches reports whether the changes are about something that was touched, and notes that.
func touches(c *Comparison, touched map[string]bool) bool {
	var about []string
	for ch := range c.Changes().Values() {
		key := string(ch.Part) + ch.ID + ch.Key
		if touched[key] {
			return true
		}
		about = append(about, key)
	}
	for _, key := range about {
		touched[key] = true
	}
	return false
}
