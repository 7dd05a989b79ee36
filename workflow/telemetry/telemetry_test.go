package telemetry_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/telemetry"
)

func TestACommandAndItsCallsOfTheStore(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx, page := b.tracer.Tracer("host").Start(t.Context(), "page")
	require.NoError(t, b.do(ctx, enrol()))
	page.End()
	assert.Equal(t, ""+
		"page [internal] \n"+
		"  command enrol [internal] countersign.command.kind=enrol countersign.command.outcome=stored"+
		" countersign.command.races=0 countersign.command.uncached=true\n"+
		"    load [client] countersign.store.outcome=done countersign.store.records=0 db.operation.name=load db.system.name=memory\n"+
		"    append [client] countersign.store.outcome=done countersign.store.records=1 db.operation.name=append db.system.name=memory\n",
		b.traced())
	assert.Equal(t, ""+
		"countersign.command.duration (s) 1: countersign.command.kind=enrol countersign.command.outcome=stored\n"+
		"countersign.command.uncached ({command}) 1: countersign.command.kind=enrol\n"+
		"countersign.store.records ({record}) 1: db.operation.name=append db.system.name=memory\n"+
		"db.client.operation.duration (s) 1: countersign.store.outcome=done db.operation.name=append db.system.name=memory\n"+
		"db.client.operation.duration (s) 1: countersign.store.outcome=done db.operation.name=load db.system.name=memory\n",
		b.measured())
}

// To be denied is no error of the system: the span says why, the metrics that it was so.
func TestADenial(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	require.NoError(t, b.do(t.Context(), enrol()))
	b.traced()
	require.Error(t, b.do(t.Context(), workflow.Answer("five-moments", "achieved")))
	assert.Equal(t, ""+
		"command self-assess [internal] countersign.command.kind=self-assess countersign.command.outcome=denied"+
		" countersign.command.races=0 countersign.command.uncached=false countersign.denied.codes=[\"locked\"]\n"+
		"  load [client] countersign.store.outcome=done countersign.store.records=1 db.operation.name=load db.system.name=memory\n",
		b.traced())
	assert.Contains(t, b.measured(),
		"countersign.command.duration (s) 1: countersign.command.kind=self-assess countersign.command.outcome=denied\n")
	assert.NotContains(t, b.measured(), "uncached ({command}) 1: countersign.command.kind=self-assess")
}

// A lost race is counted, and no error.
func TestALostRace(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faulty.OnAppend(1, memstore.Conflict)
	require.NoError(t, b.do(t.Context(), enrol()))
	traced, measured := b.traced(), b.measured()
	assert.Contains(t, traced, "  append [client] countersign.store.outcome=conflict countersign.store.records=1 db.operation")
	assert.NotContains(t, traced, "Error")
	assert.Contains(t, measured, "countersign.command.races ({race}) 1: countersign.command.kind=enrol\n")
	assert.Contains(t, measured, "(s) 1: countersign.store.outcome=conflict db.operation.name=append db.system.name=memory\n")
}

// coded is an error of a database that gives its code.
type coded string

func (c coded) Error() string    { return "learner-1 is not unique" }
func (c coded) SQLState() string { return string(c) }

