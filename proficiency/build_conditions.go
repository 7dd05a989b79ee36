package proficiency

import (
	"cmp"

	"github.com/countersign-go/countersign/proficiency/source"
)

func (v rawValidity) build(otherwise source.Position) Validity {
	return Validity{v.months, v.renewWithin, cmp.Or(v.position, otherwise)}
}

func (a rawAsks) build(otherwise source.Position) Asks {
	asks := Asks{Position: cmp.Or(a.position, otherwise)}
	for _, word := range a.words {
		switch word.Value {
		case askComment:
			asks.Comment = true
		case askEvidence:
			asks.Evidence = true
		case askDate:
			asks.Date = true
		}
	}
	return asks
}

func (r rawRule) build(otherwise source.Position) Rule {
	kind, number := r.kind()
	return Rule{kind, number.n, cmp.Or(r.position, otherwise)}
}

// groupAround is the nearest section with a rule, from s outwards, or nil.
func (s *Section) groupAround() *Section {
	for ; s != nil; s = s.parent {
		if s.rule.Kind != RuleAll {
			return s
		}
	}
	return nil
}
