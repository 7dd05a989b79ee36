package proficiency

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// requiring is a small framework, named id@version, that requires what is
// listed, each as an id or id@version.
func requiring(t testing.TB, ref string, requires ...string) (file, text string) {
	t.Helper()
	id, version, ok := strings.Cut(ref, "@")
	require.True(t, ok, ref)
	version, centre := strings.CutSuffix(version, "+centre")
	if text = content(id, version); centre {
		text += "subject: centre\n"
	}
	for i, q := range requires {
		if i == 0 {
			text += "requires:\n"
		}
		id, version, ok := strings.Cut(q, "@")
		if text += fmt.Sprintf("  - framework: %s\n", id); ok {
			text += fmt.Sprintf("    version: %s\n", version)
		}
	}
	return fmt.Sprintf("%s/%s/%s.yaml", id, version, id), text
}

// required are the findings about a catalogue of frameworks, each of a line
// such as "care-a@1.0.0: care-b care-c@1.0.0".
func required(t testing.TB, lines ...string) string {
	t.Helper()
	fsys := files()
	for _, line := range lines {
		ref, rest, _ := strings.Cut(line, ":")
		file, text := requiring(t, ref, strings.Fields(rest)...)
		fsys[file] = files(file, text)[file]
	}
	findings, err := newCatalog(t, fsys).Check()
	require.NoError(t, err)
	return findings.Error()
}

func TestRequirementsOfACatalogue(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"nothing wrong", []string{"care-a@1.0.0:", "care-b@1.0.0: care-a", "care-c@2.0.0: care-a@1.0.0 care-b"}, nil},
		{"an older version is not enough", []string{"care-a@1.0.0:", "care-a@1.2.0:", "care-b@1.0.0: care-a@1.2.1"}, []string{
			"care-b/1.0.0/care-b.yaml:11:14: warning: the catalogue has care-a in no version from 1.2.1 on: there is 1.0.0 and 1.2.0 [unknown-requirement]"}},
		{"what centres are the subject of", []string{"care-a@1.0.0+centre:", "care-b@1.0.0: care-a"}, []string{
			"care-b/1.0.0/care-b.yaml:10:16: the subject of care-a@1.0.0 is a centre, so that no person is signed off on it: remove the requirement [centre-required]"}},
		{"a slip", []string{"care-of-hands@1.0.0:", "care-b@1.0.0: care-of-hand"}, []string{
			`care-b/1.0.0/care-b.yaml:10:16: warning: the catalogue has no framework "care-of-hand": did you mean "care-of-hands"? [unknown-requirement]`}},
		{"nothing like it, and never the framework itself", []string{"care-b@1.0.0: care-c", "hands@1.0.0:"}, []string{
			`care-b/1.0.0/care-b.yaml:10:16: warning: the catalogue has no framework "care-c": unless learners are signed off on it elsewhere, nobody meets this [unknown-requirement]`}},
		{"two", []string{"care-a@1.0.0: care-b", "care-b@1.0.0: care-a"}, []string{
			"care-a/1.0.0/care-a.yaml:10:16: care-a@1.0.0 requires care-b, which requires care-a: nobody could be signed off on any of them first [circular-requirement]",
			"care-b/1.0.0/care-b.yaml:10:16: care-b@1.0.0 requires care-a, which requires care-b: nobody could be signed off on any of them first [circular-requirement]"}},
		{"three, and one that leads there", []string{"care-a@1.0.0: care-c", "care-b@1.0.0: care-a", "care-c@1.0.0: care-b", "care-d@1.0.0: care-a"}, []string{
			"care-a/1.0.0/care-a.yaml:10:16: care-a@1.0.0 requires care-c, which requires care-b, which requires care-a: nobody could be signed off on any of them first [circular-requirement]",
			"care-b/1.0.0/care-b.yaml:10:16: care-b@1.0.0 requires care-a, which requires care-c, which requires care-b: nobody could be signed off on any of them first [circular-requirement]",
			"care-c/1.0.0/care-c.yaml:10:16: care-c@1.0.0 requires care-b, which requires care-a, which requires care-c: nobody could be signed off on any of them first [circular-requirement]"}},
		{"a later version undoes it", []string{"care-a@1.0.0: care-b", "care-b@1.0.0: care-a", "care-b@1.1.0:"}, nil},
		{"a later version does it", []string{"care-a@1.0.0:", "care-a@2.0.0: care-b", "care-b@1.0.0: care-a"}, []string{
			"care-a/2.0.0/care-a.yaml:10:16: care-a@2.0.0 requires care-b, which requires care-a: nobody could be signed off on any of them first [circular-requirement]",
			"care-b/1.0.0/care-b.yaml:10:16: care-b@1.0.0 requires care-a, which requires care-b: nobody could be signed off on any of them first [circular-requirement]"}},
		{"the other way round in later versions", []string{"care-a@1.0.0:", "care-b@1.0.0: care-a", "care-a@2.0.0: care-b", "care-b@2.0.0:"}, nil},
	} {
		assert.Equal(t, strings.Join(c.want, "\n"), required(t, c.lines...), c.name)
	}
	long := make([]string, 9)
	for i := range long {
		long[i] = fmt.Sprintf("care-%d@1.0.0: care-%d", i, (i+1)%len(long))
	}
	assert.Contains(t, required(t, long...), "care-3@1.0.0 requires care-4, which requires care-5, which requires care-6, which requires care-7, which requires care-8, "+
		"which requires others, 3 more, which requires care-3: nobody")
}

