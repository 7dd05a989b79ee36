package workflow_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

func exchanged(s, old, by string) string { return strings.Replace(s, old, by, 1) }

// erased is a world in which the learner is enrolled again after an erasure,
// with the records that were erased.
func erased(t *testing.T) (w *world, before []workflow.Record) {
	t.Helper()
	w = spokenWorld(t)
	w.answer("asked")
	before = w.records()
	w.erase()
	w.enrol(educator, learner, proficiency.Ref{ID: "words"})
	w.answer("taught")
	return w, before
}

// What is left of one enrolment is not what is left of another, and whoever kept
// the erased records can show that they were all of them.
func TestVerifyAnErasedEnrolment(t *testing.T) {
	t.Parallel()
	w, before := erased(t)
	rs := w.records()
	require.Len(t, rs, 3)
	require.NoError(t, workflow.Verify(w.id, rs))
	require.NoError(t, workflow.Verify(w.id, rs[:1]))
	require.Error(t, workflow.Verify("another", rs))
	require.Error(t, workflow.Verify("another", rs[:1]))
	require.Contains(t, string(rs[0].Events), before[1].Hash.String())
	const none workflow.Seq = 99 // whatever its number is
	for name, c := range map[string]struct {
		change func(rs []workflow.Record) []workflow.Record
		fault  workflow.Seq
	}{
		"the last hash": {func(rs []workflow.Record) []workflow.Record {
			rs[0].Events = []byte(`[{"event":"erased","last":"` + canonical.Sum(nil).String() + `"}]`)
			return rs
		}, 3},
		"the time":                {func(rs []workflow.Record) []workflow.Record { rs[0].At = rs[0].At.Add(1000); return rs }, 3},
		"the number":              {func(rs []workflow.Record) []workflow.Record { rs[0].Seq = 2; return rs }, 2},
		"it is gone":              {func(rs []workflow.Record) []workflow.Record { return rs[1:] }, 4},
		"another kind":            {func(rs []workflow.Record) []workflow.Record { rs[0].Kind = "comment"; return rs }, 3},
		"twice":                   {func(rs []workflow.Record) []workflow.Record { return slices.Insert(rs, 0, rs[0]) }, 3},
		"behind what it erased":   {func(rs []workflow.Record) []workflow.Record { return append(slices.Clone(before), rs...) }, 3},
		"without what came after": {func(rs []workflow.Record) []workflow.Record { return append(rs[:1:1], rs[2]) }, 5},
		"with a text":             {func(rs []workflow.Record) []workflow.Record { rs[0].Texts = make([]workflow.Text, 1); return rs }, 3},
		"two events": {func(rs []workflow.Record) []workflow.Record {
			return entombed(t, w, rs, 3, strings.Replace(string(rs[0].Events), "]", `,{"event":"agreed"}]`, 1))
		}, 3},
		"another event": {func(rs []workflow.Record) []workflow.Record { return entombed(t, w, rs, 3, `[{"event":"agreed"}]`) }, 3},
		"of another kind": {func(rs []workflow.Record) []workflow.Record {
			rs[0].Kind = "comment"
			return entombed(t, w, rs, 3, string(rs[0].Events))
		}, 3},
		"of no number":                {func(rs []workflow.Record) []workflow.Record { return entombed(t, w, rs, 0, string(rs[0].Events)) }, none},
		"the first that ever was one": {func(rs []workflow.Record) []workflow.Record { return entombed(t, w, rs, 1, string(rs[0].Events)) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := c.change(w.records())
			err := workflow.Verify(w.id, changed)
			if c.fault == none {
				require.Error(t, err)
				return
			}
			if c.fault == 0 { // hashed as a first record is: it says that something was erased, and nothing was
				require.NoError(t, err)
				return
			}
			var fault *workflow.Fault
			require.ErrorAs(t, err, &fault)
			require.Equal(t, c.fault, fault.Seq, "%v", err)
			_, _, err = workflow.ReadExport(workflow.AppendExport(nil, w.id, changed))
			require.Error(t, err)
		})
	}
}

// entombed is a history of nothing but a record of the kind erase, hashed as a first one.
func entombed(t *testing.T, w *world, rs []workflow.Record, seq workflow.Seq, events string) []workflow.Record {
	t.Helper()
	r := rs[0]
	r.Seq, r.Events = seq, []byte(events)
	return []workflow.Record{sealed(t, w.id, canonical.Genesis("countersign-record/1", string(w.id)), r)}
}

// The engine builds on nothing that stands before the record left, as in a
// store that did not erase, nor on a forged one.
func TestTheEngineFindsAnErasureThatIsNone(t *testing.T) {
	t.Parallel()
	w, before := erased(t)
	for name, change := range map[string]func(rs []workflow.Record) []workflow.Record{
		"behind what it erased": func(rs []workflow.Record) []workflow.Record { return append(slices.Clone(before), rs...) },
		"the last hash": func(rs []workflow.Record) []workflow.Record {
			rs[0].Events = []byte(`[{"event":"erased","last":"` + canonical.Sum(nil).String() + `"}]`)
			return rs[:1]
		},
		"gone":    func(rs []workflow.Record) []workflow.Record { return rs[1:] },
		"doubled": func(rs []workflow.Record) []workflow.Record { return slices.Insert(rs, 0, rs[0]) },
		"with a gap": func(rs []workflow.Record) []workflow.Record {
			return append(rs[:1:1], rs[2])
		},
	} {
		store := tap(w.store)
		store.onLoad(func(context.Context, workflow.EnrolmentID, workflow.Seq) ([]workflow.Record, error) {
			return change(w.records()), nil
		})
		e, err := workflow.NewEngine(w.catalog, w.host, store, workflow.Options{Key: []byte("0123456789abcdef")})
		require.NoError(t, err)
		_, err = e.View(w.ctx, learner, w.id)
		require.ErrorIs(t, err, workflow.ErrBroken, name)
		require.ErrorContains(t, err, string(w.id), name)
	}
}

// Any single bit of the export of an erased enrolment is found, the id included.
func TestEveryFlippedBitOfAnErasedExportIsFound(t *testing.T) {
	t.Parallel()
	w := spokenWorld(t)
	w.erase()
	b := w.exported()
	id, _, err := workflow.ReadExport(b)
	require.NoError(t, err)
	assert.Equal(t, w.id, id)
	for i := range b {
		for bit := range 8 {
			if underRace && bit != i%8 {
				continue
			}
			b[i] ^= 1 << bit
			if _, _, err := workflow.ReadExport(b); err == nil {
				t.Fatalf("bit %d of byte %d is not found: …%s…", bit, i, b[max(0, i-20):min(len(b), i+20)])
			}
			b[i] ^= 1 << bit
		}
	}
}
