package proficiency

import (
	"cmp"
	"math"
	"slices"
)

// A Suggestion says of items that are gone, new or ask something else that they
// are alike. What is alike need not mean the same: authors decide.
type Suggestion struct {
	// Class is ClassReplaced, ClassSplit or ClassMerged.
	Class ChangeClass
	// From are items of the old version, To of the new one: one and one, one
	// and several, or several and one. An item may be on both sides if its text changed.
	From, To List[ItemID]
	// Likeness is how much of their words they share, from 0 to 1, where what is
	// said everywhere counts little. It is the least of those of several.
	Likeness float64
}

// From these likenesses on something is suggested. They are of words, weighed by
// how rare they are.
const (
	alikeSame     = 0.75 // of all words of two: hardly anything else is in either
	alikeReplaced = 0.4  // of all words of two
	alikePart     = 0.4  // of the words of one of several
	mostSaid      = 200  // texts in which a word is looked for: what more have in common says nothing
)

// Suggestions are what may have been split, merged or replaced, in the order of
// the old version. Each item of one version alone is in one of them at most.
func (c *Comparison) Suggestions() List[Suggestion] {
	l := newLikening(c)
	l.compare()
	l.replaced(alikeSame)
	l.several(ClassMerged)
	l.several(ClassSplit)
	l.replaced(alikeReplaced)
	slices.SortStableFunc(l.found, func(a, b Suggestion) int {
		return cmp.Compare(c.old.byItem[a.From.elems[0]].ordinal, c.old.byItem[b.From.elems[0]].ordinal)
	})
	return List[Suggestion]{l.found}
}

// A likening compares what is gone or changed with what is new or changed.
type likening struct {
	from, to []likened
	weight   map[string]float64
	pairs    []alikePair
	found    []Suggestion
}

// A likened is an item with the words of its statement.
type likened struct {
	id      ItemID
	ordinal int
	alone   bool // one version alone has it
	used    bool // it is in a suggestion
	words   []string
	whole   float64 // the weight of its words
}

// An alikePair is two items that share words.
type alikePair struct {
	from, to             *likened
	ofFrom, ofTo, ofBoth float64 // how much of the words of each, and of both together, they share
}

func newLikening(c *Comparison) *likening {
	l := &likening{weight: map[string]float64{}}
	texts := 0.0
	for _, f := range []*Framework{c.old, c.new} {
		for _, it := range f.items.elems {
			texts++
			for _, w := range statementWords(it) {
				l.weight[w]++
			}
		}
	}
	for w, n := range l.weight {
		if l.weight[w] = math.Log1p(texts / n); n > 2*mostSaid {
			l.weight[w] = 0
		}
	}
	differs := func(id ItemID) bool { return slices.Contains(c.touched[id], ClassMeaning) }
	l.from, l.to = l.likened(c.old, c.new, differs), l.likened(c.new, c.old, differs)
	return l
}

// likened are the items of f that the other version does not have, or that differ.
func (l *likening) likened(f, other *Framework, differs func(ItemID) bool) (items []likened) {
	for _, it := range f.items.elems {
		alone := other.byItem[it.id] == nil
		if !alone && !differs(it.id) {
			continue
		}
		x := likened{id: it.id, ordinal: it.ordinal, alone: alone, words: statementWords(it)}
		for _, w := range x.words {
			x.whole += l.weight[w]
		}
		items = append(items, x)
	}
	return items
}

// statementWords are the words of a statement, each once, without those that
// only hold others together.
func statementWords(it *Item) (words []string) {
	for _, w := range wordsOf(it.statement) {
		if lower := w.lower(); !fillers[lower] {
			words = append(words, lower)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// compare finds the pairs that share words, by the words.
func (l *likening) compare() {
	said := map[string][]int{}
	for i, x := range l.to {
		for _, w := range x.words {
			said[w] = append(said[w], i)
		}
	}
	shared := make([]float64, len(l.to))
	for i := range l.from {
		var near []int
		for _, w := range l.from[i].words {
			if len(said[w]) > mostSaid {
				continue
			}
			for _, j := range said[w] {
				if shared[j] == 0 {
					near = append(near, j)
				}
				shared[j] += l.weight[w]
			}
		}
		slices.Sort(near)
		for _, j := range near {
			l.pair(&l.from[i], &l.to[j], shared[j])
			shared[j] = 0
		}
	}
	slices.SortStableFunc(l.pairs, func(a, b alikePair) int { return cmp.Compare(b.ofBoth, a.ofBoth) })
}

func (l *likening) pair(from, to *likened, shared float64) {
	if shared == 0 || from.id == to.id {
		return
	}
	p := alikePair{from, to, shared / from.whole, shared / to.whole, shared / (from.whole + to.whole - shared)}
	if max(p.ofFrom, p.ofTo) >= alikePart {
		l.pairs = append(l.pairs, p)
	}
}

// replaced suggests pairs, the most alike first.
func (l *likening) replaced(least float64) {
	for _, p := range l.pairs {
		if p.ofBoth >= least && p.from.alone && p.to.alone && !p.from.used && !p.to.used {
			p.from.used, p.to.used = true, true
			l.suggest(ClassReplaced, []ItemID{p.from.id}, []ItemID{p.to.id}, p.ofBoth)
		}
	}
}

// several suggests which of several went into one, or came out of one. The one
// may be there in both versions, and then is one of the several, too.
func (l *likening) several(class ChangeClass) {
	type group struct {
		one      *likened
		parts    []*likened
		likeness float64
	}
	var order []*group
	groups, best := map[*likened]*group{}, l.best()
	for _, p := range l.pairs {
		one, part, share := p.to, p.from, p.ofFrom
		if class == ClassSplit {
			one, part, share = p.from, p.to, p.ofTo
		}
		if share < alikePart || !part.alone || part.used || one.used || betterElsewhere(best[part], one, share) {
			continue
		}
		g := groups[one]
		if g == nil {
			g = &group{one: one, likeness: 1}
			groups[one], order = g, append(order, g)
		}
		g.parts, g.likeness = append(g.parts, part), min(g.likeness, share)
	}
	for _, g := range order {
		parts := slices.DeleteFunc(g.parts, func(p *likened) bool { return p.used })
		if len(parts) == 0 || len(parts) == 1 && g.one.alone {
			continue
		}
		g.one.used = true
		if !g.one.alone {
			parts = append(parts, g.one)
		}
		slices.SortFunc(parts, func(a, b *likened) int { return cmp.Compare(a.ordinal, b.ordinal) })
		ids := make([]ItemID, len(parts))
		for i, p := range parts {
			p.used, ids[i] = true, p.id
		}
		if one := []ItemID{g.one.id}; class == ClassSplit {
			l.suggest(class, one, ids, g.likeness)
		} else {
			l.suggest(class, ids, one, g.likeness)
		}
	}
}

// best is the other that each item is most like as a whole, of those that are not in a suggestion.
func (l *likening) best() map[*likened]alikePair {
	best := map[*likened]alikePair{}
	for _, p := range slices.Backward(l.pairs) { // the most alike at last
		if p.from.alone && p.to.alone && !p.from.used && !p.to.used {
			best[p.from], best[p.to] = p, p
		}
	}
	return best
}

// betterElsewhere reports whether a part is more like something else, as a
// whole, than it is a part of the one.
func betterElsewhere(best alikePair, one *likened, share float64) bool {
	return best.from != one && best.to != one && best.ofBoth >= share
}

func (l *likening) suggest(class ChangeClass, from, to []ItemID, likeness float64) {
	l.found = append(l.found, Suggestion{class, List[ItemID]{from}, List[ItemID]{to}, likeness})
}
