package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// What those may who stand for a centre.

var notAccountable, notContributing = why(workflow.NotAccountable), why(workflow.NotAContributor)

func address(item proficiency.ItemID, by workflow.PersonID) workflow.AnswerAddress {
	return workflow.AnswerAddress{Item: item, Contributor: by, Round: 1}
}

// Any contributor answers; the answer that stands is the last, and names who gave it.
func TestEachAnswerNamesItsAuthor(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	r := w.contributes(contributor, "drugs", "dates")
	for _, e := range eventsOf[*workflow.Answered](w, r) {
		assert.Equal(t, contributor, e.Contributor)
	}
	answer, ok := w.state.AnswerAt(address("drugs", contributor))
	assert.True(t, ok)
	assert.Equal(t, ans("met"), answer)

	w.unchanged(another, saving(w.good("drugs"), w.good("dates"))) // the very same is no news, whoever says it
	assert.Equal(t, contributor, w.item("drugs").Answer.Contributor)

	w.do(another, workflow.Answer("drugs", "exceeded"))
	answer, ok = w.state.AnswerAt(address("drugs", another))
	assert.True(t, ok)
	assert.Equal(t, ans("exceeded"), answer)
	_, ok = w.state.AnswerAt(address("drugs", contributor))
	assert.False(t, ok, "one answer stands; the other is in the history")
	assert.Equal(t, contributor, w.item("dates").Answer.Contributor)

	before := w.item("dates").Basis()
	remark := w.meeting("dates")
	remark.Comment = "seen today"
	w.do(another, saving(remark))
	assert.Equal(t, another, w.item("dates").Answer.Contributor, "who says something last has said it")
	assert.Equal(t, before, w.item("dates").Basis())
}

func TestWhoAnswersForACentre(t *testing.T) {
	t.Parallel()
	w := audited(t)
	first := why(workflow.DeclarationNotAgreed)
	w.denied(contributor, w.answers("drugs"), first)
	w.denied(accountable, w.answers("drugs"), notContributing, first)
	w.denied(contributor, &workflow.Agree{}, notAccountable)
	w.do(accountable, &workflow.Agree{})
	w.denied(accountable, w.answers("drugs"), notContributing)
	w.denied(educator, w.answers("drugs"), notContributing)
	w.denied(manager, w.answers("drugs"), notContributing)
	w.denied(joining, w.answers("drugs"), why(workflow.NotFound))
	w.do(accountable, setsContributors(contributor, another, accountable))
	w.contributes(accountable, "drugs")
	assert.Equal(t, accountable, w.item("drugs").Answer.Contributor)
}

// Every other command of a learner is the accountable person's.
func TestWhatIsTheAccountablePersons(t *testing.T) {
	t.Parallel()
	theirs := []workflow.Command{
		&workflow.Agree{}, &workflow.ClearAnswer{Items: items{"drugs"}}, &workflow.RequestConfirmation{Items: items{"drugs"}, To: assessor},
		&workflow.WithdrawRequest{Items: items{"dates"}}, &workflow.Remind{To: assessor}, &workflow.ChooseOptional{Items: items{"visits"}},
		&workflow.Comment{Comment: "well begun"}, &workflow.AddSupervisor{Person: second}, &workflow.RemoveSupervisor{Person: assessor},
		requestSignOff(), &workflow.WithdrawSignOff{}, &workflow.RemindSignOff{}, setsContributors(joining),
	}
	w := auditing(t)
	w.contributes(contributor, auditGate...)
	w.do(accountable, &workflow.RequestConfirmation{Items: items{"dates"}, To: assessor})
	for _, cmd := range theirs {
		for by, allowed := range map[workflow.PersonID]bool{accountable: true, contributor: false} {
			_, err := w.engine.Preview(w.ctx, workflow.Request{Actor: by, Enrolment: w.id, Command: cmd})
			d := (*workflow.Denied)(nil)
			if err != nil {
				require.ErrorAs(t, err, &d)
			}
			assert.Equal(t, !allowed, d != nil && d.Has(workflow.NotAccountable), "%s by %s: %v", cmd.Kind(), by, err)
		}
	}
	w.happened(w.do(accountable, &workflow.ClearAnswer{Items: items{"drugs"}}), "answer-cleared")
	w.contributes(another, "drugs")
	e := one[*workflow.AnswerCleared](w, w.do(accountable, &workflow.ClearAnswer{Items: items{"drugs"}}))
	assert.Equal(t, []workflow.PersonID{another, accountable}, []workflow.PersonID{e.Contributor, e.By}, "whose answer it was, and who cleared it")
}

