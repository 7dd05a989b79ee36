package certificate_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// refresher is a ward on content that nobody confirms.
func refresher(t tester) *ward {
	t.Helper()
	w := newWard(t)
	w.id = w.do(educator, &workflow.Enrol{
		Learner: learner, Framework: proficiency.Ref{ID: "data-security"}, Centre: centre,
	}).Enrolment
	w.do(learner, &workflow.ChooseOptional{Sections: []proficiency.SectionID{"travel"}})
	return w
}

// complete answers everything and submits it; it gives the serial.
func (w *ward) complete() string {
	w.t.Helper()
	w.do(learner, workflow.Answer("screen", "sure"))
	for _, it := range []proficiency.ItemID{"paper", "phone", "door"} {
		w.do(learner, workflow.Answer(it, "unsure"))
	}
	w.do(learner, &workflow.Submit{})
	return w.state().LastSubmission().Serial
}

func TestCompletionSaysWhatWasSubmitted(t *testing.T) {
	t.Parallel()
	w := refresher(t)
	w.complete()
	serial := w.complete()
	s := w.state()
	names := certificate.Names{People: map[workflow.PersonID]certificate.Person{learner: latin().People[learner]}} // nobody else is on it
	c := w.certificate(names)
	assert.Equal(t, certificate.Content{
		Learner: latin().People[learner],
		Framework: certificate.Framework{
			Title: "Data security", ID: "data-security", Version: proficiency.Version{Major: 1},
			Digest: s.FrameworkDigest(), Language: "en-GB", Items: "topics",
		},
		Round: 2, On: proficiency.Date{Year: 2026, Month: 11, Day: 21}, ValidTo: proficiency.Date{Year: 2027, Month: 11, Day: 21},
		Mandatory: 2, Optional: []certificate.OptionalCount{{Section: "2 Under way", Items: 1}},
		Groups: []certificate.GroupCount{{Section: "3 One thing more", Needed: 1, Reached: 1, Items: 1}},
		Serial: serial, Head: certificate.Head{Record: s.Seq(), Hash: s.Head()},
	}, c.Content())
	content := c.Content()
	assert.Equal(t, 4, content.Total())
	require.NoError(t, content.Head.Verify(w.id, w.records()))
	w.do(learner, workflow.Answer("screen", "sure"))
	assert.Equal(t, c, w.certificate(names), "while the next round is open")
	goldens(t, "completion", c)
	goldensAbroad(t, "completion", w.speaking(names))
	words := certificate.English()
	for _, form := range []string{string(c.AppendText(nil)), htmlOf(t, c)} {
		for _, never := range []string{"onfirmed by", "igned off", "Role", "renewed"} {
			assert.NotContains(t, form, never)
		}
		assert.Contains(t, form, words.Unconfirmed)
	}
}

// A certificate of completion names what was let go when enrolling, and who let
// it go, though these people are nowhere else on it.
func TestCompletionNamesWhatWasLetGo(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.id = w.do(educator, &workflow.Enrol{
		Learner: learner, Framework: proficiency.Ref{ID: "data-sharing"}, Centre: centre,
		Override: workflow.Override{Frameworks: []proficiency.FrameworkID{"bedside-basics", "data-security"}, Reason: "Teaches it."},
	}).Enrolment
	for _, it := range []proficiency.ItemID{"who", "why"} {
		w.do(learner, workflow.Answer(it, "sure"))
	}
	w.do(learner, &workflow.Submit{})
	names := certificate.Names{People: map[workflow.PersonID]certificate.Person{learner: latin().People[learner], educator: latin().People[educator]}}
	c := w.certificate(names)
	assert.Equal(t, []certificate.Overridden{
		{Framework: "bedside-basics", By: names.People[educator]},
		{Framework: "data-security", Lowest: proficiency.Version{Major: 1}, By: names.People[educator]},
	}, c.Content().Overridden)
	assert.Empty(t, c.Content().Signatory)
	goldens(t, "completion-overridden", c)
	goldensAbroad(t, "completion-overridden", w.speaking(names))
	delete(names.People, educator)
	_, err := w.issue(names)
	assert.ErrorContains(t, err, `the name of "educator-1" is missing`)
}

