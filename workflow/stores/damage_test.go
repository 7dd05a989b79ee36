package stores_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// What somebody has changed behind the store's back is an error that says
// where, and no panic. What was good before it is still given.
func TestDamage(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		b := batch
		b.Records = []workflow.Record{{Seq: 1, Texts: []workflow.Text{{Words: "in confidence", Digest: canonical.Sum(nil)}}}}
		for _, b.Enrolment = range []workflow.EnrolmentID{"a", "b"} {
			b.Summary = workflow.Summary{Enrolment: b.Enrolment, Learner: "learner-1"}
			require.NoError(t, s.Append(t.Context(), b))
		}
		for _, c := range []struct{ table, column, want string }{
			{"records", "hash", "record 1: a column holds 1 bytes where 32 are due"},
			{"records", "body", "record 1: what is stored was not packed"},
			{"texts", "salt", "record 1: a column holds 1 bytes where 16 are due"},
			{"texts", "digest", "record 1: a column holds 1 bytes where 32 are due"},
		} {
			saved := c.table + "_saved"
			run(t, db, fmt.Sprintf("CREATE TABLE %s AS SELECT %s AS was FROM %s", d.table(saved), c.column, d.table(c.table)))
			run(t, db, fmt.Sprintf("UPDATE %s SET %s = %s", d.table(c.table), c.column, d.bytes("00")))
			_, err := s.Load(t.Context(), "a", 0)
			require.ErrorContains(t, err, c.want)
			run(t, db, fmt.Sprintf("UPDATE %s SET %s = (SELECT was FROM %s LIMIT 1)", d.table(c.table), c.column, d.table(saved)))
			run(t, db, "DROP TABLE "+d.table(saved))
			require.Len(t, must(s.Load(t.Context(), "a", 0)), 1)
		}
		run(t, db, "UPDATE "+d.table("enrolments")+" SET summary = "+d.bytes("7b7d")+" WHERE id = 'b'")
		var ids []workflow.EnrolmentID
		var failed error
		for sum, err := range s.List(t.Context(), workflow.Query{}) {
			require.NoError(t, failed, "something follows an error")
			if failed = err; err == nil {
				ids = append(ids, sum.Enrolment)
			}
		}
		require.ErrorContains(t, failed, `the summary of enrolment "b"`)
		require.Equal(t, []workflow.EnrolmentID{"a"}, ids)
		run(t, db, "UPDATE "+d.table("headings")+" SET version = 'one'")
		require.Len(t, must(s.Load(t.Context(), "a", 0)), 1, "a process remembers headings")
		s, err := sqlstore.New(db, d.dialect, d.options)
		require.NoError(t, err)
		_, err = s.Load(t.Context(), "a", 0)
		require.ErrorContains(t, err, "record 1: its heading: ")
	})
}

// bytes is a literal.
func (d *database) bytes(hex string) string {
	if d.driver == "sqlite" {
		return "x'" + hex + "'"
	}
	return `'\x` + hex + "'"
}

// Of the writers of several processes after one record, one is first.
func TestProcessesOnOneDatabase(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		var stores []workflow.Store
		for range 3 {
			s, _ := d.store(t)
			stores = append(stores, s)
		}
		for last := range workflow.Seq(15) {
			errs := make([]error, len(stores))
			var wg sync.WaitGroup
			for i, s := range stores {
				wg.Go(func() {
					r := workflow.Record{Seq: last + 1, Request: workflow.RequestID(fmt.Sprint(i))}
					errs[i] = s.Append(t.Context(), workflow.Batch{Enrolment: "e", After: last, Records: []workflow.Record{r}})
				})
			}
			wg.Wait()
			var first []string
			for i, err := range errs {
				if err == nil {
					first = append(first, fmt.Sprint(i))
				} else {
					require.ErrorIs(t, err, workflow.ErrConflict)
				}
			}
			got := must(stores[0].Load(t.Context(), "e", last))
			require.Len(t, got, 1)
			require.Equal(t, string(got[0].Request), strings.Join(first, " and "))
		}
	})
}

// What is erased is in no row any more, and with the words goes the salt that
// would let short ones be guessed.
func TestWhatIsErasedIsInNoRow(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		sum := canonical.Sum(nil)
		text := workflow.Text{Words: "in confidence", Salt: [16]byte{1}, Digest: sum}
		b := batch
		b.Summary.Learner, b.Summary.Centres = "learner-1", []workflow.CentreID{"trust-1"}
		b.Records = []workflow.Record{{Seq: 1, Texts: []workflow.Text{text, {Words: "else", Digest: canonical.Sum([]byte{1})}}}}
		require.NoError(t, s.Append(t.Context(), b))
		left := "SELECT count(*) FROM " + d.table("texts") + " WHERE length(words) > 0 OR salt <> " + d.bytes(strings.Repeat("00", 16))
		require.Equal(t, 2, count(t, db, left))

		b.After, b.Records, b.Erase = 1, []workflow.Record{{Seq: 2}}, []workflow.TextRef{{Seq: 1, Text: sum}}
		require.NoError(t, s.Append(t.Context(), b))
		require.Equal(t, 1, count(t, db, left))

		b = workflow.Batch{Enrolment: b.Enrolment, After: 2, Records: []workflow.Record{{Seq: 3}}}
		require.NoError(t, s.Erase(t.Context(), b))
		for table, want := range map[string]int{"texts": 0, "mentions": 0, "records": 1, "enrolments": 1} {
			require.Equal(t, want, count(t, db, "SELECT count(*) FROM "+d.table(table)), table)
		}
		require.Zero(t, count(t, db, "SELECT count(*) FROM "+d.table("enrolments")+" WHERE learner <> ''"))
	})
}