// Neither contributors nor the accountable person decide anything, whatever
// roles they hold, nor can anything be asked of them.
func TestNobodyDecidesForTheirOwnCentre(t *testing.T) {
	t.Parallel()
	own := why(workflow.IsTheLearner)
	for part, named := range map[string]*workflow.Enrol{
		"contributor": {Contributors: people{versed}, Accountable: accountable},
		"accountable": {Contributors: people{contributor}, Accountable: versed},
	} {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			w := beforeAudit(t)
			named.Framework, named.Centre = wardAudit, "trust-1"
			w.opens(educator, named)
			w.do(named.Accountable, &workflow.Agree{})
			w.contributes(named.Contributors[0], auditGate...)
			for _, cmd := range []workflow.Command{
				&workflow.RequestConfirmation{Items: auditGate, To: versed}, &workflow.AddSupervisor{Person: versed},
			} {
				w.denied(named.Accountable, cmd, own)
			}
			w.denied(manager, &workflow.AddSupervisor{Person: versed}, own)
			w.do(named.Accountable, &workflow.RequestConfirmation{Items: auditGate, To: assessor})
			w.denied(manager, &workflow.Reassign{From: assessor, To: versed}, own)
			for _, cmd := range []workflow.Command{
				&workflow.Confirm{Items: w.decisions("drugs")}, w.rejection("drugs"),
				&workflow.Revise{Item: "drugs", To: workflow.Confirmed, Reason: "x"}, signOff(), &workflow.DeclineSignOff{Reason: "x"},
				&workflow.RecordPaper{Items: items{"hands"}, ConfirmedBy: "the lead", Role: "assessor", On: day(2026, 3, 1)},
				waive("dates"), &workflow.Unwaive{Item: "dates"}, aside("drugs"), &workflow.Reassign{From: assessor, To: second},
				&workflow.SetCompleteBy{On: day(2030, 1, 1)}, setsAccountable(next), &workflow.RevokeSignOff{Reason: "x"},
			} {
				_, err := w.engine.Preview(w.ctx, workflow.Request{Actor: versed, Enrolment: w.id, Command: cmd})
				d := (*workflow.Denied)(nil)
				require.ErrorAs(t, err, &d, "%s", cmd.Kind())
				assert.True(t, d.Has(workflow.IsTheLearner), "%s: %v", cmd.Kind(), d)
			}
			for _, c := range workflow.Candidates(w.fw, &w.state, w.facts(workflow.Need{Actor: versed, People: everyone, Centres: w.state.Centres()}), "drugs") {
				assert.NotEqual(t, versed, c.Person)
			}
		})
	}
}

func TestSetContributors(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	w.contributes(contributor, "drugs")
	r := w.do(accountable, setsContributors(joining, another))
	w.happened(r, "contributor-added", "contributor-removed")
	assert.Equal(t, []workflow.PersonID{joining, contributor}, []workflow.PersonID{one[*workflow.ContributorAdded](w, r).Person, one[*workflow.ContributorRemoved](w, r).Person})
	assert.Equal(t, people{another, joining}, w.state.Contributors())
	w.unchanged(accountable, setsContributors(another, joining))

	assert.Equal(t, contributor, w.item("drugs").Answer.Contributor, "an answer stays with whoever gave it")
	w.denied(contributor, w.answers("dates"), why(workflow.NotFound))
	_, err := w.engine.View(w.ctx, contributor, w.id)
	w.refusal(err, why(workflow.NotFound))
	w.contributes(joining, "dates")

	before := w.state.Contributors()
	for name, c := range map[string]struct {
		by   workflow.PersonID
		cmd  *workflow.SetContributors
		want [][]string
	}{
		"nobody":                {accountable, setsContributors(), [][]string{why(workflow.NoContributors)}},
		"twice":                 {accountable, setsContributors(another, another), [][]string{why(workflow.DuplicateItem)}},
		"too many":              {accountable, setsContributors(make(people, workflow.MaxContributors+1)...), [][]string{why(workflow.TooLarge)}},
		"no id":                 {accountable, setsContributors(""), [][]string{why(workflow.InvalidID)}},
		"another centre's":      {accountable, setsContributors(another, farOff), [][]string{why(workflow.NotADelegate)}},
		"a suspended delegate":  {accountable, setsContributors(stopped), [][]string{why(workflow.NotADelegate)}},
		"a supervisor":          {accountable, setsContributors(another, educator), [][]string{why(workflow.IsASupervisor)}},
		"all of these":          {accountable, setsContributors(educator, farOff, ""), [][]string{why(workflow.IsASupervisor), why(workflow.NotADelegate), why(workflow.InvalidID)}},
		"by a contributor":      {joining, setsContributors(joining), [][]string{notAccountable}},
		"by a manager":          {manager, setsContributors(joining), [][]string{notAccountable}},
		"by who did contribute": {contributor, setsContributors(contributor), [][]string{why(workflow.NotFound)}},
	} {
		w.denied(c.by, c.cmd, c.want...)
		assert.Equal(t, before, w.state.Contributors(), name)
	}

	waits := audited(t)
	waits.denied(accountable, setsContributors(joining), why(workflow.DeclarationNotAgreed))
	learners := enrolled(t)
	learners.denied(learner, setsContributors(joining), why(workflow.WrongSubject))
	learners.denied(manager, setsAccountable(next), why(workflow.WrongSubject))
}

