package certificate_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/workflow"
)

func TestHeadAnchorsTheRecord(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	head := w.certificate(latin()).Content().Head
	require.NoError(t, head.Verify(w.id, w.records()))

	// What comes later is no matter, exported and read again; nor that it is made later.
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{{
		Item: "pulse", Answers: []workflow.Given{{Answer: "achieved"}}, Comment: "Done again.",
	}}})
	require.Equal(t, head, w.certificate(latin()).Content().Head)
	w.overwrite("chart")
	id, records, err := workflow.ReadExport(workflow.AppendExport(nil, w.id, w.records()))
	require.NoError(t, err)
	require.Greater(t, len(records), int(head.Record))
	require.NoError(t, head.Verify(id, records))
	require.NoError(t, head.Verify(id, records[:head.Record]))

	short := head.Verify(id, records[:head.Record-1])
	require.ErrorIs(t, short, certificate.ErrOtherRecord, "without its end")
	require.ErrorIs(t, certificate.Head{}.Verify(id, records), certificate.ErrOtherRecord)

	// A byte changed, and the chain not made anew.
	records[3].Actor = "assessor-3"
	var fault *workflow.Fault
	require.ErrorAs(t, head.Verify(id, records), &fault)
	assert.Equal(t, workflow.Seq(4), fault.Seq)
}

// Whoever writes the whole chain anew gets a chain that holds, and another head.
func TestHeadFindsAHistoryWrittenAnew(t *testing.T) {
	t.Parallel()
	w, forged := newWard(t), newWard(t)
	w.done()
	forged.confirm(second, mandatory...)
	forged.overwrite("chart")
	for len(forged.records()) < len(w.records()) {
		forged.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{{
			Item: "chart", Answers: []workflow.Given{{Answer: "ongoing"}}, Comment: forged.now.String(),
		}}})
	}
	require.Equal(t, w.id, forged.id)
	require.NoError(t, workflow.Verify(forged.id, forged.records()))
	require.ErrorIs(t, w.certificate(latin()).Content().Head.Verify(forged.id, forged.records()), certificate.ErrOtherRecord)
}
