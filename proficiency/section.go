package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// A Section groups proficiencies and other sections. It is immutable.
type Section struct {
	id        SectionID
	number    string
	title     string
	guidance  string
	gate      bool
	optional  bool
	rule      Rule
	appliesTo List[Condition] // its own

	recommends List[*Recommendation] // its own

	parent   *Section // nil at the top level
	ordinal  int      // in document order over all sections
	sections List[*Section]
	items    List[*Item] // directly here
	all      List[*Item] // here and below: consecutive ordinals, since a section's own items come first
	position source.Position
}

// ID is the section's permanent id.
func (s *Section) ID() SectionID { return s.id }

// Number is for display; it may be empty.
func (s *Section) Number() string { return s.number }

// Title is the section's name for people.
func (s *Section) Title() string { return s.title }

// Guidance is Markdown; it may be empty.
func (s *Section) Guidance() string { return s.guidance }

// Gate reports whether the other sections of the same parent stay locked until
// every item of this one that counts is confirmed or waived, and the rule of
// every group in it is met.
func (s *Section) Gate() bool { return s.gate }

// Optional reports whether the section is chosen or left out as a whole.
func (s *Section) Optional() bool { return s.optional }

// Parent is the section that this one stands in, nil at the top level.
func (s *Section) Parent() *Section { return s.parent }

// Ordinal is the section's place among all sections in document order, from 0.
func (s *Section) Ordinal() int { return s.ordinal }

// Top is the section of the top level that this one stands in or is.
func (s *Section) Top() *Section {
	for s.parent != nil {
		s = s.parent
	}
	return s
}

// Sections are the sections directly inside.
func (s *Section) Sections() List[*Section] { return s.sections }

// Items are the proficiencies directly inside.
func (s *Section) Items() List[*Item] { return s.items }

// AllItems are the proficiencies inside, at any depth, in document order.
func (s *Section) AllItems() List[*Item] { return s.all }

// Position is where the section begins.
func (s *Section) Position() source.Position { return s.position }
