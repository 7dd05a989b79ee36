package proficiency

import "sort"

// places says which of the sections and items that both versions have stand in
// another order among those beside them.
type places struct{ moved map[string]bool }

func newPlaces(old, new *Framework) places {
	p := places{map[string]bool{}}
	p.sections(old, old.sections.elems, new.sections.elems)
	for _, s := range new.allSections.elems {
		if was := old.bySection[s.id]; was != nil {
			p.sections(old, was.sections.elems, s.sections.elems)
			p.items(old, s)
		}
	}
	return p
}

// sections compares the order of those that stand inside the same.
func (p places) sections(old *Framework, were, are []*Section) {
	if len(were) == 0 {
		return
	}
	var ids []string
	var ordinals []int
	for _, s := range are {
		if was := old.bySection[s.id]; was != nil && was.parent == were[0].parent {
			ids, ordinals = append(ids, string(s.id)), append(ordinals, was.ordinal)
		}
	}
	p.compare(ids, ordinals)
}

func (p places) items(old *Framework, s *Section) {
	var ids []string
	var ordinals []int
	for _, it := range s.items.elems {
		if was := old.byItem[it.id]; was != nil && was.section.id == s.id {
			ids, ordinals = append(ids, string(it.id)), append(ordinals, was.ordinal)
		}
	}
	p.compare(ids, ordinals)
}

// compare notes as few as can be said to have moved: those outside of a longest
// run of which each stood behind the one before it.
func (p places) compare(ids []string, ordinals []int) {
	if sort.IntsAreSorted(ordinals) {
		return
	}
	before := make([]int, len(ordinals)) // the place before in the run that ends here, or -1
	var ends []int                       // by the length of a run, the place of its last whose ordinal is least
	for i, n := range ordinals {
		at := sort.Search(len(ends), func(j int) bool { return ordinals[ends[j]] >= n })
		before[i] = -1
		if at > 0 {
			before[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else {
			ends[at] = i
		}
	}
	stays := make([]bool, len(ordinals))
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		stays[i] = true
	}
	for i, id := range ids {
		if !stays[i] {
			p.moved[id] = true
		}
	}
}
