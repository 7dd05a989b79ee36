package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

func optionalRules() []ContentRule {
	return []ContentRule{
		{"optional-inside-optional", source.Error, "What stands in an optional section is chosen with it and not by itself.", checkOptionalOnce},
		{"minimum-without-optional", source.Error, "A minimum of optional proficiencies needs optional proficiencies.", checkMinimumHasOptional},
		{"minimum-too-high", source.Error, "The minimum is at most the number of optional proficiencies.", checkMinimumReachable},
	}
}

func checkOptionalOnce(r *raw, report reporter) {
	const message = "the %s %s is optional inside the section %s, which is optional as a whole: remove one optional"
	for _, s := range r.allSections {
		if outer := s.parent.optionalAbove(); s.optional && outer != nil {
			report(s.optionalPosition, message, "section", quoteID(s.id), quoteID(outer.id))
		}
	}
	for _, it := range r.items {
		if outer := it.section.optionalAbove(); it.optional && outer != nil {
			report(it.optionalPosition, message, "proficiency", quoteID(it.id), quoteID(outer.id))
		}
	}
}

// optionalAbove is the nearest optional section from s outwards, or nil.
func (s *rawSection) optionalAbove() *rawSection {
	for ; s != nil; s = s.parent {
		if s.optional {
			return s
		}
	}
	return nil
}

// countOptional is the number of optional items.
func countOptional(r *raw) (n int) {
	for _, it := range r.items {
		if it.isOptional() {
			n++
		}
	}
	return n
}

func checkMinimumHasOptional(r *raw, report reporter) {
	if r.complete && r.minimum > 0 && countOptional(r) == 0 {
		report(r.minimumPosition, "minimum_optional is %d, but nothing is optional: mark what is, or remove the minimum", r.minimum)
	}
}

func checkMinimumReachable(r *raw, report reporter) {
	if n := countOptional(r); r.complete && n > 0 && r.minimum > n {
		report(r.minimumPosition, "minimum_optional is %d, but only %d proficiencies are optional: write at most %d", r.minimum, n, n)
	}
}
