package sqlstore

import (
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"sync"
	"time"

	"github.com/countersign-go/countersign/workflow"
)

// A Dialect is the database that the SQL is written for.
type Dialect int

const (
	// SQLite is SQLite 3.38 or newer. Writers of one store take turns by
	// themselves, those of several wait for one another as long as the
	// connections' busy timeout says.
	SQLite Dialect = iota + 1
	// Postgres is PostgreSQL 13 or newer, with UTF-8 as the database's encoding
	// and any collation. It is tested with 15.
	Postgres
)

// Options are for New, NewRegister and what looks after the tables; nil takes
// the default of every field. All of them must be given the same.
type Options struct {
	// Prefix is what the names of the tables begin with: at most 30 lower-case
	// letters, digits and underscores. Empty is "countersign_".
	Prefix string
	// Schema is the schema of PostgreSQL in which the tables are; the same
	// characters. Nothing here creates it. Empty leaves it to the connection's
	// search path, as SQLite must.
	Schema string
	// Logger is told what is migrated, and of writes whose outcome is not known.
	// Nil is quiet. No id and no word of an enrolment is ever logged.
	Logger *slog.Logger
	// Single gives each append a transaction of its own, also where many come at
	// once, to measure what it is worth that they share one.
	Single bool
}

// A Store keeps enrolments. It is safe for concurrent use.
type Store struct {
	base
	headings *headings
}

var _ interface {
	workflow.Store
	workflow.Lister
	workflow.Eraser
	workflow.Snapshotter
	workflow.Feeder
} = (*Store)(nil)

// New makes a store of enrolments on a database whose tables [Migrate] made.
// It asks the database nothing: [Validate] does. Closing db is left to the
// caller, after [Store.Close]. The error says which option is none.
func New(db *sql.DB, d Dialect, o *Options) (*Store, error) {
	b, err := newBase(db, d, o)
	if err != nil {
		return nil, err
	}
	return &Store{b, &headings{}}, nil
}

// Close waits for the writes that were asked for before it, those of callers
// who have left included, and refuses what comes later: nothing of that is
// stored. It can be called more than once, and leaves the database open, for
// reading too. Its error is nil.
//
// A store in a transaction of the host has nothing to close.
func (s *Store) Close() error { return s.close() }

// A base is what every store here is built on.
type base struct {
	db      *sql.DB
	dialect Dialect
	names   names
	log     *slog.Logger
	// over is the host's transaction that everything is done in; nil is none.
	over *hosted
	// prepared is nil where the driver prepares.
	prepared *prepared
	known    *known
	queue    *queue
	writing  *sync.Mutex // see turn; nil for PostgreSQL
	grace    time.Duration
}

func (b *base) close() error {
	if b.over != nil {
		return nil
	}
	b.queue.close()
	b.prepared.close()
	return nil
}

func newBase(db *sql.DB, d Dialect, o *Options) (base, error) {
	if db == nil {
		return base{}, errors.New("sqlstore: there is no database")
	}
	if o == nil {
		o = &Options{}
	}
	n, err := newNames(d, o)
	if err != nil {
		return base{}, err
	}
	b := base{db: db, dialect: d, names: n, log: o.Logger, grace: Grace}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	if d == SQLite {
		b.prepared, b.writing = &prepared{kept: map[string]*sql.Stmt{}}, &sync.Mutex{}
	} else {
		b.known = &known{names: map[string]naming{}}
	}
	b.queue = newQueue(d, o.Single, b.run)
	return b, nil
}

// names are those of tables.
type names struct {
	// schema ends with a full stop, or is empty.
	schema, prefix string
}

var validName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,29}$`)

func newNames(d Dialect, o *Options) (names, error) {
	n := names{prefix: o.Prefix}
	if n.prefix == "" {
		n.prefix = "countersign_"
	}
	if !validName.MatchString(n.prefix) {
		return names{}, fmt.Errorf("sqlstore: the prefix %q is none: want at most 30 lower-case letters, digits and underscores, a digit not first", o.Prefix)
	}
	switch {
	case d != SQLite && d != Postgres:
		return names{}, fmt.Errorf("sqlstore: there is no dialect %d: want SQLite or Postgres", d)
	case o.Schema == "":
	case d != Postgres:
		return names{}, fmt.Errorf("sqlstore: the schema %q is for PostgreSQL: SQLite has none", o.Schema)
	case !validName.MatchString(o.Schema):
		return names{}, fmt.Errorf("sqlstore: the schema %q is none: want at most 30 lower-case letters, digits and underscores, a digit not first", o.Schema)
	default:
		n.schema = `"` + o.Schema + `".`
	}
	return n, nil
}

// String says where the tables are, for messages.
func (n names) String() string { return n.schema + n.prefix + "*" }

// statement begins an SQL statement, with room for most.
func (b *base) statement() *statement {
	s := &statement{dialect: b.dialect, names: b.names, args: make([]any, 0, 40)}
	s.sql.Grow(2048)
	return s
}
