package workflow_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// chained is a history hashed as it should be, whatever it says.
func chained(t testing.TB, id workflow.EnrolmentID, rs []workflow.Record) []workflow.Record {
	t.Helper()
	prev := canonical.Genesis("countersign-record/1", string(id))
	for i := range rs {
		rs[i] = sealed(t, id, prev, rs[i])
		prev = rs[i].Hash
	}
	return rs
}

// Everything for which an export is not restored, each with what it says.
func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	w.answer("asked")
	good, records := w.exported(), w.records()
	content := func(text string) func(w *world) {
		return func(w *world) {
			var err error
			w.catalog, err = proficiency.NewCatalog(fstest.MapFS{
				"words/1.0.0/words.yaml":     {Data: []byte(text)},
				"words/1.0.0/lifecycle.yaml": {Data: []byte("status: published\npublished: 2026-01-01\n")},
			})
			require.NoError(t, err)
			w.anew()
		}
	}
	forged := func(change func(rs []workflow.Record)) []byte {
		rs := w.records()
		change(rs)
		return workflow.AppendExport(nil, w.id, chained(t, w.id, rs))
	}
	for name, c := range map[string]struct {
		exported []byte
		engine   func(w *world)
		is       error
		says     []string
		noID     bool
	}{
		"nothing":       {nil, nil, nil, []string{"cannot restore: this is not an unchanged record"}, true},
		"not an export": {[]byte("{}\n"), nil, nil, []string{"cannot restore: this is not a record"}, true},
		"too large":     {make([]byte, workflow.MaxExportSize+1), nil, nil, []string{"at most"}, true},
		"no records":    {workflow.AppendExport(nil, w.id, nil), nil, nil, []string{"the export has no records"}, false},
		"another word":  {[]byte(exchanged(string(good), "Zanzibar", "zanzibar")), nil, nil, []string{"record 2: has a text that is not what was written"}, false},
		"another actor": {[]byte(exchanged(string(good), `"actor":"educator-1"`, `"actor":"educator-2"`)), nil, nil, []string{"record 1: does not have the hash"}, false},
		"another id":    {workflow.AppendExport(nil, "another", records), nil, workflow.ErrOtherInstallation, []string{"record 1: does not have the hash", "enrols somebody whose enrolment has another id here"}, true},
		"an id too long": {workflow.AppendExport(nil, workflow.EnrolmentID(strings.Repeat("x", 257)), records), nil, workflow.ErrOtherInstallation,
			[]string{"the enrolment's id is 257 bytes long"}, true},
		"another key":     {good, func(w *world) { w.anew(func(o *workflow.Options) { o.Key = []byte("another key of 24 bytes!") }) }, workflow.ErrOtherInstallation, []string{"record 1 enrols somebody"}, false},
		"another tenant":  {good, func(w *world) { w.anew(func(o *workflow.Options) { o.Tenant = "tenant-2" }) }, workflow.ErrOtherInstallation, []string{"record 1 enrols somebody"}, false},
		"content changed": {good, content(exchanged(spokenContent, "Is asked.", "Is asked!")), workflow.ErrContentChanged, []string{"words@1.0.0 is sha256:"}, false},
		"content gone":    {good, func(w *world) { w.catalog = empty(t); w.anew() }, proficiency.ErrUnknownFramework, []string{"words"}, false},
		"another learner": {forged(func(rs []workflow.Record) {
			rs[0].Events = []byte(exchanged(string(rs[0].Events), `"learner":"learner-1"`, `"learner":"learner-2"`))
		}), nil, workflow.ErrOtherInstallation, []string{"record 1 enrols somebody"}, false},
		"a trial of it": {forged(func(rs []workflow.Record) {
			rs[0].Events = []byte(exchanged(string(rs[0].Events), `"learner":"learner-1"`, `"learner":"learner-1","trial":1`))
		}), nil, workflow.ErrOtherInstallation, []string{"record 1 enrols somebody"}, false},
		"another framework": {forged(func(rs []workflow.Record) {
			for i := range rs {
				rs[i].Framework.ID = "others"
			}
		}), nil, workflow.ErrOtherInstallation, []string{"record 1 enrols somebody", "others"}, false},
		"somebody else, later": {forged(func(rs []workflow.Record) {
			rs[2].Events = []byte(`[{"centre":"trust-1","event":"enrolled","learner":"learner-2"}]`)
		}), nil, workflow.ErrOtherInstallation, []string{"record 3 enrols somebody"}, false},
		"nobody enrolled": {forged(func(rs []workflow.Record) { rs[0].Events = []byte(`[{"event":"agreed"}]`) }), nil, nil, []string{"record 1 does not enrol anybody"}, false},
		"other content at its end": {forged(func(rs []workflow.Record) { rs[2].FrameworkDigest = canonical.Sum(nil) }), nil, workflow.ErrContentChanged,
			[]string{"the last record is on words@1.0.0", "the enrolment on words@1.0.0"}, false},
		"a newer event":  {forged(func(rs []workflow.Record) { rs[2].Events = []byte(`[{"event":"attested"}]`) }), nil, nil, []string{"records of a newer version", "update"}, false},
		"a newer format": {forged(func(rs []workflow.Record) { rs[2].Format = 2 }), nil, nil, []string{"record 3: is of format 2", "records of a newer version"}, false},
		"no format":      {forged(func(rs []workflow.Record) { rs[2].Format = 0 }), nil, nil, []string{"records of a newer version"}, false},
		"no actor":       {forged(func(rs []workflow.Record) { rs[1].Actor = "" }), nil, nil, []string{"record 2 does not say by whom", "the actor's id is empty"}, false},
		"no request":     {forged(func(rs []workflow.Record) { rs[1].Request = "" }), nil, nil, []string{"record 2 does not say by whom", "the request's id is empty"}, false},
		"a large record": {forged(func(rs []workflow.Record) {
			rs[1].Register = strings.Repeat("x", workflow.MaxRecordSize)
		}), nil, nil, []string{"record 2 takes 2", "at most 262144 are allowed"}, false},
		"without its beginning": {workflow.AppendExport(nil, w.id, records[1:]), nil, nil, []string{"record 2: follows record 0"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			other := *w
			other.t, other.forged = t, true
			if other.anew(); c.engine != nil {
				c.engine(&other)
			}
			id, err := other.engine.Restore(context.Background(), c.exported)
			require.Error(t, err)
			for _, says := range c.says {
				assert.ErrorContains(t, err, says)
			}
			if c.is != nil {
				assert.ErrorIs(t, err, c.is)
			}
			assert.Equal(t, !c.noID, id == w.id)
			stored, err := other.store.Load(context.Background(), id, 0)
			require.NoError(t, err)
			require.Empty(t, stored)
			require.Empty(t, other.engine.Cached())
		})
	}
}

