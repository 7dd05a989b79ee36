package workflow_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

func TestACentreIsEnrolled(t *testing.T) {
	t.Parallel()
	w := beforeAudit(t)
	r := w.opens(educator, enrolsCentre())
	w.happened(r, "enrolled", "supervisor-added")
	assert.Equal(t, workflow.CentreID("trust-1"), w.state.Subject())
	assert.Equal(t, people{contributor, another}, w.state.Contributors(), "in order of their ids")
	assert.Equal(t, accountable, w.state.Accountable())
	assert.Equal(t, accountable, w.state.Responsible())
	assert.Empty(t, w.state.Learner())
	assert.Equal(t, []workflow.CentreID{"trust-1"}, w.state.Centres())
	assert.Equal(t, people{educator}, w.state.Supervisors())
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-1"}, w.state.Enrolment().As)
	assert.Equal(t, w.engine.CentreEnrolmentID("trust-1", "ward-audit"), w.id)
	assert.NotEqual(t, w.engine.EnrolmentID("trust-1", "ward-audit"), w.id, "a person of that id is somebody else")
	assert.NotEqual(t, w.engine.CentreEnrolmentID("trust-9", "ward-audit"), w.id)

	sum := w.summary()
	assert.Equal(t, workflow.CentreID("trust-1"), sum.Subject())
	assert.Equal(t, people{contributor, another}, sum.Contributors)
	assert.Equal(t, []workflow.PersonID{"", accountable, accountable}, []workflow.PersonID{sum.Learner, sum.Accountable, sum.Responsible()})
}

// The one line of content that decides is named.
func TestRefusalsToEnrolACentre(t *testing.T) {
	t.Parallel()
	with := func(change func(c *workflow.Enrol)) *workflow.Enrol {
		c := enrolsCentre()
		change(c)
		return c
	}
	crowd := make(people, workflow.MaxContributors+1)
	for i := range crowd {
		crowd[i] = workflow.PersonID(fmt.Sprint("contributor-", i))
	}
	for name, c := range map[string]struct {
		by   workflow.PersonID
		cmd  *workflow.Enrol
		want [][]string
	}{
		"a learner as well":        {educator, with(func(c *workflow.Enrol) { c.Learner = learner }), [][]string{why(workflow.WrongSubject)}},
		"a learner alone":          {educator, &workflow.Enrol{Learner: learner, Framework: wardAudit, Centre: "trust-1"}, [][]string{why(workflow.WrongSubject)}},
		"a centre as a learner":    {educator, with(func(c *workflow.Enrol) { c.Framework = wardBasics }), [][]string{why(workflow.WrongSubject)}},
		"no contributor":           {educator, with(func(c *workflow.Enrol) { c.Contributors = nil }), [][]string{why(workflow.NoContributors)}},
		"one twice":                {educator, with(func(c *workflow.Enrol) { c.Contributors = people{contributor, contributor} }), [][]string{why(workflow.DuplicateItem)}},
		"too many":                 {educator, with(func(c *workflow.Enrol) { c.Contributors = crowd }), [][]string{why(workflow.TooLarge)}},
		"nobody accountable":       {educator, with(func(c *workflow.Enrol) { c.Accountable = "" }), [][]string{why(workflow.InvalidID)}},
		"nobody as a contributor":  {educator, with(func(c *workflow.Enrol) { c.Contributors = people{contributor, ""} }), [][]string{why(workflow.InvalidID)}},
		"nobody at all":            {educator, &workflow.Enrol{Framework: wardAudit, Centre: "trust-1"}, [][]string{why(workflow.NoContributors), why(workflow.InvalidID)}},
		"no centre":                {educator, with(func(c *workflow.Enrol) { c.Centre = "" }), [][]string{why(workflow.InvalidID)}},
		"others than delegates":    {educator, with(func(c *workflow.Enrol) { c.Contributors, c.Accountable = people{farOff, contributor}, stranger }), [][]string{why(workflow.NotADelegate), why(workflow.NotADelegate)}},
		"a suspended contributor":  {educator, with(func(c *workflow.Enrol) { c.Contributors = people{stopped} }), [][]string{why(workflow.NotADelegate)}},
		"by an assessor":           {assessor, enrolsCentre(), [][]string{lacksCapability}},
		"by another centre's":      {farOff, enrolsCentre(), [][]string{role(roles.CodeNoRoleHere)}},
		"in another category":      {limited, enrolsCentre(), [][]string{role(roles.CodeOtherCategory)}},
		"by a contributor":         {contributor, enrolsCentre(), [][]string{why(workflow.IsTheLearner), role(roles.CodeNoRoleHere)}},
		"by a contributor's role":  {versed, with(func(c *workflow.Enrol) { c.Contributors = people{versed} }), [][]string{why(workflow.IsTheLearner)}},
		"complete by the past":     {educator, with(func(c *workflow.Enrol) { c.CompleteBy = day(2026, 3, 1) }), [][]string{why(workflow.InvalidDate)}},
		"attributes there are not": {educator, with(func(c *workflow.Enrol) { c.Attributes = who("clinical", "ward") }), [][]string{{"unknown-attribute", "unknown-attribute"}}},
		"another version":          {educator, with(func(c *workflow.Enrol) { c.Framework.Version = proficiency.Version{Major: 7} }), [][]string{why(workflow.UnknownFramework)}},
		"an unknown centre":        {educator, with(func(c *workflow.Enrol) { c.Centre = "trust-7" }), [][]string{why(workflow.UnknownCentre), {"not-a-delegate", "not-a-delegate", "not-a-delegate"}, role(roles.CodeNoRoleHere), role(roles.CodeCentreKind)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := beforeAudit(t)
			w.denied(c.by, c.cmd, c.want...)
		})
	}
	w := beforeAudit(t)
	d := w.denied(educator, &workflow.Enrol{Learner: learner, Framework: wardAudit, Centre: "trust-1"}, why(workflow.WrongSubject))
	assert.Equal(t, "ward-audit.yaml:7:10: the subject of Audit of a ward is a centre [wrong-subject]", d.Error())
	assert.Equal(t, "centre", d.Reasons[0].Params["subject"])
	w.host.withholds["trust-1"] = true
	w.denied(educator, enrolsCentre(), why(workflow.NotOffered))
}

