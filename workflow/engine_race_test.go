package workflow_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// atOnce runs f n times at the same moment and gives what came of each.
func atOnce(n int, f func(i int) error) []error {
	errs := make([]error, n)
	var ready, done sync.WaitGroup
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			errs[i] = f(i)
		})
	}
	done.Wait()
	return errs
}

// Behaviour 17: two engines, as if in two processes, and eight callers decide
// on one item at one instant: one outcome is stored, the others are told.
func TestOneItemDecidedByManyAtOnce(t *testing.T) {
	t.Parallel()
	for round := range 20 {
		s := newStage(t)
		id := s.enrol(learner1, handOver)
		s.requestItems(id, learner1, assessor1, "tell")
		decide := s.confirm(id, "tell")
		engines := []*workflow.Engine{s.engine, s.newEngine(s.store)}
		errs := atOnce(8, func(i int) error {
			var cmd workflow.Command = decide
			if i%3 == 0 {
				cmd = &workflow.Reject{Items: decide.Items, Reason: "not yet", Actions: []string{"again"}}
			}
			_, err := engines[i%2].Do(context.Background(), workflow.Request{Actor: assessor1, Enrolment: id, Command: cmd})
			return err
		})
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
				continue
			}
			requireDenied(t, err, workflow.NotRequested)
		}
		require.Equal(t, 1, won, "round %d", round)
		records := s.stored(id)
		require.Len(t, records, 4)
		require.NoError(t, workflow.Verify(id, records))
	}
}

// Behaviour 38: many enrol one learner at one instant: one enrolment, and
// those who were late are told which.
func TestOneLearnerEnrolledByManyAtOnce(t *testing.T) {
	t.Parallel()
	for range 20 {
		s := newStage(t)
		engines := []*workflow.Engine{s.engine, s.newEngine(s.store)}
		errs := atOnce(8, func(i int) error {
			actor := []workflow.PersonID{educator1, educator2}[i%2]
			_, err := engines[i/2%2].Do(context.Background(), workflow.Request{Actor: actor, Command: enrolOn(learner1, handOver)})
			return err
		})
		id := s.engine.EnrolmentID(learner1, handOver)
		records := s.stored(id)
		require.Len(t, records, 1)
		won := 0
		for i, err := range errs {
			actor := []workflow.PersonID{educator1, educator2}[i%2]
			switch {
			case err == nil:
				won++
			case actor == records[0].Actor: // is a supervisor by now and may see it
				denied := requireDenied(t, err, workflow.AlreadyEnrolled)
				require.Equal(t, string(id), denied.Reasons[0].Params["enrolment"])
			default:
				denied := requireDenied(t, err, workflow.AlreadyEnrolledElsewhere)
				require.NotContains(t, err.Error(), string(id))
				require.Len(t, denied.Reasons, 1)
			}
		}
		require.Equal(t, 1, won)
	}
}

// One request sent by eight at once, through two engines, is one record.
func TestOneRequestSentManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	engines := []*workflow.Engine{s.engine, s.newEngine(s.store)}
	var mu sync.Mutex
	fresh := 0
	for _, err := range atOnce(8, func(i int) error {
		res, err := engines[i%2].Do(context.Background(), workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("tell")})
		mu.Lock()
		defer mu.Unlock()
		if !res.Replayed {
			fresh++
		}
		if res.Record.Seq != 2 {
			return errors.Join(err, fmt.Errorf("record %d", res.Record.Seq))
		}
		return err
	}) {
		require.NoError(t, err)
	}
	require.Equal(t, 1, fresh)
	require.Len(t, s.stored(id), 2)
}

// Different things at once all happen: whoever loses a race decides again.
func TestManyCommandsAtOnceAllHappen(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, wardRound)
	engines := []*workflow.Engine{s.engine, s.newEngine(s.store), s.newEngine(s.store, noCache)}
	const each = 20
	for _, err := range atOnce(6, func(i int) error {
		for n := range each {
			cmd := workflow.Answer("contract-learner", "achieved")
			cmd.Items[0].Comment = fmt.Sprintf("comment %d of caller %d", n, i)
			if _, err := engines[i%3].Do(context.Background(), workflow.Request{Actor: learner1, Enrolment: id, Command: cmd}); err != nil {
				return err
			}
			if _, err := engines[(i+1)%3].View(context.Background(), learner1, id); err != nil {
				return err
			}
		}
		return nil
	}) {
		require.NoError(t, err)
	}
	records := s.stored(id)
	require.Len(t, records, 2+6*each)
	require.NoError(t, workflow.Verify(id, records))
}

// A store on which somebody else is always first does not hold a caller for ever.
func TestContentionIsBounded(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	store := tap(s.store)
	e := s.newEngine(store)
	other := s.newEngine(s.store)
	n := 0
	store.onAppend(func(ctx context.Context, b workflow.Batch) error {
		n++ // somebody else gets in between, each time
		cmd := workflow.Answer("ask", "done")
		cmd.Items[0].Comment = fmt.Sprint(n)
		if _, err := other.Do(ctx, workflow.Request{Actor: learner1, Enrolment: id, Command: cmd}); err != nil {
			return err
		}
		return s.store.Append(ctx, b)
	})
	_, err := e.Do(context.Background(), workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("tell")})
	require.ErrorIs(t, err, workflow.ErrContended)
	require.ErrorContains(t, err, "request-1")
	_, appends := store.counted()
	require.Equal(t, n, appends)
	require.Less(t, n, 1000)
	require.Len(t, s.stored(id), 1+n, "nothing of the command that lost")
}
