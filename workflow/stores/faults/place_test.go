//go:build unix

package faults_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/stores/postgres"
	"github.com/countersign-go/countersign/workflow/stores/sqlite"
)

// A place is where a store is: what a process needs to open it.
type place struct {
	File string
	// URL is that of a database, or of servers of NATS where Streams is the name
	// of streams there, each kept by as many servers as Replicas says.
	URL, Schema, Streams string
	Replicas             int
}

type store interface {
	workflow.Store
	workflow.Lister
	Close() error
}

func (p place) open(ctx context.Context) (store, error) {
	switch {
	case p.File != "":
		return sqlite.Open(ctx, p.File, nil)
	case p.Streams != "":
		return p.connect(ctx)
	}
	return postgres.Open(ctx, p.URL, &postgres.Options{Schema: p.Schema, Migrate: true, MaxConns: 8})
}

func (p place) String() string {
	switch {
	case p.File != "":
		return "SQLite"
	case p.Streams != "":
		return fmt.Sprintf("JetStream, %d", p.Replicas)
	}
	return "PostgreSQL"
}

// database is that of a store which has one.
func database(s store) *sql.DB { return s.(interface{ DB() *sql.DB }).DB() }

// on is an open store, for the length of the test.
func (p place) on(t *testing.T) store {
	t.Helper()
	s, err := p.open(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// onEach runs a test on an empty place of each kind.
func onEach(t *testing.T, test func(t *testing.T, p place)) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, inFile(t))
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		test(t, onServer(t, promised(t, "COUNTERSIGN_POSTGRES", noPostgres)))
	})
	t.Run("JetStream", func(t *testing.T) {
		t.Parallel()
		test(t, onStreams(t))
	})
}

const noPostgres = "no PostgreSQL: set COUNTERSIGN_POSTGRES to the URL of a database in which schemas may be made, such as postgres://postgres@127.0.0.1/postgres"

func inFile(t *testing.T) place { return place{File: filepath.Join(t.TempDir(), "test.db")} }

// onServer is a schema of its own.
func onServer(t *testing.T, url string) place {
	t.Helper()
	db, err := sql.Open("pgx", url)
	require.NoError(t, err)
	name := "faults_" + strings.ToLower(rand.Text()[:16])
	_, err = db.ExecContext(t.Context(), "CREATE SCHEMA "+name)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := db.ExecContext(context.WithoutCancel(t.Context()), "DROP SCHEMA "+name+" CASCADE")
		require.NoError(t, err)
		require.NoError(t, db.Close())
	})
	return place{URL: url, Schema: name}
}

// promised is a variable of the environment. Where it was promised, none is a failure.
func promised(t testing.TB, name, otherwise string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal(otherwise)
		}
		t.Skip(otherwise)
	}
	return value
}
