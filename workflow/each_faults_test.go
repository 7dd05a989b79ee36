package workflow_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// What fails on some does not stop the others; the same request again does
// what was not done, and nothing twice.
func TestEachWithAStoreThatFails(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 5} {
		c := newThrong(t, 20)
		faults := map[workflow.EnrolmentID]memstore.Fault{
			c.ids[2]: memstore.Refused, c.ids[3]: memstore.LostRequest, c.ids[8]: memstore.LostReply, c.ids[19]: memstore.LostRequest,
		}
		c.faulty.OnBatch(func(b workflow.Batch) memstore.Fault { return faults[b.Enrolment] })
		got := run(c.engine.Each(c.ctx, takingOver(), slices.Values(c.ids), workers))
		require.Equal(t, c.ids, got.ids())
		for i, err := range got.errs {
			switch i {
			case 2:
				require.ErrorIs(t, err, workflow.ErrNotStored)
			case 3, 19:
				require.ErrorIs(t, err, workflow.ErrOutcomeUnknown)
			default: // a reply that was lost is found out
				require.NoError(t, err)
			}
			require.Equal(t, takingOver().ID, got.results[i].Request)
		}
		c.faulty.OnBatch(nil)
		again := run(c.engine.Each(c.ctx, takingOver(), slices.Values(c.ids), workers))
		require.Equal(t, make([]error, 20), again.errs)
		for i, res := range again.results {
			require.Equal(t, !slices.Contains([]int{2, 3, 19}, i), res.Replayed, "%d", i)
			require.Equal(t, 1, c.reassignments(res.Enrolment))
		}
	}
}

// The end of ctx ends it: the one that was cut short, or the first that was
// not begun, is the last that is heard of.
func TestEachUntilTheContextEnds(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 4} {
		c := newThrong(t, 12)
		ctx, cancel := context.WithCancel(c.ctx)
		defer cancel()
		n := 0
		var last error
		for res, err := range c.engine.Each(ctx, takingOver(), slices.Values(c.ids), workers) {
			require.Equal(t, c.ids[n], res.Enrolment)
			if n++; n == 5 {
				cancel()
			}
			last = err
		}
		require.ErrorIs(t, last, context.Canceled)
		require.GreaterOrEqual(t, n, 6)
		require.LessOrEqual(t, n, 5+workers, "what was under way may still have been stored")
		for i, id := range c.ids {
			if i < n-1 {
				require.Equal(t, 1, c.reassignments(id))
			} else if i >= 5+workers {
				require.Zero(t, c.reassignments(id))
			}
		}
		rest := run(c.engine.Each(c.ctx, takingOver(), slices.Values(c.ids[n-1:]), workers)) // resumed
		require.Equal(t, make([]error, 12-n+1), rest.errs)
		for _, id := range c.ids {
			require.Equal(t, 1, c.reassignments(id))
		}
	}
}

func TestEachWithAContextThatHasEnded(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 3)
	ctx, cancel := context.WithCancel(c.ctx)
	defer cancel()
	cancel()
	before := c.faulty.Counts()
	for _, workers := range []int{1, 2} {
		got := run(c.engine.Each(ctx, takingOver(), slices.Values(c.ids), workers))
		require.Equal(t, []workflow.Result{{Enrolment: c.ids[0], Request: takingOver().ID}}, got.results)
		require.Equal(t, []error{context.Canceled}, got.errs)
	}
	require.Equal(t, before, c.faulty.Counts(), "nothing was asked")
}

