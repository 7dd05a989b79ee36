package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/workflow"
)

// What a certificate will say for ever, with what decided it.
func TestAttained(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	w.do(educator, waive("start-2"))
	w.do(educator, paper("start-1"))
	w.choose("extra-1")
	w.do(learner, &workflow.ChooseOptional{Sections: sections("renal")})
	w.settle(lead, "lead-1")
	w.settle(assessor, "plain-1", "plain-2", "asks-1", "yearly-1", "extra-1", "renal-1", "any-1", "any-2", "light-1", "light-2")
	w.settle(educator, "above-1", "multi-1")
	w.do(educator, paper("below-1", "renal-2", "any-3"))
	w.do(educator, waive("heavy-1"))
	w.do(learner, forSignOff(educator))
	w.setNow(time.Date(2026, 3, 10, 8, 0, 0, 0, time.UTC))
	w.do(educator, &workflow.SignOff{})
	given := w.state.LastSignOff()
	assert.Equal(t, workflow.Attained{
		Mandatory:  10,
		Optional:   []workflow.OptionalCount{{Section: "bedside", Items: 1}, {Section: "renal", Items: 2}},
		Confirmers: []workflow.ConfirmerCount{{Person: assessor, Items: 10}, {Person: educator, Items: 2}, {Person: lead, Items: 1}},
		Waived:     2,
		Paper:      4,
		Groups: []workflow.GroupCount{
			{Section: "any", Needed: 2, Reached: 3, Items: items{"any-1", "any-2", "any-3"}},
			{Section: "worth", Needed: 2, Reached: 2, Items: items{"light-1", "light-2"}},
		},
	}, given.Attained)
	assert.Equal(t, time.Date(2027, 3, 3, 0, 0, 0, 0, time.UTC), given.Until, "when 1.7 lapses")
	assert.Equal(t, day(2026, 3, 10), given.On)

	stands := 0
	for it := range w.fw.Items().Values() {
		if v := w.item(it.ID()); v.Waiver == nil && v.Decision != nil {
			stands++
		}
	}
	sum := given.Attained.Paper
	for _, c := range given.Attained.Confirmers {
		sum += c.Items
	}
	assert.Equal(t, stands, sum, "each that stands is confirmed by somebody, or from paper")
}

// What is not chosen, has lapsed or was rejected is not there.
func TestAttainedLeavesOut(t *testing.T) {
	t.Parallel()
	w := looked(t)
	w.choose("look-4")
	w.settle(assessor, "look-4", "one-2")
	w.drop("look-4")
	w.later(0, 1, 1) // one-2 lapses
	w.do(learner, forSignOff(educator))
	w.do(educator, &workflow.SignOff{})
	assert.Equal(t, workflow.Attained{
		Mandatory: 3, Confirmers: []workflow.ConfirmerCount{{Person: assessor, Items: 4}},
		Groups: []workflow.GroupCount{{Section: "one", Needed: 1, Reached: 1, Items: items{"one-1"}}},
	}, w.state.LastSignOff().Attained)
}

// Points are added up, and the heavy ones decide.
func TestAttainedPoints(t *testing.T) {
	t.Parallel()
	w := bedsideSigned(t)
	a := w.state.LastSignOff().Attained
	assert.Equal(t, []workflow.GroupCount{
		{Section: "any", Needed: 2, Reached: 2, Items: items{"any-1", "any-2"}},
		{Section: "worth", Needed: 3, Reached: 3, Items: items{"heavy-1", "light-1"}},
	}, a.Groups)
	assert.Equal(t, 10, a.Mandatory)
	assert.Empty(t, a.Optional)
	assert.Equal(t, []workflow.ConfirmerCount{{Person: assessor, Items: 13}, {Person: lead, Items: 1}}, a.Confirmers)
}

// A group whose items are all waived needs nothing.
func TestAttainedOfAGroupThatIsWaived(t *testing.T) {
	t.Parallel()
	w := looked(t, "one-1")
	w.do(educator, waive("one-1"))
	w.status(workflow.StatusInProgress)
	w.do(educator, waive("one-2"))
	w.status(workflow.StatusReady)
	w.do(learner, forSignOff(educator))
	w.do(educator, &workflow.SignOff{})
	a := w.state.LastSignOff().Attained
	assert.Equal(t, []workflow.GroupCount{{Section: "one"}}, a.Groups)
	assert.Equal(t, 2, a.Waived)
}
