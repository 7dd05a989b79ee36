package workflow_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Behaviour 18: the same command twice with one request id is one record and
// the same answer twice, whoever asks: the same engine, one that has just
// started, one without a cache, or another on the same store.
func TestTheSameRequestTwiceIsOneRecord(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := context.Background()
	id := s.enrol(learner1, handOver)
	req := workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("tell")}
	first, err := s.engine.Do(ctx, req)
	require.NoError(t, err)
	require.False(t, first.Replayed)
	require.Equal(t, workflow.RequestID("request-1"), first.Request)
	s.do(id, learner1, answerTo("ask"))
	for name, e := range map[string]*workflow.Engine{
		"same": s.engine, "restarted": s.newEngine(s.store), "without cache": s.newEngine(s.store, noCache),
	} {
		again, err := e.Do(ctx, req)
		require.NoError(t, err, name)
		require.True(t, again.Replayed, name)
		require.Equal(t, first.Record.Clone(), again.Record.Clone(), name)
		require.Equal(t, first.Enrolment, again.Enrolment, name)
		require.Equal(t, first.Request, again.Request, name)
		require.EqualValues(t, 3, again.State.Seq(), "%s: the state is the one after later records", name)
	}
	require.Len(t, s.stored(id), 3)
}

// Enrolling is idempotent too, and its id is the enrolment's own affair.
func TestTheSameEnrolTwiceIsOneRecord(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := context.Background()
	req := workflow.Request{ID: "request-1", Actor: educator1, Enrolment: "ignored", Command: enrolOn(learner1, handOver)}
	first, err := s.engine.Do(ctx, req)
	require.NoError(t, err)
	again, err := s.newEngine(s.store).Do(ctx, req)
	require.NoError(t, err)
	require.True(t, again.Replayed)
	require.Equal(t, first.Record.Hash, again.Record.Hash)
	require.Equal(t, s.engine.EnrolmentID(learner1, handOver), again.Enrolment)

	req.Command = enrolOn(learner2, handOver) // another enrolment: no clash
	other, err := s.engine.Do(ctx, req)
	require.NoError(t, err)
	require.False(t, other.Replayed)
}

func TestARequestIDWithSomethingElseIsRefused(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	used := workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("tell")}
	_, err := s.engine.Do(context.Background(), used)
	require.NoError(t, err)
	before := len(s.stored(id))
	for name, req := range map[string]workflow.Request{
		"another item":   {ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("ask")},
		"another answer": {ID: "request-1", Actor: learner1, Enrolment: id, Command: workflow.Answer("tell", "not-yet")},
		"another kind":   {ID: "request-1", Actor: learner1, Enrolment: id, Command: &workflow.Withdraw{}},
		"another actor":  {ID: "request-1", Actor: educator1, Enrolment: id, Command: answerTo("tell")},
		"another Enrol":  {ID: "request-1", Actor: educator1, Command: enrolOn(learner1, handOver)},
		"a change of nothing": {ID: "request-1", Actor: learner1, Enrolment: id, Command: &workflow.SelfAssess{
			Items: answerTo("tell").Items, Overwrite: true,
		}},
	} {
		for _, e := range []*workflow.Engine{s.engine, s.newEngine(s.store)} {
			_, err := e.Do(context.Background(), req)
			denied := requireDenied(t, err, workflow.RequestIDReused)
			require.Len(t, denied.Reasons, 1, name)
			require.Equal(t, "request-1", denied.Reasons[0].Params["request"], name)
		}
	}
	require.Len(t, s.stored(id), before)
}

// Whoever may not view the enrolment learns nothing by trying request ids:
// the answer is the same as for an enrolment that does not exist.
func TestARequestIDTellsStrangersNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	_, err := s.engine.Do(context.Background(), workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("tell")})
	require.NoError(t, err)
	for _, actor := range []workflow.PersonID{stranger1, elsewhere9, learner2} {
		ask := func(id workflow.EnrolmentID) error {
			_, err := s.engine.Do(context.Background(), workflow.Request{ID: "request-1", Actor: actor, Enrolment: id, Command: answerTo("tell")})
			return err
		}
		require.Equal(t, requireDenied(t, ask("nothing-here"), workflow.NotFound), requireDenied(t, ask(id), workflow.NotFound), actor)
	}
}

