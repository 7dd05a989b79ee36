package sqlstore

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

var (
	// ErrOutdated means that the database lacks migrations that this version needs.
	ErrOutdated = errors.New("sqlstore: the database lacks migrations")
	// ErrNewer means that the database has migrations that this version does
	// not know: a newer one made them, and this one must not write there.
	ErrNewer = errors.New("sqlstore: the database has migrations of a newer version")
)

// files are the migrations. What has been released never changes.
//
//go:embed migrations
var files embed.FS

// A Migration is one step of the tables from nothing to what this version uses.
type Migration struct {
	// Version counts from 1, without gaps.
	Version int
	// Name is that of its file, such as "0001_enrolments".
	Name string
	// SQL is all of it, statements that end with a semicolon at the end of a
	// line; the last notes that it was applied.
	SQL string
}

// Migrations are all that this version knows for a dialect, in order, with
// the names of the tables filled in.
func Migrations(d Dialect, o *Options) ([]Migration, error) {
	if o == nil {
		o = &Options{}
	}
	n, err := newNames(d, o)
	if err != nil {
		return nil, err
	}
	return migrations(d, n)
}

func migrations(d Dialect, n names) (all []Migration, err error) {
	folder := "migrations/postgres"
	if d == SQLite {
		folder = "migrations/sqlite"
	}
	entries, err := fs.ReadDir(files, folder)
	for i, e := range entries {
		text, err := fs.ReadFile(files, path.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		m := Migration{Version: i + 1, Name: strings.TrimSuffix(e.Name(), ".sql")}
		s := statement{dialect: d, names: n}
		m.SQL = s.add(string(text)).add(fmt.Sprintf("\nINSERT INTO {migrations} (version, name) VALUES (%d, '%s');\n", m.Version, m.Name)).sql.String()
		all = append(all, m)
	}
	return all, err
}

// Migrate brings the tables to what this version uses, in one transaction, and
// gives records new places in the feed where they came from another server; see
// [ErrMoved].
// Nothing else here changes a table. Of several processes that migrate at once
// one does and the others wait. A database that a newer version has migrated
// is [ErrNewer], and is left as it is.
func Migrate(ctx context.Context, db *sql.DB, d Dialect, o *Options) error {
	b, err := newBase(db, d, o)
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("sqlstore: %w", err)
	}
	defer func() { _ = conn.Close() }() // back to the pool: there is nothing to fail
	return b.locked(ctx, conn)
}

// locked migrates in a transaction that keeps others from it. It reads before
// it writes: SQLite must be told at its beginning that it will, for which a
// [sql.Tx] has no word.
func (b *base) locked(ctx context.Context, conn *sql.Conn) error {
	begin := "BEGIN"
	if b.dialect == SQLite {
		begin = "BEGIN IMMEDIATE"
	}
	err := execute(ctx, conn, begin)
	if err == nil {
		err = b.migrate(ctx, conn)
	}
	if err == nil {
		err = execute(ctx, conn, "COMMIT")
	}
	if err != nil && execute(context.WithoutCancel(ctx), conn, "ROLLBACK") != nil {
		discard(conn)
	}
	return err
}

func execute(ctx context.Context, conn *sql.Conn, query string, args ...any) error {
	if _, err := conn.ExecContext(ctx, query, args...); err != nil {
		return fmt.Errorf("sqlstore: %w", err)
	}
	return nil
}

func (b *base) migrate(ctx context.Context, conn *sql.Conn) error {
	if b.dialect == Postgres {
		if err := execute(ctx, conn, "SELECT pg_advisory_xact_lock($1)", b.names.lock()); err != nil {
			return err
		}
	}
	todo, err := b.todo(ctx, conn)
	if err != nil {
		return err
	}
	for _, m := range todo {
		for text := range strings.SplitSeq(m.SQL, ";\n") {
			if strings.TrimSpace(text) == "" {
				continue
			}
			if _, err := conn.ExecContext(ctx, text); err != nil {
				return fmt.Errorf("sqlstore: migration %s: %w", m.Name, err)
			}
		}
		b.log.Info("migrated", "migration", m.Name, "tables", b.names.String())
	}
	return b.replace(ctx, conn)
}

// lock is the number of PostgreSQL's advisory lock, different for other tables.
func (n names) lock() int64 {
	sum := sha256.Sum256([]byte("countersign migrations of " + n.String()))
	return int64(binary.BigEndian.Uint64(sum[:]))
}

// Plan is what Migrate would apply, in order, and changes nothing; none where
// the tables are as this version uses them. Whoever applies it by hand must do
// so in one transaction.
func Plan(ctx context.Context, db *sql.DB, d Dialect, o *Options) ([]Migration, error) {
	b, err := newBase(db, d, o)
	if err != nil {
		return nil, err
	}
	return b.todo(ctx, db)
}

// Validate reports whether the tables are as this version uses them: nil,
// [ErrOutdated] with the names of what is missing, [ErrNewer] with the names of
// what is not known, or [ErrMoved].
func Validate(ctx context.Context, db *sql.DB, d Dialect, o *Options) error {
	b, err := newBase(db, d, o)
	if err != nil {
		return err
	}
	todo, err := b.todo(ctx, db)
	switch {
	case err != nil:
		return err
	case len(todo) == 0:
		return b.unmoved(ctx)
	}
	var missing []string
	for _, m := range todo {
		missing = append(missing, m.Name)
	}
	return fmt.Errorf("%w: %s of the tables %s; Migrate applies them", ErrOutdated, strings.Join(missing, ", "), b.names)
}

// A querier asks: a database, or one connection.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// todo are the migrations that were not applied.
func (b *base) todo(ctx context.Context, db querier) (todo []Migration, err error) {
	all, err := migrations(b.dialect, b.names)
	if err != nil {
		return nil, err
	}
	applied, err := b.applied(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: which migrations were applied: %w", err)
	}
	for _, m := range all {
		switch name, ok := applied[m.Version]; {
		case !ok:
			todo = append(todo, m)
		case name != m.Name:
			return nil, fmt.Errorf("%w: number %d is %s there and %s here", ErrNewer, m.Version, name, m.Name)
		}
		delete(applied, m.Version)
	}
	if len(applied) > 0 {
		newer := slices.Sorted(maps.Values(applied))
		return nil, fmt.Errorf("%w: this one knows %d, and the tables %s have %s", ErrNewer, len(all), b.names, strings.Join(newer, ", "))
	}
	return todo, nil
}

// applied are the migrations that were, by their numbers.
func (b *base) applied(ctx context.Context, db querier) (map[int]string, error) {
	exists := b.statement()
	if b.dialect == Postgres {
		exists.add("SELECT 1, '' WHERE to_regclass(?) IS NOT NULL", b.names.schema+b.names.prefix+"migrations")
	} else {
		exists.add("SELECT 1, '' FROM sqlite_master WHERE type = 'table' AND name = ?", b.names.prefix+"migrations")
	}
	there, err := collect(ctx, db, exists)
	if err != nil || len(there) == 0 {
		return nil, err
	}
	return collect(ctx, db, b.statement().add("SELECT version, name FROM {migrations}"))
}

func collect(ctx context.Context, db querier, s *statement) (map[int]string, error) {
	rows, err := db.QueryContext(ctx, s.sql.String(), s.args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	all := map[int]string{}
	for rows.Next() {
		var version int
		var name string
		if err := rows.Scan(&version, &name); err != nil {
			return nil, err
		}
		all[version] = name
	}
	return all, rows.Err()
}
