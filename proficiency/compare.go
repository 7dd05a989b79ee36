package proficiency

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A Comparison is what changed between two versions of a framework. It is
// immutable and safe for concurrent use.
type Comparison struct {
	old, new *Framework
	changes  List[Change]
	touched  map[ItemID][]ChangeClass // what changed of the results of an item that both have
}

// Compare says what changed from old to new, each change with its class, where
// it stands in both, what it is to learners, and the least step that it needs.
//
// What machines cannot know is left to authors: a text that changed is taken to
// mean something else, and an item whose id is gone as removed.
// [Comparison.Suggestions] says which are alike, and [Comparison.Decided] goes by what
// the author of the migration says of them.
func Compare(old, new *Framework) *Comparison {
	c := comparing{old: old, new: new, touched: map[ItemID][]ChangeClass{}}
	c.framework()
	c.attributes()
	c.kinds()
	c.scales()
	c.contents()
	if len(c.changes) == 0 && !sameLayout(old, new) {
		c.at = subject{part: PartFramework, old: old.position, new: new.position}
		c.add(Change{Class: ClassLayout})
	}
	return &Comparison{old, new, List[Change]{c.changes}, c.touched}
}

// From is the version that was compared with.
func (c *Comparison) From() Ref { return c.old.ref }

// To is the version that was compared.
func (c *Comparison) To() Ref { return c.new.ref }

// Old is the framework that was compared with, New the one that was compared.
func (c *Comparison) Old() *Framework { return c.old }

// New is the framework that was compared.
func (c *Comparison) New() *Framework { return c.new }

// Changes are those of the framework itself, of its attributes, kinds and scales, then of
// sections and items in the order of the new version, and at last what is gone.
func (c *Comparison) Changes() List[Change] { return c.changes }

// Identical reports whether nothing changed, but perhaps the version.
func (c *Comparison) Identical() bool { return c.changes.Len() == 0 }

// Least is the least step that the changes need: the greatest of theirs.
func (c *Comparison) Least() (least Step) {
	for _, ch := range c.changes.elems {
		least = max(least, ch.Step)
	}
	return least
}

// Claimed is the step that the new version claims.
func (c *Comparison) Claimed() Step { return c.old.ref.Version.StepTo(c.new.ref.Version) }

// Enough reports whether the new version claims as much as its changes need.
func (c *Comparison) Enough() bool { return c.Claimed() >= c.Least() }

// Counts is how many changes there are of each class, and how many items of the
// new version are the same as before in every respect, as those of ClassIdentical.
func (c *Comparison) Counts() map[ChangeClass]int {
	counts := map[ChangeClass]int{}
	changed := map[ItemID]bool{}
	for _, ch := range c.changes.elems {
		counts[ch.Class]++
		changed[ch.Item()] = true
	}
	for _, it := range c.new.items.elems {
		if c.old.byItem[it.id] != nil && !changed[it.id] && c.touched[it.id] == nil {
			counts[ClassIdentical]++
		}
	}
	return counts
}

// A comparing collects what changed.
type comparing struct {
	old, new *Framework
	at       subject // what is being compared
	changes  []Change
	touched  map[ItemID][]ChangeClass
}

// A subject is a part of a framework, in both versions.
type subject struct {
	part     Part
	id       string
	question QuestionID
	old, new source.Position
}

// add adds a change of what is being compared. What it leaves open is that of
// its subject and of its class.
func (c *comparing) add(ch Change) {
	ch.Part, ch.ID, ch.Question = c.at.part, c.at.id, c.at.question
	if ch.Step == StepNone {
		ch.Step = ch.Class.step()
	}
	if ch.Old.IsZero() && ch.Class != ClassAdded {
		ch.Old = c.at.old
	}
	if ch.New.IsZero() && ch.Class != ClassRemoved {
		ch.New = c.at.new
	}
	if ch.Effect == "" {
		ch.Effect = ch.effect()
	}
	c.changes = append(c.changes, ch)
}

// touch notes that results on the item that is being compared do not mean
// simply what they meant, as a change of the class.
func (c *comparing) touch(class ChangeClass) {
	if id := ItemID(c.at.id); c.at.part == PartItem && !slices.Contains(c.touched[id], class) {
		c.touched[id] = append(c.touched[id], class)
	}
}

// A row compares what one key of the canonical form says of a part. Without a
// function the key is compared with others, elsewhere.
type row[T any] struct {
	key     string
	compare func(c *comparing, key string, old, new T)
}

// rows compares all keys of a part.
func rows[T any](c *comparing, table []row[T], old, new T) {
	for _, r := range table {
		if r.compare != nil {
			r.compare(c, r.key, old, new)
		}
	}
}

// textRow is for a text of which the class says all.
func textRow[T any, S ~string](key string, class ChangeClass, text func(T) S) row[T] {
	return row[T]{key, func(c *comparing, key string, old, new T) {
		if was, is := text(old), text(new); was != is {
			c.add(Change{Class: class, Key: key, Was: string(was), Is: string(is)})
		}
	}}
}