func TestRequirementsSwitchedOff(t *testing.T) {
	t.Parallel()
	beside := func(comment string) string {
		file, text := requiring(t, "care-b@1.0.0", "care-c")
		_, other := requiring(t, "care-a@1.0.0")
		fsys := files("care-a/1.0.0/care-a.yaml", other, file, strings.Replace(text, "  - framework: care-c", comment, 1))
		findings, err := newCatalog(t, fsys).Check()
		require.NoError(t, err)
		return findings.Error()
	}
	assert.Empty(t, beside("  - framework: care-c # countersign:ignore unknown-requirement kept by another centre"))
	assert.Empty(t, beside("  # countersign:ignore unknown-requirement kept by another centre\n  - framework: care-c"))
	assert.Equal(t, "care-b/1.0.0/care-b.yaml:10:23: warning: unknown-requirement finds nothing in line 10: remove it here [ignore-without-effect]",
		beside("  - framework: care-a # countersign:ignore unknown-requirement kept by another centre"))
	assert.Contains(t, beside("  - framework: care-c # countersign:ignore unknown-requirement"), "[unknown-requirement]", "without a reason")
	assert.Contains(t, beside("  - framework: care-c # countersign:ignore unused-scale as we like"), "[unknown-requirement]")
	assert.Contains(t, beside("  - framework: care-a # countersign:ignore circular-requirement as we like"), "cannot be switched off")

	file, text := requiring(t, "care-b@1.0.0", "care-c")
	_, findings := Check(file, []byte(text), &CheckOptions{Without: []string{"unknown-requirement"}})
	assert.Empty(t, findings)
}

// What has errors of its own is known by its folder alone, and is not judged.
func TestRequirementsBesideErrors(t *testing.T) {
	t.Parallel()
	file, text := requiring(t, "care-b@1.0.0", "care-a")
	other, broken := requiring(t, "care-a@1.0.0", "care-b")
	findings, err := newCatalog(t, files(file, text, other, broken+"titel: x\n")).Check()
	require.NoError(t, err)
	require.Len(t, findings, 1)
	assert.Equal(t, "unknown-key", findings[0].Code)
}

// A circle is found if and only if there is one, and in files of it alone.
func TestCirclesOfRequirements(t *testing.T) {
	t.Parallel()
	circles, none := 0, 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		var all []Requiring
		for i := range 1 + r.IntN(9) {
			of := Requiring{Ref: Ref{FrameworkID(fmt.Sprint("care-", i%6)), Version{1, uint32(i), 0}}, File: fmt.Sprint(i)}
			for range 1 + r.IntN(3) {
				of.requires = append(of.requires, Requirement{
					Framework: FrameworkID(fmt.Sprint("care-", r.IntN(6))), Lowest: Version{1, uint32(r.IntN(7)), 0},
					named: source.Position{Line: len(of.requires) + 1}, lowestAt: source.Position{Line: 1},
				})
			}
			all = append(all, of)
		}
		next := func(from int) (to []int) {
			for _, q := range all[from].requires {
				best := -1
				for i, a := range all {
					if q.MetBy(a.Ref) && a.Ref.ID != all[from].Ref.ID && (best < 0 || all[best].Ref.Version.Compare(a.Ref.Version) < 0) {
						best = i
					}
				}
				if best >= 0 {
					to = append(to, best)
				}
			}
			return to
		}
		reaches := func(from int) bool { // itself
			seen, queue := map[int]bool{}, next(from)
			for len(queue) > 0 {
				at := queue[0]
				if queue = queue[1:]; at == from {
					return true
				}
				if !seen[at] {
					seen[at] = true
					queue = append(queue, next(at)...)
				}
			}
			return false
		}
		some, told := false, map[string]int{}
		for _, d := range CheckRequirements(all) {
			if d.Code == codeCircularRequirement {
				told[d.Position.File]++
			}
		}
		for i := range all {
			on := reaches(i)
			some = some || on
			assert.LessOrEqual(t, told[all[i].File], one(on), "seed %d, file %d", seed, i)
		}
		assert.Equal(t, some, len(told) > 0, "seed %d", seed)
		circles, none = circles+one(some), none+one(!some)
	}
	assert.Greater(t, circles, 50)
	assert.Greater(t, none, 50)
}
