package stores_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

func codes(found []sqlstore.Finding) (all []string) {
	for _, f := range found {
		all = append(all, string(f.Code))
	}
	return all
}

// checked are the codes of all findings about all enrolments and orphans.
func checked(t *testing.T, s *sqlstore.Store) (all []string) {
	t.Helper()
	found, err := s.Orphans(t.Context())
	require.NoError(t, err)
	all = codes(found)
	for id, err := range s.Enrolments(t.Context(), "") {
		require.NoError(t, err)
		found, err := s.Check(t.Context(), frameworks.Catalog(), id)
		require.NoError(t, err)
		all = append(all, codes(found)...)
	}
	return all
}

func rebuild(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	require.NoError(t, s.RemoveOrphans(t.Context()))
	for id, err := range s.Enrolments(t.Context(), "") {
		require.NoError(t, err)
		_, _, err := s.Rebuild(t.Context(), frameworks.Catalog(), id)
		require.NoError(t, err)
	}
}

// A damage is done behind the store's back. {name} is a table, «hex» bytes.
type damage struct {
	name string
	sql  string
	want []string // codes
}

const ofLearner1 = " WHERE enrolment = (SELECT key FROM {enrolments} WHERE id = 'learner-1')"

var damages = []damage{
	{"a learner", "UPDATE {enrolments} SET learner = 'learner-9' WHERE id = 'learner-1'", []string{"row-differs"}},
	{"a framework", "UPDATE {enrolments} SET framework = 'other' WHERE id = 'learner-1'", []string{"row-differs"}},
	{"a category", "UPDATE {enrolments} SET category = 'other' WHERE id = 'learner-1'", []string{"row-differs"}},
	{"a status", "UPDATE {enrolments} SET status = 'ready' WHERE id = 'learner-1'", []string{"row-differs"}},
	{"no trial", "UPDATE {enrolments} SET trial = NOT trial WHERE id = 'learner-2'", []string{"row-differs"}},
	{"an end", "UPDATE {enrolments} SET good_until = 5 WHERE id = 'learner-1'", []string{"row-differs"}},
	{"a digest", "UPDATE {enrolments} SET named = «00» WHERE id = 'learner-1'", []string{"row-differs"}},
	{"an erased one found", "UPDATE {enrolments} SET learner = 'learner-3' WHERE id = 'learner-3'", []string{"row-differs"}},
	{"a mention less", "DELETE FROM {mentions} WHERE kind = 2", []string{"mentions-differ"}},
	{"a mention more", "INSERT INTO {mentions} (enrolment, kind, who) SELECT 'learner-1', 2, 'assessor-9'", []string{"mentions-differ"}},
	{"a mention of no kind", "INSERT INTO {mentions} (enrolment, kind, who) SELECT 'learner-3', 77, 'assessor-9'", []string{"mentions-differ"}},
	{"a mention of nothing", "INSERT INTO {mentions} (enrolment, kind, who) SELECT 'learner-9', 2, 'assessor-9'", []string{"orphaned-rows"}},
	{"a snapshot of nothing", "INSERT INTO {snapshots} (enrolment, last, state) SELECT 77, 1, «00»", []string{"orphaned-rows"}},
	{"no summary", "UPDATE {enrolments} SET summary = «7b» WHERE id = 'learner-1'", []string{"summary-differs"}},
	{"a newer summary", "UPDATE {enrolments} SET summary = «7b22666f726d6174223a22636f756e7465727369676e2d73756d6d6172792f39227d» WHERE id = 'learner-1'", []string{"newer"}},
	{"the summary of another", "UPDATE {enrolments} SET summary = (SELECT summary FROM {enrolments} WHERE id = 'learner-2') WHERE id = 'learner-1'",
		[]string{"summary-differs", "row-differs", "mentions-differ"}},
	{"the last record gone", "DELETE FROM {records}" + ofLearner1 + " AND seq = 7", []string{"last-differs"}},
	{"the number of the last", "UPDATE {enrolments} SET last = last + 1 WHERE id = 'learner-1'", []string{"last-differs"}},
	{"a record gone", "DELETE FROM {records}" + ofLearner1 + " AND seq = 2", []string{"chain-broken", "chain-broken"}},
	{"all that is left of one gone", "DELETE FROM {records} WHERE enrolment = (SELECT key FROM {enrolments} WHERE id = 'learner-3')", []string{"last-differs"}},
	{"the record of a text gone", "DELETE FROM {records}" + ofLearner1 + " AND seq = 6", []string{"orphaned-records", "record-damaged"}},
	{"another time", "UPDATE {records} SET at = at + 1" + ofLearner1 + " AND seq = 2", []string{"chain-broken"}},
	{"the body of another", "UPDATE {records} SET body = (SELECT body FROM {records}" + ofLearner1 + " AND seq = 6)" + ofLearner1 + " AND seq = 4",
		[]string{"chain-broken", "chain-broken", "chain-broken"}},
	{"no body", "UPDATE {records} SET body = «00»" + ofLearner1 + " AND seq = 2", []string{"record-damaged"}},
	{"no heading", "UPDATE {records} SET heading = 77" + ofLearner1 + " AND seq = 2", []string{"record-damaged"}},
	{"another hash", "UPDATE {records} SET hash = (SELECT hash FROM {records}" + ofLearner1 + " AND seq = 2)" + ofLearner1 + " AND seq = 4",
		[]string{"chain-broken", "chain-broken"}},
	{"other words", "UPDATE {texts} SET words = «41»" + ofLearner1 + " AND seq = 6", []string{"chain-broken"}},
	{"words brought back", "UPDATE {texts} SET words = «41»" + ofLearner1 + " AND seq = 4", []string{"chain-broken"}},
	{"no words", "DELETE FROM {texts}" + ofLearner1 + " AND seq = 6", []string{"chain-broken"}},
	{"a short hash", "UPDATE {records} SET hash = «00»" + ofLearner1 + " AND seq = 2", []string{"record-damaged"}},
	{"the order of the feed", "UPDATE {records} SET position = (SELECT max(position) + 1 FROM {records})" + ofLearner1 + " AND seq = 2", []string{"feed-disordered"}},
	{"an orphaned record", "UPDATE {records} SET enrolment = 77" + ofLearner1 + " AND seq = 2", []string{"orphaned-records", "chain-broken", "chain-broken"}},
}

