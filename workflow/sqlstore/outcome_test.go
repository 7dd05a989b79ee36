package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// stateError is an error that PostgreSQL sent.
type stateError string

func (e stateError) Error() string    { return "SQLSTATE " + string(e) }
func (e stateError) SQLState() string { return string(e) }

// unsentError is an error of a driver that sent nothing.
type unsentError struct{}

func (unsentError) Error() string     { return "not sent" }
func (unsentError) SafeToRetry() bool { return true }

var errCut = errors.New("the connection was cut")

// one is a batch of so many records.
func one(n int) workflow.Batch {
	b := workflow.Batch{Enrolment: "e", Summary: workflow.Summary{Enrolment: "e"}}
	for i := range n {
		b.Records = append(b.Records, workflow.Record{Seq: workflow.Seq(i + 1)})
	}
	return b
}

// failing is a store whose database fails with err at one statement.
func failing(t *testing.T, d Dialect, at string, err error) (*Store, *fake) {
	f := &fake{fail: func(statement string) error {
		if statement == at {
			return err
		}
		return nil
	}}
	s, none := New(f.open(t), d, nil)
	require.NoError(t, none)
	return s, f
}

// Where PostgreSQL or the driver says that nothing was stored, it is believed;
// where neither does, the outcome is unknown.
func TestOutcomeOfOneStatement(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want error // nil: unknown
	}{
		{stateError("40001"), workflow.ErrConflict}, {stateError("40P01"), workflow.ErrConflict}, {stateError("23505"), workflow.ErrConflict},
		{stateError("55P03"), workflow.ErrNotStored}, {stateError("57014"), workflow.ErrNotStored}, {stateError("53100"), workflow.ErrNotStored},
		{stateError("42P01"), workflow.ErrNotStored}, {stateError("22021"), workflow.ErrNotStored}, {stateError("25006"), workflow.ErrNotStored},
		{unsentError{}, workflow.ErrNotStored}, {driver.ErrBadConn, workflow.ErrNotStored},
		{stateError("40003"), nil}, {stateError("57P01"), nil}, {stateError("08006"), nil}, {stateError("XX000"), nil}, {stateError("58030"), nil},
		{errCut, nil}, {context.DeadlineExceeded, nil},
	} {
		for _, b := range []workflow.Batch{one(1), {Enrolment: "e", After: 4, Records: []workflow.Record{{Seq: 5}}}} {
			f := &fake{fail: func(string) error { return c.err }}
			s, err := New(f.open(t), Postgres, nil)
			require.NoError(t, err)
			err = s.Append(t.Context(), b)
			require.ErrorIs(t, err, c.err)
			assert.Equal(t, errors.Is(c.want, workflow.ErrConflict), errors.Is(err, workflow.ErrConflict), "%v: %v", c.err, err)
			assert.Equal(t, errors.Is(c.want, workflow.ErrNotStored), errors.Is(err, workflow.ErrNotStored), "%v: %v", c.err, err)
		}
	}
	f := &fake{unchanged: true}
	s, err := New(f.open(t), Postgres, nil)
	require.NoError(t, err)
	require.ErrorIs(t, s.Append(t.Context(), one(1)), workflow.ErrConflict)
	require.Len(t, f.sent, 1, "an append is one statement: %s", f.sent)
}

