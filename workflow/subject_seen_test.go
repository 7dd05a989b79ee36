package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Who sees the enrolment of a centre, in which lists it stands, and who hears of it.

// listedFor are the enrolments that a query gives an actor.
func (w *world) listedFor(actor workflow.PersonID, q workflow.Query) (ids []workflow.EnrolmentID) {
	w.t.Helper()
	for s, err := range w.engine.List(w.ctx, actor, q) {
		require.NoError(w.t, err)
		ids = append(ids, s.Enrolment)
	}
	return ids
}

func TestWhoSeesACentresEnrolment(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	w.do(accountable, setsContributors(another))
	w.enrol(educator, learner, wardBasics) // of somebody else
	w.id = w.engine.CentreEnrolmentID("trust-1", "ward-audit")
	for p, sees := range map[workflow.PersonID]bool{
		accountable: true, another: true, contributor: false, educator: true, manager: true, admin: true, assessor: false, learner: false,
		joining: false, farOff: false, limited: false, stranger: false,
	} {
		_, err := w.engine.View(w.ctx, p, w.id)
		assert.Equal(t, sees, err == nil, "%s: %v", p, err)
		assert.Equal(t, sees, len(w.listedFor(p, workflow.Query{Framework: "ward-audit"})) == 1, "%s", p)
	}
	for p, found := range map[workflow.PersonID]bool{accountable: true, another: true, contributor: false, educator: false, "trust-1": false} {
		assert.Equal(t, found, len(w.listedFor(manager, workflow.Query{Learner: p})) == 1, "found by %s", p)
	}
	assert.Len(t, w.listedFor(manager, workflow.Query{Centre: "trust-1"}), 2, "a centre's own is one like any other")
}

// Of what is due for a centre it is the accountable person's turn.
func TestContributorsAreTheirReadersOwn(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	summary := func() workflow.Summary { return workflow.Summarise(w.fw, &w.state, w.state.At()) }
	for _, list := range [][]workflow.PersonID{summary().Contributors, w.state.Contributors()} {
		clear(list)
	}
	kept := summary()
	clone := kept.Clone()
	clear(clone.Contributors)
	require.Equal(t, []workflow.PersonID{contributor, another}, kept.Contributors)
	require.Equal(t, []workflow.PersonID{contributor, another}, summary().Contributors)
}

func TestWhatIsDueForACentre(t *testing.T) {
	t.Parallel()
	w := beforeAudit(t)
	c := enrolsCentre()
	c.CompleteBy = day(2026, 3, 20)
	w.opens(educator, c)
	w.do(accountable, &workflow.Agree{})
	w.contributes(contributor, "drugs")
	w.do(accountable, &workflow.RequestConfirmation{Items: items{"drugs"}, To: assessor})
	w.reject(assessor, "drugs")
	sum := w.summary()
	var got []workflow.Duty
	for _, d := range workflow.Due(&sum, w.now(), workflow.DueOptions{}) {
		got = append(got, workflow.Duty{Kind: d.Kind, With: d.With, Items: d.Items})
	}
	assert.Equal(t, []workflow.Duty{{Kind: workflow.DutyComplete, With: accountable}, {Kind: workflow.DutyRejected, With: accountable, Items: 1}}, got)
}