// in fills in the names of tables and the literals of bytes.
func (d *database) in(sql string) string {
	for {
		before, rest, ok := strings.Cut(sql, "{")
		if !ok {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		sql = before + d.table(name) + after
	}
	for {
		before, rest, ok := strings.Cut(sql, "«")
		if !ok {
			return sql
		}
		hex, after, _ := strings.Cut(rest, "»")
		sql = before + d.bytes(hex) + after
	}
}

// unbind takes the foreign keys away.
func (d *database) unbind(t *testing.T, db *sql.DB) {
	t.Helper()
	if d.driver == "sqlite" {
		db.SetMaxOpenConns(1) // of a connection
		run(t, db, "PRAGMA foreign_keys = 0")
		return
	}
	run(t, db, `DO $$ DECLARE c record; BEGIN
		FOR c IN SELECT conrelid::regclass AS of, conname FROM pg_constraint WHERE contype = 'f' AND connamespace = '`+d.options.Schema+`'::regnamespace
		LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.of, c.conname); END LOOP; END $$`)
}

// dump is all that stands in the tables of enrolments.
func (d *database) dump(t *testing.T, db *sql.DB) (all []string) {
	t.Helper()
	for _, table := range []string{"enrolments", "records", "texts", "mentions", "snapshots"} {
		rows, err := db.QueryContext(t.Context(), "SELECT * FROM "+d.table(table))
		require.NoError(t, err)
		columns, err := rows.Columns()
		require.NoError(t, err)
		for rows.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			require.NoError(t, rows.Scan(into...))
			all = append(all, fmt.Sprint(table, row))
		}
		require.NoError(t, rows.Err())
	}
	slices.Sort(all)
	return all
}

// save keeps what stands in the tables of enrolments, for restore to put back.
func (d *database) save(t *testing.T, db *sql.DB) (restore func()) {
	t.Helper()
	tables, overriding := []string{"enrolments", "records", "texts", "mentions"}, ""
	if d.driver != "sqlite" {
		overriding = " OVERRIDING SYSTEM VALUE"
	}
	for _, table := range tables {
		run(t, db, "CREATE TABLE "+d.table("saved_"+table)+" AS SELECT * FROM "+d.table(table))
	}
	return func() {
		t.Helper()
		for _, table := range tables {
			run(t, db, "DELETE FROM "+d.table(table))
			run(t, db, "INSERT INTO "+d.table(table)+overriding+" SELECT * FROM "+d.table("saved_"+table))
		}
	}
}

