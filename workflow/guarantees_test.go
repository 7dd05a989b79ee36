package workflow_test

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A request sent again tells somebody who has lost the right to view what they
// did themselves, and nothing of what came after.
func TestReplayAfterTheRightToViewIsGone(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1")
	w.send(assessor, "care-1")
	req := workflow.Request{ID: "confirm-once", Actor: assessor, Enrolment: w.id, Command: &workflow.Confirm{Items: w.decisions("care-1")}}
	first := w.request(req)
	again, err := w.engine.Do(w.ctx, req)
	require.NoError(t, err)
	assert.True(t, again.State.Exists(), "a supervisor with a role may still see it")

	w.revoke(assessor)
	w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{{Item: "care-2", Answers: w.meeting("care-2").Answers, Comment: "private"}}})
	again, err = w.engine.Do(w.ctx, req)
	require.NoError(t, err)
	assert.True(t, again.Replayed)
	assert.Equal(t, first.Record.Hash, again.Record.Hash)
	assert.Equal(t, workflow.State{}, again.State)
}

// Whoever may neither see an enrolment nor enrol the learner hears the same
// whether there is one or not, in whatever state it is.
func TestStrangersHearTheSameOfEveryEnrolment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	try := func() string {
		_, err := w.engine.Do(w.ctx, workflow.Request{Actor: stranger, Command: &workflow.Enrol{Learner: learner, Framework: wardBasics, Centre: "trust-1"}})
		require.Error(t, err)
		return err.Error()
	}
	none := try()
	w.enrol(educator, learner, wardBasics)
	assert.Equal(t, none, try(), "enrolled")
	w.do(admin, &workflow.Withdraw{Reason: "long leave"})
	assert.Equal(t, none, try(), "withdrawn")
}

// What a state gives away is a copy: nobody changes what happened.
func TestNobodyChangesWhatHappened(t *testing.T) {
	t.Parallel()
	w := signedOff(t)
	view, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	item := view.State.Item("care-1")
	item.Decision.Outcome, item.Answer.Answers[0].Answer, item.Request = workflow.Rejected, "forged", nil
	view.State.LastSignOff().Serial = "forged"
	view.State.SignOffs()[0].Attained.Confirmers[0].Person = "forged"
	view.State.Enrolment().Learner = "forged"
	view.State.Supervisors()[0] = "forged"
	view.Summary.Deciders[0] = "forged"

	again, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	assert.NotContains(t, fmt.Sprintf("%+v %+v %+v", again.Summary, again.State.LastSignOff(), again.State.Enrolment()), "forged")
	assert.Equal(t, workflow.Confirmed, again.State.Item("care-1").Decision.Outcome)
	assert.NotEqual(t, proficiency.AnswerID("forged"), again.State.Item("care-1").Answer.Answers[0].Answer)
	assert.Equal(t, workflow.StatusSignedOff, again.Summary.Status)
}

// A media type is no place for words: it could never be redacted.
func TestMediaTypesHoldNoWords(t *testing.T) {
	t.Parallel()
	for media, ok := range map[string]bool{
		"": true, "application/pdf": true, "image/svg+xml": true, "application/vnd.x-1.y_z": true,
		"pdf": false, "a rude remark": false, "text/plain; charset=utf-8": false, "/x": false, "x/": false, "+x/y": false, "a/b/c": false,
	} {
		w := opened(t)
		answer := w.meeting("care-1")
		answer.Evidence = []workflow.EvidenceRef{{Title: "log", MediaType: media}}
		cmd := &workflow.SelfAssess{Items: []workflow.ItemAnswer{answer}}
		if ok {
			w.do(learner, cmd)
		} else {
			w.denied(learner, cmd, why(workflow.InvalidText, "care-1"))
		}
	}
}

// The size of a refusal is bounded, whatever a client sends.
func TestRefusalsAreBounded(t *testing.T) {
	t.Parallel()
	w := opened(t)
	many := make([]workflow.Given, workflow.MaxItems)
	for i := range many {
		many[i].Question = proficiency.QuestionID(fmt.Sprint("q-", i))
	}
	one := &workflow.SelfAssess{Items: []workflow.ItemAnswer{{Item: "care-1", Answers: many}}}
	w.denied(learner, one, why(workflow.UnknownQuestion, "care-1"), why(workflow.NotAnswered, "care-1"))
	all := &workflow.SelfAssess{}
	for _, id := range mandatory {
		all.Items = append(all.Items, workflow.ItemAnswer{Item: id, Answers: many})
	}
	w.denied(learner, all, why(workflow.TooLarge))
}

// Several items can be rejected at once, each with a reason and plan of its own.
func TestRejectedEachWithItsPlan(t *testing.T) {
	t.Parallel()
	w := opened(t)
	w.answer("care-1", "care-2")
	w.send(assessor, "care-1", "care-2")
	cmd := w.rejection("care-1", "care-2")
	cmd.Plans = []workflow.ItemPlan{{Item: "care-2", Reason: "too hasty", Actions: []string{"take your time"}}}
	w.do(assessor, cmd)
	assert.Equal(t, "not yet safe", w.item("care-1").Plan.Reason.String())
	assert.Equal(t, "too hasty", w.item("care-2").Plan.Reason.String())
	assert.Equal(t, "take your time", w.item("care-2").Plan.Plan.Actions[0].String())

	w.answer("care-1", "care-2")
	w.send(assessor, "care-1", "care-2")
	only := &workflow.Reject{Items: w.decisions("care-1"), Plans: []workflow.ItemPlan{
		{Item: "care-1", Reason: "r", Actions: []string{"a"}}, {Item: "care-1", Reason: "r", Actions: []string{"a"}},
		{Item: "care-3", Reason: "r", Actions: []string{"a"}},
	}}
	w.denied(assessor, only, why(workflow.DuplicateItem, "care-1"), why(workflow.DuplicateItem, "care-3"))
}

