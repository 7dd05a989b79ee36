package memstore_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/roles/memstore"
	"github.com/countersign-go/countersign/roles/storetest"
)

// The cases for finding pass where there is nothing that finds: here there is.
var _ roles.Finder = (*memstore.Store)(nil)

func TestContract(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func() roles.RegisterStore { return memstore.New() })
}

// A store need not say what became of a batch whose sender had gone; this one does.
func TestGoneBeforeIsNotStored(t *testing.T) {
	t.Parallel()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	err := memstore.New().Append(gone, roles.RegisterBatch{Centre: "trust-1", Records: []roles.RegisterRecord{{Seq: 1}}})
	require.ErrorIs(t, err, roles.ErrNotStored)
	assert.ErrorIs(t, err, context.Canceled)
}

// Where a batch neither fits nor is one, it is that it does not fit which a
// register can mend: by reading again.
func TestConflictComesFirst(t *testing.T) {
	t.Parallel()
	err := memstore.New().Append(t.Context(), roles.RegisterBatch{Centre: "trust-1", After: 1})
	assert.ErrorIs(t, err, roles.ErrConflict)
	assert.NotErrorIs(t, err, roles.ErrNotStored)
}
