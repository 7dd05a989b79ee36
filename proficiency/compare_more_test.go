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

// A level that depends on so much is not taken to stay enough, and one that does not is.
func TestWhetherALevelStaysEnough(t *testing.T) {
	t.Parallel()
	for attributes, want := range map[int]bool{2: true, 9: false} {
		var said, levels []string
		for i := range attributes {
			said = append(said, fmt.Sprintf("a%d: {label: A, values: [{id: v, label: V}, {id: w, label: W}]}", i))
			levels = append(levels, fmt.Sprintf("{answer: some, applies_to: {a%d: [v]}}", i))
		}
		src := strings.Replace(changesBase, "attributes: {", "attributes: {"+strings.Join(said, ", ")+", ", 1)
		src = strings.Replace(src, "level: some", "level: ["+strings.Join(levels, ", ")+", {answer: alone}]", 1)
		q := mustParse(t, src).Item("rate").Questions().At(0)
		assert.Equal(t, want, staysEnough(q, q, "alone", "alone"), "%d attributes", attributes)
		assert.False(t, staysEnough(q, q, "alone", "none"), "%d attributes", attributes)
	}
}

// Who may confirm is worth something to a result, whether more or fewer may, and
// in which order they are thought of is not.
func TestConfirmersTouchResults(t *testing.T) {
	t.Parallel()
	const apron = "Put on a clean apron.}"
	for by, want := range map[string]int{"assessor": 1, "assessor, educator-manager, link-lecturer": 1, "educator-manager, assessor": 0} {
		c := edited(t, apron, "Put on a clean apron., confirmed_by: ["+by+"]}")
		assert.Len(t, c.touched["apron"], want, by)
	}
}

// What stands in a section that is chosen asks nothing of those who do not choose it.
func TestAnItemMoreOfWhatIsChosen(t *testing.T) {
	t.Parallel()
	chosen := strings.Replace(changesBase, "    title: On the ward\n", "    title: On the ward\n    optional: true\n", 1)
	more := strings.Replace(chosen, apronLine, apronLine+"      - {id: mask, statement: Wear a mask.}\n", 1)
	assert.Equal(t, StepMinor, Compare(mustParse(t, chosen), mustParse(t, more)).Least())
}

// A section that becomes a gate is one change, also for what moves into it.
func TestIntoWhatBecomesAGate(t *testing.T) {
	t.Parallel()
	open := strings.Replace(changesBase, "    gate: true\n", "", 1)
	moved := strings.Replace(strings.Replace(open, rubLine, "", 1), "    title: Choice\n    proficiencies: [",
		"    title: Choice\n    gate: true\n    proficiencies: [{id: rub, statement: Rub alcohol into both hands., asks_for: [comment]}, ", 1)
	gates := map[string]int{}
	for ch := range Compare(mustParse(t, open), mustParse(t, moved)).Changes().Values() {
		if ch.Class == ClassGate {
			gates[ch.ID]++
		}
	}
	assert.Equal(t, map[string]int{"choice": 1}, gates)
}

// An item worth more makes the points easier to reach.
func TestPointsOfAnItem(t *testing.T) {
	t.Parallel()
	one := strings.Replace(changesBase, "at_least: 2", "points: 2", 1)
	two := strings.Replace(one, "Tell a visitor.", "Tell a visitor., points: 2", 1)
	trend := func(old, new string) Trend {
		return Compare(mustParse(t, old), mustParse(t, new)).Changes().At(0).Trend
	}
	assert.Equal(t, Weakened, trend(one, two))
	assert.Equal(t, Strengthened, trend(two, one))
}

// Differences that a word, an order or a mark makes, each with what it is of.
func TestSmallDifferences(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		base     [2]string // which the edit is of
		from, to string
		want     string
	}{
		"an order of values": {[2]string{}, "{id: clinical, label: Clinical}, {id: office, label: Office}", "{id: office, label: Office}, {id: clinical, label: Clinical}", "wording patch"},
		"a lowest version": {
			[2]string{"category: community\n", "category: community\nrequires: [{framework: ward-basics, version: 1.0.0, before: sign-off}]\n"},
			"version: 1.0.0, before", "version: 2.0.0, before", "sign-off major",
		},
	} {
		base := changesBase
		if c.base[0] != "" {
			base = strings.Replace(base, c.base[0], c.base[1], 1)
		}
		new := mustParse(t, strings.Replace(base, c.from, c.to, 1))
		var got []string
		for ch := range Compare(mustParse(t, base), new).Changes().Values() {
			got = append(got, fmt.Sprint(ch.Class, " ", ch.Step))
		}
		assert.Equal(t, []string{c.want}, got, name)
	}
}

// A question that need not be answered is worth nothing to a result, and one that has to be is.
func TestQuestionsThatAreGone(t *testing.T) {
	t.Parallel()
	assert.Empty(t, edited(t, ", {id: why, text: Why, scale: doing, required: false}", "").touched)
	assert.Equal(t, map[ItemID][]ChangeClass{"say": {ClassQuestions}}, edited(t, "{id: when, text: When, scale: doing}, ", "").touched)
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
