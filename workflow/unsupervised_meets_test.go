package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

const aloneHead = `format: countersign/v1
version: 1.0.0
unsupervised: true
scales:
  sure: [{id: low, label: Low}, {id: some, label: Some}, {id: high, label: High}]
defaults: {scale: sure, kind: skill}
`

// The gate is passed by what is enough now: more is asked of clinical people, by
// itself and in a group of the gate.
func TestAGateOfRoundsAsksWhatIsAskedNow(t *testing.T) {
	t.Parallel()
	for name, rule := range map[string]string{"items": "", "a group": ", rule: {at_least: 1}"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOn(t, files(map[string]string{"alone": aloneHead + `id: alone
title: Alone
attributes: {role: {label: Role, values: [{id: clinical, label: C}, {id: office, label: O}]}}
sections:
  - {id: first, title: First, gate: true` + rule + `, proficiencies: [{id: ready, statement: Say it., level: [{applies_to: {role: [clinical]}, answer: high}, {answer: some}]}]}
  - {id: then, title: Then, proficiencies: [{id: share, statement: Share it.}]}
`}))
			w.opens(educator, &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: "alone"}, Centre: "trust-1", Attributes: inRole("office")})
			w.itemStatus(workflow.ItemStatusLocked, "share")
			w.do(learner, workflow.Answer("ready", "some"))
			w.itemStatus(workflow.ItemStatusUnassessed, "share")
			w.do(educator, &workflow.SetAttributes{Attributes: inRole("clinical"), Reason: "another post"})
			w.itemStatus(workflow.ItemStatusLocked, "share")
			w.do(learner, workflow.Answer("ready", "high"))
			w.itemStatus(workflow.ItemStatusUnassessed, "share")
		})
	}
}

// What a centre submits is nobody's attainment: not that of the accountable
// person either.
func TestACentreAttainsNothingForPeople(t *testing.T) {
	t.Parallel()
	w := newWorldOn(t, files(map[string]string{"alone": aloneHead + `id: alone
title: Alone
subject: centre
sections: [{id: all, title: All, proficiencies: [{id: share, statement: Share it.}]}]
`}))
	for _, p := range centrePeople {
		w.host.Delegate(p, "trust-1")
	}
	w.opens(educator, &workflow.Enrol{
		Contributors: people{contributor}, Accountable: accountable, Framework: proficiency.Ref{ID: "alone"}, Centre: "trust-1",
	})
	w.do(contributor, workflow.Answer("share", "some"))
	w.do(accountable, &workflow.Submit{})
	require.NotNil(t, w.state.LastSubmission())
	a, ok := w.state.Attainment()
	assert.False(t, ok, "%+v", a)
}
