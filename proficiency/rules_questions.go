package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

func questionRules() []ContentRule {
	return []ContentRule{
		{"no-required-question", source.Error, "A proficiency has a question that must be answered.", checkRequiredQuestion},
	}
}

func checkRequiredQuestion(r *raw, report reporter) {
	for _, it := range r.items {
		required := func(q rawQuestion) bool { return q.required }
		if len(it.questions) > 0 && !slices.ContainsFunc(it.questions, required) {
			report(it.questionsPosition, "no question of the proficiency %s is required, so that it would meet without an answer: require one", quoteID(it.id))
		}
	}
}
