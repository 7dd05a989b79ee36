package workflow_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// groupsContent has groups everywhere: at the top, nested, optional, in a gate.
const groupsContent = contentHead + `id: groups
title: Groups
minimum_optional: 2
sections:
  - id: entry
    title: Entry
    gate: true
    defaults: {waivable: true}
    proficiencies: [{id: entry-1, statement: Enters.}]
    sections:
      - id: entry-any
        title: Any entry
        rule: {at_least: 1}
        proficiencies: [{id: entry-a, statement: By A.}, {id: entry-b, statement: By B.}]
  - id: five
    title: Three of five
    rule: {at_least: 3}
    defaults: {waivable: true}
    proficiencies:
      - {id: five-1, statement: One.}
      - {id: five-2, statement: Two.}
      - {id: five-3, statement: Three.}
    sections:
      - {id: five-more, title: More, proficiencies: [{id: five-4, statement: Four.}, {id: five-5, statement: Five.}]}
  - id: sum
    title: Ten points
    rule: {points: 10}
    defaults: {waivable: true}
    proficiencies:
      - {id: sum-7, statement: Seven., points: 7}
      - {id: sum-3, statement: Three., points: 3}
      - {id: sum-4, statement: Four., points: 4}
      - {id: sum-1, statement: One.}
  - id: choice
    title: Chosen as a whole
    optional: true
    rule: {at_least: 1}
    proficiencies: [{id: choice-1, statement: One.}, {id: choice-2, statement: Two.}]
  - id: plain
    title: Plain
    proficiencies: [{id: plain-1, statement: One.}, {id: plain-2, statement: Two., optional: true}, {id: plain-3, statement: Three., optional: true}]
`

// grouping is a world on that, behind its gate.
func grouping(t *testing.T) *world {
	t.Helper()
	w := newWorldOn(t, files(map[string]string{"groups": groupsContent}))
	w.enrol(educator, learner, proficiency.Ref{ID: "groups"})
	w.pass("entry-1", "entry-b")
	return w
}

// missing are the reasons against a sign-off now.
func (w *world) missing(want ...[]string) {
	w.t.Helper()
	var all []string
	for _, r := range want {
		all = append(all, r...)
	}
	require.ElementsMatch(w.t, all, reasonsOf(workflow.Readiness(w.fw, &w.state, w.now())))
	require.Equal(w.t, len(all) == 0, workflow.Ready(w.fw, &w.state, w.now()))
}

// lacking are the reasons about groups, by section: needed and reached.
func (w *world) lacking() map[string]string {
	out := map[string]string{}
	for _, r := range workflow.Readiness(w.fw, &w.state, w.now()) {
		if r.Code == workflow.GroupNotMet {
			out[r.Params["section"]] = r.Params["reached"] + " of " + r.Params["needed"]
		}
	}
	return out
}

func TestBehaviour44a_AtLeastThreeOfFive(t *testing.T) {
	t.Parallel()
	w := grouping(t)
	w.choose("plain-2", "plain-3")
	w.pass("plain-1", "plain-2", "plain-3", "sum-7", "sum-3")
	w.missing(why(workflow.GroupNotMet))
	assert.Equal(t, map[string]string{"five": "0 of 3"}, w.lacking())
	w.pass("five-2", "five-4")
	assert.Equal(t, map[string]string{"five": "2 of 3"}, w.lacking())
	d := w.denied(learner, requestSignOff(), why(workflow.GroupNotMet))
	assert.Equal(t, w.fw.Section("five").Rule().Position, d.Reasons[0].Clause)
	assert.Contains(t, d.Error(), "Three of five needs 3 proficiencies confirmed, and has 2")
	w.answer("five-5")
	w.send(assessor, "five-5")
	assert.Equal(t, map[string]string{"five": "2 of 3"}, w.lacking(), "asked for is not confirmed")
	w.confirm(assessor, "five-5")
	w.missing() // three, not five
	w.do(learner, requestSignOff())
	w.do(educator, signOff())
	given := w.state.LastSignOff().Attained
	assert.Equal(t, []workflow.GroupCount{
		{Section: "entry-any", Needed: 1, Reached: 1, Items: items{"entry-b"}},
		{Section: "five", Needed: 3, Reached: 3, Items: items{"five-2", "five-4", "five-5"}},
		{Section: "sum", Needed: 10, Reached: 10, Items: items{"sum-7", "sum-3"}},
	}, given.Groups, "the inputs that decided")
	assert.Equal(t, 2, given.Mandatory, "entry-1 and plain-1 by themselves")
}

// Points are added up, and more than enough is enough.
func TestPoints(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		confirmed items
		lacks     string
	}{
		{nil, "0 of 10"}, {items{"sum-7"}, "7 of 10"}, {items{"sum-3", "sum-4", "sum-1"}, "8 of 10"},
		{items{"sum-7", "sum-3"}, ""}, {items{"sum-7", "sum-4"}, ""}, {items{"sum-7", "sum-1"}, "8 of 10"},
		{items{"sum-7", "sum-3", "sum-4", "sum-1"}, ""},
	} {
		w := grouping(t)
		w.pass(c.confirmed...)
		assert.Equal(t, c.lacks, w.lacking()["sum"], "%v", c.confirmed)
	}
}

