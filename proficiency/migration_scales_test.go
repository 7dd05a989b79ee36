package proficiency

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// handCareTo reads a migration with these entries, which leads to an edit of the
// content of the examples of changes.
func handCareTo(t *testing.T, from, to, entries string) (*Comparison, *Migration, source.Diagnostics) {
	t.Helper()
	require.Equal(t, 1, strings.Count(changesBase, from), from)
	old := mustParse(t, changesBase)
	new := mustParse(t, strings.NewReplacer(from, to, "version: 1.0.0", "version: 2.0.0").Replace(changesBase))
	m, findings := ParseMigration("m.yaml", []byte("format: countersign-migration/v1\nframework: hand-care\nfrom: 1.0.0\nto: 2.0.0\n"+entries), old, new)
	return Compare(old, new), m, findings
}

const (
	eachAsItWas = "scales: [{from: doing, to: doing, answers: {no: no, yes: yes}, reason: They are the same.}]\n"
	editorially = "scales: [{from: doing, to: doing, editorial: true, reason: They read better.}]\n"
	intoHelp    = "scales: [{from: doing, to: help, answers: {no: none, yes: some}, reason: Help is what counts.}]\n"
	scaleCarry  = "carry: [{changed: [scale], reason: The answers are mapped.}]\n"
)

// What a migration says of scales, with what is found about it.
func TestMigrationOfScales(t *testing.T) {
	t.Parallel()
	const seen, when, why = "{id: yes, label: Seen, ", "{id: when, text: When, scale: ", "{id: why, text: Why, scale: "
	for name, c := range map[string]struct {
		from, to, entries string
		want              []string
	}{
		"three questions on one scale, which is said once":   {seen, "{id: yes, label: Seen it, ", scaleCarry, []string{"unmapped-scale"}},
		"an answer that is gone, as if it were one of words": {"{id: no, label", "{id: never, label", editorially + scaleCarry, []string{"unmapped-answer"}},
		"a scale that did not change":                        {"title: Hand care", "title: Hands", eachAsItWas, []string{"entry-without-effect"}},
		"not enough for a question that is required":         {when + "doing", when + "help", intoHelp + scaleCarry, []string{"carry-not-met"}},
		"not enough for one that is not":                     {why + "doing", why + "help", intoHelp + scaleCarry, nil},
	} {
		_, _, findings := handCareTo(t, c.from, c.to, c.entries)
		assert.Equal(t, c.want, codesOf(findings), "%s: %v", name, findings)
	}
}

// The label of an answer is a change of words where its author says so.
func TestLabelsAsTheirAuthorSeesThem(t *testing.T) {
	t.Parallel()
	for entries, want := range map[string]ChangeClass{editorially: ClassWording, eachAsItWas + scaleCarry: ClassScale} {
		compared, m, findings := handCareTo(t, "{id: yes, label: Seen, ", "{id: yes, label: Seen it, ", entries)
		require.Empty(t, findings)
		decided, err := compared.Decided(m)
		require.NoError(t, err)
		assert.Equal(t, []ChangeClass{want}, classesOf(decided))
	}
}

// An entry names what it is about in one way.
func TestEntriesThatNameSeveral(t *testing.T) {
	t.Parallel()
	for _, keys := range []string{"items: [wash], changed: [scale]", "items: [wash], from: rub, to: rubbed", "changed: [scale], from: rub, to: rubbed"} {
		_, findings := ParseMigration("m.yaml", []byte("format: countersign-migration/v1\nframework: f\nfrom: 1.0.0\nto: 2.0.0\ncarry: [{"+keys+", reason: As before.}]\n"), nil, nil)
		assert.Equal(t, []string{"several-selections"}, codesOf(findings), keys)
	}
}

// On another scale nobody knows whether what is enough is what was, even where
// the answers that both have are.
func TestLevelOnAnotherScale(t *testing.T) {
	t.Parallel()
	new := strings.NewReplacer("  doing: [", "  part: [{id: none, label: Not yet}, {id: half, label: Half}, {id: alone, label: Alone, meets: true}]\n  doing: [",
		"level: some}", "scale: part, level: half}").Replace(changesBase)
	compared := Compare(mustParse(t, changesBase), mustParse(t, new))
	assert.ElementsMatch(t, []ChangeClass{ClassScale, ClassLevel}, compared.touched["rate"])
}
