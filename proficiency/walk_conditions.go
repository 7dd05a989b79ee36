package proficiency

import (
	"math"

	"github.com/countersign-go/countersign/proficiency/source"
)

// readConditions reads the conditions of an item, or of the defaults of a level.
func readConditions(m source.Mapping) rawConditions {
	return rawConditions{readValidity(m), readAsks(m), readFlag(m, "waivable")}
}

func readValidity(m source.Mapping) rawValidity {
	n := m.Get("validity")
	v := n.Mapping(validityShape)
	months := v.Get("months").Int(1, mostMonths, 0)
	within := readNumber(v, "renew_within", 0, mostMonths, renewalOf(months))
	return rawValidity{n.Present(), months, within.n, n.Position(), within.position}
}

func readAsks(m source.Mapping) rawAsks {
	n := m.Get("asks_for")
	return rawAsks{n.Present(), n.Texts(0), n.Position()}
}

func readFlag(m source.Mapping, key string) rawFlag {
	n := m.Get(key)
	return rawFlag{n.Present(), n.Bool(false), n.Position()}
}

func readNumber(m source.Mapping, key string, least, most, otherwise int) rawNumber {
	n := m.Get(key)
	return rawNumber{n.Present(), n.Int(least, most, otherwise), n.Position()}
}

// rule reads the rule of a section, which has one key where it is a mapping.
func (w walker) rule(section source.Mapping) rawRule {
	n, before := section.Get("rule"), w.r.doc.Count()
	m := n.Mapping(ruleShape)
	r := rawRule{
		atLeast:  readNumber(m, "at_least", 1, math.MaxInt32, 0),
		points:   readNumber(m, "points", 1, math.MaxInt32, 0),
		position: n.Position(),
	}
	if m.Sound() && !r.group() {
		n.Report(source.CodeMissingKey, "%s needs the key at_least or points", ruleShape.What)
	}
	r.sound = section.Sound() && w.r.doc.Count() == before
	return r
}
