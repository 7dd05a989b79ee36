package workflow_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A herald writes down who hears of each command.
type herald struct {
	*world
	out  strings.Builder
	seen map[workflow.NoticeKind]bool
}

func (h *herald) does(actor workflow.PersonID, cmd workflow.Command) workflow.Result {
	h.t.Helper()
	res := h.do(actor, cmd)
	h.tell(actor, cmd.Kind(), res)
	return res
}

func (h *herald) tell(actor workflow.PersonID, kind workflow.Kind, res workflow.Result) {
	fmt.Fprintf(&h.out, "%s: %s\n", actor, kind)
	for _, n := range workflow.Notices(res) {
		h.seen[n.Kind] = true
		m := workflow.English().Say(h.fw, n, nil)
		fmt.Fprintf(&h.out, "    to %s [%s]: %s\n        %s\n", n.To, n.Kind, m.Subject, m.Body)
	}
}

// A journey with one of every notice, and the text that people read.
func TestNoticesAreWrittenDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h := &herald{world: w, seen: map[workflow.NoticeKind]bool{}}
	res := w.enrol(educator, learner, wardBasics)
	h.tell(educator, workflow.KindEnrol, res)
	h.does(learner, &workflow.Agree{})
	h.does(learner, &workflow.Comment{Comment: "Where do I begin?"})
	h.does(learner, &workflow.AddSupervisor{Person: second})
	h.does(learner, &workflow.RemoveSupervisor{Person: second})
	h.beginning()
	h.deciding()
	h.signingOff()
	h.governing()
	h.applying()
	h.requiring()
	h.submitting()
	h.standing()
	golden(t, "notices.txt", h.out.String())
	for _, kind := range noticeKinds() {
		if kind != workflow.NoticeWaived && kind != workflow.NoticeWaiverEnded && kind != workflow.NoticeUpgraded { // not on this content, of one version
			assert.True(t, h.seen[kind], "nobody heard of %s", kind)
		}
	}
}

func noticeKinds() (kinds []workflow.NoticeKind) {
	for kind := range workflow.English().Notices {
		kinds = append(kinds, kind)
	}
	return kinds
}

func (h *herald) beginning() {
	h.does(learner, h.answers(gateItems...))
	h.does(learner, &workflow.RequestConfirmation{Items: items{"contract-learner", "safety-1"}, To: assessor})
	h.does(learner, &workflow.RequestConfirmation{Items: items{"contract-educator"}, To: educator})
	noted := h.meeting("safety-1")
	noted.Comment = "See the photograph."
	h.does(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{noted}})
	h.does(learner, &workflow.Comment{Item: "safety-1", Comment: "I mean the one of bay 4."})
	h.does(assessor, &workflow.Comment{Item: "safety-1", Comment: "Got it."})
	h.setNow(h.now().Add(2 * time.Hour))
	h.does(learner, &workflow.Remind{To: assessor})
	h.does(manager, &workflow.Reassign{From: assessor, To: second, Supervisor: true})
	h.does(learner, &workflow.WithdrawRequest{Items: items{"contract-learner"}})
	h.does(second, h.rejection("safety-1"))
	h.does(learner, h.answers("safety-1", "contract-learner"))
	h.does(learner, &workflow.RequestConfirmation{Items: items{"safety-1", "contract-learner"}, To: second})
	h.does(second, &workflow.Confirm{Items: h.decisions("safety-1", "contract-learner")})
	h.does(educator, &workflow.Confirm{Items: h.decisions("contract-educator")})
	h.does(learner, &workflow.AddSupervisor{Person: assessor})
	h.does(learner, h.answers("care-1"))
	h.does(learner, &workflow.RequestConfirmation{Items: items{"care-1"}, To: assessor})
	h.does(assessor, &workflow.RemoveSupervisor{Person: assessor})
}

func (h *herald) deciding() {
	h.does(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{h.falling("safety-1")}, Overwrite: true})
	h.pass("safety-1")
	h.does(educator, &workflow.RecordPaper{
		Items: items{"care-1", "care-2"}, ConfirmedBy: "the ward sister", Role: "assessor", On: proficiency.DateOf(h.now(), time.UTC),
	})
	h.does(manager, &workflow.SetAside{Items: items{"care-2"}, Reason: "The sheet is another learner's."})
	h.choose("extra-1")
	for _, id := range append(slices.Clone(mandatory), "extra-1") {
		if h.statusOfItem(id) != workflow.ItemStatusConfirmed {
			h.pass(id)
		}
	}
}

func (h *herald) signingOff() {
	h.does(learner, requestSignOff())
	h.setNow(h.now().Add(25 * time.Hour))
	h.does(learner, &workflow.RemindSignOff{})
	h.does(manager, &workflow.Reassign{From: educator, To: "educator-2"})
	h.does(manager, &workflow.Reassign{From: "educator-2", To: educator})
	h.does(educator, &workflow.DeclineSignOff{Reason: "Let us talk first."})
	h.does(learner, requestSignOff())
	h.does(confirmer("care-2"), &workflow.Revise{Item: "care-2", To: workflow.Rejected, Reason: "Seen again.", Actions: []string{"Practise."}})
	h.does(confirmer("care-2"), &workflow.Revise{Item: "care-2", To: workflow.Confirmed, Reason: "A mix-up."})
	h.does(learner, requestSignOff())
	h.does(educator, signOff())
	h.does(manager, &workflow.SetAside{Items: items{"care-1"}, Reason: "The sheet is another learner's."})
	h.does(manager, &workflow.RevokeSignOff{Reason: "Given in error."})
}