// Within a transaction nothing is stored before it commits, and nothing is
// known where the commit fails.
func TestOutcomeOfATransaction(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		dialect Dialect
		records int
		at      string
		err     error
		want    error // nil: unknown
	}{
		{SQLite, 1, "BEGIN", errCut, workflow.ErrNotStored}, {SQLite, 1, "INSERT enrolments", errCut, workflow.ErrNotStored},
		{SQLite, 1, "WITH records", errCut, workflow.ErrNotStored}, {SQLite, 1, "WITH mentions", errCut, workflow.ErrNotStored},
		{SQLite, 1, "COMMIT", errCut, nil}, {Postgres, 2, "BEGIN", errCut, workflow.ErrNotStored},
		{Postgres, 2, "INSERT enrolments", errCut, workflow.ErrNotStored}, {Postgres, 2, "INSERT enrolments", stateError("40001"), workflow.ErrConflict},
		{Postgres, 2, "WITH records", stateError("57P01"), workflow.ErrNotStored},
		{Postgres, 2, "WITH records", stateError("40P01"), workflow.ErrConflict},
		{Postgres, 2, "COMMIT", errCut, nil}, {Postgres, 2, "COMMIT", stateError("40001"), nil},
	} {
		s, f := failing(t, c.dialect, c.at, c.err)
		err := s.Append(t.Context(), one(c.records))
		require.Error(t, err, "%+v: %s", c, f.sent)
		assert.Equal(t, errors.Is(c.want, workflow.ErrConflict), errors.Is(err, workflow.ErrConflict), "%+v: %v", c, err)
		assert.Equal(t, errors.Is(c.want, workflow.ErrNotStored), errors.Is(err, workflow.ErrNotStored), "%+v: %v", c, err)
		last := map[string]string{"BEGIN": "BEGIN", "COMMIT": "COMMIT"}[c.at]
		assert.Equal(t, cmp.Or(last, "ROLLBACK"), f.sent[len(f.sent)-1], "%+v: %s", c, f.sent)
	}
	for _, d := range []Dialect{SQLite, Postgres} {
		f := &fake{unchanged: true}
		s, err := New(f.open(t), d, nil)
		require.NoError(t, err)
		require.ErrorIs(t, s.Append(t.Context(), one(2)), workflow.ErrConflict)
		require.Equal(t, []string{"BEGIN", "INSERT enrolments", "ROLLBACK"}, f.sent)
	}
}

// A connection from the pool that proves broken is no reason to fail, and
// nothing else is sent twice.
func TestOnlyWhatWasNotSentIsSentAgain(t *testing.T) {
	t.Parallel()
	for _, d := range []Dialect{SQLite, Postgres} {
		f := &fake{}
		f.fail = func(string) error {
			if len(f.sent) == 1 {
				return driver.ErrBadConn
			}
			return nil
		}
		s, err := New(f.open(t), d, nil)
		require.NoError(t, err)
		require.NoError(t, s.Append(t.Context(), one(1)))
		require.Contains(t, f.sent[1:], f.sent[0])
	}
	f := &fake{fail: func(string) error { return errCut }}
	s, err := New(f.open(t), Postgres, nil)
	require.NoError(t, err)
	require.Error(t, s.Append(t.Context(), one(1)))
	require.Len(t, f.sent, 1)
}

// Whoever has gone has sent nothing.
func TestWhoHasGoneSendsNothing(t *testing.T) {
	t.Parallel()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, d := range []Dialect{SQLite, Postgres} {
		f := &fake{}
		s, err := New(f.open(t), d, nil)
		require.NoError(t, err)
		for _, err := range []error{s.Append(gone, one(1)), s.Erase(gone, one(1))} {
			require.ErrorIs(t, err, workflow.ErrNotStored)
			require.ErrorIs(t, err, context.Canceled)
		}
		require.Empty(t, f.sent)
	}
}

// What is unknown is logged, without what the batch holds.
func TestUnknownOutcomesAreLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	f := &fake{fail: func(string) error { return errCut }}
	s, err := New(f.open(t), Postgres, &Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	require.NoError(t, err)
	b := one(1)
	b.Records[0].Texts = []workflow.Text{{Words: "in confidence"}}
	require.ErrorIs(t, s.Append(t.Context(), b), errCut)
	require.Contains(t, log.String(), "the outcome of a write is not known")
	require.NotContains(t, log.String(), "confidence")
}

