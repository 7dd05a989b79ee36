package workflow_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// erase erases the world's enrolment, which must work.
func (w *world) erase() {
	w.t.Helper()
	w.forged = true // there are no records that add up to the state
	require.NoError(w.t, w.engine.Erase(w.ctx, w.id))
}

// What is left of an erased enrolment is one record that names nobody, and the
// hash that there was. Nothing else is left in the store.
func TestWhatIsLeftOfAnErasedEnrolment(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	all, head, seq := w.sayings(), w.state.Head(), w.state.Seq()
	serials := w.state.SignOffs()
	w.setNow(w.now().AddDate(8, 0, 0).Add(7 * time.Nanosecond))
	w.erase()
	records := w.records()
	require.Len(t, records, 1)
	left := records[0]
	assert.Equal(t, seq+1, left.Seq)
	assert.Equal(t, w.now().Truncate(time.Microsecond), left.At)
	assert.Equal(t, workflow.KindErase, left.Kind)
	assert.Equal(t, w.fw.Ref(), left.Framework)
	assert.Zero(t, left.Actor)
	assert.Zero(t, left.Request)
	assert.Zero(t, left.Register)
	assert.Zero(t, left.Command)
	assert.Empty(t, left.Texts)
	assert.Equal(t, `[{"event":"erased","last":"`+head.String()+`"}]`, string(left.Events))
	require.NoError(t, workflow.Verify(w.id, records))
	kept := everything(w.store)
	for _, p := range everyone {
		assert.NotContains(t, kept, string(p))
	}
	for _, s := range all {
		s.silent(t, "the store", w.store)
	}
	for _, s := range serials {
		assert.NotContains(t, kept, s.Serial)
	}
	assert.NotContains(t, kept, "trust-1")
	assert.Empty(t, w.engine.Cached())
}

// Whoever asks for it hears what they would hear if there had never been anything.
func TestAnErasedEnrolmentIsNoneToEverybody(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	serial := w.state.LastSignOff().Serial
	stale := w.newEngine()
	_, err := stale.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	w.erase()
	for name, e := range map[string]*workflow.Engine{"the engine": w.engine, "another": w.newEngine(), "one that remembers": stale} {
		for _, actor := range []workflow.PersonID{learner, educator, manager, stranger} {
			_, err := e.View(w.ctx, actor, w.id)
			w.refusal(err, why(workflow.NotFound))
			_, err = e.Records(w.ctx, actor, w.id)
			w.refusal(err, why(workflow.NotFound))
			for sum, err := range e.List(w.ctx, actor, workflow.Query{}) {
				t.Errorf("%s lists %+v to %s: %v", name, sum, actor, err)
			}
			for _, cmd := range []workflow.Command{
				&workflow.Agree{}, w.answers("asked"), &workflow.Comment{Comment: "x"}, &workflow.SignOff{}, &workflow.RevokeSignOff{Reason: "x"},
				&workflow.Withdraw{Reason: "x"}, &workflow.Redact{Record: 2, Text: canonical.Sum(nil)},
			} {
				_, err := e.Do(w.ctx, workflow.Request{Actor: actor, Enrolment: w.id, Command: cmd})
				w.refusal(err, why(workflow.NotFound))
			}
		}
		_, s, ok, err := e.BySerial(w.ctx, serial)
		require.NoError(t, err)
		assert.False(t, ok)
		assert.Zero(t, s.SignOffs())
		assert.Empty(t, e.Cached(), "%s remembers", name)
	}
}

// What an engine did not know of the erasure is not done after it.
func TestDoOnAnEnrolmentErasedElsewhere(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	stale := w.newEngine()
	_, err := stale.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	w.erase()
	_, err = stale.Do(w.ctx, workflow.Request{Actor: learner, Enrolment: w.id, Command: w.answers("asked")})
	w.refusal(err, why(workflow.NotFound))
	require.Len(t, w.records(), 1)
}

