package scenario

import (
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/workflow"
)

// An ought is an error that says, too, how it should be, in the words of a
// scenario: what should have become of the step, and what should hold before
// and behind it.
type ought struct {
	error
	outcome       *Outcome
	reasons       []Reason
	ahead, behind []Line
}

// Unwrap gives the error itself.
func (o *ought) Unwrap() error { return o.error }

func asOught(err error) *ought {
	var o *ought
	if !errors.As(err, &o) {
		o = &ought{error: err}
	}
	return o
}

// refuse says that the step should have been refused for such reasons.
func refuse(err error, codes ...workflow.Code) error {
	o := asOught(err)
	outcome := Refused
	o.outcome = &outcome
	for _, c := range codes {
		o.reasons = append(o.reasons, Reason{Code: c})
	}
	return o
}

// come says what should have become of the step, other than a refusal.
func come(outcome Outcome, err error) error {
	o := asOught(err)
	o.outcome = &outcome
	return o
}

// expecting says what should hold behind the step.
func expecting(what Expectation, format string, args ...any) error {
	return &ought{error: fmt.Errorf(format, args...), behind: []Line{&Expect{What: what}}}
}

// hadExpected says what should have held before the step.
func hadExpected(what Expectation, format string, args ...any) error {
	return &ought{error: fmt.Errorf(format, args...), ahead: []Line{&Expect{What: what}}}
}
