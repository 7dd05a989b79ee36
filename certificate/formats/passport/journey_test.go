package passport_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/passport"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/report"
)

// A learner moves: what was confirmed at one organisation counts at another one,
// which knows neither its people nor its key but by a trust list.
func TestAJourneyFromOneOrganisationToAnother(t *testing.T) {
	t.Parallel()
	j := travelled()
	south := newHouse(t, "Southern Example Trust", "2", catalog())
	south.now = later
	south.host.Delegate(j.house.assessor, south.centre, "assessor") // another person, whom it calls the same

	r := passport.Verify(j.data, j.house.trust(), &passport.VerifyOptions{At: later, Catalog: catalog()})
	require.Equal(t, credential.Accepted, r.Verdict(), "%s", r.AppendText(nil))
	transfer, err := r.Transfer(0, "northern")
	require.NoError(t, err)

	id := south.enrol(south.learner, "bay-skills@2.0.0")
	plan, err := south.engine.PlanTransfer(t.Context(), south.educator, id, transfer)
	require.NoError(t, err)
	here := framework(t, "bay-skills@2.0.0")
	gaps := report.NewGaps(here, framework(t, "bay-skills@1.0.0"), transfer, plan)
	assert.Equal(t, [3]int{2, 3, 1}, [3]int{gaps.Taken, gaps.Left, gaps.Open})
	var table strings.Builder
	require.NoError(t, gaps.Markdown(&table))
	golden(t, "gaps.md", []byte(table.String()))

	result := south.do(id, south.educator, &workflow.AcceptTransfer{Transfer: transfer})
	v := south.view(id, south.learner)
	for it, want := range map[proficiency.ItemID]workflow.ItemStatus{
		"weight": workflow.ItemStatusConfirmed, "fluids": workflow.ItemStatusConfirmed, "round": workflow.ItemStatusUnassessed,
		"chart": workflow.ItemStatusUnassessed, "letter": workflow.ItemStatusUnassessed,
	} {
		assert.Equal(t, want, v.ItemStatus(it), it)
	}
	assert.NotEqual(t, workflow.StatusSignedOff, v.Summary.Status, "a sign-off elsewhere is none here")
	decision := v.State.Item("weight").Decision
	require.NotNil(t, decision.Original)
	assert.Equal(t, workflow.ForeignPerson("northern", j.house.assessor), decision.Original.By)
	assert.Equal(t, workflow.KindAcceptTransfer, result.Record.Kind)

	// The person here whom it calls the same has decided nothing and sees nothing.
	_, err = south.engine.View(context.Background(), j.house.assessor, id)
	assert.ErrorContains(t, err, "not-found")
	_, err = south.engine.Do(context.Background(), workflow.Request{
		Actor: j.house.assessor, Enrolment: id, Command: &workflow.Revise{Item: "weight", To: workflow.Rejected, Reason: "Mine.", Actions: []string{"Again."}},
	})
	assert.ErrorContains(t, err, "not-found")

	again := south.do(id, south.educator, &workflow.AcceptTransfer{Transfer: transfer})
	assert.Zero(t, again.Record.Seq, "the same again changes nothing")

	south.confirm(id, south.learner, "round", "letter")
	south.do(id, south.educator, &workflow.Waive{Item: "chart", Justification: "There is no paper here either."})
	south.signOff(id, south.learner)
	v = south.view(id, south.learner)
	assert.Equal(t, workflow.StatusSignedOff, v.Summary.Status)
	cert, err := certificate.For(context.Background(), v.Framework, &v.State, south.now, certificate.Names{
		People: map[workflow.PersonID]certificate.Person{
			south.learner: {Name: "Example Learner"}, south.educator: {Name: "Example Educator"}, south.assessor: {Name: "Example Assessor"},
		},
		Centres: map[workflow.CentreID]string{south.centre: south.name},
	}, nil)
	require.NoError(t, err)
	assert.Contains(t, string(cert.AppendText(nil)), "2  of these confirmed at northern by assessor-1", "the certificate says who confirmed elsewhere")

	// It travels on, with what was taken over in it.
	onward := south.write(south.options(south.enrolment(id, south.learner)))
	r = passport.Verify(onward, south.trust(), &passport.VerifyOptions{At: later})
	require.Equal(t, credential.Accepted, r.Verdict(), "%s", r.AppendText(nil))
	third, err := r.Transfer(0, "southern")
	require.NoError(t, err)
	for _, item := range third.Items() {
		if item.Item == "weight" {
			assert.Equal(t, "northern", item.Decisions[0].By.Origin())
		}
	}
}

// What is under way travels without a badge, and what was taken over is what was confirmed.
func TestPartialProgress(t *testing.T) {
	t.Parallel()
	j := travelled()
	data := j.house.write(j.house.options(j.options.Enrolments[1]))
	r := passport.Verify(data, j.house.trust(), &passport.VerifyOptions{At: later})
	require.Equal(t, credential.Accepted, r.Verdict(), "%s", r.AppendText(nil))
	assert.Equal(t, passport.Standing{Status: workflow.StatusInProgress, Done: 1, Needed: 2}, r.Enrolments[0].Standing)
	transfer, err := r.Transfer(0, "northern")
	require.NoError(t, err)
	_, signedOff := transfer.SignOff()
	assert.False(t, signedOff)

	south := newHouse(t, "Southern Example Trust", "2", catalog())
	south.now = later
	id := south.enrol(south.learner, "hand-care@1.0.0")
	south.do(id, south.educator, &workflow.AcceptTransfer{Transfer: transfer})
	v := south.view(id, south.learner)
	assert.Equal(t, workflow.ItemStatusConfirmed, v.ItemStatus("soap"))
	assert.Equal(t, workflow.ItemStatusUnassessed, v.ItemStatus("dry"))
}