// Valid to the end of its last day, superseded by the next one, and by nothing else.
func TestStatusOfCompletions(t *testing.T) {
	t.Parallel()
	w := refresher(t)
	_, err := w.issue(latin())
	require.ErrorIs(t, err, certificate.ErrNotCompleted)
	one := w.complete()
	assert.Equal(t, certificate.StatusValid, w.completion(one))
	w.do(learner, workflow.Answer("screen", "unsure"))
	assert.Equal(t, certificate.StatusValid, w.completion(one), "the next round is open")

	end := time.Date(2027, time.November, 22, 0, 0, 0, 0, time.FixedZone("east", 3600))
	w.now = end.Add(-time.Microsecond)
	assert.Equal(t, certificate.StatusValid, w.completion(one))
	w.now = end
	assert.Equal(t, certificate.StatusExpired, w.completion(one))
	_, err = w.issue(latin())
	require.ErrorIs(t, err, certificate.ErrNotCompleted)
	assert.ErrorContains(t, err, "2026-11-21 is expired")

	two := w.complete()
	assert.Equal(t, certificate.StatusSuperseded, w.completion(one))
	assert.Equal(t, certificate.StatusValid, w.completion(two))
	w.host.Delegate(manager, centre, "clinical-centre-manager")
	w.do(learner, workflow.Answer("screen", "unsure"))
	w.do(manager, &workflow.Withdraw{Reason: "Moved away."})
	assert.Equal(t, certificate.StatusValid, w.completion(two), "a withdrawal takes nothing back")
	_, err = w.issue(latin())
	require.NoError(t, err)
}

// completion asks both ways.
func (w *ward) completion(serial string) certificate.Status {
	w.t.Helper()
	status, ok := certificate.StatusOf(w.state(), serial, w.now)
	require.True(w.t, ok)
	answer, err := certificate.Check(context.Background(), w.engine, serial, w.now)
	require.NoError(w.t, err)
	assert.Equal(w.t, certificate.Answer{
		Serial: serial, Status: status, Completion: true, Title: "Data security", Language: "en-GB", Framework: "data-security",
		Version: proficiency.Version{Major: 1}, On: answer.On,
	}, answer)
	return status
}

// The certificate of a trial is an example only, and no round has one where the
// content has none issued.
func TestCompletionsThatProveNothing(t *testing.T) {
	t.Parallel()
	w := refresher(t)
	w.id = w.do(learner, &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "data-security"}, Trial: 1}).Enrolment
	w.do(learner, &workflow.ChooseOptional{Sections: []proficiency.SectionID{"travel"}})
	serial := w.complete()
	c := w.certificate(latin())
	assert.Contains(t, string(c.AppendText(nil)), "EXAMPLE ONLY")
	assert.Contains(t, htmlOf(t, c), "EXAMPLE ONLY")
	_, err := certificate.Check(context.Background(), w.engine, serial, w.now)
	require.ErrorIs(t, err, certificate.ErrUnknownSerial)

	w.id = w.do(learner, &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "ward-review"}, Trial: 1}).Enrolment
	for _, it := range standards {
		w.do(learner, workflow.Answer(it, "achieved"))
	}
	w.do(learner, &workflow.Submit{})
	content := w.certificate(latin()).Content()
	assert.True(t, content.Example)
	assert.Equal(t, "Example Learner", content.Accountable.Name, "whoever plays the made-up centre")
	assert.Empty(t, content.Subject)

	w.id = w.do(educator, &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: "feedback"}, Centre: centre}).Enrolment
	w.do(learner, workflow.Answer("day", "good"))
	w.do(learner, &workflow.Submit{})
	_, err = w.issue(latin())
	require.ErrorIs(t, err, certificate.ErrNotCompleted)
	assert.ErrorContains(t, err, "no certificate issued")
	_, ok := certificate.StatusOf(w.state(), "", w.now)
	assert.False(t, ok, "an empty serial is none")
}

