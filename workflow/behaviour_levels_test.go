package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// levelled is a world in which learner-1 is on by-level, past its gate.
func levelled(role, setting proficiency.ValueID) func(*testing.T) *world {
	return func(t *testing.T) *world {
		t.Helper()
		w := newWorld(t)
		w.enrolOn(byLevel, educator, role, setting)
		w.pass("hands")
		return w
	}
}

// proven is an answer to an item with one question, with the evidence that is asked for.
func proven(id proficiency.ItemID, answer proficiency.AnswerID) workflow.ItemAnswer {
	return workflow.ItemAnswer{Item: id, Answers: []workflow.Given{{Answer: answer}}, Evidence: []workflow.EvidenceRef{{Title: "log"}}}
}

func unproven(id proficiency.ItemID, answer proficiency.AnswerID) workflow.ItemAnswer {
	return workflow.ItemAnswer{Item: id, Answers: []workflow.Given{{Answer: answer}}}
}

func (w *world) rated(want proficiency.Rating, ids ...proficiency.ItemID) {
	w.t.Helper()
	for _, id := range ids {
		require.Equal(w.t, want, workflow.RatingOf(w.fw, &w.state, w.fw.Item(id)), "%s", id)
	}
}

// levelReady is one in which nothing but the sign-off is missing of a clinical
// learner on a ward, all of it at exactly the level that is asked.
func levelReady(t *testing.T) *world {
	t.Helper()
	w := levelled("clinical", "ward")(t)
	teaching := workflow.ItemAnswer{Item: "teaching", Answers: []workflow.Given{{Question: "bedside", Answer: "expert"}, {Question: "lectures", Answer: "foundation"}}}
	w.do(learner, saving(proven("notes", "proficient"), proven("drugs", "expert"), teaching, proven("plain", "proficient"), proven("meets", "foundation"), proven("rounds", "proficient")))
	w.send(assessor, "notes", "drugs", "teaching", "plain", "meets", "rounds")
	w.confirm(assessor, "notes", "drugs", "teaching", "plain", "meets", "rounds")
	w.status(workflow.StatusReady)
	return w
}

func levelSigned(t *testing.T) *world {
	t.Helper()
	w := levelReady(t)
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.do(educator, &workflow.SignOff{})
	return w
}

// The same answer is enough of one and not of another, also of the same learner
// before and after.
func TestTheSameAnswerOfAnother(t *testing.T) {
	t.Parallel()
	w := levelled("clinical", "ward")(t)
	w.do(learner, saving(unproven("notes", "foundation")))
	require.False(t, w.item("notes").Answer.Meets)
	for _, c := range []struct {
		role, setting proficiency.ValueID
		want          workflow.ItemStatus
		rating        proficiency.Rating
	}{
		{"office", "ward", workflow.ItemStatusAssessed, proficiency.Green},
		{"lead", "home", workflow.ItemStatusOngoing, proficiency.Red},
		{"clinical", "home", workflow.ItemStatusAssessed, proficiency.Green},
		{"clinical", "ward", workflow.ItemStatusOngoing, proficiency.Amber},
	} {
		w.happened(w.do(educator, moves(c.role, c.setting)), "attributes-set")
		w.itemStatus(c.want, "notes")
		w.rated(c.rating, "notes")
	}
	w.unchanged(learner, saving(unproven("notes", "foundation"))) // saved again, nothing is new about it
}

// What is sent must meet what is asked now, and come with what is asked for, also
// where it did not need to when it was saved.
func TestSendingByTheLevelOfNow(t *testing.T) {
	t.Parallel()
	send := &workflow.RequestConfirmation{Items: items{"notes"}, To: assessor}
	w := levelled("clinical", "ward")(t)
	w.do(learner, saving(unproven("notes", "foundation")))
	w.denied(learner, send, why(workflow.NotAssessed, "notes"))
	w.denied(learner, saving(unproven("notes", "proficient")), why(workflow.EvidenceMissing, "notes"))
	w.do(educator, moves("office", "ward"))
	d := w.denied(learner, send, why(workflow.EvidenceMissing, "notes"))
	assert.Equal(t, w.fw.Item("notes").AsksFor().Position, d.Reasons[0].Clause)
	w.happened(w.do(learner, saving(proven("notes", "foundation"))), "answered")
	require.True(t, w.item("notes").Answer.Meets)
	w.do(learner, send)
	w.confirm(assessor, "notes")
	w.itemStatus(workflow.ItemStatusConfirmed, "notes")
}

