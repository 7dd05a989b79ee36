package stores_test

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
	"github.com/countersign-go/countersign/workflow/stores/internal/sample"
)

// BenchmarkAppend compares an append with the bare statements that one cannot do
// without, which write the same rows: a compare-and-set of the enrolment's and an
// insert of the record's, prepared, in one transaction of SQLite or one statement
// of PostgreSQL. Each round goes through all of them in turn, on the same disk, so
// that the ratios hold where the times do not:
//
//	go test -run '^$' -bench Append -benchtime 30x .
//
// x-bare is the time of an append by that of the bare statements, x-words that of
// one with a remark of 200 bytes, and x-single how many times more are stored than
// where each has a transaction of its own.
func BenchmarkAppend(b *testing.B) {
	for _, kind := range []string{"sqlite", "postgres"} {
		for _, callers := range []int{1, 8, 32, 128} {
			b.Run(fmt.Sprint(kind, "/", callers), func(b *testing.B) { benchAppend(b, databaseFor(b, kind), callers) })
		}
	}
}

// databaseFor is one whose disk has what it acknowledges.
func databaseFor(b *testing.B, kind string) *database {
	if kind == "sqlite" {
		source := "file:" + filepath.Join(b.TempDir(), "bench.db") + "?_pragma=busy_timeout(60000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)"
		return &database{"sqlite", source, sqlstore.SQLite, &sqlstore.Options{}}
	}
	return schemaFor(b, server(b))
}

// A contender stores one record after another, each caller's in an enrolment of its own.
type contender struct {
	name   string
	append func(caller int, last workflow.Seq) error
	last   []workflow.Seq
	took   time.Duration
	waited [][]time.Duration // by caller, for each
}

// round has each caller store some records, all callers at once.
func (c *contender) round(b *testing.B, each int) {
	errs := make([]error, len(c.last))
	var wg sync.WaitGroup
	begun := time.Now()
	for i := range c.last {
		wg.Go(func() {
			for range each {
				at := time.Now()
				if err := c.append(i, c.last[i]); err != nil {
					errs[i] = err
					return
				}
				c.last[i]++
				c.waited[i] = append(c.waited[i], time.Since(at))
			}
		})
	}
	wg.Wait()
	c.took += time.Since(begun)
	require.NoError(b, errors.Join(errs...), c.name)
}

func benchAppend(b *testing.B, d *database, callers int) {
	all := []*contender{bare(b, d, callers), ours(b, d, "single", callers), ours(b, d, "store", callers), ours(b, d, "words", callers)}
	each := max(4, 256/callers)
	for _, c := range all {
		c.round(b, each)
		c.took, c.waited = 0, make([][]time.Duration, callers)
	}
	n := 0
	for b.Loop() {
		for _, c := range all {
			c.round(b, each)
		}
		n += each * callers
	}
	for _, c := range all {
		b.ReportMetric(float64(c.took.Nanoseconds())/float64(n), c.name+"-ns")
	}
	waited := slices.Sorted(slices.Values(slices.Concat(all[2].waited...)))
	for name, at := range map[string]float64{"p50-µs": 0.5, "p99-µs": 0.99} {
		b.ReportMetric(float64(waited[int(at*float64(len(waited)))].Microseconds()), name)
	}
	b.ReportMetric(float64(all[2].took)/float64(all[0].took), "x-bare")
	b.ReportMetric(float64(all[3].took)/float64(all[0].took), "x-words")
	b.ReportMetric(float64(all[1].took)/float64(all[2].took), "x-single")
	b.ReportMetric(0, "ns/op") // that of a round says nothing
}

func usualID(caller int) workflow.EnrolmentID {
	return workflow.EnrolmentID(fmt.Sprintf("enrolment-%016d", caller))
}

// ours is a store, in tables of its own; that named "single" goes without groups.
func ours(b *testing.B, d *database, name string, callers int) *contender {
	o := *d.options
	o.Prefix, o.Single = name+"_", name == "single"
	db := d.open(b)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	require.NoError(b, sqlstore.Migrate(b.Context(), db, d.dialect, &o))
	s, err := sqlstore.New(db, d.dialect, &o)
	require.NoError(b, err)
	c := &contender{name: name, last: make([]workflow.Seq, callers), waited: make([][]time.Duration, callers)}
	remark := ""
	if name == "words" {
		remark = fmt.Sprintf("%200s", "")
	}
	c.append = func(caller int, last workflow.Seq) error {
		return s.Append(b.Context(), sample.Batch(usualID(caller), last, remark))
	}
	for i := range c.last { // what comes first is not usual
		require.NoError(b, c.append(i, 0))
		c.last[i]++
	}
	return c
}