// Denials and no-ops store nothing, so their id may be used for something else.
func TestDenialsAndNoOpsDoNotUseUpTheirID(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := context.Background()
	id := s.enrol(learner1, handOver)
	s.do(id, learner1, answerTo("tell"))
	_, err := s.engine.Do(ctx, workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: workflow.Answer("tell", "perhaps")})
	requireDenied(t, err, workflow.UnknownAnswer)
	res, err := s.engine.Do(ctx, workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("tell")})
	require.NoError(t, err)
	require.Zero(t, res.Record.Seq, "the very same answer again")
	require.False(t, res.Replayed)
	res, err = s.engine.Do(ctx, workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("ask")})
	require.NoError(t, err)
	require.EqualValues(t, 3, res.Record.Seq)
}

// An id is remembered for 256 records after its own, and then forgotten.
func TestRequestIDsAreForgottenAfter256Records(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := context.Background()
	id := s.enrol(learner1, handOver)
	req := workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: workflow.Answer("tell", "not-yet")}
	first, err := s.engine.Do(ctx, req)
	require.NoError(t, err)
	flip := func(n int) {
		for range n {
			answer := proficiency.AnswerID("done")
			if len(s.stored(id))%2 == 0 {
				answer = "not-yet"
			}
			s.do(id, learner1, workflow.Answer("ask", answer))
		}
	}
	flip(workflow.RecentRequests - 1)
	for _, e := range []*workflow.Engine{s.engine, s.newEngine(s.store)} {
		again, err := e.Do(ctx, req)
		require.NoError(t, err)
		require.True(t, again.Replayed)
		require.Equal(t, first.Record.Hash, again.Record.Hash)
	}
	flip(1)
	req.Command = answerTo("tell")
	res, err := s.newEngine(s.store).Do(ctx, req)
	require.NoError(t, err)
	require.False(t, res.Replayed)
	req.ID, req.Command = "request-2", workflow.Answer("tell", "not-yet")
	_, err = s.engine.Do(ctx, req)
	require.NoError(t, err)
}

// An empty id is drawn, and differs each time.
func TestEmptyRequestIDsAreDrawn(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	seen := map[workflow.RequestID]bool{}
	for i := range 20 {
		res := s.do(id, learner1, workflow.Answer("tell", []proficiency.AnswerID{"done", "not-yet"}[i%2]))
		require.Regexp(t, `^[a-z2-7]{26}$`, res.Request)
		require.Equal(t, res.Request, res.Record.Request)
		require.False(t, seen[res.Request])
		seen[res.Request] = true
	}
	require.Len(t, s.stored(id), 21, fmt.Sprint(seen))
}

// Whoever may not view the enrolment any more is told what became of their
// request, which they know, and nothing of how things stand now.
func TestAReplayAfterLosingSight(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx := context.Background()
	id := s.enrol(learner1, handOver)
	s.requestItems(id, learner1, assessor1, "tell")
	req := workflow.Request{ID: "request-1", Actor: assessor1, Enrolment: id, Command: &workflow.RemoveSupervisor{Person: assessor1}}
	first, err := s.engine.Do(ctx, req)
	require.NoError(t, err)
	_, err = s.engine.View(ctx, assessor1, id)
	requireDenied(t, err, workflow.NotFound)
	for _, e := range []*workflow.Engine{s.engine, s.newEngine(s.store)} {
		again, err := e.Do(ctx, req)
		require.NoError(t, err)
		require.True(t, again.Replayed)
		require.Equal(t, first.Record.Hash, again.Record.Hash)
		require.False(t, again.State.Exists())
	}
}
