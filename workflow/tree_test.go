package workflow

import (
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// planted is a tree with what must stand in it, by hand.
type planted struct {
	tree  tree
	edit  uint64
	naive map[int]*Answered
}

// with is a later tree with some items written, each perhaps more than once, in one edit.
func (p planted) with(r *rand.Rand, size int) planted {
	next := planted{tree: p.tree, edit: p.edit + 1, naive: map[int]*Answered{}}
	for i, a := range p.naive {
		next.naive[i] = a
	}
	for range 1 + r.IntN(12) {
		i, a := r.IntN(size), &Answered{Round: r.Int()}
		next.tree.write(i, next.edit).answer = a
		next.naive[i] = a
	}
	return next
}

func (p planted) check(t *testing.T, size int) {
	t.Helper()
	for i := range size + 300 {
		require.Same(t, p.naive[i], p.tree.at(i).answer, "item %d", i)
	}
	require.Equal(t, itemState{}, none)
}

// Trees that grow out of one another in any way, forks of one tree with equal
// edit numbers among them, keep each what was written to it.
func TestTreeAgainstANaiveArray(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, leafSize, leafSize + 1, leafSize * branchSize, 670, 6700} {
		r := rand.New(rand.NewPCG(uint64(size), 5))
		pool := []planted{{}}
		for range 300 {
			next := pool[r.IntN(len(pool))].with(r, size)
			if len(pool) < 12 {
				pool = append(pool, next)
			} else {
				pool[r.IntN(len(pool))] = next
			}
		}
		for _, p := range pool {
			p.check(t, size)
		}
	}
}

// An old state can be read while later ones are made of it.
func TestTreeIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	const size = 670
	base := planted{}.with(rand.New(rand.NewPCG(1, 1)), size)
	var wg sync.WaitGroup
	for g := range 6 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(g), 6))
			own := base
			for range 60 {
				own = own.with(r, size)
				base.check(t, size)
			}
			own.check(t, size)
		})
	}
	wg.Wait()
}

// What is changed within a batch is copied once: the later write is in place.
func TestTreeWritesInPlaceWithinAnEdit(t *testing.T) {
	t.Parallel()
	var tr tree
	first := tr.write(3, 1)
	require.Same(t, first, tr.write(3, 1))
	require.Same(t, first, tr.at(3))
	old := tr
	require.NotSame(t, first, tr.write(3, 2))
	require.Same(t, first, old.at(3))
}
