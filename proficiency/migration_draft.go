package proficiency

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/countersign-go/countersign/proficiency/source"
)

// DraftMigration is a first draft of the migration between two versions, for
// its author to go on with. What is certain is said in it; what the author has
// to decide stands under undecided, each with what changed and what it is like
// in comments, and [ParseMigration] finds nothing else wrong with it, but
// perhaps that the version claims too small a step. Schema is what editors are
// told to find the schema by; empty leaves that out.
func DraftMigration(old, new *Framework, schema string) []byte {
	d := migrationDraft{Comparison: Compare(old, new), suggested: map[ItemID]bool{}, asked: map[ItemID]bool{}}
	d.head(schema)
	d.scaleMaps()
	d.added()
	d.undecided()
	laidOut, findings := source.Layout(MigrationFile(old.ref.Version), []byte(d.b.String()), nil)
	if findings.HasErrors() {
		return []byte(d.b.String()) // it says the same, only not as nicely
	}
	return laidOut
}

// A migrationDraft writes a draft.
type migrationDraft struct {
	*Comparison
	b         strings.Builder
	suggested map[ItemID]bool // in a suggestion
	asked     map[ItemID]bool // of the author, in one of these
}

func (d *migrationDraft) write(format string, args ...any) { fmt.Fprintf(&d.b, format+"\n", args...) }

func (d *migrationDraft) head(schema string) {
	if schema != "" {
		d.write("# yaml-language-server: $schema=%s", comment(schema))
	}
	d.write("# What becomes of results on %s for those who go on with %s.", d.old.ref, d.new.ref)
	for _, ch := range d.changes.elems {
		if ch.Part == PartFramework && slices.Contains(acceptedTexts(), ch.Key) && ch.Trend == "" {
			d.write("# %s changed. If it means the same, say so: editorial: [{texts: [%s], reason: …}].", ch.Key, ch.Key)
		}
	}
	d.write("format: %s", MigrationFormat)
	d.write("framework: %s", yamlID(d.new.ref.ID))
	d.write("from: %s", d.old.ref.Version)
	d.write("to: %s", d.new.ref.Version)
}

// comment is text that can stand behind a # on one line.
func comment(s string) string {
	const most = 500
	s = strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return unicode.ReplacementChar
		}
		return c
	}, strings.Join(strings.Fields(s), " "))
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return s
}

// yamlID is an id as YAML reads it.
func yamlID[T ~string](id T) string {
	if id == "null" {
		return `"null"`
	}
	return string(id)
}

func yamlIDs[T ~string](ids []T) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = yamlID(id)
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// scaleMaps maps the answers that both scales have, of the scales that items
// are answered on before and after.
func (d *migrationDraft) scaleMaps() {
	seen := map[scalePair]bool{}
	between := func(old, new *Item) {
		for _, q := range new.questions.elems {
			was := old.Question(q.id)
			if was == nil || sameAnswers(was.scale, q.scale, true) || seen[scalePair{was.scale.id, q.scale.id}] {
				continue
			}
			if len(seen) == 0 {
				d.write("\nscales:")
			}
			seen[scalePair{was.scale.id, q.scale.id}] = true
			d.scaleMap(was.scale, q.scale)
		}
	}
	for _, it := range d.new.items.elems {
		if was := d.old.byItem[it.id]; was != nil {
			between(was, it)
		}
	}
	for _, s := range d.Suggestions().elems {
		for _, from := range s.From.elems {
			for _, to := range s.To.elems {
				between(d.old.byItem[from], d.new.byItem[to])
			}
		}
	}
}

func (d *migrationDraft) scaleMap(old, new *Scale) {
	d.write("  # was: %s", comment(answerNames(old)))
	d.write("  # is:  %s", comment(answerNames(new)))
	reason := "The scale has other answers."
	if sameAnswers(old, new, false) {
		reason = "The answers are called otherwise."
		d.write("  # Only words changed. If they mean the same, write editorial: true instead of answers.")
	}
	var both, gone []string
	for _, a := range old.answers.elems {
		if id := yamlID(a.ID); new.place(a.ID) >= 0 {
			both = append(both, id+": "+id)
		} else {
			gone = append(gone, id)
		}
	}
	d.write("  - from: %s\n    to: %s", yamlID(old.id), yamlID(new.id))
	if len(both) > 0 {
		d.write("    answers: {%s}", strings.Join(both, ", "))
	}
	if len(gone) > 0 {
		d.write("    # Name the new answer of each under answers, or let it be given again: reassess: [%s]", gone[0])
		d.write("    undecided: [%s]", strings.Join(gone, ", "))
	}
	d.write("    reason: %s", reason)
}

