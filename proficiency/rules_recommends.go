package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

func recommendRules() []ContentRule {
	return []ContentRule{
		{"duplicate-recommendation", source.Error, "Every recommendation of a proficiency or section has an id of its own, and names an answer once.", checkRecommendedOnce},
		{"too-many-recommendations", source.Error, "A proficiency or section has at most 50 recommendations.", checkRecommendedCount},
		{"several-conditions", source.Error, "A recommendation comes of answers or of what is not met, not of both.", checkOneCondition},
		{"unknown-question", source.Error, "The question that a recommendation goes by is one of its proficiency, or of one in its section.", checkQuestionKnown},
		{"unnamed-question", source.Error, "Where the questions have names, a recommendation that comes of answers says which one it goes by.", checkQuestionNamed},
		{"unknown-answer", source.Error, "The answers that a recommendation comes of are on the scale of its question.", checkAnswerKnown},
		{"recommends-never", source.Error, "What is recommended where something is not met goes by a question that is required.", checkUnmetReachable},
		{"recommends-always", source.Warning, "The answers that a recommendation comes of leave one out.", checkAnswersNotAll},
		{"several-titles", source.Warning, "A page that is recommended has the same title everywhere.", checkOneTitle},
	}
}

// mostRecommendations bounds what has to be looked at for every item of a section.
const mostRecommendations = 50

func recommendationIDs(r *raw) (spaces []space) {
	add := func(all []rawRecommendation) {
		var ids []source.Text
		for _, rec := range all {
			ids = append(ids, rec.id)
		}
		if ids != nil {
			spaces = append(spaces, newSpace(ids))
		}
	}
	for _, s := range r.allSections {
		add(s.recommends)
	}
	for _, it := range r.items {
		add(it.recommends)
	}
	return spaces
}

func checkRecommendedOnce(r *raw, report reporter) {
	duplicates(recommendationIDs, "the id of a recommendation here")(r, report)
	r.eachRecommendation(func(rec *rawRecommendation) {
		eachRepeated(rec.answers, func(a source.Text) {
			report(a.Position, "the answer %s is named twice: remove one", source.Quote(a.Value))
		})
	})
}

func checkRecommendedCount(r *raw, report reporter) {
	check := func(all []rawRecommendation) {
		if len(all) > mostRecommendations {
			report(all[mostRecommendations].position, "there are %d recommendations here: at most %d are allowed", len(all), mostRecommendations)
		}
	}
	for _, s := range r.allSections {
		check(s.recommends)
	}
	for _, it := range r.items {
		check(it.recommends)
	}
}

func checkOneCondition(r *raw, report reporter) {
	r.eachRecommendation(func(rec *rawRecommendation) {
		if rec.answersGiven && rec.unmet.given {
			report(rec.when, "this comes of answers and of what is not met: remove answers or unmet, or make two recommendations of it")
		}
	})
}

// An asking is what is asked under one name in a proficiency or a section.
type asking struct {
	answers  []string // of all scales that it is answered on
	answer   map[string]bool
	scales   map[string]bool
	known    bool // all of these scales
	required bool
}

// An askings are those of a place. Sound says that none was left out.
type askings struct {
	by    map[string]*asking
	names []string // but the empty one
	sound bool
}

// eachJudged gives the recommendations of which something can be said, with
// what is asked where they stand.
func (r *raw) eachJudged(yield func(*rawRecommendation, *askings)) {
	scales := r.answersByScale()
	var place *askings
	var of any
	r.eachRecommendation(func(rec *rawRecommendation) {
		here := any(rec.section)
		if rec.item != nil {
			here = rec.item
		}
		if here != of {
			place, of = askedOf(rec.items(), scales), here
		}
		if rec.sound && place.sound && len(place.by) > 0 && !(rec.answersGiven && rec.unmet.given) {
			yield(rec, place)
		}
	})
}

