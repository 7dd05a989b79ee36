package proficiency

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// stands reports whether the file is about the versions that it is between.
func (m *rawMigration) stands() bool {
	old, new := m.between.old.ref, m.between.new.ref
	return m.framework.Value == string(new.ID) && old.ID == new.ID &&
		m.from.Value == old.Version.String() && m.to.Value == new.Version.String()
}

func checkVersions(m *rawMigration, report reporter) {
	old, new := m.between.old.ref, m.between.new.ref
	for _, x := range []struct {
		said      source.Text
		what, are string
	}{
		{m.framework, "framework", string(new.ID)}, {m.from, "version to leave", old.Version.String()}, {m.to, "version to go on with", new.Version.String()},
	} {
		_, err := ParseVersion(x.said.Value)
		if x.said.Given() && x.said.Value != x.are && (err == nil || x.said == m.framework) {
			report(x.said.Position, "the %s is %s here, and the file says %s", x.what, x.are, source.Quote(x.said.Value))
		}
	}
	if old.ID != new.ID {
		report(m.position, "%s and %s are two frameworks, and not two versions of one", old, new)
	}
}

// A migratedItem is an item that an entry names.
type migratedItem struct {
	source.Text
	entry    *rawEntry
	old, new bool // in which versions it has to be
}

func (n migratedItem) id() ItemID { return ItemID(n.Value) }

// eachItem gives every item that is named.
func (m *rawMigration) eachItem(yield func(migratedItem)) {
	for _, e := range m.entries {
		for _, t := range e.items {
			yield(migratedItem{t, e, e.action != ActionAdd, e.action != ActionDrop})
		}
		for _, t := range e.old {
			yield(migratedItem{t, e, true, false})
		}
		for _, t := range e.new {
			yield(migratedItem{t, e, false, true})
		}
	}
}

func checkNamedOnce(m *rawMigration, report reporter) {
	olds, news := map[string]source.Position{}, map[string]source.Position{}
	m.eachItem(func(n migratedItem) {
		for _, side := range []struct {
			in    bool
			first map[string]source.Position
		}{{n.old, olds}, {n.new, news}} {
			if !side.in {
				continue
			}
			if at, twice := side.first[n.Value]; twice {
				report(n.Position, "what becomes of %s is said already, at %d:%d: remove one", source.Quote(n.Value), at.Line, at.Col)
				return
			}
			side.first[n.Value] = n.Position
		}
	})
	for _, s := range m.scales {
		answers := slices.Concat(s.reassess, s.undecided)
		for _, a := range s.answers {
			answers = append(answers, a.from)
		}
		slices.SortStableFunc(answers, func(a, b source.Text) int { return a.Position.Compare(b.Position) })
		eachRepeated(answers, func(a source.Text) {
			report(a.Position, "what becomes of the answer %s is said already: remove one", source.Quote(a.Value))
		})
	}
	eachRepeatedPair(m.scales, func(s rawScaleMap) {
		report(s.position, "the scale %s is mapped to %s already: remove one", source.Quote(s.from.Value), source.Quote(s.to.Value))
	})
}

func eachRepeatedPair(scales []rawScaleMap, yield func(rawScaleMap)) {
	seen := map[scalePair]bool{}
	for _, s := range scales {
		if seen[s.pair()] {
			yield(s)
		}
		seen[s.pair()] = true
	}
}

func checkDecided(m *rawMigration, report reporter) {
	for _, e := range m.entries {
		if e.action != actionUndecided || !e.sound {
			continue
		}
		about := "those of which " + listed(e.changed) + " changed"
		if e.byItem {
			about = listed(e.items)
		}
		report(e.position, "decide what becomes of %s: move this to carry, reconfirm, reassess, split, merge, drop or add, with your reason", about)
	}
	for _, s := range m.scales {
		if len(s.undecided) > 0 {
			report(s.undecided[0].Position, "decide what becomes of the answers %s: name the new answer under answers, or let them be given again under reassess",
				listed(s.undecided))
		}
	}
}

func listed(texts []source.Text) string {
	words := make([]string, len(texts))
	for i, t := range texts {
		words[i] = t.Value
	}
	return source.Listing(words)
}

// itemIDs are those of a version, first those that were not there before or
// are not there any more, because these are named the most.
func (m *rawMigration) itemIDs(f, other *Framework) []string {
	var first, rest []string
	for _, it := range f.items.elems {
		if other.byItem[it.id] == nil || len(m.between.touched[it.id]) > 0 {
			first = append(first, string(it.id))
		} else {
			rest = append(rest, string(it.id))
		}
	}
	return append(first, rest...)
}