// What is waived is not applicable: it gives nothing, and no more is needed
// than what is left can give.
func TestWaivedInAGroup(t *testing.T) {
	t.Parallel()
	w := grouping(t)
	w.do(educator, waive("five-1"))
	assert.Equal(t, "0 of 3", w.lacking()["five"], "four are left")
	w.do(educator, waive("five-2"))
	w.do(educator, waive("five-3"))
	assert.Equal(t, "0 of 2", w.lacking()["five"], "two are left")
	w.pass("five-4")
	assert.Equal(t, "1 of 2", w.lacking()["five"])
	w.do(educator, waive("five-5"))
	assert.NotContains(t, w.lacking(), "five", "one is left, and confirmed")
	w.do(educator, &workflow.Unwaive{Item: "five-5"})
	assert.Equal(t, "1 of 2", w.lacking()["five"])

	for _, id := range (items{"sum-7", "sum-3", "sum-4"}) {
		w.do(educator, waive(id))
	}
	assert.Equal(t, "0 of 1", w.lacking()["sum"])
	w.do(educator, waive("sum-1"))
	assert.NotContains(t, w.lacking(), "sum", "nothing is left to be asked for")
	sum := w.summary()
	totals := sum.Totals()
	assert.Equal(t, 3, totals.Groups)
	assert.Equal(t, 2, totals.GroupsMet)
	assert.Zero(t, totals.Waived, "items of groups do not count by themselves")
}

// An optional group counts when it is chosen, by its rule; its items are
// optional ones among those that the minimum counts.
func TestAnOptionalGroup(t *testing.T) {
	t.Parallel()
	w := grouping(t)
	w.pass("plain-1", "sum-7", "sum-3", "five-1", "five-2", "five-3")
	w.missing(why(workflow.BelowMinimum))
	w.itemStatus(workflow.ItemStatusExcluded, "choice-1", "choice-2")
	before := w.summary()
	w.do(learner, &workflow.ChooseOptional{Sections: sections("choice")})
	w.missing(why(workflow.GroupNotMet)) // two are chosen
	assert.Equal(t, "0 of 1", w.lacking()["choice"])
	now := w.summary()
	assert.Equal(t, before.Totals().Groups+1, now.Totals().Groups)
	w.pass("choice-2")
	w.missing()
	w.do(learner, requestSignOff())
	w.happened(w.do(learner, &workflow.ChooseOptional{Sections: sections("choice"), Drop: true}), "optional-chosen", "sign-off-request-ended")
	w.missing(why(workflow.BelowMinimum))
	assert.NotContains(t, w.lacking(), "choice")
	w.do(learner, &workflow.ChooseOptional{Sections: sections("choice")})
	w.missing() // its decision came back with it
}

// A gate is passed when its own items and the rules of its groups are; lost
// again, it locks what has nothing yet.
func TestAGroupInAGate(t *testing.T) {
	t.Parallel()
	w := newWorldOn(t, files(map[string]string{"groups": groupsContent}))
	w.enrol(educator, learner, proficiency.Ref{ID: "groups"})
	w.itemStatus(workflow.ItemStatusLocked, "five-1", "plain-1", "sum-1")
	w.pass("entry-1")
	w.itemStatus(workflow.ItemStatusLocked, "five-1")
	w.denied(learner, w.answers("five-1"), why(workflow.ItemLocked, "five-1"))
	w.pass("entry-a")
	w.itemStatus(workflow.ItemStatusUnassessed, "five-1", "plain-1", "entry-b")
	w.do(manager, aside("entry-a"))
	w.itemStatus(workflow.ItemStatusLocked, "five-1", "plain-1")
	w.itemStatus(workflow.ItemStatusUnassessed, "entry-b") // its own gate never locks it
	w.do(educator, waive("entry-a"))
	w.itemStatus(workflow.ItemStatusLocked, "five-1") // entry-b is left, and asked for
	w.do(educator, waive("entry-b"))
	w.itemStatus(workflow.ItemStatusUnassessed, "five-1")
}

// On loss as on gain: what a group still has enough of leaves a request for
// sign-off pending; a standing sign-off falls with any decision that ends.
func TestLosingInAGroup(t *testing.T) {
	t.Parallel()
	asked := func(t *testing.T) *world {
		w := grouping(t)
		w.choose("plain-2", "plain-3")
		w.pass("plain-1", "plain-2", "plain-3", "sum-7", "sum-3", "five-1", "five-2", "five-3", "five-4")
		w.do(learner, requestSignOff())
		return w
	}
	w := asked(t)
	lose := func(id proficiency.ItemID) workflow.Command {
		c := workflow.Answer(id, "ongoing")
		c.Overwrite = true
		return c
	}
	w.happened(w.do(learner, lose("five-1")), "decision-ended", "answered")
	w.status(workflow.StatusSignOffRequested)
	w.happened(w.do(learner, lose("five-2")), "decision-ended", "answered", "sign-off-request-ended")
	w.missing(why(workflow.GroupNotMet))
	assert.Equal(t, map[string]string{"five": "2 of 3"}, w.lacking())

	w = asked(t)
	w.do(educator, signOff())
	w.denied(learner, workflow.Answer("five-1", "ongoing"), why(workflow.WouldLoseConfirmation, "five-1"), why(workflow.WouldVoidSignOff))
	w.happened(w.do(manager, aside("five-1")), "decision-ended", "sign-off-voided")
	w.status(workflow.StatusVoid)
	w.missing() // ready or not
}
