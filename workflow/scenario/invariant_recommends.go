package scenario

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func recommendsInvariants() []Invariant {
	return []Invariant{
		{"recommended", "What is recommended follows from an answer that stands, or from what is not met, and what follows is recommended: each page once, with all its reasons.", 0, checkRecommended},
	}
}

func checkRecommended(_, after *Moment) error {
	if after.Framework == nil {
		return nil
	}
	want, got := after.tale.recommended(), workflow.Recommendations(after.Framework, &after.State)
	var flat []taleReason
	pages := map[string]bool{}
	for _, r := range got {
		essential := false
		for _, because := range r.Because {
			flat = append(flat, taleReason{because.Of, because.Choices})
			essential = essential || because.Of.Essential()
			if because.Of.Resource().URL != r.Resource.URL {
				return expecting(asRecommended(want), "%s is a reason for %s", because.Of.ID(), r.Resource.URL)
			}
		}
		if pages[r.Resource.URL] || r.Essential != essential || len(r.Because) == 0 {
			return expecting(asRecommended(want), "%s is recommended twice, without a reason, or is not as essential as its reasons", r.Resource.URL)
		}
		pages[r.Resource.URL] = true
	}
	byPage(want)
	if !slices.EqualFunc(flat, want, func(a, b taleReason) bool { return a.of == b.of && slices.Equal(a.choices, b.choices) }) {
		return expecting(asRecommended(want), "recommended is %v, and should be %v", flat, want)
	}
	return nil
}

// A taleReason is a recommendation that holds, and the answers that it comes of.
type taleReason struct {
	of      *proficiency.Recommendation
	choices []workflow.Choice
}

// String names it for messages.
func (r taleReason) String() string { return recommendedText([]Recommended{recommendedOf(r.of)}) }

func asRecommended(all []taleReason) *RecommendedAre {
	e := &RecommendedAre{}
	for _, r := range all {
		e.Recommended = append(e.Recommended, recommendedOf(r.of))
	}
	return e
}

// byPage brings reasons for one page together, where its first one stands.
func byPage(all []taleReason) {
	first := map[string]int{}
	for i, r := range all {
		if _, there := first[r.of.Resource().URL]; !there {
			first[r.of.Resource().URL] = i
		}
	}
	slices.SortStableFunc(all, func(a, b taleReason) int {
		return first[a.of.Resource().URL] - first[b.of.Resource().URL]
	})
}

// recommended is what content recommends by the answers that stand, in document order.
func (t *tale) recommended() (all []taleReason) {
	if !t.exists || t.withdrawn || t.erased {
		return nil
	}
	add := func(of *proficiency.Recommendation, goesBy func(it *planItem) bool) {
		var choices []workflow.Choice
		for i := range t.plan.items {
			if it := &t.plan.items[i]; goesBy(it) && t.included(i) && t.items[i].waiver == nil {
				choices = append(choices, t.comesOf(of, i)...)
			}
		}
		if choices != nil {
			all = append(all, taleReason{of, choices})
		}
	}
	for s := range t.plan.fw.AllSections().Values() {
		for of := range s.Recommends().Values() {
			add(of, func(it *planItem) bool { return it.within(s) })
		}
		for i := range t.plan.items {
			if t.plan.items[i].Section() != s {
				continue
			}
			for of := range t.plan.items[i].Recommends().Values() {
				add(of, func(it *planItem) bool { return it == &t.plan.items[i] })
			}
		}
	}
	return all
}

// comesOf are the answers to an item by which a recommendation holds.
func (t *tale) comesOf(of *proficiency.Recommendation, i int) (choices []workflow.Choice) {
	given := map[proficiency.QuestionID]proficiency.AnswerID{}
	if a := t.items[i].answer; a != nil {
		for _, g := range a.Answers {
			given[g.Question] = g.Answer
		}
	}
	for q := range t.plan.items[i].Questions().Values() {
		answer, answered := given[q.ID()]
		holds := false
		switch {
		case of.Unmet() && q.Required() && (of.Question() == "" || of.Question() == q.ID()):
			holds = !answered || !t.enough(q, answer)
		case !of.Unmet() && of.Question() == q.ID():
			holds = answered && slices.Contains(slices.Collect(of.Answers().Values()), answer)
		}
		if holds {
			choices = append(choices, workflow.Choice{Item: t.plan.items[i].ID(), Question: q.ID(), Answer: answer})
		}
	}
	return choices
}