func (h *herald) governing() {
	h.does(educator, &workflow.SetCompleteBy{On: proficiency.Date{Year: 2030, Month: time.March, Day: 1}})
	h.host.Delegate(learner, "trust-9")
	h.does(educator, &workflow.AddCentre{Centre: "trust-9"})
	h.does(learner, &workflow.AddSupervisor{Person: farOff})
	h.does(farOff, &workflow.RemoveCentre{Centre: "trust-9"})
	h.does(manager, &workflow.Withdraw{Reason: "Left the trust."})
}

func (h *herald) applying() {
	h.tell(educator, workflow.KindEnrol, h.enrolAs(educator, "clinical", "ward"))
	h.pass("hands", "rounds")
	h.does(learner, h.answers("drugs"))
	h.does(learner, &workflow.RequestConfirmation{Items: items{"drugs"}, To: assessor})
	h.does(educator, moves("clinical", "home"))
}

func (h *herald) requiring() {
	h.tell(educator, workflow.KindEnrol, h.enrolWithout("hand-care", "ward-basics"))
	h.does(educator, &workflow.OverrideRequirement{Framework: "by-role", Reason: "Seen elsewhere."})
	some := slices.Collect(h.fw.Items().Values())
	there := h.elsewhere(some[0].ID(), some[1].ID())
	h.does(educator, &workflow.AcceptTransfer{Transfer: there.Transfer(h.now())})
	there.SignOff(h.now(), "0000-1111-2222-3333", time.Time{})
	h.does(educator, &workflow.AcceptTransfer{Transfer: there.Transfer(h.now())})
}

func (h *herald) submitting() {
	h.tell(educator, workflow.KindEnrol, h.enrolInRounds())
	h.do(learner, &workflow.Agree{})
	h.answerRound()
	h.does(learner, &workflow.Submit{})
}

func (h *herald) standing() {
	for _, p := range centrePeople {
		h.host.Delegate(p, "trust-1")
	}
	h.tell(educator, workflow.KindEnrol, h.opens(educator, enrolsCentre()))
	h.does(accountable, &workflow.Agree{})
	h.does(contributor, h.answers("drugs"))
	h.does(accountable, &workflow.RequestConfirmation{Items: items{"drugs"}, To: assessor})
	h.does(assessor, h.rejection("drugs"))
	h.does(accountable, setsContributors(another, joining))
	h.does(manager, setsAccountable(next))
	h.does(manager, &workflow.Withdraw{Reason: "The ward is closed."})
}

// Behaviour 9: what is sent together is one notice.
func TestTwelveItemsSentAreOneNotice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.enrolOnTwelve()
	w.answer(w.allItems()...)
	res := w.send(assessor, w.allItems()...)
	notices := workflow.Notices(res)
	require.Len(t, notices, 1)
	assert.Equal(t, assessor, notices[0].To)
	assert.Equal(t, w.allItems(), notices[0].Items)
	assert.Len(t, notices[0].Items, 12)
	w.confirm(assessor, w.allItems()...)
	replayed, err := w.engine.Do(w.ctx, workflow.Request{
		ID: res.Request, Actor: learner, Enrolment: w.id, Command: &workflow.RequestConfirmation{Items: w.allItems(), To: assessor},
	})
	require.NoError(t, err)
	require.True(t, replayed.Replayed)
	assert.Equal(t, notices, workflow.Notices(replayed), "a replay says the same under the same keys, whatever came after")
}

func TestNobodyIsToldOfATrialOrOfNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	res, err := w.engine.Do(w.ctx, workflow.Request{Actor: learner, Command: &workflow.EnrolTrial{Framework: wardBasics, Trial: 1}})
	require.NoError(t, err)
	assert.Empty(t, workflow.Notices(res))
	assert.Empty(t, workflow.Notices(workflow.Result{}))
}

func TestPhrasesAreCheckedAndReplaced(t *testing.T) {
	t.Parallel()
	w := opened(t)
	assert.Empty(t, workflow.English().Check())
	cymraeg := workflow.English()
	cymraeg.Notices[workflow.NoticeAsked] = workflow.Phrase{Subject: "{things}", Body: "{learner}: {items} {more"}
	delete(cymraeg.Notices, workflow.NoticeSignedOff)
	delete(cymraeg.Causes, workflow.CauseWithdrawn)
	cymraeg.Notices[workflow.NoticeConfirmed] = workflow.Phrase{Body: "{who} {by}"}
	assert.Equal(t, []string{
		"the phrase for the notice asked has the unknown placeholder {more}",
		"the phrase for the notice confirmed has the unknown placeholder {who}",
		"there is no phrase for the notice signed-off",
		"there is no phrase for the cause withdrawn",
	}, cymraeg.Check())
	n := workflow.Notice{Kind: workflow.NoticeAsked, Learner: learner, Items: items{"care-1", "gone"}}
	named := func(p workflow.PersonID) string { return "<" + string(p) + ">" }
	assert.Equal(t, workflow.Message{Subject: "2 skills", Body: "<learner-1>: 2.1, gone {more"}, cymraeg.Say(w.fw, n, named))
	n.Kind = workflow.NoticeSignedOff
	assert.Equal(t, "Signed off", cymraeg.Say(w.fw, n, nil).Subject, "what is missing is said in English")
	n.Kind, n.Cause = workflow.NoticeAskEnded, workflow.CauseWithdrawn
	assert.Contains(t, cymraeg.Say(w.fw, n, nil).Body, "taken back", "causes, too")
	assert.Empty(t, workflow.English().Check(), "each copy is its own")
	n.Items = nil
	for i := range 23 {
		n.Items = append(n.Items, proficiency.ItemID(fmt.Sprintf("x%d", i)))
	}
	body := workflow.English().Say(w.fw, n, nil).Body
	assert.Contains(t, body, "x19 and 3 more")
	assert.NotContains(t, body, "x20")
}
