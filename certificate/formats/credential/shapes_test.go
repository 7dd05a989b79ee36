package credential_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// refreshed is a round that a learner submitted, without the framework that is required.
func refreshed(t tester) *ward {
	t.Helper()
	catalog, err := openCatalog()
	require.NoError(t, err)
	w := newWardWith(t, catalog, &workflow.Enrol{
		Learner: learner, Framework: proficiency.Ref{ID: "ward-refresher"}, Centre: centre,
		Override: workflow.Override{Frameworks: []proficiency.FrameworkID{"ward-skills"}, Reason: "Learnt it elsewhere."},
	})
	w.do(learner, workflow.Answer("alarms", "sure"))
	w.do(learner, workflow.Answer("phones", "unsure"))
	w.do(learner, &workflow.Submit{})
	return w
}

// reviewed is a round that a centre submitted.
func reviewed(t tester) *ward {
	t.Helper()
	catalog, err := openCatalog()
	require.NoError(t, err)
	w := newWardWith(t, catalog, &workflow.Enrol{
		Framework: proficiency.Ref{ID: "ward-review"}, Centre: centre,
		Accountable: learner, Contributors: []workflow.PersonID{learner},
	})
	w.do(learner, workflow.Answer("guide", "met"))
	w.do(learner, workflow.Answer("tour", "not-yet"))
	w.do(learner, &workflow.Submit{})
	return w
}

// What nobody confirmed says so, a centre's credential is the centre's, and what
// was let go is named.
func TestGoldenOfRounds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make   func(tester) *ward
		holder string
	}{"completion": {refreshed, "NMC 00X0000L"}, "centre": {reviewed, "Example Hospitals Trust"}} {
		w := c.make(t)
		d := newDesk(t)
		d.options.Holder = c.holder
		v := w.view()
		o := credential.Options{
			Now: now, Framework: v.Framework, State: &v.State, Subject: credential.Subject{Named: true},
			Status: credential.StatusEntry{List: listURL, Index: 7},
		}
		b, err := credential.Issue(t.Context(), w.certificate(), hospitals(t, keyFrom("issuer")), o)
		require.NoError(t, err)
		golden(t, name+".json", indented(t, b))
		r := d.verify(b)
		golden(t, name+".txt", r.AppendText(nil))
		assert.Equal(t, credential.Accepted, r.Verdict(), "%s: %s", name, r.AppendText(nil))
	}
}

// A round that was answered anew since is still the round that was submitted,
// and the state of another round is refused.
func TestCredentialIsOfItsRound(t *testing.T) {
	t.Parallel()
	w := refreshed(t)
	first := w.certificate()
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{{Item: "alarms", Answers: []workflow.Given{{Answer: "unsure"}}}}})
	v := w.view()
	issue := func() (string, error) {
		b, err := credential.Issue(t.Context(), first, hospitals(t, keyFrom("issuer")), credential.Options{Now: now, Framework: v.Framework, State: &v.State})
		return string(b), err
	}
	b, err := issue()
	require.NoError(t, err)
	assert.Contains(t, b, `"validUntil":"2027-11-20T23:00:00Z"`)
	assert.Contains(t, b, "Round 1 was submitted on 2026-11-20. Nobody confirmed the answers.")
	assert.Equal(t, 2, len(v.State.Rounds()))

	w.do(learner, workflow.Answer("phones", "sure"))
	w.do(learner, &workflow.Submit{})
	v = w.view()
	_, err = issue()
	require.ErrorContains(t, err, "Options.State is not of the enrolment, or of the sign-off or round, that the certificate is for")
}
