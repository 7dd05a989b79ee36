package proficiency

import (
	"strconv"

	"github.com/countersign-go/countersign/proficiency/source"
)

func groupRules() []ContentRule {
	return []ContentRule{
		{"several-rules", source.Error, "A rule is about proficiencies or about points, not both.", checkOneRule},
		{"group-inside-group", source.Error, "A section with a rule stands in no other.", checkGroupsApart},
		{"group-out-of-reach", source.Error, "A rule asks for no more than there is in its section.", checkGroupReachable},
		{"optional-inside-group", source.Error, "What stands in a section with a rule is not optional besides.", checkGroupMandatory},
		{"gate-inside-group", source.Error, "A section with a rule has no gates in it, which could never lock.", checkGroupOpen},
		{"points-without-effect", source.Error, "Points stand where a rule counts them.", checkPointsCount},
	}
}

func checkOneRule(r *raw, report reporter) {
	for _, s := range r.allSections {
		if s.rule.atLeast.given && s.rule.points.given {
			report(s.rule.position, "the rule of the section %s counts proficiencies and points: remove at_least or points", quoteID(s.id))
		}
	}
}

func checkGroupsApart(r *raw, report reporter) {
	for _, s := range r.allSections {
		if outer := s.parent.groupAbove(); outer != nil && s.rule.group() {
			report(s.rule.position, "the section %s has a rule inside the section %s, which has one too: remove one rule", quoteID(s.id), quoteID(outer.id))
		}
	}
}

func checkGroupReachable(r *raw, report reporter) {
	items, points := map[*rawSection]int{}, map[*rawSection]int{}
	for _, it := range r.items {
		for s := it.section.groupAbove(); s != nil; s = s.parent.groupAbove() {
			items[s]++
			points[s] += it.points.n
		}
	}
	for _, s := range r.allSections {
		if !s.sound || s.hollow || s.rule.atLeast.given && s.rule.points.given {
			continue
		}
		if n := items[s]; s.rule.atLeast.n > n {
			report(s.rule.atLeast.position, "at_least is %d, but the section %s has no more than %s: write at most %d",
				s.rule.atLeast.n, quoteID(s.id), counted(n, "proficiency", "proficiencies"), n)
		}
		if n := points[s]; s.rule.points.n > n {
			report(s.rule.points.position, "points is %d, but the proficiencies of the section %s have no more than %s together: write at most %d, or give them more",
				s.rule.points.n, quoteID(s.id), counted(n, "point", "points"), n)
		}
	}
}

func counted(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return strconv.Itoa(n) + " " + many
}

// checkGroupMandatory leaves out what is inside an optional section too, which has a finding.
func checkGroupMandatory(r *raw, report reporter) {
	const message = "the %s %s is optional inside the section %s, whose rule says how much of it is needed: remove the optional, or the rule"
	for _, s := range r.allSections {
		if g := s.parent.groupAbove(); s.optional && g != nil && s.parent.optionalAbove() == nil {
			report(s.optionalPosition, message, "section", quoteID(s.id), quoteID(g.id))
		}
	}
	for _, it := range r.items {
		if g := it.section.groupAbove(); it.optional && g != nil && it.section.optionalAbove() == nil {
			report(it.optionalPosition, message, "proficiency", quoteID(it.id), quoteID(g.id))
		}
	}
}

func checkGroupOpen(r *raw, report reporter) {
	for _, s := range r.allSections {
		if g := s.parent.groupAbove(); s.gate && g != nil {
			report(s.gatePosition, "the gate %s stands in the section %s, in which nothing counts by itself, so that it would lock nothing: move it out, or remove the rule",
				quoteID(s.id), quoteID(g.id))
		}
	}
}

func checkPointsCount(r *raw, report reporter) {
	for _, it := range r.items {
		if !it.points.given || !it.section.rulesSound() {
			continue
		}
		switch g := it.section.groupAbove(); {
		case g == nil:
			report(it.points.position, "the proficiency %s has points, but no section around it counts them: remove them, or give a section the rule {points: n}", quoteID(it.id))
		case !g.rule.points.given:
			report(it.points.position, "the proficiency %s has points, but the rule of the section %s counts proficiencies: remove the points, or make the rule {points: n}",
				quoteID(it.id), quoteID(g.id))
		}
	}
}

// rulesSound reports whether the rules from s outwards could be read.
func (s *rawSection) rulesSound() bool {
	for ; s != nil; s = s.parent {
		if !s.rule.sound {
			return false
		}
	}
	return true
}
