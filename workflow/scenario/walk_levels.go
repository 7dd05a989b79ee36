package scenario

import (
	"fmt"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// fits reports whether nothing that the enrolment says of the learner is other
// than conditions ask for.
func (t *tale) fits(conditions []proficiency.Condition) bool {
	for _, c := range conditions {
		if v, said := t.attributes[c.Attribute]; said && !slices.Contains(slices.Collect(c.Values.Values()), v) {
			return false
		}
	}
	return true
}

// level is what is asked of the learner in answer to a question: the first level
// that fits, and none where the scale alone says what is enough. On a walk every
// attribute is said.
func (t *tale) level(q *proficiency.Question) proficiency.Level {
	for l := range q.Levels().Values() {
		if t.fits(slices.Collect(l.AppliesTo.Values())) {
			return l
		}
	}
	return proficiency.Level{}
}

// enough reports whether an answer is: at the level or behind it on the scale
// where there is a level, and otherwise one that meets, or any where none does.
func (t *tale) enough(q *proficiency.Question, answer proficiency.AnswerID) bool {
	level, reached, any, enough := t.level(q).Answer, false, false, false
	for a := range q.Scale().Answers().Values() {
		reached = reached || a.ID == level
		any = any || a.Meets
		if a.ID == answer {
			enough = a.Meets
			if level != "" {
				return reached
			}
		}
	}
	return enough || !any && onScale(q, answer)
}

// belowLevel is how many questions of an item have levels and an answer that does
// not reach what is asked, the scale's where no level fits; none where there is no
// answer, or a waiver.
func (t *tale) belowLevel(i int) (below int) {
	a := t.items[i].answer
	if a == nil || t.items[i].waiver != nil {
		return 0
	}
	for q := range t.plan.items[i].Questions().Values() {
		if q.Levels().Len() == 0 {
			continue
		}
		reached := false
		for _, g := range a.Answers {
			reached = reached || g.Question == q.ID() && t.enough(q, g.Answer)
		}
		if !reached {
			below++
		}
	}
	return below
}

// weak is how much of what the rule of a group has is below the level that is
// asked of it.
func (t *tale) weak(g int, now time.Time) (weak int) {
	for _, i := range t.plan.groups[g].items {
		if t.applies(i) && t.inDate(i, now) && t.belowLevel(i) > 0 {
			worth := 1
			if t.plan.groups[g].Rule().Kind == proficiency.RulePoints {
				worth = t.plan.items[i].Points()
			}
			weak += worth
		}
	}
	return weak
}

// missingIn is what keeps a group from being enough for a sign-off.
func (t *tale) missingIn(g int, now time.Time) (out []blocker) {
	needed, reached := t.share(g, now)
	if reached-t.weak(g, now) >= needed {
		return nil
	}
	if reached < needed {
		out = append(out, blocker{code: workflow.GroupNotMet})
	}
	for _, i := range t.plan.groups[g].items {
		if !t.applies(i) || !t.inDate(i, now) {
			continue
		}
		for range t.belowLevel(i) {
			out = append(out, blocker{workflow.BelowLevel, t.plan.items[i].ID()})
		}
	}
	return out
}

// accompanied reports whether an answer came with what the content asks for. What
// was recorded from paper has that on the paper, and what was taken over has it elsewhere.
func (t *tale) accompanied(i int) bool {
	a, asks := t.items[i].answer, t.plan.items[i].AsksFor()
	return a.Paper || a.Transferred || (!asks.Comment || a.Comment != nil) && (!asks.Evidence || len(a.Evidence) > 0) && (!asks.Date || !a.On.IsZero())
}

// rated is how an answer is rated, and whether anything is to be.
func (t *tale) rated(i int) (rating proficiency.Rating, asked bool) {
	if !t.included(i) || t.items[i].waiver != nil {
		return "", false
	}
	for q := range t.plan.items[i].Questions().Values() {
		l := t.level(q)
		if l.Answer == "" {
			continue
		}
		asked = true
		if t.items[i].answer == nil {
			continue
		}
		colour, place := proficiency.Red, map[proficiency.AnswerID]int{}
		for at, a := range q.Scale().Answers().All() {
			place[a.ID] = at
		}
		for _, g := range t.items[i].answer.Answers {
			switch {
			case g.Question != q.ID():
			case place[g.Answer] >= place[l.Answer]:
				colour = proficiency.Green
			case l.Amber != "" && place[g.Answer] >= place[l.Amber]:
				colour = proficiency.Amber
			}
		}
		for _, worst := range []proficiency.Rating{proficiency.Red, proficiency.Amber, proficiency.Green} {
			if rating == worst || colour == worst {
				rating = worst
				break
			}
		}
	}
	return rating, asked
}

// asksOtherwise reports whether the same answer to an item that was neither
// requested nor decided met before, and does no more, or the other way round.
func (t *tale) asksOtherwise(now *tale, i int) bool {
	a, b := &t.items[i], &now.items[i]
	open := func(it *taleItem) bool { return it.request == nil && it.decision == nil && it.waiver == nil }
	return a.answer != nil && a.answer == b.answer && open(a) && open(b) && t.included(i) && now.included(i) && t.meets(i) != now.meets(i)
}

func checkRatings(_, after *Moment) error {
	t := after.tale
	if !t.exists {
		return nil
	}
	want := make(map[proficiency.SectionID]workflow.RatingCounts)
	for i := range t.plan.items {
		it := &t.plan.items[i]
		rating, asked := t.rated(i)
		if got := workflow.RatingOf(after.Framework, &after.State, it.Item); got != rating {
			return expecting(&RatingsAre{[]proficiency.ItemID{it.ID()}, rating}, "%s is rated %s, and should be %s", it.ID(), orNothing(got), orNothing(rating))
		}
		if !asked {
			continue
		}
		sections := []proficiency.SectionID{""}
		for s := it.Section(); s != nil; s = s.Parent() {
			sections = append(sections, s.ID())
		}
		for _, id := range sections {
			c := want[id]
			*map[proficiency.Rating]*int{proficiency.Green: &c.Green, proficiency.Amber: &c.Amber, proficiency.Red: &c.Red, "": &c.Unanswered}[rating]++
			want[id] = c
		}
	}
	for _, got := range workflow.Ratings(after.Framework, &after.State) {
		if got.RatingCounts != want[got.Section] {
			return fmt.Errorf("the ratings of %s are %+v, and should be %+v", orNothing(got.Section), got.RatingCounts, want[got.Section])
		}
	}
	return nil
}
