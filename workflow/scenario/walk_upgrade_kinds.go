package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// kinds say for the report of what kind an upgrade was, some several times: how
// it came about, where the enrolment stood, and what became of what there was.
func (c *change) kinds(after *Moment) (all []string) {
	is, now := after.tale.moved, after.Records[0].At
	for what, holds := range map[string]bool{
		"by itself": c.Automatic, "on revival": after.Records[0].Kind == workflow.KindEnrol, "by steps": after.x.bySteps(c),
		"asks again": c.asks, "asks nothing": !c.asks, "asks for agreement": c.by.AsksAgreement(),
		"ends a request": len(c.ahead) > 0, "leaves a certificate": c.asks && c.before.certified(),
		"in a later round": len(c.before.former) > 0, "loses readiness": c.before.ready(now) && !is.ready(now),
	} {
		if holds {
			all = append(all, what)
		}
	}
	all = append(all, "on "+string(c.before.whole(now)))
	for i := range c.before.items {
		it := &c.before.items[i]
		fate, _ := c.by.Fate(c.before.plan.items[i].ID())
		if it.answer != nil || it.decision != nil || it.waiver != nil || it.request != nil {
			all = append(all, string(fate.Action))
		}
		if it.request != nil && is.requested(it.request) {
			all = append(all, "a request goes on")
		}
	}
	for i := range is.items {
		all = append(all, c.kindsOf(is, i)...)
	}
	return all
}

// kindsOf are those of what an item takes over.
func (c *change) kindsOf(is *tale, i int) (all []string) {
	it := &is.items[i]
	t, _ := c.by.Transfer(is.plan.items[i].ID())
	if t.Action == proficiency.ActionAdd {
		return []string{string(t.Action)}
	}
	if it.decision != nil {
		all = append(all, "a decision goes on")
	}
	if len(it.also) > 0 {
		all = append(all, "decisions stand together")
	}
	if it.waiver != nil {
		all = append(all, "a waiver goes on")
	}
	for id := range t.From.Values() {
		if was := c.before.items[c.before.index(id)].answer; was != nil && it.answer != nil && !slices.Equal(answersOf(was), answersOf(it.answer)) {
			all = append(all, "an answer is mapped")
		}
	}
	return all
}

func answersOf(a *workflow.Answered) (ids []proficiency.AnswerID) {
	for i := range a.Answers {
		ids = append(ids, a.Answers[i].Answer)
	}
	return ids
}

// bySteps reports whether the migration is of several, one after the other.
func (x *stretch) bySteps(c *change) bool {
	return len(x.world.s.Migrations) > 0 && c.by.Position().IsZero() && !slices.ContainsFunc(x.world.s.Migrations, func(m Migration) bool {
		return m.From == c.by.From() && m.To == c.by.To().Version
	})
}
