package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

func conditionRules() []ContentRule {
	return []ContentRule{
		{"renewal-too-long", source.Error, "A confirmation is not renewed before it is given.", checkRenewal},
		{"unknown-ask", source.Error, "An answer can be asked to come with a comment, evidence and a date.", checkAsksKnown},
		{"duplicate-ask", source.Error, "What an answer must come with is named once.", checkAsksOnce},
	}
}

func checkRenewal(r *raw, report reporter) {
	r.eachConditions(func(c rawConditions) {
		if v := c.validity; v.months > 0 && v.renewWithin > v.months {
			report(v.renewWithinPosition, "renew_within is %d months, but a confirmation holds for only %d: write at most %d",
				v.renewWithin, v.months, v.months)
		}
	})
}

func checkAsksKnown(r *raw, report reporter) {
	r.eachConditions(func(c rawConditions) {
		for _, word := range c.asks.words {
			if !slices.Contains(asks(), word.Value) {
				h := r.hint(word, "asks_for may name", asks(), source.Fixed)
				h.on(report(word.Position, "nothing called %s can be asked for%s", source.Quote(word.Value), h.end))
			}
		}
	})
}

func checkAsksOnce(r *raw, report reporter) {
	r.eachConditions(func(c rawConditions) {
		eachRepeated(c.asks.words, func(word source.Text) {
			report(word.Position, "asks_for names %s twice: remove one", source.Quote(word.Value)).Fix = r.removing(word, false)
		})
	})
}
