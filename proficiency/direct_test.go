package proficiency

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// directVersions are two releases of a real framework of competencies, made
// into frameworks of ours: between them the scale went from 0–5 to 0–4, and
// skills were merged, renamed, dropped and added.
func directVersions(t *testing.T) (old, new *Framework) {
	t.Helper()
	v1, v2 := directSources(t)
	return mustParse(t, v1), mustParse(t, v2)
}

// DirectCatalog are the two releases as a catalogue, with the migration between them.
func DirectCatalog(t *testing.T) fs.FS {
	t.Helper()
	v1, v2 := directSources(t)
	migration := decideDirect(Compare(mustParse(t, v1), mustParse(t, v2)))
	life := &fstest.MapFile{Data: []byte("status: published\npublished: 2026-01-01\n")}
	return fstest.MapFS{
		"direct/1.0.0/direct.yaml": {Data: []byte(v1)}, "direct/1.0.0/lifecycle.yaml": life,
		"direct/2.0.0/direct.yaml": {Data: []byte(v2)}, "direct/2.0.0/lifecycle.yaml": life,
		"direct/2.0.0/from-1.0.0.yaml": {Data: []byte(migration)},
	}
}

// directSources are the two releases, written as frameworks of ours.
func directSources(t *testing.T) (old, new string) {
	t.Helper()
	data := os.Getenv("COUNTERSIGN_TESTDATA")
	if data == "" {
		t.Skip("COUNTERSIGN_TESTDATA names no folder with the releases")
	}
	read := func(name string, into any) {
		b, err := os.ReadFile(filepath.Join(data, "direct", name))
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(b, into))
	}
	type skill struct{ Title, Description, Name, Slug, Competency string }
	var first struct {
		Categories []struct {
			Subcategories []struct {
				Title  string
				Skills []skill
			}
		}
	}
	read("v1.0/skills-competencies-framework.json", &first)
	v1 := directWriter{}
	v1.head("1.0.0", "0 none", "1 fundamental", "2 novice", "3 intermediate", "4 advanced", "5 expert")
	for _, c := range first.Categories {
		for _, s := range c.Subcategories {
			v1.section(slug(s.Title), s.Title)
			for _, k := range s.Skills {
				v1.item(slug(k.Title), k.Title, k.Description)
			}
		}
	}
	var second []skill
	read("v2.0.0/skill.json", &second)
	v2 := directWriter{}
	v2.head("2.0.0", "0 none", "1 awareness", "2 working", "3 practitioner", "4 expert")
	done := map[string]bool{}
	for _, c := range second {
		if done[c.Competency] {
			continue
		}
		done[c.Competency] = true
		v2.section(c.Competency, c.Competency)
		for _, k := range second {
			if k.Competency == c.Competency {
				v2.item(slug(k.Slug), k.Name, k.Description)
			}
		}
	}
	return v1.String(), v2.String()
}

var noID = regexp.MustCompile(`[^a-z0-9]+`)

func slug(s string) string {
	s = strings.Trim(noID.ReplaceAllString(strings.ToLower(s), "-"), "-")
	return strings.Trim(s[:min(len(s), MaxIDLength)], "-")
}

// A directWriter writes a framework.
type directWriter struct{ strings.Builder }

func (w *directWriter) head(version string, levels ...string) {
	fmt.Fprintf(w, "format: countersign/v1\nid: direct\nversion: %s\ntitle: Digital research competencies\nscales:\n  level:\n", version)
	for i, level := range levels {
		rank, name, _ := strings.Cut(level, " ")
		fmt.Fprintf(w, "    - {id: %s, label: %q, meets: %v}\n", name, rank+" "+name, i > 1)
	}
	w.WriteString("defaults: {scale: level, kind: skill, confirmed_by: [assessor]}\nsign_off: {by: [educator-manager]}\nsections:\n")
}

func (w *directWriter) section(id, title string) {
	fmt.Fprintf(w, "  - id: s-%s\n    title: %s\n    proficiencies:\n", slug(id), quoted(title))
}

func (w *directWriter) item(id, name, description string) {
	fmt.Fprintf(w, "      - {id: %s, statement: %s}\n", id, quoted(strings.TrimSpace(name)+": "+strings.Join(strings.Fields(description), " ")))
}

func quoted(s string) string {
	b, _ := json.Marshal(s) // of a text
	return string(b)
}

