package workflow_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// anew gives the world an empty store, and an engine on it: as after a loss.
func (w *world) anew(change ...func(*workflow.Options)) {
	w.t.Helper()
	w.store = memstore.New()
	o := workflow.Options{Key: []byte("0123456789abcdef"), SnapshotEvery: often}
	for _, c := range change {
		c(&o)
	}
	var err error
	w.engine, err = workflow.NewEngine(w.catalog, w.host, w.store, o)
	require.NoError(w.t, err)
}

// restore restores the world's enrolment, which must work.
func (w *world) restore(exported []byte) {
	w.t.Helper()
	id, err := w.engine.Restore(w.ctx, exported)
	require.NoError(w.t, err)
	require.Equal(w.t, w.id, id)
}

// summaries are the lists of a store, as it has them.
func summaries(t testing.TB, s *memstore.Store) (out []workflow.Summary) {
	t.Helper()
	for sum, err := range s.List(context.Background(), workflow.Query{}) {
		require.NoError(t, err)
		out = append(out, sum)
	}
	return out
}

// What is restored is what was exported: to the byte, in lists as in states, and
// the engine works on.
func TestRestore(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	w.do(manager, w.saying("waiver").redact())
	w.do(manager, w.saying("on behalf of").redact())
	exported, old, before := w.exported(), w.store, facts(w.fw, &w.state)
	w.anew()
	w.restore(exported)
	assert.Equal(t, string(exported), string(w.exported()))
	assert.Equal(t, everything(summaries(t, old)), everything(summaries(t, w.store)))
	for name, state := range w.states(w.newEngine()) {
		assert.Equal(t, before, facts(w.fw, &state), name)
		assert.Equal(t, w.state.LastSignOffRevoked(), state.LastSignOffRevoked(), name)
		assert.Equal(t, w.state.LastSignOffHash(), state.LastSignOffHash(), name)
	}
	require.Len(t, w.engine.Cached(), 1, "it is known already")
	w.do(manager, w.saying("withdrawal").redact())
	w.enrol(educator, learner, proficiency.Ref{ID: "words"})
	w.answer("asked")
	require.NoError(t, workflow.Verify(w.id, w.records()))
	_, _, ok, err := w.engine.BySerial(w.ctx, w.state.LastSignOff().Serial)
	require.NoError(t, err)
	assert.True(t, ok)
}

// Requests that were answered before the loss are known after it.
func TestRestoredRequestsAreKnown(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	req := workflow.Request{ID: "request-1", Actor: learner, Enrolment: w.id, Command: w.answers("asked")}
	first := w.request(req)
	exported := w.exported()
	w.anew()
	w.restore(exported)
	for _, e := range []*workflow.Engine{w.engine, w.newEngine()} {
		again, err := e.Do(w.ctx, req)
		require.NoError(t, err)
		require.True(t, again.Replayed)
		require.Equal(t, first.Record.Hash, again.Record.Hash)
		req.Actor = educator
		_, err = e.Do(w.ctx, req)
		w.refusal(err, why(workflow.RequestIDReused))
		req.Actor = learner
	}
}

// All of it comes in one batch, with the summary that the enrolment had.
func TestRestoreIsOneStep(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	exported, sums, records := w.exported(), summaries(t, w.store), w.records()
	w.anew()
	faulty := memstore.NewFaulty(w.store)
	var batches []workflow.Batch
	faulty.OnBatch(func(b workflow.Batch) memstore.Fault { batches = append(batches, b); return nil })
	e, err := workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef"), SnapshotEvery: often})
	require.NoError(t, err)
	_, err = e.Restore(w.ctx, exported)
	require.NoError(t, err)
	require.Len(t, batches, 1)
	assert.Zero(t, batches[0].After)
	assert.Empty(t, batches[0].Erase)
	assert.Equal(t, w.id, batches[0].Enrolment)
	assert.Equal(t, records, batches[0].Records)
	assert.Equal(t, everything(sums[0]), everything(batches[0].Summary))
}

// A text that one of the records says was removed does not come back with them.
func TestRestoreBringsBackNoRedactedWords(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 002, stays"})
	s, before := w.saying("001"), w.records()
	w.do(manager, s.redact())
	want, rs := w.exported(), w.records()
	rs[s.seq-1].Texts = before[s.seq-1].Texts // as from a copy that nobody cleaned
	w.anew()
	w.restore(workflow.AppendExport(nil, w.id, rs))
	assert.Equal(t, string(want), string(w.exported()))
	s.silent(t, "the store", w.store)
	for _, state := range w.engine.Cached() {
		s.silent(t, "what the engine remembers", state)
	}
	assert.Len(t, w.sayings(), 1)

	w.anew()
	w.restore(workflow.AppendExport(nil, w.id, before)) // which nobody can know to be old
	assert.Len(t, w.sayings(), 2)
	w.forged = true
}

