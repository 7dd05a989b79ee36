package stores_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
	"github.com/countersign-go/countersign/workflow/storetest"
)

// onEachHost runs a test on a database of each kind on which a host has a table
// of its own, of notes, and begins its transactions as the store asks.
func onEachHost(t *testing.T, test func(t *testing.T, h *host)) {
	onEach(t, func(t *testing.T, d *database) {
		if d.driver == "sqlite" {
			d.source += "&_txlock=immediate"
		}
		s, db := d.store(t)
		run(t, db, "CREATE TABLE "+d.table("notes")+" (note text NOT NULL)")
		test(t, &host{d, s, db})
	})
}

// A host has a database with a store and a table of its own.
type host struct {
	*database
	s  *sqlstore.Store
	db *sql.DB
}

func (h *host) begin(t *testing.T, level sql.IsolationLevel) *sql.Tx {
	t.Helper()
	tx, err := h.db.BeginTx(t.Context(), &sql.TxOptions{Isolation: level})
	require.NoError(t, err)
	t.Cleanup(func() { _ = tx.Rollback() }) // nothing, where the test has ended it
	return tx
}

func (h *host) note(tx *sql.Tx) error {
	_, err := tx.Exec("INSERT INTO " + h.table("notes") + " (note) VALUES ('noted')")
	return err
}

// has wants so many records of the enrolment, and notes, to be seen outside.
func (h *host) has(t *testing.T, records, notes int) {
	t.Helper()
	require.Len(t, must(h.s.Load(t.Context(), "e", 0)), records)
	require.Equal(t, min(1, records), len(list(t.Context(), h.s, workflow.Query{Learner: "learner-1"})))
	require.Equal(t, notes, h.notes(t))
}

func (h *host) notes(t *testing.T) int {
	t.Helper()
	return count(t, h.db, "SELECT count(*) FROM "+h.table("notes"))
}

// next is a batch of n records behind a number.
func next(after workflow.Seq, n int) workflow.Batch {
	b := workflow.Batch{Enrolment: "e", After: after}
	for i := range n {
		b.Records = append(b.Records, workflow.Record{Seq: after + workflow.Seq(i) + 1, Texts: []workflow.Text{{Words: "words"}}})
	}
	b.Summary = workflow.Summary{Enrolment: "e", Seq: after + workflow.Seq(n), Learner: "learner-1", Centres: []workflow.CentreID{"trust-1"}}
	return b
}

// A hosted is a store each of whose calls is a transaction of a host
// that does nothing else in it.
type hosted struct{ *host }

func (s hosted) write(ctx context.Context, f func(*sqlstore.Store) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return errors.Join(workflow.ErrNotStored, err)
	}
	if err := f(s.s.Over(tx)); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (s hosted) Append(ctx context.Context, b workflow.Batch) error {
	return s.write(ctx, func(over *sqlstore.Store) error { return over.Append(ctx, b) })
}

func (s hosted) Erase(ctx context.Context, b workflow.Batch) error {
	return s.write(ctx, func(over *sqlstore.Store) error { return over.Erase(ctx, b) })
}

func (s hosted) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	return s.s.Over(tx).Load(ctx, id, after)
}

func (s hosted) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	return func(yield func(workflow.Summary, error) bool) {
		tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			yield(workflow.Summary{}, err)
			return
		}
		defer func() { _ = tx.Rollback() }() // nothing was written
		s.s.Over(tx).List(ctx, q)(yield)
	}
}

// What the store keeps by itself, it keeps in transactions of others.
func TestOverContract(t *testing.T) {
	if underRace {
		t.Skip("TestContract has the same under the race detector, in transactions of the store's own")
	}
	onEachHost(t, func(t *testing.T, h *host) {
		h.db.SetMaxOpenConns(16)
		storetest.Run(t, func() workflow.Store {
			o := *h.options
			o.Prefix = "c" + strings.ToLower(rand.Text()[:12]) + "_"
			require.NoError(t, sqlstore.Migrate(t.Context(), h.db, h.dialect, &o))
			s, err := sqlstore.New(h.db, h.dialect, &o)
			require.NoError(t, err)
			return hosted{&host{h.database, s, h.db}}
		})
	})
}

