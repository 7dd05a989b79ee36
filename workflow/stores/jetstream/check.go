package jetstream

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Check looks at every enrolment as [Store.CheckEnrolment] does, one after
// another, and for what lists show and the streams do not have. It changes
// nothing but that it goes on with erasures that were broken off, and may be used
// while others write. The error is the servers', beside what was
// found until then.
func (s *Store) Check(ctx context.Context, catalog *proficiency.Catalog) (found []Finding, err error) {
	known := map[workflow.EnrolmentID]bool{}
	for id, err := range s.Enrolments(ctx, "") {
		if err != nil {
			return found, err
		}
		known[id] = true
		more, err := s.CheckEnrolment(ctx, catalog, id)
		if found = append(found, more...); err != nil {
			return found, err
		}
	}
	for _, trials := range []bool{false, true} {
		for sum, err := range s.List(ctx, workflow.Query{Trials: trials}) {
			if err != nil {
				return found, err
			}
			if known[sum.Enrolment] {
				continue
			}
			stray, err := s.stray(ctx, sum.Enrolment)
			if err != nil {
				return found, err
			}
			if stray {
				found = append(found, Finding{ListDiffers, sum.Enrolment, 0, "lists show it, and the streams have nothing of it"})
			}
		}
	}
	return found, nil
}

// stray reports whether the streams have nothing of an enrolment.
func (s *Store) stray(ctx context.Context, id workflow.EnrolmentID) (bool, error) {
	ctx, cancel := s.patience(ctx)
	defer cancel()
	m, _, err := s.tail(ctx, s.shardOf(id), id)
	if errors.Is(err, ErrDamaged) {
		return false, nil // which is something
	}
	return m == nil, err
}

// CheckEnrolment compares everything that there is of an enrolment: the records
// with one another ([workflow.Verify]), the summary beside the last of them with
// what they add up to on the content of the catalogue, and what lists show with
// that summary. An enrolment that is not there has no findings. The error is the
// servers'. It may be used while others write: what changes meanwhile is looked at
// again.
//
// The summary is compared with that of the last record's instant, as it was
// stored with it. What the clock has changed since is no finding.
func (s *Store) CheckEnrolment(ctx context.Context, catalog *proficiency.Catalog, id workflow.EnrolmentID) ([]Finding, error) {
	const attempts = 5 // each is disturbed by another command
	for n := 1; ; n++ {
		c := &checking{id: id}
		settled, err := s.check(ctx, catalog, c)
		if err != nil {
			return nil, fmt.Errorf("jetstream: enrolment %q: %w", id, err)
		}
		if settled || n == attempts {
			return c.found, nil
		}
	}
}

// A checking is of one enrolment.
type checking struct {
	id    workflow.EnrolmentID
	found []Finding
}

func (c *checking) find(code Code, seq workflow.Seq, format string, args ...any) {
	c.found = append(c.found, Finding{code, c.id, seq, fmt.Sprintf(format, args...)})
}

// check looks at one once. It is settled unless the enrolment went on meanwhile.
func (s *Store) check(ctx context.Context, catalog *proficiency.Catalog, c *checking) (settled bool, err error) {
	read, cancel := s.patience(ctx)
	defer cancel()
	h := s.shardOf(c.id)
	last, at, err := s.tail(read, h, c.id)
	var records []workflow.Record
	var lacking []workflow.Seq
	if err == nil && last != nil {
		var all *history
		if all, err = s.history(read, c.id, 0, 1); err == nil {
			records, lacking = all.records, all.lacking
		}
	}
	switch {
	case errors.Is(err, ErrDamaged):
		c.find(RecordDamaged, 0, "%v", err)
		return true, nil
	case last == nil || err != nil:
		return true, err
	case len(records) == 0 || records[len(records)-1].Seq != last.last():
		return false, nil
	}
	if c.chain(records); len(c.found) == 0 {
		c.summary(catalog, last.summary, records)
	}
	for _, seq := range lacking {
		c.find(RecordDamaged, seq, "words are missing that nobody removed")
	}
	sum, err := workflow.ReadSummary(last.summary)
	if err != nil {
		return true, nil // which was found
	}
	sum.Enrolment = c.id
	return s.checkListed(ctx, c, h, at, &sum)
}