// added are the new items that are like nothing that was there.
func (d *migrationDraft) added() {
	for _, s := range d.Suggestions().elems {
		for _, id := range slices.Concat(s.From.elems, s.To.elems) {
			d.suggested[id] = true
		}
	}
	var ids []ItemID
	for _, it := range d.new.items.elems {
		if d.old.byItem[it.id] == nil && !d.suggested[it.id] {
			ids = append(ids, it.id)
		}
	}
	if len(ids) > 0 {
		d.write("\nadd:\n  - items: %s\n    reason: New in %s.", yamlIDs(ids), d.new.ref.Version)
	}
}

// undecided is what the author has to say.
func (d *migrationDraft) undecided() {
	before := d.b.Len()
	d.suggestions()
	d.changedMeanings()
	d.otherChanges()
	d.gone()
	if d.b.Len() > before {
		text := d.b.String()
		d.b.Reset()
		d.b.WriteString(text[:before] + "\n# To be decided: move each to carry, reconfirm, reassess, split, merge or drop, with your reason.\nundecided:\n" + text[before:])
	}
}

func (d *migrationDraft) statements(word string, f *Framework, ids []ItemID) {
	for _, id := range ids {
		it := f.byItem[id]
		d.write("  # %s %s (%s): %s", word, id, comment(it.position.String()), comment(it.statement))
	}
}

func (d *migrationDraft) suggestions() {
	for _, s := range d.Suggestions().elems {
		from, to := s.From.elems, s.To.elems
		ids := d.fresh(slices.Concat(from, to))
		if len(ids) == 0 {
			continue
		}
		switch percent := int(s.Likeness * 100); s.Class {
		case ClassSplit:
			d.write("  # Perhaps a split (alike by %d %%): split: [{from: %s, to: %s, reason: …}]", percent, yamlID(from[0]), yamlIDs(to))
		case ClassMerged:
			d.write("  # Perhaps a merge (alike by %d %%): merge: [{from: %s, to: %s, reason: …}]", percent, yamlIDs(from), yamlID(to[0]))
		default:
			key := ActionReconfirm
			if !slices.Contains(touchedBetween(d.Comparison, d.old.byItem[from[0]], d.new.byItem[to[0]]), ClassMeaning) {
				key = ActionCarry
			}
			d.write("  # Perhaps the same under another id (alike by %d %%): %s: [{from: %s, to: %s, reason: …}]", percent, key, yamlID(from[0]), yamlID(to[0]))
		}
		d.statements("was", d.old, from)
		d.statements("is ", d.new, to)
		d.write("  - items: %s", yamlIDs(ids))
	}
}

// fresh are those of ids that were not asked for before, each once.
func (d *migrationDraft) fresh(ids []ItemID) (fresh []ItemID) {
	for _, id := range ids {
		if !d.asked[id] {
			d.asked[id], fresh = true, append(fresh, id)
		}
	}
	return fresh
}

// changedMeanings are items with another text, each by itself.
func (d *migrationDraft) changedMeanings() {
	for _, it := range d.new.items.elems {
		if d.suggested[it.id] || !slices.Contains(d.touched[it.id], ClassMeaning) {
			continue
		}
		d.write("  # Changed: %s. Carry with editorial: true, if it means the same; else reconfirm or reassess.", classNames(d.touched[it.id]))
		for _, ch := range d.changes.elems {
			if ch.Item() == it.id && ch.Class != ClassScale && slices.Contains(d.touched[it.id], ch.Class) {
				d.write("  # %s was (%s): %s", ch.Key, comment(ch.Old.String()), comment(ch.Was))
				d.write("  # %s is (%s): %s", ch.Key, comment(ch.New.String()), comment(ch.Is))
			}
		}
		d.write("  - items: [%s]", yamlID(it.id))
	}
}

// otherChanges are items of which the same changed, together.
func (d *migrationDraft) otherChanges() {
	var order []string
	items := map[string][]ItemID{}
	for _, it := range d.new.items.elems {
		classes := slices.Clone(d.touched[it.id])
		if len(classes) == 0 || d.suggested[it.id] || slices.Contains(classes, ClassMeaning) {
			continue
		}
		slices.Sort(classes)
		key := yamlIDs(classes)
		if items[key] == nil {
			order = append(order, key)
		}
		items[key] = append(items[key], it.id)
	}
	for _, key := range order {
		d.write("  # Of %s, among them %s. Carry, reconfirm or reassess.", counted(len(items[key]), "item", "items"), items[key][0])
		d.write("  - changed: %s", key)
	}
}

func (d *migrationDraft) gone() {
	var ids []ItemID
	for _, it := range d.old.items.elems {
		if d.new.byItem[it.id] == nil && !d.suggested[it.id] {
			ids = append(ids, it.id)
		}
	}
	if len(ids) > 0 {
		d.write("  # Gone, and like nothing that is new. Drop, if nothing takes over results.")
		d.statements("was", d.old, ids)
		d.write("  - items: %s", yamlIDs(ids))
	}
}
