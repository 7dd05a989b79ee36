package workflow_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// anybody is everyone, and those of other centres.
var anybody = append(slices.Clone(everyone), third, assessor9, manager9, floating)

// whom gives the candidates as a learner would be shown them.
func (w *world) whom(ids ...proficiency.ItemID) (people []workflow.PersonID) {
	w.t.Helper()
	list, err := w.engine.WhomToAsk(w.ctx, learner, w.id, ids...)
	require.NoError(w.t, err)
	for _, c := range list {
		people = append(people, c.Person)
	}
	return people
}

// Exactly those can be asked of whom a request is accepted.
func TestWhomToAskIsWhoWouldBeAccepted(t *testing.T) {
	t.Parallel()
	w := moved(t)
	w.answer("plan", "brief")
	for _, ids := range []items{{"plan"}, {"brief"}, {"plan", "brief"}} {
		got := w.whom(ids...)
		require.NotEmpty(t, got)
		for _, p := range anybody {
			_, err := w.engine.Preview(w.ctx, workflow.Request{
				Actor: learner, Enrolment: w.id, Command: &workflow.RequestConfirmation{Items: ids, To: p},
			})
			assert.Equal(t, err == nil, slices.Contains(got, p), "%v of %s: %v", ids, p, err)
		}
	}
	assert.Empty(t, w.whom("plan", "no-such-item"))
}

func TestWhomToAskForTheSignOff(t *testing.T) {
	t.Parallel()
	w := looked(t, "look-1")
	w.settle(educator, "look-1")
	got := w.whom()
	require.NotEmpty(t, got)
	assert.NotContains(t, got, educator, "confirmed something that stands")
	for _, p := range anybody {
		_, err := w.engine.Preview(w.ctx, workflow.Request{Actor: learner, Enrolment: w.id, Command: forSignOff(p)})
		assert.Equal(t, err == nil, slices.Contains(got, p), "%s: %v", p, err)
	}
}

// Supervisors come first, each person once, with the role that would be relied on.
func TestWhomToAskInOrder(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.do(learner, &workflow.AddSupervisor{Person: second})
	list, err := w.engine.WhomToAsk(w.ctx, learner, w.id, "plan")
	require.NoError(t, err)
	assert.Equal(t, []workflow.Candidate{
		{Person: second, As: asAssessor, Supervisor: true}, {Person: educator, As: asEducator, Supervisor: true},
		{Person: assessor, As: asAssessor}, {Person: "educator-2", As: asEducator}, {Person: third, As: asEducator},
		{Person: floating, As: asAssessor}, {Person: lead, As: asAssessor}, {Person: versed, As: asAssessor},
	}, list)
}

// A centre's own rule is the one that counts there.
func TestWhomToAskByTheRuleOfACentre(t *testing.T) {
	t.Parallel()
	w := shift(t)
	require.Contains(t, w.whom("plan"), assessor)
	w.host.SetConfirmers("trust-1", "shift-lead", workflow.ConfirmerOverride{By: []proficiency.RoleID{"educator-manager"}})
	assert.NotContains(t, w.whom("plan"), assessor)
	assert.Contains(t, w.whom("plan"), educator)
}

func TestWhomToAskInATrial(t *testing.T) {
	t.Parallel()
	w := trial(t)
	assert.Equal(t, []workflow.PersonID{learner}, w.whom("plan"))
	assert.Equal(t, []workflow.PersonID{learner}, w.whom())
}

func TestWhomToAskTellsStrangersNothing(t *testing.T) {
	t.Parallel()
	w := shift(t)
	for _, id := range []workflow.EnrolmentID{w.id, "none"} {
		_, err := w.engine.WhomToAsk(w.ctx, stranger, id, "plan")
		w.refusal(err, []string{string(workflow.NotFound)})
	}
}

// undirected hides what else a host can do.
type undirected struct{ workflow.Host }

// broken says that it does not know.
type brokenDirectory struct{ workflow.Host }

var errDirectory = errors.New("the directory is away")

func (brokenDirectory) Appointed(context.Context, []workflow.CentreID) ([]workflow.PersonID, error) {
	return nil, errDirectory
}

func (w *world) on(h workflow.Host) *workflow.Engine {
	w.t.Helper()
	e, err := workflow.NewEngine(w.catalog, h, w.store, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(w.t, err)
	return e
}

// Without a directory there are the supervisors.
func TestWhomToAskWithoutADirectory(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.do(learner, &workflow.AddSupervisor{Person: second})
	w.engine = w.on(undirected{w.host})
	assert.Equal(t, []workflow.PersonID{second, educator}, w.whom("plan"))
	_, err := w.on(brokenDirectory{w.host}).WhomToAsk(w.ctx, learner, w.id)
	assert.ErrorIs(t, err, errDirectory)
}
