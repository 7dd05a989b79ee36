package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// A Recommendation is a page that helps the learner as they stand, and why. It
// keeps nobody from anything.
type Recommendation struct {
	Resource proficiency.Resource
	// Essential says that the learner should not go without it, by at least one of the reasons.
	Essential bool
	// Because is why, in document order; there is at least one reason.
	Because []RecommendationReason
}

// A RecommendationReason is one recommendation of the content that applies.
type RecommendationReason struct {
	// Of is what the content says: the reason in words, where it stands, and
	// whether this makes the page essential.
	Of *proficiency.Recommendation
	// Choices are the answers that it comes of, in document order; there is at least one.
	Choices []Choice
}

// A Choice is an answer that stands, to a question of an item. Answer is empty
// where the question has none.
type Choice struct {
	Item     proficiency.ItemID
	Question proficiency.QuestionID
	Answer   proficiency.AnswerID
}

// Recommendations are the pages that the content recommends to the learner as
// the answers stand, each address once and in document order of the first
// reason for it, a section's before those of its items. They come of items that
// apply, are chosen if they are optional, and are not waived; what is locked
// behind a gate is among them, to be read before it opens. An item without an
// answer comes to one only by not being met. Nothing is recommended to whoever
// is not enrolled, or withdrew. They depend on the answers alone, not on the
// time.
func Recommendations(fw *proficiency.Framework, s *State) []Recommendation {
	if !fw.Recommends() || !s.Exists() || s.enr().withdrawn != nil {
		return nil
	}
	var out []Recommendation
	at := map[string]int{}
	add := func(of *proficiency.Recommendation, items ...*proficiency.Item) {
		var choices []Choice
		for _, it := range items {
			choices = s.choices(choices, of, fw, it)
		}
		if len(choices) == 0 {
			return
		}
		i, there := at[of.Resource().URL]
		if !there {
			i = len(out)
			at[of.Resource().URL] = i
			out = append(out, Recommendation{Resource: of.Resource()})
		}
		out[i].Essential = out[i].Essential || of.Essential()
		out[i].Because = append(out[i].Because, RecommendationReason{of, choices})
	}
	for section := range fw.AllSections().Values() {
		for of := range section.Recommends().Values() {
			add(of, slices.Collect(section.AllItems().Values())...)
		}
		for it := range section.Items().Values() {
			for of := range it.Recommends().Values() {
				add(of, it)
			}
		}
	}
	return out
}

// choices adds the answers to an item's questions that a recommendation comes of.
func (s *State) choices(choices []Choice, of *proficiency.Recommendation, fw *proficiency.Framework, it *proficiency.Item) []Choice {
	st := s.of(fw, it)
	if !s.included(it, st) || st.waiver != nil {
		return choices
	}
	for q := range it.Questions().Values() {
		var answer proficiency.AnswerID
		if st.answer != nil {
			if given := replyTo(st.answer.Answers, q.ID()); given != nil {
				answer = given.Answer
			}
		}
		if of.ComesOf(q, answer, s.enr().attributes) {
			choices = append(choices, Choice{it.ID(), q.ID(), answer})
		}
	}
	return choices
}