func empty(t testing.TB) *proficiency.Catalog {
	t.Helper()
	c, err := proficiency.NewCatalog(fstest.MapFS{})
	require.NoError(t, err)
	return c
}

// Whatever speaks against it is said at once.
func TestRestoreTellsEveryProblem(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.do(learner, &workflow.Comment{Comment: "Zanzibar 001, comment"})
	w.answer("asked")
	broken := []byte(exchanged(string(w.exported()), "Zanzibar", "zanzibar"))
	w.engine = w.engineWith(func(o *workflow.Options) { o.Tenant = "tenant-2" })
	w.catalog = empty(t)
	e, err := workflow.NewEngine(w.catalog, w.host, w.store, workflow.Options{Key: []byte("another key of 24 bytes!")})
	require.NoError(t, err)
	_, err = e.Restore(w.ctx, broken)
	var fault *workflow.Fault
	require.ErrorAs(t, err, &fault)
	require.ErrorIs(t, err, workflow.ErrOtherInstallation)
	require.ErrorIs(t, err, proficiency.ErrUnknownFramework)
	require.ErrorIs(t, err, workflow.ErrAlreadyRestored)
	require.NotContains(t, err.Error(), "anzibar", "an error holds no words of the record")
}

// What says nothing is not what is there already, and a store is not asked for
// what cannot be an id.
func TestRestoreOfNothing(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	_, err := w.engine.Restore(w.ctx, workflow.AppendExport(nil, w.id, nil))
	require.ErrorIs(t, err, workflow.ErrNotEmpty)
	require.NotErrorIs(t, err, workflow.ErrAlreadyRestored)
	store := tap(w.store)
	e, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	for _, id := range []workflow.EnrolmentID{"\x00", workflow.EnrolmentID(strings.Repeat("x", 257))} {
		_, err = e.Restore(w.ctx, workflow.AppendExport(nil, id, w.records()))
		require.ErrorContains(t, err, "the enrolment's id")
	}
	loads, appends := store.counted()
	require.Zero(t, loads+appends)
}