// bare are statements that write what a store has written into tables of its
// own, which has begun each enrolment and does nothing more; but what an
// enrolment seldom changes, they leave.
func bare(b *testing.B, d *database, callers int) *contender {
	c := ours(b, d, "bare", callers)
	db := d.open(b)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	own := *d
	own.options = &sqlstore.Options{Prefix: "bare_", Schema: d.options.Schema}
	set, head := row(b, db, own.table("enrolments"), "id", "key", "learner", "framework", "category", "trial", "named")
	columns, record := row(b, db, own.table("records"), "enrolment", "seq")
	n := len(head)
	update := "UPDATE " + own.table("enrolments") + " SET " + assignments(set) + fmt.Sprintf(" WHERE id = $%d AND last = $%d", n+1, n+2)
	into := "INSERT INTO " + own.table("records") + " (enrolment, seq, " + strings.Join(columns, ", ") + ") "
	at := slices.Index(set, "last")
	if d.dialect == sqlstore.Postgres {
		stmt, err := db.PrepareContext(b.Context(), "WITH e AS ("+update+" RETURNING key) "+into+"SELECT e.key, "+places(n+3, len(columns)+1)+" FROM e")
		require.NoError(b, err)
		c.append = func(caller int, last workflow.Seq) error {
			args := headArgs(head, at, caller, last)
			return stored(stmt.ExecContext(b.Context(), append(append(args, int64(last+1)), record...)...))
		}
		return c
	}
	keys := make([]int64, callers)
	for i := range keys {
		require.NoError(b, db.QueryRowContext(b.Context(), "SELECT key FROM "+own.table("enrolments")+" WHERE id = ?", string(usualID(i))).Scan(&keys[i]))
	}
	c.append = inTransactions(b, db, update, into+"VALUES ("+places(1, len(columns)+2)+")", func(caller int, last workflow.Seq) ([]any, []any) {
		return headArgs(head, at, caller, last), append([]any{keys[caller], int64(last + 1)}, record...)
	})
	return c
}

// inTransactions sends two statements in a transaction each time, one caller after another.
func inTransactions(b *testing.B, db *sql.DB, first, second string, args func(int, workflow.Seq) ([]any, []any)) func(int, workflow.Seq) error {
	conn, err := db.Conn(b.Context())
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, conn.Close()) })
	var prepared []*sql.Stmt
	for _, text := range []string{"BEGIN IMMEDIATE", first, second, "COMMIT"} {
		stmt, err := conn.PrepareContext(b.Context(), text)
		require.NoError(b, err)
		prepared = append(prepared, stmt)
	}
	var turn sync.Mutex
	return func(caller int, last workflow.Seq) error {
		turn.Lock()
		defer turn.Unlock()
		a1, a2 := args(caller, last)
		for i, a := range [][]any{nil, a1, a2, nil} {
			done, err := prepared[i].ExecContext(b.Context(), a...)
			if err == nil && a != nil {
				err = stored(done, nil)
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// row is one row of a table, apart from some columns.
func row(b *testing.B, db *sql.DB, table string, apart ...string) (columns []string, values []any) {
	rows, err := db.QueryContext(b.Context(), "SELECT * FROM "+table+" LIMIT 1")
	require.NoError(b, err)
	defer func() { require.NoError(b, rows.Close()) }()
	names, err := rows.Columns()
	require.NoError(b, err)
	all := make([]any, len(names))
	into := make([]any, len(names))
	for i := range all {
		into[i] = &all[i]
	}
	require.True(b, rows.Next())
	require.NoError(b, rows.Scan(into...))
	for i, name := range names {
		if !slices.Contains(apart, name) {
			columns, values = append(columns, name), append(values, all[i])
		}
	}
	return columns, values
}

// headArgs are those of the compare-and-set.
func headArgs(head []any, last, caller int, after workflow.Seq) []any {
	args := append(append(make([]any, 0, len(head)+32), head...), string(usualID(caller)), int64(after))
	args[last] = int64(after + 1)
	return args
}

func stored(done sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("%d rows: %w", n, err)
	}
	return nil
}

func assignments(columns []string) string {
	var all []string
	for i, c := range columns {
		all = append(all, fmt.Sprintf("%s = $%d", c, i+1))
	}
	return strings.Join(all, ", ")
}

// places are so many parameters, from a number on.
func places(from, n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("$%d", from+i))
	}
	return strings.Join(all, ", ")
}
