package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// MaxRequirements is how many other frameworks one may require.
const MaxRequirements = 20

func requiresRules() []ContentRule {
	return []ContentRule{
		{"requires-itself", source.Error, "A framework requires others, not itself.", checkRequiresOthers},
		{"duplicate-requirement", source.Error, "A framework is required once.", checkRequiredOnce},
		{"unknown-stage", source.Error, "Something is required before enrolment or before sign-off.", checkStageKnown},
		{"centre-requires", source.Error, "A framework of a centre requires no others, which people are signed off on.", checkPeopleRequire},
		{"too-many-requirements", source.Error, "A framework requires at most 20 others.", checkRequirementsFew},
	}
}

func checkRequiresOthers(r *raw, report reporter) {
	for _, q := range r.requires {
		if q.framework.Given() && q.framework.Value == r.id.Value {
			report(q.framework.Position, "%s requires itself, so that nobody could begin: name another framework", source.Quote(r.id.Value))
		}
	}
}

func checkRequiredOnce(r *raw, report reporter) {
	var ids []source.Text
	for _, q := range r.requires {
		if q.framework.Given() {
			ids = append(ids, q.framework)
		}
	}
	eachRepeated(ids, func(id source.Text) {
		report(id.Position, "%s is required twice: keep the one that asks for more", source.Quote(id.Value))
	})
}

func checkStageKnown(r *raw, report reporter) {
	for _, q := range r.requires {
		if q.before.Given() && !slices.Contains(stages(), q.before.Value) {
			h := r.hint(q.before, "the stages are", stages(), source.Fixed)
			h.on(report(q.before.Position, "nothing can be required before %s%s", source.Quote(q.before.Value), h.end))
		}
	}
}

func checkPeopleRequire(r *raw, report reporter) {
	if len(r.requires) > 0 && r.subject.Value == string(SubjectCentre) {
		report(r.requiresPosition, "requires is about what a person is signed off on, but the subject is a centre: remove it, or the subject")
	}
}

func checkRequirementsFew(r *raw, report reporter) {
	if len(r.requires) > MaxRequirements {
		report(r.requiresPosition, "%d frameworks are required: at most %d can be", len(r.requires), MaxRequirements)
	}
}
