package memstore_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// Whatever goes wrong while an enrolment is erased, erasing it again is safe.
func TestErasingWithFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault  memstore.Fault
		err    error
		erased bool
	}{
		"refused":      {memstore.Refused, workflow.ErrNotStored, false},
		"conflict":     {memstore.Conflict, nil, true},
		"request lost": {memstore.LostRequest, memstore.ErrLost, false},
		"reply lost":   {memstore.LostReply, memstore.ErrLost, true},
		"nothing":      {nil, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, false, 0)
			b.faulty.OnErase(1, c.fault)
			require.ErrorIs(t, b.engine.Erase(ctx, b.id), c.err)
			rs := b.stored()
			require.Len(t, rs, 1)
			require.Equal(t, c.erased, rs[0].Kind == workflow.KindErase)
			for range 2 {
				require.NoError(t, b.engine.Erase(ctx, b.id))
				rs := b.stored()
				require.Len(t, rs, 1)
				require.Equal(t, workflow.KindErase, rs[0].Kind)
				require.EqualValues(t, 2, rs[0].Seq)
			}
			require.LessOrEqual(t, b.faulty.Counts().Erases, 2, "what is erased is not erased again")
			again := workflow.Request{ID: "request-9", Actor: "learner-1", Command: enrolHandHygiene()}
			res, err := b.engine.Do(ctx, again)
			require.NoError(t, err)
			require.EqualValues(t, 3, res.Record.Seq)
		})
	}
}

// The words go with the record that says so or stay with it: a lost reply
// leaves no half, and the same request again finds it.
func TestRedactingWithFaults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault memstore.Fault
		err   error
		gone  bool
	}{
		"refused":      {memstore.Refused, workflow.ErrNotStored, false},
		"conflict":     {memstore.Conflict, nil, true},
		"request lost": {memstore.LostRequest, workflow.ErrOutcomeUnknown, false},
		"reply lost":   {memstore.LostReply, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, false, 0)
			res, err := b.engine.Do(ctx, workflow.Request{
				Actor: "learner-1", Enrolment: b.id, Command: &workflow.Comment{Comment: "better left unsaid"},
			})
			require.NoError(t, err)
			written := res.Record
			b.before, b.request = 2, workflow.Request{ID: "request-3", Actor: "manager-1", Enrolment: b.id, Command: &workflow.Redact{
				Record: written.Seq, Text: written.Texts[0].Digest,
			}}
			b.faulty.OnAppend(1, c.fault)
			_, err = b.engine.Do(ctx, b.request)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.gone, b.stored()[1].Texts[0].Words == "")
			b.sentAgain(c.gone)
			written.Texts[0] = workflow.Text{Digest: written.Texts[0].Digest}
			require.NoError(t, sameRecords(b.stored()[1:2], []workflow.Record{written}))
		})
	}
}
