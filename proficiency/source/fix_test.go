package source

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func fixes(each ...[]Edit) (ds Diagnostics) {
	for i, edits := range each {
		ds = append(ds, Diagnostic{Code: fmt.Sprint(i), Fix: &Fix{Edits: edits, Safe: true}})
	}
	return ds
}

func codesOf(ds Diagnostics) (codes string) {
	for _, d := range ds {
		codes += d.Code
	}
	return codes
}

func TestApplyFixes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		ds      Diagnostics
		want    string
		applied string
	}{
		{"none", nil, "abcdef", ""},
		{"in any order", fixes([]Edit{{4, 5, "E"}}, []Edit{{0, 1, "A"}, {2, 3, ""}}), "AbdEf", "01"},
		{"the first of two that overlap", fixes([]Edit{{1, 3, "X"}}, []Edit{{2, 4, "Y"}}), "aXdef", "0"},
		{"all of a fix or nothing", fixes([]Edit{{1, 3, "X"}}, []Edit{{2, 4, "Y"}, {5, 6, "Z"}}, []Edit{{5, 6, "F"}}), "aXdeF", "02"},
		{"neighbours", fixes([]Edit{{1, 2, ""}}, []Edit{{2, 3, ""}}), "adef", "01"},
		{"one place twice", fixes([]Edit{{1, 1, "X"}}, []Edit{{1, 1, "Y"}}), "aXbcdef", "0"},
		{"before what is replaced", fixes([]Edit{{1, 2, "B"}}, []Edit{{1, 1, "Y"}}), "aBcdef", "0"},
		{"at the end", fixes([]Edit{{6, 6, "g"}}), "abcdefg", "0"},
		{"nowhere", fixes([]Edit{{6, 7, "g"}}, []Edit{{-1, 0, "g"}}, []Edit{{3, 2, "g"}}, nil), "abcdef", ""},
		{"overlapping itself", fixes([]Edit{{1, 3, "X"}, {2, 4, "Y"}}), "abcdef", ""},
		{"not safe", Diagnostics{{Fix: &Fix{Edits: []Edit{{0, 1, "X"}}}}, {}}, "abcdef", ""},
	} {
		src := []byte("abcdef")
		fixed, applied := ApplyFixes(src, c.ds)
		assert.Equal(t, c.want, string(fixed), c.name)
		assert.Equal(t, c.applied, codesOf(applied), c.name)
		fixed[0] = '!'
		assert.Equal(t, "abcdef", string(src), "%s: src is left as it is", c.name)
	}
}

// A fix is given only where the file says literally what is replaced.
func TestReplacingAndRemoving(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ src, by, replaced, removed string }{
		{"[a, word]", "new", "[a, new]", "[a]"},
		{"[a,\tword ]", "new", "[a,\tnew ]", "[a ]"},
		{"[a, 'word', b]", "new", "[a, 'new', b]", "[a, b]"},
		{`[a, "word"]`, "new", `[a, "new"]`, "[a]"},
		{`[a, "wor\u0064"]`, "new", "", ""},
		{"[a, word]", "null", "", "[a]"},
		{"[a, word]", "#new", "", "[a]"},
		{"[a, word]", "two words", "", "[a]"},
		{"[a, # b,\n word]", "new", "[a, # b,\n new]", ""},
		{"[a\n , word]", "new", "[a\n , new]", "[a\n ]"},
		{"- a\n- word\n- b", "new", "- a\n- new\n- b", "- a\n- b"},
		{"- a\n-   word  \n", "new", "- a\n-   new  \n", "- a\n"},
		{"- a\n- word", "new", "- a\n- new", "- a\n"},
		{"- a\n- word # why\n", "new", "- a\n- new # why\n", ""},
		{"- a\n- |-\n  word\n", "new", "", ""},
		{"- a\n- >-\n  >-\n", "new", "", ""},
		{"- a\n- two\n  words\n", "new", "", ""},
		{"- a\n-\n  word\n", "new", "- a\n-\n  new\n", ""},
		{"- - word\n", "new", "- - new\n", ""},
	} {
		for _, before := range []string{"", "\uFEFF"} {
			d := Read("f", []byte(before+c.src), nil)
			list := d.Root().List(0)
			entry := list[min(1, len(list)-1)]
			if inner := entry.n; inner.Content != nil {
				entry = entry.List(0)[0]
			}
			for _, try := range []struct {
				fix  *Fix
				want string
			}{{d.Replacing(entry.Text(), c.by), c.replaced}, {d.Removing(entry.Text()), c.removed}} {
				if try.want == "" {
					assert.Nil(t, try.fix, "%q", c.src)
					continue
				}
				require.NotNil(t, try.fix, "%q", c.src)
				try.fix.Safe = true
				fixed, _ := ApplyFixes([]byte(before+c.src), Diagnostics{{Fix: try.fix}})
				assert.Equal(t, before+try.want, string(fixed), "%q", c.src)
			}
		}
	}
	d := Read("f", []byte("a"), nil)
	assert.Nil(t, d.Replacing(Text{"b", Position{"f", 7, 7}}, "c"), "a place that is not there")
}

// Two keys that may both be meant to be the same are the author's to tell apart.
func TestTwoKeysForOne(t *testing.T) {
	t.Parallel()
	d := Read("f", []byte("nmae: a\nnaem: b\n"), nil)
	d.Root().Mapping(&Shape{What: "a team", Required: []string{"name"}})
	found := d.Findings()
	require.Len(t, found, 2)
	for _, f := range found {
		assert.Equal(t, "name", f.Suggestion)
		assert.Nil(t, f.Fix)
	}
}

func TestSortKeepsAFix(t *testing.T) {
	t.Parallel()
	with := Diagnostic{Code: "a", Fix: &Fix{Title: "write b"}}
	assert.Equal(t, Diagnostics{with}, Diagnostics{with, {Code: "a"}}.Sort())
}

// That there are too many findings has no fix: those that are kept have theirs.
func TestTooManyFindingsHaveNoFix(t *testing.T) {
	t.Parallel()
	doc := Read("f", []byte("- {nmae: a}\n- {nmae: b}\n- {nmae: c}\n"), &Limits{Findings: 1})
	for _, n := range doc.Root().List(0) {
		n.Mapping(&Shape{What: "a member", Optional: []string{"name"}})
	}
	found := doc.Findings()
	require.Len(t, found, 2)
	require.Equal(t, CodeTooManyFindings, found[0].Code)
	require.Empty(t, found[0].Suggestion)
	require.Nil(t, found[0].Fix)
	require.NotNil(t, found[1].Fix)
}
