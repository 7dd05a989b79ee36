package workflow_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

var pendingWithAssessor = workflow.Query{PendingWith: assessor}

// The list loses what is done as it goes on; none is left out and none comes
// twice, over several pages and with any number of workers.
func TestEachListed(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 6} {
		c := newThrong(t, 230)
		got := run(c.engine.EachListed(c.ctx, takingOver(), pendingWithAssessor, workers))
		require.Equal(t, c.ids, got.ids())
		require.Equal(t, make([]error, 230), got.errs)
		require.Equal(t, 3, c.faulty.Counts().Lists, "in pages")
		require.Empty(t, ids(t, c.engine.List(c.ctx, manager, pendingWithAssessor)))
		again := run(c.engine.EachListed(c.ctx, takingOver(), pendingWithAssessor, workers))
		require.Empty(t, again.results)
	}
}

// What comes into the list while it is gone through is met if it is ahead.
func TestEachListedMeetsWhatComesIn(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 105)
	first, last := c.ids[0], c.ids[104]
	for _, id := range []workflow.EnrolmentID{first, last} {
		c.give(c.by[id], id, &workflow.WithdrawRequest{Items: items{"plan"}})
	}
	var met []workflow.EnrolmentID
	for res, err := range c.engine.EachListed(c.ctx, takingOver(), pendingWithAssessor, 1) {
		require.NoError(t, err)
		if met = append(met, res.Enrolment); len(met) == 50 {
			for _, id := range []workflow.EnrolmentID{first, last} {
				c.give(c.by[id], id, &workflow.RequestConfirmation{Items: items{"plan"}, To: assessor})
			}
		}
	}
	require.Equal(t, c.ids[1:], met)
	require.Equal(t, []workflow.EnrolmentID{first}, run(c.engine.EachListed(c.ctx, takingOver(), pendingWithAssessor, 1)).ids())
}

// A limit, a place to begin behind, and everything else that a query says.
func TestEachListedWithinAQuery(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 205)
	all := func(q workflow.Query) []workflow.EnrolmentID {
		q.PendingWith = assessor
		req := workflow.Request{ID: "look", Actor: manager, Command: reassign(assessor, stranger)} // refused everywhere
		got := run(c.engine.EachListed(c.ctx, req, q, 3))
		for _, err := range got.errs {
			require.Error(t, err)
		}
		return got.ids()
	}
	for _, limit := range []int{1, 99, 100, 101, 200, 204, 205} {
		require.Equal(t, c.ids[:limit], all(workflow.Query{Limit: limit}), "%d", limit)
	}
	require.Equal(t, c.ids, all(workflow.Query{Limit: 206}))
	require.Equal(t, c.ids, all(workflow.Query{Limit: 1000}))
	require.Equal(t, c.ids[150:], all(workflow.Query{After: c.ids[149]}))
	require.Equal(t, c.ids[5:7], all(workflow.Query{After: c.ids[4], Limit: 2}))
	require.Equal(t, []workflow.EnrolmentID{c.ids[9]}, all(workflow.Query{Learner: c.by[c.ids[9]]}))
	require.Empty(t, all(workflow.Query{Centre: "trust-9"}))
	lists := c.faulty.Counts().Lists
	require.Len(t, all(workflow.Query{Limit: 200}), 200)
	require.Equal(t, lists+2, c.faulty.Counts().Lists, "nothing is asked for beyond the limit")
}

// Whoever may see nothing does nothing, and a store that cannot list says so.
func TestEachListedNeedsAListAndLeave(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 3)
	req := takingOver()
	req.Actor = stranger
	require.Empty(t, run(c.engine.EachListed(c.ctx, req, workflow.Query{}, 2)).results)
	e, err := workflow.NewEngine(c.catalog, c.host, tap(c.store), workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	got := run(e.EachListed(c.ctx, takingOver(), workflow.Query{}, 2))
	require.Len(t, got.errs, 1)
	require.ErrorIs(t, got.errs[0], workflow.ErrUnsupported)
	require.Equal(t, workflow.Result{Request: takingOver().ID}, got.results[0])
	got = run(c.engine.EachListed(c.ctx, workflow.Request{Actor: educator, Command: &workflow.Enrol{}}, workflow.Query{}, 2))
	require.Len(t, got.errs, 1)
	require.ErrorContains(t, got.errs[0], "opens an enrolment")
}

// An error of the list is the last that is heard of, behind the results of
// what was read before it.
func TestEachListedWithAListThatFails(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 150} {
		for page, want := range map[int]int{1: 0, 2: 100, 3: 200} {
			c := newThrong(t, 210)
			c.faulty.OnList(page, memstore.LostRequest)
			got := run(c.engine.EachListed(c.ctx, takingOver(), pendingWithAssessor, workers))
			require.Len(t, got.results, want+1)
			require.Equal(t, c.ids[:want], got.ids()[:want])
			require.ErrorIs(t, got.errs[want], memstore.ErrLost)
			require.Equal(t, workflow.Result{Request: takingOver().ID}, got.results[want])
			rest := run(c.engine.EachListed(c.ctx, takingOver(), pendingWithAssessor, workers))
			require.Equal(t, c.ids[want:], rest.ids(), "beginning again does the rest")
		}
	}
	c := newThrong(t, 5)
	c.faulty.OnList(1, memstore.LostReply) // after all summaries
	got := run(c.engine.EachListed(c.ctx, takingOver(), pendingWithAssessor, 2))
	require.Len(t, got.results, 6)
	require.Equal(t, make([]error, 5), got.errs[:5])
	require.ErrorIs(t, got.errs[5], memstore.ErrLost)
}

