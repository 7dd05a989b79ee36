package proficiency

import (
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/proficiency/source"
)

// A Framework is one version of a proficiency framework. It is immutable and
// safe for concurrent use, with everything reached through it; every part
// knows where in its file it stands.
type Framework struct {
	ref         Ref
	title       string
	description string
	category    Category
	language    string
	publisher   string
	licence     string
	subject     Subject
	subjectAt   source.Position
	vocabulary  Vocabulary
	kinds       List[Kind]
	scales      List[*Scale]
	attributes  List[*Attribute]
	signOff     SignOff
	completion  Completion
	unsuper     Unsupervised
	declaration Statement
	enrolment   Enrolment
	requires    List[Requirement]
	minimum     Minimum
	paperSince  PaperSince
	sections    List[*Section] // of the top level
	allSections List[*Section] // in document order
	groups      List[*Section] // in document order
	items       List[*Item]    // in document order, which is the order of ordinals
	index       *ItemIndex
	byItem      map[ItemID]*Item
	bySection   map[SectionID]*Section

	translations List[*Translation] // in order of their languages
	recommends   bool               // somewhere

	position source.Position
	ignores  []ignore // of what only a catalogue finds
	digest   canonical.Digest
}

// Ref is the framework's id and version.
func (f *Framework) Ref() Ref { return f.ref }

// ID is the framework's id, the same in all versions.
func (f *Framework) ID() FrameworkID { return f.ref.ID }

// Version is this version.
func (f *Framework) Version() Version { return f.ref.Version }

// Title is the framework's name for people.
func (f *Framework) Title() string { return f.title }

// Description is Markdown; it may be empty.
func (f *Framework) Description() string { return f.description }

// Category is the framework's category, or empty.
func (f *Framework) Category() Category { return f.category }

// Language is the BCP 47 tag of the language that the texts are in.
func (f *Framework) Language() string { return f.language }

// Publisher says who answers for the content; it may be empty.
func (f *Framework) Publisher() string { return f.publisher }

// Licence says under which terms the content may be used; it may be empty.
func (f *Framework) Licence() string { return f.licence }

// Vocabulary says what proficiencies are called.
func (f *Framework) Vocabulary() Vocabulary { return f.vocabulary }

// Kinds are the kinds of item that the framework uses, in the file's order.
func (f *Framework) Kinds() List[Kind] { return f.kinds }

// Scales are the named scales, in the file's order.
func (f *Framework) Scales() List[*Scale] { return f.scales }

// SignOff says who gives the final sign-off, and which statements go with it.
// It is the zero SignOff where the framework is unsupervised.
func (f *Framework) SignOff() SignOff { return f.signOff }

// Declaration is what the learner agrees to before anything else; its text is empty where nothing is asked.
func (f *Framework) Declaration() Statement { return f.declaration }

// Enrolment says who may enrol, beside those whose role allows it.
func (f *Framework) Enrolment() Enrolment { return f.enrolment }

// MinimumOptional is how many optional items must be chosen, or all that apply if fewer do.
func (f *Framework) MinimumOptional() Minimum { return f.minimum }

// PaperSince is the earliest date of a paper confirmation that may be recorded.
func (f *Framework) PaperSince() PaperSince { return f.paperSince }

// Sections are the sections of the top level, in order.
func (f *Framework) Sections() List[*Section] { return f.sections }

// AllSections are the sections of all depths, in document order.
func (f *Framework) AllSections() List[*Section] { return f.allSections }

// Items are the proficiencies, in document order: the item at index i has ordinal i.
func (f *Framework) Items() List[*Item] { return f.items }

// Item is the proficiency with that id, or nil.
func (f *Framework) Item(id ItemID) *Item { return f.byItem[id] }

// Section is the section with that id, or nil.
func (f *Framework) Section(id SectionID) *Section { return f.bySection[id] }

// Scale is the scale with that id, or nil.
func (f *Framework) Scale(id ScaleID) *Scale {
	for s := range f.scales.Values() {
		if s.id == id {
			return s
		}
	}
	return nil
}

// Index gives each item its ordinal.
func (f *Framework) Index() *ItemIndex { return f.index }

// Position is where the file begins.
func (f *Framework) Position() source.Position { return f.position }

// Digest is the SHA-256 of the framework's canonical form: equal for files
// that differ only in layout, comments, or in saying what is the default.
func (f *Framework) Digest() canonical.Digest { return f.digest }

// Vocabulary is what one and many proficiencies of a framework are called.
type Vocabulary struct{ One, Many string }

// A Kind is a kind of item, such as knowledge or skill.
type Kind struct {
	ID    KindID
	Label string
}

// A Statement is a text that somebody accepts, and where it stands.
type Statement struct {
	Text     string
	Position source.Position
}

// Asked reports whether there is a statement to accept.
func (s Statement) Asked() bool { return s.Text != "" }

// SignOff is the rule of the final sign-off.
type SignOff struct {
	// By are the roles that may give it.
	By Roles
	// Learner is what the learner accepts when asking for it.
	Learner Statement
	// Signatory is what the signatory accepts when giving it.
	Signatory Statement
	// Distinct is whether the signatory must be somebody who confirmed nothing that stands.
	Distinct Distinct
}

// Distinct is the rule that the signatory confirmed nothing that stands.
type Distinct struct {
	Required bool
	// Position is where it is said; zero where nothing says it.
	Position source.Position
}

// Roles are the roles that content names for an act, in order of preference.
type Roles struct {
	List[RoleID]
	// Position is where the roles are named.
	Position source.Position
}

// Has reports whether the role is among them.
func (r Roles) Has(role RoleID) bool {
	for _, x := range r.elems {
		if x == role {
			return true
		}
	}
	return false
}

// Enrolment is the rule of enrolling.
type Enrolment struct {
	// Self says whether learners may enrol themselves; where a centre is the
	// subject, whether its accountable person may enrol it.
	Self     bool
	Position source.Position
}

// Minimum is a number that must be reached, and where it is set.
type Minimum struct {
	Count    int
	Position source.Position
}

// PaperSince is the rule of which confirmations on paper are too old to be
// recorded: those before Date. The zero Date is no limit, and stands nowhere.
type PaperSince struct {
	Date     Date
	Position source.Position
}

// An ItemIndex numbers the items of a framework from 0 in document order.
// It is immutable.
type ItemIndex struct {
	ids      []ItemID
	ordinals map[ItemID]int
}

// Len is the number of items.
func (x *ItemIndex) Len() int {
	if x == nil {
		return 0
	}
	return len(x.ids)
}

// ID is the id of the item with that ordinal.
func (x *ItemIndex) ID(ordinal int) ItemID { return x.ids[ordinal] }

// Ordinal is the ordinal of the item with that id; ok is false if there is none. A nil index has no items.
func (x *ItemIndex) Ordinal(id ItemID) (ordinal int, ok bool) {
	if x == nil {
		return 0, false
	}
	ordinal, ok = x.ordinals[id]
	return ordinal, ok
}
