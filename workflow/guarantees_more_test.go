package workflow_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Whoever may not see an enrolment hears the same of enrolling the learner
// whether there is one or not, whatever else is wrong with the command.
func TestEnrollingTellsStrangersTheSame(t *testing.T) {
	t.Parallel()
	with, without := enrolled(t), newWorld(t)
	for _, cmd := range []*workflow.Enrol{
		{Learner: learner, Framework: wardBasics, Centre: "trust-1", CompleteBy: day(2020, 1, 1)},
		{Learner: learner, Framework: proficiency.Ref{ID: "ward-basics", Version: proficiency.Version{Major: 99}}, Centre: "trust-1"},
		{Learner: learner, Framework: wardBasics, Centre: "nowhere"},
	} {
		var said []string
		for _, w := range []*world{with, without} {
			_, err := w.engine.Do(w.ctx, workflow.Request{Actor: stranger, Command: cmd})
			require.Error(t, err)
			said = append(said, err.Error())
		}
		assert.Equal(t, said[1], said[0], "%+v", cmd)
	}
}

// What a preview gives is the caller's own.
func TestPreviewSharesNothing(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1")
	w.send(assessor, "care-1")
	w.do(assessor, &workflow.Confirm{Items: w.decisions("care-1"), OnBehalfOf: "the night lead"})
	p, err := w.engine.Preview(w.ctx, workflow.Request{Actor: assessor, Enrolment: w.id, Command: &workflow.Revise{
		Item: "care-1", To: workflow.Rejected, Reason: "no", Actions: []string{"again"},
	}})
	require.NoError(t, err)
	p.Events[0].(*workflow.Decided).OnBehalfOf.Words = "CHANGED"
	view, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	assert.Equal(t, "the night lead", view.State.Item("care-1").Decision.OnBehalfOf.String())
}

// A learner who left every centre before agreeing can still take the record along.
func TestAddCentreBeforeAgreeing(t *testing.T) {
	t.Parallel()
	w := enrolled(t)
	w.host.Delegate(learner, "trust-9")
	w.denied(learner, &workflow.AddCentre{Centre: "trust-9"}, why(workflow.DeclarationNotAgreed))
	w.deactivate(learner)
	w.host.Delegate(learner, "trust-9")
	w.do(learner, &workflow.AddCentre{Centre: "trust-9"})
	w.do(learner, &workflow.Agree{})
}

func TestPlansOfARejectionAreBounded(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1")
	w.send(assessor, "care-1")
	cmd := w.rejection("care-1")
	for i := range workflow.MaxItems + 1 {
		cmd.Plans = append(cmd.Plans, workflow.ItemPlan{Item: proficiency.ItemID(fmt.Sprint("x", i))})
	}
	w.denied(assessor, cmd, why(workflow.TooLarge))
}

func TestACommandThatIsNone(t *testing.T) {
	t.Parallel()
	w := enrolled(t)
	for _, cmd := range []workflow.Command{nil, (*workflow.Confirm)(nil)} {
		_, err := w.engine.Do(w.ctx, workflow.Request{Actor: learner, Enrolment: w.id, Command: cmd})
		require.ErrorContains(t, err, "no command")
	}
}
