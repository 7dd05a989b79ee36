package proficiency

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An author decides at random what becomes of everything that changed.
type author struct {
	*rand.Rand
	b    strings.Builder
	last Action // the key that is being written
}

func (a *author) any(words ...string) string { return words[a.IntN(len(words))] }

func (a *author) entry(key Action, format string, args ...any) {
	if a.last != key {
		fmt.Fprintf(&a.b, "%s:\n", key)
		a.last = key
	}
	fmt.Fprintf(&a.b, "  - {"+format+", reason: As chance has it.}\n", args...)
}

// migration writes a migration between two versions. What may be wrong with it
// is that decisions carry over that cannot; then it is written again without.
func (a *author) migration(t *testing.T, old, new *Framework) (*Migration, string) {
	t.Helper()
	for _, carries := range []bool{true, false} {
		a.b.Reset()
		a.last = ""
		a.write(Compare(old, new), carries)
		src := a.b.String()
		m, findings := ParseMigration(MigrationFile(old.Version()), []byte(src), old, new)
		if m != nil {
			checkMigration(t, m, old, new)
			return m, src
		}
		if carries {
			for _, f := range findings {
				require.Contains(t, f.Code, "carry-", "%s\n%s", findings.Error(), src)
			}
			continue
		}
		require.NoError(t, findings.Err(), src)
	}
	return nil, ""
}

