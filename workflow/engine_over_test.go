package workflow_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// A draft is a transaction on a store: what is written to it is read in it, and
// nowhere else before it is committed.
type draft struct {
	workflow.Store
	batches []workflow.Batch
}

func (d *draft) Load(ctx context.Context, id workflow.EnrolmentID, after workflow.Seq) ([]workflow.Record, error) {
	records, err := d.Store.Load(ctx, id, after)
	for _, b := range d.batches {
		for _, r := range b.Records {
			if b.Enrolment == id && r.Seq > after {
				records = append(records, r.Clone())
			}
		}
	}
	return records, err
}

func (d *draft) Append(ctx context.Context, b workflow.Batch) error {
	all, err := d.Load(ctx, b.Enrolment, 0)
	if err != nil || workflow.Seq(len(all)) != b.After {
		return errors.Join(workflow.ErrConflict, err)
	}
	d.batches = append(d.batches, b)
	return nil
}

func (d *draft) commit(t testing.TB) {
	for _, b := range d.batches {
		require.NoError(t, d.Store.Append(context.Background(), b))
	}
}

func seqOf(t testing.TB, e *workflow.Engine, id workflow.EnrolmentID) workflow.Seq {
	v, err := e.View(context.Background(), learner1, id)
	require.NoError(t, err)
	return v.State.Seq()
}

// Inside it is as if everything had happened, outside as if nothing had, until
// the commit: then the engine outside, whatever it remembers, goes on from there.
func TestOver(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	ctx, outside := t.Context(), s.engine
	id := s.enrol(learner1, handOver)
	d := &draft{Store: s.store}
	s.engine = outside.Over(d)
	s.do(id, learner1, answerTo("tell"))
	s.do(id, learner1, &workflow.RequestConfirmation{Items: answerItems("tell"), To: assessor1})
	other := s.enrol(learner2, handOver)
	require.EqualValues(t, 3, seqOf(t, s.engine, id))
	require.EqualValues(t, 1, seqOf(t, outside, id))
	_, err := outside.View(ctx, learner2, other)
	requireDenied(t, err, workflow.NotFound)
	require.Len(t, s.stored(id), 1)

	decide := s.confirm(id, "tell")
	d.commit(t)
	res, err := outside.Do(ctx, workflow.Request{Actor: assessor1, Enrolment: id, Command: decide})
	require.NoError(t, err, "what is remembered outside has no request")
	require.EqualValues(t, 4, res.Record.Seq)
	require.NoError(t, workflow.Verify(id, s.stored(id)))
}

// What was rolled back is known nowhere: neither outside nor to the next
// transaction.
func TestOverRolledBack(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	outside := s.engine
	id := s.enrol(learner1, handOver)
	req := workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("tell")}
	for range 2 {
		res, err := outside.Over(&draft{Store: s.store}).Do(t.Context(), req)
		require.NoError(t, err)
		require.False(t, res.Replayed)
	}
	_, err := s.newEngine(s.store).Do(t.Context(), workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("ask")})
	require.NoError(t, err, "somebody else is given the number that was rolled back")
	more := answerTo("tell")
	more.Items[0].Comment = "and once more"
	res, err := outside.Do(t.Context(), workflow.Request{Actor: learner1, Enrolment: id, Command: more})
	require.NoError(t, err)
	require.EqualValues(t, 3, res.Record.Seq)
	require.NoError(t, workflow.Verify(id, s.stored(id)))
}

// A lost race comes out at once. Given again, the command is decided on what
// the transaction shows by then, and on nothing that is remembered.
func TestOverLosesARace(t *testing.T) {
	t.Parallel()
	for _, warm := range []bool{false, true} {
		s := newStage(t)
		id := s.enrol(learner1, handOver)
		store := tap(s.store)
		inside := s.engine.Over(store)
		if warm {
			require.EqualValues(t, 1, seqOf(t, inside, id))
		}
		store.onAppend(func(ctx context.Context, b workflow.Batch) error {
			store.onAppend(nil)
			s.do(id, learner1, answerTo("ask"))
			return s.store.Append(ctx, b)
		})
		store.counted()
		req := workflow.Request{ID: "request-1", Actor: learner1, Enrolment: id, Command: answerTo("tell")}
		res, err := inside.Do(t.Context(), req)
		require.ErrorIs(t, err, workflow.ErrConflict)
		require.ErrorContains(t, err, string(id))
		require.Equal(t, workflow.Result{Enrolment: id, Request: "request-1"}, res)
		_, appends := store.counted()
		require.Equal(t, 1, appends)
		res, err = inside.Do(t.Context(), req)
		require.NoError(t, err)
		require.EqualValues(t, 3, res.Record.Seq)
	}
}

// Nor is anything else repeated or looked for, where only the host can repeat
// it and a failed transaction tells nothing.
func TestOverRepeatsNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	id := s.enrol(learner1, handOver)
	export := workflow.AppendExport(nil, id, s.stored(id))
	for _, c := range []struct{ fails, want error }{
		{workflow.ErrConflict, workflow.ErrConflict}, {workflow.ErrNotStored, workflow.ErrNotStored}, {errDisk, workflow.ErrOutcomeUnknown},
	} {
		store := tap(s.store)
		tries := 0
		fail := func(context.Context, workflow.Batch) error {
			tries++
			store.counted()
			return c.fails
		}
		store.onAppend(fail)
		ways := map[string]func(e *workflow.Engine) error{
			"do": func(e *workflow.Engine) error {
				_, err := e.Do(t.Context(), workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("tell")})
				return err
			},
			"erase": func(e *workflow.Engine) error { return e.Erase(t.Context(), id) },
			"restore": func(e *workflow.Engine) error {
				store.onLoad(func(context.Context, workflow.EnrolmentID, workflow.Seq) ([]workflow.Record, error) { return nil, nil })
				_, err := e.Restore(t.Context(), export)
				return err
			},
		}
		for name, way := range ways {
			tries = 0
			store.onLoad(nil)
			err := way(s.engine.Over(struct {
				*tapStore
				eraserFunc
			}{store, fail}))
			require.ErrorIs(t, err, c.fails, name)
			looks, _ := store.counted()
			require.Zero(t, looks, name)
			if name != "erase" || c.want != workflow.ErrOutcomeUnknown {
				require.ErrorIs(t, err, c.want, name)
			}
			require.Equal(t, 1, tries, name)
		}
	}
}

type eraserFunc func(context.Context, workflow.Batch) error

func (f eraserFunc) Erase(ctx context.Context, b workflow.Batch) error { return f(ctx, b) }

// Both hooks run inside: after a rollback After was called for what never came to be.
func TestHooksRunInsideTheTransaction(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	var seen []string
	d := &draft{Store: s.store}
	outside := s.newEngine(s.store, func(o *workflow.Options) {
		hook := func(name string, c workflow.Change) {
			seen = append(seen, fmt.Sprint(name, " ", c.Record.Seq, ": ", len(d.batches), " inside, ", len(s.stored(c.Enrolment)), " outside"))
		}
		o.Hooks.Before = func(_ context.Context, c workflow.Change) error { hook("before", c); return nil }
		o.Hooks.After = func(_ context.Context, c workflow.Change) { hook("after", c) }
	})
	_, err := outside.Over(d).Do(t.Context(), workflow.Request{Actor: educator1, Command: enrolOn(learner1, handOver)})
	require.NoError(t, err)
	require.Equal(t, []string{"before 1: 0 inside, 0 outside", "after 1: 1 inside, 0 outside"}, seen)
}