// A request ends with the level that it was sent at, and a renewal too; what is
// confirmed stays so.
func TestALevelThatRisesEndsRequests(t *testing.T) {
	t.Parallel()
	w := levelled("clinical", "home")(t)
	w.do(learner, saving(proven("notes", "aware"), proven("drugs", "expert"), proven("meets", "foundation"), proven("breaks", "proficient")))
	w.send(assessor, "notes", "drugs", "meets", "breaks")
	w.confirm(assessor, "notes")
	w.later(0, 2, 0)
	w.send(assessor, "notes") // its renewal
	confirmed := w.item("notes").Decision

	r := w.do(educator, moves("lead", "home"))
	w.happened(r, "attributes-set", "request-ended", "request-ended")
	var ended items
	for _, e := range eventsOf[*workflow.RequestEnded](w, r) {
		assert.Equal(t, workflow.CauseAttributesSet, e.Cause)
		ended = append(ended, e.Items...)
	}
	assert.ElementsMatch(t, items{"notes", "meets"}, ended, "and not drugs and breaks, which are enough")
	w.itemStatus(workflow.ItemStatusConfirmed, "notes")
	assert.Equal(t, confirmed, w.item("notes").Decision)
	w.itemStatus(workflow.ItemStatusOngoing, "meets")
	w.itemStatus(workflow.ItemStatusRequested, "drugs", "breaks")
	w.denied(learner, &workflow.RequestConfirmation{Items: items{"notes"}, To: assessor}, why(workflow.NotAssessed, "notes"))
	w.do(educator, moves("office", "home"))
	w.itemStatus(workflow.ItemStatusAssessed, "meets")
	w.send(assessor, "notes", "meets")
}

// What is confirmed below its level stands, and blocks the sign-off until it is
// answered at the level and confirmed again.
func TestConfirmedBelowTheLevel(t *testing.T) {
	t.Parallel()
	w := levelReady(t)
	w.do(educator, moves("lead", "ward"))
	w.itemStatus(workflow.ItemStatusConfirmed, "notes", "drugs", "teaching", "meets", "rounds")
	w.status(workflow.StatusInProgress)
	w.missing(why(workflow.BelowLevel, "notes", "teaching", "meets"))
	rs := workflow.Readiness(w.fw, &w.state, w.now())
	notes := w.fw.Item("notes").Question("").Levels().At(0)
	assert.Equal(t, notes.Position, rs[0].Clause, "the level that is asked of a lead")
	assert.Equal(t, map[string]string{"item": "2.1", "question": "", "level": "expert"}, rs[0].Params)
	assert.Equal(t, w.fw.Item("teaching").Question("lectures").Levels().At(0).Position, rs[1].Clause)
	assert.Equal(t, "lectures", rs[1].Params["question"])
	assert.Equal(t, w.fw.Item("meets").Question("").Levels().At(0).Position, rs[2].Clause, "of the group, where two are needed at their level")
	w.rated(proficiency.Amber, "notes", "meets")
	w.rated(proficiency.Red, "teaching")
	w.rated(proficiency.Green, "drugs", "rounds")
	w.rated("", "plain", "breaks")
	w.denied(learner, &workflow.RequestSignOff{To: educator}, why(workflow.BelowLevel, "notes", "teaching", "meets"))

	p := w.progressOf("")
	assert.Equal(t, []int{7, 4}, []int{p.Needed, p.Done}, "without two items, and one of the group")
	assert.False(t, p.Complete)
	assert.Equal(t, []int{5, 1}, []int{p.Confirmed, p.GroupsMet}, "the decisions stand")

	w.denied(learner, saving(proven("notes", "expert")), why(workflow.WouldLoseConfirmation, "notes"))
	over := saving(proven("notes", "expert"))
	over.Overwrite = true
	w.do(learner, over)
	w.itemStatus(workflow.ItemStatusAssessed, "notes")
	w.pass("breaks") // and the group is enough without meets
	w.missing(why(workflow.Unconfirmed, "notes"), why(workflow.BelowLevel, "teaching"))
}

// What is confirmed below its level and set aside is not assessed.
func TestSetAsideBelowTheLevel(t *testing.T) {
	t.Parallel()
	w := levelReady(t)
	w.do(educator, moves("lead", "ward"))
	w.do(manager, aside("notes", "drugs"))
	w.itemStatus(workflow.ItemStatusOngoing, "notes")
	w.itemStatus(workflow.ItemStatusAssessed, "drugs")
}

