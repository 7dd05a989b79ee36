package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

func wordRules() []ContentRule {
	return []ContentRule{
		{"vague-word", source.Warning, "What is assessed is said so that two assessors judge alike.", inEnglish(checkVague)},
	}
}

// vagueWords say that something is as it should be, and not how that looks.
var vagueWords = set(`
	appropriate appropriately inappropriate inappropriately adequate adequately inadequate inadequately effective effectively
	relevant various good suitable suitably proper properly sufficient sufficiently satisfactory satisfactorily
	competently timely robust robustly holistic holistically acceptable acceptably optimal optimally etc
	meaningful meaningfully successfully nicely reasonably`)

func checkVague(r *raw, report reporter) {
	r.eachAssessed(func(what string, t source.Text) {
		for _, w := range wordsOf(t.Value) {
			if vagueWords[w.lower()] {
				report(r.doc.Inside(t, w.from), "%s says %s, of which everybody has another idea: say what it would look like", what, source.Quote(w.text))
			}
		}
	})
}
