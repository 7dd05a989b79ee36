package proficiency

import "slices"

// A migrationPlan is what a file says of two versions, as far as it can be
// understood. The rules say what is wrong with it.
type migrationPlan struct {
	*Comparison
	feeds map[ItemID]*feed     // by item of the new version
	named map[ItemID]*rawEntry // by item of the old version
	maps  map[scalePair]*rawScaleMap
	texts map[string]bool // editorial ones of the framework, by key
	// undecided are items of either version.
	undecided map[ItemID]bool
}

// A feed says what a new item takes over.
type feed struct {
	item   *Item
	from   []*Item
	action Action
	entry  *rawEntry // nil where nothing changed
}

// A scalePair is a scale of the old version and one of the new.
type scalePair struct{ from, to ScaleID }

func newPlan(m *rawMigration) *migrationPlan {
	p := &migrationPlan{
		Comparison: m.between, feeds: map[ItemID]*feed{}, named: map[ItemID]*rawEntry{},
		maps: map[scalePair]*rawScaleMap{}, texts: map[string]bool{}, undecided: map[ItemID]bool{},
	}
	for _, e := range m.editorial {
		for _, t := range e.texts {
			p.texts[t.Value] = true
		}
	}
	for i := range m.scales {
		s := &m.scales[i]
		if pair := s.pair(); p.maps[pair] == nil {
			p.maps[pair] = s
		}
	}
	for _, e := range m.entries {
		p.take(e)
	}
	p.takeChanged(m.entries)
	return p
}

func (s *rawScaleMap) pair() scalePair { return scalePair{ScaleID(s.from.Value), ScaleID(s.to.Value)} }

// take takes what an entry says of the items that it names.
func (p *migrationPlan) take(e *rawEntry) {
	for _, t := range e.items {
		id := ItemID(t.Value)
		switch e.action {
		case actionUndecided:
			p.undecided[id] = true
		case ActionAdd:
			p.feed(id, nil, e)
		case ActionDrop:
			p.name(id, e)
		default:
			p.feed(id, []ItemID{id}, e)
		}
	}
	if !e.renamed {
		return
	}
	var from []ItemID
	for _, t := range e.old {
		from = append(from, ItemID(t.Value))
		p.name(ItemID(t.Value), e)
	}
	for _, t := range e.new {
		p.feed(ItemID(t.Value), from, e)
	}
}

func (p *migrationPlan) name(id ItemID, e *rawEntry) {
	if p.old.byItem[id] != nil && p.named[id] == nil {
		p.named[id] = e
	}
}

// feed says what an item of the new version takes over, unless another entry does.
func (p *migrationPlan) feed(id ItemID, from []ItemID, e *rawEntry) {
	it := p.new.byItem[id]
	if it == nil || p.feeds[id] != nil {
		return
	}
	f := &feed{item: it, action: e.does(), entry: e}
	for _, o := range from {
		if was := p.old.byItem[o]; was != nil && !slices.Contains(f.from, was) {
			f.from = append(f.from, was)
			p.name(o, e)
		}
	}
	p.feeds[id] = f
}

// takeChanged is for the items that no entry names: what did not change carries
// over, and what did goes by the entry for what changed of it.
func (p *migrationPlan) takeChanged(entries []*rawEntry) {
	for _, it := range p.new.items.elems {
		was := p.old.byItem[it.id]
		if was == nil || p.feeds[it.id] != nil || p.named[it.id] != nil || p.undecided[it.id] {
			continue
		}
		changed := p.changed(was, it)
		if len(changed) == 0 {
			p.feeds[it.id] = &feed{item: it, from: []*Item{was}, action: ActionCarry}
			continue
		}
		for _, e := range entries {
			if !e.about(changed) {
				continue
			}
			if e.action == actionUndecided {
				p.undecided[it.id] = true
			} else {
				p.feeds[it.id] = &feed{item: it, from: []*Item{was}, action: e.action, entry: e}
			}
			break
		}
	}
}

// about reports whether the entry is about the items of which just this changed.
func (e *rawEntry) about(changed []ChangeClass) bool {
	if !e.byChange || slices.Contains(changed, ClassMeaning) {
		return false
	}
	for _, c := range changed {
		if !e.names(c) {
			return false
		}
	}
	for _, t := range e.changed {
		if !slices.Contains(changed, ChangeClass(t.Value)) {
			return false
		}
	}
	return true
}

func (e *rawEntry) names(c ChangeClass) bool {
	for _, t := range e.changed {
		if ChangeClass(t.Value) == c {
			return true
		}
	}
	return false
}

// changed is what is different about results on two items, of which one may go
// on as the other. Scales of which only the words changed are no difference.
func (p *migrationPlan) changed(old, new *Item) []ChangeClass {
	classes := p.touched[new.id]
	if old.id != new.id {
		classes = touchedBetween(p.Comparison, old, new)
	}
	if !slices.Contains(classes, ClassScale) || slices.ContainsFunc(new.questions.elems, func(q *Question) bool { return p.otherScale(old, q) }) {
		return classes
	}
	return slices.DeleteFunc(slices.Clone(classes), func(c ChangeClass) bool { return c == ClassScale })
}

// touchedBetween is what changes about results from one item to another.
func touchedBetween(c *Comparison, old, new *Item) []ChangeClass {
	scratch := comparing{old: c.old, new: c.new, touched: map[ItemID][]ChangeClass{}}
	scratch.at = subject{part: PartItem, id: string(new.id)}
	rows(&scratch, itemRows(), old, new)
	return scratch.touched[new.id]
}

// otherScale reports whether answers to the same question of an old item have
// to be mapped to be answers here.
func (p *migrationPlan) otherScale(old *Item, q *Question) bool {
	was := old.Question(q.id)
	if was == nil {
		return false
	}
	return p.scalesDiffer(was.scale, q.scale)
}

func (p *migrationPlan) scalesDiffer(old, new *Scale) bool {
	m := p.maps[scalePair{old.id, new.id}]
	words := m == nil || !m.editorial.set
	return !sameAnswers(old, new, words)
}
