package workflow_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A throng is a shift with many learners, each of whom has sent the plan to assessor-1.
type throng struct {
	*world
	faulty *memstore.Faulty
	ids    []workflow.EnrolmentID // in order
	by     map[workflow.EnrolmentID]workflow.PersonID
}

func newThrong(t *testing.T, n int) *throng {
	t.Helper()
	w := shift(t)
	c := &throng{world: w, faulty: memstore.NewFaulty(w.store), by: map[workflow.EnrolmentID]workflow.PersonID{}}
	var err error
	w.engine, err = workflow.NewEngine(w.catalog, w.host, c.faulty, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	for i := range n {
		p := workflow.PersonID(fmt.Sprintf("crowd-%03d", i))
		w.host.Delegate(p, "trust-1")
		w.host.Staff(educator, "trust-1", p)
		id := c.give(educator, "", &workflow.Enrol{Learner: p, Framework: shiftLead, Centre: "trust-1"}).Enrolment
		c.give(p, id, w.answers("plan"))
		c.give(p, id, &workflow.RequestConfirmation{Items: items{"plan"}, To: assessor})
		c.ids, c.by[id] = append(c.ids, id), p
	}
	slices.Sort(c.ids)
	return c
}

// give gives a command that must be accepted.
func (c *throng) give(actor workflow.PersonID, id workflow.EnrolmentID, cmd workflow.Command) workflow.Result {
	c.t.Helper()
	res, err := c.engine.Do(c.ctx, workflow.Request{Actor: actor, Enrolment: id, Command: cmd})
	require.NoError(c.t, err)
	return res
}

// takingOver is the request to reassign what is pending with assessor-1.
func takingOver() workflow.Request {
	return workflow.Request{ID: "assessor-1-leaves", Actor: manager, Command: withPlace(assessor, second)}
}

// outcomesOf are the results of a run with their errors, in order.
type runOf struct {
	results []workflow.Result
	errs    []error
}

func run(seq func(func(workflow.Result, error) bool)) (r runOf) {
	for res, err := range seq {
		r.results, r.errs = append(r.results, res), append(r.errs, err)
	}
	return r
}

func (r runOf) ids() (out []workflow.EnrolmentID) {
	for _, res := range r.results {
		out = append(out, res.Enrolment)
	}
	return out
}

// reassignments is how often an enrolment was reassigned.
func (c *throng) reassignments(id workflow.EnrolmentID) (n int) {
	c.t.Helper()
	records, err := c.store.Load(context.Background(), id, 0)
	require.NoError(c.t, err)
	for i := range records {
		if records[i].Kind == workflow.KindReassign {
			n++
		}
	}
	return n
}

// Behaviour 16: the requests of somebody suspended go to another in one go,
// over 40 enrolments, with a result each; what they decided stands.
func TestBehaviour16_FortyEnrolmentsInOneGo(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 40)
	decided, gone, mixed := c.ids[7], c.ids[11], c.ids[23]
	c.give(assessor, decided, &workflow.Confirm{Items: []workflow.Seen{{Item: "plan", Basis: 2}}})
	c.give(c.by[decided], decided, c.answers("brief"))
	c.give(c.by[decided], decided, &workflow.RequestConfirmation{Items: items{"brief"}, To: assessor})
	c.host.Delegate(assessor, "trust-1", "educator-manager")
	c.give(c.by[mixed], mixed, c.answers("teach"))
	c.give(c.by[mixed], mixed, &workflow.RequestConfirmation{Items: items{"teach"}, To: assessor})
	c.give(admin, gone, &workflow.Withdraw{Reason: "moved away"})
	c.suspend(assessor)

	got := run(c.engine.Each(c.ctx, takingOver(), slices.Values(c.ids), 4))
	require.Equal(t, c.ids, got.ids(), "a result each, in order")
	for i, res := range got.results {
		assert.Equal(t, workflow.RequestID("assessor-1-leaves"), res.Request)
		if res.Enrolment == gone {
			c.refusal(got.errs[i], unwanted)
			continue
		}
		require.NoError(t, got.errs[i])
		assert.False(t, res.Replayed)
		left := eventsOf[*workflow.Reassigned](c.world, res)[0].Left
		assert.Equal(t, res.Enrolment == mixed, len(left) > 0, "%v", left)
		assert.Equal(t, res.Enrolment == mixed, slices.Contains(res.State.Supervisors(), assessor))
		assert.Equal(t, 1, c.reassignments(res.Enrolment))
	}
	v, err := c.engine.View(c.ctx, manager, decided)
	require.NoError(t, err)
	assert.Equal(t, assessor, v.State.Item("plan").Decision.By, "decisions stand")
	assert.Equal(t, second, v.State.Item("brief").Request.To)
	assert.Equal(t, []workflow.EnrolmentID{mixed}, ids(t, c.engine.List(c.ctx, manager, workflow.Query{PendingWith: assessor})))
	assert.Len(t, ids(t, c.engine.List(c.ctx, manager, workflow.Query{PendingWith: second})), 39)
}

