package workflow

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// remembered is a list and what it must remember, by hand.
type remembered struct {
	list  recent
	naive []recentRequest
}

func (r remembered) with(e recentRequest) remembered {
	return remembered{list: r.list.add(e), naive: append(r.naive[:len(r.naive):len(r.naive)], e)}
}

func (r remembered) check(t *testing.T, ids []RequestID) {
	t.Helper()
	last := r.naive[max(0, len(r.naive)-RecentRequests):]
	newest := map[RequestID]recentRequest{}
	for _, e := range last {
		newest[e.id] = e
	}
	for _, id := range ids {
		got, ok := r.list.find(id)
		want, wanted := newest[id]
		require.Equal(t, wanted, ok, "%s among %d", id, len(r.naive))
		require.Equal(t, want, got)
	}
}

// Lists that grow out of one another in any way remember each its own last
// 256 entries and nobody else's.
func TestRecentAgainstANaiveList(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	r := rand.New(rand.NewPCG(4, 4))
	var ids []RequestID
	for i := range 700 { // many share their end, on which the marks rest
		ids = append(ids, RequestID(fmt.Sprintf("%d-same-end", i)), RequestID(fmt.Sprint(i)))
	}
	pool := []remembered{{}}
	for n := range 2500 {
		from := r.IntN(len(pool))
		if r.IntN(4) > 0 {
			from = len(pool) - 1 // grow long ones, too
		}
		next := pool[from].with(recentRequest{id: ids[r.IntN(len(ids))], command: CommandDigest{byte(n)}, seq: Seq(n)})
		if len(pool) < 24 {
			pool = append(pool, next)
		} else if pool[from] = next; r.IntN(60) == 0 {
			pool[r.IntN(len(pool))] = next
		}
		if n%40 == 0 {
			pool[r.IntN(len(pool))].check(t, ids)
		}
	}
	longest := 0
	for _, p := range pool {
		p.check(t, ids)
		longest = max(longest, len(p.naive))
	}
	require.Greater(t, longest, 3*RecentRequests)
}

// States that follow the same one at once, from several goroutines, while others read.
func TestRecentIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	base := remembered{}
	for i := range 300 {
		base = base.with(recentRequest{id: RequestID(fmt.Sprint("base-", i)), seq: Seq(i)})
	}
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			own := base
			for i := range 400 {
				own = own.with(recentRequest{id: RequestID(fmt.Sprint("g-", g, "-", i)), seq: Seq(i)})
				if _, ok := base.list.find("base-299"); !ok {
					t.Error("lost")
				}
				if _, ok := base.list.find(RequestID(fmt.Sprint("g-", g, "-", i))); ok {
					t.Error("a later entry shows in an earlier list")
				}
			}
			var ids []RequestID
			for h := range 8 {
				for i := range 400 {
					ids = append(ids, RequestID(fmt.Sprint("g-", h, "-", i)))
				}
			}
			own.check(t, ids)
		})
	}
	wg.Wait()
}