// reviewed is a ward on content that a centre answers for itself. It gives the
// serials of the round submitted for it by one accountable person, and of the
// next, by another.
func reviewed(t tester) (w *ward, serials []string) {
	t.Helper()
	w = newWard(t)
	for _, p := range []workflow.PersonID{accountable, next, contributor} {
		w.host.Delegate(p, centre)
	}
	w.host.Delegate(manager, centre, "clinical-centre-manager")
	w.reader = manager
	w.id = w.do(educator, &workflow.Enrol{
		Contributors: []workflow.PersonID{contributor}, Accountable: accountable, Framework: proficiency.Ref{ID: "ward-review"}, Centre: centre,
	}).Enrolment
	w.do(accountable, &workflow.ChooseOptional{Sections: []proficiency.SectionID{"visitors"}})
	for i, by := range []workflow.PersonID{accountable, next} {
		if i > 0 {
			w.do(manager, &workflow.SetAccountable{Person: by, Reason: "has left"})
		}
		for _, it := range append(standards, "door") {
			w.do(contributor, workflow.Answer(it, "working"))
		}
		w.do(by, &workflow.Submit{})
		serials = append(serials, w.state().LastSubmission().Serial)
	}
	w.do(manager, &workflow.SetAccountable{Person: accountable, Reason: "is back"})
	return w, serials
}

// What a centre submits names it, and who was accountable and so submitted it.
func TestCompletionOfACentre(t *testing.T) {
	t.Parallel()
	w, serials := reviewed(t)
	s := w.state()
	names := centreNames()
	for _, nobody := range []workflow.PersonID{accountable, contributor, educator, learner} {
		delete(names.People, nobody)
	}
	c := w.certificate(names)
	assert.Equal(t, certificate.Content{
		Subject: "Example Hospitals Trust", Accountable: certificate.Person{Name: "Another Example Lead"},
		Framework: certificate.Framework{
			Title: "Review of a ward by itself", ID: "ward-review", Version: proficiency.Version{Major: 1},
			Digest: s.FrameworkDigest(), Language: "en-GB", Items: "standards",
		},
		Round: 2, On: proficiency.Date{Year: 2026, Month: 11, Day: 21}, ValidTo: proficiency.Date{Year: 2027, Month: 11, Day: 21},
		Mandatory: 2, Optional: []certificate.OptionalCount{{Section: "2 Visitors", Items: 1}},
		Serial: serials[1], Head: certificate.Head{Record: s.LastSubmission().Seq, Hash: c.Content().Head.Hash},
	}, c.Content())
	head := c.Content().Head
	require.NoError(t, head.Verify(w.id, w.records()))
	goldens(t, "centre-completion", c)
	goldensAbroad(t, "centre-completion", w.speaking(names))

	for serial, want := range map[string]certificate.Status{serials[0]: certificate.StatusSuperseded, serials[1]: certificate.StatusValid} {
		answer, err := certificate.Check(context.Background(), w.engine, serial, w.now)
		require.NoError(t, err)
		assert.Equal(t, want, answer.Status)
		assert.True(t, answer.Completion)
	}
	w.do(contributor, workflow.Answer("drugs", "achieved"))
	w.do(manager, &workflow.Withdraw{Reason: "Closed."})
	assert.Equal(t, c, w.certificate(names), "a withdrawal takes nothing back")

	delete(names.Centres, centre)
	delete(names.People, next)
	_, err := w.issue(names)
	assert.ErrorContains(t, err, `the name of the centre "centre-1" is missing`)
	assert.ErrorContains(t, err, `the name of "accountable-2" is missing`)
}
