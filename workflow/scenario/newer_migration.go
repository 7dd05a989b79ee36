package scenario

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// migrated is a text as the successor of a version, with a migration that
// chance writes; ok is false if the two are not valid.
func migrated(rng *rand.Rand, old *proficiency.Framework, text string) (s succession, ok bool) {
	steps := []proficiency.Step{proficiency.StepMajor}
	if rng.IntN(5) > 0 { // as small a step as will do
		steps = append(steps, proficiency.StepMinor, proficiency.StepPatch)
	}
	major := asVersion(text, old.Version().Next(proficiency.StepMajor))
	new, found := proficiency.Parse("made.yaml", []byte(major))
	if found.HasErrors() {
		return s, false
	}
	a := &author{Rand: rng, c: proficiency.Compare(old, new)}
	const tries = 6
	for n := range tries {
		a.carries = n < tries-1
		body := a.body()
		for _, step := range steps {
			next, fine := leadTo(old, text, body, old.Version().Next(step))
			if !fine {
				break
			}
			s, ok = next, true
		}
		if ok {
			return s, true
		}
	}
	return s, false
}

// asVersion is the text as that of a version.
func asVersion(text string, v proficiency.Version) string {
	return versionLine.ReplaceAllString(text, "version: "+v.String())
}

// leadTo is a text as a version, if the migration leads there.
func leadTo(old *proficiency.Framework, text, body string, v proficiency.Version) (s succession, ok bool) {
	ref := proficiency.Ref{ID: old.ID(), Version: v}
	s.Framework = Framework{Ref: ref, Text: asVersion(text, v)}
	s.by = Migration{From: old.Ref(), To: v, Text: fmt.Sprintf("format: %s\nframework: %s\nfrom: %s\nto: %s\n%s",
		proficiency.MigrationFormat, ref.ID, old.Version(), v, body)}
	new, found := proficiency.Parse("made.yaml", []byte(s.Text))
	if found.HasErrors() {
		return s, false
	}
	m, found := proficiency.ParseMigration("made.yaml", []byte(s.by.Text), old, new)
	return s, m != nil && !found.HasErrors()
}

// An author decides at random what becomes of everything that changed.
type author struct {
	*rand.Rand
	c           *proficiency.Comparison
	carries     bool // decisions may carry over
	entries     map[proficiency.Action][]string
	gone, added []proficiency.ItemID
	kept        []proficiency.ItemID
	touched     map[proficiency.ItemID]bool // of which something has to be said
}

func (a *author) body() string {
	a.entries, a.gone, a.added, a.kept, a.touched = map[proficiency.Action][]string{}, nil, nil, nil, map[proficiency.ItemID]bool{}
	a.sort()
	for a.IntN(5) > 0 {
		a.joins()
	}
	for _, id := range slices.Sorted(maps.Keys(a.touched)) {
		a.entry(a.keeps("items: [%s]", id))
	}
	if len(a.gone) > 0 {
		a.entry(proficiency.ActionDrop, "items: "+idList(a.gone))
	}
	if len(a.added) > 0 {
		a.entry(proficiency.ActionAdd, "items: "+idList(a.added))
	}
	var b strings.Builder
	b.WriteString(a.accepted() + a.scales())
	for _, key := range slices.Sorted(maps.Keys(a.entries)) {
		fmt.Fprintf(&b, "%s:\n%s", key, strings.Join(a.entries[key], ""))
	}
	return b.String()
}

func (a *author) entry(key proficiency.Action, what string) {
	a.entries[key] = append(a.entries[key], "  - {"+what+", reason: As chance has it.}\n")
}

