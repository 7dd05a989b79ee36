package certificate_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

const (
	accountable = workflow.PersonID("accountable-1")
	next        = workflow.PersonID("accountable-2")
	contributor = workflow.PersonID("contributor-1")
)

var standards = []proficiency.ItemID{"drugs", "dates"}

// visited is a ward whose centre is signed off, and who is accountable has changed since.
func visited(t tester) *ward {
	t.Helper()
	w := newWard(t)
	for _, p := range []workflow.PersonID{accountable, next, contributor} {
		w.host.Delegate(p, centre)
	}
	w.host.Delegate(manager, centre, "clinical-centre-manager")
	w.reader = manager
	w.id = w.do(educator, &workflow.Enrol{
		Contributors: []workflow.PersonID{contributor}, Accountable: accountable, Framework: proficiency.Ref{ID: "ward-visit"}, Centre: centre,
	}).Enrolment
	var seen []workflow.Seen
	for _, id := range standards {
		w.do(contributor, workflow.Answer(id, "achieved"))
		seen = append(seen, workflow.Seen{Item: id, Basis: w.state().Item(id).Basis()})
	}
	w.do(accountable, &workflow.RequestConfirmation{Items: standards, To: first})
	w.do(first, &workflow.Confirm{Items: seen})
	w.do(accountable, &workflow.RequestSignOff{To: educator})
	w.do(educator, &workflow.SignOff{})
	w.do(manager, &workflow.SetAccountable{Person: next, Reason: "has left"})
	return w
}

func centreNames() certificate.Names {
	n := latin()
	n.People[accountable] = certificate.Person{Name: "Example Lead", Registration: "NMC 00X0000A"}
	n.People[next] = certificate.Person{Name: "Another Example Lead"}
	return n
}

// The certificate of a centre names it, and who was accountable when it was signed off.
func TestTheCertificateOfACentre(t *testing.T) {
	t.Parallel()
	w := visited(t)
	c := w.certificate(centreNames())
	goldens(t, "centre", c)
	goldensAbroad(t, "centre", w.speaking(centreNames()))
	content := c.Content()
	assert.Equal(t, "Example Hospitals Trust", content.Subject)
	assert.Equal(t, "Example Lead", content.Accountable.Name)
	assert.Zero(t, content.Learner)

	hostile := centreNames()
	hostile.Centres[centre] = hostileName
	hostile.People[accountable] = certificate.Person{Name: hostileName, Registration: hostileName}
	goldens(t, "centre-hostile", w.certificate(hostile))
}

// Its own name is needed, and that of who was accountable then.
func TestNamesThatTheCertificateOfACentreNeeds(t *testing.T) {
	t.Parallel()
	w := visited(t)
	for name, c := range map[string]struct {
		lack func(certificate.Names)
		says string
	}{
		"no name of the centre":          {func(n certificate.Names) { delete(n.Centres, centre) }, `the name of the centre "centre-1" is missing`},
		"no name of who was accountable": {func(n certificate.Names) { delete(n.People, accountable) }, `the name of "accountable-1" is missing`},
	} {
		names := centreNames()
		c.lack(names)
		_, err := w.issue(names)
		assert.ErrorContains(t, err, c.says, name)
	}
	names := centreNames()
	delete(names.People, next)
	delete(names.People, contributor)
	_, err := w.issue(names)
	assert.NoError(t, err, "nobody else is asked about")
}

// It is in the languages of who was accountable then, if nobody asks for others.
func TestLanguagesOfTheAccountablePerson(t *testing.T) {
	t.Parallel()
	names := centreNames()
	names.Languages = map[workflow.PersonID][]string{accountable: {"cy"}, next: {"ar"}}
	assert.Equal(t, "cy", visited(t).certificate(names).Language())
	review, _ := reviewed(t)
	names.Languages = map[workflow.PersonID][]string{accountable: {"ar"}, next: {"cy"}}
	assert.Equal(t, "cy", review.certificate(names).Language())
}

// In a trial the centre is made up, and whoever plays it is accountable.
func TestTheCertificateOfATrialOfACentre(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.id = w.do(learner, &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "ward-visit"}, Trial: 1}).Enrolment
	w.do(learner, &workflow.RecordPaper{Items: standards, ConfirmedBy: "x", Role: "assessor", On: proficiency.Date{Year: 2026, Month: 11, Day: 1}})
	w.do(learner, &workflow.RequestSignOff{To: learner})
	w.do(learner, &workflow.SignOff{})
	c := w.certificate(latin())
	goldens(t, "centre-trial", c)
	goldensAbroad(t, "centre-trial", w.speaking(latin()))
	assert.True(t, c.Content().Example)
	assert.Equal(t, "Example Learner", c.Content().Accountable.Name)
	assert.Empty(t, c.Content().Subject, "the name of a centre that is made up is in the words of whoever reads")
}

// A page that checks a certificate tells nothing of whom it is about.
func TestCheckTheCertificateOfACentre(t *testing.T) {
	t.Parallel()
	w := visited(t)
	answer, err := certificate.Check(context.Background(), w.engine, w.state().LastSignOff().Serial, w.now)
	require.NoError(t, err)
	assert.Equal(t, certificate.StatusValid, answer.Status)
	assert.Equal(t, proficiency.FrameworkID("ward-visit"), answer.Framework)
}