// What fails says why in few words, on the span of the call and of the command
// and in the metrics of the call; the text of the error goes nowhere.
func TestWhyItFailed(t *testing.T) {
	t.Parallel()
	fails := func(err error) memstore.Fault {
		return func(context.Context, func(context.Context) error) error { return err }
	}
	notStored := fmt.Errorf("%w: learner-1", workflow.ErrNotStored)
	for name, c := range map[string]struct {
		fault          memstore.Fault
		outcome, class string
	}{
		"code":      {fails(coded("57P01")), "unknown", "57P01"},
		"not one":   {fails(coded("learner-1")), "unknown", "outcome-unknown"},
		"cancelled": {fails(context.Canceled), "unknown", "canceled"},
		"late":      {fails(fmt.Errorf("%w: %w", notStored, context.DeadlineExceeded)), "failed", "timeout"},
		"promised":  {fails(notStored), "failed", "not-stored"},
		"other":     {fails(errors.New("learner-1")), "unknown", "outcome-unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.faulty.OnAppend(1, c.fault)
			require.Error(t, b.do(t.Context(), enrol()))
			traced := b.traced()
			command, calls, _ := strings.Cut(traced, "\n")
			assert.Contains(t, command, "Error ("+c.outcome+") ")
			assert.Contains(t, command, "error.type="+c.class)
			if c.class != "outcome-unknown" {
				assert.Contains(t, calls, "error.type="+c.class)
				assert.Contains(t, b.measured(), "error.type="+c.class)
			} else {
				assert.Contains(t, calls, "error.type=_OTHER")
			}
			assert.Equal(t, name == "code", strings.Contains(calls, "db.response.status_code=57P01"))
			assert.NotContains(t, traced+b.measured(), "learner-1")
			assert.NotContains(t, b.measured(), "outcome-unknown", "metrics of commands have kind and outcome alone")
		})
	}
}

func TestAPanicIsAnError(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.faulty.OnAppend(1, func(context.Context, func(context.Context) error) error { panic("out of order") })
	assert.Panics(t, func() { _ = b.do(t.Context(), enrol()) })
	traced := b.traced()
	assert.Equal(t, 2, strings.Count(traced, "Error (panicked) "), traced)
	assert.Equal(t, 2, strings.Count(traced, "error.type=panic"), traced)
	assert.Contains(t, b.measured(), "countersign.command.duration (s) 1: countersign.command.kind=enrol countersign.command.outcome=panicked\n")
}

// Enrolments are named on spans where the option says so, and nowhere else.
func TestEnrolmentIDs(t *testing.T) {
	t.Parallel()
	for _, named := range []bool{false, true} {
		b := newBench(t, func(o *telemetry.Options) { o.EnrolmentIDs = named })
		require.NoError(t, b.do(t.Context(), enrol()))
		want := 0
		if named {
			want = 3
		}
		traced := b.traced()
		assert.Equal(t, want, strings.Count(traced, "countersign.enrolment.id="+string(b.id)), traced)
		assert.NotContains(t, traced, "learner-1")
		assert.NotContains(t, b.measured(), string(b.id))
	}
}

// A call of the store that no command asked for stands by itself.
func TestAView(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, err := b.engine.View(t.Context(), "learner-1", b.id)
	require.Error(t, err)
	assert.Equal(t, "load [client] countersign.store.outcome=done countersign.store.records=0 db.operation.name=load db.system.name=memory\n", b.traced())
}

func TestManyCommandsAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	const n = 8
	done := make(chan error, n)
	for range n {
		go func() { done <- b.do(context.Background(), enrol()) }()
	}
	stored := 0
	for range n {
		if err := <-done; err == nil {
			stored++
		}
	}
	assert.Equal(t, 1, stored)
	assert.Equal(t, n, strings.Count("\n"+b.traced(), "\ncommand enrol "))
	assert.Contains(t, b.measured(), "countersign.command.duration (s) 1: countersign.command.kind=enrol countersign.command.outcome=stored\n")
	assert.Contains(t, b.measured(), fmt.Sprintf("countersign.command.duration (s) %d: countersign.command.kind=enrol countersign.command.outcome=denied\n", n-1))
}

func TestNew(t *testing.T) {
	t.Parallel()
	_, err := telemetry.New("", telemetry.Options{})
	require.ErrorContains(t, err, "no name of the system")
	observer, err := telemetry.New("sqlite", telemetry.Options{}) // the global providers do nothing
	require.NoError(t, err)
	_, end := observer(t.Context(), workflow.Operation{Name: workflow.OperationLoad})
	end(workflow.Observation{Ending: workflow.EndingDone})
}