// Whoever is asked leaves the supervisors first, and stands for the centre then.
func TestASupervisorBecomesAContributor(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	w.attains("drugs")
	w.denied(accountable, setsContributors(assessor), why(workflow.IsASupervisor))
	w.denied(manager, setsAccountable(assessor), why(workflow.IsASupervisor))
	w.do(assessor, &workflow.RemoveSupervisor{Person: assessor})
	w.do(accountable, setsContributors(assessor))
	w.itemStatus(workflow.ItemStatusConfirmed, "drugs") // what they decided before stays
	w.denied(assessor, &workflow.Revise{Item: "drugs", To: workflow.Rejected, Reason: "x", Actions: []string{"x"}}, why(workflow.IsTheLearner))
	w.contributes(assessor, "dates")
	w.denied(accountable, &workflow.RequestConfirmation{Items: items{"dates"}, To: assessor}, why(workflow.IsTheLearner))
}

func TestSetAccountable(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	w.contributes(contributor, auditGate...)
	w.do(accountable, &workflow.RequestConfirmation{Items: auditGate, To: assessor})
	for _, c := range []refusedRow{
		{"no reason", manager, &workflow.SetAccountable{Person: next}, [][]string{why(workflow.ReasonMissing)}},
		{"no reason, and the same", manager, &workflow.SetAccountable{Person: accountable}, [][]string{why(workflow.ReasonMissing)}},
		{"nobody", manager, setsAccountable(""), [][]string{why(workflow.InvalidID)}},
		{"another centre's", manager, setsAccountable(farOff), [][]string{why(workflow.NotADelegate)}},
		{"a supervisor", manager, setsAccountable(educator), [][]string{why(workflow.IsASupervisor)}},
		{"by the accountable person", accountable, setsAccountable(next), [][]string{why(workflow.IsTheLearner)}},
		{"by an educator", educator, setsAccountable(next), [][]string{lacksCapability}},
		{"by nobody of it", farOff, setsAccountable(next), [][]string{why(workflow.NotFound)}},
	} {
		w.denied(c.by, c.cmd, c.for_...)
	}
	w.unchanged(manager, setsAccountable(accountable))

	r := w.do(manager, setsAccountable(next))
	e := one[*workflow.AccountableSet](w, r)
	assert.Equal(t, []workflow.PersonID{accountable, next, manager}, []workflow.PersonID{e.From, e.To, e.By})
	assert.Equal(t, workflow.Held{Role: "clinical-centre-manager", Centre: "trust-1"}, e.As)
	assert.Equal(t, "has left", e.Reason.Words)
	assert.Equal(t, next, w.state.Accountable())
	assert.Nil(t, w.state.Agreed(), "who agreed is accountable no more")
	w.denied(accountable, &workflow.WithdrawRequest{Items: auditGate}, why(workflow.NotFound))
	w.confirm(assessor, auditGate...) // what was pending is
	w.denied(contributor, w.answers("hands"), why(workflow.DeclarationNotAgreed))
	w.denied(next, &workflow.ChooseOptional{Items: items{"visits"}}, why(workflow.DeclarationNotAgreed))
	w.do(next, &workflow.Agree{})
	w.do(next, &workflow.ChooseOptional{Items: items{"visits"}})
	w.contributes(contributor, "hands")

	w.do(manager, setsAccountable(manager)) // which they may no more now
	w.denied(manager, setsAccountable(next), why(workflow.IsTheLearner))
	w.do(lead, setsAccountable(contributor))
	w.do(contributor, &workflow.Agree{})
	w.contributes(contributor, "rota") // and contributes as before
}

