package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

func scaleRules() []ContentRule {
	return []ContentRule{
		{"unknown-scale", source.Error, "A scale that is named is one of the framework's scales.", checkScaleKnown},
		{"no-scale", source.Error, "Every question has a scale of its own or by default.", checkScaleGiven},
		{"scale-and-questions", source.Error, "A proficiency has a scale or questions, not both.", checkScaleOrQuestions},
		{"unused-scale", source.Warning, "Every scale is used.", checkScaleUsed},
		{"single-answer", source.Warning, "A scale has at least two answers.", checkScaleChoice},
	}
}

// unknownScales gives the places that name a scale that is not there.
func unknownScales(r *raw) (unknown []source.Text) {
	known := map[string]bool{}
	for _, id := range r.scaleIDs() {
		known[id] = true
	}
	r.eachRef(func(scale source.Text) {
		if !known[scale.Value] {
			unknown = append(unknown, scale)
		}
	}, func(source.Text) {})
	return unknown
}

func checkScaleKnown(r *raw, report reporter) {
	if !r.scalesSound {
		return
	}
	ids := r.scaleIDs()
	for _, scale := range unknownScales(r) {
		h := r.hint(scale, "the scales are", ids, source.Chosen)
		h.on(report(scale.Position, "unknown scale %s%s", source.Quote(scale.Value), h.end))
	}
}

// A hint is what a finding about a word says of those that could stand there.
type hint struct {
	end, suggestion string // end is that of the message
	fix             *source.Fix
}

// on adds to the finding what its message does not hold.
func (h hint) on(finding *source.Diagnostic) { finding.Suggestion, finding.Fix = h.suggestion, h.fix }

// hint is for a word that is none of the ids. In a file that is wrong
// throughout, comparing every word would take too long.
func (r *raw) hint(word source.Text, are string, ids []string, whose source.Words) hint {
	return hintIn(r.doc, &r.hints, word, are, ids, whose)
}

// hintIn is hint for a document, of which so many hints were given.
func hintIn(doc *source.Document, hints *int, word source.Text, are string, ids []string, whose source.Words) hint {
	const most = 500
	if *hints++; *hints <= most {
		if meant, fix := doc.Meant(word, ids, whose); meant != "" {
			return hint{source.DidYouMean(word.Value, []string{meant}), meant, fix}
		}
	}
	return hint{end: ": " + are + " " + source.Listing(ids)}
}

func checkScaleGiven(r *raw, report reporter) {
	for _, it := range r.items {
		d := it.section.defaults
		if !d.sound || d.scaleOr(it.scale).given {
			continue
		}
		if !it.questionsGiven && it.sound {
			report(it.position, "the proficiency %s has no scale: give it a scale or questions, or a scale in defaults", quoteID(it.id))
		}
		for _, q := range it.questions {
			if !q.scale.given && q.sound {
				report(q.position, "the question %s has no scale: give it one, or one in defaults", quoteID(q.id))
			}
		}
	}
}

// quoteID is an id for a message, which may be missing.
func quoteID(id source.Text) string {
	if !id.Given() {
		return "without id"
	}
	return source.Quote(id.Value)
}

func checkScaleOrQuestions(r *raw, report reporter) {
	for _, it := range r.items {
		if it.scale.given && it.questionsGiven {
			report(it.questionsPosition, "the proficiency %s has a scale and questions: remove the scale, or name it in the questions", quoteID(it.id))
		}
	}
}

func checkScaleUsed(r *raw, report reporter) {
	if !r.complete || len(unknownScales(r)) > 0 {
		return
	}
	used := map[string]bool{}
	for _, it := range r.items {
		d := it.section.defaults
		for _, q := range it.questions {
			used[d.scaleOr(q.scale).Value] = true
		}
		if !it.questionsGiven || it.scale.given {
			used[d.scaleOr(it.scale).Value] = true
		}
	}
	for _, s := range r.scales {
		if !used[s.id.Value] {
			report(s.id.Position, "no proficiency uses the scale %s: remove it", source.Quote(s.id.Value))
		}
	}
}

func checkScaleChoice(r *raw, report reporter) {
	for _, s := range r.scales {
		if len(s.answers) == 1 && s.sound {
			report(s.id.Position, "the scale %s has a single answer, so that there is nothing to choose: add another", source.Quote(s.id.Value))
		}
	}
}
