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

// What is sayable stands on an item or in defaults.
type sayable interface{ said() bool }

func (r rawRef) said() bool      { return r.given }
func (r rawRoles) said() bool    { return r.given }
func (v rawValidity) said() bool { return v.given }
func (a rawAsks) said() bool     { return a.given }
func (f rawFlag) said() bool     { return f.given }

// nearest is own, if it is said, and otherwise what the nearest level from d
// outwards says; nothing said if none does.
func nearest[T sayable](own T, d *rawDefaults, of func(*rawDefaults) T) T {
	for ; !own.said() && d != nil; d = d.outer {
		own = of(d)
	}
	return own
}

func (d *rawDefaults) scaleOr(own rawRef) rawRef {
	return nearest(own, d, func(d *rawDefaults) rawRef { return d.scale })
}

func (d *rawDefaults) kindOr(own rawRef) rawRef {
	return nearest(own, d, func(d *rawDefaults) rawRef { return d.kind })
}

func (d *rawDefaults) confirmersOr(own rawRoles) rawRoles {
	return nearest(own, d, func(d *rawDefaults) rawRoles { return d.confirmedBy })
}

// conditionsOr resolves each condition by itself. Waiving asks no level
// outside the nearest gate: who waives what opens the rest must be told so there.
func (d *rawDefaults) conditionsOr(own rawConditions) rawConditions {
	own.validity = nearest(own.validity, d, func(d *rawDefaults) rawValidity { return d.conditions.validity })
	own.asks = nearest(own.asks, d, func(d *rawDefaults) rawAsks { return d.conditions.asks })
	for ; !own.waivable.given && d != nil; d = d.outer {
		own.waivable = d.conditions.waivable
		if d.gate {
			break
		}
	}
	return own
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

// eachConditions gives the conditions of every level and item that may have some.
func (r *raw) eachConditions(yield func(rawConditions)) {
	r.eachDefaults(func(d *rawDefaults) { yield(d.conditions) })
	for _, it := range r.items {
		yield(it.conditions)
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
