package certificate_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

const manager = workflow.PersonID("manager-1")

// renewed is a ward on the content that lapses, all but signed off: one item
// from paper, one waived, groups met, and without what is required.
func renewed(t tester) *ward { return renewedOn(t, "bedside-renewed") }

func renewedOn(t tester, framework proficiency.FrameworkID) *ward {
	t.Helper()
	w := newWard(t)
	w.host.Delegate(manager, centre, "clinical-centre-manager")
	w.id = w.do(educator, &workflow.Enrol{
		Learner: learner, Framework: proficiency.Ref{ID: framework}, Centre: centre,
		Override: workflow.Override{Frameworks: []proficiency.FrameworkID{"bedside-basics"}, Reason: "Learnt it where there were no certificates."},
	}).Enrolment
	w.do(educator, &workflow.OverrideRequirement{Framework: "hand-care", Reason: "Teaches it."})
	w.do(educator, &workflow.RecordPaper{
		Items: []proficiency.ItemID{"pulse"}, ConfirmedBy: "the ward sister", Role: "assessor",
		On: proficiency.Date{Year: 2026, Month: time.June, Day: 30},
	})
	w.do(educator, &workflow.Waive{Item: "chart", Justification: "Writes nothing: there is no paper any more."})
	w.confirm(first, "breaths", "sling", "turn")
	w.confirm(second, "phone", "round")
	return w
}

// What a certificate says of paper, waivers, groups and its end.
func TestGoldenOfMore(t *testing.T) {
	t.Parallel()
	w := renewed(t)
	w.signOff()
	c := w.certificate(latin())
	goldens(t, "renewed", c)
	content := c.Content()
	assert.Equal(t, 1, content.Paper)
	assert.Equal(t, 1, content.Waived)
	assert.Equal(t, 3, content.Mandatory)
	assert.Equal(t, 7, content.Total())
	assert.Equal(t, []certificate.GroupCount{
		{Section: "2 Moving and handling", Needed: 2, Reached: 2, Items: 2},
		{Section: "3 Talking", Needed: 3, Reached: 4, Points: true, Items: 2},
	}, content.Groups)
	assert.Equal(t, proficiency.Date{Year: 2027, Month: time.June, Day: 30}, content.ValidTo, "the paper's end comes first")
	by := certificate.Person{Name: "Example Educator", Registration: "NMC 00X0000E"}
	assert.Equal(t, []certificate.Overridden{
		{Framework: "bedside-basics", Lowest: proficiency.Version{Major: 1}, By: by}, {Framework: "hand-care", By: by},
	}, content.Overridden)
	content.Overridden[0].Framework = "another"
	assert.Equal(t, proficiency.FrameworkID("bedside-basics"), c.Content().Overridden[0].Framework, "what is given is a copy")
	assert.Contains(t, string(c.AppendText(nil)), "  Overridden  the requirement of hand-care, by Example Educator\n")
	content.Groups[0].Items = 99
	assert.Equal(t, 2, c.Content().Groups[0].Items, "what is given is a copy")
}

// Whoever let a requirement go may have done nothing else on the certificate.
func TestWhoLetARequirementGoIsNamed(t *testing.T) {
	t.Parallel()
	w := renewed(t)
	const other = workflow.PersonID("educator-2")
	w.host.Delegate(other, centre, "educator-manager")
	w.do(learner, &workflow.AddSupervisor{Person: other})
	w.do(learner, &workflow.RequestSignOff{To: other, Accept: true})
	w.do(other, &workflow.SignOff{Accept: true})
	names := latin()
	names.People[other] = certificate.Person{Name: "Another Educator"}
	by := w.certificate(names).Content().Overridden
	assert.Equal(t, []string{"Example Educator", "Example Educator"}, []string{by[0].By.Name, by[1].By.Name})
	delete(names.People, educator)
	_, err := w.issue(names)
	assert.ErrorContains(t, err, `the name of "educator-1" is missing`)
}

// Valid to the end of its last day where it was signed off, then expired; what
// is renewed before moves the end, and what is renewed after does not.
func TestExpiry(t *testing.T) {
	t.Parallel()
	w := renewed(t)
	serial := w.signOff()
	issued := w.certificate(latin())
	end := time.Date(2027, time.July, 1, 0, 0, 0, 0, time.FixedZone("east", 3600))
	w.now = end.Add(-time.Microsecond)
	assert.Equal(t, certificate.StatusValid, w.status(serial))
	w.now = end
	assert.Equal(t, certificate.StatusExpired, w.status(serial))

	w.now = end.Add(-24 * time.Hour)
	w.renew(first, "pulse")
	w.now = end
	assert.Equal(t, certificate.StatusValid, w.status(serial), "renewed on its last day")
	assert.Equal(t, issued.AppendJSON(nil), w.certificate(latin()).AppendJSON(nil), "what it says was fixed when it was issued")
	w.now = time.Date(2027, time.November, 22, 0, 0, 0, 0, time.UTC)
	assert.Equal(t, certificate.StatusExpired, w.status(serial), "the next item's end")

	w.confirm(first, "breaths")
	assert.Equal(t, certificate.StatusExpired, w.status(serial), "it takes a new sign-off")
	again := w.signOff()
	assert.Equal(t, certificate.StatusSuperseded, w.status(serial))
	assert.Equal(t, certificate.StatusValid, w.status(again))
}