// Only what was removed after it was written is left out.
func TestRestoreKeepsWhatWasWrittenAfterARedaction(t *testing.T) {
	t.Parallel()
	w, s, before := redacted(t)
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 004, after"})
	rs := w.records()
	last := &rs[len(rs)-1]
	last.Events = []byte(`[{"comment":"` + s.text.Digest.String() + `","event":"commented"}]`)
	last.Texts = before[s.seq-1].Texts // which nobody could write, but by taking it over
	*last = sealed(t, w.id, rs[len(rs)-2].Hash, *last)
	exported := workflow.AppendExport(nil, w.id, rs)
	w.anew()
	w.restore(exported)
	require.Equal(t, string(exported), string(w.exported()))
	w.forged = true
}

// Trials are restored like real enrolments, of whatever tenant.
func TestRestoreATrial(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	tenant := func(o *workflow.Options) { o.Tenant = "tenant-1" }
	w.anew(tenant)
	res, err := w.engine.Do(w.ctx, workflow.Request{
		Actor: visitor, Command: &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "words"}, Trial: 3, Zone: "Europe/London", Attributes: inRole("clinical")},
	})
	require.NoError(t, err)
	w.id, w.state = res.Enrolment, res.State
	w.do(visitor, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	exported := w.exported()
	w.anew(tenant)
	w.restore(exported)
	w.do(visitor, &workflow.Comment{Comment: "goes on"})
	w.anew()
	_, err = w.engine.Restore(w.ctx, exported)
	require.ErrorIs(t, err, workflow.ErrOtherInstallation, "another tenant")
	w.forged = true
}

// Where there is something already, nothing is done, and it is said what there is.
func TestRestoreOnlyWhereThereIsNothing(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.answer("asked")
	exported, short := w.exported(), workflow.AppendExport(nil, w.id, w.records()[:1])
	longer := func() []byte {
		other := *w
		other.anew()
		_, err := other.engine.Restore(w.ctx, exported)
		require.NoError(t, err)
		other.state = w.state
		other.do(learner, &workflow.Comment{Comment: "later"})
		return other.exported()
	}()
	other := func() []byte {
		other := *w
		other.anew()
		_, err := other.engine.Restore(w.ctx, short)
		require.NoError(t, err)
		_, err = other.engine.Do(w.ctx, workflow.Request{Actor: learner, Enrolment: w.id, Command: &workflow.Comment{Comment: "another way"}})
		require.NoError(t, err)
		return other.exported()
	}()
	for name, c := range map[string]struct {
		exported []byte
		already  bool
		says     string
	}{
		"the same":        {exported, true, "it has these very records already; nothing was done"},
		"an older one":    {short, true, "it has these very records already, and 1 later; nothing was done"},
		"a later one":     {longer, false, "it has 2 records, of which the first 2 are those of the export"},
		"one that parted": {other, false, "it has 2 records, of which the first 1 are those of the export"},
	} {
		id, err := w.engine.Restore(w.ctx, c.exported)
		require.ErrorIs(t, err, workflow.ErrNotEmpty, name)
		require.Equal(t, c.already, errors.Is(err, workflow.ErrAlreadyRestored), name)
		require.ErrorContains(t, err, c.says, name)
		require.Equal(t, w.id, id, name)
	}
	require.Equal(t, string(exported), string(w.exported()))

	w.erase()
	left := w.exported()
	_, err := w.engine.Restore(w.ctx, exported)
	require.ErrorIs(t, err, workflow.ErrNotEmpty)
	require.NotErrorIs(t, err, workflow.ErrAlreadyRestored)
	require.ErrorContains(t, err, "it was erased at 2026-03-02T")
	_, err = w.engine.Restore(w.ctx, left)
	require.ErrorIs(t, err, workflow.ErrNotEmpty)
	require.Equal(t, string(left), string(w.exported()))
}

// What stands in the store and is not known any more does not matter to an
// engine that remembers it.
func TestRestoreAfterALossThatTheEngineSlept(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	exported := workflow.AppendExport(nil, w.id, w.records()[:3])
	store := tap(w.store)
	e, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef"), SnapshotEvery: often})
	require.NoError(t, err)
	_, err = e.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	w.anew()
	store.under = w.store
	_, err = e.Restore(w.ctx, exported)
	require.NoError(t, err)
	require.EqualValues(t, 3, e.Cached()[0].Seq(), "what it remembered is forgotten")
	v, err := e.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	require.EqualValues(t, 3, v.State.Seq())
	w.forged = true
}