func askedOf(items []*rawItem, scales map[string]rawAnswers) *askings {
	a := &askings{by: map[string]*asking{}, sound: true}
	add := func(name, scale string, required bool) {
		asked := a.by[name]
		if asked == nil {
			asked = &asking{known: true, answer: map[string]bool{}, scales: map[string]bool{}}
			a.by[name] = asked
			if name != "" {
				a.names = append(a.names, name)
			}
		}
		asked.required = asked.required || required
		if asked.scales[scale] {
			return
		}
		answers, known := scales[scale]
		asked.known, asked.scales[scale] = asked.known && known, true
		for _, id := range answers.ids {
			if !asked.answer[id] {
				asked.answers, asked.answer[id] = append(asked.answers, id), true
			}
		}
	}
	for _, it := range items {
		d := it.section.defaults
		a.sound = a.sound && it.sound && d.sound
		if !it.questionsGiven {
			add("", d.scaleOr(it.scale).Value, true)
		}
		for _, q := range it.questions {
			a.sound = a.sound && q.sound
			add(q.id.Value, d.scaleOr(q.scale).Value, q.required)
		}
	}
	return a
}

func checkQuestionKnown(r *raw, report reporter) {
	r.eachJudged(func(rec *rawRecommendation, place *askings) {
		q := rec.question
		switch {
		case !q.Given() || place.by[q.Value] != nil && q.Value != "":
		case len(place.names) == 0:
			report(q.Position, "%s has no questions with names: leave question out", rec.whose())
		default:
			h := r.hint(q, "its questions are", place.names, source.Chosen)
			h.on(report(q.Position, "%s has no question %s%s", rec.whose(), source.Quote(q.Value), h.end))
		}
	})
}

func checkQuestionNamed(r *raw, report reporter) {
	r.eachJudged(func(rec *rawRecommendation, place *askings) {
		if rec.answersGiven && !rec.question.Given() && place.by[""] == nil {
			report(rec.when, "the questions of %s have names: add question, one of %s", rec.whose(), source.Listing(place.names))
		}
	})
}

func checkAnswerKnown(r *raw, report reporter) {
	r.eachJudged(func(rec *rawRecommendation, place *askings) {
		asked := place.by[rec.question.Value]
		if asked == nil || !asked.known {
			return
		}
		for _, a := range rec.answers {
			if !asked.answer[a.Value] {
				h := r.hint(a, "the answers are", asked.answers, source.Chosen)
				h.on(report(a.Position, "no question here is answered with %s%s", source.Quote(a.Value), h.end))
			}
		}
	})
}

func checkUnmetReachable(r *raw, report reporter) {
	r.eachJudged(func(rec *rawRecommendation, place *askings) {
		if asked := place.by[rec.question.Value]; rec.unmet.set && rec.question.Given() && asked != nil && !asked.required {
			report(rec.question.Position, "the question %s is not required, and so never keeps anything from being met: name answers, or another question", quoteID(rec.question))
		}
	})
}

func checkAnswersNotAll(r *raw, report reporter) {
	r.eachJudged(func(rec *rawRecommendation, place *askings) {
		asked := place.by[rec.question.Value]
		if asked == nil || !asked.known || !rec.answersGiven {
			return
		}
		named := map[string]bool{}
		for _, a := range rec.answers {
			named[a.Value] = true
		}
		if slices.ContainsFunc(asked.answers, func(id string) bool { return !named[id] }) {
			return
		}
		report(rec.when, "this names every answer, and so is recommended whatever the learner answers: put it under resources, or leave an answer out")
	})
}

func checkOneTitle(r *raw, report reporter) {
	first := map[string]source.Text{}
	r.eachRecommendation(func(rec *rawRecommendation) {
		title, url := rec.resource.title, rec.resource.url
		if !title.Given() || !url.Given() {
			return
		}
		switch earlier, twice := first[url.Value]; {
		case !twice:
			first[url.Value] = title
		case earlier.Value != title.Value:
			report(title.Position, "the same page is called %s at %d:%d: give it one title", source.Quote(earlier.Value), earlier.Position.Line, earlier.Position.Col)
		}
	})
}
