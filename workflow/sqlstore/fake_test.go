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
	// bad is an id: each statement with it among its arguments fails with errCut.
	bad string
	// look is called before each look at a heading, and gives its error.
	look func() error
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
	return c, c.receive("BEGIN", nil)
}

func (c *fakeConn) Commit() error   { return c.receive("COMMIT", nil) }
func (c *fakeConn) Rollback() error { return c.receive("ROLLBACK", nil) }

func (c *fakeConn) receive(query string, args []driver.NamedValue) error {
	what := strings.Fields(query)[0]
	switch i := strings.Index(query, "INSERT INTO"); {
	case strings.HasPrefix(query, "WITH h("):
		what = "GROUP"
	case i > 0 || what == "INSERT":
		what += " " + strings.TrimPrefix(strings.Fields(query[i:])[2], "countersign_")
	}
	c.mu.Lock()
	c.sent = append(c.sent, what)
	c.mu.Unlock()
	for _, a := range args {
		if text, ok := a.Value.(string); ok && c.bad != "" && strings.Contains(text, c.bad) {
			return errCut
		}
	}
	if c.fail == nil {
		return nil
	}
	return c.fail(what)
}

func (c *fakeConn) ExecContext(_ context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.receive(query, args); err != nil {
		return nil, err
	}
	if c.unchanged {
		return driver.RowsAffected(0), nil
	}
	return driver.RowsAffected(1), nil
}

// QueryContext gives the ids of a group that are in its first argument, an array,
// and otherwise the heading of a record without anything: only what is written counts.
func (c *fakeConn) QueryContext(_ context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if !strings.HasPrefix(query, "WITH") {
		if c.look != nil {
			if err := c.look(); err != nil {
				return nil, err
			}
		}
		return &fakeRows{{int64(0), "", "", "0.0.0", make([]byte, 32), make([]byte, 32), ""}}, nil
	}
	if err := c.receive(query, args); err != nil {
		return nil, err
	}
	rows := fakeRows{}
	list, _ := args[0].Value.(string)
	for _, id := range strings.Split(strings.Trim(list, `{}"`), `","`) {
		if !c.unchanged {
			rows = append(rows, []driver.Value{id})
		}
	}
	return &rows, nil
}

// fakeRows are rows of as many columns as the first has.
type fakeRows [][]driver.Value

func (r *fakeRows) Columns() []string {
	if len(*r) == 0 {
		return []string{"id"}
	}
	return make([]string, len((*r)[0]))
}

func (*fakeRows) Close() error { return nil }

func (r *fakeRows) Next(dest []driver.Value) error {
	if len(*r) == 0 {
		return io.EOF
	}
	copy(dest, (*r)[0])
	*r = (*r)[1:]
	return nil
}