func TestEachListedUntilTheContextEnds(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 110)
	for _, at := range []int{3, 100} { // within a page, and at its end
		ctx, cancel := context.WithCancel(c.ctx)
		defer cancel()
		var errs []error
		for _, err := range c.engine.EachListed(ctx, workflow.Request{ID: "look", Actor: manager, Command: reassign(assessor, stranger)}, pendingWithAssessor, 1) {
			if errs = append(errs, err); len(errs) == at {
				cancel()
			}
		}
		require.Len(t, errs, at+1)
		require.ErrorIs(t, errs[at], context.Canceled)
	}
	n := 0
	for range c.engine.EachListed(c.ctx, takingOver(), pendingWithAssessor, 1) {
		if n++; n == 101 {
			break
		}
	}
	require.Equal(t, c.ids[101:], ids(t, c.engine.List(c.ctx, manager, pendingWithAssessor)), "a caller stops where they like")
}

// Everything that one person decided is set aside, over many enrolments.
func TestSettingAsideWhatOnePersonDecided(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 12)
	for i, id := range c.ids {
		if i%3 == 0 {
			continue // still pending
		}
		c.give(assessor, id, &workflow.Confirm{Items: []workflow.Seen{{Item: "plan", Basis: 2}}})
	}
	mine := c.by[c.ids[1]]
	c.host.Delegate(mine, "trust-1", "clinical-centre-manager") // a learner who is a manager, too
	req := workflow.Request{ID: "attestation-withdrawn", Actor: mine, Command: &workflow.SetAside{DecidedBy: assessor, Reason: "never trained"}}
	got := run(c.engine.EachListed(c.ctx, req, workflow.Query{Decider: assessor}, 3))
	require.Len(t, got.results, 8)
	for i, res := range got.results {
		if res.Enrolment == c.ids[1] {
			c.refusal(got.errs[i], why(workflow.IsTheLearner))
			continue
		}
		require.NoError(t, got.errs[i])
		assert.Equal(t, []string{"decision-ended"}, c.events(res))
		assert.Equal(t, workflow.CauseSetAside, eventsOf[*workflow.DecisionEnded](c.world, res)[0].Cause)
	}
	require.Equal(t, []workflow.EnrolmentID{c.ids[1]}, ids(t, c.engine.List(c.ctx, manager, workflow.Query{Decider: assessor})))
	req.Actor, req.ID = manager, "attestation-withdrawn-2"
	got = run(c.engine.EachListed(c.ctx, req, workflow.Query{Decider: assessor}, 3))
	require.Equal(t, []error{nil}, got.errs)
}

// Whoever only recorded paper or waived is found as well, as long as that stands.
func TestSettingAsideFindsPaperAndWaivers(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 6)
	free := func(id workflow.EnrolmentID) {
		c.give(c.by[id], id, &workflow.WithdrawRequest{Items: items{"plan"}})
	}
	for _, id := range c.ids[:4] {
		free(id)
	}
	c.give(educator, c.ids[0], paper("brief"))
	for _, id := range c.ids[1:4] {
		c.give(educator, id, waive("brief"))
	}
	c.give(educator, c.ids[2], &workflow.Unwaive{Item: "brief"})
	byEducator := workflow.Query{Decider: educator}
	want := []workflow.EnrolmentID{c.ids[0], c.ids[1], c.ids[3]}
	require.Equal(t, want, ids(t, c.engine.List(c.ctx, manager, byEducator)))

	req := workflow.Request{ID: "attestation-withdrawn", Actor: manager, Command: asideBy(educator)}
	got := run(c.engine.EachListed(c.ctx, req, byEducator, 1))
	require.Equal(t, want, got.ids())
	require.Equal(t, make([]error, 3), got.errs)
	require.Empty(t, ids(t, c.engine.List(c.ctx, manager, byEducator)), "nothing of theirs is left")
}

// Of two things that one person did to an item, each is enough.
func TestADeciderWhoAlsoWaived(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.do(educator, paper("yearly-1"))
	w.later(1, 1, 0) // which has lapsed
	w.do(educator, waive("yearly-1"))
	deciders := func() []workflow.PersonID { return workflow.Summarise(w.fw, &w.state, w.now()).Deciders }
	assert.Equal(t, []workflow.PersonID{assessor, educator}, deciders())
	w.do(educator, &workflow.Unwaive{Item: "yearly-1"})
	assert.Equal(t, []workflow.PersonID{assessor, educator}, deciders())
	w.do(educator, waive("yearly-1"))
	w.happened(w.do(manager, aside("yearly-1")), "waiver-ended", "decision-ended")
	assert.Equal(t, []workflow.PersonID{assessor}, deciders())
}

// Whoever waived reads on, as whoever decided does: who is no supervisor any
// more, while the waiver stands and a role is held.
func TestWhoeverWaivedReadsOn(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.do(learner, &workflow.AddSupervisor{Person: "educator-2"})
	w.do("educator-2", waive("plain-1"))
	w.do(learner, &workflow.RemoveSupervisor{Person: "educator-2"})
	w.happened(w.do("educator-2", waive("below-1")), "waived")
	w.do(educator, &workflow.Unwaive{Item: "below-1"})
	w.do(educator, &workflow.Unwaive{Item: "plain-1"})
	w.denied("educator-2", waive("plain-1"), why(workflow.NotFound))
}
