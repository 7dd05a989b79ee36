package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// A Recommendation says which page helps a learner whom an answer shows to need
// it, and why. It never keeps anybody from anything. It is immutable.
type Recommendation struct {
	id        RecommendationID
	resource  Resource
	question  QuestionID
	answers   List[AnswerID]
	unmet     bool
	essential bool
	reason    string
	item      *Item
	section   *Section
	position  source.Position
}

// ID is the recommendation's id within its item or section.
func (r *Recommendation) ID() RecommendationID { return r.id }

// Resource is what is recommended.
func (r *Recommendation) Resource() Resource { return r.resource }

// Question is the question of the items that it goes by. It is empty for the
// single unnamed one and, where it comes of what is not met, for all of them.
func (r *Recommendation) Question() QuestionID { return r.question }

// Answers are those that it comes of, in the file's order; none where it comes
// of what is not met.
func (r *Recommendation) Answers() List[AnswerID] { return r.answers }

// Unmet reports whether it comes of a required question that has no answer
// which meets, be it another one or none at all.
func (r *Recommendation) Unmet() bool { return r.unmet }

// Essential reports whether the learner should not go without it.
func (r *Recommendation) Essential() bool { return r.essential }

// Reason says to the learner why it is recommended.
func (r *Recommendation) Reason() string { return r.reason }

// Item is the item that it stands at, or nil where it stands at a section.
func (r *Recommendation) Item() *Item { return r.item }

// Section is the section that it stands at and goes by every item of, at any
// depth, or nil where it stands at an item.
func (r *Recommendation) Section() *Section { return r.section }

// Position is where the recommendation begins.
func (r *Recommendation) Position() source.Position { return r.position }

// ComesOf reports whether the recommendation comes of an answer to a question
// of an item that it goes by, of somebody with these settings. The empty answer is none.
func (r *Recommendation) ComesOf(q *Question, answer AnswerID, settings []Setting) bool {
	if r.unmet {
		return q.required && (r.question == "" || r.question == q.id) && !q.Meets(answer, settings)
	}
	if q.id == r.question {
		for _, a := range r.answers.elems {
			if a == answer {
				return true
			}
		}
	}
	return false
}

// Recommends are what the section recommends, in the file's order.
func (s *Section) Recommends() List[*Recommendation] { return s.recommends }

// Recommends are what the item recommends, in the file's order, without what
// the sections around it do.
func (it *Item) Recommends() List[*Recommendation] { return it.recommends }

// recommendation is the one with that id, or nil.
func recommendation(all List[*Recommendation], id RecommendationID) *Recommendation {
	for _, r := range all.elems {
		if r.id == id {
			return r
		}
	}
	return nil
}

// Recommendation is what the section recommends under that id, or nil.
func (s *Section) Recommendation(id RecommendationID) *Recommendation {
	return recommendation(s.recommends, id)
}

// Recommendation is what the item recommends under that id, or nil.
func (it *Item) Recommendation(id RecommendationID) *Recommendation {
	return recommendation(it.recommends, id)
}

// Recommends reports whether anything in the framework recommends anything.
func (f *Framework) Recommends() bool { return f.recommends }
