package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

func levelRules() []ContentRule {
	return []ContentRule{
		{"unknown-level", source.Error, "A level is an answer of the scale that the question is answered on.", checkLevelKnown},
		{"level-and-questions", source.Error, "Where a proficiency has questions, it is they that have levels.", checkLevelPlace},
		{"amber-not-below", source.Error, "The amber answer stands before the level on the scale.", checkAmberBelow},
		{"unreachable-level", source.Error, "Every level is asked of somebody.", checkLevelReached},
		{"level-without-effect", source.Error, "A question with a level is required.", checkLevelDecides},
	}
}

func checkLevelKnown(r *raw, report reporter) {
	scales := r.answersByScale()
	r.eachLevels(func(_ *rawItem, levels rawLevels, scale rawRef) {
		answers, sound := scales[scale.Value]
		if !sound {
			return
		}
		for _, l := range levels.all {
			for _, t := range []source.Text{l.answer, l.amber} {
				if t.Given() && !answers.known[t.Value] {
					h := r.hint(t, "its answers are", answers.ids, source.Chosen)
					h.on(report(t.Position, "the scale %s has no answer %s%s", source.Quote(scale.Value), source.Quote(t.Value), h.end))
				}
			}
		}
	})
}

// checkAmberBelow: what is at the level or above it is green.
func checkAmberBelow(r *raw, report reporter) {
	scales := r.answersByScale()
	r.eachLevels(func(_ *rawItem, levels rawLevels, scale rawRef) {
		for _, l := range levels.all {
			answers := scales[scale.Value]
			if !answers.known[l.answer.Value] || !answers.known[l.amber.Value] {
				continue
			}
			below := answers.ids[:slices.Index(answers.ids, l.answer.Value)]
			switch {
			case slices.Contains(below, l.amber.Value):
			case len(below) == 0:
				report(l.amber.Position, "no answer of the scale %s stands before the level %s, so that none can be amber: remove amber",
					source.Quote(scale.Value), source.Quote(l.answer.Value))
			default:
				report(l.amber.Position, "%s does not stand before the level %s on the scale %s: amber is one of %s",
					source.Quote(l.amber.Value), source.Quote(l.answer.Value), source.Quote(scale.Value), source.Listing(below))
			}
		}
	})
}

// rawAnswers are the ids of a scale's answers.
type rawAnswers struct {
	ids   []string
	known map[string]bool
}

// answersByScale leaves out what is not sound, so that an answer may be missing there.
func (r *raw) answersByScale() map[string]rawAnswers {
	scales := make(map[string]rawAnswers, len(r.scales))
	for _, s := range r.scales {
		if !s.sound {
			continue
		}
		a := rawAnswers{make([]string, len(s.answers)), make(map[string]bool, len(s.answers))}
		for i, answer := range s.answers {
			a.ids[i], a.known[answer.id.Value] = answer.id.Value, true
		}
		scales[s.id.Value] = a
	}
	return scales
}

func checkLevelPlace(r *raw, report reporter) {
	for _, it := range r.items {
		if it.level.Given() && it.questionsGiven {
			report(it.level.position, "the proficiency %s has a level and questions: give the level to the questions that it is for", quoteID(it.id))
		}
	}
}

func checkLevelDecides(r *raw, report reporter) {
	for _, it := range r.items {
		for _, q := range it.questions {
			if q.level.Given() && !q.required {
				report(q.level.position, "the question %s is not required, so that its level would never decide: remove the level, or require the question", quoteID(q.id))
			}
		}
	}
}
