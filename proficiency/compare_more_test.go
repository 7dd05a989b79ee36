package proficiency

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// edited compares the content of the examples of changes with an edit of it.
func edited(t *testing.T, from, to string) *Comparison {
	t.Helper()
	require.Equal(t, 1, strings.Count(changesBase, from), from)
	return Compare(mustParse(t, changesBase), mustParse(t, strings.Replace(changesBase, from, to, 1)))
}

// An item is the same as before only where its scale is, too.
func TestCountsOfWhatIsIdentical(t *testing.T) {
	t.Parallel()
	items := mustParse(t, changesBase).Items().Len()
	assert.Equal(t, items, edited(t, "title: Hand care", "title: Care of hands").Counts()[ClassIdentical])
	assert.Equal(t, items-1, edited(t, "Use soap.", "Use warm water.").Counts()[ClassIdentical])
	scale := edited(t, "label: Seen, meets: true}", "label: Seen here, meets: true}")
	assert.Equal(t, items-1, scale.Counts()[ClassIdentical], "say is answered on it")
	assert.Equal(t, 1, scale.Counts()[ClassScale], "which is one change")
}

// A group somewhere inside a section that is chosen asks nothing of those who do not.
func TestAGroupInsideWhatIsChosen(t *testing.T) {
	t.Parallel()
	const group = "sections: [{id: inner, title: Inner, sections: [{id: most, title: Most, rule: {at_least: 1}, proficiencies: [{id: mask, statement: Wear a mask.}]}]}]}\n  - id: choice\n"
	assert.Equal(t, StepMinor, edited(t, "  - id: choice\n", "  - {id: later, title: Later, optional: true, "+group).Least())
	assert.Equal(t, StepMajor, edited(t, "  - id: choice\n", "  - {id: later, title: Later, "+group).Least())
}

// When a confirmation may be renewed is nothing that a result is worth, and how long it holds is.
func TestRenewalsTouchNoResult(t *testing.T) {
	t.Parallel()
	assert.Empty(t, edited(t, "renew_within: 2", "renew_within: 3").touched)
	assert.Equal(t, map[ItemID][]ChangeClass{"towel": {ClassValidity}}, edited(t, "months: 12", "months: 13").touched)
}

// What depends on more than can be tried is not taken to stay enough.
func TestTooManyToTell(t *testing.T) {
	t.Parallel()
	question := func(attributes int) *Question {
		q := &Question{}
		for i := range attributes {
			c := Condition{Attribute: AttributeID(fmt.Sprint("a", i)), Values: ListOf[ValueID]("v")}
			q.levels.elems = append(q.levels.elems, Level{AppliesTo: ListOf(c)})
		}
		return q
	}
	for attributes, want := range map[int]bool{0: true, 8: true, 9: false, 12: false} { // three to the power of that
		tried := 0
		all := eachSettings([]*Question{question(attributes)}, func([]Setting) bool { tried++; return true })
		assert.Equal(t, want, all, "%d attributes", attributes)
		assert.LessOrEqual(t, tried, mostSettings)
	}
}

// What waits for a decision is not said to be too small a step, which it may not be.
func TestNoStepIsTooSmallBeforeItIsDecided(t *testing.T) {
	t.Parallel()
	old := mustParse(t, changesBase)
	new := mustParse(t, strings.Replace(strings.Replace(changesBase, "Wash your hands.", "Wash both hands.", 1), "version: 1.0.0", "version: 1.0.1", 1))
	const head = "format: countersign-migration/v1\nframework: hand-care\nfrom: 1.0.0\nto: 1.0.1\n"
	for entry, codes := range map[string][]string{
		"undecided: [{items: [wash]}]":                                   {"undecided"},
		"reconfirm: [{items: [wash], reason: Both.}]":                    {codeVersionStep},
		"carry: [{items: [wash], editorial: true, reason: It is both.}]": nil,
	} {
		_, findings := ParseMigration("m.yaml", []byte(head+entry+"\n"), old, new)
		assert.Equal(t, codes, codesOf(findings), entry)
	}
}

func codesOf(findings source.Diagnostics) (codes []string) {
	for _, f := range findings {
		codes = append(codes, f.Code)
	}
	return codes
}
