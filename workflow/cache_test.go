package workflow

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func seen(seq Seq) loaded { return loaded{state: State{seq: seq}} }

// The cache keeps what was used last, and of one enrolment the newest.
func TestCacheKeepsWhatWasUsedLast(t *testing.T) {
	t.Parallel()
	c := newCache(2)
	c.put("a", seen(1))
	c.put("b", seen(1))
	_, ok := c.get("a")
	require.True(t, ok)
	c.put("c", seen(1)) // b was used longest ago
	_, ok = c.get("b")
	require.False(t, ok)
	c.put("a", seen(3))
	c.put("a", seen(2)) // late: somebody else was further
	got, ok := c.get("a")
	require.True(t, ok)
	require.EqualValues(t, 3, got.state.seq)
	c.put("c", seen(2)) // what is put was used
	c.put("d", seen(1))
	_, ok = c.get("a")
	require.False(t, ok)
	require.Len(t, c.byID, 2)
	require.Equal(t, 2, c.oldest.Len())
}

func TestCacheKeepsNothingOfNothing(t *testing.T) {
	t.Parallel()
	c := newCache(2)
	c.put("a", seen(0)) // no such enrolment: ids that were only tried must not push out others
	_, ok := c.get("a")
	require.False(t, ok)
	for _, size := range []int{0, -1} {
		none := newCache(size)
		none.put("a", seen(1))
		_, ok = none.get("a")
		require.False(t, ok)
	}
}

func TestCacheIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	c := newCache(8)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			highest := map[EnrolmentID]Seq{}
			for i := range 2000 {
				id := EnrolmentID(fmt.Sprint(i % 8))
				c.put(id, seen(Seq(i)))
				got, ok := c.get(id)
				if !ok && i >= 8 || got.state.seq < highest[id] {
					t.Errorf("%s went from %d to %d", id, highest[id], got.state.seq)
					return
				}
				highest[id] = got.state.seq
			}
		})
	}
	wg.Wait()
	require.LessOrEqual(t, len(c.byID), 8)
}
