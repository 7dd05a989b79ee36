package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// A Question is asked about an item and answered on a scale. It is immutable.
type Question struct {
	id       QuestionID
	text     string
	scale    *Scale
	required bool
	level    Level
	position source.Position
}

// ID is the question's id within its item; empty for the single unnamed question.
func (q *Question) ID() QuestionID { return q.id }

// Text is what is asked; empty for the single unnamed question, whose text is the item's statement.
func (q *Question) Text() string { return q.text }

// Scale is what the question is answered on.
func (q *Question) Scale() *Scale { return q.scale }

// Required reports whether the item meets only if this question is answered with an answer that meets.
func (q *Question) Required() bool { return q.required }

// Position is where the question, or the item of the unnamed one, begins.
func (q *Question) Position() source.Position { return q.position }

// A Level is the lowest answer of a scale that is enough. The zero Level is none.
type Level struct {
	// Answer is an answer of the question's scale, or empty where no level is set.
	Answer   AnswerID
	Position source.Position
}

// Enforced reports whether there is a level.
func (l Level) Enforced() bool { return l.Answer != "" }

// Level is the lowest answer that is enough, where the framework sets one.
func (q *Question) Level() Level { return q.level }

// Meets reports whether the answer meets what is asked: where there is a level,
// every answer does that stands at the level or behind it on the scale, and
// otherwise those that [Scale.Meets] says. An answer that is not on the scale
// never meets.
func (q *Question) Meets(id AnswerID) bool {
	if !q.level.Enforced() {
		return q.scale.Meets(id)
	}
	reached := false
	for a := range q.scale.answers.Values() {
		reached = reached || a.ID == q.level.Answer
		if a.ID == id {
			return reached
		}
	}
	return false
}

// LowestMeeting is the first answer of the scale, in its order, that meets; ok
// is false if none does, which the rules of content keep from happening.
func (q *Question) LowestMeeting() (lowest Answer, ok bool) {
	for a := range q.scale.answers.Values() {
		if q.Meets(a.ID) {
			return a, true
		}
	}
	return Answer{}, false
}
