package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// schema is what the platform had before, and one table more: learning_log.
const schema = `
CREATE TABLE users (id INTEGER PRIMARY KEY, person TEXT NOT NULL UNIQUE, job TEXT NOT NULL, educator INTEGER REFERENCES users);
CREATE TABLE courses (id INTEGER PRIMARY KEY, framework TEXT NOT NULL, seats INTEGER NOT NULL);
CREATE TABLE bookings (course INTEGER NOT NULL REFERENCES courses, user INTEGER NOT NULL REFERENCES users, enrolment TEXT, PRIMARY KEY (course, user));
CREATE TABLE learning_log (enrolment TEXT NOT NULL, line INTEGER NOT NULL, entry TEXT NOT NULL, PRIMARY KEY (enrolment, line)) WITHOUT ROWID;
`

// site is where everybody works.
const site = workflow.CentreID("site-1")

// A Platform has users, courses with seats, and bookings.
type Platform struct {
	db     *sql.DB
	store  Store
	engine *workflow.Engine
}

// openDB opens a file in which writers wait for one another. A transaction takes
// the lock for writing at once (_txlock): one that began as a reader could not
// write any more once somebody else had.
func openDB(path string) (*sql.DB, error) {
	settings := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "foreign_keys(1)"}, "_txlock": {"immediate"}}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+settings.Encode())
}

// newPlatform makes the tables with some users and courses, and an engine on them.
func newPlatform(ctx context.Context, path string) (*Platform, error) {
	db, err := openDB(path)
	if err != nil {
		return nil, err
	}
	p := &Platform{db: db, store: Store{db}}
	_, err = db.ExecContext(ctx, schema+`
INSERT INTO users VALUES (1, 'p-71c0', 'educator', NULL), (2, 'p-3fa8', 'nurse', 1), (3, 'p-9d24', 'nurse', 1), (4, 'p-05be', 'nurse', 1);
INSERT INTO courses VALUES (10, 'hand-hygiene', 2);`)
	if err == nil {
		p.engine, err = p.newEngine(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return p, nil
}

// newEngine gives the engine the users as it is to know them: by the opaque
// persons that stand beside the platform's own numbers. They are read once;
// ../ownusers shows a host that asks the tables each time.
func (p *Platform) newEngine(ctx context.Context) (*workflow.Engine, error) {
	host := &workflow.FixedHost{}
	host.AddCentre(roles.Centre{ID: site, Kind: roles.Trust})
	rows, err := p.db.QueryContext(ctx, `SELECT u.person, u.job, coalesce(e.person, '') FROM users u LEFT JOIN users e ON e.id = u.educator ORDER BY u.id`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // what fails is in Err
	for rows.Next() {
		var person, educator workflow.PersonID
		var job string
		if err := rows.Scan(&person, &job, &educator); err != nil {
			return nil, err
		}
		switch job {
		case "educator":
			host.Delegate(person, site, "educator-manager")
		default: // a job without a role here
			host.Delegate(person, site)
			host.Staff(educator, site, person)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return workflow.NewEngine(frameworks.Catalog(), host, p.store, workflow.Options{Key: []byte("ownstore: not a secret")})
}

var errFull = errors.New("the course is full")

// book gives a user a place on a course and enrols them on its framework, in one
// transaction: both or neither, wherever it fails. A row of the platform's own is
// written before the enrolment, and two after it.
func (p *Platform) book(ctx context.Context, by, user, course int64) error {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing, once it is committed
	var actor, learner workflow.PersonID
	var framework proficiency.FrameworkID
	err = tx.QueryRowContext(ctx, `SELECT a.person, l.person, c.framework FROM users a, users l, courses c WHERE a.id = ? AND l.id = ? AND c.id = ?`,
		by, user, course).Scan(&actor, &learner, &framework)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO bookings (course, user) VALUES (?, ?)`, course, user); err != nil {
		return err
	}
	enrolled, err := p.engine.Over(p.store.Over(tx)).Do(ctx, workflow.Request{
		ID: workflow.RequestID(fmt.Sprintf("booking-%d-%d", course, user)), Actor: actor,
		Command: &workflow.Enrol{Learner: learner, Centre: site, Framework: proficiency.Ref{ID: framework}},
	})
	if err != nil {
		return err // also workflow.ErrConflict, on a database where others write meanwhile: book again
	}
	if _, err := tx.ExecContext(ctx, `UPDATE bookings SET enrolment = ? WHERE course = ? AND user = ?`, string(enrolled.Enrolment), course, user); err != nil {
		return err
	}
	taken, err := tx.ExecContext(ctx, `UPDATE courses SET seats = seats - 1 WHERE id = ? AND seats > 0`, course)
	if err != nil {
		return err
	}
	if n, err := taken.RowsAffected(); err != nil || n == 0 {
		return errors.Join(errFull, err)
	}
	return tx.Commit()
}
