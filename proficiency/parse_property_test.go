package proficiency

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// Whatever the structure of a framework, its ordinals, ranges, gates and
// choices are as promised.
func TestGeneratedFrameworks(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	gates, choices, deepest, levels, varying, groups, lapsing, waivable, conditions, requirements := 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
	translated, recommended := 0, 0
	for seed := range uint64(100) {
		src := generatedFramework(rand.New(rand.NewPCG(seed, 1)), 40)
		fw, findings := Parse("generated.yaml", []byte(src))
		require.NoError(t, findings.Err(), "%s", src)
		checkInvariants(t, fw)
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, src)
		}
		for it := range fw.Items().Values() {
			gates = max(gates, it.Gates().Len())
			deepest = max(deepest, depth(it.Section()))
			choices += one(it.Choice() != nil)
			levels += one(it.Questions().At(0).Level(nil).Enforced())
			varying += one(it.LevelsVary())
			lapsing += one(it.Validity().Lapses() && it.AsksFor().Any())
			waivable += one(it.Waiving().Allowed)
			conditions += one(it.AppliesTo().Len() > 1)
			recommended += it.Recommends().Len() + it.Section().Recommends().Len()
			translated += one(fw.In("ar").Statement(it).Language == "ar")
		}
		groups += fw.Groups().Len()
		requirements += fw.Requires().Len()
	}
	assert.Greater(t, gates, 3, "some items have several gates in front")
	assert.Greater(t, deepest, 3)
	for what, n := range map[string]int{"choices": choices, "levels": levels, "varying": varying, "groups": groups, "lapsing": lapsing, "waivable": waivable, "conditions": conditions, "translated": translated, "recommended": recommended, "requirements": requirements} {
		assert.Greater(t, n, 50, what)
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestLargeFramework(t *testing.T) {
	t.Parallel()
	for _, n := range []int{670, 2_000} {
		fw, findings := Parse("large.yaml", []byte(largeFramework(n)))
		require.NoError(t, findings.Err())
		assert.Equal(t, n, fw.Items().Len())
		assert.Equal(t, 1, fw.Items().At(n-1).Gates().Len())
	}
}

// FuzzParse: no panic, no framework with errors, and every framework keeps its promises.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/ok/*.yaml", "testdata/err/*.yaml"} {
		for _, file := range mustGlob(pattern) {
			src, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			if len(src) < 10_000 {
				f.Add(src)
			}
		}
	}
	for seed := range uint64(20) {
		f.Add([]byte(generatedFramework(rand.New(rand.NewPCG(seed, 2)), 6)))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		fw, findings := Parse("f.yaml", src)
		if findings.HasErrors() == (fw != nil) {
			t.Fatalf("framework %v with findings %v", fw != nil, findings)
		}
		lines := strings.Count(string(src), "\n") + strings.Count(string(src), "\r") + 1
		for _, d := range findings {
			if d.Position.File != "f.yaml" || d.Position.Line > lines || !shows(d.Message) || d.Code == "" {
				t.Fatalf("%#v", d)
			}
		}
		if !slices.Equal(findings, slices.Clone(findings).Sort()) {
			t.Fatal("not sorted")
		}
		if fw != nil {
			checkInvariants(t, fw)
		}
	})
}

// shows reports whether a message fits on a line of a terminal and does nothing to it.
func shows(message string) bool {
	return message != "" && len(message) < 6_000 && !strings.ContainsFunc(message, func(c rune) bool { return !unicode.IsPrint(c) })
}

// What a message quotes is the author's, who may be a stranger.
func TestMessagesStayHarmless(t *testing.T) {
	t.Parallel()
	nasty := `"` + strings.Repeat(`\e[31m\n`, 500) + `\u202E"`
	src := strings.ReplaceAll(string(largeFramework(20)), "practice:", nasty+":")
	for _, key := range []string{"title: Contract", "id: generated", "kind: agreement"} {
		name, _, _ := strings.Cut(key, ":")
		_, findings := Parse("f.yaml", []byte(strings.Replace(src, key, name+": "+nasty, 1)))
		require.NotEmpty(t, findings)
		for _, d := range findings {
			assert.True(t, shows(d.Message), "%q", d.Message)
		}
	}
}

func mustGlob(pattern string) (files []string) {
	dir, ext, _ := strings.Cut(pattern, "*")
	entries, err := os.ReadDir(dir)
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ext) {
			files = append(files, dir+e.Name())
		}
	}
	return files
}

// All findings come at once, but for a bound that nobody reads to.
func TestManyFindings(t *testing.T) {
	t.Parallel()
	src := strings.ReplaceAll(largeFramework(670), "statement:", "statment:")
	fw, findings := Parse("large.yaml", []byte(src))
	assert.Nil(t, fw)
	assert.Equal(t, 670, len(findings))
	_, findings = Parse("large.yaml", []byte(generatedHead+"sections:\n"+strings.Repeat("- {}\n", 6_000)))
	require.Len(t, findings, 10_001)
	assert.Equal(t, source.CodeTooManyFindings, findings[0].Code)
}
