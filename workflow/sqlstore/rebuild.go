package sqlstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// maxTries bounds lost races: each append makes the row anew by itself.
const maxTries = 100

// Rebuild makes the summary of an enrolment, and what lists select by, anew
// from its records, where [Store.Check] finds that they differ, and gives what
// it has found. It writes nothing, and gives false, where nothing differs, or
// where anything is found that does not follow from the records; no record is
// ever changed. It is safe while others write: what it writes is compared and
// set, and begun anew if somebody appends meanwhile. The error is the
// database's; rebuilding again is safe.
func (s *Store) Rebuild(ctx context.Context, catalog *proficiency.Catalog, id workflow.EnrolmentID) (found []Finding, rebuilt bool, err error) {
	for try := 1; ; try++ {
		c, err := s.check(ctx, catalog, id)
		if err != nil || !Rebuildable(c.found) {
			return c.found, false, err
		}
		err = s.set(ctx, c)
		if !errors.Is(err, workflow.ErrConflict) || try == maxTries {
			return c.found, err == nil, err
		}
	}
}

// set writes the row and the mentions again, if the last record is still the same.
func (s *Store) set(ctx context.Context, c *checking) error {
	r, err := newRow(&workflow.Batch{Enrolment: c.id, After: c.last(), Records: c.records[len(c.records)-1:], Summary: *c.sum})
	if err != nil {
		return err
	}
	return s.write(ctx, &change{
		table: "enrolments", id: r.id, head: r.again, before: []part{emptied("snapshots")}, renamed: []part{r.forget, r.mention}, bulky: true,
		conflict: workflow.ErrConflict, notStored: workflow.ErrNotStored,
	})
}

// lost are rows that belong to nothing that is there, by the table that they stand in.
var lost = []struct {
	table string
	code  Code
	where string
}{
	{"records", OrphanedRecords, "NOT EXISTS (SELECT 1 FROM {enrolments} p WHERE p.key = t.enrolment)"},
	{"texts", OrphanedRecords, "NOT EXISTS (SELECT 1 FROM {records} p WHERE p.enrolment = t.enrolment AND p.seq = t.seq)"},
	{"mentions", OrphanedRows, "NOT EXISTS (SELECT 1 FROM {enrolments} p WHERE p.id = t.enrolment)"},
	{"snapshots", OrphanedRows, "NOT EXISTS (SELECT 1 FROM {enrolments} p WHERE p.key = t.enrolment)"},
	{"register_records", OrphanedRecords, "NOT EXISTS (SELECT 1 FROM {register_centres} p WHERE p.key = t.centre)"},
	{"register_people", OrphanedRows, "NOT EXISTS (SELECT 1 FROM {register_centres} p WHERE p.id = t.centre)"},
}

// Orphans finds rows, of registers too, that belong to nothing that is there.
// It reads every row of these tables.
func (s *Store) Orphans(ctx context.Context) (found []Finding, err error) {
	for _, l := range lost {
		n, _, err := s.number(ctx, s.statement().add("SELECT count(*) FROM {"+l.table+"} t WHERE "+l.where))
		if err != nil {
			return found, err
		}
		if n > 0 {
			found = append(found, Finding{Code: l.code, Message: fmt.Sprintf("%d rows of the table %s belong to nothing that is there", n, l.table)})
		}
	}
	return found, nil
}

// RemoveOrphans removes those that would follow from records. It is safe while
// others write, and the error is the database's. It is not for a store inside
// a transaction.
func (s *Store) RemoveOrphans(ctx context.Context) error {
	for _, l := range lost {
		if !l.code.Derived() {
			continue
		}
		q := s.statement().add("DELETE FROM {" + l.table + "} AS t WHERE " + l.where)
		if _, err := s.db.ExecContext(ctx, q.sql.String()); err != nil {
			return fmt.Errorf("sqlstore: %w", err)
		}
	}
	return nil
}