// A screen can ask about choosing a section as it asks about an item.
func TestSectionActions(t *testing.T) {
	t.Parallel()
	w := signedOff(t)
	view, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(t, err)
	renal := view.SectionActions("renal")
	require.Len(t, renal, 1)
	assert.True(t, renal[0].Allowed())
	assert.True(t, renal[0].Overwrite, "it would void the sign-off")
	assert.Equal(t, workflow.NotOptional, view.SectionActions(view.Framework.Sections().At(0).ID())[0].Reasons[0].Code)
	assert.Empty(t, view.SectionActions("nowhere"))

	other, err := w.engine.View(w.ctx, educator, w.id)
	require.NoError(t, err)
	assert.False(t, other.SectionActions("renal")[0].Allowed())
}

// Content other than the command's is the caller's fault, not a refusal.
func TestDecideOnOtherContent(t *testing.T) {
	t.Parallel()
	w := enrolled(t)
	fresh := workflow.NewState("other", w.fw.Index())
	facts := workflow.Facts{Policy: roles.Default(), Actor: educator}
	for _, fw := range []*proficiency.Framework{nil, w.fw} {
		_, err := workflow.Decide(fw, &fresh, facts, &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: "another"}, Centre: "trust-1"})
		require.ErrorContains(t, err, "framework")
		var denied *workflow.Denied
		require.NotErrorAs(t, err, &denied)
	}
	later := w.fw.Ref()
	later.Version.Major++
	_, err := workflow.Decide(w.fw, &fresh, facts, &workflow.Enrol{Learner: learner, Framework: later, Centre: "trust-1"})
	require.ErrorContains(t, err, later.String(), "another version is other content, too")

	other, err := w.catalog.Framework(proficiency.Ref{ID: "twelve", Version: proficiency.Version{Major: 1}})
	require.NoError(t, err)
	for _, action := range workflow.Actions(other, &w.state, w.facts(workflow.Need{Actor: learner})) {
		assert.False(t, action.Allowed(), action.Kind)
		assert.NotContains(t, action.Reasons[0].Message, "sha256")
	}
	_, err = workflow.Decide(nil, &w.state, facts, &workflow.Agree{})
	require.ErrorContains(t, err, "framework")
}

// A host that repeats itself still makes no two certificates with one serial.
func TestSerialsDifferThoughTheNonceDoesNot(t *testing.T) {
	t.Parallel()
	serials := map[string]bool{}
	for range 2 {
		w := asked(t)
		w.host.SetNonce(func() [32]byte { return [32]byte{1} })
		w.do(educator, signOff())
		w.do(learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{w.falling("care-1")}, Overwrite: true})
		w.pass("care-1")
		w.do(learner, requestSignOff())
		w.do(educator, signOff())
		for _, s := range w.state.SignOffs() {
			serials[s.Serial] = true
		}
	}
	assert.Len(t, serials, 2, "two sign-offs of one enrolment; the other world's enrolment is the same")
}

// A store that lists what the viewer may not see is not believed.
func TestListsAskWhoeverTheStoreIs(t *testing.T) {
	t.Parallel()
	w := enrolled(t)
	e, err := workflow.NewEngine(w.catalog, w.host, careless{w.store}, workflow.Options{Key: []byte("0123456789abcdef")})
	require.NoError(t, err)
	seen := 0
	for _, err := range e.List(context.Background(), stranger, workflow.Query{}) {
		require.NoError(t, err)
		seen++
	}
	assert.Zero(t, seen)
}

// careless is a store whose lists forget who asks.
type careless struct{ *memstore.Store }

func (c careless) List(ctx context.Context, q workflow.Query) iter.Seq2[workflow.Summary, error] {
	q.Viewer = nil
	return c.Store.List(ctx, q)
}

// A date that does not exist is refused by the decision itself, whoever asks for it.
func TestDecideKnowsTheCalendar(t *testing.T) {
	t.Parallel()
	w := opened(t)
	facts := w.facts(workflow.Need{Actor: learner, Centres: w.state.Centres()})
	facts.Actor, facts.Policy = learner, roles.Default()
	answer := w.meeting("care-1")
	answer.On = proficiency.Date{Year: 2026, Month: 2, Day: 31}
	_, err := workflow.Decide(w.fw, &w.state, facts, &workflow.SelfAssess{Items: []workflow.ItemAnswer{answer}})
	w.refusal(err, why(workflow.InvalidDate, "care-1"))

	answer.On.Day = 28
	_, err = workflow.Decide(w.fw, &w.state, facts, &workflow.SelfAssess{Items: []workflow.ItemAnswer{answer}})
	require.NoError(t, err)
}
