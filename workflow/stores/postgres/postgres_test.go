package postgres_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
	"github.com/countersign-go/countersign/workflow/stores/postgres"
)

// server is the URL of a PostgreSQL. Where it was promised, none is a failure.
func server(t *testing.T) string {
	t.Helper()
	source := os.Getenv("COUNTERSIGN_POSTGRES")
	if source == "" {
		const what = "no PostgreSQL: set COUNTERSIGN_POSTGRES to the URL of a database in which schemas may be made, such as postgres://postgres@127.0.0.1/postgres"
		if os.Getenv("CI") == "true" {
			t.Fatal(what)
		}
		t.Skip(what)
	}
	return source
}

// schema makes an empty one.
func schema(t *testing.T) string {
	t.Helper()
	db, err := sql.Open("pgx", server(t))
	require.NoError(t, err)
	name := "test_" + strings.ToLower(rand.Text()[:16])
	_, err = db.ExecContext(t.Context(), "CREATE SCHEMA "+name)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := db.ExecContext(context.WithoutCancel(t.Context()), "DROP SCHEMA "+name+" CASCADE")
		require.NoError(t, err)
		require.NoError(t, db.Close())
	})
	return name
}

func open(t *testing.T, o postgres.Options) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), server(t), &o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// after is a batch of one record with odd words.
func after(last workflow.Seq) workflow.Batch {
	return workflow.Batch{
		Enrolment: "e", After: last, Records: []workflow.Record{{Seq: last + 1, Texts: []workflow.Text{{Words: "é 😀 \x00"}}}},
		Summary: workflow.Summary{Enrolment: "e", Learner: "learner-1", Centres: []workflow.CentreID{"trust-1"}},
	}
}

func TestNothingMigratesSilently(t *testing.T) {
	t.Parallel()
	o := postgres.Options{Schema: schema(t)}
	_, err := postgres.Open(t.Context(), server(t), &o)
	require.ErrorIs(t, err, sqlstore.ErrOutdated)
	require.ErrorContains(t, err, o.Schema)
	migrating := o
	migrating.Migrate = true
	s := open(t, migrating)
	require.NoError(t, s.Append(t.Context(), after(0)))
	require.NoError(t, s.Register().Append(t.Context(), roles.RegisterBatch{Centre: "trust-1", Records: []roles.RegisterRecord{{Seq: 1}}}))
	records, err := open(t, o).Load(t.Context(), "e", 0)
	require.NoError(t, err)
	require.Len(t, records, 1)
	_, err = s.DB().ExecContext(t.Context(), "INSERT INTO "+o.Schema+".countersign_migrations (version, name) VALUES (99, '0099_later')")
	require.NoError(t, err)
	for _, o := range []postgres.Options{o, migrating} {
		_, err = postgres.Open(t.Context(), server(t), &o)
		require.ErrorIs(t, err, sqlstore.ErrNewer)
	}
}

// Behind a pooler every transaction may come to another session: nothing may
// be prepared in one, and nothing be set.
func TestNothingIsKeptInASession(t *testing.T) {
	t.Parallel()
	for _, pooler := range []bool{true, false} {
		s := open(t, postgres.Options{Schema: schema(t), Migrate: true, Pooler: pooler, MaxConns: 1})
		for last := range workflow.Seq(3) {
			require.NoError(t, s.Append(t.Context(), after(last)))
		}
		records, err := s.Load(t.Context(), "e", 0)
		require.NoError(t, err)
		require.Len(t, records, 3)
		n := 0
		for sum, err := range s.List(t.Context(), workflow.Query{Centre: "trust-1", Viewer: &workflow.Viewer{Person: "learner-1"}}) {
			require.NoError(t, err)
			require.Equal(t, workflow.PersonID("learner-1"), sum.Learner)
			n++
		}
		require.Equal(t, 1, n)
		var prepared int
		var timeout string
		require.NoError(t, s.DB().QueryRowContext(t.Context(), "SELECT count(*), current_setting('statement_timeout') FROM pg_prepared_statements").Scan(&prepared, &timeout))
		require.Equal(t, pooler, prepared == 0)
		require.Equal(t, pooler, timeout != "30s", timeout)
	}
}