// Faults of the store while it restores: nothing, or everything, and it can be
// done again.
func TestRestoreWithFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault  memstore.Fault
		is     error
		stored bool
	}{
		"the reply is lost":       {memstore.LostReply, nil, true},
		"the request is lost":     {memstore.LostRequest, workflow.ErrOutcomeUnknown, false},
		"refused":                 {memstore.Refused, workflow.ErrNotStored, false},
		"a conflict that is none": {memstore.Conflict, nil, true},
	} {
		w := spokenWorld(t)
		w.answer("asked")
		exported := w.exported()
		w.anew()
		w.forged = true
		faulty := memstore.NewFaulty(w.store)
		e, err := workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef")})
		require.NoError(t, err)
		faulty.OnAppend(1, c.fault)
		id, err := e.Restore(w.ctx, exported)
		require.ErrorIs(t, err, c.is, name)
		require.Equal(t, c.is == workflow.ErrOutcomeUnknown, errors.Is(err, workflow.ErrOutcomeUnknown), name)
		require.Equal(t, w.id, id, name)
		require.Equal(t, c.stored, len(w.records()) > 0, name)
		require.Equal(t, c.stored, len(e.Cached()) > 0, name)
		_, err = e.Restore(w.ctx, exported)
		if c.stored {
			require.ErrorIs(t, err, workflow.ErrAlreadyRestored, name)
		} else {
			require.NoError(t, err, name)
		}
		require.Equal(t, string(exported), string(w.exported()), name)
	}
}

// Somebody enrols the learner anew, or restores the same, while it is restored;
// or the store cannot be read, before or after.
func TestRestoreLosesARace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		meanwhile func(w *world, exported []byte)
		is        []error
	}{
		"enrolled anew": {func(w *world, _ []byte) { w.enrol(educator, learner, proficiency.Ref{ID: "words"}) }, []error{workflow.ErrNotEmpty}},
		"restored":      {func(w *world, exported []byte) { w.restore(exported) }, []error{workflow.ErrNotEmpty, workflow.ErrAlreadyRestored}},
	} {
		w := spokenWorld(t)
		w.answer("asked")
		exported := w.exported()
		w.anew()
		w.setNow(w.now().AddDate(0, 0, 1))
		w.forged = true
		faulty := memstore.NewFaulty(w.store)
		e, err := workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef")})
		require.NoError(t, err)
		faulty.OnAppend(1, func(ctx context.Context, do func(context.Context) error) error {
			c.meanwhile(w, exported)
			return do(ctx)
		})
		_, err = e.Restore(w.ctx, exported)
		for _, is := range c.is {
			require.ErrorIs(t, err, is, name)
		}
		v, err := e.View(w.ctx, learner, w.id)
		require.NoError(t, err, name)
		require.EqualValues(t, len(w.records()), v.State.Seq(), name)
	}
	w := spokenWorld(t)
	exported := w.exported()
	w.anew()
	w.forged = true
	faulty := memstore.NewFaulty(w.store)
	e, err := workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	faulty.OnLoad(1, memstore.LostRequest)
	_, err = e.Restore(w.ctx, exported)
	require.ErrorIs(t, err, memstore.ErrLost)
	require.Empty(t, w.records())
	faulty.OnAppend(1, memstore.LostReply)
	faulty.OnLoad(2, memstore.LostRequest)
	_, err = e.Restore(w.ctx, exported)
	require.ErrorIs(t, err, workflow.ErrOutcomeUnknown)
	require.ErrorIs(t, err, memstore.ErrLost)
	faulty.OnBatch(func(workflow.Batch) memstore.Fault { return memstore.Conflict })
	w.anew()
	faulty = memstore.NewFaulty(w.store)
	faulty.OnBatch(func(workflow.Batch) memstore.Fault { return memstore.Conflict })
	e, err = workflow.NewEngine(w.catalog, w.host, faulty, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	_, err = e.Restore(w.ctx, exported)
	require.ErrorIs(t, err, workflow.ErrContended, "it does not try for ever")
}
