package workflow_test

import (
	"testing"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Worlds in which a centre is the subject: trust-1, of which contributor-1 and
// contributor-2 contribute and accountable-1 is accountable.

const (
	accountable workflow.PersonID = "accountable-1"
	next        workflow.PersonID = "accountable-2" // who may become it
	contributor workflow.PersonID = "contributor-1"
	another     workflow.PersonID = "contributor-2"
	joining     workflow.PersonID = "contributor-3" // who may become one
)

// centrePeople are delegates of trust-1 without a role.
var centrePeople = people{accountable, next, contributor, another, joining}

var wardAudit = proficiency.Ref{ID: "ward-audit"}

// enrolsCentre enrols trust-1.
func enrolsCentre() *workflow.Enrol {
	return &workflow.Enrol{Contributors: people{another, contributor}, Accountable: accountable, Framework: wardAudit, Centre: "trust-1"}
}

// beforeAudit is one in which trust-1 is not enrolled.
func beforeAudit(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	for _, p := range centrePeople {
		w.host.Delegate(p, "trust-1")
	}
	return w
}

func (w *world) opens(by workflow.PersonID, cmd workflow.Command) workflow.Result {
	w.t.Helper()
	res := w.request(workflow.Request{Actor: by, Command: cmd})
	w.id, w.state = res.Enrolment, res.State
	w.fw = w.framework(res.State.Framework())
	return res
}

// audited is one in which educator-1 enrolled trust-1.
func audited(t *testing.T) *world {
	t.Helper()
	w := beforeAudit(t)
	w.opens(educator, enrolsCentre())
	return w
}

// auditing is one in which accountable-1 has agreed.
func auditing(t *testing.T) *world {
	t.Helper()
	w := audited(t)
	w.do(accountable, &workflow.Agree{})
	return w
}

// contributes has a contributor answer items so that they meet.
func (w *world) contributes(by workflow.PersonID, ids ...proficiency.ItemID) workflow.Result {
	w.t.Helper()
	cmd := &workflow.SelfAssess{}
	for _, id := range ids {
		cmd.Items = append(cmd.Items, w.good(id))
	}
	return w.do(by, cmd)
}

// attains has items answered, sent and confirmed by assessor-1.
func (w *world) attains(ids ...proficiency.ItemID) {
	w.t.Helper()
	w.contributes(contributor, ids...)
	w.do(accountable, &workflow.RequestConfirmation{Items: ids, To: assessor})
	w.confirm(assessor, ids...)
}

var auditGate, auditRest = items{"drugs", "dates"}, items{"hands", "notes", "rota"}

// auditReady is one in which nothing but the sign-off is missing.
func auditReady(t *testing.T) *world {
	t.Helper()
	w := auditing(t)
	w.attains(auditGate...)
	w.attains(auditRest...)
	w.status(workflow.StatusReady)
	return w
}

// auditSigned is one that educator-1 has signed off.
func auditSigned(t *testing.T) *world {
	t.Helper()
	w := auditReady(t)
	w.do(accountable, requestSignOff())
	w.do(educator, signOff())
	return w
}

// hands over to another accountable person.
func setsAccountable(to workflow.PersonID) *workflow.SetAccountable {
	return &workflow.SetAccountable{Person: to, Reason: "has left"}
}

func setsContributors(to ...workflow.PersonID) *workflow.SetContributors {
	return &workflow.SetContributors{Contributors: to}
}
