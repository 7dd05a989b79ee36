package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// MigrationFormat is the version of the format of migrations that this package
// reads. A file names it under its key "format".
const MigrationFormat = "countersign-migration/v1"

// actionUndecided is that of what its author still has to decide.
const actionUndecided Action = "undecided"

// The texts of a framework that somebody accepts, as a migration names them:
// by the keys that hold them.
const (
	textDeclaration = "declaration"
	textLearner     = "sign_off.learner_statement"
	textSignatory   = "sign_off.signatory_statement"
)

func acceptedTexts() []string { return []string{textDeclaration, textLearner, textSignatory} }

// The shapes of the mappings in a migration's file. The JSON Schema says the
// same once more for editors, and a test holds the two to agreement.
var (
	migrationShape = &source.Shape{
		What:     "a migration",
		Required: []string{"format", "framework", "from", "to"},
		Optional: []string{"editorial", "scales", "carry", "reconfirm", "reassess", "split", "merge", "drop", "add", "undecided"},
	}
	editorialShape = &source.Shape{What: "an editorial change", Required: []string{"texts", "reason"}}
	scaleMapShape  = &source.Shape{
		What:     "a scale's mapping",
		Required: []string{"from", "to", "reason"},
		Optional: []string{"answers", "reassess", "editorial", "undecided"},
	}
	carryShape = &source.Shape{
		What:     "what is carried over",
		Required: []string{"reason"},
		Optional: []string{"items", "changed", "from", "to", "editorial"},
	}
	keepShape = &source.Shape{
		What:     "what is confirmed or assessed again",
		Required: []string{"reason"},
		Optional: []string{"items", "changed", "from", "to"},
	}
	splitShape     = &source.Shape{What: "a split", Required: []string{"from", "to", "reason"}, Optional: []string{"results", "editorial"}}
	mergeShape     = &source.Shape{What: "a merge", Required: []string{"from", "to", "reason"}, Optional: []string{"results", "editorial"}}
	dropShape      = &source.Shape{What: "what is dropped", Required: []string{"items", "reason"}}
	addShape       = &source.Shape{What: "what is added", Required: []string{"items", "reason"}}
	undecidedShape = &source.Shape{What: "what is undecided", Optional: []string{"items", "changed"}}
)

// actionShapes are the keys of a migration that say what becomes of items, in
// the order in which they are read.
func actionShapes() []actionShape {
	return []actionShape{
		{ActionCarry, carryShape}, {ActionReconfirm, keepShape}, {ActionReassess, keepShape},
		{ActionSplit, splitShape}, {ActionMerge, mergeShape}, {ActionDrop, dropShape}, {ActionAdd, addShape},
		{actionUndecided, undecidedShape},
	}
}

type actionShape struct {
	action Action
	shape  *source.Shape
}

// rawMigration is a migration as its file has it: see raw. Between are the
// versions that it is between; nil where they are not known.
type rawMigration struct {
	doc      *source.Document
	present  bool
	position source.Position

	format, framework, from, to source.Text
	editorial                   []rawEditorial
	scales                      []rawScaleMap
	entries                     []*rawEntry
	texts                       []rawText
	complete                    bool // nothing was left out

	between *Comparison
	plan    *migrationPlan
	hints   int
	meant   map[string]bool // what misspelt names were probably meant to be, and unknownChange
}

// unknownChange notes that what changed is misspelt somewhere.
const unknownChange = " "

// rawEditorial are texts of the framework that mean what they meant.
type rawEditorial struct {
	texts  []source.Text
	reason source.Text
}

// A rawScaleMap says what becomes of the answers of a scale.
type rawScaleMap struct {
	from, to            source.Text
	answers             []rawMapped
	reassess, undecided []source.Text
	editorial           rawFlag
	position            source.Position
	sound               bool
}

type rawMapped struct{ from, to source.Text }

// A rawEntry says what becomes of some items. Old are names of the old version
// and new of the new one; items are of both.
type rawEntry struct {
	action                    Action
	items, changed, old, new  []source.Text
	byItem, byChange, renamed bool // which keys say what it is about
	results                   source.Text
	editorial                 rawFlag
	reason                    source.Text
	position                  source.Position
	sound                     bool
}

// does is what happens to results: of what is split or merged, what the entry
// says, and otherwise that decisions are asked for again.
func (e *rawEntry) does() Action {
	if e.action != ActionSplit && e.action != ActionMerge {
		return e.action
	}
	if e.results.Given() {
		return Action(e.results.Value)
	}
	return ActionReconfirm
}
