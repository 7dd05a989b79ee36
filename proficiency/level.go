package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// A Level is the lowest answer of a scale that is enough. The zero Level is none.
type Level struct {
	// AppliesTo are the conditions under which it is asked, which must all hold;
	// none where it is asked of everybody.
	AppliesTo List[Condition]
	// Answer is an answer of the question's scale, or empty where no level is set.
	Answer AnswerID
	// Amber is the lowest answer that is rated amber, or empty: none is then.
	Amber AnswerID
	// Position is where it is said.
	Position source.Position
}

// Enforced reports whether there is a level.
func (l Level) Enforced() bool { return l.Answer != "" }

// A Rating says how far an answer is from the level that is asked, in the three
// colours of traffic lights. The empty Rating is none: no level is asked, or
// there is no answer.
type Rating string

// The ratings.
const (
	// Green: the answer is at the level or above it.
	Green Rating = "green"
	// Amber: it is below the level, and at the amber answer or above it.
	Amber Rating = "amber"
	// Red: it is below both.
	Red Rating = "red"
)

// Levels are what the framework asks of whom, in the file's order: the first
// counts whose conditions hold. There are none where the scale alone decides.
func (q *Question) Levels() List[Level] { return q.levels }

// Level is the lowest answer that is enough under settings, where the framework
// sets one: the first whose conditions hold, and none where those of none do.
// Where it is not said which value an attribute has, the highest of those counts
// that might hold: nobody is let off by what is not known.
func (q *Question) Level(settings []Setting) Level {
	best, highest := -1, -1
	for i := range q.levels.elems {
		l := &q.levels.elems[i]
		holds, certain := l.holds(settings)
		if !holds {
			continue
		}
		if at := q.scale.place(l.Answer); at > highest {
			best, highest = i, at
		}
		if certain {
			return q.levels.elems[best]
		}
	}
	if best < 0 || q.scale.lowest() > highest { // it might be that none holds, and the scale asks for more
		return Level{}
	}
	return q.levels.elems[best]
}

// holds reports whether the conditions of the level hold, and whether that is
// certain, because it is said which values all their attributes have.
func (l *Level) holds(settings []Setting) (holds, certain bool) {
	certain = true
	for i := range l.AppliesTo.elems {
		c := &l.AppliesTo.elems[i]
		if !c.Holds(settings) {
			return false, false
		}
		certain = certain && isSet(c.Attribute, settings)
	}
	return true, certain
}

func isSet(a AttributeID, settings []Setting) bool {
	for _, s := range settings {
		if s.Attribute == a {
			return true
		}
	}
	return false
}

// Meets reports whether the answer meets what is asked under settings: where
// there is a level, every answer does that stands at the level or behind it on
// the scale, and otherwise those that [Scale.Meets] says. An answer that is not
// on the scale never meets.
func (q *Question) Meets(id AnswerID, settings []Setting) bool {
	if q.levels.Len() > 0 {
		if l := q.Level(settings); l.Enforced() {
			return q.scale.place(id) >= q.scale.place(l.Answer)
		}
	}
	return q.scale.Meets(id)
}

// Rating rates the answer by the level that is asked under settings.
func (q *Question) Rating(id AnswerID, settings []Setting) Rating {
	l, at := q.Level(settings), q.scale.place(id)
	switch {
	case !l.Enforced() || at < 0:
		return ""
	case at >= q.scale.place(l.Answer):
		return Green
	case l.Amber != "" && at >= q.scale.place(l.Amber):
		return Amber
	}
	return Red
}

// LowestMeeting is the first answer of the scale, in its order, that meets under
// settings; ok is false if none does, which the rules of content keep from happening.
func (q *Question) LowestMeeting(settings []Setting) (lowest Answer, ok bool) {
	for _, a := range q.scale.answers.elems {
		if q.Meets(a.ID, settings) {
			return a, true
		}
	}
	return Answer{}, false
}

// varies reports whether it depends on attributes which level is asked.
func (q *Question) varies() bool {
	for i := range q.levels.elems {
		if q.levels.elems[i].AppliesTo.Len() > 0 {
			return true
		}
	}
	return false
}

// LevelsVary reports whether it depends on the attributes of the enrolment which
// level is asked of an answer, so that the same answer may be enough today and
// not tomorrow.
func (it *Item) LevelsVary() bool { return it.varies }

// place is the place of an answer on the scale, from 0, or -1 if it is not on it.
func (s *Scale) place(id AnswerID) int {
	for i := range s.answers.elems {
		if s.answers.elems[i].ID == id {
			return i
		}
	}
	return -1
}

// lowest is the place of the first answer that meets where there is no level.
func (s *Scale) lowest() int {
	for i := range s.answers.elems {
		if s.answers.elems[i].Meets {
			return i
		}
	}
	return 0
}
