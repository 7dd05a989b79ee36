package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

func levelRules() []ContentRule {
	return []ContentRule{
		{"unknown-level", source.Error, "A level is an answer of the scale that the question is answered on.", checkLevelKnown},
		{"level-and-questions", source.Error, "Where a proficiency has questions, it is they that have levels.", checkLevelPlace},
		{"level-without-effect", source.Error, "A question with a level is required.", checkLevelDecides},
	}
}

func checkLevelKnown(r *raw, report reporter) {
	scales := r.answersByScale()
	check := func(level, scale rawRef) {
		answers, sound := scales[scale.Value]
		if sound && level.Given() && !answers.known[level.Value] {
			h := r.hint(level.Text, "its answers are", answers.ids, source.Chosen)
			h.on(report(level.Position, "the scale %s has no answer %s%s", source.Quote(scale.Value), source.Quote(level.Value), h.end))
		}
	}
	for _, it := range r.items {
		d := it.section.defaults
		if it.sound && d.sound && !it.questionsGiven {
			check(it.level, d.scaleOr(it.scale))
		}
		for _, q := range it.questions {
			if q.sound && d.sound {
				check(q.level, d.scaleOr(q.scale))
			}
		}
	}
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
			report(it.level.Position, "the proficiency %s has a level and questions: give the level to the questions that it is for", quoteID(it.id))
		}
	}
}

func checkLevelDecides(r *raw, report reporter) {
	for _, it := range r.items {
		for _, q := range it.questions {
			if q.level.Given() && !q.required {
				report(q.level.Position, "the question %s is not required, so that its level would never decide: remove the level, or require the question", quoteID(q.id))
			}
		}
	}
}
