package main

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/workflow"
)

// requestForm makes the ids of requests. They are fixed, so that another run
// knows what was done.
const requestForm = "request-%d"

// What an earlier run has left.
type earlier struct {
	records []workflow.Record
	// last is the number of its last request; everything up to it is past.
	last int
	// heading is the line under which it was interrupted, until it is printed.
	heading string
}

// resume looks at what an earlier run has left in the file, and says so.
func (j *journey) resume() error {
	ctx := context.Background()
	id := j.engine.EnrolmentID(learner, step1)
	records, err := j.store.Load(ctx, id, 0)
	if err != nil || len(records) == 0 {
		return err
	}
	if err := workflow.Verify(id, records); err != nil {
		return fmt.Errorf("%s: the record of %s is not what was written: %w", j.file, id, err)
	}
	last, number := records[len(records)-1], 0
	if _, err := fmt.Sscanf(string(last.Request), requestForm, &number); err != nil {
		return fmt.Errorf("%s: record %d of %s is not of this journey: its request is %q", j.file, last.Seq, id, last.Request)
	}
	j.say("%s has %d records of %s, the last a %s by %s; every hash follows from the one before.",
		j.file, len(records), id, last.Kind, last.Actor)
	j.earlier = earlier{records: records, last: number}
	if last.Kind == workflow.KindSignOff {
		j.earlier.last = math.MaxInt
	}
	return nil
}

// wake ends what is past.
func (j *journey) wake() error {
	j.earlier = earlier{}
	return nil
}

// done is what became of a request of an earlier run, with the state as it was then.
func (j *journey) done(id workflow.RequestID) (workflow.Result, error) {
	records := j.earlier.records
	i := slices.IndexFunc(records, func(r workflow.Record) bool { return r.Request == id })
	if i < 0 {
		return workflow.Result{}, fmt.Errorf("%s lacks the record of %s", j.file, id)
	}
	fw, err := frameworks.Catalog().Framework(records[i].Framework)
	if err != nil {
		return workflow.Result{}, err
	}
	enrolment := j.engine.EnrolmentID(learner, step1)
	j.state = workflow.Replay(workflow.NewState(enrolment, fw.Index()), records[:i+1])
	return workflow.Result{Enrolment: enrolment, Request: id, State: j.state, Record: records[i], Replayed: true}, nil
}
