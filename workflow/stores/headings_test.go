package stores_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/sqlstore"
)

// headed is a batch of one record under a heading.
func headed(id workflow.EnrolmentID, after workflow.Seq, kind workflow.Kind, centre workflow.CentreID) workflow.Batch {
	r := workflow.Record{Seq: after + 1, Kind: kind, Actor: "learner-1", Register: string(centre) + "@1", Events: []byte("[]")}
	return workflow.Batch{
		Enrolment: id, After: after, Records: []workflow.Record{r}, Summary: workflow.Summary{Enrolment: id, Centres: []workflow.CentreID{centre}},
	}
}

// What records have in common is stored once, whoever stores them, and whatever
// becomes of them.
func TestHeadingsAreStoredOnce(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		other, err := sqlstore.New(db, d.dialect, d.options)
		require.NoError(t, err)
		headings := func() int { return count(t, db, "SELECT count(*) FROM "+d.table("headings")) }
		for seq := range workflow.Seq(3) {
			require.NoError(t, s.Append(t.Context(), headed("a", seq, "answer", "trust-1")))
			require.NoError(t, other.Append(t.Context(), headed("b", seq, "answer", "trust-1")))
		}
		require.Equal(t, 1, headings())
		require.ErrorIs(t, s.Append(t.Context(), headed("a", 1, "confirm", "trust-1")), workflow.ErrConflict)
		require.Equal(t, 2, headings(), "that of a record that lost a race is no harm")
		require.NoError(t, other.Append(t.Context(), headed("b", 3, "confirm", "trust-1")))
		require.NoError(t, other.Append(t.Context(), headed("b", 4, "confirm", "trust-2")))
		require.Equal(t, 3, headings())
		for _, s := range []*sqlstore.Store{s, other} {
			var got []string
			for _, r := range must(s.Load(t.Context(), "b", 0)) {
				got = append(got, fmt.Sprint(r.Kind, " ", r.Register))
			}
			require.Equal(t, []string{"answer trust-1@1", "answer trust-1@1", "answer trust-1@1", "confirm trust-1@1", "confirm trust-2@1"}, got)
		}
	})
}

// Two headings of which the same number follows both find a place.
func TestHeadingsWithTheSameKey(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		require.NoError(t, s.Append(t.Context(), headed("a", 0, "answer", "trust-1")))
		run(t, db, "UPDATE "+d.table("headings")+" SET kind = 'another'")
		for range 2 {
			s, err := sqlstore.New(db, d.dialect, d.options)
			require.NoError(t, err)
			after := workflow.Seq(len(must(s.Load(t.Context(), "a", 0))))
			require.NoError(t, s.Append(t.Context(), headed("a", after, "answer", "trust-1")))
		}
		s, err := sqlstore.New(db, d.dialect, d.options)
		require.NoError(t, err)
		var kinds []workflow.Kind
		for _, r := range must(s.Load(t.Context(), "a", 0)) {
			kinds = append(kinds, r.Kind)
		}
		require.Equal(t, []workflow.Kind{"another", "answer", "answer"}, kinds)
		require.Equal(t, 2, count(t, db, "SELECT count(*) FROM "+d.table("headings")))
	})
}