// What is waived, not chosen or does not apply is asked of nobody at any level.
func TestNothingIsAskedOfWhatIsWaived(t *testing.T) {
	t.Parallel()
	w := levelled("office", "ward")(t)
	w.do(learner, saving(proven("drugs", "aware")))
	w.do(educator, moves("clinical", "ward"))
	w.rated(proficiency.Red, "drugs")
	w.do(educator, &workflow.Waive{Item: "drugs", Justification: "none here"})
	w.rated("", "drugs")
	assert.NotContains(t, reasonsOf(workflow.Readiness(w.fw, &w.state, w.now())), "below-level drugs")
	w.do(learner, &workflow.ChooseOptional{Items: items{"audit"}})
	w.do(learner, saving(proven("audit", "aware")))
	w.rated(proficiency.Red, "audit")
	w.drop("audit")
	w.rated("", "audit")
	w.do(educator, moves("clinical", "home"))
	w.rated("", "plain")
}

// A paper is recorded with the lowest answer that is enough for this learner,
// unless the one that there is is enough by now.
func TestPaperAtTheLevelOfNow(t *testing.T) {
	t.Parallel()
	for role, want := range map[proficiency.ValueID]proficiency.AnswerID{"lead": "expert", "clinical": "proficient", "office": "aware"} {
		w := levelled(role, "ward")(t)
		w.do(educator, onPaper("notes"))
		assert.Equal(t, []workflow.Reply{{Answer: want}}, w.item("notes").Answer.Answers, "%s", role)
		assert.True(t, w.item("notes").Answer.Meets)
	}
	w := levelled("lead", "ward")(t)
	w.do(learner, saving(unproven("notes", "foundation")))
	w.do(educator, moves("office", "ward"))
	w.happened(w.do(educator, onPaper("notes")), "decided")
	assert.Equal(t, ans("foundation"), w.item("notes").Answer.Answers[0].Answer)
	w = levelled("office", "ward")(t)
	w.do(learner, saving(proven("notes", "foundation")))
	w.do(educator, moves("lead", "ward"))
	w.happened(w.do(educator, onPaper("notes")), "answered", "decided")
	assert.Equal(t, ans("expert"), w.item("notes").Answer.Answers[0].Answer)
}

// A sign-off falls when more is asked of what counts than its answer, and a
// request for one with the readiness; when less is asked, neither does.
func TestLevelsAfterTheSignOff(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		role, setting proficiency.ValueID
		falls         bool
	}{
		"more of an item, and of a group": {"lead", "ward", true},
		"less":                            {"office", "ward", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := levelSigned(t)
			r := w.do(educator, moves(c.role, c.setting))
			if !c.falls {
				w.happened(r, "attributes-set")
				w.status(workflow.StatusSignedOff)
				return
			}
			w.happened(r, "attributes-set", "sign-off-voided")
			assert.Equal(t, workflow.CauseAttributesSet, one[*workflow.SignOffVoided](w, r).Cause)
			w.status(workflow.StatusVoid)
			w.do(educator, moves("clinical", "ward"))
			w.status(workflow.StatusVoid)
			w.missing()
		})
	}
	w := levelReady(t)
	w.do(learner, &workflow.RequestSignOff{To: educator})
	w.happened(w.do(educator, moves("office", "ward")), "attributes-set")
	w.happened(w.do(educator, moves("lead", "ward")), "attributes-set", "sign-off-request-ended")
}

// Where no level holds the scale asks in its place: what was enough for somebody
// else, of whom less is asked, is not.
func TestTheScaleAsksInPlaceOfALevel(t *testing.T) {
	t.Parallel()
	w := forRoles(t, `sections: [{id: s, title: S, proficiencies: [{id: x, statement: X., level: [{applies_to: {role: [a]}, answer: ongoing}]}]}]`)
	w.pass("x")
	w.rated(proficiency.Green, "x")
	w.do(educator, becomesB())
	w.missing(why(workflow.BelowLevel, "x"))
	r := workflow.Readiness(w.fw, &w.state, w.now())[0]
	assert.Equal(t, w.fw.Scale("achievement").Position(), r.Clause)
	assert.Equal(t, "achieved", r.Params["level"])
	w.rated("", "x")
}