// The record of a centre stays there.
func TestACentresRecordHasNoOtherCentre(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	for _, by := range (people{accountable, contributor, educator, manager}) {
		w.denied(by, &workflow.AddCentre{Centre: "trust-9"}, why(workflow.WrongSubject))
		w.denied(by, &workflow.RemoveCentre{Centre: "trust-1"}, why(workflow.WrongSubject))
	}
	w.denied(visitor, &workflow.AddCentre{Centre: "trust-9"}, why(workflow.NotFound))
}

func TestWithdrawingACentre(t *testing.T) {
	t.Parallel()
	w := audited(t)
	w.denied(accountable, &workflow.Withdraw{Reason: "x"}, why(workflow.NotSelfEnrolled))
	w.denied(contributor, &workflow.Withdraw{Reason: "x"}, notAccountable)
	w.do(educator, &workflow.Withdraw{})

	w = beforeAudit(t)
	w.opens(accountable, enrolsCentre())
	w.do(manager, setsAccountable(next))
	w.denied(contributor, &workflow.Withdraw{}, notAccountable)
	w.denied(accountable, &workflow.Withdraw{}, why(workflow.NotFound))
	w.do(next, &workflow.Withdraw{}) // nobody needed a role for what is undone by it
	w.status(workflow.StatusWithdrawn)

	w = beforeAudit(t)
	w.opens(accountable, enrolsCentre())
	w.do(accountable, &workflow.Agree{})
	w.contributes(contributor, "drugs")
	w.denied(accountable, &workflow.Withdraw{}, why(workflow.AlreadyStarted))
}

// What paper says is answered by whoever is accountable.
func TestPaperOfACentre(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	w.contributes(contributor, "drugs")
	r := w.do(educator, paper("drugs", "dates"))
	e := one[*workflow.Answered](w, r)
	assert.Equal(t, []any{accountable, proficiency.ItemID("dates"), true}, []any{e.Contributor, e.Item, e.Paper})
	assert.Equal(t, contributor, w.item("drugs").Answer.Contributor)
}

// Suspended at the centre, they read only; the others go on.
func TestSuspendedAtTheirCentre(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	notActive := why(workflow.LearnerNotActive)
	w.suspend(contributor)
	w.denied(contributor, w.answers("drugs"), notActive)
	_, err := w.engine.View(w.ctx, contributor, w.id)
	require.NoError(t, err)
	w.contributes(another, "drugs")
	w.suspend(accountable)
	w.denied(accountable, &workflow.RequestConfirmation{Items: items{"drugs"}, To: assessor}, notActive)
	w.denied(accountable, setsContributors(another), notActive)
	w.contributes(another, "dates")
	w.do(manager, setsAccountable(next))
}

// The sign-off names who was accountable when it was given, whoever is later.
func TestTheSignOffOfACentre(t *testing.T) {
	t.Parallel()
	w := auditSigned(t)
	assert.Equal(t, accountable, w.state.LastSignOff().Accountable)
	w.do(manager, setsAccountable(next))
	w.status(workflow.StatusSignedOff)
	assert.Equal(t, accountable, w.state.LastSignOff().Accountable)

	w = auditReady(t)
	w.do(accountable, requestSignOff())
	w.do(manager, setsAccountable(next))
	w.status(workflow.StatusSignOffRequested)
	w.do(educator, signOff()) // what was asked for stays asked for
	assert.Equal(t, next, w.state.LastSignOff().Accountable)

	w = auditReady(t)
	w.denied(contributor, requestSignOff(), notAccountable)
	w.denied(accountable, &workflow.RequestSignOff{To: versed, Accept: false}, why(workflow.StatementNotAccepted))
	w.denied(accountable, &workflow.RequestSignOff{To: accountable, Accept: true}, why(workflow.IsTheLearner))
}

func TestTheReasonOfAnAccountablePersonIsRedacted(t *testing.T) {
	t.Parallel()
	w := auditing(t)
	r := w.do(manager, setsAccountable(next))
	text := one[*workflow.AccountableSet](w, r).Reason
	cmd := &workflow.Redact{Record: r.Record.Seq, Text: text.Digest}
	w.denied(next, cmd, why(workflow.IsTheLearner))
	w.denied(contributor, cmd, why(workflow.IsTheLearner))
	w.denied(educator, cmd, lacksCapability)
	w.do(lead, cmd)
	for _, r := range w.records() {
		for _, text := range r.Texts {
			assert.Empty(t, text.Words)
		}
	}
	require.NoError(t, workflow.Verify(w.id, w.records()))
}