// decideDirect is the migration as an author could write it who follows what is
// suggested, takes texts that are nearly the same for editorial, and has all
// others confirmed again.
func decideDirect(c *Comparison) string {
	entries, named := map[Action][]string{}, map[ItemID]bool{}
	add := func(key Action, format string, args ...any) {
		entries[key] = append(entries[key], fmt.Sprintf("  - {"+format+"}\n", args...))
	}
	for s := range c.Suggestions().Values() {
		switch from, to := s.From.elems, s.To.elems; {
		case s.Class == ClassSplit:
			add(ActionSplit, "from: %s, to: %s, reason: It is asked in parts.", from[0], yamlIDs(to))
		case s.Class == ClassMerged:
			add(ActionMerge, "from: %s, to: %s, reason: They are asked as one.", yamlIDs(from), to[0])
		case s.Likeness > 0.9:
			add(ActionCarry, "editorial: true, from: %s, to: %s, reason: It was renamed.", from[0], to[0])
		default:
			add(ActionReconfirm, "from: %s, to: %s, reason: It was renamed and is asked otherwise.", from[0], to[0])
		}
		for _, id := range slices.Concat(s.From.elems, s.To.elems) {
			named[id] = true
		}
	}
	for it := range c.New().Items().Values() {
		was := c.Old().Item(it.ID())
		switch {
		case named[it.ID()]:
		case was == nil:
			add(ActionAdd, "items: [%s], reason: New in 2.0.0.", it.ID())
		case !slices.Contains(c.touched[it.ID()], ClassMeaning):
		case share(statementWords(was), statementWords(it)) > 0.75:
			add(ActionCarry, "editorial: true, items: [%s], reason: The words were polished.", it.ID())
		default:
			add(ActionReconfirm, "items: [%s], reason: It is asked otherwise.", it.ID())
		}
	}
	for it := range c.Old().Items().Values() {
		if c.New().Item(it.ID()) == nil && !named[it.ID()] {
			add(ActionDrop, "items: [%s], reason: Not in 2.0.0 any more.", it.ID())
		}
	}
	add(ActionCarry, "changed: [scale], reason: Only the scale was cut.")
	src := "format: countersign-migration/v1\nframework: direct\nfrom: 1.0.0\nto: 2.0.0\nscales:\n" +
		"  - from: level\n    to: level\n    answers: {none: none, fundamental: awareness, novice: working, intermediate: practitioner, advanced: practitioner, expert: expert}\n" +
		"    reason: Intermediate and advanced became practitioner.\n"
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		src += string(key) + ":\n" + strings.Join(entries[key], "")
	}
	return src
}

// share is how many of the words of two texts are in both.
func share(a, b []string) float64 {
	both := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// A real framework goes from its first release to its second.
func TestRealVersions(t *testing.T) {
	t.Parallel()
	old, new := directVersions(t)
	c := Compare(old, new)
	checkChanges(t, c)
	assert.Equal(t, StepMajor, c.Least())
	t.Logf("%d skills, then %d: %v", old.Items().Len(), new.Items().Len(), counts(c))
	suggested := map[ChangeClass]int{}
	for s := range c.Suggestions().Values() {
		suggested[s.Class]++
		if s.Class != ClassReplaced {
			t.Logf("suggested: %s %v → %v, alike by %.2f", s.Class, s.From.elems, s.To.elems, s.Likeness)
		}
	}
	t.Logf("suggested: %v", suggested)
	assert.Greater(t, suggested[ClassReplaced], 50, "most renamed skills are found")
	assert.NotZero(t, suggested[ClassMerged])

	draft := DraftMigration(old, new, "")
	_, findings := ParseMigration("from-1.0.0.yaml", draft, old, new)
	for _, f := range findings {
		require.Equal(t, "undecided", f.Code)
	}
	t.Logf("the draft leaves %d decisions to its author", len(findings))

	m, findings := ParseMigration("from-1.0.0.yaml", []byte(decideDirect(c)), old, new)
	require.Empty(t, findings)
	checkMigration(t, m, old, new)
	fates := map[Action]int{}
	for f := range m.Fates().Values() {
		fates[f.Action]++
	}
	t.Logf("what becomes of the first: %v", fates)
	decided, err := c.Decided(m)
	require.NoError(t, err)
	t.Logf("decided: %v", counts(decided))
	assert.Equal(t, old.Items().Len(), fates[ActionCarry]+fates[ActionReconfirm]+fates[ActionReassess]+fates[ActionSplit]+fates[ActionMerge]+fates[ActionDrop])
	assert.Equal(t, StepMajor, decided.Least())
	tr, _ := m.Transfer("team-building-and-development")
	got, ok := tr.Answer("", func(id ItemID, _ QuestionID) (AnswerID, bool) {
		return map[ItemID]AnswerID{"team-building": "expert", "team-development": "novice"}[id], true
	})
	assert.True(t, ok)
	assert.Equal(t, AnswerID("working"), got, "the lowest of what was merged, on the new scale")
}

// counts are those of each class, in the order of the classes.
func counts(c *Comparison) (s string) {
	all := c.Counts()
	for _, class := range append([]ChangeClass{ClassIdentical}, ChangeClasses()...) {
		if n := all[class]; n > 0 {
			s += fmt.Sprintf(" %s %d", class, n)
		}
	}
	return strings.TrimSpace(s)
}
