package workflow_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// What was submitted lets somebody be appointed from then on and as long as it
// is in date: not what is only answered, and not what a trial says.
func TestTrainingOfTheEngineOpensARole(t *testing.T) {
	t.Parallel()
	var now atomic.Pointer[time.Time]
	at := func(y int, m time.Month, d, hour int) {
		day := time.Date(y, m, d, hour, 0, 0, 0, time.UTC)
		now.Store(&day)
	}
	at(2026, 12, 1, 9)
	reg, engine, err := trainedTrust(func() time.Time { return *now.Load() })
	require.NoError(t, err)

	give := func(id workflow.EnrolmentID, commands ...workflow.Command) (last workflow.Result) {
		t.Helper()
		for _, c := range commands {
			last, err = engine.Do(t.Context(), workflow.Request{Actor: "person-1", Enrolment: id, Command: c})
			require.NoError(t, err)
		}
		return last
	}
	missing := func(role roles.RoleID) bool {
		t.Helper()
		_, err := reg.Do(t.Context(), roles.ActRequest{Actor: "manager-1", Centre: "trust-1", Act: &roles.Appoint{Person: "person-1", Role: role}})
		if err == nil { // taken back, so that it can be tried again
			_, err := reg.Do(t.Context(), roles.ActRequest{Actor: "manager-1", Centre: "trust-1", Act: &roles.Revoke{Person: "person-1", Role: role}})
			require.NoError(t, err)
			return false
		}
		var no *roles.Refused
		require.True(t, errors.As(err, &no), "%v", err)
		require.Len(t, no.Reasons, 1)
		require.Equal(t, roles.CodeTrainingMissing, no.Reasons[0].Code)
		return true
	}
	everything := func(id workflow.EnrolmentID) *workflow.SelfAssess {
		view, err := engine.View(t.Context(), "person-1", id)
		require.NoError(t, err)
		all := &workflow.SelfAssess{}
		for it := range view.Framework.Items().Values() {
			if workflow.ItemStatusOf(view.Framework, &view.State, it, *now.Load()) != workflow.ItemStatusNotApplicable {
				all.Items = append(all.Items, workflow.ItemAnswer{Item: it.ID(), Answers: []workflow.Given{{Answer: "read"}}})
			}
		}
		return all
	}
	assert.True(t, missing("assessor"), "never enrolled")
	assert.False(t, missing("administrator"), "the policy asks for nothing")

	training, role := proficiency.Ref{ID: "platform-training"}, []proficiency.Setting{{Attribute: "role", Value: "assessor"}}
	trial := give("", &workflow.EnrolTrial{Framework: training, Trial: 1, Zone: "UTC", Attributes: role}).Enrolment
	give(trial, &workflow.Agree{}, everything(trial), &workflow.Submit{})
	assert.True(t, missing("assessor"), "a trial")

	id := give("", &workflow.Enrol{Learner: "person-1", Centre: "trust-1", Framework: training, Attributes: role}).Enrolment
	give(id, &workflow.Agree{}, everything(id))
	assert.True(t, missing("assessor"), "answered, and not submitted")
	give(id, &workflow.Submit{})
	assert.False(t, missing("assessor"), "submitted")

	at(2028, 12, 1, 23)
	assert.False(t, missing("assessor"), "on its last day")
	at(2028, 12, 2, 0)
	assert.True(t, missing("assessor"), "lapsed")
	give(id, everything(id))
	assert.True(t, missing("assessor"), "another round, and not submitted")
	give(id, &workflow.Submit{})
	assert.False(t, missing("assessor"), "submitted again")
	give(id, everything(id))
	assert.False(t, missing("assessor"), "a third round is open, and the second one holds")
}
