package workflow_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func addSupervisor(p workflow.PersonID) *workflow.AddSupervisor {
	return &workflow.AddSupervisor{Person: p}
}

func removeSupervisor(p workflow.PersonID) *workflow.RemoveSupervisor {
	return &workflow.RemoveSupervisor{Person: p}
}

// At whichever of its centres somebody may confirm or sign off, they may be asked.
func TestSupervisorsOfEveryCentre(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.denied(learner, addSupervisor(assessor9), role(roles.CodeNoRoleHere))
	w.do(learner, addCentre("trust-9"))
	w.made(w.do(learner, addSupervisor(assessor9)), &workflow.SupervisorAdded{Person: assessor9})
	r := w.do(manager9, addSupervisor(farOff)) // by the capability reassign, there
	w.made(r, &workflow.SupervisorAdded{Person: farOff, As: as(asManager, "trust-9")})
	w.unchanged(manager, addSupervisor(farOff))
	w.do(assessor9, removeSupervisor(assessor9))
	w.do(farOff, removeSupervisor(farOff)) // educator-1 may sign off, too
	assert.Equal(t, []workflow.PersonID{educator}, w.state.Supervisors())
}

// What is pending with a person goes with the place, and nothing that was decided.
func TestRemovingASupervisorEndsWhatIsPendingWithThem(t *testing.T) {
	t.Parallel()
	w := shiftReady(t)
	w.setNow(start.AddDate(0, 10, 0))
	renewal := w.send(educator, "drill")
	asked := w.do(learner, &workflow.RequestSignOff{To: educator})
	r := w.do(educator, removeSupervisor(educator))
	w.made(r,
		&workflow.RequestEnded{Items: items{"drill"}, To: educator, Request: renewal.Record.Seq, Cause: workflow.CauseSupervisorRemoved},
		&workflow.SignOffRequestEnded{To: educator, Request: asked.Record.Seq, Cause: workflow.CauseSupervisorRemoved},
		&workflow.SupervisorRemoved{Person: educator},
	)
	w.itemStatus(workflow.ItemStatusConfirmed, "drill")
	w.status(workflow.StatusReady)
	w.inList(manager)
}

// The enroller is one while they hold the role of then; in another role they go.
func TestTheEnrollerInAnotherRole(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.do(learner, addSupervisor("educator-2"))
	w.host.Delegate(educator, "trust-1", "assessor")
	w.host.Delegate(educator, "trust-9", "educator-manager") // at no centre of the enrolment
	w.denied(learner, removeSupervisor(educator), why(workflow.IsTheEnroller))
	s := w.host.Standing(educator)
	s.Appointments = s.Appointments[1:]
	w.host.SetPerson(s)
	w.do(learner, removeSupervisor(educator))
}

func TestRefusalsOfSupervisorsInATrial(t *testing.T) {
	t.Parallel()
	w := trial(t)
	because(t, w.denied(learner, addSupervisor(second), why(workflow.IsATrial)), isATrial)
	because(t, w.denied(learner, addSupervisor(learner), why(workflow.IsATrial)), isATrial)
	because(t, w.denied(learner, removeSupervisor(second), why(workflow.IsATrial)), isATrial)
	w.do(learner, &workflow.Withdraw{})
	w.denied(learner, addSupervisor(second), why(workflow.IsATrial), unwanted)
}

// Where a role signs off and confirms nothing, its holder may be asked all the same.
func TestASupervisorWhoOnlySignsOff(t *testing.T) {
	t.Parallel()
	w := shift(t)
	w.denied(learner, addSupervisor(admin), lacksCapability)
	file, err := os.ReadFile("../roles/default.yaml")
	require.NoError(t, err)
	policy, found := roles.Parse("other.yaml", bytes.Replace(file, []byte("set-complete-by, reassign"), []byte("set-complete-by, sign-off, reassign"), 1))
	require.Empty(t, found)
	w.engine, err = workflow.NewEngine(w.catalog, w.host, w.store, workflow.Options{Key: []byte("0123456789abcdef"), Policy: policy})
	require.NoError(t, err)
	w.do(learner, addSupervisor(admin))
	w.do(manager, withPlace(admin, "educator-2"))
	w.do(manager, withPlace("educator-2", admin))
}
