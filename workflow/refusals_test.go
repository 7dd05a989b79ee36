package workflow_test

import (
	"strings"
	"testing"

	"github.com/countersign-go/countersign/workflow"
)

// A refusal is a command that is refused for exactly these reasons in a world
// made for it.
type refusal struct {
	name string
	in   func(*testing.T) *world
	by   workflow.PersonID
	give func(w *world) workflow.Command
	for_ [][]string
}

func refusals(t *testing.T, rows []refusal) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			w := r.in(t)
			w.denied(r.by, r.give(w), r.for_...)
		})
	}
}

// just is a command that needs nothing from the world.
func just(cmd workflow.Command) func(*world) workflow.Command {
	return func(*world) workflow.Command { return cmd }
}

// with is a world and something done in it.
func with(in func(*testing.T) *world, do func(w *world)) func(*testing.T) *world {
	return func(t *testing.T) *world {
		t.Helper()
		w := in(t)
		do(w)
		return w
	}
}

// sent is opened with care-1 sent to assessor-1.
var sent = with(opened, func(w *world) { w.answer("care-1"); w.send(assessor, "care-1") })

// confirmed is opened with care-1 confirmed by assessor-1.
var confirmed = with(opened, func(w *world) { w.pass("care-1") })

// withdrawn is opened and withdrawn.
var withdrawn = with(opened, func(w *world) { w.do(admin, &workflow.Withdraw{Reason: "moved away"}) })

// inactive is sent with the learner suspended everywhere.
var inactive = with(sent, func(w *world) { w.suspend(learner) })

var (
	tooLong  = strings.Repeat("x", workflow.MaxTextLength+1)
	noUTF8   = "\xff"
	withNUL  = "a\x00b"
	unwanted = why(workflow.EnrolmentWithdrawn)
)

// thousandAndOne are more items than a command may name.
func thousandAndOne() items { return make(items, workflow.MaxItems+1) }
