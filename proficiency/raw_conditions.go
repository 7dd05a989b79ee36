package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// rawConditions are the conditions of confirming items, of one or of a level.
type rawConditions struct {
	validity rawValidity
	asks     rawAsks
	waivable rawFlag
}

// A rawValidity is how long confirmations hold; none holds for ever.
type rawValidity struct {
	given                         bool
	months, renewWithin           int
	position, renewWithinPosition source.Position
}

// rawAsks are what an answer must come with.
type rawAsks struct {
	given    bool
	words    []source.Text
	position source.Position
}

type rawFlag struct {
	given, set bool
	position   source.Position
}

type rawNumber struct {
	given    bool
	n        int
	position source.Position
}

// A rawRule is the rule of a section.
type rawRule struct {
	atLeast, points rawNumber
	position        source.Position
	sound           bool // what is not given is not meant to be
}

// The asks are the words that asks_for may have.
const (
	askComment  = "comment"
	askEvidence = "evidence"
	askDate     = "date"
)

func asks() []string { return []string{askComment, askEvidence, askDate} }

// group reports whether there is a rule other than that all items count.
func (r rawRule) group() bool { return r.atLeast.given || r.points.given }

// kind is what the section of a readable rule gets.
func (r rawRule) kind() (RuleKind, rawNumber) {
	switch {
	case r.atLeast.given:
		return RuleAtLeast, r.atLeast
	case r.points.given:
		return RulePoints, r.points
	}
	return RuleAll, rawNumber{}
}

// groupAbove is the nearest section with a rule, from s outwards, or nil.
func (s *rawSection) groupAbove() *rawSection {
	for ; s != nil; s = s.parent {
		if s.rule.group() {
			return s
		}
	}
	return nil
}
