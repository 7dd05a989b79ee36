package workflow

import (
	"github.com/countersign-go/countersign/proficiency"
)

// meets reports whether the item has an answer that meets what is asked now.
// What was recorded with the answer says so for ever, unless attributes of the
// enrolment, which change, decide which level is asked.
func (s *State) meets(it *proficiency.Item, st *itemState) bool {
	if st.answer == nil || !it.LevelsVary() {
		return st.answer != nil && st.answer.Meets
	}
	return enough(it, st.answer.Answers, s.enr().attributes)
}

// enough reports whether answers meet what the item asks under settings: those
// to all its required questions.
func enough(it *proficiency.Item, given []Reply, settings []proficiency.Setting) bool {
	qs := it.Questions()
	for i := range qs.Len() {
		if q := qs.At(i); q.Required() {
			if g := replyTo(given, q.ID()); g == nil || !q.Meets(g.Answer, settings) {
				return false
			}
		}
	}
	return true
}

// belowLevel are the questions of the item with levels whose answer does not
// reach what is asked; none where there is no answer, or a waiver.
func (s *State) belowLevel(it *proficiency.Item, st *itemState) (below []*proficiency.Question) {
	if st.waiver != nil || st.answer == nil || s.meets(it, st) {
		return nil
	}
	for q := range it.Questions().Values() {
		if s.questionBelow(q, st) {
			below = append(below, q)
		}
	}
	return below
}

// below reports whether belowLevel has any.
func (s *State) below(it *proficiency.Item, st *itemState) bool {
	if st.waiver != nil || st.answer == nil || s.meets(it, st) {
		return false
	}
	qs := it.Questions()
	for i := range qs.Len() {
		if s.questionBelow(qs.At(i), st) {
			return true
		}
	}
	return false
}

// questionBelow: where a question has levels and none of them holds, the scale
// asks in their place, so that nobody keeps what was enough for somebody else.
func (s *State) questionBelow(q *proficiency.Question, st *itemState) bool {
	if q.Levels().Len() == 0 {
		return false
	}
	g := replyTo(st.answer.Answers, q.ID())
	return g == nil || !q.Meets(g.Answer, s.enr().attributes)
}

// asks is what is asked in answer to a question with levels: its level, or the
// lowest answer that meets on its scale, with the line that says so.
func (s *State) asks(q *proficiency.Question) proficiency.Level {
	settings := s.enr().attributes
	l := q.Level(settings)
	if !l.Enforced() {
		lowest, _ := q.LowestMeeting(settings)
		l.Answer, l.Position = lowest.ID, q.Scale().Position()
	}
	return l
}
