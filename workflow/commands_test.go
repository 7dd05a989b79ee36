package workflow_test

import (
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// oneOfEach is a command of every kind but Enrol and EnrolTrial, well formed for the world.
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
		&workflow.Remind{To: assessor},
		&workflow.RemindSignOff{},
		onPaper("care-1"),
		&workflow.Waive{Item: "care-1", Justification: "no such patients here"},
		&workflow.Unwaive{Item: "care-1"},
		&workflow.Comment{Item: "care-1", Comment: "seen on the ward"},
		&workflow.SetAside{Items: items{"care-1"}, Reason: "the wrong learner"},
		&workflow.Reassign{From: assessor, To: second, Supervisor: true},
		&workflow.RevokeSignOff{Reason: "given in error"},
		&workflow.SetCompleteBy{On: day(2030, 1, 31)},
		&workflow.SetAttributes{Attributes: who("office", "home"), Reason: "another post"},
		&workflow.Upgrade{},
		&workflow.OverrideRequirement{Framework: "full-range", Reason: "seen elsewhere"},
		&workflow.AcceptTransfer{Transfer: w.elsewhere("care-1").Transfer(w.now())},
		&workflow.SetContributors{Contributors: []workflow.PersonID{"contributor-1"}},
		&workflow.SetAccountable{Person: "lead-9", Reason: "moved"},
		&workflow.AddCentre{Centre: "trust-9"},
		&workflow.RemoveCentre{Centre: "trust-1"},
		w.redaction(),
		&workflow.Submit{},
	}
}

// onPaper records confirmations that were given on paper on the day before the start.
func onPaper(ids ...proficiency.ItemID) *workflow.RecordPaper {
	return &workflow.RecordPaper{Items: ids, ConfirmedBy: "the lead of the ward", Role: "assessor", On: day(2026, 3, 1)}
}

// redaction removes the last text that was written; where none was, one that there is not.
func (w *world) redaction() *workflow.Redact {
	w.t.Helper()
	records, err := w.store.Load(w.ctx, w.id, 0)
	require.NoError(w.t, err)
	c := &workflow.Redact{Record: 1}
	for _, r := range records {
		for _, t := range r.Texts {
			if t.Words != "" {
				c.Record, c.Text = r.Seq, t.Digest
			}
		}
	}
	return c
}

var defaultPolicy = roles.Default()
