package workflow_test

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// elsewhere is an enrolment that another installation keeps, on the content of
// the world's, with these items confirmed there a week ago.
func (w *world) elsewhere(ids ...proficiency.ItemID) *workflow.Elsewhere {
	w.t.Helper()
	return confirmedElsewhere(w.fw, w.now().AddDate(0, 0, -7), w.state.Attributes(), ids...)
}

func confirmedElsewhere(fw *proficiency.Framework, at time.Time, settings []proficiency.Setting, ids ...proficiency.ItemID) *workflow.Elsewhere {
	e := workflow.NewElsewhere(fw, at, settings...)
	if len(ids) > 0 {
		e.Confirm(at, "assessor-7", ids...)
	}
	return e
}

// takeOver accepts what is confirmed elsewhere now.
func (w *world) takeOver(e *workflow.Elsewhere, items ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	return w.do(educator, &workflow.AcceptTransfer{Transfer: e.Transfer(w.now()), Items: items})
}

// elsewhere has one item more than there is, so that something is news at every place.
func (s *scene) elsewhere() workflow.Transfer {
	return workflow.AllConfirmed(s.fw, s.at.AddDate(0, 0, -1), s.state.Attributes()...)
}
