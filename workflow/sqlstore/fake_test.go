package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
)

// A fake is a database that says what it is told to say, for what no real one
// does on demand.
type fake struct {
	mu sync.Mutex
	// sent are the statements that came, by their first words, and the first table that is inserted into.
	sent []string
	// fail gives the error of the statement that came last in sent.
	fail func(statement string) error
	// unchanged says that no row is changed.
	unchanged bool
}

func (f *fake) open(t *testing.T) *sql.DB {
	db := sql.OpenDB(f)
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func (f *fake) Connect(context.Context) (driver.Conn, error) { return &fakeConn{f}, nil }
func (f *fake) Driver() driver.Driver                        { return nil }

type fakeConn struct{ *fake }

var (
	_ driver.ExecerContext  = (*fakeConn)(nil)
	_ driver.QueryerContext = (*fakeConn)(nil)
	_ driver.ConnBeginTx    = (*fakeConn)(nil)
)

func (*fakeConn) Prepare(string) (driver.Stmt, error) { return nil, errors.New("nothing is prepared") }
func (*fakeConn) Close() error                        { return nil }
func (*fakeConn) Begin() (driver.Tx, error)           { return nil, errors.New("nobody calls this") }

func (c *fakeConn) BeginTx(context.Context, driver.TxOptions) (driver.Tx, error) {
	return c, c.receive("BEGIN")
}

func (c *fakeConn) Commit() error   { return c.receive("COMMIT") }
func (c *fakeConn) Rollback() error { return c.receive("ROLLBACK") }

func (c *fakeConn) receive(query string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	what := strings.Fields(query)[0]
	if i := strings.Index(query, "INSERT INTO"); i > 0 || what == "INSERT" {
		what += " " + strings.TrimPrefix(strings.Fields(query[i:])[2], "countersign_")
	}
	c.sent = append(c.sent, what)
	if c.fail == nil {
		return nil
	}
	return c.fail(what)
}

func (c *fakeConn) ExecContext(_ context.Context, query string, _ []driver.NamedValue) (driver.Result, error) {
	if err := c.receive(query); err != nil {
		return nil, err
	}
	if c.unchanged {
		return driver.RowsAffected(0), nil
	}
	return driver.RowsAffected(1), nil
}

// QueryContext finds the heading of a record without anything: only what is written counts.
func (c *fakeConn) QueryContext(context.Context, string, []driver.NamedValue) (driver.Rows, error) {
	return &fakeRows{row: []driver.Value{int64(0), "", "", "0.0.0", make([]byte, 32), make([]byte, 32), ""}}, nil
}

// fakeRows are one row.
type fakeRows struct{ row []driver.Value }

func (r *fakeRows) Columns() []string { return make([]string, len(r.row)) }
func (*fakeRows) Close() error        { return nil }

func (r *fakeRows) Next(dest []driver.Value) error {
	if r.row == nil {
		return io.EOF
	}
	copy(dest, r.row)
	r.row = nil
	return nil
}
