package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

func structureRules() []ContentRule {
	return []ContentRule{
		{"empty-section", source.Error, "A section has proficiencies or sections.", checkSectionFilled},
		{"duplicate-tag", source.Error, "A proficiency has each tag once.", checkTagsOnce},
	}
}

// bare reports whether the section has nothing in it, on purpose or not.
func (s *rawSection) bare() bool { return s.sound && len(s.items) == 0 && len(s.sections) == 0 }

// inHollowGate reports whether the section is, or stands in, a gate without items.
func (s *rawSection) inHollowGate() bool {
	for ; s != nil; s = s.parent {
		if s.gate && s.hollow {
			return true
		}
	}
	return false
}

func checkSectionFilled(r *raw, report reporter) {
	for _, s := range r.allSections {
		if s.bare() && !s.inHollowGate() {
			report(s.position, "the section %s is empty: give it proficiencies or sections, or remove it", quoteID(s.id))
		}
	}
}

func checkTagsOnce(r *raw, report reporter) {
	for _, it := range r.items {
		eachRepeated(it.tags, func(tag source.Text) {
			report(tag.Position, "the proficiency %s has the tag %s twice: remove one", quoteID(it.id), source.Quote(tag.Value)).Fix = r.removing(tag, true)
		})
	}
}
