package storetest_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/storetest"
)

// What callers of a store are told is explained, and what those of one that
// answers as of before are told is not.
func TestObserved(t *testing.T) {
	t.Parallel()
	s := memstore.New()
	for name, c := range map[string]struct {
		read workflow.Store
		want string
	}{"as of now": {s, ""}, "as of before": {memstore.New(), "took effect after the begin of the load"}} {
		var h storetest.History
		id := workflow.EnrolmentID(name)
		require.NoError(t, h.Append(t.Context(), s, batchOf(id, 0, "a")))
		require.ErrorIs(t, h.Append(t.Context(), s, batchOf(id, 0, "b")), workflow.ErrConflict)
		_, err := h.Load(t.Context(), c.read, id, 0)
		require.NoError(t, err)
		_, err = h.Load(t.Context(), s, id, 0)
		require.NoError(t, err)
		if err := h.Check(); c.want == "" {
			assert.NoError(t, err, name)
		} else {
			assert.ErrorContains(t, err, c.want, name)
		}
	}
}

// A conflict with what came to nothing needs to be allowed.
func TestObservedHaste(t *testing.T) {
	t.Parallel()
	for hasty, check := range map[bool]assert.ErrorAssertionFunc{true: assert.NoError, false: assert.Error} {
		h := storetest.History{Hasty: hasty}
		require.ErrorIs(t, h.Append(t.Context(), conflicting{}, batchOf("e-1", 0, "a")), workflow.ErrConflict)
		check(t, h.Check())
	}
}

// What failed to load says nothing.
func TestObservedFailure(t *testing.T) {
	t.Parallel()
	var h storetest.History
	s := memstore.New()
	require.NoError(t, h.Append(t.Context(), s, batchOf("e-1", 0, "a")))
	over, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := h.Load(over, s, "e-1", 0)
	require.Error(t, err)
	_, err = h.Load(t.Context(), s, "e-1", 0)
	require.NoError(t, err)
	assert.NoError(t, h.Check())
}

type conflicting struct{ workflow.Store }

func (conflicting) Append(context.Context, workflow.Batch) error { return workflow.ErrConflict }

func batchOf(id workflow.EnrolmentID, after workflow.Seq, request workflow.RequestID) workflow.Batch {
	return workflow.Batch{Enrolment: id, After: after, Records: []workflow.Record{{Seq: after + 1, Request: request, Events: []byte("[]")}}}
}
