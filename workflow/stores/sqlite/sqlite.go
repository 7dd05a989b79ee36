package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite" // also the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// Options are for Open; nil takes the default of every field.
type Options struct {
	// Migrate applies what the file lacks of the tables that this version uses.
	// Without it a file that lacks any is refused; a new one gets all.
	Migrate bool
	// Prefix is what the names of the tables begin with; empty is "countersign_".
	Prefix string
	// BusyTimeout is how long a writer waits for another process; zero is 10 seconds.
	BusyTimeout time.Duration
	// Relaxed lets an append return before the disk has it: whatever was
	// appended in the last moments may be gone after a loss of power, but the
	// file stays whole, and nothing is lost with the process alone.
	Relaxed bool
	// Logger is told what is migrated; nil is quiet.
	Logger *slog.Logger
}

func (o *Options) busyTimeout() time.Duration {
	if o.BusyTimeout <= 0 {
		return 10 * time.Second
	}
	return o.BusyTimeout
}

// connections is how many there are of one process to a file, at most: one
// writes at a time, the others read.
const connections = 8

// A Store keeps enrolments in one file. It is safe for concurrent use, also
// by several processes of one machine, but not over a network's file system.
type Store struct {
	*sqlstore.Store
	register *sqlstore.Register
	db       *sql.DB
}

// Open opens the file at path, or makes it, readable by its owner alone. SQLite
// keeps two more files beside it while it is open, with -wal and -shm at the
// end of their names, which belong to it. Close it when nobody uses it any more.
func Open(ctx context.Context, path string, o *Options) (*Store, error) {
	if o == nil {
		o = &Options{}
	}
	if err := prepare(path); err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	c, err := newConnector(path, o)
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	s, err := open(ctx, db, o)
	if err != nil {
		_ = db.Close() // what failed before counts
		return nil, fmt.Errorf("sqlite: %s: %w", path, err)
	}
	return s, nil
}

// prepare makes the file where there is none, which SQLite would let others
// read. One that is there is not touched: to close it would end all locks that
// this process has on it (POSIX, fcntl), also those of other stores.
func prepare(path string) error {
	if path == "" {
		return errors.New("the path is empty: enrolments are kept in a file")
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// source is what the driver opens. Each connection is set up by its pragmas, of
// which there are none without options.
func source(path string, o *Options) string {
	file := "file:" + (&url.URL{Path: path}).EscapedPath() + "?mode=rw"
	if o == nil {
		return file
	}
	synchronous := "FULL"
	if o.Relaxed {
		synchronous = "NORMAL"
	}
	pragmas := []string{
		fmt.Sprintf("busy_timeout(%d)", max(1, o.busyTimeout().Milliseconds())), // first: the others may have to wait
		"journal_mode(WAL)", "synchronous(" + synchronous + ")", "foreign_keys(1)",
		"secure_delete(1)", // what is erased is overwritten
	}
	return file + "&" + url.Values{"_pragma": pragmas, "_txlock": {"immediate"}}.Encode()
}

// open gives a file without any table all of them: also where another process
// has just made the file, and is about to do the same.
func open(ctx context.Context, db *sql.DB, o *Options) (*Store, error) {
	tables, look := &sqlstore.Options{Prefix: o.Prefix, Logger: o.Logger}, sqlstore.Validate
	there, err := count(ctx, db, o)
	if err != nil {
		return nil, err
	}
	if there == 0 || o.Migrate {
		look = sqlstore.Migrate
	}
	if err := look(ctx, db, sqlstore.SQLite, tables); err != nil {
		return nil, err
	}
	s, err := sqlstore.New(db, sqlstore.SQLite, tables)
	if err != nil {
		return nil, err
	}
	register, err := sqlstore.NewRegister(db, sqlstore.SQLite, tables)
	return &Store{s, register, db}, err
}

// count gives the number of tables and indexes, on the first connection. To give
// a new file its log fails at once where another process is about to do the
// same: that is tried again for as long as a writer waits.
func count(ctx context.Context, db *sql.DB, o *Options) (n int, err error) {
	ctx, cancel := context.WithTimeout(ctx, o.busyTimeout())
	defer cancel()
	for {
		err = db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&n)
		if !isBusy(err) {
			return n, err
		}
		select {
		case <-ctx.Done():
			return n, err
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// isBusy holds for SQLITE_BUSY, whatever follows it in the code's higher bits.
func isBusy(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_BUSY
}

// Register keeps registers of appointments in the same file.
func (s *Store) Register() *sqlstore.Register { return s.register }

// DB is the open database, for tables of the host's own in the same file. A
// transaction on it that is not read-only takes the lock for writing at once, as
// [sqlstore.Store.Over] asks.
func (s *Store) DB() *sql.DB { return s.db }

// Close closes the file, once the writes that were asked for are
// done; what is asked for later is not stored.
func (s *Store) Close() error {
	return errors.Join(s.Store.Close(), s.register.Close(), s.db.Close())
}

// Backup writes the file as of one instant to a new file at path, while the
// store is in use. The file appears whole or not at all, readable by its owner
// alone, and is a store like any other. One that exists is an error that wraps
// [fs.ErrExist].
func (s *Store) Backup(ctx context.Context, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("sqlite: a backup is not written over %s: %w", path, fs.ErrExist)
	}
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	defer func() { _ = os.Remove(part.Name()) }() // gone already if all went well
	_, err = s.db.ExecContext(ctx, "VACUUM INTO ?", part.Name())
	if err == nil {
		err = part.Sync()
	}
	if err = errors.Join(err, part.Close()); err == nil {
		err = place(part.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("sqlite: backup to %s: %w", path, err)
	}
	return nil
}

// place gives a file its name, and has the disk know it.
func place(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
