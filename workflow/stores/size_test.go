package stores_test

import (
	"context"
	"database/sql"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// naive is how events are often kept: a UUID for each, another for whose it is,
// and JSON. SQLite is spared UUIDs as text, as which they mostly stand there.
var naive = map[sqlstore.Dialect]string{
	sqlstore.Postgres: `CREATE TABLE {naive} (id uuid NOT NULL PRIMARY KEY, enrolment uuid NOT NULL, seq integer NOT NULL,
		at timestamptz NOT NULL, actor uuid NOT NULL, type text NOT NULL, payload jsonb NOT NULL, UNIQUE (enrolment, seq))`,
	sqlstore.SQLite: `CREATE TABLE {naive} (id BLOB NOT NULL PRIMARY KEY, enrolment BLOB NOT NULL, seq INTEGER NOT NULL,
		at INTEGER NOT NULL, actor BLOB NOT NULL, type TEXT NOT NULL, payload TEXT NOT NULL, UNIQUE (enrolment, seq))`,
}

// The tables that are measured. Headings and registers hold next to nothing here.
var measured = []string{"records", "naive", "texts", "enrolments", "mentions"}

// naively is a record as a row of SQL. The request's id is the event's. It holds
// no hash, nor which content and policy it was, nor texts.
func (d *database) naively(id workflow.EnrolmentID, r *workflow.Record) string {
	enrolment := must(base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(string(id))))
	payload := must(json.Marshal(map[string]any{"events": json.RawMessage(r.Events), "register": r.Register}))
	uuid, at := "x'%s'", "%d"
	if d.dialect == sqlstore.Postgres {
		uuid, at = "'%s'", "to_timestamp(%d / 1e6)"
	}
	plain := func(id string) string { return strings.ReplaceAll(id, "-", "") }
	row := "(" + strings.Join([]string{uuid, uuid, "%d", at, uuid, "'%s'", "'%s'"}, ", ") + ")"
	return fmt.Sprintf(row, plain(string(r.Request)), hex.EncodeToString(enrolment), r.Seq, r.At.UnixMicro(), plain(string(r.Actor)), r.Kind, payload)
}

// fill stores batches here and naively.
func (d *database) fill(tb testing.TB, db *sql.DB, batches []workflow.Batch) {
	require.NoError(tb, sqlstore.Migrate(tb.Context(), db, d.dialect, d.options))
	s, err := sqlstore.New(db, d.dialect, d.options)
	require.NoError(tb, err)
	d.exec(tb, db, naive[d.dialect])
	var rows []string
	for i := range batches {
		b := &batches[i]
		require.NoError(tb, s.Append(tb.Context(), *b))
		for j := range b.Records {
			rows = append(rows, d.naively(b.Enrolment, &b.Records[j]))
		}
		if len(rows) > 100 || i == len(batches)-1 {
			d.exec(tb, db, "INSERT INTO {naive} VALUES "+strings.Join(rows, ", "))
			rows = nil
		}
	}
}

var tableName = regexp.MustCompile(`\{(\w+)\}`)

// exec runs a statement in which {name} is a table.
func (d *database) exec(tb testing.TB, db *sql.DB, statement string) {
	tb.Helper()
	_, err := db.ExecContext(tb.Context(), tableName.ReplaceAllString(statement, d.table("$1")))
	require.NoError(tb, err)
}

// size is how many bytes a table has with its indexes.
func (d *database) size(tb testing.TB, db *sql.DB, table string) (n float64) {
	query := "SELECT pg_total_relation_size('" + d.table(table) + "')"
	if d.dialect == sqlstore.SQLite {
		query = "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name = '" + d.table(table) + "')"
	}
	require.NoError(tb, db.QueryRowContext(tb.Context(), query).Scan(&n))
	return n
}

// vacuum writes all anew, as densely as the database does.
func (d *database) vacuum(tb testing.TB, db *sql.DB) {
	statement := "VACUUM"
	if d.dialect == sqlstore.Postgres {
		statement += " FULL {" + strings.Join(measured, "}, {") + "}"
	}
	d.exec(tb, db, statement)
}

// A sizing is how many bytes tables have: grown as they were written, dense once
// they were written anew, and bare without the chain's hashes and the places in the feed.
type sizing struct{ grown, dense, bare map[string]float64 }

func (d *database) measure(tb testing.TB, batches []workflow.Batch) (all sizing) {
	db := d.open(tb)
	d.fill(tb, db, batches)
	sizes := func() map[string]float64 {
		by := map[string]float64{}
		for _, table := range measured {
			by[table] = d.size(tb, db, table)
		}
		return by
	}
	all.grown = sizes()
	d.vacuum(tb, db)
	all.dense = sizes()
	if d.dialect == sqlstore.SQLite { // PostgreSQL drops it with the column
		d.exec(tb, db, "DROP INDEX {records_by_position}")
	}
	for _, column := range []string{"hash", "position"} {
		d.exec(tb, db, "ALTER TABLE {records} DROP COLUMN "+column)
	}
	d.vacuum(tb, db)
	all.bare = sizes()
	return all
}