func (a *author) write(c *Comparison, carries bool) {
	fmt.Fprintf(&a.b, "format: %s\nframework: %s\nfrom: %s\nto: %s\n", MigrationFormat, c.To().ID, c.From().Version, c.To().Version)
	a.scales(c)
	var gone, added, kept []ItemID
	changed := map[ItemID]bool{}
	for it := range c.Old().Items().Values() {
		if c.New().Item(it.ID()) == nil {
			gone = append(gone, it.ID())
		} else {
			kept = append(kept, it.ID())
		}
	}
	for it := range c.New().Items().Values() {
		if c.Old().Item(it.ID()) == nil {
			added = append(added, it.ID())
		}
	}
	for id := range c.touched {
		changed[id] = true
	}
	for _, list := range [][]ItemID{gone, added, kept} {
		a.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	results := func() string {
		if carries && a.IntN(3) > 0 {
			return "results: carry, editorial: true"
		}
		return "results: " + a.any("reconfirm", "reassess")
	}
	take := func(list *[]ItemID, n int) []ItemID {
		taken := (*list)[:n]
		*list = (*list)[n:]
		return taken
	}
	entries := map[Action][]string{}
	add := func(key Action, format string, args ...any) {
		entries[key] = append(entries[key], fmt.Sprintf(format, args...))
	}
	for a.IntN(4) > 0 {
		switch a.IntN(6) {
		case 0: // goes on under another id
			if len(gone) > 0 && len(added) > 0 {
				key, editorial := Action(a.any("reconfirm", "reassess")), ""
				if carries && a.IntN(2) == 0 {
					key, editorial = ActionCarry, "editorial: true, "
				}
				add(key, "%sfrom: %s, to: %s", editorial, take(&gone, 1)[0], take(&added, 1)[0])
			}
		case 1: // split, and gone
			if len(gone) > 0 && len(added) > 1 {
				add(ActionSplit, "from: %s, to: %s, %s", take(&gone, 1)[0], yamlIDs(take(&added, 2)), results())
			}
		case 2: // split, and still there
			if len(kept) > 0 && len(added) > 0 {
				id := take(&kept, 1)[0]
				delete(changed, id)
				add(ActionSplit, "from: %s, to: %s, %s", id, yamlIDs([]ItemID{id, take(&added, 1)[0]}), results())
			}
		case 3: // merged into something new
			if len(gone) > 1 && len(added) > 0 {
				add(ActionMerge, "from: %s, to: %s, %s", yamlIDs(take(&gone, 2)), take(&added, 1)[0], results())
			}
		case 4: // merged into something that was there
			if len(gone) > 0 && len(kept) > 0 {
				id := take(&kept, 1)[0]
				delete(changed, id)
				add(ActionMerge, "from: %s, to: %s, %s", yamlIDs([]ItemID{take(&gone, 1)[0], id}), id, results())
			}
		case 5: // asked again for no reason
			if len(kept) > 0 {
				id := take(&kept, 1)[0]
				delete(changed, id)
				add(Action(a.any("reconfirm", "reassess")), "items: [%s]", id)
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(changed)) {
		switch {
		case carries && a.IntN(3) > 0:
			editorial := ""
			if slices.Contains(c.touched[id], ClassMeaning) {
				editorial = ", editorial: true"
			}
			add(ActionCarry, "items: [%s]%s", id, editorial)
		default:
			add(Action(a.any("reconfirm", "reassess")), "items: [%s]", id)
		}
	}
	if len(gone) > 0 {
		add(ActionDrop, "items: %s", yamlIDs(gone))
	}
	if len(added) > 0 {
		add(ActionAdd, "items: %s", yamlIDs(added))
	}
	for _, key := range slices.Sorted(maps.Keys(entries)) {
		for _, e := range entries[key] {
			a.entry(key, "%s", e)
		}
	}
}

// scales maps every scale to every other that it is not.
func (a *author) scales(c *Comparison) {
	for s := range c.Old().Scales().Values() {
		for to := range c.New().Scales().Values() {
			if sameAnswers(s, to, true) {
				continue
			}
			var answers, again []string
			for ans := range s.Answers().Values() {
				target := to.Answers().At(a.IntN(to.Answers().Len())).ID
				switch {
				case a.IntN(5) == 0:
					again = append(again, yamlID(ans.ID))
				case to.place(ans.ID) >= 0 && a.IntN(3) > 0:
					answers = append(answers, yamlID(ans.ID)+": "+yamlID(ans.ID))
				default:
					answers = append(answers, yamlID(ans.ID)+": "+yamlID(target))
				}
			}
			parts := ""
			if len(answers) > 0 {
				parts += ", answers: {" + strings.Join(answers, ", ") + "}"
			}
			if len(again) > 0 {
				parts += ", reassess: [" + strings.Join(again, ", ") + "]"
			}
			a.entry("scales", "from: %s, to: %s%s", s.ID(), to.ID(), parts)
		}
	}
}

// A held is what a learner has on an item.
type held struct {
	answers   map[QuestionID]AnswerID
	confirmed bool
}

// someResults are results on a framework as they can be: what is confirmed meets.
func someResults(r *rand.Rand, f *Framework, settings []Setting) map[ItemID]held {
	all := map[ItemID]held{}
	for it := range f.Items().Values() {
		h, meets := held{answers: map[QuestionID]AnswerID{}}, true
		for q := range it.Questions().Values() {
			if r.IntN(5) > 0 {
				h.answers[q.ID()] = q.Scale().Answers().At(r.IntN(q.Scale().Answers().Len())).ID
			}
			answer, given := h.answers[q.ID()]
			meets = meets && (!q.Required() || given && q.Meets(answer, settings))
		}
		h.confirmed = meets && r.IntN(4) > 0
		all[it.ID()] = h
	}
	return all
}

// goneOn are the results of somebody who goes on, as the actions promise.
func goneOn(t *testing.T, m *Migration, f *Framework, settings []Setting, was map[ItemID]held) map[ItemID]held {
	t.Helper()
	all := map[ItemID]held{}
	for tr := range m.Transfers().Values() {
		h, meets := held{answers: map[QuestionID]AnswerID{}}, true
		for q := range f.Item(tr.Item).Questions().Values() {
			answer, ok := tr.Answer(q.ID(), func(id ItemID, q QuestionID) (AnswerID, bool) {
				a, ok := was[id].answers[q]
				return a, ok
			})
			if ok {
				h.answers[q.ID()] = answer
			}
			meets = meets && (!q.Required() || ok && q.Meets(answer, settings))
		}
		h.confirmed = tr.Action == ActionCarry
		for id := range tr.From.Values() {
			h.confirmed = h.confirmed && was[id].confirmed
		}
		require.True(t, meets || !h.confirmed, "%s: what is confirmed meets", tr.Item)
		all[tr.Item] = h
	}
	return all
}

// nextVersion is a framework with some edits, of a version that claims enough for any.
func nextVersion(e *editor, root *tree) (*tree, *Framework) {
	major := mustVersion(root).Major + 1
	for {
		changed := root.clone()
		changed.set("version", textOf(fmt.Sprintf("%d.0.0", major)))
		all := edits()
		for range 1 + e.IntN(8) {
			all[e.IntN(len(all))].make(e, changed)
			e.add(changed, e.IntN(2) == 0)
			if e.IntN(2) == 0 {
				dropItem(e, changed)
			}
		}
		if f := parsed(changed); f != nil {
			return changed, f
		}
	}
}

func mustVersion(root *tree) Version {
	v, err := ParseVersion(root.get("version").text)
	if err != nil {
		panic(err)
	}
	return v
}

// One migration after the other and both composed lead every learner to the
// same, in whatever order they are composed, and so does the catalogue.
func TestComposingEqualsGoingStepByStep(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	met := map[Action]int{}
	for seed := range uint64(40) {
		e := &editor{Rand: rand.New(rand.NewPCG(seed, 31))}
		a := &author{Rand: e.Rand}
		root := schemaTree(t, Schema(), generatedFramework(e.Rand, 8))
		versions := []*Framework{parsed(root)}
		fsys := fstest.MapFS{"generated/1.0.0/generated.yaml": {Data: []byte(root.json())}}
		var steps []*Migration
		for range 3 {
			var next *Framework
			root, next = nextVersion(e, root)
			old := versions[len(versions)-1]
			m, src := a.migration(t, old, next)
			versions, steps = append(versions, next), append(steps, m)
			folder := fmt.Sprintf("generated/%s/", next.Version())
			fsys[folder+"generated.yaml"] = &fstest.MapFile{Data: []byte(root.json())}
			fsys[folder+MigrationFile(old.Version())] = &fstest.MapFile{Data: []byte(src)}
		}
		first, err := steps[0].Then(steps[1])
		require.NoError(t, err)
		last, err := steps[1].Then(steps[2])
		require.NoError(t, err)
		forwards, err := first.Then(steps[2])
		require.NoError(t, err)
		backwards, err := steps[0].Then(last)
		require.NoError(t, err)
		catalogued, err := newCatalog(t, fsys).Migration(versions[0].Ref(), versions[3].Ref())
		require.NoError(t, err)
		checkMigration(t, first, versions[0], versions[2])
		for _, m := range []*Migration{forwards, backwards, catalogued} {
			checkMigration(t, m, versions[0], versions[3])
			require.Equal(t, outline(forwards), outline(m), "seed %d", seed)
		}
		for tr := range forwards.Transfers().Values() {
			met[tr.Action]++
		}
		for f := range forwards.Fates().Values() {
			met[f.Action]++
		}
		for range 10 {
			all := settingsOf(versions[0])
			settings := all[e.IntN(len(all))]
			start := someResults(e.Rand, versions[0], settings)
			stepwise := start
			for i, m := range steps {
				stepwise = goneOn(t, m, versions[i+1], settings, stepwise)
				if i == 1 {
					require.Equal(t, stepwise, goneOn(t, first, versions[2], settings, start), "seed %d", seed)
				}
			}
			for _, m := range []*Migration{forwards, backwards, catalogued} {
				require.Equal(t, stepwise, goneOn(t, m, versions[3], settings, start), "seed %d", seed)
			}
		}
	}
	for _, action := range []Action{ActionCarry, ActionReconfirm, ActionReassess, ActionSplit, ActionMerge, ActionDrop, ActionAdd} {
		assert.Greater(t, met[action], 5, "%s was met often enough", action)
	}
}

// outline is what a migration says, without where it says it.
func outline(m *Migration) (lines []string) {
	for tr := range m.Transfers().Values() {
		lines = append(lines, fmt.Sprint(tr.Item, tr.Action, tr.From.elems, tr.meant, len(tr.Reasons.elems)))
	}
	for f := range m.Fates().Values() {
		lines = append(lines, fmt.Sprint(f.Item, f.Action, f.To.elems))
	}
	return append(lines, fmt.Sprint(m.AsksAgreement(), m.AsksNothing(), m.From(), m.To(), m.FromDigest(), m.ToDigest()))
}
