package stores_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// inPostgres runs a test on an empty PostgreSQL database.
func inPostgres(t *testing.T, test func(t *testing.T, h *host)) {
	onEachHost(t, func(t *testing.T, h *host) {
		if h.dialect == sqlstore.Postgres {
			test(t, h)
		}
	})
}

// add appends the next record of an enrolment by itself, or within a transaction.
func add(t *testing.T, s *sqlstore.Store, id workflow.EnrolmentID, seq workflow.Seq) {
	t.Helper()
	b := next(seq-1, 1)
	b.Enrolment, b.Summary.Enrolment, b.Summary.Learner = id, id, workflow.PersonID("of "+id)
	b.Records[0].Hash = canonical.Sum(fmt.Append(nil, id, seq))
	require.NoError(t, s.Append(t.Context(), b))
}

// A follower takes what a feed gives, as "enrolment:seq".
type follower struct {
	t      *testing.T
	s      *sqlstore.Store
	cursor workflow.Cursor
	taken  []string
}

func (f *follower) poll(most int) {
	f.t.Helper()
	for fed, err := range f.s.Feed(f.t.Context(), f.cursor) {
		require.NoError(f.t, err)
		f.cursor = fed.Cursor
		f.taken = append(f.taken, fmt.Sprint(fed.Enrolment, ":", fed.Record.Seq))
		if most--; most == 0 {
			return
		}
	}
}

// reach polls until so many are taken. Other tests of the same server may hold
// the feed up until their transactions are over.
func (f *follower) reach(n int) []string {
	f.t.Helper()
	require.Eventually(f.t, func() bool {
		f.poll(0)
		return len(f.taken) >= n
	}, 3*time.Minute, 5*time.Millisecond, "%s", f.taken)
	require.Len(f.t, f.taken, n)
	return f.taken
}

// A transaction that is under way holds up what was written after it began, and
// whatever it writes when it ends, late, is not skipped: it stands before that.
func TestLongTransactionHoldsTheFeedUp(t *testing.T) {
	inPostgres(t, func(t *testing.T, h *host) {
		f := &follower{t: t, s: h.s}
		add(t, h.s, "before", 1)
		f.reach(1)
		long := h.begin(t, sql.LevelReadCommitted)
		require.NoError(t, h.note(long)) // it has its number from here on
		add(t, h.s, "a", 1)
		add(t, h.s, "z", 1)
		f.poll(0)
		require.Equal(t, []string{"before:1"}, f.taken)
		add(t, h.s.Over(long), "late", 1)
		f.poll(0)
		require.Equal(t, []string{"before:1"}, f.taken)
		require.NoError(t, long.Commit())
		require.Equal(t, []string{"before:1", "late:1", "a:1", "z:1"}, f.reach(4))
	})
}

// What a transaction that began earlier adds behind the record of one that began
// later comes behind it.
func TestOlderTransactionWritesLater(t *testing.T) {
	inPostgres(t, func(t *testing.T, h *host) {
		old, older := h.begin(t, sql.LevelReadCommitted), h.begin(t, sql.LevelReadCommitted)
		require.NoError(t, h.note(older))
		require.NoError(t, h.note(old))
		add(t, h.s, "e", 1)
		add(t, h.s.Over(old), "e", 2)
		require.NoError(t, old.Commit())
		add(t, h.s.Over(older), "e", 3)
		add(t, h.s.Over(older), "e", 4)
		add(t, h.s.Over(older), "d", 1)
		require.NoError(t, older.Commit())
		f := &follower{t: t, s: h.s}
		require.Equal(t, []string{"d:1", "e:1", "e:2", "e:3", "e:4"}, f.reach(5))
	})
}

// What was rolled back was never fed, and what takes its place is.
func TestSavepointsAndRollbacksInTheFeed(t *testing.T) {
	inPostgres(t, func(t *testing.T, h *host) {
		gone, tx := h.begin(t, sql.LevelReadCommitted), h.begin(t, sql.LevelReadCommitted)
		add(t, h.s.Over(gone), "e", 1)
		require.NoError(t, gone.Rollback())
		for _, statement := range []string{"SAVEPOINT a", "SAVEPOINT b"} {
			_, err := tx.Exec(statement)
			require.NoError(t, err)
			add(t, h.s.Over(tx), "e", 1)
			_, err = tx.Exec("ROLLBACK TO " + strings.TrimPrefix(statement, "SAVEPOINT "))
			require.NoError(t, err)
		}
		add(t, h.s.Over(tx), "e", 1)
		_, err := tx.Exec("RELEASE a")
		require.NoError(t, err)
		add(t, h.s.Over(tx), "e", 2)
		f := &follower{t: t, s: h.s}
		f.poll(0)
		require.Empty(t, f.taken)
		require.NoError(t, tx.Commit())
		require.Equal(t, []string{"e:1", "e:2"}, f.reach(2))
	})
}