// Results come in the order of ids, whatever the number of workers, and what
// is refused in between is refused there alone.
func TestEachInOrder(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{-1, 0, 1, 2, 7, 100} {
		c := newThrong(t, 12)
		order := slices.Clone(c.ids)
		slices.Reverse(order)
		order = slices.Insert(order, 5, "nothing-here", "")
		got := run(c.engine.Each(c.ctx, takingOver(), slices.Values(order), workers))
		require.Equal(t, order, got.ids(), "%d workers", workers)
		for i, err := range got.errs {
			switch order[i] {
			case "nothing-here":
				c.refusal(err, why(workflow.NotFound))
			case "":
				c.refusal(err, why(workflow.InvalidID))
			default:
				require.NoError(t, err)
			}
		}
	}
}

// The same request again, from the start or from anywhere, stores nothing more.
func TestEachAgainIsHarmless(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 9)
	first := run(c.engine.Each(c.ctx, takingOver(), slices.Values(c.ids), 1))
	appends := c.faulty.Counts().Appends
	for from := range c.ids {
		again := run(c.newEngine().Each(c.ctx, takingOver(), slices.Values(c.ids[from:]), 1+from))
		require.Len(t, again.results, len(c.ids)-from)
		for i, res := range again.results {
			require.NoError(t, again.errs[i])
			require.True(t, res.Replayed)
			require.Equal(t, first.results[from+i].Record.Hash, res.Record.Hash)
		}
	}
	require.Equal(t, appends, c.faulty.Counts().Appends)
	other := takingOver()
	other.Command = withPlace(assessor, third)
	for _, err := range run(c.engine.Each(c.ctx, other, slices.Values(c.ids), 2)).errs {
		c.refusal(err, why(workflow.RequestIDReused))
	}
}

// An id that is drawn is one for all, and for every time that is ranged over.
func TestEachDrawsOneRequestID(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 3)
	req := takingOver()
	req.ID, req.Enrolment = "", c.ids[1] // what it names is of no matter
	all := c.engine.Each(c.ctx, req, slices.Values(c.ids), 1)
	for round := range 2 {
		got := run(all)
		require.Equal(t, c.ids, got.ids())
		for i, res := range got.results {
			require.NoError(t, got.errs[i])
			require.Equal(t, round == 1, res.Replayed)
			require.Equal(t, got.results[0].Request, res.Request)
			require.Regexp(t, `^[a-z2-7]{26}$`, res.Request)
		}
	}
	require.NotEqual(t, run(all).results[0].Request, run(c.engine.Each(c.ctx, req, slices.Values(c.ids), 1)).results[0].Request)
}

// An enrolment that comes twice is answered twice, and once from the record.
func TestEachWithOneEnrolmentTwice(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 2, 8} {
		c := newThrong(t, 1)
		twice := append(slices.Clone(c.ids), c.ids...)
		got := run(c.engine.Each(c.ctx, takingOver(), slices.Values(twice), workers))
		require.Equal(t, twice, got.ids())
		require.Equal(t, []error{nil, nil}, got.errs)
		require.NotEqual(t, got.results[0].Replayed, got.results[1].Replayed)
		require.Equal(t, got.results[0].Record.Hash, got.results[1].Record.Hash)
		require.Equal(t, 1, c.reassignments(c.ids[0]))
	}
}

// What opens an enrolment is not given on many.
func TestEachOpensNothing(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 2)
	for _, cmd := range []workflow.Command{
		&workflow.Enrol{Learner: learner, Framework: shiftLead, Centre: "trust-1"}, &workflow.EnrolTrial{Framework: shiftLead, Trial: 1},
	} {
		before := c.faulty.Counts()
		got := run(c.engine.Each(c.ctx, workflow.Request{ID: "r", Actor: educator, Command: cmd}, slices.Values(c.ids), 1))
		require.Len(t, got.errs, 1)
		require.ErrorContains(t, got.errs[0], "opens an enrolment")
		require.Equal(t, workflow.Result{Request: "r"}, got.results[0])
		require.Equal(t, before, c.faulty.Counts())
	}
	require.Empty(t, run(c.engine.Each(c.ctx, takingOver(), slices.Values([]workflow.EnrolmentID(nil)), 3)).results)
}