// Each kind of damage is found, and by what it is; what follows from the
// records is made anew, and nothing else is touched.
func TestCheckAndRebuild(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		if underRace && d.dialect == sqlstore.SQLite {
			return
		}
		s, db := d.store(t)
		travelled(t, s)
		require.Empty(t, checked(t, s))
		before := d.dump(t, db)
		d.unbind(t, db)
		restore := d.save(t, db)
		for _, c := range damages {
			restore()
			run(t, db, d.in(c.sql))
			damaged := d.dump(t, db)
			require.NotEqual(t, before, damaged, c.name)
			require.Equal(t, c.want, checked(t, s), c.name)
			derived := !slices.ContainsFunc(c.want, func(code string) bool { return !sqlstore.Code(code).Derived() })
			rebuild(t, s)
			if derived {
				require.Empty(t, checked(t, s), c.name)
				require.Empty(t, cmp.Diff(before, d.dump(t, db)), c.name)
			} else {
				require.Equal(t, c.want, checked(t, s), c.name)
				require.Empty(t, cmp.Diff(damaged, d.dump(t, db)), "%s: what does not follow from sound records is left alone", c.name)
			}
		}
		restore()
		run(t, db, d.in("UPDATE {enrolments} SET named = «»"))
		require.Empty(t, checked(t, s), "it is not known until the next append")
	})
}

// What the catalogue does not have, or has otherwise, cannot be checked, and
// is not rebuilt; what was erased needs no content.
func TestCheckNeedsContent(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		travelled(t, s)
		run(t, db, d.in("UPDATE {enrolments} SET summary = «7b»"))
		fw, err := fs.ReadFile(frameworks.FS(), "hand-hygiene/1.0.0/hand-hygiene.yaml")
		require.NoError(t, err)
		for want, files := range map[sqlstore.Code]fstest.MapFS{
			sqlstore.ContentMissing: {},
			sqlstore.ContentChanged: {"hand-hygiene/1.0.0/hand-hygiene.yaml": {Data: bytes.Replace(fw, []byte("Complete the"), []byte("Do the"), 1)}},
		} {
			catalog, err := proficiency.NewCatalog(files)
			require.NoError(t, err)
			found, rebuilt, err := s.Rebuild(t.Context(), catalog, "learner-1")
			require.NoError(t, err)
			require.False(t, rebuilt)
			require.Equal(t, []string{string(want)}, codes(found))
			found, rebuilt, err = s.Rebuild(t.Context(), catalog, "learner-3")
			require.NoError(t, err)
			require.Equal(t, len(found) > 0, rebuilt)
		}
		require.Equal(t, []string{"summary-differs", "summary-differs"}, checked(t, s))
		found, err := s.Check(t.Context(), frameworks.Catalog(), "nobody")
		require.NoError(t, err)
		require.Empty(t, found)
	})
}

// What a newer version wrote is said to be that, and is not touched.
func TestCheckOfNewerRecords(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, _ := d.store(t)
		travelled(t, s)
		records := must(s.Load(t.Context(), "learner-1", 0))
		next := records[6]
		next.Format, next.Seq = 9, 8
		require.NoError(t, s.Append(t.Context(), workflow.Batch{Enrolment: "learner-1", After: 7, Records: []workflow.Record{next}}))
		found, rebuilt, err := s.Rebuild(t.Context(), frameworks.Catalog(), "learner-1")
		require.NoError(t, err)
		require.False(t, rebuilt)
		require.Equal(t, []string{"newer"}, codes(found))
	})
}

// Ids come in order, page after page, whatever becomes of the store meanwhile.
func TestEnrolments(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		var want []workflow.EnrolmentID
		var all []string
		for i := range 1100 {
			all = append(all, fmt.Sprintf("e%04d", i))
			want = append(want, workflow.EnrolmentID(all[i]))
		}
		run(t, db, d.in("INSERT INTO {enrolments} (id, last, learner, framework, category, status, trial, summary) SELECT column1, 1, '', '', '', '', column1 = 'e0007', «» FROM (VALUES ('"+
			strings.Join(all, "'), ('")+"')) AS v"))
		for _, from := range []int{0, 1, 499, 500, 501, 1100} {
			after := workflow.EnrolmentID("")
			if from > 0 {
				after = want[from-1]
			}
			got := []workflow.EnrolmentID{}
			for id, err := range s.Enrolments(t.Context(), after) {
				require.NoError(t, err)
				got = append(got, id)
			}
			require.Equal(t, append([]workflow.EnrolmentID{}, want[from:]...), got)
			require.EqualValues(t, len(got), must(s.Count(t.Context(), after)))
		}
		for range s.Enrolments(t.Context(), "") {
			require.Len(t, must(s.Load(t.Context(), "e0000", 0)), 0, "the store can be used meanwhile")
			break
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		for _, err := range s.Enrolments(gone, "") {
			require.ErrorIs(t, err, context.Canceled)
		}
	})
}