// holding runs a test while somebody else holds the enrolment's row.
func holding(t *testing.T, s *postgres.Store, schema string, test func()) {
	t.Helper()
	tx, err := s.DB().BeginTx(t.Context(), nil)
	require.NoError(t, err)
	_, err = tx.ExecContext(t.Context(), "SELECT 1 FROM "+schema+".countersign_enrolments FOR UPDATE")
	require.NoError(t, err)
	test()
	require.NoError(t, tx.Rollback())
}

// A time-out on the server's side has undone the statement: nothing was stored,
// and it is known. Only what waits for the row is given so little time.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]postgres.Options{
		"statement": {StatementTimeout: 50 * time.Millisecond, LockTimeout: -1},
		"lock":      {StatementTimeout: -1, LockTimeout: time.Microsecond},
	} {
		o.Schema = schema(t)
		patient := open(t, postgres.Options{Schema: o.Schema, Migrate: true})
		s := open(t, o)
		require.NoError(t, patient.Append(t.Context(), after(0)))
		holding(t, patient, o.Schema, func() {
			require.ErrorIs(t, s.Append(t.Context(), after(1)), workflow.ErrNotStored, name)
		})
		require.NoError(t, patient.Append(t.Context(), after(1)), name)
	}
}

// Who waits for a row that somebody holds is in no other's way, also where so
// many come that they share their statements.
func TestHeldRowHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	for _, pooler := range []bool{false, true} {
		o := postgres.Options{Schema: schema(t), Migrate: true, LockTimeout: -1, StatementTimeout: -1, Pooler: pooler, MaxConns: 20}
		s := open(t, o)
		require.NoError(t, s.Append(t.Context(), after(0)))
		const callers = 60
		held, others := make(chan error, 1), make(chan error)
		holding(t, s, o.Schema, func() {
			for i := range callers {
				go func() {
					if i == callers/2 {
						held <- s.Append(t.Context(), after(1))
						return
					}
					var err error
					for last := range workflow.Seq(4) {
						b := after(last)
						b.Enrolment = workflow.EnrolmentID(fmt.Sprint("e-", i))
						err = errors.Join(err, s.Append(t.Context(), b))
					}
					others <- err
				}()
			}
			for range callers - 1 {
				require.NoError(t, <-others)
			}
			require.Empty(t, held)
		})
		require.NoError(t, <-held)
	}
}

// A caller who leaves while the statement waits does not know what becomes of
// it: it may still be stored. The connection that was cut is replaced, and the
// records say the truth.
func TestCallerLeavesWhileWaiting(t *testing.T) {
	t.Parallel()
	o := postgres.Options{Schema: schema(t), Migrate: true}
	s, onlooker := open(t, o), open(t, o)
	require.NoError(t, s.Append(t.Context(), after(0)))
	holding(t, s, o.Schema, func() {
		leaving, cancel := context.WithCancel(t.Context())
		told := make(chan error)
		go func() { told <- s.Append(leaving, after(1)) }()
		for waiting := 0; waiting == 0; {
			require.NoError(t, onlooker.DB().QueryRowContext(t.Context(),
				"SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%'||$1::text||'%'", o.Schema).Scan(&waiting))
		}
		cancel()
		err := <-told
		require.ErrorIs(t, err, context.Canceled)
		require.NotErrorIs(t, err, workflow.ErrConflict)
		require.NotErrorIs(t, err, workflow.ErrNotStored)
	})
	if err := s.Append(t.Context(), after(1)); err != nil {
		require.ErrorIs(t, err, workflow.ErrConflict)
	}
	records, err := s.Load(t.Context(), "e", 1)
	require.NoError(t, err)
	require.Len(t, records, 1)
}

// On a database whose transactions are serialisable a race is lost with 40001.
func TestSerialisable(t *testing.T) {
	t.Parallel()
	const writers, rounds = 6, 10
	o := postgres.Options{Schema: schema(t), Migrate: true, MaxConns: writers}
	source := server(t) + map[bool]string{true: "&", false: "?"}[strings.Contains(server(t), "?")] + "default_transaction_isolation=serializable"
	s, err := postgres.Open(t.Context(), source, &o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	for last := range workflow.Seq(rounds) {
		errs := make(chan error)
		for range writers {
			go func() { errs <- s.Append(t.Context(), after(last)) }()
		}
		won := 0
		for range writers {
			if err := <-errs; err == nil {
				won++
			} else {
				require.ErrorIs(t, err, workflow.ErrConflict)
			}
		}
		require.Equal(t, 1, won, fmt.Sprint("after ", last))
	}
}
