package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"modernc.org/sqlite"
)

// A connector opens connections to the file that a path names, for writing. By
// itself SQLite would go on writing to a file that was deleted, and keep for
// ever a connection that was opened when the file was read-only.
type connector struct {
	driver.Connector
	// bare touches nothing beside the file.
	bare driver.Connector
	path string
}

func newConnector(path string, o *Options) (driver.Connector, error) {
	c, err := sqlite.NewConnector(source(path, o))
	bare, failed := sqlite.NewConnector(source(path, nil))
	return &connector{c, bare, path}, errors.Join(err, failed)
}

// A driverConn is what the driver's connections can do.
type driverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.Validator
	driver.SessionResetter
	IsReadOnly(schema string) (bool, error)
}

// A conn is a connection to a file.
type conn struct {
	driverConn
	path string
	file fs.FileInfo
}

// Connect implements [driver.Connector].
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	file, err := os.Stat(c.path)
	if err == nil {
		err = c.writable(ctx)
	}
	if err != nil {
		return nil, err
	}
	opened, err := dial(ctx, c.Connector)
	if err != nil {
		return nil, err
	}
	return &conn{opened, c.path, file}, nil
}

// writable looks before anything is made beside the file, which would be
// read-only as the file is, and stay so.
func (c *connector) writable(ctx context.Context) error {
	opened, err := dial(ctx, c.bare)
	if err != nil {
		return err
	}
	readOnly, err := opened.IsReadOnly("main")
	if err == nil && readOnly {
		err = fmt.Errorf("the file may not be written to: %w", fs.ErrPermission)
	}
	return errors.Join(err, opened.Close())
}

func dial(ctx context.Context, c driver.Connector) (driverConn, error) {
	opened, err := c.Connect(ctx)
	if err != nil {
		return nil, err
	}
	known, ok := opened.(driverConn)
	if !ok { // never: the driver's version is fixed
		return nil, errors.Join(fmt.Errorf("the driver's %T lacks methods", opened), opened.Close())
	}
	return known, nil
}

// ResetSession implements [driver.SessionResetter]: it comes before each use.
// The pool then opens another connection, or says why it cannot.
func (c *conn) ResetSession(ctx context.Context) error {
	if now, err := os.Stat(c.path); err != nil || !os.SameFile(now, c.file) {
		return driver.ErrBadConn
	}
	return c.driverConn.ResetSession(ctx)
}
