package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/storetest"
)

const transcript = `user 1 books user 2: done
    booked 1, enrolled 1, seats left 1
user 3 books user 4: the enrolment is refused: p-9d24 holds no role at site-1 [no-role-here]
    booked 1, enrolled 1, seats left 1
user 1 books user 3: done
    booked 2, enrolled 2, seats left 0
user 1 books user 4: the course is full
    booked 2, enrolled 2, seats left 0
`

func TestTranscript(t *testing.T) {
	var b bytes.Buffer
	if err := run(t.Context(), &b, t.TempDir()); err != nil {
		t.Fatal(err)
	}
	if b.String() != transcript {
		t.Errorf("it prints\n%s", b.String())
	}
}

// The store over the platform's table keeps the whole contract.
func TestContract(t *testing.T) {
	folder, n := t.TempDir(), 0
	storetest.Run(t, func() workflow.Store {
		n++
		file := "file:" + filepath.Join(folder, fmt.Sprint(n, ".db"))
		db, err := sql.Open("sqlite", file+"?_txlock=immediate&_pragma=busy_timeout(60000)&_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)") // nothing in them is worth an fsync
		if err == nil {
			_, err = db.Exec(schema)
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		return Store{db}
	})
}

// Whatever fails, at whatever place, leaves neither a booking nor an enrolment;
// and what has failed can be done again.
func TestBothOrNeither(t *testing.T) {
	broken := func(when string) string {
		return "CREATE TRIGGER broken BEFORE " + when + " BEGIN SELECT RAISE(ABORT, 'broken'); END"
	}
	for name, c := range map[string]struct{ breaks, mends string }{
		"the row before the enrolment": {broken("INSERT ON bookings"), "DROP TRIGGER broken"},
		"the enrolment":                {broken("INSERT ON learning_log"), "DROP TRIGGER broken"},
		"the row behind it":            {broken("UPDATE ON bookings"), "DROP TRIGGER broken"},
		"the last row":                 {"UPDATE courses SET seats = 0", "UPDATE courses SET seats = 2"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := newPlatform(t.Context(), filepath.Join(t.TempDir(), "platform.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = p.db.Close() }()
			p.exec(t, c.breaks)
			if err := p.book(t.Context(), 1, 2, 10); err == nil {
				t.Fatal("it was to fail")
			}
			p.has(t, 0, 0)
			p.exec(t, c.mends)
			if err := p.book(t.Context(), 1, 2, 10); err != nil {
				t.Fatal(err)
			}
			p.has(t, 1, 1)
			answer := workflow.Request{Actor: "p-3fa8", Enrolment: p.enrolment(), Command: workflow.Answer("local-induction", "yes")}
			if _, err = p.engine.Do(t.Context(), answer); err != nil {
				t.Fatal(err)
			}
			p.has(t, 1, 2)
		})
	}
}

func (p *Platform) exec(t *testing.T, statement string) {
	t.Helper()
	if _, err := p.db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func (p *Platform) enrolment() workflow.EnrolmentID {
	return p.engine.EnrolmentID("p-3fa8", "hand-hygiene")
}

// has wants so many bookings, and records of the one enrolment that verify.
func (p *Platform) has(t *testing.T, booked, recorded int) {
	t.Helper()
	var n int
	records, err := p.store.Load(t.Context(), p.enrolment(), 0)
	err = errors.Join(err, p.db.QueryRow("SELECT count(*) FROM bookings").Scan(&n), workflow.Verify(p.enrolment(), records))
	if err != nil || n != booked || len(records) != recorded {
		t.Fatalf("%d booked, %d records, %v: want %d and %d", n, len(records), err, booked, recorded)
	}
}