// Checks and rebuilds find nothing that is not there while somebody writes, and
// lose nothing of what is written.
func TestRebuildWhileInUse(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		travelled(t, s)
		done := make(chan struct{})
		go func() {
			defer close(done)
			j := again(t, s)
			for range 100 {
				said := j.do("learner-1", &workflow.Comment{Comment: "more"})
				j.do("assessor-1", &workflow.Redact{Record: said.Seq, Text: said.Texts[0].Digest})
			}
		}()
		for going := true; going; {
			select {
			case <-done:
				going = false
			default:
			}
			found, err := s.Check(t.Context(), frameworks.Catalog(), "learner-1")
			require.NoError(t, err)
			require.Empty(t, found)
			run(t, db, d.in("UPDATE {enrolments} SET status = 'x' WHERE id = 'learner-1'"))
			_, _, err = s.Rebuild(t.Context(), frameworks.Catalog(), "learner-1")
			require.NoError(t, err)
		}
		require.Empty(t, checked(t, s))
	})
}

// A register is checked as enrolments are.
func TestCheckRegister(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		g, err := sqlstore.NewRegister(db, d.dialect, d.options)
		require.NoError(t, err)
		reg, err := roles.NewRegister(nil, g, roles.RegisterOptions{})
		require.NoError(t, err)
		for _, act := range []roles.Act{
			&roles.OpenCentre{CentreKind: roles.Trust, Zone: "Europe/London"}, &roles.NameHolder{Person: "head-1", Role: "centre-manager"},
		} {
			_, err := reg.DoAsHost(t.Context(), roles.ActRequest{Centre: "trust-1", Act: act})
			require.NoError(t, err)
		}
		check := func(want ...string) {
			t.Helper()
			found, err := g.Check(t.Context(), "trust-1")
			require.NoError(t, err)
			require.Equal(t, want, codes(found))
		}
		check()
		for _, damage := range []string{
			"DELETE FROM {register_people}", "INSERT INTO {register_people} (person, centre) SELECT 'person-9', 'trust-1'",
			"UPDATE {register_people} SET person = 'person-9'",
		} {
			run(t, db, d.in(damage))
			check("mentions-differ")
			_, rebuilt, err := g.Rebuild(t.Context(), "trust-1")
			require.NoError(t, err)
			require.True(t, rebuilt)
			check()
		}
		for damage, want := range map[string]string{
			"UPDATE {register_records} SET request = 'x' WHERE seq = 2": "chain-broken",
			"UPDATE {register_records} SET format = 9 WHERE seq = 2":    "newer",
			"UPDATE {register_records} SET hash = «00» WHERE seq = 2":   "record-damaged",
			"UPDATE {register_centres} SET last = 9":                    "last-differs",
		} {
			run(t, db, d.in("CREATE TABLE {saved_records} AS SELECT * FROM {register_records}"))
			run(t, db, d.in(damage))
			check(want)
			_, rebuilt, err := g.Rebuild(t.Context(), "trust-1")
			require.NoError(t, err)
			require.False(t, rebuilt)
			check(want)
			run(t, db, d.in("UPDATE {register_centres} SET last = 2"))
			run(t, db, d.in("DELETE FROM {register_records}"))
			run(t, db, d.in("INSERT INTO {register_records} SELECT * FROM {saved_records}"))
			run(t, db, d.in("DROP TABLE {saved_records}"))
		}
		check()
		d.unbind(t, db)
		run(t, db, d.in("DELETE FROM {register_centres}"))
		require.Equal(t, []string{"orphaned-records", "orphaned-rows"}, checked(t, s))
		require.NoError(t, s.RemoveOrphans(t.Context()))
		require.Equal(t, []string{"orphaned-records"}, checked(t, s))
	})
}
