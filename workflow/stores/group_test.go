package stores_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// Whatever many callers append at once, so that it goes into few transactions:
// each is told, and all is stored, as if each were alone.
func TestGroupsAgreeWithMemory(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		db.SetMaxOpenConns(16)
		memory, ctx := memstore.New(), t.Context()
		const callers, rounds = 40, 6
		var wg sync.WaitGroup
		for i := range callers {
			wg.Go(func() {
				m, id := maker{rand.New(rand.NewPCG(3, uint64(i)))}, idOf(i)
				last := map[workflow.EnrolmentID]workflow.Seq{}
				for round := range rounds {
					b := workflow.Batch{Enrolment: id, After: last[id] + workflow.Seq(m.IntN(5)/4), Erase: m.batch(last).Erase}
					b.Records = m.records(b.After+1, pick(m, 1, 1, 1, 2))
					b.Summary = m.summary(id, b.After+workflow.Seq(len(b.Records)))
					want, got := memory.Append(ctx, b), s.Append(ctx, b)
					if meaning(want) != meaning(got) {
						t.Errorf("caller %d, round %d: %v, and with others: %v", i, round, want, got)
						return
					}
					if want == nil {
						last[id] += workflow.Seq(len(b.Records))
					}
				}
			})
		}
		wg.Wait()
		for i := range callers {
			id := idOf(i)
			same(t, must(memory.Load(ctx, id, 0)), must(s.Load(ctx, id, 0)), "%q", id)
		}
		m := maker{rand.New(rand.NewPCG(5, 5))}
		for range 100 {
			q := m.query()
			same(t, list(ctx, memory, q), list(ctx, s, q), "%+v, viewer %+v", q, q.Viewer)
		}
		mentions := "SELECT count(*) FROM " + d.table("mentions")
		require.Equal(t, count(t, db, mentions), count(t, db, mentions+" m WHERE EXISTS (SELECT 1 FROM "+d.table("enrolments")+" e WHERE e.id = m.enrolment)"))
	})
}

func idOf(i int) workflow.EnrolmentID { return workflow.EnrolmentID(fmt.Sprintf("e'%d\"\\", i)) }

// Many write by several processes at once, none in another's way.
func TestManyWritersOfSeveralProcesses(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		var wg sync.WaitGroup
		const processes, callers, rounds = 3, 16, 5
		for p := range processes {
			s, db := d.store(t)
			db.SetMaxOpenConns(16)
			for c := range callers {
				wg.Go(func() {
					id := workflow.EnrolmentID(fmt.Sprint("e-", p, "-", c))
					for last := range workflow.Seq(rounds) {
						if err := s.Append(t.Context(), workflow.Batch{Enrolment: id, After: last, Records: []workflow.Record{{Seq: last + 1}}}); err != nil {
							t.Errorf("%s after %d: %v", id, last, err)
						}
					}
				})
			}
		}
		wg.Wait()
		s, db := d.store(t)
		require.Equal(t, processes*callers*rounds, count(t, db, "SELECT count(*) FROM "+d.table("records")))
		require.NoError(t, s.Close())
	})
}

// What was acknowledged is there when the database is opened again, and after
// closing nothing is stored any more, though it can be read.
func TestClosing(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, _ := d.store(t)
		const callers = 24
		told := make(chan workflow.Seq, callers)
		for i := range callers {
			go func() {
				id, last := workflow.EnrolmentID(fmt.Sprint("e-", i)), workflow.Seq(0)
				for {
					err := s.Append(t.Context(), workflow.Batch{Enrolment: id, After: last, Records: []workflow.Record{{Seq: last + 1}}})
					if err != nil {
						assert.ErrorIs(t, err, workflow.ErrNotStored)
						told <- last
						return
					}
					if last++; last == 3 && i == 0 {
						assert.NoError(t, s.Close())
					}
				}
			}()
		}
		total := 0
		for range callers {
			total += int(<-told)
		}
		again, db := d.store(t)
		require.Equal(t, total, count(t, db, "SELECT count(*) FROM "+d.table("records")))
		require.Len(t, must(again.Load(t.Context(), "e-0", 0)), 3)
		require.Len(t, must(s.Load(t.Context(), "e-0", 0)), 3)
	})
}
