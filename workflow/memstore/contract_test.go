package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A contractCase proves one sentence of the contract of stores. It gets a
// function that makes fresh stores and says what is wrong.
type contractCase struct {
	name     string
	sentence string
	run      func(newStore func() workflow.Store) error
}

func contract() []contractCase {
	return slices.Concat(loadCases(), appendCases(), listCases(), textCases(), eraseCases())
}

func TestContract(t *testing.T) {
	t.Parallel()
	for _, c := range contract() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if err := c.run(func() workflow.Store { return memstore.New() }); err != nil {
				t.Errorf("%v\nthe contract says: %s", err, c.sentence)
			}
			if err := c.run(func() workflow.Store { return memstore.NewFaulty(memstore.New()) }); err != nil {
				t.Errorf("with no fault set: %v\nthe contract says: %s", err, c.sentence)
			}
		})
	}
}

// Cases for optional interfaces pass where there is none: both stores have them.
var _, _ interface {
	workflow.Store
	workflow.Lister
	workflow.Eraser
} = (*memstore.Store)(nil), (*memstore.Faulty)(nil)

var ctx = context.Background()

// put appends records to an enrolment, which must work.
func put(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq, records ...workflow.Record) error {
	err := s.Append(ctx, workflow.Batch{Enrolment: id, After: after, Records: records, Summary: summaryOf(id, after+workflow.Seq(len(records)))})
	if err != nil {
		return fmt.Errorf("append of %d records after %d: %w", len(records), after, err)
	}
	return nil
}

// grown is a store in which an enrolment has n records.
func grown(newStore func() workflow.Store, id workflow.EnrolmentID, n workflow.Seq) (workflow.Store, error) {
	s := newStore()
	for seq := range n {
		if err := put(s, id, seq, recordAt(seq+1)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// seqs are the numbers that a load gives.
func seqs(s workflow.Store, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Seq, error) {
	rs, err := s.Load(ctx, id, after)
	var out []workflow.Seq
	for _, r := range rs {
		out = append(out, r.Seq)
	}
	return out, err
}

// holds wants an enrolment to have exactly n records.
func holds(s workflow.Store, id workflow.EnrolmentID, n workflow.Seq) error {
	got, err := seqs(s, id, 0)
	if err != nil {
		return err
	}
	for i, seq := range got {
		if seq != workflow.Seq(i+1) {
			return fmt.Errorf("record %d stands at place %d", seq, i+1)
		}
	}
	if len(got) != int(n) {
		return fmt.Errorf("%s has %d records: want %d", id, len(got), n)
	}
	return nil
}

// refused wants an error that wraps want.
func refused(err, want error) error {
	if !errors.Is(err, want) {
		return fmt.Errorf("the error is %v: want one that wraps %v", err, want)
	}
	return nil
}
