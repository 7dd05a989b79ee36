package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// triedContent asks for everything that content can ask for.
const triedContent = `format: countersign/v1
id: tried
version: 1.0.0
title: Tried
category: clinical
scales: {done: [{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}]}
defaults: {scale: done, kind: skill, confirmed_by: [clinical-centre-manager, educator-manager], waivable: true}
sign_off:
  by: [educator-manager]
  learner_statement: It is mine.
  signatory_statement: It is theirs.
  distinct: true
declaration: I keep to it.
sections:
  - id: all
    title: All
    proficiencies:
      - {id: one, statement: One., validity: {months: 12}}
      - {id: two, statement: Two.}
      - {id: three, statement: Three.}
      - {id: extra, statement: More., optional: true}
`

var tried = proficiency.Ref{ID: "tried"}

// tester is somebody of whom the host knows nothing.
const tester workflow.PersonID = "tester-1"

// tryOut is a world in which tester-1 tries "tried" out.
func tryOut(t *testing.T, zone string) *world {
	t.Helper()
	w := newWorldOn(t, files(map[string]string{"tried": triedContent, "yearly": yearlyContent}))
	w.open(tester, &workflow.EnrolTrial{Framework: tried, Trial: 1, Zone: zone})
	return w
}

// open makes a trial the world's enrolment.
func (w *world) open(by workflow.PersonID, cmd *workflow.EnrolTrial) workflow.Result {
	w.t.Helper()
	res := w.request(workflow.Request{Actor: by, Command: cmd})
	w.id, w.state = res.Enrolment, res.State
	var err error
	w.fw, err = w.catalog.Framework(res.State.Framework())
	require.NoError(w.t, err)
	return res
}

// begin is tryOut with the declaration agreed to.
func begin(t *testing.T, zone string) *world {
	t.Helper()
	w := tryOut(t, zone)
	w.do(tester, &workflow.Agree{})
	return w
}

// tryItem has an item answered, sent and confirmed by the one person there is.
func (w *world) tryItem(ids ...proficiency.ItemID) {
	w.t.Helper()
	w.do(tester, w.answers(ids...))
	w.do(tester, &workflow.RequestConfirmation{Items: ids, To: tester})
	w.do(tester, &workflow.Confirm{Items: w.decisions(ids...)})
}

func acceptedSignOff(w *world) workflow.Result {
	w.do(tester, &workflow.RequestSignOff{To: tester, Accept: true})
	return w.do(tester, signOff())
}

// Anybody tries a framework out by themselves: no role, no centre.
func TestBehaviour42_ATrial(t *testing.T) {
	t.Parallel()
	w := tryOut(t, "Europe/London")
	opened := w.state.Enrolment()
	assert.Equal(t, tester, opened.Learner)
	assert.Equal(t, tester, opened.By)
	assert.Equal(t, 1, opened.Trial)
	assert.Equal(t, "Europe/London", opened.Zone)
	assert.Zero(t, opened.As)
	assert.Equal(t, 1, w.state.Trial())
	assert.Empty(t, w.state.Centres())
	assert.Empty(t, w.state.Supervisors())
	assert.Equal(t, w.engine.TrialID(tester, "tried", 1), w.id)
	assert.NotEqual(t, w.engine.EnrolmentID(tester, "tried"), w.id)
	sum := w.summary()
	assert.True(t, sum.Trial)
	assert.Equal(t, workflow.StatusNotStarted, sum.Status)
	w.denied(tester, w.answers("one"), why(workflow.DeclarationNotAgreed))
	w.do(tester, &workflow.Agree{})
	w.do(tester, w.answers("one"))
	w.status(workflow.StatusInProgress)
}