// What is left of an erased enrolment, with nothing behind it, is not restored.
func TestRestoreWhatIsLeftOfAnErasedEnrolment(t *testing.T) {
	t.Parallel()
	w, _ := erased(t)
	w.erase()
	exported := w.exported()
	require.True(t, strings.HasPrefix(string(w.records()[0].Kind), "erase"))
	w.anew()
	id, err := w.engine.Restore(w.ctx, exported)
	require.ErrorContains(t, err, "record 6 is what is left of an erased enrolment, which is not restored")
	require.NotErrorIs(t, err, workflow.ErrNotEmpty)
	require.Equal(t, w.id, id)
	require.Empty(t, w.records())
}

// again is a world in which an enrolment was erased, and begun again.
func again(t *testing.T) *world {
	t.Helper()
	w, _ := erased(t)
	require.Greater(t, len(w.records()), 1)
	return w
}

// What began again behind an erasure is restored with what was left of the
// erased one, to the byte, and works on.
func TestRestoreWhatBeganAgainBehindAnErasure(t *testing.T) {
	t.Parallel()
	w := again(t)
	exported, old, before := w.exported(), w.store, facts(w.fw, &w.state)
	w.anew()
	w.restore(exported)
	assert.Equal(t, string(exported), string(w.exported()))
	assert.Equal(t, everything(summaries(t, old)), everything(summaries(t, w.store)))
	for name, state := range w.states(w.newEngine()) {
		assert.Equal(t, before, facts(w.fw, &state), name)
	}
	_, err := w.engine.Restore(w.ctx, exported)
	require.ErrorIs(t, err, workflow.ErrAlreadyRestored)
	seq := w.state.Seq()
	w.do(learner, &workflow.Comment{Comment: "here I am again"})
	require.Equal(t, seq+1, w.state.Seq())
	require.NoError(t, workflow.Verify(w.id, w.records()))
	_, err = w.engine.Restore(w.ctx, exported)
	require.ErrorIs(t, err, workflow.ErrAlreadyRestored)
}

// It is not put over anything, nor over what is left of an erased enrolment,
// were it the same; and not where the store cannot, which is said.
func TestWhatBeganAgainIsNotRestoredOverAnything(t *testing.T) {
	t.Parallel()
	w := again(t)
	exported := w.exported()
	tombstone, err := w.store.Load(w.ctx, w.id, 0)
	require.NoError(t, err)
	w.anew()
	require.NoError(t, w.store.Erase(w.ctx, workflow.Batch{Enrolment: w.id, Records: tombstone[:1], Summary: workflow.Summary{Enrolment: w.id}}))
	left := w.exported()
	_, err = w.engine.Restore(w.ctx, exported)
	require.ErrorIs(t, err, workflow.ErrNotEmpty)
	require.NotErrorIs(t, err, workflow.ErrAlreadyRestored)
	require.Equal(t, string(left), string(w.exported()))

	w = again(t)
	w.erase() // once more
	_, err = w.engine.Restore(w.ctx, exported)
	require.ErrorIs(t, err, workflow.ErrNotEmpty)
	require.ErrorContains(t, err, "it was erased at")

	w.anew()
	e, err := workflow.NewEngine(w.catalog, w.host, tap(w.store), workflow.Options{Key: []byte("0123456789abcdef"), SnapshotEvery: often})
	require.NoError(t, err)
	_, err = e.Restore(w.ctx, exported)
	require.ErrorIs(t, err, workflow.ErrUnsupported)
	require.ErrorContains(t, err, "began again behind an erasure")
	require.Empty(t, w.records())
}

// After an unknown outcome it is found out, as with any other.
func TestRestoreBehindAnErasureWithAStoreThatFails(t *testing.T) {
	t.Parallel()
	w := again(t)
	exported := w.exported()
	w.anew()
	store := memstore.NewFaulty(w.store)
	e, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef"), SnapshotEvery: often})
	require.NoError(t, err)
	store.OnErase(1, memstore.LostRequest)
	_, err = e.Restore(w.ctx, exported)
	require.ErrorIs(t, err, workflow.ErrOutcomeUnknown)
	require.Empty(t, w.records())
	store.OnErase(1, memstore.LostReply)
	_, err = e.Restore(w.ctx, exported)
	require.NoError(t, err)
	require.Equal(t, string(exported), string(w.exported()))
}
