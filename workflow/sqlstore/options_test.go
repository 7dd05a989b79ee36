package sqlstore

import (
	"database/sql"
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Names become SQL: nothing but names may.
func TestNamesAreNames(t *testing.T) {
	t.Parallel()
	db := new(fake).open(t)
	for _, c := range []struct {
		db   *sql.DB
		d    Dialect
		o    *Options
		want string
	}{
		{db, SQLite, nil, ""}, {db, Postgres, &Options{Prefix: "_", Schema: "learning"}, ""}, {nil, SQLite, nil, "no database"},
		{db, SQLite, &Options{Prefix: "a b"}, "a b"}, {db, SQLite, &Options{Prefix: `"x`}, "prefix"}, {db, SQLite, &Options{Prefix: "1x"}, "prefix"},
		{db, SQLite, &Options{Prefix: "x23456789012345678901234567890_"}, "at most 30"}, {db, SQLite, &Options{Prefix: "É"}, "prefix"},
		{db, Postgres, &Options{Schema: `x"; --`}, "schema"}, {db, SQLite, &Options{Schema: "main"}, "SQLite has none"},
		{db, 0, nil, "there is no dialect 0"}, {db, 3, nil, "there is no dialect 3"},
	} {
		_, err := New(c.db, c.d, c.o)
		if c.want == "" {
			require.NoError(t, err)
		} else {
			assert.ErrorContains(t, err, c.want)
		}
	}
}

// Both databases have the same steps, so that one number says the same of both.
func TestDialectsHaveTheSameMigrations(t *testing.T) {
	t.Parallel()
	var names [2][]string
	for i, d := range []Dialect{SQLite, Postgres} {
		all, err := Migrations(d, nil)
		require.NoError(t, err)
		for at, m := range all {
			require.Equal(t, at+1, m.Version)
			require.Regexp(t, `^\d{4}_`, m.Name)
			require.NotContains(t, m.SQL, "{")
			names[i] = append(names[i], m.Name)
		}
	}
	require.Equal(t, names[0], names[1])
	found, err := fs.Glob(files, "migrations/*/*.sql")
	require.NoError(t, err)
	require.Len(t, found, len(names[0])+len(names[1]))
}

// Values are bound, never written: PostgreSQL is told of what type they are.
func TestParametersAreTyped(t *testing.T) {
	t.Parallel()
	s := (&statement{dialect: Postgres, names: names{`"s".`, "p_"}}).add("UPDATE {t} SET a = ?, b = ? WHERE c = ?", "x", int64(1), []byte{})
	require.Equal(t, `UPDATE "s".p_t SET a = $1::text, b = $2::bigint WHERE c = $3::bytea`, s.sql.String())
	s = (&statement{dialect: SQLite, names: names{"", "p_"}}).add("SELECT ?, VALUES ", true).tuples([][]any{{int64(0), "y"}, {int64(1), "y"}})
	require.Equal(t, `SELECT $1, VALUES ($2, $3), ($4, $5)`, s.sql.String())
	require.Equal(t, []any{true, int64(0), "y", int64(1), "y"}, s.args)
	require.Panics(t, func() { s.add("", 1) })
	require.Panics(t, func() { (&statement{dialect: Postgres}).add("?", 1.5) })
}