// One person plays every part, up to the certificate and back.
func TestATrialHasAllParts(t *testing.T) {
	t.Parallel()
	w := begin(t, "")
	w.do(tester, w.answers("one"))
	w.do(tester, &workflow.RequestConfirmation{Items: items{"one"}, To: tester})
	asked := w.item("one").Request
	assert.Equal(t, workflow.Held{Role: "clinical-centre-manager"}, asked.As, "the first role that the content names, nowhere")
	w.do(tester, &workflow.WithdrawRequest{Items: items{"one"}})
	w.do(tester, &workflow.RequestConfirmation{Items: items{"one"}, To: tester})
	w.do(tester, w.rejection("one"))
	w.do(tester, &workflow.Revise{Item: "one", To: workflow.Confirmed, Reason: "seen again"})
	w.itemStatus(workflow.ItemStatusConfirmed, "one")
	w.do(tester, &workflow.SetAside{Items: items{"one"}, Reason: "not by the book"})
	w.tryItem("one")
	w.do(tester, &workflow.Waive{Item: "two", Justification: "not on this ward"})
	w.do(tester, &workflow.Unwaive{Item: "two"})
	w.do(tester, &workflow.RecordPaper{Items: items{"two"}, ConfirmedBy: "Sister A.", Role: "educator-manager", On: day(2026, 3, 1)})
	w.do(tester, &workflow.Waive{Item: "three", Justification: "not on this ward"})
	w.do(tester, &workflow.ChooseOptional{Items: items{"extra"}})
	w.do(tester, &workflow.ChooseOptional{Items: items{"extra"}, Drop: true})
	r := w.do(tester, &workflow.Comment{Comment: "so far so good"})
	w.do(tester, &workflow.Redact{Record: r.Record.Seq, Text: r.Record.Texts[0].Digest})
	w.do(tester, &workflow.SetCompleteBy{On: day(2026, 12, 31)})

	w.do(tester, &workflow.RequestSignOff{To: tester, Accept: true}) // distinct is not asked of a trial
	w.do(tester, &workflow.WithdrawSignOff{})
	w.do(tester, &workflow.RequestSignOff{To: tester, Accept: true})
	w.do(tester, &workflow.DeclineSignOff{Reason: "to see how that looks"})
	w.status(workflow.StatusDeclined)
	acceptedSignOff(w)
	w.status(workflow.StatusSignedOff)
	given := w.state.LastSignOff()
	assert.Equal(t, workflow.Held{Role: "educator-manager"}, given.As)
	assert.Equal(t, 1, given.Attained.Paper)
	assert.Equal(t, 1, given.Attained.Waived)
	assert.Equal(t, 1, w.state.Trial(), "what makes the certificate an example")

	w.denied(tester, &workflow.Withdraw{}, why(workflow.AlreadySignedOff))
	w.do(tester, &workflow.RevokeSignOff{Reason: "enough"})
	w.status(workflow.StatusVoid)
	w.do(tester, &workflow.Withdraw{})
	w.status(workflow.StatusWithdrawn)
}

// A confirmed item is still not lost without a word in a trial.
func TestATrialKeepsTheRules(t *testing.T) {
	t.Parallel()
	w := begin(t, "")
	w.denied(tester, workflow.Answer("one", "perfectly"), why(workflow.UnknownAnswer, "one"))
	w.denied(tester, &workflow.RequestSignOff{To: tester}, why(workflow.Unconfirmed, "one", "two", "three"), why(workflow.StatementNotAccepted))
	w.denied(tester, &workflow.Confirm{Items: w.decisions("one")}, why(workflow.NotRequested, "one"))
	w.tryItem("one", "two", "three")
	acceptedSignOff(w)
	w.denied(tester, workflow.Answer("one", "not-yet"), why(workflow.WouldLoseConfirmation, "one"), why(workflow.WouldVoidSignOff))
	w.denied(tester, &workflow.RequestSignOff{To: tester, Accept: true}, why(workflow.AlreadySignedOff))
}

// A trial has no other people and no centres.
func TestATrialHasNobodyElse(t *testing.T) {
	t.Parallel()
	w := begin(t, "")
	w.do(tester, w.answers("one"))
	other := why(workflow.IsATrial)
	w.denied(tester, &workflow.RequestConfirmation{Items: items{"one"}, To: assessor}, other)
	for _, cmd := range []workflow.Command{
		&workflow.AddSupervisor{Person: tester}, &workflow.AddSupervisor{Person: assessor}, &workflow.RemoveSupervisor{Person: assessor},
		&workflow.AddCentre{Centre: "trust-1"}, &workflow.RemoveCentre{Centre: "trust-1"},
		&workflow.Remind{To: tester}, &workflow.RemindSignOff{}, &workflow.Reassign{From: tester, To: assessor},
		&workflow.Upgrade{}, &workflow.AcceptTransfer{},
	} {
		_, err := w.engine.Do(w.ctx, workflow.Request{Actor: tester, Enrolment: w.id, Command: cmd})
		requireDenied(t, err, workflow.IsATrial)
	}
	w.tryItem("two", "three", "one")
	w.denied(tester, &workflow.RequestSignOff{To: educator, Accept: true}, other)
	for _, a := range w.view(tester).Actions() {
		switch a.Kind {
		case workflow.KindAddSupervisor, workflow.KindRemoveSupervisor, workflow.KindAddCentre, workflow.KindRemoveCentre,
			workflow.KindReassign, workflow.KindRemind, workflow.KindRemindSignOff, workflow.KindUpgrade, workflow.KindAcceptTransfer:
			assert.True(t, (&workflow.Denied{Reasons: a.Reasons}).Has(workflow.IsATrial), "%s", a.Kind)
		default:
			assert.False(t, (&workflow.Denied{Reasons: a.Reasons}).Has(workflow.IsATrial), "%s", a.Kind)
		}
	}
}

