package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// defaultKinds are the kinds of a framework that names none.
var defaultKinds = List[Kind]{[]Kind{
	{"knowledge", "Knowledge"},
	{"skill", "Skill"},
	{"agreement", "Agreement"},
}}

const (
	defaultLanguage = "en-GB"
	defaultOne      = "proficiency"
	defaultMany     = "proficiencies"
)

// nearest gives the first level, from d outwards, at which ok; nil if there is none.
func (d *rawDefaults) nearest(ok func(*rawDefaults) bool) *rawDefaults {
	for ; d != nil; d = d.outer {
		if ok(d) {
			return d
		}
	}
	return nil
}

// scaleOr is own, if given, and otherwise the nearest default scale.
func (d *rawDefaults) scaleOr(own rawRef) rawRef {
	if own.given {
		return own
	}
	if n := d.nearest(func(d *rawDefaults) bool { return d.scale.given }); n != nil {
		return n.scale
	}
	return rawRef{}
}

// kindOr is own, if given, and otherwise the nearest default kind.
func (d *rawDefaults) kindOr(own rawRef) rawRef {
	if own.given {
		return own
	}
	if n := d.nearest(func(d *rawDefaults) bool { return d.kind.given }); n != nil {
		return n.kind
	}
	return rawRef{}
}

// confirmersOr is own, if given, and otherwise the nearest default confirmers.
func (d *rawDefaults) confirmersOr(own rawRoles) rawRoles {
	if own.given {
		return own
	}
	if n := d.nearest(func(d *rawDefaults) bool { return d.confirmedBy.given }); n != nil {
		return n.confirmedBy
	}
	return rawRoles{}
}

// optionalWith is the optional section that the item is chosen with, or nil:
// the outermost, should several be optional.
func (it *rawItem) optionalWith() (with *rawSection) {
	for s := it.section; s != nil; s = s.parent {
		if s.optional {
			with = s
		}
	}
	return with
}

// isOptional reports whether the item is optional, by itself or with a section.
func (it *rawItem) isOptional() bool { return it.optional || it.optionalWith() != nil }

// kindIDs are the kinds that items may have.
func (r *raw) kindIDs() []string {
	var ids []string
	if !r.kindsGiven {
		for k := range defaultKinds.Values() {
			ids = append(ids, string(k.ID))
		}
	}
	for _, k := range r.kinds {
		ids = append(ids, k.id.Value)
	}
	return ids
}

func (r *raw) scaleIDs() []string {
	ids := make([]string, len(r.scales))
	for i, s := range r.scales {
		ids[i] = s.id.Value
	}
	return ids
}

// eachDefaults gives the defaults of the framework and of each section that has some.
func (r *raw) eachDefaults(yield func(*rawDefaults)) {
	if r.defaults != nil {
		yield(r.defaults)
	}
	for _, s := range r.allSections {
		if s.ownDefaults {
			yield(s.defaults)
		}
	}
}

// eachRef gives every place that names a scale or a kind.
func (r *raw) eachRef(scale, kind func(source.Text)) {
	give := func(yield func(source.Text), ref rawRef) {
		if ref.Given() {
			yield(ref.Text)
		}
	}
	r.eachDefaults(func(d *rawDefaults) { give(scale, d.scale); give(kind, d.kind) })
	for _, it := range r.items {
		give(scale, it.scale)
		give(kind, it.kind)
		for _, q := range it.questions {
			give(scale, q.scale)
		}
	}
}

// eachRoles gives every list of roles.
func (r *raw) eachRoles(yield func(what string, roles rawRoles)) {
	yield("sign_off.by", r.signOffBy)
	r.eachDefaults(func(d *rawDefaults) { yield("confirmed_by", d.confirmedBy) })
	for _, it := range r.items {
		yield("confirmed_by", it.confirmedBy)
	}
}