// sort tells what is gone, added, and kept, and of what something has to be said.
func (a *author) sort() {
	for it := range a.c.Old().Items().Values() {
		if a.c.New().Item(it.ID()) == nil {
			a.gone = append(a.gone, it.ID())
		} else {
			a.kept = append(a.kept, it.ID())
		}
	}
	for it := range a.c.New().Items().Values() {
		if a.c.Old().Item(it.ID()) == nil {
			a.added = append(a.added, it.ID())
		}
	}
	rescaled := false
	for ch := range a.c.Changes().Values() {
		rescaled = rescaled || ch.Part == proficiency.PartScale
		if id := ch.Item(); slices.Contains(a.kept, id) && touches(ch.Class) {
			a.touched[id] = true
		}
	}
	for _, id := range a.kept {
		if rescaled {
			a.touched[id] = true
		}
	}
	for _, list := range [][]proficiency.ItemID{a.gone, a.added, a.kept} {
		a.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
}

// touches reports whether results hang on what changes so.
func touches(c proficiency.ChangeClass) bool {
	return !slices.Contains([]proficiency.ChangeClass{
		proficiency.ClassWording, proficiency.ClassRenumbered, proficiency.ClassGuidance, proficiency.ClassMoved, proficiency.ClassLayout,
	}, c)
}

// keeps is what an item that goes on does with its results: about says which.
func (a *author) keeps(about string, args ...any) (proficiency.Action, string) {
	about = fmt.Sprintf(about, args...)
	if a.carries && a.IntN(3) > 0 {
		if a.IntN(2) == 0 {
			about += ", editorial: true"
		}
		return proficiency.ActionCarry, about
	}
	return []proficiency.Action{proficiency.ActionReconfirm, proficiency.ActionReassess}[a.IntN(2)], about
}

// results is what a split or a merge does with them.
func (a *author) results() string {
	if a.carries && a.IntN(3) > 0 {
		return "results: carry, editorial: true"
	}
	return []string{"results: reconfirm", "results: reassess"}[a.IntN(2)]
}

func take(list *[]proficiency.ItemID, n int) []proficiency.ItemID {
	taken := (*list)[:n]
	*list = (*list)[n:]
	return taken
}

// joins says that some of what is gone goes on as some of what is there.
func (a *author) joins() {
	gone, added, kept := len(a.gone), len(a.added), len(a.kept)
	switch a.IntN(6) {
	case 0: // under another id
		if gone > 0 && added > 0 {
			a.entry(a.keeps("from: %s, to: %s", take(&a.gone, 1)[0], take(&a.added, 1)[0]))
		}
	case 1:
		if gone > 0 && added > 1 {
			a.entry(proficiency.ActionSplit, fmt.Sprintf("from: %s, to: %s, %s", take(&a.gone, 1)[0], idList(take(&a.added, 2)), a.results()))
		}
	case 2: // and is still there
		if kept > 0 && added > 0 {
			id := a.settle()
			a.entry(proficiency.ActionSplit, fmt.Sprintf("from: %s, to: %s, %s", id, idList([]proficiency.ItemID{id, take(&a.added, 1)[0]}), a.results()))
		}
	case 3:
		if gone > 1 && added > 0 {
			a.entry(proficiency.ActionMerge, fmt.Sprintf("from: %s, to: %s, %s", idList(take(&a.gone, 2)), take(&a.added, 1)[0], a.results()))
		}
	case 4: // into what was there
		if gone > 0 && kept > 0 {
			id := a.settle()
			a.entry(proficiency.ActionMerge, fmt.Sprintf("from: %s, to: %s, %s", idList([]proficiency.ItemID{take(&a.gone, 1)[0], id}), id, a.results()))
		}
	default: // for no reason
		if kept > 0 && a.IntN(3) == 0 {
			a.entry([]proficiency.Action{proficiency.ActionReconfirm, proficiency.ActionReassess}[a.IntN(2)], fmt.Sprintf("items: [%s]", a.settle()))
		}
	}
}

// settle takes an item that is there before and after, of which everything is said now.
func (a *author) settle() proficiency.ItemID {
	id := take(&a.kept, 1)[0]
	delete(a.touched, id)
	return id
}

// accepted says of some texts that somebody accepts that they mean the same,
// where both versions have one.
func (a *author) accepted() string {
	var keys []string
	for ch := range a.c.Changes().Values() {
		text := slices.Contains([]string{"declaration", "sign_off.learner_statement", "sign_off.signatory_statement"}, ch.Key)
		if ch.Part == proficiency.PartFramework && text && ch.Trend == "" && a.IntN(2) == 0 && !slices.Contains(keys, ch.Key) {
			keys = append(keys, ch.Key)
		}
	}
	if len(keys) == 0 {
		return ""
	}
	return "editorial:\n  - {texts: [" + strings.Join(keys, ", ") + "], reason: As chance has it.}\n"
}

// scales maps every scale to every other one that it is not.
func (a *author) scales() string {
	lines := ""
	for from := range a.c.Old().Scales().Values() {
		for to := range a.c.New().Scales().Values() {
			if !sameScale(from, to) {
				lines += "  - {" + a.scaleMap(from, to) + ", reason: As chance has it.}\n"
			}
		}
	}
	if lines == "" {
		return ""
	}
	return "scales:\n" + lines
}

func sameScale(a, b *proficiency.Scale) bool {
	return slices.EqualFunc(slices.Collect(a.Answers().Values()), slices.Collect(b.Answers().Values()), func(x, y proficiency.Answer) bool {
		return x.ID == y.ID && x.Meets == y.Meets && x.Label == y.Label
	})
}

func (a *author) scaleMap(from, to *proficiency.Scale) string {
	var answers, again []string
	for one := range from.Answers().Values() {
		target := to.Answers().At(a.IntN(to.Answers().Len())).ID
		same := slices.ContainsFunc(slices.Collect(to.Answers().Values()), func(o proficiency.Answer) bool { return o.ID == one.ID })
		switch {
		case a.IntN(6) == 0:
			again = append(again, string(one.ID))
			continue
		case same && a.IntN(4) > 0:
			target = one.ID
		case one.Meets && a.IntN(4) > 0: // the best, so that what is confirmed can stay so
			target = to.Answers().At(to.Answers().Len() - 1).ID
		}
		answers = append(answers, string(one.ID)+": "+string(target))
	}
	parts := fmt.Sprintf("from: %s, to: %s", from.ID(), to.ID())
	if len(answers) > 0 {
		parts += ", answers: {" + strings.Join(answers, ", ") + "}"
	}
	if len(again) > 0 {
		parts += ", reassess: [" + strings.Join(again, ", ") + "]"
	}
	return parts
}

func idList[T ~string](ids []T) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return "[" + strings.Join(words, ", ") + "]"
}