// view is what somebody sees of the world's enrolment.
func (w *world) view(actor workflow.PersonID) *workflow.View {
	w.t.Helper()
	v, err := w.engine.View(w.ctx, actor, w.id)
	require.NoError(w.t, err)
	return &v
}

// The dates of a trial are those of its own zone.
func TestTheZoneOfATrial(t *testing.T) {
	t.Parallel()
	late := instant(t, "2026-06-30T12:30:00Z")
	for zone, c := range map[string]struct {
		today proficiency.Date
		until string
	}{
		"":                   {day(2026, 6, 30), "2027-07-01T00:00:00Z"},
		"UTC":                {day(2026, 6, 30), "2027-07-01T00:00:00Z"},
		"Europe/London":      {day(2026, 6, 30), "2027-06-30T23:00:00Z"},
		"Pacific/Kiritimati": {day(2026, 7, 1), "2027-07-01T10:00:00Z"},
	} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			w := begin(t, zone)
			tomorrow := day(c.today.Year, c.today.Month, c.today.Day+1)
			yesterday := day(2026, 6, 29)
			if c.today.Day == 1 {
				yesterday = day(2026, 6, 30)
			} else {
				tomorrow = day(2026, 7, 1)
			}
			w.setNow(late)
			answer := w.answers("one")
			answer.Items[0].On = tomorrow
			w.denied(tester, answer, why(workflow.InvalidDate, "one"))
			answer.Items[0].On = c.today
			w.do(tester, answer)
			w.setNow(late)
			w.denied(tester, &workflow.SetCompleteBy{On: yesterday}, why(workflow.InvalidDate))
			w.do(tester, &workflow.SetCompleteBy{On: c.today})
			w.do(tester, &workflow.RequestConfirmation{Items: items{"one"}, To: tester})
			w.do(tester, &workflow.Confirm{Items: w.decisions("one")})
			requireInstant(t, c.until, w.until("one"))
			assert.Equal(t, c.today, w.item("one").Decision.Term.From)
			w.tryItem("two", "three")
			acceptedSignOff(w)
			assert.Equal(t, c.today, w.state.LastSignOff().On)
			requireInstant(t, c.until, w.state.LastSignOffUntil())
			w.setNow(before(w.until("one")))
			assert.Equal(t, workflow.StatusSignedOff, w.view(tester).Summary.Status)
			w.setNow(w.until("one"))
			assert.Equal(t, workflow.StatusLapsed, w.view(tester).Summary.Status)
		})
	}
}

// A trial goes on after its withdrawal: its results are there, the agreement is
// asked again, and the zone is the new one.
func TestATrialGoesOn(t *testing.T) {
	t.Parallel()
	w := begin(t, "Europe/London")
	w.tryItem("one")
	w.do(tester, &workflow.Withdraw{})
	w.denied(tester, w.answers("two"), why(workflow.EnrolmentWithdrawn))
	id := w.id
	w.open(tester, &workflow.EnrolTrial{Framework: tried, Trial: 1, Zone: "Pacific/Kiritimati"})
	assert.Equal(t, id, w.id)
	assert.Nil(t, w.state.Agreed())
	w.itemStatus(workflow.ItemStatusConfirmed, "one")
	w.status(workflow.StatusNotStarted)
	w.do(tester, &workflow.Agree{})
	w.setNow(instant(t, "2026-06-30T12:30:00Z"))
	w.tryItem("two", "three")
	acceptedSignOff(w)
	assert.Equal(t, day(2026, 7, 1), w.state.LastSignOff().On)
}
