package workflow_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// kept is the summary that a store has of the one enrolment in it.
func kept(t testing.TB, w *world) workflow.Summary {
	t.Helper()
	all := summaries(t, w.store)
	require.Len(t, all, 1)
	return all[0]
}

// The summary of the records is the one that was stored with the last of them,
// whatever was done.
func TestSummaryOfIsWhatIsStored(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	w.forged = true // its state is not kept up with what is erased
	sum, err := workflow.SummaryOf(w.catalog, w.id, w.records())
	require.NoError(t, err)
	require.Equal(t, workflow.AppendSummary(nil, ptr(kept(t, w))), workflow.AppendSummary(nil, &sum))

	require.NoError(t, w.engine.Erase(w.ctx, w.id))
	sum, err = workflow.SummaryOf(empty(t), w.id, w.records())
	require.NoError(t, err, "what was erased needs no content")
	require.Equal(t, workflow.Summary{Enrolment: w.id, Seq: sum.Seq, At: w.records()[0].At, Framework: proficiency.Ref{ID: "words", Version: sum.Framework.Version}}, sum)
}

func ptr[T any](v T) *T { return &v }

func TestSummaryOfWhatCannotBeAdded(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.do(learner, &workflow.Comment{Comment: "a comment"})
	newer := func(rs []workflow.Record) []workflow.Record {
		rs[1].Events = []byte(`[{"event":"attested"}]`)
		return chained(t, w.id, rs)
	}
	for name, c := range map[string]struct {
		catalog *proficiency.Catalog
		records []workflow.Record
		want    error
	}{
		"none":    {w.catalog, nil, workflow.ErrBroken},
		"a gap":   {w.catalog, w.records()[1:], workflow.ErrBroken},
		"unknown": {empty(t), w.records(), proficiency.ErrUnknownFramework},
		"newer":   {w.catalog, newer(w.records()), workflow.ErrNewerRecords},
	} {
		_, err := workflow.SummaryOf(c.catalog, w.id, c.records)
		require.ErrorIs(t, err, c.want, name)
	}
}

// What is imported is what was there, to the byte, also what is left of an
// enrolment that was erased, and an engine with the same key finds it. Again,
// it is there already.
func TestImport(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	w.forged = true
	for _, erased := range []bool{false, true} {
		if erased {
			require.NoError(t, w.engine.Erase(w.ctx, w.id))
		}
		exported, before := w.exported(), summaries(t, w.store)
		w.anew()
		for range 2 {
			id, err := workflow.Import(w.ctx, w.store, w.catalog, exported)
			require.Equal(t, w.id, id)
			require.Equal(t, string(exported), string(w.exported()))
			require.Equal(t, everything(before), everything(summaries(t, w.store)))
			if err != nil {
				require.ErrorIs(t, err, workflow.ErrAlreadyRestored)
				require.ErrorIs(t, err, workflow.ErrExportRefused)
				exported = nil
				break
			}
		}
		require.Nil(t, exported, "the second time, it is there")
	}
	w.enrol(educator, learner, proficiency.Ref{ID: "words"})
	require.NoError(t, workflow.Verify(w.id, w.records()), "begun again behind what was imported")
}

// What is no good is refused, and what the store fails at is not called so.
func TestImportRefuses(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.do(learner, &workflow.Comment{Comment: "a comment"})
	good, records := w.exported(), w.records()
	w.forged = true
	require.NoError(t, w.engine.Erase(w.ctx, w.id))
	tombstone := w.exported()
	other := slices.Clone(records[:1])
	other[0].Hash = canonical.Sum(nil)
	for name, c := range map[string]struct {
		there, exported []byte
		catalog         *proficiency.Catalog
		want            error
	}{
		"nothing":          {nil, nil, w.catalog, workflow.ErrExportRefused},
		"broken":           {nil, workflow.AppendExport(nil, w.id, other), w.catalog, workflow.ErrExportRefused},
		"unknown":          {nil, good, empty(t), proficiency.ErrUnknownFramework},
		"erased there":     {tombstone, good, w.catalog, workflow.ErrNotEmpty},
		"erased here":      {good, tombstone, w.catalog, workflow.ErrNotEmpty},
		"a shorter export": {good, workflow.AppendExport(nil, w.id, records[:1]), w.catalog, workflow.ErrNotEmpty},
	} {
		s := memstore.New()
		if c.there != nil {
			_, err := workflow.Import(w.ctx, s, w.catalog, c.there)
			require.NoError(t, err, name)
		}
		_, err := workflow.Import(w.ctx, s, c.catalog, c.exported)
		assert.ErrorIs(t, err, c.want, name)
		assert.ErrorIs(t, err, workflow.ErrExportRefused, name)
	}
	gone := errors.New("gone")
	_, err := workflow.Import(w.ctx, brokenLoads{gone}, w.catalog, good)
	require.ErrorIs(t, err, gone)
	require.NotErrorIs(t, err, workflow.ErrExportRefused)
	_, err = workflow.Import(w.ctx, struct{ workflow.Store }{memstore.New()}, w.catalog, tombstone)
	require.ErrorIs(t, err, workflow.ErrUnsupported, "only an Eraser can take what is left of an erased one")
}

// brokenLoads is a store that cannot be read.
type brokenLoads struct{ err error }

func (b brokenLoads) Load(context.Context, workflow.EnrolmentID, workflow.Seq) ([]workflow.Record, error) {
	return nil, b.err
}

func (b brokenLoads) Append(context.Context, workflow.Batch) error { return b.err }
