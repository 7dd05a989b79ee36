package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

func subjectRules() []ContentRule {
	return []ContentRule{
		{"unknown-subject", source.Error, "The subject is a person or a centre.", checkSubject},
	}
}

func checkSubject(r *raw, report reporter) {
	if r.subject.Given() && !slices.Contains(subjects(), r.subject.Value) {
		h := r.hint(r.subject, "the subjects are", subjects(), source.Fixed)
		h.on(report(r.subject.Position, "unknown subject %s%s", source.Quote(r.subject.Value), h.end))
	}
}