func (w *ward) renew(by workflow.PersonID, item proficiency.ItemID) {
	w.t.Helper()
	w.ask(by, item)
	w.do(by, &workflow.Confirm{Items: []workflow.Seen{{Item: item, Basis: w.state().Item(item).Basis()}}})
}

// Revoked is final, and comes before everything else.
func TestRevoked(t *testing.T) {
	t.Parallel()
	w := renewed(t)
	one := w.signOff()
	w.do(manager, &workflow.RevokeSignOff{Reason: "Given for another learner."})
	assert.Equal(t, certificate.StatusRevoked, w.status(one))
	two := w.signOff()
	assert.Equal(t, certificate.StatusRevoked, w.status(one), "superseded, too, but revoked comes first")
	assert.Equal(t, certificate.StatusValid, w.status(two))
	w.overwrite("breaths")
	assert.Equal(t, certificate.StatusSuspended, w.status(two))
	w.do(manager, &workflow.RevokeSignOff{Reason: "Never seen."})
	assert.Equal(t, certificate.StatusRevoked, w.status(two), "suspended, too")
	w.now = w.now.AddDate(3, 0, 0)
	assert.Equal(t, certificate.StatusRevoked, w.status(two), "past its end, too")
}

// Behaviour 42: the certificate of a trial is an example only.
func TestTrial(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.id = w.do(learner, &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "bedside-basics"}, Trial: 1, Zone: "Europe/London"}).Enrolment
	w.do(learner, &workflow.RecordPaper{
		Items: mandatory, ConfirmedBy: "myself", Role: "assessor", On: proficiency.Date{Year: 2026, Month: time.November, Day: 20},
	})
	w.do(learner, &workflow.RequestSignOff{To: learner, Accept: true})
	w.do(learner, &workflow.SignOff{Accept: true})
	names := latin()
	names.Centres = nil // a trial has none
	c := w.certificate(names)
	assert.True(t, c.Content().Example)
	var text, html bytes.Buffer
	require.NoError(t, c.WriteText(&text))
	require.NoError(t, c.WriteHTML(&html))
	golden(t, "trial.txt", text.Bytes())
	golden(t, "trial.html", html.Bytes())
	assert.Contains(t, text.String(), "EXAMPLE ONLY")
	assert.Contains(t, html.String(), "EXAMPLE ONLY")
	assert.Contains(t, string(c.AppendJSON(nil)), `"example":true`)
	_, err := certificate.Check(context.Background(), w.engine, c.Serial(), w.now)
	require.ErrorIs(t, err, certificate.ErrUnknownSerial, "nobody can have it checked as if it were one")
}

// An enrolment that was erased has no certificates any more, and its records
// are told apart from those that a certificate was made from.
func TestErased(t *testing.T) {
	t.Parallel()
	w := renewed(t)
	serial := w.signOff()
	c := w.certificate(latin())
	records := w.records()
	require.NoError(t, w.engine.Erase(context.Background(), w.id))
	_, err := certificate.Check(context.Background(), w.engine, serial, w.now)
	require.ErrorIs(t, err, certificate.ErrUnknownSerial)
	left, err := w.store.Load(context.Background(), w.id, 0)
	require.NoError(t, err)
	require.Len(t, left, 1)
	require.ErrorIs(t, c.Content().Head.Verify(w.id, left), certificate.ErrOtherRecord)
	require.NoError(t, c.Content().Head.Verify(w.id, records), "an export from before still proves it")
	s := workflow.Replay(workflow.NewState(w.id, nil), left)
	_, ok := certificate.StatusOf(&s, serial, w.now)
	assert.False(t, ok)
	_, err = certificate.For(context.Background(), w.framework(), &s, w.now, latin(), nil)
	require.ErrorIs(t, err, certificate.ErrNotSignedOff)
}

func (w *ward) framework() *proficiency.Framework {
	fw, err := w.catalog.Framework(proficiency.Ref{ID: "bedside-renewed", Version: proficiency.Version{Major: 1}})
	require.NoError(w.t, err)
	return fw
}
