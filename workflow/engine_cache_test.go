package workflow_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// What each way through the engine asks of the store.
func TestWhatACommandCosts(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	store := tap(s.store)
	s.engine = s.newEngine(store)
	ctx := context.Background()
	id := s.enrol(learner1, handOver)
	costs := func(what string, wantLoads, wantAppends int) {
		t.Helper()
		loads, appends := store.counted()
		require.Equal(t, [2]int{wantLoads, wantAppends}, [2]int{loads, appends}, "%s: loads and appends", what)
	}
	costs("enrolling on a cold cache", 1, 1)
	s.do(id, learner1, answerTo("tell"))
	costs("accepted on a warm cache", 0, 1)
	s.do(id, learner1, answerTo("tell"))
	costs("no-op on a warm cache", 1, 0)
	_, err := s.engine.Do(ctx, workflow.Request{Actor: learner1, Enrolment: id, Command: workflow.Answer("tell", "perhaps")})
	requireDenied(t, err, workflow.UnknownAnswer)
	costs("denial on a warm cache", 1, 0)
	_, err = s.engine.View(ctx, learner1, id)
	require.NoError(t, err)
	costs("view", 1, 0)
	_, err = s.engine.View(ctx, stranger1, id)
	requireDenied(t, err, workflow.NotFound)
	costs("view by a stranger", 1, 0)

	req := workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("ask")}
	_, err = s.engine.Do(ctx, req)
	require.NoError(t, err)
	costs("accepted with an id", 0, 1)
	_, err = s.engine.Do(ctx, req)
	require.NoError(t, err)
	costs("replay on a warm cache", 1, 0)

	s.engine = s.newEngine(store)
	s.do(id, learner1, &workflow.RequestConfirmation{Items: answerItems("tell"), To: assessor1})
	costs("accepted on a cold cache", 1, 1)
	_, err = s.newEngine(store).Do(ctx, workflow.Request{Actor: stranger1, Enrolment: "nothing-here", Command: &workflow.Agree{}})
	requireDenied(t, err, workflow.NotFound)
	costs("denial on a cold cache", 1, 0)

	s.newEngine(s.store).Do(ctx, workflow.Request{Actor: assessor1, Enrolment: id, Command: s.confirmOn(s.store, id, "tell")})
	s.do(id, learner1, &workflow.RequestConfirmation{Items: answerItems("ask"), To: assessor1})
	costs("accepted after a lost race", 1, 2)
}

// confirmOn decides on what a store has, asking no engine that counts.
func (s *stage) confirmOn(store workflow.Store, id workflow.EnrolmentID, items ...workflowItem) *workflow.Confirm {
	s.Helper()
	counted := s.engine
	s.engine = s.newEngine(store)
	defer func() { s.engine = counted }()
	return s.confirm(id, items...)
}

// A cached state that others have left behind neither denies nor ignores what
// is possible by now, and shows nothing old.
func TestAStaleCacheDecidesNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := context.Background()
	id := s.enrol(learner1, handOver)
	stale := s.newEngine(s.store)
	_, err := stale.View(ctx, learner1, id)
	require.NoError(t, err)

	s.requestItems(id, learner1, assessor1, "tell")
	res, err := stale.Do(ctx, workflow.Request{Actor: assessor1, Enrolment: id, Command: s.confirm(id, "tell")})
	require.NoError(t, err, "the cached state has no request yet")
	require.EqualValues(t, 4, res.Record.Seq)

	s.do(id, learner1, &workflow.SelfAssess{Items: workflow.Answer("tell", "not-yet").Items, Overwrite: true})
	res, err = stale.Do(ctx, workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("tell")})
	require.NoError(t, err)
	require.EqualValues(t, 6, res.Record.Seq, "on the cached state the same answer would be no change")

	s.do(id, learner1, workflow.Answer("ask", "not-yet"))
	v, err := stale.View(ctx, learner1, id)
	require.NoError(t, err)
	require.EqualValues(t, 7, v.State.Seq())
	require.Equal(t, workflow.ItemStatusOngoing, v.ItemStatus("ask"))
}

// A command on a stale state that would be accepted there is refused by the
// store, decided again, and told what is there now.
func TestAStaleCacheAcceptsNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := context.Background()
	id := s.enrol(learner1, handOver)
	s.requestItems(id, learner1, assessor1, "tell")
	stale := s.newEngine(s.store)
	_, err := stale.View(ctx, assessor1, id)
	require.NoError(t, err)
	decide := s.confirm(id, "tell")
	s.do(id, learner1, &workflow.WithdrawRequest{Items: answerItems("tell")}) // behaviour 13
	_, err = stale.Do(ctx, workflow.Request{Actor: assessor1, Enrolment: id, Command: decide})
	requireDenied(t, err, workflow.NotRequested)
	require.Len(t, s.stored(id), 4)
}

// However small the cache, what engines do with one another's enrolments adds up.
func TestSmallCaches(t *testing.T) {
	t.Parallel()
	for _, size := range []int{-1, 1, 2} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			s.engine = s.newEngine(s.store, func(o *workflow.Options) { o.CacheSize = size })
			ids := []workflow.EnrolmentID{s.enrol(learner1, handOver), s.enrol(learner2, handOver), s.enrol(learner1, wardRound)}
			items := []workflowItem{"tell", "tell", "contract-learner"}
			for round := range 6 {
				for i, id := range ids {
					cmd := answerTo(items[i])
					cmd.Items[0].Comment = fmt.Sprint("round ", round)
					res := s.do(id, learnerOf(s, id), cmd)
					require.EqualValues(t, len(s.stored(id)), res.Record.Seq)
				}
			}
			for _, id := range ids {
				require.NoError(t, workflow.Verify(id, s.stored(id)))
			}
		})
	}
}
