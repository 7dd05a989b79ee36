package workflow_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

var errDisk = errors.New("the disk went away")

// An outcome is how an append fails, once, and what the caller must be told.
type outcome struct {
	name string
	// fail does the failing append.
	fail func(s *outcomeStage, ctx context.Context, b workflow.Batch) error
	// resolved says that the first call already finds that it was stored.
	resolved bool
	// is are errors that the first call's error must wrap; the last of not must not be.
	is, not []error
	// stored says whether the retry finds the record.
	stored bool
}

type outcomeStage struct {
	*stage
	tap    *tapStore
	cancel context.CancelFunc
}

func outcomes() []outcome {
	unknown := []error{workflow.ErrOutcomeUnknown}
	return []outcome{
		{
			name: "stored, reported as failed", resolved: true, stored: true,
			fail: func(s *outcomeStage, ctx context.Context, b workflow.Batch) error {
				return errors.Join(errDisk, s.store.Append(ctx, b))
			},
		},
		{
			name: "not stored, reported as failed", is: append(unknown, errDisk), not: []error{workflow.ErrNotStored},
			fail: func(*outcomeStage, context.Context, workflow.Batch) error { return errDisk },
		},
		{
			name: "promised not to be stored", is: []error{workflow.ErrNotStored, errDisk}, not: unknown,
			fail: func(*outcomeStage, context.Context, workflow.Batch) error {
				return errors.Join(workflow.ErrNotStored, errDisk)
			},
		},
		{
			name: "stored, reported as failed, and no way to look", is: append(unknown, errDisk), stored: true,
			fail: func(s *outcomeStage, ctx context.Context, b workflow.Batch) error {
				s.tap.onLoad(func(context.Context, workflow.EnrolmentID, workflow.Seq) ([]workflow.Record, error) {
					return nil, errors.New("the network went away")
				})
				return errors.Join(errDisk, s.store.Append(ctx, b))
			},
		},
		{
			name: "cancelled, and stored", is: append(unknown, context.Canceled), stored: true,
			fail: func(s *outcomeStage, ctx context.Context, b workflow.Batch) error {
				if err := s.store.Append(ctx, b); err != nil {
					return err
				}
				s.cancel()
				return ctx.Err()
			},
		},
		{
			name: "cancelled, and not stored", is: append(unknown, context.Canceled),
			fail: func(s *outcomeStage, ctx context.Context, _ workflow.Batch) error {
				s.cancel()
				return ctx.Err()
			},
		},
		{
			name: "cancelled before it began", is: []error{workflow.ErrNotStored, context.Canceled}, not: unknown,
			fail: func(s *outcomeStage, ctx context.Context, b workflow.Batch) error {
				s.cancel()
				return s.store.Append(ctx, b)
			},
		},
		{
			name: "stored, but only once the look was over", is: append(unknown, errDisk), stored: true,
			fail: func(s *outcomeStage, ctx context.Context, b workflow.Batch) error {
				s.tap.onLoad(func(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
					defer func() { require.NoError(s, s.store.Append(ctx, b)) }()
					return s.store.Load(ctx, id, after)
				})
				return errDisk
			},
		},
		{
			name: "stored, reported as failed, and the record cannot be read again at once", is: append(unknown, errDisk), stored: true,
			fail: func(s *outcomeStage, ctx context.Context, b workflow.Batch) error {
				looks := 0
				s.tap.onLoad(func(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
					if looks++; looks > 1 {
						return nil, errors.New("the network went away")
					}
					return s.store.Load(ctx, id, after)
				})
				return errors.Join(errDisk, s.store.Append(ctx, b))
			},
		},
	}
}

// Whatever a failing append did, the caller learns the truth or that it is not
// known, and sending the same request again leaves exactly one record. It is
// the same for the first record of an enrolment, with and without a cache.
func TestUnknownOutcomes(t *testing.T) {
	t.Parallel()
	for _, o := range outcomes() {
		for _, first := range []bool{true, false} {
			for _, cache := range []int{0, -1} {
				name := o.name
				if first {
					name += ", enrolling"
				}
				if cache < 0 {
					name += ", without cache"
				}
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					tryOutcome(t, o, first, cache)
				})
			}
		}
	}
}

