package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// An Attribute is what an enrolment says of its subject, such as a role or a
// setting, and what applies depends on. It has one of a few values. It is
// immutable.
type Attribute struct {
	id       AttributeID
	label    string
	values   List[Value]
	position source.Position
}

// A Value is one that an attribute may have.
type Value struct {
	ID    ValueID
	Label string
}

// ID is the attribute's id.
func (a *Attribute) ID() AttributeID { return a.id }

// Label is what people call the attribute.
func (a *Attribute) Label() string { return a.label }

// Values are those that it may have, in the file's order.
func (a *Attribute) Values() List[Value] { return a.values }

// Position is where the attribute begins.
func (a *Attribute) Position() source.Position { return a.position }

// Value is the value with that id; ok is false if it may not have that.
func (a *Attribute) Value(id ValueID) (v Value, ok bool) {
	for _, v := range a.values.elems {
		if v.ID == id {
			return v, true
		}
	}
	return Value{}, false
}

// A Setting says which value an attribute has.
type Setting struct {
	Attribute AttributeID
	Value     ValueID
}

// A Condition holds where an attribute has one of some values. Where nothing
// says which value it has, it holds as well: nobody is let off by what is not known.
type Condition struct {
	Attribute AttributeID
	Values    List[ValueID]
	// Position is where it is said.
	Position source.Position
}

// Holds reports whether the condition holds under settings.
func (c Condition) Holds(settings []Setting) bool {
	for _, s := range settings {
		if s.Attribute != c.Attribute {
			continue
		}
		for _, v := range c.Values.elems {
			if v == s.Value {
				return true
			}
		}
		return false
	}
	return true
}

// Attributes are what enrolments say of their subjects, in order of their ids.
func (f *Framework) Attributes() List[*Attribute] { return f.attributes }

// Attribute is the attribute with that id, or nil.
func (f *Framework) Attribute(id AttributeID) *Attribute {
	for _, a := range f.attributes.elems {
		if a.id == id {
			return a
		}
	}
	return nil
}

// AppliesTo are the section's own conditions. They stand for all that is in it.
func (s *Section) AppliesTo() List[Condition] { return s.appliesTo }

// AppliesTo are the conditions under which the item applies, those of the
// sections around it first. All must hold.
func (it *Item) AppliesTo() List[Condition] { return it.appliesTo }

// Applies reports whether the item applies under settings.
func (it *Item) Applies(settings []Setting) bool { return it.Unmet(settings) == nil }

// Unmet is the first condition of the item that does not hold under settings, or nil.
func (it *Item) Unmet(settings []Setting) *Condition {
	for i := range it.appliesTo.elems {
		if c := &it.appliesTo.elems[i]; !c.Holds(settings) {
			return &Condition{c.Attribute, c.Values, c.Position}
		}
	}
	return nil
}
