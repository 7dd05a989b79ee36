package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// What happens to the sign-off when a group loses a confirmation: a request
// for one goes only where the rule is not met any more, one that was given goes
// whichever confirmation of an item that is in is lost.
func TestLossesInAGroup(t *testing.T) {
	t.Parallel()
	losses := map[string]func(w *world, id proficiency.ItemID) workflow.Result{
		"overwritten": func(w *world, id proficiency.ItemID) workflow.Result {
			return w.do(learner, overwriting(workflow.Answer(id, "teaches")))
		},
		"cleared": func(w *world, id proficiency.ItemID) workflow.Result {
			return w.do(learner, &workflow.ClearAnswer{Items: items{id}, Overwrite: true})
		},
		"revised":   func(w *world, id proficiency.ItemID) workflow.Result { return w.do(assessor, toRejected(id)) },
		"set aside": func(w *world, id proficiency.ItemID) workflow.Result { return w.do(manager, aside(id)) },
	}
	causes := map[string]workflow.Cause{
		"overwritten": workflow.CauseAnswerChanged, "cleared": workflow.CauseAnswerChanged,
		"revised": workflow.CauseRevised, "set aside": workflow.CauseSetAside,
	}
	for name, lose := range losses {
		for _, c := range []struct {
			group  string
			more   items // confirmed beside what is needed
			lost   proficiency.ItemID
			stands bool
		}{
			{"any", nil, "any-1", false},
			{"any", items{"any-3"}, "any-1", true},
			{"any", items{"any-3"}, "any-3", true},
			{"worth", nil, "light-1", false},
			{"worth", items{"light-2"}, "light-2", true},
			{"worth", items{"light-2"}, "light-1", true},
			{"worth", items{"light-2"}, "heavy-1", false},
		} {
			t.Run(name+" "+string(c.lost), func(t *testing.T) {
				t.Parallel()
				w := bedsideReady(t)
				if c.more != nil {
					w.settle(assessor, c.more...)
				}
				w.do(learner, forSignOff(educator))
				r := lose(w, c.lost)
				if c.stands {
					assert.Empty(t, eventsOf[*workflow.SignOffRequestEnded](w, r))
					w.status(workflow.StatusSignOffRequested)
				} else {
					assert.Equal(t, workflow.CauseNotReady, one[*workflow.SignOffRequestEnded](w, r).Cause)
					w.status(workflow.StatusInProgress)
					assert.Equal(t, why(workflow.GroupNotMet), reasonsOf(workflow.Readiness(w.fw, &w.state, w.now())))
				}
				assert.Empty(t, eventsOf[*workflow.SignOffVoided](w, r))

				w.settle(assessor, c.lost)
				if !c.stands {
					w.do(learner, forSignOff(educator))
				}
				w.do(educator, &workflow.SignOff{})
				r = lose(w, c.lost)
				assert.Equal(t, causes[name], one[*workflow.SignOffVoided](w, r).Cause)
				w.status(workflow.StatusVoid)
				assert.Equal(t, c.stands, workflow.Ready(w.fw, &w.state, w.now()), "void, ready or not")
			})
		}
	}
}

// A rejected renewal in a group: the one that is asked for stays where the
// group is met without it, the given one falls.
func TestRejectedRenewalInAGroup(t *testing.T) {
	t.Parallel()
	renewed := func(t *testing.T) *world {
		t.Helper()
		w := looked(t)
		w.settle(second, "one-2")
		w.later(0, 0, 20)
		w.do(learner, ask(second, "one-2"))
		w.do(learner, forSignOff(educator))
		return w
	}
	w := renewed(t)
	w.happened(w.do(second, w.rejection("one-2")), "decided")
	w.status(workflow.StatusSignOffRequested)
	w = renewed(t)
	w.do(educator, &workflow.SignOff{})
	r := w.do(second, w.rejection("one-2"))
	w.happened(r, "decided", "sign-off-voided")
	assert.Equal(t, workflow.CauseRenewalRejected, one[*workflow.SignOffVoided](w, r).Cause)

	w = renewed(t)
	w.do(educator, &workflow.SignOff{})
	w.later(0, 1, 0) // lapsed meanwhile: there is nothing to lose
	w.happened(w.do(second, w.rejection("one-2")), "decided")
	w.status(workflow.StatusSignedOff)
}

// Nothing is lost where nothing was in force: a rejection, an answer, what has lapsed.
func TestNothingLostInAGroup(t *testing.T) {
	t.Parallel()
	w := bedsideSigned(t)
	w.save("any-3")
	w.happened(w.do(learner, workflow.Answer("any-3", "teaches")), "answered")
	w.happened(w.do(learner, &workflow.ClearAnswer{Items: items{"any-3"}}), "answer-cleared")
	w.rejectIt(assessor, "any-3")
	w.happened(w.do(learner, workflow.Answer("any-3", "teaches")), "decision-ended", "answered")
	w.send(assessor, "any-3")
	w.happened(w.confirm(assessor, "any-3"), "decided")
	w.status(workflow.StatusSignedOff)

	w = looked(t)
	w.settle(assessor, "one-2")
	w.do(learner, forSignOff(educator))
	w.do(educator, &workflow.SignOff{})
	w.later(0, 1, 1)
	w.itemStatus(workflow.ItemStatusLapsed, "one-2")
	w.happened(w.do(learner, &workflow.ClearAnswer{Items: items{"one-2"}}), "decision-ended", "answer-cleared")
	w.status(workflow.StatusSignedOff)
}

// Dropping and choosing count for the minimum and for what is included.
func TestChoosingAndTheSignOff(t *testing.T) {
	t.Parallel()
	w := bedsideAsked(t)
	r := w.do(learner, &workflow.ChooseOptional{Sections: sections("renal")})
	w.happened(r, "optional-chosen", "sign-off-request-ended")
	w.status(workflow.StatusInProgress)
	w.settle(assessor, "renal-1", "renal-2")
	w.do(learner, forSignOff(educator))
	w.happened(w.do(learner, &workflow.ChooseOptional{Sections: sections("renal"), Drop: true}), "optional-chosen")
	w.status(workflow.StatusSignOffRequested)
	w.do(educator, &workflow.SignOff{})
	w.denied(learner, &workflow.ChooseOptional{Sections: sections("renal")}, why(workflow.WouldVoidSignOff))
	r = w.do(learner, &workflow.ChooseOptional{Sections: sections("renal"), Overwrite: true})
	w.happened(r, "optional-chosen", "sign-off-voided")
	assert.Equal(t, workflow.CauseChosen, one[*workflow.SignOffVoided](w, r).Cause)
}
