package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

func gateRules() []ContentRule {
	return []ContentRule{
		{"gate-without-items", source.Error, "A gate has proficiencies.", checkGateFilled},
		{"gate-all-optional", source.Warning, "A gate has a proficiency that is not optional.", checkGateBinds},
		{"too-many-gates", source.Error, "At most 100 gates are in front of a proficiency.", checkGatesCounted},
		{"gate-locks-nothing", source.Warning, "Beside a gate there is a section that it locks.", checkGateLocks},
	}
}

func checkGateFilled(r *raw, report reporter) {
	for _, s := range r.allSections {
		if s.gate && s.hollow && (s.parent == nil || !s.parent.inHollowGate()) {
			report(s.gatePosition, "the gate %s has no proficiencies, so that there is nothing to pass: add some, or remove the gate", quoteID(s.id))
		}
	}
}

func checkGateBinds(r *raw, report reporter) {
	type tally struct{ items, mandatory int }
	tallies := map[*rawSection]*tally{}
	for _, it := range r.items {
		for s := it.section; s != nil; s = s.parent {
			if !s.gate {
				continue
			}
			if tallies[s] == nil {
				tallies[s] = &tally{}
			}
			tallies[s].items++
			if !it.isOptional() {
				tallies[s].mandatory++
			}
		}
	}
	for _, s := range r.allSections {
		if t := tallies[s]; t != nil && t.mandatory == 0 && r.complete {
			report(s.gatePosition, "every proficiency of the gate %s is optional, so that it stands open until one is chosen", quoteID(s.id))
		}
	}
}

func checkGateLocks(r *raw, report reporter) {
	if !r.complete {
		return
	}
	check := func(siblings []*rawSection) {
		if slices.ContainsFunc(siblings, func(s *rawSection) bool { return !s.gate }) {
			return
		}
		for _, s := range siblings {
			report(s.gatePosition, "the gate %s locks nothing: beside it stands no section that is not a gate itself", quoteID(s.id))
		}
	}
	check(r.sections)
	for _, s := range r.allSections {
		check(s.sections)
	}
}

// checkGatesCounted bounds what each place has to remember of the gates in front of it.
func checkGatesCounted(r *raw, report reporter) {
	const most = 100
	var check func(siblings []*rawSection, before int)
	check = func(siblings []*rawSection, before int) {
		beside := before
		for _, s := range siblings {
			if !s.gate {
				continue
			}
			if beside++; beside == most+1 {
				report(s.gatePosition, "the gate %s is one too many: at most %d may stand in front of a proficiency", quoteID(s.id), most)
			}
		}
		for _, s := range siblings {
			switch {
			case s.gate:
				check(s.sections, before)
			case beside <= most:
				check(s.sections, beside)
			}
		}
	}
	check(r.sections, 0)
}
