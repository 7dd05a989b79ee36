package workflow_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

func (w *world) leaving(actor, person workflow.PersonID) []workflow.Stopping {
	w.t.Helper()
	got, err := w.engine.Leaving(w.ctx, actor, person)
	require.NoError(w.t, err)
	return got
}

// What waits for somebody would stop, and each cure does what it says.
func TestLeavingAndTheCure(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 3)
	first := c.ids[0]
	c.give(c.by[first], first, c.answers("brief"))
	c.give(c.by[first], first, &workflow.RequestConfirmation{Items: items{"brief"}, To: assessor})
	c.host.Delegate(assessor, "trust-1", "educator-manager")
	c.give(c.by[first], first, c.answers("teach"))
	c.give(c.by[first], first, &workflow.RequestConfirmation{Items: items{"teach"}, To: assessor})

	stops := c.leaving(manager, assessor)
	require.Len(t, stops, 3)
	one := stops[0]
	assert.Equal(t, first, one.Enrolment.Enrolment)
	assert.Equal(t, items{"plan", "brief", "teach"}, items(one.Items))
	assert.False(t, one.SignOff)
	assert.False(t, one.LastSignatory, "educator-1 enrolled the learner, and may sign off")
	assert.True(t, one.Supervisor)
	for _, taker := range one.Takers {
		p, err := c.engine.Preview(c.ctx, workflow.Request{Actor: manager, Enrolment: first, Command: one.Cure(taker.Person)})
		require.NoError(t, err, taker.Person)
		assert.Equal(t, taker.Left, leftIn(p.Events), taker.Person)
	}
	for _, p := range anybody {
		_, err := c.engine.Preview(c.ctx, workflow.Request{Actor: manager, Enrolment: first, Command: one.Cure(p)})
		assert.Equal(t, err == nil, takes(one, p), "%s: %v", p, err)
	}
	assert.Empty(t, one.Takers[0].Left, "who can take everything comes first")
	require.True(t, takes(one, second))
	assert.NotEmpty(t, one.Takers[len(one.Takers)-1].Left, "an assessor does not confirm teach")

	for _, s := range stops {
		c.give(manager, s.Enrolment.Enrolment, s.Cure(s.Takers[0].Person))
	}
	assert.Empty(t, c.leaving(manager, assessor))
}

func takes(s workflow.Stopping, p workflow.PersonID) bool {
	for _, t := range s.Takers {
		if t.Person == p {
			return true
		}
	}
	return false
}

func leftIn(events []workflow.Event) []workflow.Left {
	for _, e := range events {
		if r, ok := e.(*workflow.Reassigned); ok && len(r.Left) > 0 {
			return r.Left
		}
	}
	return nil
}

// The last supervisor who may sign off, and whoever is asked to, would be missed.
func TestLeavingOfASignatory(t *testing.T) {
	t.Parallel()
	w := shift(t)
	got := w.leaving(manager, educator)
	require.Len(t, got, 1)
	assert.True(t, got[0].LastSignatory)
	assert.Empty(t, got[0].Items)
	require.True(t, takes(got[0], "educator-2"))
	w.do(learner, &workflow.AddSupervisor{Person: "educator-2"})
	assert.Empty(t, w.leaving(manager, educator), "there is another")

	w = shiftAsked(t)
	got = w.leaving(manager, educator)
	require.Len(t, got, 1)
	assert.True(t, got[0].SignOff)
	w.do(educator, &workflow.SignOff{})
	assert.Empty(t, w.leaving(manager, educator), "nothing is left to sign off")
}

func TestLeavingStopsNothingInWhatIsWithdrawn(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.do(admin, &workflow.Withdraw{Reason: "moved away"})
	assert.Empty(t, w.leaving(manager, educator))
}

// Who may not see an enrolment is told of none; who may not reassign gets no takers.
func TestLeavingIsForThoseWhoMaySee(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.sentTo(assessor, "plan")
	assert.Empty(t, w.leaving(stranger, assessor))
	assert.Empty(t, w.leaving(limited, assessor))
	got := w.leaving(learner, assessor)
	require.Len(t, got, 1)
	assert.Empty(t, got[0].Takers)
	assert.Equal(t, items{"plan"}, items(got[0].Items))
	got = w.leaving(assessor, assessor)
	require.Len(t, got, 1)
	require.True(t, takes(got[0], second))
	w.do(assessor, got[0].Cure(second)) // but for the place, which takes the capability
	assert.Equal(t, second, w.item("plan").Request.To)
	assert.Contains(t, w.state.Supervisors(), assessor)
}

func TestLeavingNeedsALister(t *testing.T) {
	t.Parallel()
	w := shift(t)
	e, err := workflow.NewEngine(w.catalog, w.host, twoMethods{w.store}, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	_, err = e.Leaving(w.ctx, manager, assessor)
	assert.ErrorIs(t, err, workflow.ErrUnsupported)
}

// One enrolment that cannot be looked at hides no other, and is named.
func TestLeavingGoesOnBehindWhatIsBroken(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 3)
	broken := c.ids[1]
	e, err := workflow.NewEngine(c.catalog, c.host, &losing{Store: c.store, id: broken}, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	got, err := e.Leaving(c.ctx, manager, assessor)
	one := (*workflow.Unlisted)(nil)
	require.ErrorAs(t, err, &one)
	assert.Equal(t, broken, one.Enrolment)
	assert.ErrorIs(t, err, workflow.ErrBroken)
	require.Len(t, got, 2)
	assert.Equal(t, []workflow.EnrolmentID{c.ids[0], c.ids[2]}, []workflow.EnrolmentID{got[0].Enrolment.Enrolment, got[1].Enrolment.Enrolment})
}

// A losing store has lost the first record of one enrolment.
type losing struct {
	*memstore.Store
	id workflow.EnrolmentID
}

func (l *losing) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	records, err := l.Store.Load(ctx, id, after)
	if id == l.id && len(records) > 0 && after == 0 {
		records = records[1:]
	}
	return records, err
}

func (l *losing) LoadSnapshot(ctx context.Context, id workflow.EnrolmentID) ([]byte, []workflow.Record, error) {
	records, err := l.Load(ctx, id, 0)
	return nil, records, err
}
