package proficiency

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// told are changes in words, one a line.
func told(c *Comparison) string {
	var b strings.Builder
	for ch := range c.Changes().Values() {
		fmt.Fprintf(&b, "%s %s %s: %s %s/%s %s %s → %s\n  %q → %q %v\n  %s\n  %s\n", ch.Class, ch.Trend, ch.Step, ch.Part, ch.ID, ch.Question, ch.Key,
			ch.Old, ch.New, ch.Was, ch.Is, ch.With.elems, ch.Effect, ch.Reason)
	}
	for s := range c.Suggestions().Values() {
		fmt.Fprintf(&b, "suggested: %s %v → %v %.2f\n", s.Class, s.From.elems, s.To.elems, s.Likeness)
	}
	fmt.Fprintf(&b, "%s\n%s to %s needs %s, claims %s\n", counts(c), c.From(), c.To(), c.Least(), c.Claimed())
	return b.String()
}

func TestCompareGolden(t *testing.T) {
	t.Parallel()
	old, new := wardVersions(t)
	c := Compare(old, new)
	golden(t, "testdata/migration/versions/compared.out", told(c))
	decided, err := c.Decided(wardMigration(t))
	require.NoError(t, err)
	golden(t, "testdata/migration/versions/decided.out", told(decided))
	checkChanges(t, decided)
	assert.Same(t, old, decided.Old())
	assert.Same(t, new, decided.New())
}

func TestDecidedIsForItsVersionsOnly(t *testing.T) {
	t.Parallel()
	old, new := wardVersions(t)
	m := wardMigration(t)
	_, err := Compare(new, old).Decided(m)
	assert.ErrorContains(t, err, "the migration leads from ward-care@1.0.0")
	changed := *new
	changed.digest = old.digest
	_, err = Compare(old, &changed).Decided(m)
	assert.ErrorContains(t, err, "the migration leads from ward-care@1.0.0", "other content of the same version is another version")
	_, err = m.Then(m)
	assert.ErrorContains(t, err, "a migration to ward-care@2.0.0")
}

// Where sections go on around what is in them, only what that makes of the items is a change.
func TestCompareSurroundings(t *testing.T) {
	t.Parallel()
	const head = "format: countersign/v1\nid: f\nversion: 1.0.0\ntitle: F\nscales: {done: [{id: no, label: No}, {id: yes, label: Yes, meets: true}]}\n" +
		"defaults: {scale: done, kind: skill, confirmed_by: [assessor]}\nsign_off: {by: [educator-manager]}\nsections:\n"
	item := func(ids ...string) string {
		var list []string
		for _, id := range ids {
			list = append(list, "{id: "+id+", statement: Task "+id+"}")
		}
		return "proficiencies: [" + strings.Join(list, ", ") + "]"
	}
	section := func(id, keys, content string) string {
		return "  - {id: " + id + ", title: T, " + keys + content + "}\n"
	}
	for name, c := range map[string]struct {
		old, new string
		want     []string
	}{
		"into an optional section": {
			section("a", "", item("x", "y")) + section("o", "optional: true, ", item("z")),
			section("a", "", item("x")) + section("o", "optional: true, ", item("z", "y")),
			[]string{"moved item y: in a → in o", "optional weakened item y: mandatory → optional"},
		},
		"into a group": {
			section("a", "", item("x", "y")) + section("g", "rule: {at_least: 1}, ", item("z")),
			section("a", "", item("x")) + section("g", "rule: {at_least: 1}, ", item("z", "y")),
			[]string{"moved item y: in a → in g", "rule weakened item y: counts by itself → counts towards the rule of g"},
		},
		"into a gate": {
			section("a", "", item("x", "y")) + section("g", "gate: true, ", item("z")),
			section("a", "", item("x")) + section("g", "gate: true, ", item("z", "y")),
			[]string{"moved item y: in a → in g", "gate item y: behind g → in g"},
		},
		"a section between, which changes nothing": {
			section("a", "", item("x")) + section("b", "", item("y")),
			section("a", "", item("x")) + section("n", "", "sections: [{id: b, title: T, "+item("y")+"}]"),
			[]string{"added section n:  → T", "moved section b: at the top level → in n"},
		},
		"a new gate": {
			section("a", "", item("x")), section("g", "gate: true, ", item("z")) + section("a", "", item("x")),
			[]string{"added section g:  → T", "gate strengthened section g:  → yes", "added item z:  → Task z"},
		},
		"a gate less": {
			section("g", "gate: true, ", item("z")) + section("a", "", item("x")), section("a", "", item("x", "z")),
			[]string{"moved item z: in g → in a", "removed section g: T → ", "gate weakened section g: yes → "},
		},
		"a gate that locks others": {
			section("g", "gate: true, ", item("z")) + section("a", "", item("x")) + section("b", "", item("y")+", sections: [{id: c, title: T, "+item("v")+"}]"),
			section("a", "", item("x")) + section("b", "", item("y")+", sections: [{id: g, title: T, gate: true, "+item("z")+"}, {id: c, title: T, "+item("v")+"}]"),
			[]string{"moved section g: at the top level → in b", "gate section g: at the top level → in b"},
		},
		"a new group": {
			section("a", "", item("x")), section("a", "", item("x")) + section("g", "rule: {at_least: 1}, ", item("z", "y")),
			[]string{"added section g:  → T, at least 1", "added item z:  → Task z", "added item y:  → Task y"},
		},
		"from one optional section to another": {
			section("a", "optional: true, ", item("x", "y")) + section("b", "optional: true, ", item("z")),
			section("a", "optional: true, ", item("x")) + section("b", "optional: true, ", item("z", "y")),
			[]string{"moved item y: in a → in b", "optional item y: chosen with a → chosen with b"},
		},
		"to the front": {
			section("a", "", item("x", "y", "z", "v")), section("a", "", item("v", "x", "y", "z")),
			[]string{"moved item v: in a → in a"},
		},
		"two sections swapped": {
			section("a", "", item("x")) + section("b", "", item("y")) + section("c", "", item("z")),
			section("c", "", item("z")) + section("a", "", item("x")) + section("b", "", item("y")),
			[]string{"moved section c: at the top level → at the top level"},
		},
	} {
		var got []string
		compared := Compare(mustParse(t, head+c.old), mustParse(t, head+c.new))
		for ch := range compared.Changes().Values() {
			words := strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s", ch.Class, ch.Trend, ch.Part, ch.ID)), " ")
			got = append(got, words+": "+ch.Was+" → "+ch.Is)
		}
		assert.Equal(t, c.want, got, name)
		checkChanges(t, compared)
	}
	group := Compare(mustParse(t, head+section("a", "", item("x"))), mustParse(t, head+section("a", "", item("x"))+section("g", "rule: {at_least: 1}, ", item("z", "y"))))
	assert.Equal(t, StepMajor, group.Least(), "a new group asks something of everybody")
	one := Compare(mustParse(t, head+section("g", "rule: {at_least: 1}, ", item("z"))), mustParse(t, head+section("g", "rule: {at_least: 1}, ", item("z", "y"))))
	assert.Equal(t, StepMinor, one.Least(), "one more of those of which some are enough asks nothing")
	chosen := Compare(mustParse(t, head+section("a", "", item("x"))), mustParse(t, head+section("a", "", item("x"))+section("g", "optional: true, rule: {at_least: 1}, ", item("z"))))
	assert.Equal(t, StepMinor, chosen.Least(), "nor does a group that is chosen")
}