// A process that goes on after the database went back to a backup stores nothing
// under headings that the backup has not got, by whatever way it writes, and then
// everything again.
func TestHeadingsLostWithABackup(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		ways := map[string]func(*sqlstore.Store, workflow.Batch) error{
			"alone": func(s *sqlstore.Store, b workflow.Batch) error { return s.Append(t.Context(), b) },
			"several": func(s *sqlstore.Store, b workflow.Batch) error {
				more := b.Records[0]
				more.Seq++
				b.Records = append(b.Records, more)
				return s.Append(t.Context(), b)
			},
			"together": func(s *sqlstore.Store, b workflow.Batch) error {
				errs := make([]error, 64)
				var all sync.WaitGroup
				for i := range errs {
					all.Go(func() {
						b := b
						b.Enrolment += workflow.EnrolmentID(fmt.Sprint("-", i))
						b.Summary.Enrolment = b.Enrolment
						errs[i] = s.Append(t.Context(), b)
					})
				}
				all.Wait()
				return errors.Join(errs...)
			},
		}
		s, db := d.store(t)
		for name, append := range ways {
			b := headed(workflow.EnrolmentID(name), 0, workflow.Kind(name), "trust-1")
			require.NoError(t, s.Append(t.Context(), headed("other", 0, workflow.Kind(name), "trust-1")))
			run(t, db, "DELETE FROM "+d.table("mentions"))
			for _, table := range []string{"records", "enrolments", "headings"} {
				run(t, db, "DELETE FROM "+d.table(table))
			}
			require.ErrorIs(t, append(s, b), workflow.ErrNotStored, name)
			if name != "together" { // of whom some come after it was noticed
				require.Zero(t, count(t, db, "SELECT count(*) FROM "+d.table("records")), name)
				require.NoError(t, append(s, b), name)
			}
			require.Zero(t, count(t, db, "SELECT count(*) FROM "+d.table("records")+" WHERE heading NOT IN (SELECT key FROM "+d.table("headings")+")"))
			require.NoError(t, s.Append(t.Context(), headed("last", 0, workflow.Kind(name), "trust-1")), name)
			require.Len(t, must(s.Load(t.Context(), "last", 0)), 1, name)
			run(t, db, "DELETE FROM "+d.table("mentions"))
			run(t, db, "DELETE FROM "+d.table("records"))
			run(t, db, "DELETE FROM "+d.table("enrolments"))
		}
	})
}

// A heading whose keys are all others' is done without.
func TestHeadingsWithoutAKey(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		require.NoError(t, s.Append(t.Context(), headed("a", 0, "answer", "trust-1")))
		run(t, db, "UPDATE "+d.table("headings")+" SET kind = 'another'")
		for i := range 7 {
			run(t, db, fmt.Sprintf("INSERT INTO %[1]s SELECT (key + %[2]d) & 2147483647, format, kind, framework, version, framework_digest, policy_digest, centre FROM %[1]s ORDER BY key LIMIT 1", d.table("headings"), i+1))
		}
		s, err := sqlstore.New(db, d.dialect, d.options)
		require.NoError(t, err)
		require.NoError(t, s.Append(t.Context(), headed("b", 0, "answer", "trust-1")))
		require.Equal(t, 1, count(t, db, "SELECT count(*) FROM "+d.table("records")+" WHERE heading IS NULL"))
		require.Equal(t, workflow.Kind("answer"), must(s.Load(t.Context(), "b", 0))[0].Kind)
	})
}

// In a transaction of the host no heading is stored, for which others would have to
// wait, and those that are there are used. What was stored without one comes back.
func TestHeadingsInATransaction(t *testing.T) {
	onEach(t, func(t *testing.T, d *database) {
		s, db := d.store(t)
		headings := func() int { return count(t, db, "SELECT count(*) FROM "+d.table("headings")) }
		without := func() int { return count(t, db, "SELECT count(*) FROM "+d.table("records")+" WHERE heading IS NULL") }
		b := headed("a", 0, "answer", "trust-1")
		r := &b.Records[0]
		r.Format, r.FrameworkDigest, r.PolicyDigest = 7, digest(1), digest(2)
		tx, err := db.BeginTx(t.Context(), nil)
		require.NoError(t, err)
		require.NoError(t, s.Over(tx).Append(t.Context(), b))
		if d.driver != "sqlite" { // whose writers wait for one another
			require.NoError(t, s.Append(t.Context(), headed("b", 0, "answer", "trust-1")), "nobody waits for it")
		}
		same(t, b.Records, must(s.Over(tx).Load(t.Context(), "a", 0)), "in the transaction")
		require.NoError(t, tx.Commit())
		same(t, b.Records, must(s.Load(t.Context(), "a", 0)), "afterwards")
		require.Equal(t, 1, without())

		require.NoError(t, s.Append(t.Context(), headed("c", 0, "answer", "trust-1")))
		there := headings()
		tx, err = db.BeginTx(t.Context(), nil)
		require.NoError(t, err)
		require.NoError(t, s.Over(tx).Append(t.Context(), headed("d", 0, "answer", "trust-1")))
		require.NoError(t, tx.Commit())
		require.Equal(t, 1, without())
		require.Equal(t, there, headings())
	})
}
