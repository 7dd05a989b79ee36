package proficiency

import (
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// Decided are the same changes as the author of the migration between the two
// versions sees them: what is editorial is a change of words, what was split,
// merged or goes on under another id is one change, and the effects say what
// becomes of results, with the author's reasons. The error says that the
// migration is between other versions.
func (c *Comparison) Decided(m *Migration) (*Comparison, error) {
	if m.from != c.old.ref || m.to != c.new.ref || m.fromDigest != c.old.digest || m.toDigest != c.new.digest {
		return nil, fmt.Errorf("the migration leads from %s (%s) to %s (%s), and what is compared are %s (%s) and %s (%s)",
			m.from, m.fromDigest, m.to, m.toDigest, c.old.ref, c.old.digest, c.new.ref, c.new.digest)
	}
	return c.decided(m), nil
}

func (c *Comparison) decided(m *Migration) *Comparison {
	d := deciding{Comparison: c, migration: m, told: map[string]bool{}}
	for _, ch := range c.changes.elems {
		d.change(ch)
	}
	return &Comparison{c.old, c.new, List[Change]{d.decided}, c.touched}
}

// A deciding goes through changes with what their author says of them.
type deciding struct {
	*Comparison
	migration *Migration
	decided   []Change
	told      map[string]bool // what was split, merged and replaced, once
}

func (d *deciding) change(ch Change) {
	switch ch.Part {
	case PartItem:
		d.item(ch)
		return
	case PartFramework:
		if slices.Contains(acceptedTexts(), ch.Key) && !d.migration.other.keys[ch.Key] {
			ch = ch.editorial()
		}
	case PartScale:
		if ch.Key == "label" && !d.migration.other.labels[ScaleID(ch.ID)] {
			ch = ch.editorial()
		}
	}
	d.decided = append(d.decided, ch)
}

// editorial is the change as one of words.
func (c Change) editorial() Change {
	c.Class, c.Step, c.Trend = ClassWording, ClassWording.step(), ""
	c.Effect = c.effect()
	return c
}

func (d *deciding) item(ch Change) {
	id := ch.Item()
	t, isNew := d.migration.Transfer(id)
	f, isOld := d.migration.Fate(id)
	own := isNew && isOld && t.From.Len() == 1 && t.From.At(0) == id && f.To.Len() == 1
	switch {
	case ch.Class == ClassRemoved && f.To.Len() > 0, ch.Class == ClassAdded && t.From.Len() > 0, ch.Class == ClassMeaning && !own:
		d.together(t, f)
		return
	case ch.Class == ClassRemoved:
		ch.Reason = reasonsOf(f.Reasons)
	case ch.Class == ClassAdded:
		ch.Reason = reasonsOf(t.Reasons)
	case slices.Contains(d.touched[id], ch.Class):
		ch.Reason = reasonsOf(t.Reasons)
		switch {
		case ch.Class == ClassMeaning && t.meant:
			ch = ch.editorial()
		case ch.Class == ClassMeaning:
			ch.Effect = "It asks something else. " + t.Action.effect()
		default:
			ch.Effect += " " + t.Action.effect()
		}
	}
	d.decided = append(d.decided, ch)
}

func reasonsOf(reasons List[Statement]) string {
	texts := make([]string, len(reasons.elems))
	for i, r := range reasons.elems {
		texts[i] = r.Text
	}
	return strings.Join(slices.Compact(texts), " ")
}

// effect says what becomes of results.
func (a Action) effect() string {
	switch a {
	case ActionCarry:
		return "Results carry over."
	case ActionReconfirm:
		return "Answers are kept; confirmations are asked for again."
	case ActionReassess:
		return "It is to be assessed anew."
	}
	return ""
}

// together tells once what became of several, or of one under another id: t is
// what a new item takes over and f what becomes of an old one, if it is one.
func (d *deciding) together(t Transfer, f Fate) {
	for _, id := range f.To.elems {
		if to, _ := d.migration.Transfer(id); f.To.Len() == 1 {
			t = to
		}
	}
	if t.From.Len() == 1 {
		f, _ = d.migration.Fate(t.From.At(0))
	}
	switch {
	case f.To.Len() > 1:
		to, _ := d.migration.Transfer(f.To.At(0))
		d.tell(ClassSplit, f.Item, f.To, to)
	case t.From.Len() > 1:
		d.tell(ClassMerged, t.Item, t.From, t)
	default:
		d.tell(ClassReplaced, t.Item, t.From, t)
	}
}

// tell adds a change about an item, with what it became or was made of.
func (d *deciding) tell(class ChangeClass, id ItemID, with List[ItemID], t Transfer) {
	key := string(class) + " " + string(id)
	if d.told[key] {
		return
	}
	d.told[key] = true
	ch := Change{Class: class, Step: class.step(), Part: PartItem, ID: string(id), Key: "proficiencies", With: with, Reason: reasonsOf(t.Reasons)}
	old, new := List[ItemID]{[]ItemID{id}}, with
	if class != ClassSplit {
		old, new = with, old
	}
	ch.Was, ch.Old = d.statements(d.old, old)
	ch.Is, ch.New = d.statements(d.new, new)
	ch.Effect = ch.effect() + " " + t.Action.effect()
	d.decided = append(d.decided, ch)
}

// statements are those of items, and where the first of them stands.
func (d *deciding) statements(f *Framework, ids List[ItemID]) (texts string, at source.Position) {
	for i, id := range ids.elems {
		it := f.byItem[id]
		if i == 0 {
			at = it.position
		} else {
			texts += " / "
		}
		texts += it.statement
	}
	return texts, at
}
