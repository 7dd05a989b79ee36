package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/countersign-go/countersign/workflow"
)

// Append implements [workflow.Store] and, where the batch says what to erase,
// [workflow.Eraser]. Everything of b is written in one step: with one
// statement in PostgreSQL, but for a batch of several records or very many
// texts, and with one short transaction in SQLite; others' batches may be in it.
// Before the first record of a kind, at a centre, on content, that a process
// stores, a few statements more see to the heading that such records have in
// common. A batch whose ids are not
// UTF-8, or hold a NUL, is ErrNotStored.
func (s *Store) Append(ctx context.Context, b workflow.Batch) error {
	return s.put(ctx, &b, b.After+1, nil)
}

// Erase implements [workflow.Eraser]. The rows are deleted: what that leaves
// behind in the database's files is the database's affair, and its backups are
// not touched. Headings stay, which name kinds of commands, content and centres,
// and neither a person nor an enrolment.
func (s *Store) Erase(ctx context.Context, b workflow.Batch) error {
	from := b.After + 1
	switch n := len(b.Records); {
	case n > 1 && b.After > 0:
		return fmt.Errorf("%w: %d records where one is to be left", workflow.ErrNotStored, n)
	case n > 0 && b.After == 0: // put back: it began at any number
		from = max(1, b.Records[0].Seq)
	}
	return s.put(ctx, &b, from, []part{emptied("texts"), emptied("records")})
}

// emptied deletes all rows of a table that belong to the enrolment.
func emptied(table string) part {
	return func(s *statement) {
		s.add("DELETE FROM {" + table + "} WHERE enrolment IN (SELECT key FROM e)")
	}
}

// put writes a batch whose records are numbered from a number on.
func (s *Store) put(ctx context.Context, b *workflow.Batch, from workflow.Seq, before []part) error {
	if err := ctx.Err(); err != nil {
		return errors.Join(workflow.ErrNotStored, err)
	}
	if err := check(b, from); err != nil {
		return err
	}
	r, err := newRow(b)
	if err != nil {
		return fmt.Errorf("%w: %w", workflow.ErrNotStored, err)
	}
	stored, err := s.headed(ctx, b)
	if err != nil {
		return notHeaded(err)
	}
	texts := textRows(b.Records)
	c := change{
		table: "enrolments", id: r.id, head: r.head, more: ", position", same: r.same, renamed: []part{r.forget, r.mention},
		before: before, rows: []rows{newRecords(b.Records, stored)}, bulky: len(b.Records) > 1 || len(texts.values) > manyTexts,
		conflict: workflow.ErrConflict, notStored: workflow.ErrNotStored, size: sizeOf(b, r),
	}
	if r.after > 0 {
		c.slight = r.slight
	}
	if len(b.Erase) > 0 {
		c.before = append(c.before, blanked(b.Erase))
	}
	c.after = snapshotParts(b, len(before) > 0 || len(b.Erase) > 0)
	if len(texts.values) > 0 {
		c.rows = append(c.rows, texts)
	}
	if len(c.before) == 0 && len(c.after) == 0 && !c.bulky {
		c.row = r
	}
	c.stays = s.known.has(r)
	err = s.write(ctx, &c)
	s.known.learn(r, err)
	if errors.Is(err, workflow.ErrNotStored) {
		s.headings.forget()
	}
	return err
}

// notHeaded says what it means that the headings are not there: whatever has become
// of them, none of the records was stored.
func notHeaded(err error) error {
	if isRace(err) {
		return fmt.Errorf("%w: %w", workflow.ErrConflict, err)
	}
	return fmt.Errorf("%w: %w", workflow.ErrNotStored, err)
}

// sizeOf is about how many bytes are to be written.
func sizeOf(b *workflow.Batch, r *row) int {
	n := len(r.summary) + len(r.mentions)
	for i := range b.Records {
		n += len(b.Records[i].Events)
		for _, t := range b.Records[i].Texts {
			n += len(t.Words)
		}
	}
	return n
}

// check says what is wrong with the numbers of a batch.
func check(b *workflow.Batch, from workflow.Seq) error {
	if len(b.Records) == 0 {
		return fmt.Errorf("%w: the batch has no records", workflow.ErrNotStored)
	}
	for i := range b.Records {
		if want := from + workflow.Seq(i); b.Records[i].Seq != want {
			return fmt.Errorf("%w: record %d stands where %d is due", workflow.ErrNotStored, b.Records[i].Seq, want)
		}
	}
	if b.After > math.MaxInt64 || b.Records[len(b.Records)-1].Seq > math.MaxInt64 {
		return fmt.Errorf("%w: %d is beyond the number of any record", workflow.ErrConflict, b.After)
	}
	return nil
}
