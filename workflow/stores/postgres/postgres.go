package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// Options are for Open; nil takes the default of every field.
type Options struct {
	// Migrate applies what the database lacks of the tables that this version
	// uses. Without it a database that lacks any is refused.
	Migrate bool
	// Schema is the schema of the tables, which must exist; empty is the first
	// of the connection's search path. Prefix is what their names begin with;
	// empty is "countersign_".
	Schema, Prefix string
	// MaxConns is the greatest number of connections; zero is 16.
	MaxConns int
	// StatementTimeout ends a statement on the server's side, so that one whose
	// caller has gone does not go on; zero is 30 seconds, negative leaves it to
	// the server. LockTimeout ends the waiting for a row that somebody else
	// writes; zero is 5 seconds, negative leaves it to the server. Both are
	// rounded up to milliseconds. A migration ignores both.
	StatementTimeout, LockTimeout time.Duration
	// Pooler is for a connection through a pooler that gives each transaction
	// another of its connections, such as PgBouncer in transaction mode: nothing
	// is prepared, and nothing is set for a session. The two time-outs are then
	// the server's affair: ALTER ROLE … SET statement_timeout.
	Pooler bool
	// Logger is told what is migrated, and of writes whose outcome is not known;
	// nil is quiet.
	Logger *slog.Logger
}

// A Store keeps enrolments in PostgreSQL. It is safe for concurrent use, and
// any number of processes may have one on the same tables.
type Store struct {
	*sqlstore.Store
	register *sqlstore.Register
	db       *sql.DB
}

// Open connects to the database that a URL or a connection string names
// (PostgreSQL 15, §34.1.1), with what the environment's PG variables add. An error
// never shows the password. Close the store when nobody uses it any more.
func Open(ctx context.Context, url string, o *Options) (*Store, error) {
	if o == nil {
		o = &Options{}
	}
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	tables := &sqlstore.Options{Schema: o.Schema, Prefix: o.Prefix, Logger: o.Logger}
	if err := look(ctx, config.Copy(), o, tables); err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	configure(config, o)
	db := stdlib.OpenDB(*config)
	limit(db, o)
	s, err := sqlstore.New(db, sqlstore.Postgres, tables)
	register, failed := sqlstore.NewRegister(db, sqlstore.Postgres, tables)
	if err := errors.Join(err, failed); err != nil {
		return nil, fmt.Errorf("postgres: %w", errors.Join(err, db.Close()))
	}
	return &Store{s, register, db}, nil
}

// look validates the tables, or migrates them, on a connection without
// time-outs: an index over many rows takes its time.
func look(ctx context.Context, config *pgx.ConnConfig, o *Options, tables *sqlstore.Options) (err error) {
	patient := *o
	patient.StatementTimeout, patient.LockTimeout = -1, -1
	configure(config, &patient)
	db := stdlib.OpenDB(*config)
	defer func() { _ = db.Close() }() // it is not used again
	if o.Migrate {
		return sqlstore.Migrate(ctx, db, sqlstore.Postgres, tables)
	}
	return sqlstore.Validate(ctx, db, sqlstore.Postgres, tables)
}

// configure sets what each connection is told.
func configure(config *pgx.ConnConfig, o *Options) {
	if o.Pooler {
		config.DefaultQueryExecMode = pgx.QueryExecModeExec
		config.StatementCacheCapacity, config.DescriptionCacheCapacity = 0, 0
		return
	}
	for name, t := range map[string]struct{ given, usual time.Duration }{
		"statement_timeout": {o.StatementTimeout, 30 * time.Second}, "lock_timeout": {o.LockTimeout, 5 * time.Second},
	} {
		if t.given == 0 {
			t.given = t.usual
		}
		if t.given > 0 {
			ms := (t.given + time.Millisecond - 1) / time.Millisecond
			config.RuntimeParams[name] = strconv.FormatInt(int64(ms), 10)
		}
	}
}

func limit(db *sql.DB, o *Options) {
	n := o.MaxConns
	if n <= 0 {
		n = 16
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxIdleTime(5 * time.Minute)
}

// Register keeps registers of appointments in the same database.
func (s *Store) Register() *sqlstore.Register { return s.register }

// DB is the open database, for tables of the host's own beside these.
func (s *Store) DB() *sql.DB { return s.db }

// Close closes all connections, once the writes that were asked for are
// done; what is asked for later is not stored.
func (s *Store) Close() error {
	return errors.Join(s.Store.Close(), s.register.Close(), s.db.Close())
}