// A refusal in the instant in which ctx ends is not taken for the end: that
// not all was done is still said.
func TestEachSaysThatItWasCutShort(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 3)
	c.give(admin, c.ids[0], &workflow.Withdraw{Reason: "moved away"})
	ctx, cancel := context.WithCancel(c.ctx)
	defer cancel()
	var errs []error
	for _, err := range c.engine.Each(ctx, takingOver(), slices.Values(c.ids), 1) {
		cancel()
		errs = append(errs, err)
	}
	require.Len(t, errs, 2)
	c.refusal(errs[0], unwanted)
	require.ErrorIs(t, errs[1], context.Canceled)

	c = newThrong(t, 2)
	ctx, cancel = context.WithCancel(c.ctx)
	defer cancel()
	n := 0
	for _, err := range c.engine.Each(ctx, takingOver(), slices.Values(c.ids), 1) {
		require.NoError(t, err)
		if n++; n == 2 {
			cancel() // all was done
		}
	}
	require.Equal(t, 2, n)
}

// A caller may stop after any result. One after the other, nothing further has
// begun then; with workers, what is under way is waited for.
func TestEachStopsWhenTheCallerDoes(t *testing.T) {
	t.Parallel()
	for _, workers := range []int{1, 3} {
		c := newThrong(t, 10)
		for range c.engine.Each(c.ctx, takingOver(), slices.Values(c.ids), workers) {
			break
		}
		after := c.faulty.Counts()
		done := 0
		for _, id := range c.ids {
			done += c.reassignments(id)
		}
		require.LessOrEqual(t, done, workers)
		require.Equal(t, 1, c.reassignments(c.ids[0]))
		require.Equal(t, after.Appends, c.faulty.Counts().Appends)
	}
}

func TestEachWaitsForWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 4)
	gate := memstore.NewGate()
	c.faulty.OnBatch(func(b workflow.Batch) memstore.Fault {
		if b.Enrolment == c.ids[1] {
			return gate.HoldRequest
		}
		return nil
	})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for range c.engine.Each(c.ctx, takingOver(), slices.Values(c.ids), 2) {
			break
		}
	}()
	<-gate.Reached()
	select {
	case <-stopped:
		t.Error("it did not wait")
	default:
	}
	gate.Release()
	<-stopped
	assert.Equal(t, []int{1, 1, 0, 0}, []int{c.reassignments(c.ids[0]), c.reassignments(c.ids[1]), c.reassignments(c.ids[2]), c.reassignments(c.ids[3])})
}

// As many are under way at once as was asked for, and no more.
func TestEachKeepsToItsWorkers(t *testing.T) {
	t.Parallel()
	const workers = 3
	c := newThrong(t, 9)
	gates := map[workflow.EnrolmentID]*memstore.Gate{}
	for _, id := range c.ids {
		gates[id] = memstore.NewGate()
	}
	c.faulty.OnBatch(func(b workflow.Batch) memstore.Fault { return gates[b.Enrolment].HoldRequest })
	finished := make(chan runOf)
	go func() { finished <- run(c.engine.Each(c.ctx, takingOver(), slices.Values(c.ids), workers)) }()
	for _, id := range c.ids[:workers] {
		<-gates[id].Reached()
	}
	for i, id := range c.ids {
		<-gates[id].Reached()
		if i+workers < len(c.ids) {
			select {
			case <-gates[c.ids[i+workers]].Reached():
				t.Error("more than three at once")
			default:
			}
		}
		gates[id].Release()
	}
	got := <-finished
	require.Equal(t, c.ids, got.ids())
	require.Equal(t, make([]error, 9), got.errs)
}

// A panic of the caller's goes through, once nothing is under way any more.
func TestEachLetsPanicsThrough(t *testing.T) {
	t.Parallel()
	c := newThrong(t, 5)
	own := errors.New("the caller's own")
	require.PanicsWithValue(t, own, func() {
		for range c.engine.Each(c.ctx, takingOver(), slices.Values(c.ids), 3) {
			panic(own)
		}
	})
	n := c.faulty.Counts().Appends
	require.Len(t, run(c.engine.Each(c.ctx, takingOver(), slices.Values(c.ids), 3)).results, 5)
	require.Greater(t, c.faulty.Counts().Appends, n)
}
