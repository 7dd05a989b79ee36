package sqlstore

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Check compares everything that the database has of an enrolment: the records
// with one another, the summary with what they add up to on the content of the
// catalogue, and what lists select by with the summary. An enrolment that is
// not there has no findings. The error is the database's. It reads only, and
// may be used while others write.
//
// The summary is compared with that of the last record's instant, as it was
// stored with it. What the clock has changed since, which lists look at again
// by its GoodUntil, is no finding.
func (s *Store) Check(ctx context.Context, catalog *proficiency.Catalog, id workflow.EnrolmentID) ([]Finding, error) {
	c, err := s.check(ctx, catalog, id)
	return c.found, err
}

// A checking is of one enrolment.
type checking struct {
	id    workflow.EnrolmentID
	found []Finding
	*look
	sum *workflow.Summary // what the records add up to, if that is known
}

func (c *checking) find(code Code, seq workflow.Seq, format string, args ...any) {
	c.found = append(c.found, Finding{Code: code, Enrolment: c.id, Seq: uint64(seq), Message: fmt.Sprintf(format, args...)})
}

func (s *Store) check(ctx context.Context, catalog *proficiency.Catalog, id workflow.EnrolmentID) (*checking, error) {
	c := &checking{id: id}
	var err error
	if c.look, err = s.look(ctx, id); c.look == nil || err != nil {
		return c, err
	}
	switch {
	case c.damage != nil:
		c.find(RecordDamaged, 0, "%v", c.damage)
	case c.last() != workflow.Seq(c.row.last):
		c.find(LastDiffers, c.last(), "the records end with %d, and the enrolment's row says %d", c.last(), c.row.last)
	}
	if c.damage == nil {
		c.chain()
	}
	if len(c.found) == 0 {
		c.add(catalog)
	}
	if c.row != nil {
		c.rows()
	}
	return c, nil
}

// chain verifies the records.
func (c *checking) chain() {
	newer := map[workflow.Seq]bool{}
	for i := range c.records {
		newer[c.records[i].Seq] = c.records[i].Format > workflow.RecordFormat
	}
	for _, f := range faults(workflow.Verify(c.id, c.records)) {
		code := ChainBroken
		if newer[f.Seq] {
			code = Newer
		}
		c.find(code, f.Seq, "%s", f.What)
	}
}

// faults are those that Verify joins.
func faults(err error) (all []*workflow.Fault) {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	for _, err := range joined.Unwrap() {
		if f := (*workflow.Fault)(nil); errors.As(err, &f) {
			all = append(all, f)
		}
	}
	return all
}

// add compares the summary with what the records add up to.
func (c *checking) add(catalog *proficiency.Catalog) {
	sum, err := workflow.SummaryOf(catalog, c.id, c.records)
	switch {
	case errors.Is(err, workflow.ErrNewerRecords):
		c.find(Newer, 0, "%v", err)
		return
	case errors.Is(err, workflow.ErrContentChanged):
		c.find(ContentChanged, 0, "%v", errors.Unwrap(err))
		return
	case err != nil:
		c.find(ContentMissing, 0, "%v", errors.Unwrap(err)) // which names the enrolment again
		return
	}
	c.sum = &sum
	want := workflow.AppendSummary(nil, &sum)
	_, err = workflow.ReadSummary(c.row.summary)
	switch {
	case bytes.Equal(want, c.row.summary):
	case errors.Is(err, workflow.ErrNewerSummary):
		c.find(Newer, 0, "%v", err)
	case err != nil:
		c.find(SummaryDiffers, 0, "the summary cannot be read")
	default:
		c.find(SummaryDiffers, 0, "the summary is not what the records add up to: %s", strings.Join(differing(c.row.summary, want), ", "))
	}
}

// differing are the members in which two summaries differ, in order.
func differing(a, b []byte) []string {
	var x, y map[string]json.RawMessage
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return nil // never: both were read
	}
	names := map[string]bool{}
	for _, m := range []map[string]json.RawMessage{x, y} {
		for name := range m {
			if !bytes.Equal(x[name], y[name]) {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// rows looks at the order in the feed, and compares what lists select by with the summary, or with what it should
// be where it cannot be read.
func (c *checking) rows() {
	if c.row.falls > 0 {
		c.find(FeedDisordered, 0, "%d records stand in the feed before those that they follow", c.row.falls)
	}
	sum, err := workflow.ReadSummary(c.row.summary)
	if err != nil {
		if c.sum == nil {
			return // there is nothing to compare with
		}
		sum = *c.sum
	}
	r := &row{sum: &sum, goodUntil: goodUntil(&sum), mentions: mentionList(mentionsOf(&sum))}
	r.named = r.digest()
	if names := c.row.differing(r); len(names) > 0 {
		c.find(RowDiffers, 0, "lists go by what the summary does not say: %s", strings.Join(names, ", "))
	}
	if names := c.row.misfits(mentionsOf(&sum)); len(names) > 0 {
		c.find(MentionsDiffer, 0, "it is found by what the summary does not say, or not by what it says: %s", strings.Join(names, ", "))
	}
}