// Records take at most 40 in a hundred of the bytes that they take in the naive
// layout, apart from what that does not have: hashes, texts, and places in a feed.
func TestRecordsAreSmall(t *testing.T) {
	if underRace {
		t.Skip("sizes, in which the race detector has nothing to find")
	}
	var batches []workflow.Batch
	for _, l := range lives(t, 16) {
		b := l[len(l)-1] // all records with the last summary, at once
		b.After, b.Records = 0, nil
		for i := range l {
			b.Records = append(b.Records, l[i].Records...)
		}
		batches = append(batches, b)
	}
	onEach(t, func(t *testing.T, d *database) {
		all := d.measure(t, batches)
		assert.LessOrEqual(t, all.bare["records"], 0.4*all.bare["naive"])
	})
}

// BenchmarkSize prints what records, events and enrolments take, with indexes,
// of enrolments on Step 1 that go on side by side:
//
//	go test -run '^$' -bench Size -benchtime 1x .
//
// Those of a record, event or text are dense, but for grown; %naive is by the
// naive layout in the same state, hashes and places in the feed apart.
func BenchmarkSize(b *testing.B) {
	all := lives(b, 16)
	var batches []workflow.Batch
	for i := range all[0] {
		for _, l := range all {
			batches = append(batches, l[i])
		}
	}
	for _, kind := range []string{"sqlite", "postgres"} {
		b.Run(kind, func(b *testing.B) {
			var got sizing
			for b.Loop() {
				d := databaseFor(b, kind)
				d.options.Prefix = "s_"
				got = d.measure(b, batches)
			}
			got.report(b, batches)
		})
		b.Run(kind+"/enrolment", func(b *testing.B) {
			last := all[0][0] // with a snapshot
			for _, batch := range all[0] {
				if batch.Snapshot != nil {
					last = batch
				}
			}
			for b.Loop() {
				d := databaseFor(b, kind)
				d.options.Prefix = "s_"
				d.besides(b, last)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

func (s sizing) report(b *testing.B, batches []workflow.Batch) {
	var records, events, texts float64
	for i := range batches {
		for j := range batches[i].Records {
			r := &batches[i].Records[j]
			records, events, texts = records+1, events+float64(len(must(r.Decode()))), texts+float64(len(r.Texts))
		}
	}
	apart := s.dense["records"] - s.bare["records"]
	for unit, value := range map[string]float64{
		"B/record": s.dense["records"] / records, "B/record-grown": s.grown["records"] / records, "B/apart": apart / records,
		"B/event": s.dense["records"] / events, "B/text": s.dense["texts"] / texts, "B/record-naive": s.dense["naive"] / records,
		"%naive": 100 * s.bare["records"] / s.bare["naive"], "%naive-grown": 100 * (s.grown["records"] - apart) / s.grown["naive"],
		"texts/record": texts / records, "ns/op": 0,
	} {
		b.ReportMetric(value, unit)
	}
}

// besides reports what enrolments take beside records and texts: the row with
// what lists find it by, and the snapshot.
func (d *database) besides(b *testing.B, like workflow.Batch) {
	const enrolments = 1000
	db := d.open(b)
	require.NoError(b, sqlstore.Migrate(b.Context(), db, d.dialect, d.options))
	s, err := sqlstore.New(db, d.dialect, d.options)
	require.NoError(b, err)
	like.After, like.Records = 0, []workflow.Record{like.Records[0]}
	like.Records[0].Seq = 1
	for i := range enrolments {
		like.Enrolment = workflow.EnrolmentID(fmt.Sprintf("%026d", i))
		like.Summary.Enrolment, like.Summary.Learner = like.Enrolment, workflow.PersonID(uuid(b))
		require.NoError(b, s.Append(b.Context(), like))
	}
	b.ReportMetric((d.size(b, db, "enrolments")+d.size(b, db, "mentions"))/enrolments, "B/row")
	b.ReportMetric(d.size(b, db, "snapshots")/enrolments, "B/snapshot")
}

// A keeper remembers what is appended.
type keeper struct {
	*memstore.Store
	batches []workflow.Batch
}

func (k *keeper) Append(ctx context.Context, b workflow.Batch) error {
	if b.Snapshot != nil {
		snapshot := b.Snapshot()
		b.Snapshot = func() []byte { return snapshot }
	}
	k.batches = append(k.batches, b)
	return k.Store.Append(ctx, b)
}