// What cannot be stored as it is, is not sent.
func TestBatchesThatAreNone(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*workflow.Batch){
		"NUL in the enrolment": func(b *workflow.Batch) { b.Enrolment = "e\x00" },
		"not UTF-8":            func(b *workflow.Batch) { b.Summary.Learner = "\xff" },
		"NUL in a mention":     func(b *workflow.Batch) { b.Summary.Deciders = []workflow.PersonID{"a\x00"} },
		"NUL in an actor":      func(b *workflow.Batch) { b.Records[0].Actor = "\x00" },
		"no records":           func(b *workflow.Batch) { b.Records = nil },
		"a summary of 8 MiB": func(b *workflow.Batch) {
			b.Summary.Serials = []string{string(bytes.Repeat([]byte("x"), workflow.MaxSummarySize))}
		},
		"a record out of number": func(b *workflow.Batch) { b.Records[0].Seq = 2 },
	} {
		f := &fake{}
		s, err := New(f.open(t), SQLite, nil)
		require.NoError(t, err)
		b := one(1)
		change(&b)
		require.ErrorIs(t, s.Append(t.Context(), b), workflow.ErrNotStored, name)
		require.Empty(t, f.sent, name)
	}
	f := &fake{}
	s, err := New(f.open(t), SQLite, nil)
	require.NoError(t, err)
	b := one(1)
	b.After, b.Records[0].Seq = 1<<63, 1<<63+1
	require.ErrorIs(t, s.Append(t.Context(), b), workflow.ErrConflict, "no record has such a number")
	require.Empty(t, f.sent)
}

// overFake is a store in a transaction of a database that fails with err at one statement.
func overFake(t *testing.T, d Dialect, at string, err error) (*Store, *fake, *sql.Tx) {
	s, f := failing(t, d, at, err)
	tx, none := s.db.BeginTx(t.Context(), nil)
	require.NoError(t, none)
	return s.Over(tx), f, tx
}

// In a transaction of the host nothing is unknown: what fails is taken back, or
// the host cannot commit it.
func TestOutcomeInATransactionOfTheHost(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err, want error
	}{
		{errCut, workflow.ErrNotStored}, {context.DeadlineExceeded, workflow.ErrNotStored}, {stateError("57P01"), workflow.ErrNotStored},
		{stateError("25P02"), workflow.ErrNotStored}, {driver.ErrBadConn, workflow.ErrNotStored},
		{stateError("40001"), workflow.ErrConflict}, {stateError("40P01"), workflow.ErrConflict},
	} {
		for dialect, sent := range map[Dialect][]string{
			SQLite:   {"BEGIN", "SAVEPOINT", "INSERT enrolments", "WITH records", "ROLLBACK", "RELEASE"},
			Postgres: {"BEGIN", "WITH enrolments"},
		} {
			s, f, _ := overFake(t, dialect, sent[min(3, len(sent)-1)], c.err)
			err := s.Append(t.Context(), one(1))
			require.ErrorIs(t, err, c.err)
			require.ErrorIs(t, err, c.want)
			assert.Equal(t, errors.Is(c.want, workflow.ErrConflict), !errors.Is(err, workflow.ErrNotStored), "%v", err)
			require.Equal(t, sent, f.sent, "and neither a commit nor a second try")
		}
	}
}

// What cannot be taken back ends the transaction, so that nobody commits a part.
func TestPartsEndATransactionOfTheHost(t *testing.T) {
	t.Parallel()
	for _, ends := range []string{"ROLLBACK", "RELEASE"} {
		s, f, tx := overFake(t, SQLite, ends, errCut)
		f.unchanged = ends == "ROLLBACK" // somebody else was first
		require.Error(t, s.Append(t.Context(), one(1)))
		require.Equal(t, "ROLLBACK", f.sent[len(f.sent)-1])
		require.ErrorIs(t, tx.Commit(), sql.ErrTxDone)
		require.NotContains(t, f.sent, "COMMIT")
	}
}
