package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// lifting is a world in which learner-1 is on recommending.
func lifting(t *testing.T, role proficiency.ValueID) *world {
	t.Helper()
	w := newWorld(t)
	res, err := w.engine.Do(w.ctx, workflow.Request{Actor: educator, Command: &workflow.Enrol{
		Learner: learner, Framework: proficiency.Ref{ID: "recommending"}, Centre: "trust-1", Attributes: []proficiency.Setting{{Attribute: "role", Value: role}},
	}})
	require.NoError(t, err)
	w.id, w.state = res.Enrolment, res.State
	w.fw, err = w.catalog.Framework(res.State.Framework())
	require.NoError(t, err)
	return w
}

// recommended writes each page with an exclamation mark if it is essential,
// and behind it what it comes of.
func (w *world) recommended() string {
	w.t.Helper()
	var pages []string
	for _, r := range workflow.Recommendations(w.fw, &w.state) {
		page := r.Resource.URL[len("https://example.org/"):]
		if r.Essential {
			page += "!"
		}
		var because []string
		for _, b := range r.Because {
			for _, c := range b.Choices {
				because = append(because, strings.TrimSuffix(fmt.Sprintf("%s.%s=%s", c.Item, c.Question, c.Answer), "="))
			}
		}
		pages = append(pages, page+" "+strings.ReplaceAll(strings.Join(because, ","), ".=", "="))
	}
	view, err := w.engine.View(w.ctx, learner, w.id)
	require.NoError(w.t, err)
	assert.Equal(w.t, workflow.Recommendations(w.fw, &w.state), view.Recommendations(), "the learner's view says the same")
	return strings.Join(pages, "; ")
}

func says(item proficiency.ItemID, answers ...workflow.Given) *workflow.SelfAssess {
	return &workflow.SelfAssess{Items: []workflow.ItemAnswer{{Item: item, Answers: answers}}, Overwrite: true}
}

func TestRecommendations(t *testing.T) {
	t.Parallel()
	w := lifting(t, "clinical")
	assert.Equal(t, "sizes sling.; film! explain.ability", w.recommended(), "without an answer only what is not met")

	w.do(learner, workflow.Answer("sling", "watched"))
	assert.Equal(t, "course! sling=watched; sizes sling=watched; film! explain.ability", w.recommended(), "the section before the item")
	w.do(learner, workflow.Answer("hoist", "watched"))
	assert.Equal(t, "course! sling=watched,hoist=watched; sizes sling=watched; film! explain.ability", w.recommended(), "one page, all its answers")
	w.do(learner, workflow.Answer("hoist", "helped"))
	assert.Equal(t, "course! sling=watched,hoist=helped; sizes sling=watched; film! explain.ability", w.recommended(), "one page, all its reasons")
	w.do(learner, workflow.Answer("sling", "helped"))
	assert.Equal(t, "sizes sling=helped; course hoist=helped; film! explain.ability", w.recommended(), "what makes it essential holds no more")
	w.do(learner, workflow.Answer("sling", "alone"))
	assert.Equal(t, "course hoist=helped; film! explain.ability", w.recommended())
	w.do(learner, workflow.Answer("hoist", "alone"))
	assert.Equal(t, "film! explain.ability", w.recommended())

	w.do(learner, says("explain", workflow.Given{Question: "ability", Answer: "helped"}, workflow.Given{Question: "confidence", Answer: "low"}))
	assert.Equal(t, "say explain.confidence=low; film! explain.ability=helped", w.recommended())
	w.do(learner, says("explain", workflow.Given{Question: "ability", Answer: "alone"}))
	assert.Equal(t, "", w.recommended(), "a question that need not be answered comes to nothing without an answer")
}

// The reasons are the content's, with where they stand.
func TestRecommendationsSayWhy(t *testing.T) {
	t.Parallel()
	w := lifting(t, "clinical")
	w.do(learner, workflow.Answer("sling", "watched"))
	w.do(learner, workflow.Answer("hoist", "helped"))
	course := workflow.Recommendations(w.fw, &w.state)[0]
	assert.Equal(t, proficiency.Resource{Title: "Course on lifting", URL: "https://example.org/course"}, course.Resource)
	require.Len(t, course.Because, 2)
	assert.Same(t, w.fw.Section("lifting").Recommendation("course"), course.Because[0].Of)
	assert.Same(t, w.fw.Item("hoist").Recommendation("course"), course.Because[1].Of)
	assert.Equal(t, "The course has a hoist.", w.fw.In("cy").Reason(course.Because[1].Of).Text)
}

// Nothing is recommended for what does not apply, is not chosen, or waived;
// decisions change nothing about what was answered.
func TestRecommendationsGoByWhatApplies(t *testing.T) {
	t.Parallel()
	w := lifting(t, "clinical")
	w.do(learner, workflow.Answer("hoist", "watched"))
	w.do(learner, &workflow.ChooseOptional{Items: items{"truck"}})
	assert.Equal(t, "course! hoist=watched; sizes sling.; brakes truck.; film! explain.ability", w.recommended())
	w.do(learner, &workflow.ChooseOptional{Items: items{"truck"}, Drop: true})
	w.do(educator, &workflow.Waive{Item: "sling", Justification: "There are none."})
	w.do(educator, &workflow.SetAttributes{Attributes: []proficiency.Setting{{Attribute: "role", Value: "office"}}, Reason: "another post"})
	assert.Equal(t, "film! explain.ability", w.recommended())
	w.do(educator, &workflow.SetAttributes{Attributes: []proficiency.Setting{{Attribute: "role", Value: "clinical"}}, Reason: "back"})
	w.do(educator, &workflow.Unwaive{Item: "sling", Reason: "There are now."})
	assert.Equal(t, "course! hoist=watched; sizes sling.; film! explain.ability", w.recommended(), "the answer was kept")
	w.do(learner, &workflow.ClearAnswer{Items: items{"hoist"}})
	assert.Equal(t, "sizes sling.; film! explain.ability", w.recommended())

	w.do(learner, workflow.Answer("sling", "alone"))
	w.send(assessor, "sling")
	w.reject(assessor, "sling")
	assert.Equal(t, "film! explain.ability", w.recommended(), "it is the answer that counts, not the decision")
	w.do(learner, workflow.Answer("sling", "watched"))
	assert.Equal(t, "course! sling=watched; sizes sling=watched; film! explain.ability", w.recommended())
	w.do(manager, &workflow.Withdraw{Reason: "enrolled by mistake"})
	assert.Empty(t, workflow.Recommendations(w.fw, &w.state), "nobody is there to read it")
}

func TestNobodyIsRecommendedAnything(t *testing.T) {
	t.Parallel()
	w := lifting(t, "clinical")
	nobody := workflow.NewState("enrolment-1", w.fw.Index())
	assert.Empty(t, workflow.Recommendations(w.fw, &nobody), "nobody is enrolled")
	other := newWorld(t)
	other.enrol(educator, learner, wardBasics)
	assert.Empty(t, workflow.Recommendations(other.fw, &other.state), "the content recommends nothing")
}
