package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

// appended stores a record that no command of this version makes.
func (w *world) appended(r workflow.Record, events ...workflow.Event) {
	w.t.Helper()
	r = workflow.AfterState(w.fw, &w.state, r, events...)
	require.NoError(w.t, w.store.Append(w.ctx, workflow.Batch{
		Enrolment: w.id, After: w.state.Seq(), Records: []workflow.Record{r},
		Summary: workflow.Summarise(w.fw, &w.state, w.now()),
	}))
	w.state = workflow.Apply(w.state, r)
}

func TestWrittenByANewerVersion(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.pass("care-1")
	before := facts(w.fw, &w.state)
	w.appended(workflow.Record{At: w.now(), Actor: educator, Request: "r-new", Kind: "waive"},
		&workflow.Unknown{Kind: "waived", Raw: []byte(`{"event":"waived","item":"care-2"}`)})
	require.True(t, w.state.Newer())
	for _, actor := range []workflow.PersonID{learner, assessor, admin} {
		for _, cmd := range oneOfEach(w) {
			w.denied(actor, cmd, why(workflow.WrittenByNewerVersion))
		}
	}
	for _, cmd := range oneOfEach(w) {
		w.denied(stranger, cmd, why(workflow.NotFound))
	}
	w.denied(educator, &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-1"}, why(workflow.WrittenByNewerVersion))
	v, err := w.engine.View(w.ctx, learner, w.id) // it can be read as far as it is understood
	require.NoError(t, err)
	after := facts(w.fw, &v.State)
	last := len(before) - 1 // the first and the last line tell the record's number
	assert.Equal(t, before[1:last], after[1:last])
}
