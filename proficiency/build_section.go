package proficiency

import "slices"

// sections makes the sections of one parent. Gates and choice are those of the
// parent. A gate is in front of the sections beside it; the parent's own items
// stand beside no section and are behind the parent's gates only.
func (b *builder) sections(raws []*rawSection, parent, choice *Section, gates []*Section) []*Section {
	sections := make([]*Section, len(raws))
	behind := slices.Clip(gates) // and the gates among them
	for i, r := range raws {
		sections[i] = newSection(r, parent)
		if r.gate {
			behind = append(behind, sections[i])
		}
	}
	for i, r := range raws {
		if r.gate { // several gates never lock one another
			b.fill(sections[i], r, choice, gates)
		} else {
			b.fill(sections[i], r, choice, behind)
		}
	}
	return sections
}

func newSection(r *rawSection, parent *Section) *Section {
	return &Section{
		id: SectionID(r.id.Value), number: r.number.Value, title: r.title.Value, guidance: r.guidance.Value,
		gate: r.gate, optional: r.optional, rule: r.rule.build(r.position), appliesTo: buildApplies(r.appliesTo), parent: parent, position: r.position,
	}
}

// fill makes the content of s: first its items, then its sections, so that the
// items of every section have consecutive ordinals.
func (b *builder) fill(s *Section, r *rawSection, choice *Section, gates []*Section) {
	if s.optional {
		choice = s
	}
	s.ordinal = len(b.f.allSections.elems)
	b.f.allSections.elems = append(b.f.allSections.elems, s)
	s.recommends = b.recommends(r.recommends, nil, s)
	first := len(b.items)
	for _, it := range r.items {
		b.item(it, s, choice, gates)
	}
	s.items.elems = slices.Clip(b.items[first:])
	s.sections.elems = b.sections(r.sections, s, choice, gates)
	s.all.elems = slices.Clip(b.items[first:])
}
