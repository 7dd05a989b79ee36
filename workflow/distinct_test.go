package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// On second-look the signatory must have confirmed nothing that stands.

// looked is second-look with everything confirmed by assessor-1 but what is
// left to be done.
func looked(t *testing.T, left ...proficiency.ItemID) *world {
	t.Helper()
	w := onWard(t, "second-look")
	done := items{}
	for _, id := range (items{"look-1", "look-2", "look-3", "one-1"}) {
		if !contains(left, id) {
			done = append(done, id)
		}
	}
	w.settle(assessor, done...)
	return w
}

func contains(ids items, id proficiency.ItemID) bool {
	for _, one := range ids {
		if one == id {
			return true
		}
	}
	return false
}

func forSignOff(to workflow.PersonID) *workflow.RequestSignOff {
	return &workflow.RequestSignOff{To: to}
}

func TestDistinctAtTheRequest(t *testing.T) {
	t.Parallel()
	w := looked(t, "look-1", "look-3")
	w.settle(educator, "look-1", "look-3")
	got := w.refuses([]refusedRow{
		{"asked of one who confirmed two", learner, forSignOff(educator), [][]string{why(workflow.NotDistinct, "look-1", "look-3")}},
	})
	golden(t, "refusals_distinct.golden", got)
	w.happened(w.do(learner, forSignOff(educator2)), "sign-off-requested", "supervisor-added")
	w.do(educator2, &workflow.SignOff{})
	w.status(workflow.StatusSignedOff)
}

// What was confirmed since is seen at the sign-off, and by Actions.
func TestDistinctAtTheSignOff(t *testing.T) {
	t.Parallel()
	w := looked(t)
	w.do(learner, forSignOff(educator))
	w.settle(educator, "one-2") // more than the group needs, and yet confirmed
	d := w.denied(educator, &workflow.SignOff{}, why(workflow.NotDistinct, "one-2"))
	assert.Equal(t, w.at("distinct: true"), clause(d, workflow.NotDistinct, "one-2"))
	f := w.facts(workflow.Needs(w.fw, &w.state, educator, &workflow.SignOff{}))
	for _, a := range workflow.Actions(w.fw, &w.state, f) {
		if a.Kind == workflow.KindSignOff {
			assert.Equal(t, why(workflow.NotDistinct, "one-2"), reasonsOf(a.Reasons))
		}
	}
	w.do(educator, &workflow.DeclineSignOff{Reason: "I have had a hand in it"}) // that stays possible
	w.do(learner, forSignOff(educator2))
	w.do(educator2, &workflow.SignOff{})
}

// Who had a hand in nothing that stands is free to sign off.
func TestDistinctFrees(t *testing.T) {
	t.Parallel()
	for name, free := range map[string]func(w *world){
		"revised, and confirmed by another": func(w *world) {
			w.settle(educator, "look-1")
			w.do(educator, &workflow.Revise{Item: "look-1", To: workflow.Rejected, Reason: "not seen", Actions: []string{"again"}})
			w.settle(assessor, "look-1")
		},
		"set aside, and confirmed by another": func(w *world) {
			w.settle(educator, "look-1")
			w.do(manager, aside("look-1"))
			w.send(assessor, "look-1")
			w.confirm(assessor, "look-1")
		},
		"set aside, and waived": func(w *world) {
			w.settle(educator, "look-1")
			w.do(manager, aside("look-1"))
			w.do(educator, waive("look-1")) // to waive is not to confirm
		},
		"overwritten": func(w *world) {
			w.settle(educator, "look-1")
			w.do(learner, overwriting(workflow.Answer("look-1", "not-yet")))
			w.settle(assessor, "look-1")
		},
		"dropped": func(w *world) {
			w.settle(assessor, "look-1")
			w.choose("look-4")
			w.settle(educator, "look-4")
			w.drop("look-4")
		},
		"rejected": func(w *world) {
			w.settle(assessor, "look-1")
			w.save("one-2")
			w.send(educator, "one-2")
			w.reject(educator, "one-2")
		},
		"lapsed in a group": func(w *world) {
			w.settle(assessor, "look-1")
			w.settle(educator, "one-2")
			w.later(0, 1, 1)
		},
		"lapsed, and waived": func(w *world) {
			w.settle(assessor, "look-1")
			w.settle(educator, "one-2")
			w.later(0, 1, 1)
			w.do(educator, waive("one-2"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := looked(t, "look-1")
			free(w)
			w.do(learner, forSignOff(educator))
			w.do(educator, &workflow.SignOff{})
			w.status(workflow.StatusSignedOff)
		})
	}
}

// Who had a hand in what stands is not.
func TestDistinctBinds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bind func(w *world)
		item proficiency.ItemID
	}{
		"recorded from paper": {func(w *world) { w.do(educator, paper("look-1")) }, "look-1"},
		"chosen again": {func(w *world) {
			w.settle(assessor, "look-1")
			w.choose("look-4")
			w.settle(educator, "look-4")
			w.drop("look-4")
			w.choose("look-4")
		}, "look-4"},
		"revised back": {func(w *world) {
			w.settle(educator, "look-1")
			w.do(educator, &workflow.Revise{Item: "look-1", To: workflow.Rejected, Reason: "not seen", Actions: []string{"again"}})
			w.do(educator, &workflow.Revise{Item: "look-1", To: workflow.Confirmed, Reason: "seen after all"})
		}, "look-1"},
		"on behalf of another": {func(w *world) {
			w.save("look-1")
			w.send(educator, "look-1")
			w.do(educator, &workflow.Confirm{Items: w.decisions("look-1"), OnBehalfOf: "Sister A."})
		}, "look-1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := looked(t, "look-1")
			c.bind(w)
			w.denied(learner, forSignOff(educator), why(workflow.NotDistinct, c.item))
			w.do(learner, forSignOff(educator2))
			r, err := w.engine.Do(w.ctx, workflow.Request{Actor: manager, Enrolment: w.id, Command: &workflow.Reassign{From: educator2, To: educator}})
			require.Error(t, err, "%v", r.Record.Seq)
			w.refusal(err, why(workflow.NotDistinct, c.item))
		})
	}
}

// In a trial one person plays all parts.
func TestDistinctInATrial(t *testing.T) {
	t.Parallel()
	w := onTrial(t, "second-look")
	w.settle(visitor, "look-1", "look-2", "look-3", "one-1")
	w.do(visitor, forSignOff(visitor))
	w.do(visitor, &workflow.SignOff{})
	w.status(workflow.StatusSignedOff)
	assert.Equal(t, []workflow.ConfirmerCount{{Person: visitor, Items: 4}}, w.state.LastSignOff().Attained.Confirmers)
}
