package proficiency

import (
	"cmp"
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A rawAttribute is an attribute of enrolments.
type rawAttribute struct {
	id     source.Text
	label  source.Text
	values []rawValue
	sound  bool
}

type rawValue struct{ id, label source.Text }

// A rawCondition names an attribute and values of it.
type rawCondition struct {
	attribute source.Text
	values    []source.Text
	sound     bool
}

func (w walker) attributes(n source.Node) {
	entries, sound := w.entries(n)
	w.r.attributesSound = sound
	for _, e := range entries {
		before := w.r.doc.Count()
		m := e.Value.Mapping(attributeShape)
		a := rawAttribute{id: e.Key, label: w.text(m, "label", labelText)}
		for _, v := range m.Get("values").List(1) {
			if m := v.Mapping(valueShape); m.Present() {
				a.values = append(a.values, rawValue{m.Get("id").Text(), w.text(m, "label", labelText)})
			}
		}
		a.sound = w.r.doc.Count() == before
		w.r.attributes = append(w.r.attributes, a)
	}
}

// appliesTo reads the conditions of a section or an item.
func (w walker) appliesTo(m source.Mapping) (all []rawCondition) {
	for _, e := range m.Get("applies_to").Entries(1) {
		before := w.r.doc.Count()
		values := e.Value.Texts(1)
		all = append(all, rawCondition{e.Key, values, w.r.doc.Count() == before})
	}
	return all
}

// attribute is the one with that id, or nil.
func (r *raw) attribute(id string) *rawAttribute {
	for i := range r.attributes {
		if r.attributes[i].id.Value == id {
			return &r.attributes[i]
		}
	}
	return nil
}

func (a *rawAttribute) valueIDs() []string {
	ids := make([]string, len(a.values))
	for i, v := range a.values {
		ids[i] = v.id.Value
	}
	return ids
}

// eachCondition gives every condition of sections, items and levels.
func (r *raw) eachCondition(yield func(rawCondition)) {
	levels := func(levels rawLevels) {
		for _, l := range levels.all {
			for _, c := range l.appliesTo {
				yield(c)
			}
		}
	}
	for _, s := range r.allSections {
		for _, c := range s.appliesTo {
			yield(c)
		}
	}
	for _, it := range r.items {
		for _, c := range it.appliesTo {
			yield(c)
		}
		levels(it.level)
		for _, q := range it.questions {
			levels(q.level)
		}
	}
}

func buildAttributes(r *raw) List[*Attribute] {
	all := make([]*Attribute, len(r.attributes))
	for i, a := range r.attributes {
		all[i] = &Attribute{id: AttributeID(a.id.Value), label: a.label.Value, position: a.id.Position}
		for _, v := range a.values {
			all[i].values.elems = append(all[i].values.elems, Value{ValueID(v.id.Value), v.label.Value})
		}
	}
	slices.SortFunc(all, func(a, b *Attribute) int { return cmp.Compare(a.id, b.id) })
	return List[*Attribute]{all}
}

// buildApplies orders conditions and values, whose order in the file means nothing.
func buildApplies(raws []rawCondition) List[Condition] {
	var all []Condition
	for _, c := range raws {
		values := make([]ValueID, len(c.values))
		for i, v := range c.values {
			values[i] = ValueID(v.Value)
		}
		slices.Sort(values)
		all = append(all, Condition{AttributeID(c.attribute.Value), List[ValueID]{values}, c.attribute.Position})
	}
	slices.SortFunc(all, func(a, b Condition) int { return cmp.Compare(a.Attribute, b.Attribute) })
	return List[Condition]{all}
}

// applies are the conditions of the section and those around it, outermost first.
func (s *Section) applies() (all []Condition) {
	if s.parent != nil {
		all = s.parent.applies()
	}
	return slices.Concat(all, s.appliesTo.elems)
}

func (w *formWriter) attributes(attributes List[*Attribute]) {
	if attributes.Len() == 0 {
		return
	}
	w.key("attributes")
	w.object(func() {
		for a := range attributes.Values() {
			w.key(string(a.id))
			w.object(func() {
				w.text("label", a.label)
				writeList(w, "values", a.values, func(w *formWriter, v Value) {
					w.object(func() {
						w.text("id", string(v.ID))
						w.text("label", v.Label)
					})
				})
			})
		}
	})
}

func (w *formWriter) appliesTo(conditions []Condition) {
	if len(conditions) == 0 {
		return
	}
	w.key("applies_to")
	w.object(func() {
		for _, c := range conditions {
			writeList(w, string(c.Attribute), c.Values, writeText)
		}
	})
}
