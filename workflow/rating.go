package workflow

import (
	"github.com/countersign-go/countersign/proficiency"
)

// RatingCounts are numbers of items of which a level is asked, by how their
// answers are rated. What does not apply, is not chosen, or is waived is in none
// of them.
type RatingCounts struct {
	Green, Amber, Red int
	// Unanswered are those without an answer.
	Unanswered int
}

// SectionRatings are the ratings in one section with everything in it, or in the
// whole framework.
type SectionRatings struct {
	// Section is empty for the whole framework.
	Section proficiency.SectionID
	RatingCounts
}

// RatingOf rates the answer to an item by the level that is asked of it now; of
// several questions with a level the worst counts. It is empty where no level is
// asked, where there is no answer, and where the item does not apply, is not
// chosen, or is waived. It is about the answer, whether that is confirmed or not.
func RatingOf(fw *proficiency.Framework, s *State, it *proficiency.Item) proficiency.Rating {
	r, _ := s.rating(it, s.of(fw, it))
	return r
}

// Ratings counts the ratings of the whole framework first and then of every
// section, at any depth, in document order, also of items in groups.
func Ratings(fw *proficiency.Framework, s *State) []SectionRatings {
	out := make([]SectionRatings, 1+fw.AllSections().Len())
	for i, section := range fw.AllSections().All() {
		out[i+1].Section = section.ID()
	}
	for it := range fw.Items().Values() {
		r, asked := s.rating(it, s.of(fw, it))
		if !asked {
			continue
		}
		out[0].count(r)
		for section := it.Section(); section != nil; section = section.Parent() {
			out[section.Ordinal()+1].count(r)
		}
	}
	return out
}

func (c *RatingCounts) count(r proficiency.Rating) {
	switch r {
	case proficiency.Green:
		c.Green++
	case proficiency.Amber:
		c.Amber++
	case proficiency.Red:
		c.Red++
	default:
		c.Unanswered++
	}
}

// rating is that of an item, and whether a level is asked of it at all.
func (s *State) rating(it *proficiency.Item, st *itemState) (worst proficiency.Rating, asked bool) {
	if st.waiver != nil || !s.included(it, st) {
		return "", false
	}
	settings := s.enr().attributes
	for q := range it.Questions().Values() {
		if !q.Level(settings).Enforced() {
			continue
		}
		asked = true
		if st.answer == nil {
			return "", true
		}
		r := proficiency.Red
		if g := replyTo(st.answer.Answers, q.ID()); g != nil {
			r = q.Rating(g.Answer, settings)
		}
		if worst == "" || worse(r, worst) {
			worst = r
		}
	}
	return worst, asked
}

// worse reports whether a is a worse rating than b.
func worse(a, b proficiency.Rating) bool {
	return a == proficiency.Red || a == proficiency.Amber && b == proficiency.Green
}