// The learner is enrolled again, from nothing: in the place of the old history
// a new one begins behind the record that is left, and it verifies.
func TestEnrolAfterErasure(t *testing.T) {
	t.Parallel()
	w := spoken(t)
	stale := w.newEngine()
	_, err := stale.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	last := w.state.Seq()
	at := w.state.At()
	w.erase()
	w.setNow(w.now().Add(time.Hour))
	w.enrol(educator, learner, proficiency.Ref{ID: "words"})
	assert.Equal(t, last+2, w.state.Seq())
	assert.True(t, w.state.EnrolledAt().After(at))
	assert.Nil(t, w.state.Withdrawal())
	assert.Nil(t, w.state.LastSignOff())
	assert.Zero(t, w.item("asked"))
	w.pass("asked")
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	w.do(manager, w.saying("comment").redact())
	require.NoError(t, workflow.Verify(w.id, w.records()))
	id, records, err := workflow.ReadExport(w.exported())
	require.NoError(t, err)
	assert.Equal(t, w.id, id)
	assert.Equal(t, w.records(), records)
	for name, state := range w.states(stale, w.newEngine()) {
		assert.Equal(t, facts(w.fw, &w.state), facts(w.fw, &state), name)
	}
	w.erase()
	require.Len(t, w.records(), 1)
	require.NoError(t, workflow.Verify(w.id, w.records()))
	w.enrol(educator, learner, proficiency.Ref{ID: "words"})
}

// A trial is erased and begun again like anything else.
func TestEraseATrial(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	try := func() {
		res, err := w.engine.Do(w.ctx, workflow.Request{
			Actor: visitor, Command: &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "words"}, Trial: 2, Attributes: inRole("clinical")},
		})
		require.NoError(t, err)
		w.id, w.state = res.Enrolment, res.State
	}
	try()
	w.erase()
	try()
	require.Equal(t, workflow.Seq(3), w.state.Seq())
	require.NoError(t, workflow.Verify(w.id, w.records()))
}

// Erasing again, or what never was, does nothing.
func TestEraseTwiceAndNothing(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.erase()
	left := w.records()
	w.setNow(w.now().Add(time.Hour))
	w.erase()
	require.NoError(t, w.newEngine().Erase(w.ctx, w.id))
	require.Equal(t, left, w.records())
	none := w.engine.EnrolmentID("nobody", "words")
	require.NoError(t, w.engine.Erase(w.ctx, none))
	records, err := w.store.Load(w.ctx, none, 0)
	require.NoError(t, err)
	require.Empty(t, records)
	for _, id := range []workflow.EnrolmentID{"", "\x00"} {
		require.ErrorContains(t, w.engine.Erase(w.ctx, id), "cannot erase: the enrolment's id")
	}
}

// What no version of this software can read, or content can be found for, is
// erased none the less, and what is left of it needs neither.
func TestEraseWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(r *workflow.Record){
		"nothing":         func(*workflow.Record) {},
		"another actor":   func(r *workflow.Record) { r.Actor = "x" },
		"no events":       func(r *workflow.Record) { r.Events = []byte("?") },
		"a newer version": func(r *workflow.Record) { r.Format = 7 },
		"no content":      func(r *workflow.Record) { r.Framework.ID, r.FrameworkDigest = "gone", canonical.Digest{} },
		"a time to come":  func(r *workflow.Record) { r.At = r.At.AddDate(1, 0, 0).In(time.FixedZone("", 60)) },
	} {
		w := spokenWorld(t)
		w.answer("asked")
		rs := w.records()
		damage(&rs[1])
		store := memstore.New()
		require.NoError(t, store.Append(w.ctx, workflow.Batch{Enrolment: w.id, Records: rs}))
		w.store = store
		w.engine = w.newEngine()
		w.erase()
		left := w.records()
		require.Len(t, left, 1, name)
		require.NoError(t, workflow.Verify(w.id, left), name)
		require.False(t, left[0].At.Before(rs[1].At), name)
		_, err := w.engine.View(w.ctx, learner, w.id)
		w.refusal(err, why(workflow.NotFound))
		w.enrol(educator, learner, proficiency.Ref{ID: "words"})
	}
}

// The content of an erased enrolment may leave the catalogue, and the learner
// be enrolled on a later version.
func TestEnrolOnLaterContentAfterErasure(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.erase()
	later, err := proficiency.NewCatalog(fstest.MapFS{
		"words/2.0.0/words.yaml":     {Data: []byte(exchanged(spokenContent, "version: 1.0.0", "version: 2.0.0"))},
		"words/2.0.0/lifecycle.yaml": {Data: []byte("status: published\npublished: 2026-01-01\n")},
	})
	require.NoError(t, err)
	w.catalog = later
	w.engine = w.newEngine()
	_, err = w.engine.View(w.ctx, learner, w.id)
	w.refusal(err, why(workflow.NotFound))
	w.enrol(educator, learner, proficiency.Ref{ID: "words"})
	assert.EqualValues(t, 2, w.state.Framework().Version.Major)
	require.NoError(t, workflow.Verify(w.id, w.records()))
}
