package stores_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// onPostgres runs a test where several can write at once, with and without a
// record there already.
func onPostgres(t *testing.T, test func(t *testing.T, h *host, there workflow.Seq)) {
	onEachHost(t, func(t *testing.T, h *host) {
		if h.driver == "sqlite" {
			return // one writes at a time
		}
		for there := range workflow.Seq(2) {
			t.Run(fmt.Sprint("after ", there), func(t *testing.T) {
				run(t, h.db, fmt.Sprint("TRUNCATE ", h.table("enrolments"), ", ", h.table("records"), ", ", h.table("texts"), ", ", h.table("mentions"), ", ", h.table("snapshots"), ", ", h.table("notes")))
				if there > 0 {
					require.NoError(t, h.s.Append(t.Context(), next(0, 1)))
				}
				test(t, h, there)
			})
		}
	})
}

// At READ COMMITTED whoever comes second waits for the first to end, whether
// there is a row to wait for or only one that may come to be. Where the first
// commits, the race is lost, and what the host writes itself can still be.
func TestOverLosesARaceAndGoesOn(t *testing.T) {
	onPostgres(t, func(t *testing.T, h *host, there workflow.Seq) {
		for n, bulky := range []int{1, 2} { // with one statement, and with several
			there := there + workflow.Seq(n)
			first, second := h.begin(t, sql.LevelReadCommitted), h.begin(t, sql.LevelReadCommitted)
			require.NoError(t, h.s.Over(first).Append(t.Context(), next(there, 1)))
			told := make(chan error)
			go func() { told <- h.s.Over(second).Append(t.Context(), next(there, bulky)) }()
			require.NoError(t, first.Commit())
			require.ErrorIs(t, <-told, workflow.ErrConflict)
			require.Len(t, must(h.s.Over(second).Load(t.Context(), "e", there)), 1, "it sees who was first")
			require.NoError(t, h.note(second))
			require.NoError(t, second.Commit())
			h.has(t, int(there)+1, n+1)
		}
	})
}

// Where the first rolls back, the second was never overtaken.
func TestOverAfterARollback(t *testing.T) {
	onPostgres(t, func(t *testing.T, h *host, there workflow.Seq) {
		first, second := h.begin(t, sql.LevelReadCommitted), h.begin(t, sql.LevelReadCommitted)
		require.NoError(t, h.s.Over(first).Append(t.Context(), next(there, 1)))
		told := make(chan error)
		go func() { told <- h.s.Over(second).Append(t.Context(), next(there, 1)) }()
		require.NoError(t, first.Rollback())
		require.NoError(t, <-told)
		require.NoError(t, second.Commit())
		h.has(t, int(there)+1, 0)
	})
}

// At the higher levels PostgreSQL says 40001, which is the same lost race; but
// the transaction is over.
func TestOverLosesARaceAndIsAborted(t *testing.T) {
	onPostgres(t, func(t *testing.T, h *host, there workflow.Seq) {
		for n, level := range []sql.IsolationLevel{sql.LevelRepeatableRead, sql.LevelSerializable} {
			there := there + workflow.Seq(n)
			tx := h.begin(t, level)
			require.Len(t, must(h.s.Over(tx).Load(t.Context(), "e", 0)), int(there), "this is when its view begins")
			require.NoError(t, h.s.Append(t.Context(), next(there, 1)))
			err := h.s.Over(tx).Append(t.Context(), next(there, 1))
			require.ErrorIs(t, err, workflow.ErrConflict, "%s", level)
			require.ErrorContains(t, err, "40001")
			require.Error(t, h.note(tx))
			require.Error(t, tx.Commit())
			h.has(t, int(there)+1, 0)
		}
	})
}

// At SERIALIZABLE what one transaction read and another wrote may come out at a
// read, too: that is the same lost race.
func TestOverReadsOfALostRace(t *testing.T) {
	onPostgres(t, func(t *testing.T, h *host, there workflow.Seq) {
		tx, other := h.begin(t, sql.LevelSerializable), h.begin(t, sql.LevelSerializable)
		require.NoError(t, h.note(tx))
		require.Len(t, must(h.s.Over(tx).Load(t.Context(), "e", 0)), int(there))
		require.NoError(t, h.s.Over(other).Append(t.Context(), next(there, 1)))
		var notes int
		require.NoError(t, other.QueryRow("SELECT count(*) FROM "+h.table("notes")).Scan(&notes))
		require.NoError(t, other.Commit())
		_, err := h.s.Over(tx).Load(t.Context(), "e", 0)
		require.ErrorIs(t, err, workflow.ErrConflict)
		require.ErrorContains(t, err, "40001")
	})
}

// Two hosts that write two enrolments in opposite orders wait for one another:
// the database lets one of them go on, and the other has lost a race.
func TestOverInOppositeOrders(t *testing.T) {
	onPostgres(t, func(t *testing.T, h *host, _ workflow.Seq) {
		named := func(id workflow.EnrolmentID) workflow.Batch {
			b := next(0, 1)
			b.Enrolment = id
			return b
		}
		hosts := []*sql.Tx{h.begin(t, sql.LevelDefault), h.begin(t, sql.LevelDefault)}
		ids := []workflow.EnrolmentID{"left", "right"}
		for i, tx := range hosts {
			require.NoError(t, h.s.Over(tx).Append(t.Context(), named(ids[i])))
		}
		told := make(chan error)
		for i, tx := range hosts {
			go func() {
				err := h.s.Over(tx).Append(t.Context(), named(ids[1-i]))
				if err != nil {
					err = errors.Join(err, tx.Rollback())
				}
				told <- err
			}()
		}
		lost, won := <-told, <-told
		if lost == nil { // whose turn it was when the other had gone
			lost, won = won, lost
		}
		require.ErrorIs(t, lost, workflow.ErrConflict)
		require.ErrorContains(t, lost, "40P01")
		require.NoError(t, won)
	})
}

// A transaction of SQLite that begins as a reader cannot write any more once
// somebody else has, however long it would wait. Repeated, it can.
func TestOverDeferredTransactionsOfSQLite(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		if d.driver != "sqlite" {
			return
		}
		s, db := d.store(t)
		for last, overtaken := range []bool{true, false} {
			last := workflow.Seq(last)
			tx, err := db.BeginTx(t.Context(), nil)
			require.NoError(t, err)
			require.Len(t, must(s.Over(tx).Load(t.Context(), "e", 0)), int(last))
			if !overtaken {
				require.NoError(t, s.Over(tx).Append(t.Context(), next(last, 1)))
				require.NoError(t, tx.Commit())
				continue
			}
			require.NoError(t, s.Append(t.Context(), next(last, 1)))
			err = s.Over(tx).Append(t.Context(), next(last, 1))
			require.ErrorIs(t, err, workflow.ErrNotStored)
			require.ErrorContains(t, err, "database is locked")
			require.NoError(t, tx.Rollback())
		}
		require.Len(t, must(s.Load(t.Context(), "e", 0)), 2)
	})
}

// A caller who leaves has stored nothing, whatever the host does then.
func TestOverCallerLeaves(t *testing.T) {
	onEachHost(t, func(t *testing.T, h *host) {
		tx := h.begin(t, sql.LevelDefault)
		left, cancel := context.WithCancel(t.Context())
		cancel()
		for n := range 2 {
			require.ErrorIs(t, h.s.Over(tx).Append(left, next(0, n+1)), workflow.ErrNotStored)
		}
		require.NoError(t, h.note(tx))
		require.NoError(t, tx.Commit())
		h.has(t, 0, 1)
	})
}
