package workflow_test

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// Levels by attribute, written down once more: rules.md §1, "an enforced level
// replaces meets", and the rows of §4 on what readiness and attributes do.

// level is the first whose conditions are so. Nothing here is left unsaid.
func (m *model) level(q *proficiency.Question) (none proficiency.Level) {
	for l := range q.Levels().Values() {
		so := true
		for c := range l.AppliesTo.Values() {
			so = so && slices.Contains(slices.Collect(c.Values.Values()), m.attributes[c.Attribute])
		}
		if so {
			return l
		}
	}
	return none
}

func placeOn(q *proficiency.Question, id proficiency.AnswerID) int {
	return slices.IndexFunc(slices.Collect(q.Scale().Answers().Values()), func(a proficiency.Answer) bool { return a.ID == id })
}

// reaches: an enforced level replaces what the scale says of meeting.
func (m *model) reaches(q *proficiency.Question, a proficiency.AnswerID) bool {
	if m.level(q).Answer == "" {
		return q.Scale().Meets(a)
	}
	return placeOn(q, a) >= placeOn(q, m.level(q).Answer)
}

// varies: it depends on attributes how much is enough.
func varies(it *proficiency.Item) bool {
	for q := range it.Questions().Values() {
		for l := range q.Levels().Values() {
			if l.AppliesTo.Len() > 0 {
				return true
			}
		}
	}
	return false
}

// beneath: the item is answered, and not waived, and what is asked where there
// are levels is not reached: the level or, where none holds, the scale's.
func (m *model) beneath(it *proficiency.Item) bool {
	v := m.items[it.ID()]
	if v.Answer == nil || v.Waiver != nil {
		return false
	}
	for q := range it.Questions().Values() {
		if q.Levels().Len() > 0 && !m.reaches(q, answerOf(repeated(v.Answer.Answers), q.ID())) {
			return true
		}
	}
	return false
}

// weak is how much of what a group has is beneath its level, in items or points.
func (m *model) weak(g *proficiency.Section, now time.Time) (weak int) {
	for it := range g.AllItems().Values() {
		if m.itemStatus(it, now) != workflow.ItemStatusConfirmed || !m.beneath(it) {
			continue
		}
		if weak++; g.Rule().Kind == proficiency.RulePoints {
			weak += it.Points() - 1
		}
	}
	return weak
}

// groupBlockers: too little is confirmed, or too little of that at its level.
func (m *model) groupBlockers(g *proficiency.Section, now time.Time) (out []string) {
	needed, reached := m.group(g, now)
	if reached-m.weak(g, now) >= needed {
		return nil
	}
	if reached < needed {
		out = append(out, string(workflow.GroupNotMet))
	}
	for it := range g.AllItems().Values() {
		if m.itemStatus(it, now) == workflow.ItemStatusConfirmed {
			out = append(out, m.blockers(it, now)...)
		}
	}
	return out
}

// accompanied: what the content asks for with an answer came with it, or the
// paper has it.
func accompanied(it *proficiency.Item, a *workflow.Answered) bool {
	asks := it.AsksFor()
	return a.Paper || a.Transferred || (!asks.Comment || a.Comment != nil) && (!asks.Evidence || len(a.Evidence) > 0) && (!asks.Date || !a.On.IsZero())
}

// sendable: the answer meets what is asked now. Where that may change it was
// perhaps given when nothing had to come with it.
func (m *model) sendable(it *proficiency.Item) bool {
	a := m.items[it.ID()].Answer
	return a != nil && m.meets(it, repeated(a.Answers)) && (!varies(it) || accompanied(it, a))
}

// rating: none of what is not asked or not answered, and the worst of several.
func (m *model) rating(it *proficiency.Item) (worst proficiency.Rating) {
	v := m.items[it.ID()]
	if !m.counts(it) || v.Waiver != nil || v.Answer == nil {
		return ""
	}
	for q := range it.Questions().Values() {
		l := m.level(q)
		if l.Answer == "" {
			continue
		}
		at, rating := placeOn(q, answerOf(repeated(v.Answer.Answers), q.ID())), proficiency.Red
		switch {
		case at >= placeOn(q, l.Answer):
			rating = proficiency.Green
		case l.Amber != "" && at >= placeOn(q, l.Amber):
			rating = proficiency.Amber
		}
		if worst == "" || rating == proficiency.Red || worst == proficiency.Green {
			worst = rating
		}
	}
	return worst
}
