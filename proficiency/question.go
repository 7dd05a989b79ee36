package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// A Question is asked about an item and answered on a scale. It is immutable.
type Question struct {
	id       QuestionID
	text     string
	scale    *Scale
	required bool
	levels   List[Level]
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