// Records and the host's own row are there together or not at all, and nobody
// else sees either before. Inside everything is seen at once, also by lists.
func TestOverBothOrNeither(t *testing.T) {
	onEachHost(t, func(t *testing.T, h *host) {
		for _, commit := range []bool{false, true} {
			tx := h.begin(t, sql.LevelDefault)
			over := h.s.Over(tx)
			require.NoError(t, h.note(tx))
			require.NoError(t, over.Append(t.Context(), next(0, 1)))
			require.NoError(t, over.Append(t.Context(), next(1, 2)))
			require.ErrorIs(t, over.Append(t.Context(), next(0, 1)), workflow.ErrConflict)
			require.NoError(t, h.note(tx), "a conflict with itself aborts nothing")
			require.Len(t, must(over.Load(t.Context(), "e", 1)), 2)
			sums := list(t.Context(), over, workflow.Query{Learner: "learner-1", Centre: "trust-1"})
			require.Len(t, sums, 1)
			require.EqualValues(t, 3, sums[0].Seq)
			h.has(t, 0, 0)
			if !commit {
				require.NoError(t, tx.Rollback())
				h.has(t, 0, 0)
				continue
			}
			require.NoError(t, tx.Commit())
			h.has(t, 3, 2)
			require.ErrorIs(t, over.Append(t.Context(), next(3, 1)), workflow.ErrNotStored)
			_, err := over.Load(t.Context(), "e", 0)
			require.ErrorIs(t, err, sql.ErrTxDone)
		}
		require.NoError(t, h.s.Append(t.Context(), next(3, 1)))
	})
}

// Erasing is as much a part of the transaction as appending.
func TestOverErases(t *testing.T) {
	onEachHost(t, func(t *testing.T, h *host) {
		require.NoError(t, h.s.Append(t.Context(), next(0, 2)))
		erased := workflow.Batch{Enrolment: "e", After: 2, Records: []workflow.Record{{Seq: 3}}, Summary: workflow.Summary{Enrolment: "e", Seq: 3}}
		tx := h.begin(t, sql.LevelDefault)
		require.NoError(t, h.s.Over(tx).Erase(t.Context(), erased))
		require.Len(t, must(h.s.Over(tx).Load(t.Context(), "e", 0)), 1)
		h.has(t, 2, 0)
		require.NoError(t, tx.Rollback())
		h.has(t, 2, 0)
	})
}

// What fails half-way is taken back, and the host's own part may go on.
func TestOverLeavesNoPart(t *testing.T) {
	onEachHost(t, func(t *testing.T, h *host) {
		run(t, h.db, "ALTER TABLE "+h.table("texts")+" RENAME TO "+h.options.Prefix+"moved")
		tx := h.begin(t, sql.LevelDefault)
		require.ErrorIs(t, h.s.Over(tx).Append(t.Context(), next(0, 2)), workflow.ErrNotStored)
		require.NoError(t, h.note(tx))
		require.NoError(t, tx.Commit())
		run(t, h.db, "ALTER TABLE "+h.table("moved")+" RENAME TO "+h.options.Prefix+"texts")
		h.has(t, 0, 1)
		require.Zero(t, count(t, h.db, "SELECT count(*) FROM "+h.table("enrolments")))
	})
}

// A transaction does one thing at a time, whoever asks.
func TestOverTakesTurns(t *testing.T) {
	onEachHost(t, func(t *testing.T, h *host) {
		tx := h.begin(t, sql.LevelDefault)
		over := h.s.Over(tx)
		require.NoError(t, over.Append(t.Context(), next(0, 1)))
		const callers = 6
		errs := make([]error, callers)
		var wg sync.WaitGroup
		for i := range callers {
			wg.Go(func() {
				b := next(0, 1+i%2)
				b.Enrolment = workflow.EnrolmentID(fmt.Sprint("e-", i))
				errs[i] = over.Append(t.Context(), b)
				for range over.List(t.Context(), workflow.Query{}) {
					records, err := over.Load(t.Context(), b.Enrolment, 0)
					if errs[i] = errors.Join(errs[i], err); len(records) != len(b.Records) {
						errs[i] = fmt.Errorf("%d records of %s: %w", len(records), b.Enrolment, errs[i])
					}
				}
			})
		}
		wg.Wait()
		require.NoError(t, errors.Join(errs...))
		require.NoError(t, tx.Commit())
		require.Len(t, list(t.Context(), h.s, workflow.Query{}), 1+callers)
	})
}
