package proficiency

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func digitalCare(t *testing.T) *Framework {
	t.Helper()
	fw, findings := parseTestdata(t, "testdata/ok/levels.yaml")
	require.Empty(t, findings)
	return fw
}

// Which level is asked of whom, what meets it, and how each answer is rated:
// none, red, amber and green from the lowest answer on.
func TestLevelsByAttribute(t *testing.T) {
	t.Parallel()
	fw := digitalCare(t)
	at := func(archetype, site ValueID) []Setting { return []Setting{{"archetype", archetype}, {"site", site}} }
	for _, c := range []struct {
		item     ItemID
		settings []Setting
		level    AnswerID
		ratings  string
		line     int
	}{
		{"sharing", at("shaper", "ward"), "expert", "red red amber green", 34},
		{"sharing", at("driver", "ward"), "proficient", "red amber green green", 35},
		{"sharing", at("creator", "office"), "proficient", "red amber green green", 35},
		{"sharing", at("user", "ward"), "foundation", "red green green green", 36},
		{"sharing", nil, "expert", "red red amber green", 34}, // nobody is let off by what is not known
		{"sharing", []Setting{{"site", "ward"}}, "expert", "red red amber green", 34},
		{"reading", at("user", "ward"), "foundation", "amber green green green", 40},
		{"reading", at("user", "office"), "none", "green green green green", 41},
		{"reading", at("shaper", "ward"), "", "", 0},
		{"reading", []Setting{{"archetype", "user"}}, "foundation", "amber green green green", 40},
		{"reading", []Setting{{"archetype", "driver"}}, "", "", 0},
		{"reading", nil, "", "", 0}, // it may be that the scale decides, and it asks for more
		{"amber", nil, "proficient", "red amber green green", 42},
		{"plain", at("user", "ward"), "expert", "red red red green", 43},
		{"open", at("user", "ward"), "", "", 0},
	} {
		q := fw.Item(c.item).Question("")
		l := q.Level(c.settings)
		assert.Equal(t, c.level, l.Answer, "%s under %v", c.item, c.settings)
		assert.Equal(t, c.level != "", l.Enforced())
		assert.Equal(t, c.line, l.Position.Line, "%s under %v", c.item, c.settings)
		ratings, meets := "", ""
		for a := range q.Scale().Answers().Values() {
			if r := q.Rating(a.ID, c.settings); r != "" {
				ratings += " " + string(r)
			}
			if q.Meets(a.ID, c.settings) && meets == "" {
				meets = string(a.ID)
			}
		}
		want := c.level
		if want == "" {
			want = "proficient" // which the scale marks
		}
		assert.Equal(t, string(want), meets, "%s under %v", c.item, c.settings)
		if c.ratings != "" {
			c.ratings = " " + c.ratings
		}
		assert.Equal(t, c.ratings, ratings, "%s under %v", c.item, c.settings)
	}
}

func TestLevelsVary(t *testing.T) {
	t.Parallel()
	fw := digitalCare(t)
	for id, want := range map[ItemID]bool{"sharing": true, "reading": true, "amber": false, "plain": false, "open": false, "several": true} {
		assert.Equal(t, want, fw.Item(id).LevelsVary(), id)
	}
	doing := fw.Item("several").Question("doing")
	require.Equal(t, 1, doing.Levels().Len())
	l := doing.Levels().At(0)
	assert.Equal(t, []AnswerID{"expert", ""}, []AnswerID{l.Answer, l.Amber})
	require.Equal(t, 1, l.AppliesTo.Len())
	assert.Equal(t, AttributeID("site"), l.AppliesTo.At(0).Attribute)
	assert.Zero(t, fw.Item("several").Question("liking").Levels().Len())
}

// What a reader may take for one level is one: the digest is the same.
func TestOneLevelInTwoForms(t *testing.T) {
	t.Parallel()
	with := func(level string) *Framework {
		return mustParse(t, generatedHead+"sections: [{id: one, title: One, proficiencies: [{id: a, statement: S, scale: pace, level: "+level+"}]}]\n")
	}
	assert.Equal(t, with("even").Digest(), with("[{answer: even}]").Digest())
	assert.NotEqual(t, with("even").Digest(), with("[{answer: even, amber: slow}]").Digest())
	a, b := "{applies_to: {role: [b, a], grade: [x]}, answer: fast}", "{applies_to: {grade: [x], role: [a, b]}, answer: fast}"
	assert.Equal(t, with("["+a+", {answer: even}]").Digest(), with("["+b+", {answer: even}]").Digest())
	assert.NotEqual(t, with("["+a+", {applies_to: {grade: [x]}, answer: even}]").Digest(), with("["+a+", {answer: even}]").Digest())
}

// A file in which the search for somebody of whom a level is asked would not
// end is read all the same.
func TestLevelsBeyondTheSearch(t *testing.T) {
	t.Parallel()
	head := "format: countersign/v1\nid: many\nversion: 1.0.0\ntitle: Many\nscales: {s: [{id: a, label: A}, {id: b, label: B}]}\nsign_off: {by: [x]}\nattributes:\n"
	entries, last := "", ""
	for i := range 40 {
		id := string(rune('a'+i%26)) + string(rune('a'+i/26))
		head += "  " + id + ": {label: L, values: [{id: x, label: X}, {id: y, label: Y}]}\n"
		if i%2 == 0 {
			last = "{" + id + ": [x], "
		} else {
			entries += "          - {applies_to: " + last + id + ": [x]}, answer: b}\n"
		}
	}
	src := head + "sections:\n  - id: one\n    title: One\n    proficiencies:\n      - id: i\n        statement: S\n        kind: skill\n        confirmed_by: [x]\n        scale: s\n        level:\n" +
		entries + entries
	_, findings := Parse("many.yaml", []byte(src))
	assert.True(t, findings.HasErrors(), "each of the second half is asked of nobody")
	for _, d := range findings {
		assert.Equal(t, "unreachable-level", d.Code)
	}
}
