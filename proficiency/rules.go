package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A ContentRule is one rule about the meaning of a framework, beyond the shape of its file.
type ContentRule struct {
	// Code is what findings of the rule carry. It is stable.
	Code string
	// Severity is that of all the rule's findings.
	Severity source.Severity
	// Purpose says in a sentence what the rule demands.
	Purpose string

	check func(*raw, reporter)
}

// A reporter adds a finding of the rule being applied. The rule may add a
// suggestion and a fix to it before it reports the next.
type reporter func(at source.Position, format string, args ...any) *source.Diagnostic

// Rules are all rules about the meaning of a framework, by family. A rule
// reports nothing that only follows from another finding.
func Rules() []ContentRule {
	return slices.Concat(headRules(), subjectRules(), idRules(), scaleRules(), attributeRules(), requiresRules(), kindRules(), roleRules(), questionRules(), levelRules(),
		conditionRules(), structureRules(), gateRules(), optionalRules(), groupRules(), unsupervisedRules(), textRules(), linkRules(),
		translationRules(), recommendRules())
}

// applyRules reports to the document of r what the rules find.
func applyRules(r *raw, rules []ContentRule) {
	if !r.present {
		return
	}
	for _, rule := range rules {
		rule.check(r, func(at source.Position, format string, args ...any) *source.Diagnostic {
			return r.doc.Report(at, rule.Severity, rule.Code, format, args...)
		})
	}
}

// applyStyle is applyRules for rules of style. Each finds so much at most that
// matters of style alone never are too many findings for a file to be used.
func applyStyle(r *raw, rules []ContentRule) {
	const most = 1_000
	limited := slices.Clone(rules)
	for i, rule := range rules {
		limited[i].check = func(r *raw, report reporter) {
			n := 0
			rule.check(r, func(at source.Position, format string, args ...any) *source.Diagnostic {
				switch n++; {
				case n < most:
					return report(at, format, args...)
				case n == most:
					return report(at, "this rule finds more than can be listed: correct these first")
				}
				return &source.Diagnostic{}
			})
		}
	}
	applyRules(r, limited)
}