// Where the tables came by a dump from a server that had counted further, that is
// said, and nothing is skipped once they have new places.
func TestMovedToAnotherServer(t *testing.T) {
	inPostgres(t, func(t *testing.T, h *host) {
		var log bytes.Buffer
		h.options.Logger = slog.New(slog.NewTextHandler(&log, nil))
		add(t, h.s, "m", 1)
		add(t, h.s, "n", 1)
		add(t, h.s, "m", 2)
		all := []string{"m:1", "n:1", "m:2"}
		for range 2 {
			f := &follower{t: t, s: h.s}
			require.Equal(t, all, f.reach(len(all)))
			for _, table := range []string{"records", "enrolments"} {
				run(t, h.db, "UPDATE "+h.table(table)+" SET position = position + 1000000000000")
			}
			add(t, h.s, "m", 3+workflow.Seq(len(all)-3))
			require.ErrorIs(t, sqlstore.Validate(t.Context(), h.db, h.dialect, h.options), sqlstore.ErrMoved)
			for _, c := range []workflow.Cursor{"", f.cursor} {
				require.ErrorIs(t, fails(t, h.s, c), sqlstore.ErrMoved)
			}
			log.Reset()
			require.NoError(t, sqlstore.Migrate(t.Context(), h.db, h.dialect, h.options))
			require.Contains(t, log.String(), "new places in the feed")
			require.ErrorIs(t, fails(t, h.s, f.cursor), workflow.ErrCursor)
			all = append(all, fmt.Sprint("m:", len(all)))
			begun := &follower{t: t, s: h.s}
			require.Equal(t, all, begun.reach(len(all)))
			log.Reset()
			require.NoError(t, sqlstore.Migrate(t.Context(), h.db, h.dialect, h.options))
			require.Empty(t, log.String())
		}
	})
}

// fails is the error of a feed that yields nothing else.
func fails(t *testing.T, s *sqlstore.Store, c workflow.Cursor) (failed error) {
	t.Helper()
	for fed, err := range s.Feed(t.Context(), c) {
		require.NoError(t, failed, "something follows an error")
		require.Error(t, err, "%s:%d is fed", fed.Enrolment, fed.Record.Seq)
		failed = err
	}
	return failed
}

// A cursor whose record is lost, as after going back to a backup, is told from
// one whose record was erased.
func TestCursorOfALostRecord(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		add(t, s, "m", 1)
		add(t, s, "n", 1)
		f := &follower{t: t, s: s}
		f.reach(2)
		back := f.cursor
		add(t, s, "n", 2)
		f.reach(3)
		lost := f.cursor
		run(t, db, "DELETE FROM "+d.table("texts")+" WHERE seq = 2")
		run(t, db, "DELETE FROM "+d.table("records")+" WHERE seq = 2")
		run(t, db, "UPDATE "+d.table("enrolments")+" SET last = 1")
		require.ErrorIs(t, fails(t, s, lost), workflow.ErrCursor)
		b := next(1, 1)
		b.Enrolment, b.Records[0].Hash = "n", canonical.Sum([]byte("another"))
		require.NoError(t, s.Append(t.Context(), b))
		require.ErrorIs(t, fails(t, s, lost), workflow.ErrCursor)
		f = &follower{t: t, s: s, cursor: back}
		require.Equal(t, []string{"n:2"}, f.reach(1))
	})
}

// Records that were there before there was a feed are fed, each enrolment's in order.
func TestRecordsFromBeforeThereWasAFeed(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		for seq := range workflow.Seq(3) {
			add(t, s, "m", seq+1)
			add(t, s, "n", seq+1)
		}
		index := d.table("records_position_idx")
		if d.dialect == sqlstore.SQLite {
			index = d.table("records_by_position")
		}
		run(t, db, "DROP INDEX "+index)
		run(t, db, "ALTER TABLE "+d.table("records")+" DROP COLUMN position")
		run(t, db, "ALTER TABLE "+d.table("enrolments")+" DROP COLUMN position")
		run(t, db, "DELETE FROM "+d.table("migrations")+" WHERE name LIKE '%_feed'")
		require.ErrorIs(t, sqlstore.Validate(t.Context(), db, d.dialect, d.options), sqlstore.ErrOutdated)
		require.NoError(t, sqlstore.Migrate(t.Context(), db, d.dialect, d.options))
		add(t, s, "n", 4)
		add(t, s, "a", 1)
		f := &follower{t: t, s: s}
		require.Equal(t, []string{"m:1", "m:2", "m:3", "n:1", "n:2", "n:3", "n:4", "a:1"}, f.reach(8))
	})
}