// A summary of a centre's enrolment, and a record of it, come back from the forms in which they are stored.
func TestACentresEnrolmentIsStored(t *testing.T) {
	t.Parallel()
	w := auditSigned(t)
	w.do(manager, setsAccountable(next))
	sum := w.summary()
	again, err := workflow.ReadSummary(workflow.AppendSummary(nil, &sum))
	require.NoError(t, err)
	assert.Equal(t, sum.Contributors, again.Contributors)
	assert.Equal(t, next, again.Accountable)
	assert.Equal(t, sum.Subject(), again.Subject())

	here := newWorld(t) // another store of the same installation
	_, err = here.engine.Restore(w.ctx, w.exported())
	require.NoError(t, err)
	v, err := here.engine.View(w.ctx, next, w.id)
	require.NoError(t, err)
	assert.Equal(t, facts(w.fw, &w.state), facts(v.Framework, &v.State))

	other, err := workflow.NewEngine(w.catalog, w.host, here.store, workflow.Options{Key: []byte("another key of 20 by")})
	require.NoError(t, err)
	_, err = other.Restore(w.ctx, w.exported())
	require.ErrorIs(t, err, workflow.ErrOtherInstallation)

	require.NoError(t, w.engine.Erase(w.ctx, w.id))
	assert.Empty(t, w.listedFor(next, workflow.Query{}))
	w.opens(educator, enrolsCentre())
	w.status(workflow.StatusNotStarted)
}

func TestWhoMayForACentre(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	f := w.facts(workflow.Need{Actor: accountable, Centres: w.state.Centres()})
	related := func(kind workflow.Kind) []workflow.Related {
		return workflow.WhoMay(w.fw, &w.state, f, kind, "").Related
	}
	contributors := []workflow.Related{{Relation: workflow.RelationContributor, People: people{contributor, another}}}
	theirs := []workflow.Related{{Relation: workflow.RelationAccountable, People: people{accountable}}}
	assert.Equal(t, contributors, related(workflow.KindSelfAssess))
	for _, kind := range []workflow.Kind{
		workflow.KindAgree, workflow.KindClearAnswer, workflow.KindRequestSignOff, workflow.KindSetContributors, workflow.KindAddSupervisor,
	} {
		assert.Equal(t, theirs, related(kind), "%s", kind)
	}
	assert.Equal(t, theirs, related(workflow.KindEnrol), "whoever is accountable, where the content lets them")
	assert.Empty(t, related(workflow.KindWithdraw), "it was an educator who enrolled it")
	who := workflow.WhoMay(w.fw, &w.state, f, workflow.KindSetAccountable, "")
	require.Len(t, who.Ways, 1)
	assert.Equal(t, "clinical-centre-manager", string(who.Ways[0].As))
	assert.Zero(t, workflow.WhoMay(w.fw, &w.state, f, workflow.KindAddCentre, ""))
	learners := enrolled(t)
	assert.Zero(t, workflow.WhoMay(learners.fw, &learners.state, f, workflow.KindSetContributors, ""))
}

// Who leaves a centre for which they stand leaves something undone.
func TestLeavingACentreForWhichOneStands(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	leaving := func(p workflow.PersonID) []workflow.Stopping {
		t.Helper()
		stops, err := w.engine.Leaving(w.ctx, manager, p)
		require.NoError(t, err)
		return stops
	}
	stops := leaving(accountable)
	require.Len(t, stops, 1)
	assert.True(t, stops[0].Accountable)
	assert.False(t, stops[0].LastContributor)
	assert.Empty(t, stops[0].Takers, "which is handed over by naming another")
	assert.Empty(t, leaving(contributor))
	w.do(accountable, setsContributors(contributor))
	stops = leaving(contributor)
	require.Len(t, stops, 1)
	assert.True(t, stops[0].LastContributor)
	assert.False(t, stops[0].Accountable)
	w.do(accountable, setsContributors(contributor, another))
	w.do(manager, setsAccountable(next))
	assert.Empty(t, leaving(accountable))
	w.do(manager, &workflow.Withdraw{Reason: "closed"})
}

// heard are those who hear of a result, by kind of notice.
func heard(r workflow.Result) map[workflow.NoticeKind][]workflow.PersonID {
	out := map[workflow.NoticeKind][]workflow.PersonID{}
	for _, n := range workflow.Notices(r) {
		out[n.Kind] = append(out[n.Kind], n.To)
	}
	return out
}

