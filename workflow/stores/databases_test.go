package stores_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow/sqlstore"
	_ "github.com/countersign-go/countersign/workflow/stores/sqlite"
)

// A database is an empty one, with the options for its tables.
type database struct {
	driver, source string
	dialect        sqlstore.Dialect
	options        *sqlstore.Options
}

// onEach runs a test on an empty database of each kind.
func onEach(t *testing.T, test func(t *testing.T, d *database)) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		source := "file:" + filepath.Join(t.TempDir(), "test.db") + "?_pragma=busy_timeout(60000)&_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=foreign_keys(1)" // nothing in them is worth an fsync
		test(t, &database{"sqlite", source, sqlstore.SQLite, &sqlstore.Options{Prefix: "a_"}})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, schemaFor(t, server(t)))
	})
}

// schemaFor makes an empty schema.
func schemaFor(t testing.TB, source string) *database {
	schema := "test_" + strings.ToLower(rand.Text()[:16])
	d := &database{"pgx", source, sqlstore.Postgres, &sqlstore.Options{Prefix: "a_", Schema: schema}}
	db := d.open(t)
	run(t, db, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { run(t, db, "DROP SCHEMA "+schema+" CASCADE") })
	return d
}

// server is the URL of a PostgreSQL. Where it was promised, none is a failure.
func server(t testing.TB) string {
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

// open is a pool of connections of its own, as another process has.
func (d *database) open(t testing.TB) *sql.DB {
	t.Helper()
	db, err := sql.Open(d.driver, d.source)
	require.NoError(t, err)
	db.SetMaxOpenConns(4)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// store is one with all tables, and its database.
func (d *database) store(t *testing.T) (*sqlstore.Store, *sql.DB) {
	t.Helper()
	db := d.open(t)
	require.NoError(t, sqlstore.Migrate(t.Context(), db, d.dialect, d.options))
	s, err := sqlstore.New(db, d.dialect, d.options)
	require.NoError(t, err)
	return s, db
}

// table is the name of a table.
func (d *database) table(name string) string {
	name = d.options.Prefix + name
	if d.options.Schema != "" {
		name = d.options.Schema + "." + name
	}
	return name
}

func run(t testing.TB, db *sql.DB, statement string) {
	t.Helper()
	_, err := db.ExecContext(context.WithoutCancel(t.Context()), statement)
	require.NoError(t, err)
}

// count is the number that a query gives.
func count(t *testing.T, db *sql.DB, query string) (n int) {
	t.Helper()
	require.NoError(t, db.QueryRowContext(t.Context(), query).Scan(&n))
	return n
}
