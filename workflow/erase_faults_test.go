package workflow_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// Faults of the store while it erases.
func TestEraseWithFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault  memstore.Fault
		is     error
		erased bool
	}{
		"stored, and the reply is lost": {memstore.LostReply, memstore.ErrLost, true},
		"the request is lost":           {memstore.LostRequest, memstore.ErrLost, false},
		"refused":                       {memstore.Refused, workflow.ErrNotStored, false},
		"a conflict that is none":       {memstore.Conflict, nil, true},
	} {
		w := spokenWorld(t)
		faulty := memstore.NewFaulty(w.store)
		e, err := workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef")})
		require.NoError(t, err)
		_, err = e.View(w.ctx, learner, w.id)
		require.NoError(t, err)
		w.forged = true
		faulty.OnErase(1, c.fault)
		err = e.Erase(w.ctx, w.id)
		require.ErrorIs(t, err, c.is, name)
		if c.is != nil {
			require.ErrorContains(t, err, string(w.id), name)
		}
		_, err = e.View(w.ctx, learner, w.id)
		require.Equal(t, c.erased, err != nil, name)
		require.NoError(t, e.Erase(w.ctx, w.id), name)
		require.Len(t, w.records(), 1, name)
		require.EqualValues(t, 2, w.records()[0].Seq, name)
	}
}

// Somebody else was first: what they stored is erased as well.
func TestEraseLosesARace(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	faulty := memstore.NewFaulty(w.store)
	e, err := workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	faulty.OnErase(1, func(ctx context.Context, do func(context.Context) error) error {
		w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
		return do(ctx)
	})
	require.NoError(t, e.Erase(w.ctx, w.id))
	require.EqualValues(t, 3, w.records()[0].Seq)
	require.Contains(t, string(w.records()[0].Events), w.state.Head().String())
	w.forged = true

	w = spokenWorld(t)
	w.forged = true
	faulty = memstore.NewFaulty(w.store)
	faulty.OnBatch(func(workflow.Batch) memstore.Fault { return memstore.Conflict })
	e, err = workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	require.ErrorIs(t, e.Erase(w.ctx, w.id), workflow.ErrContended, "it does not try for ever")
}

// Neither a store that cannot erase, nor one that cannot be read, nor a host
// that does not tell the time erases anything.
func TestEraseNeedsStoreAndTime(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	plain, err := workflow.NewEngine(w.catalog, w.host, tap(w.store), workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	require.ErrorIs(t, plain.Erase(w.ctx, w.id), workflow.ErrUnsupported)
	faulty := memstore.NewFaulty(w.store)
	e, err := workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	faulty.OnLoad(1, memstore.LostRequest)
	require.ErrorIs(t, e.Erase(w.ctx, w.id), memstore.ErrLost)
	gone, cancel := context.WithCancel(w.ctx)
	cancel()
	require.ErrorIs(t, e.Erase(gone, w.id), context.Canceled)
	timeless, err := workflow.NewEngine(w.catalog, hostOf(func(context.Context, workflow.Need) (workflow.Facts, error) {
		return workflow.Facts{}, errors.New("the clock has stopped")
	}), w.store, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	require.ErrorContains(t, timeless.Erase(w.ctx, w.id), "the clock has stopped")
	require.Len(t, w.records(), 1)
	require.Equal(t, workflow.KindEnrol, w.records()[0].Kind)
}

// hostOf makes a function a host.
type hostOf func(context.Context, workflow.Need) (workflow.Facts, error)

func (h hostOf) Facts(ctx context.Context, need workflow.Need) (workflow.Facts, error) {
	return h(ctx, need)
}
