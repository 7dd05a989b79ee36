package scenario_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/scenario"
)

// A store of one's own is walked on in a test like this one.
func ExampleWalkFor() {
	_ = func(t *testing.T) {
		scenario.WalkFor(t, func() workflow.Store { return memstore.New() }, &scenario.WalkOptions{Steps: 10_000})
	}
}

// A platform in which nobody decides for somebody else adds that to what is
// looked at, and is told how an enrolment comes to such a decision.
func ExampleWalk() {
	themselves := scenario.Invariant{
		Name:     "for-themselves",
		Sentence: "Nobody confirms anything on behalf of somebody else.",
		Check: func(_, after *scenario.Moment) error {
			for _, e := range after.Events {
				if d, ok := e.(*workflow.Decided); ok && d.OnBehalfOf != nil {
					return errors.New("somebody does")
				}
			}
			return nil
		},
	}
	_, err := scenario.Walk(context.Background(), nil, &scenario.WalkOptions{
		Steps: 10_000, Invariants: append(scenario.Invariants(), themselves),
	})
	var b *scenario.Breach
	if errors.As(err, &b) {
		fmt.Println(b.Invariant+":", b.Sentence)
		last := b.Scenario.Lines[len(b.Scenario.Lines)-1].(*scenario.Step)
		fmt.Println("broken by the command", last.Command.Kind())
		fmt.Println("in a scenario of some", len(b.Scenario.Lines)/20*20+20, "lines at most")
	}
	// Output:
	// for-themselves: Nobody confirms anything on behalf of somebody else.
	// broken by the command confirm
	// in a scenario of some 20 lines at most
}
