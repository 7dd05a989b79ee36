package passport

import (
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/workflow"
)

// ErrNotProven means that something on which the taking over of a record rests was
// not checked, or did not hold.
var ErrNotProven = errors.New("passport: the record is not proven")

// Transfer is what can be taken over from an enrolment of the passport, by its
// place from 0, as of the instant of the report: for [workflow.AcceptTransfer].
// The origin is what whoever takes it over calls the sender, in the form of an
// identifier of content ("example-hospitals"); it should be the same for the same
// sender each time, whatever keys it signs with.
//
// The error wraps [ErrNotProven] and says everything that stands against it. It is
// enough that the record is proven: a badge may have expired, and no status list
// need be at hand. A badge that is known to be taken back stands against it: the
// sign-off in the record would count for what it is no more. Or the error is that
// of [workflow.ReadTransfer].
func (r *Report) Transfer(i int, origin string) (workflow.Transfer, error) {
	if i < 0 || i >= len(r.Enrolments) {
		return workflow.Transfer{}, fmt.Errorf("passport: there is no enrolment %d", i+1)
	}
	e := &r.Enrolments[i]
	if problems := r.against(i); problems != nil {
		return workflow.Transfer{}, fmt.Errorf("%w: %w", ErrNotProven, errors.Join(problems...))
	}
	return workflow.ReadTransfer(e.fw, origin, e.ID, e.records, r.At)
}

// against is what stands against taking over the record at a place.
func (r *Report) against(i int) (problems []error) {
	e := &r.Enrolments[i]
	must := []credential.NamedAnswer{
		{Name: "file", Answer: r.File}, {Name: "signature", Answer: r.CLR.Signature}, {Name: "issuer", Answer: r.CLR.Issuer},
		{Name: "validity", Answer: r.CLR.Validity}, {Name: "learner", Answer: r.Learner},
		{Name: "chain", Answer: e.Chain}, {Name: "signed", Answer: e.Signed}, {Name: "content", Answer: e.Content},
	}
	if r.CLR.Holder.Outcome != "" {
		must = append(must, credential.NamedAnswer{Name: "holder", Answer: r.CLR.Holder})
	}
	if r.CLR.Status.Outcome == credential.Failed {
		must = append(must, credential.NamedAnswer{Name: "status", Answer: r.CLR.Status})
	}
	must = append(must, r.takenBack(e)...)
	for _, a := range must {
		if a.Outcome == credential.Passed {
			continue
		}
		for _, reason := range a.Reasons {
			problems = append(problems, fmt.Errorf("%s: %s [%s]", a.Name, reason.Message, reason.Code))
		}
	}
	return problems
}

// takenBack are the statuses of the badges and statements of a record that were
// taken back, wherever in the learner record they stand.
func (r *Report) takenBack(e *EnrolmentReport) (all []credential.NamedAnswer) {
	if r.CLR == nil {
		return nil
	}
	for _, c := range r.CLR.Contained {
		if c.Status.Outcome == credential.Failed && tied(&c.Says, e.records).Outcome == credential.Passed {
			all = append(all, credential.NamedAnswer{Name: "credential", Answer: c.Status})
		}
	}
	return all
}
