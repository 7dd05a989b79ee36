package stores_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// A crowd are writers with a transaction each, who write to enrolments, commit
// and roll back in any order, and followers who take a few records now and then.
type crowd struct {
	maker
	*host
	t         *testing.T
	writers   []*writer
	followers []*follower
	// committed is the number of records of each enrolment.
	committed map[workflow.EnrolmentID]workflow.Seq
}

// A writer is in a transaction, or in none.
type writer struct {
	tx *sql.Tx
	// wrote is how many records each enrolment has for it. Nobody else may write to these.
	wrote map[workflow.EnrolmentID]workflow.Seq
}

// Whatever the order in which transactions begin, write and end: a follower is
// given every record that was committed, once, and each enrolment's in order.
func TestFeedSkipsNothing(t *testing.T) {
	inPostgres(t, func(t *testing.T, h *host) {
		for seed := range uint64(3) {
			o := *h.options
			o.Prefix = fmt.Sprint("s", seed, "_")
			require.NoError(t, sqlstore.Migrate(t.Context(), h.db, h.dialect, &o))
			s, err := sqlstore.New(h.db, h.dialect, &o)
			require.NoError(t, err)
			c := &crowd{maker{rand.New(rand.NewPCG(seed, 5))}, &host{h.database, s, h.db}, t, nil, nil, map[workflow.EnrolmentID]workflow.Seq{}}
			h.db.SetMaxOpenConns(16)
			c.run(6, 3, 160)
		}
	})
}

func (c *crowd) run(writers, followers, steps int) {
	for range writers {
		c.writers = append(c.writers, &writer{})
	}
	for range followers {
		c.followers = append(c.followers, &follower{t: c.t, s: c.s})
	}
	for range steps {
		if w := pick(c.maker, c.writers...); c.IntN(4) > 0 {
			c.act(w)
		} else {
			pick(c.maker, c.followers...).poll(c.IntN(4))
		}
	}
	for _, w := range c.writers {
		c.end(w, true)
	}
	var want []string
	for id, last := range c.committed {
		for seq := range last {
			want = append(want, fmt.Sprint(id, ":", seq+1))
		}
	}
	require.Greater(c.t, len(want), steps/8)
	for _, f := range append(c.followers, &follower{t: c.t, s: c.s}) {
		require.ElementsMatch(c.t, want, f.reach(len(want)))
		inOrder(c.t, f.taken)
	}
}

// act begins a transaction, writes in it or outside of any, or ends it.
func (c *crowd) act(w *writer) {
	id := pick(c.maker, ids...)
	switch what := c.IntN(8); {
	case what == 0 && w.tx == nil || what < 3 && w.tx != nil && c.free(id, w):
		c.write(w, id)
	case what < 5 && w.tx != nil:
		c.write(w, pick(c.maker, append(c.mine(w), c.unused())...))
	case w.tx == nil:
		w.tx, w.wrote = c.begin(c.t, sql.LevelReadCommitted), map[workflow.EnrolmentID]workflow.Seq{}
		if c.IntN(2) == 0 {
			require.NoError(c.t, c.note(w.tx)) // it has its number from here on, and not from its first record
		}
	case what == 5:
		c.end(w, false)
	default:
		c.end(w, true)
	}
}

// free reports whether no other transaction has the row of an enrolment.
func (c *crowd) free(id workflow.EnrolmentID, w *writer) bool {
	return !slices.ContainsFunc(c.writers, func(o *writer) bool { return o != w && o.wrote[id] > 0 })
}

// mine are the enrolments that a writer has written to, unused one that nobody has.
func (c *crowd) mine(w *writer) (all []workflow.EnrolmentID) {
	for id := range w.wrote {
		all = append(all, id)
	}
	slices.Sort(all)
	return all
}

func (c *crowd) unused() workflow.EnrolmentID {
	return workflow.EnrolmentID(fmt.Sprintf("%c-%d", 'a'+rune(c.IntN(26)), c.Uint64()))
}

func (c *crowd) write(w *writer, id workflow.EnrolmentID) {
	if w.tx == nil {
		if c.free(id, w) {
			c.committed[id]++
			add(c.t, c.s, id, c.committed[id])
		}
		return
	}
	w.wrote[id] = max(w.wrote[id], c.committed[id]) + 1
	add(c.t, c.s.Over(w.tx), id, w.wrote[id])
}

func (c *crowd) end(w *writer, commit bool) {
	switch {
	case w.tx == nil:
		return
	case commit:
		require.NoError(c.t, w.tx.Commit())
		for id, last := range w.wrote {
			c.committed[id] = last
		}
	default:
		require.NoError(c.t, w.tx.Rollback())
	}
	w.tx, w.wrote = nil, nil
}

// inOrder wants the records of each enrolment to follow one another.
func inOrder(t *testing.T, taken []string) {
	t.Helper()
	last := map[string]int{}
	for _, at := range taken {
		var seq int
		i := slices.Index([]byte(at), ':')
		_, err := fmt.Sscan(at[i+1:], &seq)
		require.NoError(t, err)
		require.Equal(t, last[at[:i]]+1, seq, "%s in %s", at, taken)
		last[at[:i]] = seq
	}
}
