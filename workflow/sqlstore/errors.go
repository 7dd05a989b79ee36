package sqlstore

import (
	"database/sql/driver"
	"errors"
	"strings"
)

// sqlState is the SQLSTATE of an error that PostgreSQL sent, or "". The
// drivers pgx and pq have the method.
func sqlState(err error) string {
	var e interface{ SQLState() string }
	if errors.As(err, &e) {
		return e.SQLState()
	}
	return ""
}

// isRace holds for what PostgreSQL sends to the loser of a race: a unique key
// that is there already, a failed serialisation, a deadlock (PostgreSQL 15,
// Appendix A). Each has undone the statement.
func isRace(err error) bool {
	switch sqlState(err) {
	case "23505", "40001", "40P01":
		return true
	}
	return false
}

// nothingDone are the classes of SQLSTATE with which PostgreSQL says that it
// has undone the statement. Missing are those of connections (08), of servers
// that go down (57P01 and its like) and of faults within, which may come when
// a commit is under way, and 40003, which says that it is not known.
var nothingDone = []string{"0A", "22", "23", "25", "26", "28", "3D", "3F", "40001", "40002", "40P01", "42", "53", "54", "55", "57014"}

// storedNothing reports whether it is certain that a statement that commits by
// itself has stored nothing.
func storedNothing(err error) bool {
	var unsent interface{ SafeToRetry() bool } // pgx has it where nothing was sent
	if errors.Is(err, driver.ErrBadConn) || errors.As(err, &unsent) && unsent.SafeToRetry() {
		return true
	}
	state := sqlState(err)
	for _, class := range nothingDone {
		if state != "" && strings.HasPrefix(state, class) {
			return true
		}
	}
	return false
}
