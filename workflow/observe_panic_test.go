package workflow_test

import (
	"bytes"
	"context"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// An observer that panics, or gives nothing, breaks no command.
func TestAnObserverThatFails(t *testing.T) {
	t.Parallel()
	ends := func(workflow.Observation) { panic("the observer is out of order") }
	for name, observer := range map[string]workflow.Observer{
		"at the beginning": func(context.Context, workflow.Operation) (context.Context, func(workflow.Observation)) {
			panic("the observer is out of order")
		},
		"at the end": func(ctx context.Context, _ workflow.Operation) (context.Context, func(workflow.Observation)) {
			return ctx, ends
		},
		"with no context": func(context.Context, workflow.Operation) (context.Context, func(workflow.Observation)) {
			return nil, ends
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t)
			id := s.enrol(learner1, handOver)
			var log bytes.Buffer
			e := s.newEngine(s.store, func(o *workflow.Options) {
				o.Observer = observer
				o.Logger = slog.New(slog.NewTextHandler(&log, nil))
			})
			res, err := e.Do(t.Context(), workflow.Request{Actor: learner1, Enrolment: id, Command: answerTo("tell")})
			require.NoError(t, err)
			assert.Equal(t, s.stored(id)[1].Hash, res.Record.Hash)
			assert.Equal(t, 3, bytes.Count(log.Bytes(), []byte("out of order")), "the command, its load and its append:\n%s", &log)
		})
	}
}

func TestAnObserverThatGivesNothing(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	e := s.newEngine(s.store, func(o *workflow.Options) {
		o.Observer = func(context.Context, workflow.Operation) (context.Context, func(workflow.Observation)) {
			return nil, nil
		}
	})
	_, err := e.Do(t.Context(), workflow.Request{Actor: educator1, Command: enrolOn(learner1, handOver)})
	require.NoError(t, err)
}

// A panic of the store is seen, and goes on to the caller, even where the
// observer panics beside it.
func TestAPanicIsSeenAndGoesOn(t *testing.T) {
	t.Parallel()
	for _, observersToo := range []bool{false, true} {
		o := newObserved(t)
		e := o.watched
		if observersToo {
			e = o.newEngine(o.faulty, func(op *workflow.Options) {
				op.Observer = func(ctx context.Context, op workflow.Operation) (context.Context, func(workflow.Observation)) {
					ctx, end := o.observe(ctx, op)
					return ctx, func(seen workflow.Observation) {
						end(seen)
						panic("the observer is out of order")
					}
				}
			})
			_, err := e.View(t.Context(), learner1, o.id)
			require.NoError(t, err)
			o.operations()
		}
		o.faulty.OnAppend(1, func(context.Context, func(context.Context) error) error { panic("the store is out of order") })
		assert.PanicsWithValue(t, "the store is out of order", func() {
			_, _ = e.Do(t.Context(), workflow.Request{Actor: learner1, Enrolment: o.id, Command: answerTo("tell")})
		})
		o.saw("command self-assess panicked\n  append panicked\n")
	}
}