func TestNoticesOfACentre(t *testing.T) {
	t.Parallel()
	w := beforeAudit(t)
	r := w.opens(educator, enrolsCentre())
	assert.Equal(t, map[workflow.NoticeKind][]workflow.PersonID{
		workflow.NoticeAccountable: {accountable}, workflow.NoticeContributor: {contributor, another},
	}, heard(r))
	for _, n := range workflow.Notices(r) {
		assert.Equal(t, workflow.CentreID("trust-1"), n.Subject)
		assert.Empty(t, n.Learner)
	}
	w.do(accountable, &workflow.Agree{})
	w.contributes(contributor, "drugs")
	w.contributes(another, "dates")
	w.do(accountable, &workflow.RequestConfirmation{Items: auditGate, To: assessor})
	r = w.do(assessor, &workflow.Reject{Items: w.decisions("drugs"), Reason: "no", Actions: []string{"again"}})
	assert.Equal(t, map[workflow.NoticeKind][]workflow.PersonID{workflow.NoticeRejected: {accountable, contributor}}, heard(r))
	r = w.contributes(another, "drugs")
	assert.Empty(t, heard(r), "that something rejected is worked on")
	r = w.do(another, workflow.Answer("dates", "exceeded"))
	assert.Equal(t, map[workflow.NoticeKind][]workflow.PersonID{
		workflow.NoticeAskEnded: {assessor}, workflow.NoticeRequestEnded: {accountable},
	}, heard(r), "what the accountable person asked for has ended by another's answer")
	w.do(accountable, &workflow.RequestConfirmation{Items: auditGate, To: assessor})
	r = w.confirm(assessor, auditGate...)
	assert.Equal(t, map[workflow.NoticeKind][]workflow.PersonID{workflow.NoticeConfirmed: {accountable, another}}, heard(r))
	for _, n := range workflow.Notices(r) {
		assert.Equal(t, auditGate, n.Items, "once each")
	}
	r = w.do(educator, &workflow.Comment{Item: "drugs", Comment: "well kept"})
	assert.Equal(t, map[workflow.NoticeKind][]workflow.PersonID{workflow.NoticeCommented: {accountable, another}}, heard(r))
	r = w.do(accountable, setsContributors(contributor, joining))
	assert.Equal(t, map[workflow.NoticeKind][]workflow.PersonID{
		workflow.NoticeContributor: {joining}, workflow.NoticeNoContributor: {another},
	}, heard(r))
	r = w.do(manager, aside("drugs"))
	assert.Equal(t, map[workflow.NoticeKind][]workflow.PersonID{workflow.NoticeSetAside: {accountable, assessor}}, heard(r), "whose author contributes no more")
	r = w.do(manager, setsAccountable(next))
	assert.Equal(t, map[workflow.NoticeKind][]workflow.PersonID{
		workflow.NoticeAccountable: {next}, workflow.NoticeNotAccountable: {accountable},
	}, heard(r))
	r = w.do(admin, &workflow.Withdraw{Reason: "closed"})
	assert.Equal(t, map[workflow.NoticeKind][]workflow.PersonID{workflow.NoticeWithdrawn: {next, contributor, joining, educator, assessor}}, heard(r))

	phrase := workflow.English().Say(w.fw, workflow.Notices(r)[0], nil)
	assert.Equal(t, "administrator-1 withdrew the enrolment of trust-1 on Audit of a ward.", phrase.Body)
}

// Somebody whose learners' records are at hand keeps those of centres apart.
func TestPeopleAndCentresOfOneName(t *testing.T) {
	t.Parallel()
	secret := []byte("0123456789abcdef")
	of := func(k workflow.EnrolmentKey) workflow.EnrolmentID {
		k.Framework = proficiency.FrameworkID("f")
		return workflow.EnrolmentIDFor(secret, k)
	}
	assert.NotEqual(t, of(workflow.EnrolmentKey{Learner: "one"}), of(workflow.EnrolmentKey{Centre: "one"}))
	assert.Equal(t, workflow.EnrolmentID("yl3p77fagnbfjkayzg72qpeu6i"), of(workflow.EnrolmentKey{Centre: "one"}), "for ever")
}
