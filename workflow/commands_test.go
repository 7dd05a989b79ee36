package workflow_test

import (
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// oneOfEach is a command of every kind but Enrol, well formed for the world.
func oneOfEach(w *world) []workflow.Command {
	return []workflow.Command{
		&workflow.Agree{},
		w.answers("care-1"),
		&workflow.ClearAnswer{Items: items{"care-1"}},
		&workflow.RequestConfirmation{Items: items{"care-1"}, To: assessor},
		&workflow.WithdrawRequest{Items: items{"care-1"}},
		&workflow.Confirm{Items: w.decisions("care-1")},
		w.rejection("care-1"),
		&workflow.Revise{Item: "care-1", To: workflow.Rejected, Reason: "seen otherwise", Actions: []string{"again"}},
		&workflow.ChooseOptional{Items: items{"extra-1"}},
		&workflow.AddSupervisor{Person: second},
		&workflow.RemoveSupervisor{Person: assessor},
		requestSignOff(),
		&workflow.WithdrawSignOff{},
		signOff(),
		&workflow.DeclineSignOff{Reason: "not yet"},
		&workflow.Withdraw{Reason: "moved away"},
	}
}

var defaultPolicy = roles.Default()