// A centre of a kind that does not enrol is not enrolled; one that stands back
// behind others for their learners is.
func TestWhichCentresAreEnrolled(t *testing.T) {
	t.Parallel()
	for kind, want := range map[roles.CentreKind][][]string{roles.University: nil, roles.OtherKind: {role(roles.CodeCentreKind)}} {
		w := beforeAudit(t)
		w.host.AddCentre(roles.Centre{ID: "trust-1", Kind: kind})
		w.host.Delegate(contributor, "trust-9") // a trust
		for _, by := range (people{educator, accountable}) {
			_, err := w.engine.Preview(w.ctx, workflow.Request{Actor: by, Command: enrolsCentre()})
			if want == nil {
				require.NoError(t, err)
			} else {
				w.refusal(err, want...)
			}
		}
	}
}

// Where the content lets them, those accountable enrol the centre themselves,
// whatever roles they hold; elsewhere nobody does for themselves.
func TestTheAccountablePersonEnrolsTheCentre(t *testing.T) {
	t.Parallel()
	w := beforeAudit(t)
	w.happened(w.opens(accountable, enrolsCentre()), "enrolled")
	assert.Zero(t, w.state.Enrolment().As)
	assert.Empty(t, w.state.Supervisors())

	closed := newWorldOn(t, files(map[string]string{"audit": contentHead + "id: audit\ntitle: Audit\nsubject: centre\n" +
		"sections: [{id: s, title: S, proficiencies: [{id: x, statement: X.}]}]\n"}))
	own := &workflow.Enrol{Contributors: people{learner}, Accountable: versed, Framework: proficiency.Ref{ID: "audit"}, Centre: "trust-1"}
	closed.denied(versed, own, why(workflow.SelfEnrolmentNotAllowed))
	closed.opens(educator, own)
	closed.status(workflow.StatusNotStarted)
}

func TestACentreIsEnrolledOnce(t *testing.T) {
	t.Parallel()
	w := audited(t)
	again := enrolsCentre()
	again.Contributors, again.Accountable = people{joining}, next
	for _, p := range (people{educator, manager, contributor, accountable}) {
		d := w.denied(p, again, why(workflow.AlreadyEnrolled))
		assert.Equal(t, string(w.id), d.Reasons[0].Params["enrolment"])
	}
	d := w.denied("educator-2", again, why(workflow.AlreadyEnrolled))
	assert.NotContains(t, d.Error(), string(w.id), "who may not see it")
	assert.Empty(t, d.Reasons[0].Params)
	w.denied(assessor, again, lacksCapability)
}

// What was answered and decided comes back; who stands for the centre is who is named now.
func TestACentreIsEnrolledAgain(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	w.attains(auditGate...)
	w.do(admin, &workflow.Withdraw{Reason: "closed for a year"})
	assert.Equal(t, accountable, w.state.Accountable())
	w.denied(contributor, w.answers("hands"), why(workflow.EnrolmentWithdrawn))
	w.denied(manager, setsAccountable(next), why(workflow.EnrolmentWithdrawn))

	again := enrolsCentre()
	again.Contributors, again.Accountable = people{joining}, next
	r := w.do("educator-2", again)
	w.happened(r, "enrolled", "supervisor-added")
	assert.Equal(t, people{joining}, w.state.Contributors())
	assert.Equal(t, next, w.state.Accountable())
	assert.Equal(t, people{"educator-2"}, w.state.Supervisors())
	w.itemStatus(workflow.ItemStatusConfirmed, auditGate...)
	assert.Equal(t, contributor, w.item("drugs").Answer.Contributor)
	w.denied(joining, w.answers("hands"), why(workflow.DeclarationNotAgreed))
	w.do(next, &workflow.Agree{})
	w.contributes(joining, "hands")
	w.denied(contributor, w.answers("hands"), why(workflow.NotFound))
}

// In a trial one person plays a centre that is made up, with all its people.
func TestATrialOfACentre(t *testing.T) {
	t.Parallel()
	w := beforeAudit(t)
	w.opens(visitor, &workflow.EnrolTrial{Framework: wardAudit, Trial: 1})
	assert.Equal(t, visitor, w.state.Learner())
	assert.Empty(t, w.state.Subject())
	assert.Empty(t, w.state.Contributors())
	w.do(visitor, &workflow.Agree{})
	w.contributes(visitor, "drugs")
	w.do(visitor, &workflow.RequestConfirmation{Items: items{"drugs"}, To: visitor})
	w.confirm(visitor, "drugs")
	w.do(visitor, &workflow.ClearAnswer{Items: items{"drugs"}, Overwrite: true})
	w.denied(visitor, setsContributors(visitor), why(workflow.IsATrial))
	w.denied(visitor, setsAccountable(visitor), why(workflow.IsATrial))
	w.denied(visitor, &workflow.AddCentre{Centre: "trust-9"}, why(workflow.IsATrial))
	sum := w.summary()
	assert.False(t, workflow.CanView(&sum, workflow.Viewer{Person: contributor}))
}
