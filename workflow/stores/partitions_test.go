package stores_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// Whoever applies the plan by hand may have PostgreSQL partition the two tables
// that grow, as the page on growing says, and nothing else changes.
func TestPartitions(t *testing.T) {
	t.Parallel()
	d := schemaFor(t, server(t))
	db := d.open(t)
	plan, err := sqlstore.Plan(t.Context(), db, d.dialect, d.options)
	require.NoError(t, err)
	for _, m := range plan {
		for statement := range strings.SplitSeq(strings.TrimSpace(m.SQL), ";\n") {
			if strings.Contains(statement, "CREATE TABLE") && strings.Contains(statement, "PRIMARY KEY (enrolment, seq") {
				statement += " PARTITION BY HASH (enrolment)"
			}
			run(t, db, statement)
			for _, table := range []string{"records", "texts"} {
				for i := range 4 {
					if strings.Contains(statement, "CREATE TABLE \""+d.options.Schema+"\"."+d.options.Prefix+table+" ") {
						run(t, db, fmt.Sprintf("CREATE TABLE %[1]s_%[2]d PARTITION OF %[1]s FOR VALUES WITH (MODULUS 4, REMAINDER %[2]d)", d.table(table), i))
					}
				}
			}
		}
	}
	require.NoError(t, sqlstore.Validate(t.Context(), db, d.dialect, d.options))
	s, err := sqlstore.New(db, d.dialect, d.options)
	require.NoError(t, err)
	for i := range 20 {
		id := workflow.EnrolmentID(fmt.Sprint("enrolment-", i))
		r := workflow.Record{Seq: 1, Events: []byte("[]"), Texts: []workflow.Text{{Words: "in confidence", Salt: [16]byte{1}, Digest: canonical.Sum(nil)}}}
		require.NoError(t, s.Append(t.Context(), workflow.Batch{Enrolment: id, Records: []workflow.Record{r}}))
		redaction := workflow.Batch{Enrolment: id, After: 1, Records: []workflow.Record{{Seq: 2}}, Erase: []workflow.TextRef{{Seq: 1, Text: canonical.Sum(nil)}}}
		require.NoError(t, s.Append(t.Context(), redaction))
		got := must(s.Load(t.Context(), id, 0))
		require.Len(t, got, 2)
		require.Empty(t, got[0].Texts[0].Words)
		require.ErrorIs(t, s.Append(t.Context(), redaction), workflow.ErrConflict)
		if i%2 == 0 {
			require.NoError(t, s.Erase(t.Context(), workflow.Batch{Enrolment: id, After: 2, Records: []workflow.Record{{Seq: 3}}}))
			require.Len(t, must(s.Load(t.Context(), id, 0)), 1)
		}
	}
	for i := range 4 {
		require.NotZero(t, count(t, db, fmt.Sprintf("SELECT count(*) FROM %s_%d", d.table("records"), i)), "all partitions have some")
	}
}
