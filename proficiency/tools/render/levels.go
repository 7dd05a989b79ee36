package render

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// question gives the answers to a question, and which of them are enough for whom.
func (w *writer) question(it *proficiency.Item, q *proficiency.Question) question {
	made := w.enough(q)
	made.Asked = w.lines(w.texts.Question(it, q))
	if !q.Required() {
		made.Notes = append(made.Notes, sentence{words: w.words.MayBeEmpty})
	}
	return made
}

// enough gives the answers, marked where the same are enough for everybody or
// for the rest, and with a note on each level.
func (w *writer) enough(q *proficiency.Question) (made question) {
	var notes []sentence
	rest := true // somebody of whom no level is asked
	for i, l := range slices.Collect(q.Levels().Values()) {
		note := w.level(q, l)
		if l.AppliesTo.Len() > 0 {
			conditions := slices.Collect(l.AppliesTo.Values())
			note = note.inside(w.words.LevelWhere, filled{"conditions", proficiency.Text{
				Text: w.conditions(conditions), Language: w.texts.Attribute(w.f.Attribute(conditions[0].Attribute)).Language,
			}})
		} else if rest = false; i > 0 {
			note = note.inside(w.words.Otherwise)
		}
		notes = append(notes, note)
	}
	switch {
	case rest:
		made = w.answers(q.Scale(), q.Scale().Meets)
	case len(notes) == 1:
		made = w.answers(q.Scale(), func(a proficiency.AnswerID) bool { return q.Meets(a, nil) })
	default:
		made = w.answers(q.Scale(), nil)
	}
	if rest && len(notes) > 0 {
		otherwise := sentence{words: w.words.OtherwiseMarked}
		if len(made.Notes) > 0 { // all are enough, and none is marked
			otherwise = made.Notes[0].inside(w.words.Otherwise)
		}
		made.Notes = []sentence{otherwise}
	}
	made.Notes = append(notes, made.Notes...)
	return made
}

// level says from which answer on one is enough, and from which it is amber.
func (w *writer) level(q *proficiency.Question, l proficiency.Level) sentence {
	said := sentence{w.words.EnoughFrom, []filled{{"answer", w.texts.Answer(q.Scale(), l.Answer)}}}
	if l.Amber != "" {
		said = said.inside(w.words.AmberFrom, filled{"amber", w.texts.Answer(q.Scale(), l.Amber)})
	}
	return said
}

// inside puts a sentence in the place {level} of other words, which have places
// of their own.
func (s sentence) inside(words string, places ...filled) sentence {
	return sentence{say(words, "level", s.words), slices.Concat(s.places, places)}
}