// chain verifies the records.
func (c *checking) chain(records []workflow.Record) {
	newer := map[workflow.Seq]bool{}
	for i := range records {
		newer[records[i].Seq] = records[i].Format > workflow.RecordFormat
	}
	joined, _ := workflow.Verify(c.id, records).(interface{ Unwrap() []error })
	if joined == nil {
		return
	}
	for _, err := range joined.Unwrap() {
		f := (*workflow.Fault)(nil)
		switch {
		case !errors.As(err, &f):
		case newer[f.Seq]:
			c.find(Newer, f.Seq, "%s", f.What)
		default:
			c.find(ChainBroken, f.Seq, "%s", f.What)
		}
	}
}

// summary compares the one that is stored with what the records add up to.
func (c *checking) summary(catalog *proficiency.Catalog, stored []byte, records []workflow.Record) {
	want, err := workflow.SummaryOf(catalog, c.id, records)
	switch {
	case errors.Is(err, workflow.ErrNewerRecords):
		c.find(Newer, 0, "%v", err)
		return
	case errors.Is(err, workflow.ErrContentChanged):
		c.find(ContentChanged, 0, "%v", errors.Unwrap(err)) // which names the enrolment again
		return
	case err != nil:
		c.find(ContentMissing, 0, "%v", errors.Unwrap(err))
		return
	}
	_, err = workflow.ReadSummary(stored)
	switch {
	case bytes.Equal(workflow.AppendSummary(nil, &want), stored):
	case errors.Is(err, workflow.ErrNewerSummary):
		c.find(Newer, 0, "%v", err)
	case err != nil:
		c.find(SummaryDiffers, 0, "the summary cannot be read")
	default:
		c.find(SummaryDiffers, 0, "the summary is not what the %d records add up to", len(records))
	}
}

// checkListed compares what lists show with the summary at a message.
func (s *Store) checkListed(ctx context.Context, c *checking, h *shard, at uint64, sum *workflow.Summary) (settled bool, err error) {
	switch err := s.indexed(ctx, h, at); {
	case errors.Is(err, ErrDamaged):
		return true, nil // which is found of the enrolment that it is about
	case err != nil:
		return false, err
	}
	listed, there, err := s.listed(ctx, sum)
	if err != nil {
		return false, fmt.Errorf("the index: %w", err)
	}
	same := bytes.Equal(workflow.AppendSummary(nil, &listed), workflow.AppendSummary(nil, sum))
	switch alive := sum.Responsible() != ""; {
	case !there && alive:
		c.find(ListDiffers, 0, "lists do not show it")
	case there && !alive:
		c.find(ListDiffers, 0, "lists show it, and it was erased")
	case there && !same:
		c.find(ListDiffers, 0, "lists show record %d, and otherwise than its summary says", listed.Seq)
	default:
		return true, nil
	}
	read, cancel := s.patience(ctx)
	defer cancel()
	_, now, err := s.tail(read, h, c.id)
	return now == at, err
}

// indexed waits until the index has a message, for as long as it comes nearer.
func (s *Store) indexed(ctx context.Context, h *shard, at uint64) error {
	for f := s.follow.shards[h.number]; ; {
		before := f.known()
		wait, cancel := s.patience(ctx)
		err := f.wait(wait, at)
		cancel()
		if err == nil || ctx.Err() != nil || f.known() == before {
			return err
		}
	}
}

// listed gives what lists show of the enrolment of a summary.
func (s *Store) listed(ctx context.Context, sum *workflow.Summary) (one workflow.Summary, there bool, err error) {
	if x, ok := s.o.Index.(*memoryIndex); ok { // which would look at all of them for a list
		one, there = x.get(sum.Enrolment)
		return one, there, nil
	}
	q := workflow.Query{Learner: sum.Responsible(), Framework: sum.Framework.ID, Trials: sum.Trial}
	for one, err := range s.o.Index.List(ctx, q) {
		if err != nil || one.Enrolment == sum.Enrolment {
			return one, err == nil, err
		}
	}
	return workflow.Summary{}, false, nil
}

// get gives what lists show of an enrolment, if they show it.
func (x *memoryIndex) get(id workflow.EnrolmentID) (workflow.Summary, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	sum, ok := x.rows[id]
	return sum.Clone(), ok && sum.Responsible() != ""
}
