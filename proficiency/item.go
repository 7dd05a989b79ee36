package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// An Item is one proficiency: a statement that a learner is assessed on. It is immutable.
type Item struct {
	id        ItemID
	number    string
	statement string
	kind      KindID
	guidance  string
	tags      List[string]
	questions List[*Question]
	confirmed Roles
	optional  bool
	resources List[Resource]
	section   *Section
	validity  Validity
	asks      Asks
	waiving   Waiving
	group     *Section // the group it stands in, or nil
	points    int
	appliesTo List[Condition]

	recommends List[*Recommendation]

	varies   bool           // it depends on attributes which level is asked
	choice   *Section       // the optional section it is chosen with, or nil
	gates    List[*Section] // the gates in front of it, outermost first
	ordinal  int
	position source.Position
}

// ID is the item's permanent id.
func (it *Item) ID() ItemID { return it.id }

// Number is for display and may change between versions; it may be empty.
func (it *Item) Number() string { return it.number }

// Label is what people call the item: its number, or its id where it has none.
func (it *Item) Label() string {
	if it.number != "" {
		return it.number
	}
	return string(it.id)
}

// Statement is what is asked of the learner.
func (it *Item) Statement() string { return it.statement }

// Kind is the kind of item.
func (it *Item) Kind() KindID { return it.kind }

// Guidance is Markdown; it may be empty.
func (it *Item) Guidance() string { return it.guidance }

// Tags are the item's tags, in the file's order.
func (it *Item) Tags() List[string] { return it.tags }

// Questions are asked together and answered together; there is at least one.
// An item with a plain scale has one required question with the empty id.
func (it *Item) Questions() List[*Question] { return it.questions }

// Question is the question with that id, or nil.
func (it *Item) Question(id QuestionID) *Question {
	for _, q := range it.questions.elems {
		if q.id == id {
			return q
		}
	}
	return nil
}

// ConfirmedBy are the roles that may confirm the item.
func (it *Item) ConfirmedBy() Roles { return it.confirmed }

// Optional reports whether the item counts only if it is chosen, by itself or with its section.
func (it *Item) Optional() bool { return it.optional || it.choice != nil }

// Choice is the optional section that the item is chosen with; nil where the
// item is mandatory or chosen by itself.
func (it *Item) Choice() *Section { return it.choice }

// Resources are what helps the learner, in the file's order.
func (it *Item) Resources() List[Resource] { return it.resources }

// Section is the section that the item stands in.
func (it *Item) Section() *Section { return it.section }

// Gates are the gates that must be passed before the item opens, outermost first.
func (it *Item) Gates() List[*Section] { return it.gates }

// Ordinal is the item's place in document order, from 0.
func (it *Item) Ordinal() int { return it.ordinal }

// Position is where the item begins.
func (it *Item) Position() source.Position { return it.position }

// A Resource is a page that helps a learner.
type Resource struct{ Title, URL string }

// A Scale is the answers that a question may get, in order. It is immutable.
type Scale struct {
	id       ScaleID
	answers  List[Answer]
	anyMeets bool
	position source.Position
}

// ID is the scale's id.
func (s *Scale) ID() ScaleID { return s.id }

// Answers are the answers allowed, in the file's order.
func (s *Scale) Answers() List[Answer] { return s.answers }

// Position is where the scale begins.
func (s *Scale) Position() source.Position { return s.position }

// Answer is the answer with that id; ok is false if the scale has none.
func (s *Scale) Answer(id AnswerID) (a Answer, ok bool) {
	for _, a := range s.answers.elems {
		if a.ID == id {
			return a, true
		}
	}
	return Answer{}, false
}

// Meets reports whether the answer meets what is asked, where no level says
// otherwise: [Question.Meets] knows levels too. On a scale that marks
// none of its answers as meeting, every answer of the scale does.
func (s *Scale) Meets(id AnswerID) bool {
	a, ok := s.Answer(id)
	return ok && (a.Meets || !s.anyMeets)
}

// An Answer is one of the answers of a scale.
type Answer struct {
	ID    AnswerID
	Label string
	// Meets is what the file says; Scale.Meets also knows scales without any.
	Meets bool
}
