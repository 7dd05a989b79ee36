package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// rawLevels are the levels of an item or a question, in order: one, which is
// asked of everybody, where the file has a mere answer.
type rawLevels struct {
	all      []rawLevel
	position source.Position
}

// A rawLevel is the lowest answer that is enough for some.
type rawLevel struct {
	appliesTo     []rawCondition
	answer, amber source.Text
	position      source.Position
	sound         bool
}

// Given reports whether the file sets a level.
func (l rawLevels) Given() bool { return len(l.all) > 0 }

func (w walker) levels(m source.Mapping) rawLevels {
	n := m.Get("level")
	answer, entries := n.TextOrList(1)
	levels := rawLevels{position: n.Position()}
	if answer.Given() {
		levels.all = []rawLevel{{answer: answer, position: answer.Position, sound: true}}
	}
	for _, e := range entries {
		before := w.r.doc.Count()
		if m := e.Mapping(levelShape); m.Present() {
			l := rawLevel{appliesTo: w.appliesTo(m), answer: m.Get("answer").Text(), amber: m.Get("amber").Text(), position: m.Position()}
			l.sound = m.Sound() && w.r.doc.Count() == before
			levels.all = append(levels.all, l)
		}
	}
	return levels
}

// eachLevels gives the levels of every item and question that has some, with
// the scale that they are on. It leaves out what is not sound, so that a scale
// may be missing there.
func (r *raw) eachLevels(yield func(it *rawItem, levels rawLevels, scale rawRef)) {
	for _, it := range r.items {
		d := it.section.defaults
		if !d.sound {
			continue
		}
		if it.sound && !it.questionsGiven && it.level.Given() {
			yield(it, it.level, d.scaleOr(it.scale))
		}
		for _, q := range it.questions {
			if q.sound && q.level.Given() {
				yield(it, q.level, d.scaleOr(q.scale))
			}
		}
	}
}

func buildLevels(r rawLevels) List[Level] {
	var all []Level
	for _, l := range r.all {
		all = append(all, Level{buildApplies(l.appliesTo), AnswerID(l.answer.Value), AnswerID(l.amber.Value), l.position})
	}
	return List[Level]{all}
}

// levels writes a single level that is asked of everybody as the mere answer.
func (w *formWriter) levels(levels List[Level]) {
	if levels.Len() == 1 && levels.elems[0].AppliesTo.Len() == 0 && levels.elems[0].Amber == "" {
		w.text("level", string(levels.elems[0].Answer))
		return
	}
	writeList(w, "level", levels, func(w *formWriter, l Level) {
		w.object(func() {
			w.text("amber", string(l.Amber))
			w.text("answer", string(l.Answer))
			w.appliesTo(l.AppliesTo.elems)
		})
	})
}

// vary reports whether the level that is asked of an item depends on attributes.
func vary(questions []*Question) bool { return slices.ContainsFunc(questions, (*Question).varies) }