func checkItemsKnown(m *rawMigration, report reporter) {
	old, new := m.between.old, m.between.new
	oldIDs, newIDs := m.itemIDs(old, new), m.itemIDs(new, old)
	unknown := func(n migratedItem, f *Framework, ids []string) {
		if ValidID(n.Value) {
			h := m.hint(n.Text, "it has", ids, source.Chosen)
			m.meant[h.suggestion] = true
			h.on(report(n.Position, "%s has no proficiency %s%s", f.ref, source.Quote(n.Value), h.end))
		}
	}
	m.eachItem(func(n migratedItem) {
		was, is := old.byItem[n.id()] != nil, new.byItem[n.id()] != nil
		switch {
		case n.old && !was && !is:
			unknown(n, old, oldIDs)
		case n.new && !is && !was:
			unknown(n, new, newIDs)
		case n.entry.action == actionUndecided:
		case n.old && n.new && !was:
			m.meant[n.Value] = true
			report(n.Position, "%s is new in %s: name it under add, or say from which it goes on", source.Quote(n.Value), new.ref.Version)
		case n.old && n.new && !is:
			m.meant[n.Value] = true
			report(n.Position, "%s is not in %s any more: name it under drop, split or merge, or say to which it leads", source.Quote(n.Value), new.ref.Version)
		case n.old && !was:
			unknown(n, old, oldIDs)
		case n.new && !is:
			unknown(n, new, newIDs)
		}
	})
}

// checkGone: an item that is still there would have lost its results to another.
func checkGone(m *rawMigration, report reporter) {
	m.eachItem(func(n migratedItem) {
		if !n.old || n.new || m.between.old.byItem[n.id()] == nil || m.between.new.byItem[n.id()] == nil {
			return
		}
		if !slices.ContainsFunc(n.entry.new, func(t source.Text) bool { return t.Value == n.Value }) {
			report(n.Position, "%s is still in %s: name it as one that it becomes, or leave it out here", source.Quote(n.Value), m.between.new.ref.Version)
		}
	})
}

func checkNew(m *rawMigration, report reporter) {
	m.eachItem(func(n migratedItem) {
		if !n.new || n.old || m.between.old.byItem[n.id()] == nil || m.between.new.byItem[n.id()] == nil {
			return
		}
		if !slices.ContainsFunc(n.entry.old, func(t source.Text) bool { return t.Value == n.Value }) {
			report(n.Position, "%s was in %s already: name it as one that it is made of, or leave it out here", source.Quote(n.Value), m.between.old.ref.Version)
		}
	})
}

// checkEverythingMapped finds what the file says nothing of. What is misspelt
// in it has a finding already.
func checkEverythingMapped(m *rawMigration, report reporter) {
	if !m.complete {
		return
	}
	p, like := m.plan, likeOthers(m.between)
	from, to := p.old.ref.Version, p.new.ref.Version
	for _, it := range p.new.items.elems {
		was := p.old.byItem[it.id]
		if p.feeds[it.id] != nil || p.undecided[it.id] || p.named[it.id] != nil || m.meant[string(it.id)] {
			continue
		}
		if was != nil && m.meant[unknownChange] && !slices.Contains(p.changed(was, it), ClassMeaning) {
			continue
		}
		if was == nil {
			report(m.position, "nothing is said of %s, which is new in %s, at %s%s: name it under add, or say from which it goes on",
				source.Quote(string(it.id)), to, it.position, like[it.id])
			continue
		}
		report(m.position, "nothing is said of %s, of which %s changed from %s in %s to %s in %s: name it under carry, reconfirm or reassess",
			source.Quote(string(it.id)), classNames(p.changed(was, it)), was.position, from, it.position, to)
	}
	for _, it := range p.old.items.elems {
		if p.new.byItem[it.id] == nil && p.named[it.id] == nil && !p.undecided[it.id] && !m.meant[string(it.id)] {
			report(m.position, "nothing is said of %s, which stood at %s in %s and is gone%s: name it under drop, split or merge, or say to which it leads",
				source.Quote(string(it.id)), it.position, from, like[it.id])
		}
	}
}

func classNames(classes []ChangeClass) string {
	names := make([]string, len(classes))
	for i, c := range classes {
		names[i] = string(c)
	}
	return source.Listing(names)
}

// likeOthers says of items what they are like.
func likeOthers(c *Comparison) map[ItemID]string {
	like := map[ItemID]string{}
	for _, s := range c.Suggestions().elems {
		for _, id := range s.From.elems {
			like[id] = ", and is like " + idNames(s.To.elems)
		}
		for _, id := range s.To.elems {
			like[id] = ", and is like " + idNames(s.From.elems)
		}
	}
	return like
}

func idNames(ids []ItemID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	return strings.Join(names, ", ")
}
