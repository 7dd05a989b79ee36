package jetstream

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A Finding is something that is not as it should be.
type Finding struct {
	// Enrolment is empty where it is about all of them.
	Enrolment workflow.EnrolmentID
	Message   string
}

// String gives "enrolment: message".
func (f Finding) String() string {
	if f.Enrolment == "" {
		return f.Message
	}
	return string(f.Enrolment) + ": " + f.Message
}

// Check reads every enrolment that lists show, and compares: the records with
// one another ([workflow.Verify]), and what lists show with what the records add
// up to on the content of the catalogue. It also counts whether lists show as
// many as the streams have. It reads only, one enrolment after another, and may
// be used while others write: what changes meanwhile is looked at again.
func (s *Store) Check(ctx context.Context, catalog *proficiency.Catalog) (found []Finding, err error) {
	listed := 0
	for _, trials := range []bool{false, true} {
		for sum, err := range s.List(ctx, workflow.Query{Trials: trials}) {
			if err != nil {
				return found, err
			}
			listed++
			why, err := s.checkOne(ctx, catalog, &sum)
			if err != nil {
				return found, fmt.Errorf("jetstream: enrolment %q: %w", sum.Enrolment, err)
			}
			if why != nil {
				found = append(found, Finding{sum.Enrolment, why.Error()})
			}
		}
	}
	have, err := s.count(ctx)
	if err != nil {
		return found, fmt.Errorf("jetstream: %w", err)
	}
	if have > listed { // more may have begun since the list
		again := 0
		for _, trials := range []bool{false, true} {
			for _, err := range s.List(ctx, workflow.Query{Trials: trials}) {
				if err != nil {
					return found, err
				}
				again++
			}
		}
		if again < have {
			found = append(found, Finding{Message: fmt.Sprintf("lists show %d enrolments, and the streams have %d", again, have)})
		}
	}
	return found, nil
}

// checkOne gives why one enrolment is not as listed.
func (s *Store) checkOne(ctx context.Context, catalog *proficiency.Catalog, listed *workflow.Summary) (why, err error) {
	records, err := s.Load(ctx, listed.Enrolment, 0)
	if err != nil {
		return nil, err
	}
	if why := workflow.Verify(listed.Enrolment, records); why != nil {
		return why, nil
	}
	if n := len(records); n > 0 && records[n-1].Seq > listed.Seq { // it went on, and so has the list
		for n > 0 && records[n-1].Seq > listed.Seq {
			n--
		}
		records = records[:n]
	}
	if len(records) == 0 {
		return nil, nil // erased meanwhile
	}
	last := &records[len(records)-1]
	fw, err := catalog.Framework(last.Framework)
	if errors.Is(err, proficiency.ErrUnknownFramework) {
		return err, nil
	}
	if err != nil {
		return nil, err
	}
	state := workflow.Replay(workflow.NewState(listed.Enrolment, fw.Index()), records)
	want := workflow.Summarise(fw, &state, last.At)
	if !bytes.Equal(workflow.AppendSummary(nil, &want), workflow.AppendSummary(nil, listed)) {
		return fmt.Errorf("lists show record %d, and otherwise than the %d records add up to", listed.Seq, len(records)), nil
	}
	return nil, nil
}

// count is how many enrolments the streams have that were not erased.
func (s *Store) count(ctx context.Context) (n int, err error) {
	for _, h := range s.shards {
		_, err := s.lastOfEach(ctx, h, func(all []stored) error {
			for i := range all {
				one, err := readMessage(all[i].data)
				if err != nil {
					return damaged(&all[i], err)
				}
				sum, err := workflow.ReadSummary(one.summary)
				if err != nil {
					return damaged(&all[i], err)
				}
				if sum.Responsible() != "" {
					n++
				}
			}
			return nil
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}