// A scale under another name with the same answers is the same.
func TestCompareScales(t *testing.T) {
	t.Parallel()
	base := content("f", "1.0.0")
	for name, c := range map[string]struct {
		replace, with string
		classes       []ChangeClass
		least         Step
		touched       bool
	}{
		"renamed":         {"done: [", "fine: [", []ChangeClass{ClassAdded, ClassRemoved, ClassScale}, StepPatch, false},
		"a label":         {"label: Done", "label: Finished", []ChangeClass{ClassScale}, StepMajor, true},
		"marked by all":   {"label: Not yet}, {id: done, label: Done, meets: true}", "label: Not yet, meets: true}, {id: done, label: Done, meets: true}", []ChangeClass{ClassScale}, StepMajor, true},
		"another order":   {"{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}", "{id: done, label: Done, meets: true}, {id: not-yet, label: Not yet}", []ChangeClass{ClassScale}, StepMajor, true},
		"one answer less": {"{id: not-yet, label: Not yet}, ", "", []ChangeClass{ClassScale}, StepMajor, true},
	} {
		changed := strings.Replace(base, c.replace, c.with, 1)
		if name == "renamed" {
			changed = strings.Replace(changed, "scale: done", "scale: fine", 1)
		}
		require.NotEqual(t, base, changed, name)
		compared := Compare(mustParse(t, base), mustParse(t, changed))
		assert.Equal(t, c.classes, classesOf(compared), name)
		assert.Equal(t, c.least, compared.Least(), name)
		assert.Equal(t, c.touched, len(compared.touched) == 1, name)
	}
	unmarked := strings.Replace(base, ", meets: true", "", 1)
	marked := strings.NewReplacer("label: Not yet", "label: Not yet, meets: true").Replace(base)
	same := Compare(mustParse(t, unmarked), mustParse(t, marked))
	assert.Equal(t, []ChangeClass{ClassWording}, classesOf(same), "where no answer is marked all are enough")
	assert.Empty(t, same.touched)
}

// A large framework whose every item was renamed is compared in no time, too.
func BenchmarkCompare(b *testing.B) {
	for _, items := range []int{670, 6_700} {
		src := largeFramework(items)
		old := mustParse(b, src)
		edited := mustParse(b, strings.ReplaceAll(strings.ReplaceAll(src, "version: 1.0.0", "version: 2.0.0"), "number 7", "number 7 "+"again"))
		b.Run(fmt.Sprintf("%d", items), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if Compare(old, edited).Identical() {
					b.Fatal("nothing changed")
				}
			}
		})
		renamed := mustParse(b, strings.ReplaceAll(strings.ReplaceAll(src, "version: 1.0.0", "version: 2.0.0"), "id: item-", "id: task-"))
		b.Run(fmt.Sprintf("%d-suggest", items), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if Compare(old, renamed).Suggestions().Len() == 0 {
					b.Fatal("nothing is alike")
				}
			}
		})
	}
}
