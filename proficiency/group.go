package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// mostPoints is the most that one item may be worth.
const mostPoints = 1000

// RuleKind is a kind of [Rule].
type RuleKind string

const (
	// RuleAll: every item counts by itself. It is the rule where nothing is said.
	RuleAll RuleKind = "all"
	// RuleAtLeast: Count items are enough, whichever they are.
	RuleAtLeast RuleKind = "at-least"
	// RulePoints: items with Count points between them are enough, whichever they are.
	RulePoints RuleKind = "points"
)

// A Rule says what of a section is enough. Under every rule but RuleAll the
// section is a group: its items, at any depth, do not count by themselves, the
// rule does.
type Rule struct {
	Kind RuleKind
	// Count is the number of items, or of points, that are enough: at least 1
	// and at most what there is in the section. It is 0 for RuleAll.
	Count int
	// Position is where it is said; the section's own where nothing says it.
	Position source.Position
}

// Rule says what of the section is enough.
func (s *Section) Rule() Rule { return s.rule }

// Group is the section around the item, at any depth, that has a rule other
// than RuleAll; nil where the item counts by itself. Groups do not nest.
func (it *Item) Group() *Section { return it.group }

// Points is what the item is worth in a group under RulePoints: 1 to 1000. It
// is 1 everywhere else.
func (it *Item) Points() int { return it.points }

// Groups are the sections with a rule other than RuleAll, in document order.
func (f *Framework) Groups() List[*Section] { return f.groups }
