package memstore_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

var ctx = context.Background()

// recordAt is a record with two texts, different for each seq.
func recordAt(seq workflow.Seq) workflow.Record {
	return workflow.Record{
		Format: workflow.RecordFormat, Seq: seq, Actor: "learner-1", Request: workflow.RequestID(fmt.Sprint("request-", seq)), Kind: "comment",
		Events: fmt.Appendf(nil, `[{"n":%d}]`, seq), Hash: canonical.Sum([]byte{byte(seq)}),
		Texts: []workflow.Text{
			{Words: fmt.Sprint("a text of record ", seq), Salt: [16]byte{1}, Digest: canonical.Sum([]byte("a"))},
			{Words: fmt.Sprint("another of record ", seq), Salt: [16]byte{2}, Digest: canonical.Sum([]byte("b"))},
		},
	}
}

// records are those of recordAt, with some texts erased.
func records(first, last workflow.Seq, erased ...workflow.TextRef) (out []workflow.Record) {
	for seq := first; seq <= last; seq++ {
		r := recordAt(seq)
		for i := range r.Texts {
			if slices.Contains(erased, text(seq, i)) {
				r.Texts[i] = workflow.Text{Digest: r.Texts[i].Digest}
			}
		}
		out = append(out, r)
	}
	return out
}

// text names the text at a place of a record.
func text(seq workflow.Seq, place int) workflow.TextRef {
	return workflow.TextRef{Seq: seq, Text: recordAt(seq).Texts[place].Digest}
}

// tombstone is what is left of an enrolment.
func tombstone(seq workflow.Seq) workflow.Record {
	return workflow.Record{Format: workflow.RecordFormat, Seq: seq, Kind: workflow.KindErase, Events: []byte(`[]`)}
}

// batchOf has a summary that lists show, unless a tombstone is all that is left.
func batchOf(id workflow.EnrolmentID, after workflow.Seq, rs ...workflow.Record) workflow.Batch {
	return workflow.Batch{
		Enrolment: id, After: after, Records: rs,
		Summary: workflow.Summary{Enrolment: id, Seq: after + workflow.Seq(len(rs)), Learner: "learner-1"},
	}
}

// put appends records to an enrolment.
func put(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq, rs ...workflow.Record) error {
	return s.Append(ctx, batchOf(id, after, rs...))
}

// redact appends records to e that erase texts.
func redact(s workflow.Store, after workflow.Seq, erase []workflow.TextRef, rs ...workflow.Record) error {
	b := batchOf("e", after, rs...)
	b.Erase = erase
	return s.Append(ctx, b)
}

// bury is the batch of a tombstone, whose summary has no learner.
func bury(id workflow.EnrolmentID, after workflow.Seq, rs ...workflow.Record) workflow.Batch {
	b := batchOf(id, after, rs...)
	b.Summary.Learner = ""
	return b
}

// holds wants an enrolment to have n records, those of recordAt.
func holds(s workflow.Store, id workflow.EnrolmentID, n workflow.Seq) error {
	return gives(s, id, 0, records(1, n))
}

// gives wants a load to give exactly these records.
func gives(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq, want []workflow.Record) error {
	got, err := s.Load(ctx, id, after)
	if err != nil {
		return err
	}
	if err := sameRecords(got, want); err != nil {
		return fmt.Errorf("%s after %d: %w", id, after, err)
	}
	return nil
}

// sameRecords wants records to be as they were.
func sameRecords(got, want []workflow.Record) error {
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(workflow.Record{})); diff != "" {
		return fmt.Errorf("the records differ (- wanted, + there):\n%s", diff)
	}
	return nil
}

// list are the enrolments that a query selects.
func list(ctx context.Context, s workflow.Lister, q workflow.Query) (ids []workflow.EnrolmentID, err error) {
	for sum, err := range s.List(ctx, q) {
		if err != nil {
			return ids, err
		}
		ids = append(ids, sum.Enrolment)
	}
	return ids, nil
}