func tryOutcome(t *testing.T, o outcome, first bool, cache int) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	s := &outcomeStage{stage: newStage(t), cancel: cancel}
	s.tap = tap(s.store)
	s.engine = s.newEngine(s.tap, func(opts *workflow.Options) { opts.CacheSize = cache })
	req := workflow.Request{Actor: educator1, Command: enrolOn(learner1, handOver)}
	want := 1
	if !first {
		req = workflow.Request{Actor: learner1, Enrolment: s.enrol(learner1, handOver), Command: answerTo("tell")}
		want = 2
	}
	id := s.engine.EnrolmentID(learner1, handOver)
	s.tap.onAppend(func(ctx context.Context, b workflow.Batch) error { return o.fail(s, ctx, b) })
	res, err := s.engine.Do(ctx, req)
	s.tap.onAppend(nil)
	s.tap.onLoad(nil)
	require.NotEmpty(t, res.Request, "without the id that was drawn nobody can ask again")
	require.Equal(t, id, res.Enrolment)
	if o.resolved {
		require.NoError(t, err)
		require.False(t, res.Replayed)
		require.EqualValues(t, want, res.Record.Seq)
		require.EqualValues(t, want, res.State.Seq())
	} else {
		for _, is := range o.is {
			require.ErrorIs(t, err, is)
		}
		for _, not := range o.not {
			require.NotErrorIs(t, err, not)
		}
		if errors.Is(err, workflow.ErrOutcomeUnknown) {
			require.ErrorContains(t, err, string(res.Request))
		}
		require.Zero(t, res.Record.Seq)
	}
	req.ID = res.Request
	for range 2 {
		again, err := s.engine.Do(context.Background(), req)
		require.NoError(t, err)
		require.Equal(t, o.stored, again.Replayed)
		require.EqualValues(t, want, again.Record.Seq)
		o.stored = true
	}
	require.Len(t, s.stored(id), want)
	require.NoError(t, workflow.Verify(id, s.stored(id)))
}

// An unknown outcome after which somebody else was first: nothing was stored
// of ours, and the retry decides on what is there now.
func TestUnknownOutcomeAndSomebodyElseWasFirst(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	store := tap(s.store)
	e := s.newEngine(store)
	id := s.enrol(learner1, handOver)
	s.requestItems(id, learner1, assessor1, "tell")
	decide := s.confirm(id, "tell")
	store.onAppend(func(context.Context, workflow.Batch) error {
		s.do(id, learner1, &workflow.WithdrawRequest{Items: answerItems("tell")})
		return errDisk
	})
	req := workflow.Request{ID: "request-1", Actor: assessor1, Enrolment: id, Command: decide}
	_, err := e.Do(context.Background(), req)
	require.ErrorIs(t, err, workflow.ErrOutcomeUnknown)
	store.onAppend(nil)
	_, err = e.Do(context.Background(), req)
	requireDenied(t, err, workflow.NotRequested)
}

// Two send one request: it is the second's append that fails, and what the
// look finds was stored by the first. It is a replay, then.
func TestUnknownOutcomeOfARequestThatAnotherStored(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	store := tap(s.store)
	e := s.newEngine(store)
	id := s.enrol(learner1, handOver)
	_, err := e.View(context.Background(), learner1, id)
	require.NoError(t, err)
	req := workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("tell")}
	first, err := s.engine.Do(context.Background(), req)
	require.NoError(t, err)
	require.False(t, first.Replayed)
	store.onAppend(func(context.Context, workflow.Batch) error { return errDisk })
	again, err := e.Do(context.Background(), req)
	require.NoError(t, err)
	require.True(t, again.Replayed)
	require.Equal(t, first.Record.Hash, again.Record.Hash)
}
