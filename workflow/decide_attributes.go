package workflow

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func (c *SetAttributes) decide(d *decider) {
	as := d.attributeSetter()
	reason := d.reason(c.Reason)
	if len(c.Attributes) == 0 {
		d.refuse(Reason{Code: NoItems, Message: "the command names nothing"})
	}
	if d.fw.Attributes().Len() == 0 || !d.fitting(c.Attributes) {
		return
	}
	settings := changed(d.s.enr().attributes, c.Attributes)
	if slices.Equal(settings, d.s.enr().attributes) {
		return
	}
	d.add(&AttributesSet{Stamp: d.stamp, Attributes: settings, Reason: reason, As: as})
	d.appliesAnew(settings)
}

// attributeSetter is somebody with the capability set-attributes, and not the learner.
func (d *decider) attributeSetter() Held {
	d.notWithdrawn()
	if d.fw.Attributes().Len() == 0 {
		d.refuse(Reason{Code: NoAttributes, Message: "nothing in " + d.fw.Title() + " depends on attributes"})
	}
	return d.capable(roles.CanSetAttributes)
}

// fitting: each setting is of an attribute of the framework, no two of the
// same, and its value one of the attribute's.
func (d *decider) fitting(settings []proficiency.Setting) bool {
	if len(settings) > MaxItems {
		d.refuse(Reason{Code: TooLarge, Message: fmt.Sprintf("the command names %d attributes: at most %d are allowed", len(settings), MaxItems)})
		return false
	}
	before := len(d.reasons)
	for i, s := range settings {
		a := d.fw.Attribute(s.Attribute)
		switch {
		case a == nil:
			d.refuse(Reason{
				Code: UnknownAttribute, Message: d.fw.Title() + " has no attribute " + quoteID(string(s.Attribute)),
				Params: map[string]string{"attribute": string(s.Attribute)},
			})
		case valueOf(settings[:i], s.Attribute) != "":
			d.refuse(Reason{
				Code: UnknownAttribute, Message: a.Label() + " is given twice", Clause: a.Position(),
				Params: map[string]string{"attribute": string(s.Attribute)}, Remedy: "give one value",
			})
		case !hasValue(a, s.Value):
			d.refuse(Reason{
				Code: UnknownAttribute, Message: a.Label() + " cannot be " + quoteID(string(s.Value)), Clause: a.Position(),
				Params: map[string]string{"attribute": string(s.Attribute), "value": string(s.Value)}, Remedy: "give one of its values",
			})
		}
	}
	return len(d.reasons) == before
}

func hasValue(a *proficiency.Attribute, v proficiency.ValueID) bool {
	_, ok := a.Value(v)
	return ok
}

// valueOf is the value of an attribute, or "" where it has none.
func valueOf(settings []proficiency.Setting, a proficiency.AttributeID) proficiency.ValueID {
	for _, s := range settings {
		if s.Attribute == a {
			return s.Value
		}
	}
	return ""
}

// enrolledWith are the attributes that an enrolment begins with: all that the
// framework has, and a revived one goes on with those that are not given again.
func (d *decider) enrolledWith(given []proficiency.Setting) []proficiency.Setting {
	if !d.fitting(given) {
		return nil
	}
	settings := changed(d.s.enr().attributes, given)
	for a := range d.fw.Attributes().Values() {
		if valueOf(settings, a.ID()) == "" {
			d.refuse(Reason{
				Code: AttributeMissing, Message: "it must be said what " + d.whose() + "'s " + a.Label() + " is", Clause: a.Position(),
				Params: map[string]string{"attribute": string(a.ID())}, Remedy: "give one of its values",
			})
		}
	}
	return settings
}

// revivedWith voids a sign-off that stands, lapsed by now, where an enrolment goes
// on with other attributes and so with something else that counts.
func (d *decider) revivedWith(settings []proficiency.Setting) {
	if d.s.Exists() {
		d.appliesAnew(settings)
		d.consequences()
	}
}

// changed are settings with some of them changed or added, by attribute.
func changed(settings, by []proficiency.Setting) []proficiency.Setting {
	out := slices.Clone(settings)
	for _, s := range by {
		if i := slices.IndexFunc(out, func(o proficiency.Setting) bool { return o.Attribute == s.Attribute }); i >= 0 {
			out[i] = s
		} else {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b proficiency.Setting) int { return cmp.Compare(a.Attribute, b.Attribute) })
	return out
}

// appliesAnew adds what other attributes do: what applies no more, or of which
// more is asked now than its answer, loses its pending request and keeps the
// rest; a sign-off that stands falls where what counts has changed, or does not
// reach its level any more.
func (d *decider) appliesAnew(settings []proficiency.Setting) {
	after := *d.s
	own := after.own()
	own.attributes = settings
	items := d.fw.Items()
	for i := range items.Len() {
		it := items.At(i)
		st := d.s.of(d.fw, it)
		if !after.applies(it) || it.LevelsVary() && !after.meets(it, st) {
			d.endRequest(it, st, CauseAttributesSet)
		}
		if it.Group() != nil {
			continue
		}
		if in := after.included(it, st); in != d.s.included(it, st) || in && it.LevelsVary() && after.below(it, st) && !d.s.below(it, st) {
			d.wouldVoid(CauseAttributesSet)
		}
	}
	if d.s.signedOff() && (d.regrouped(&after) || d.tooFew(&after)) {
		d.wouldVoid(CauseAttributesSet)
	}
}

// regrouped reports whether a group counts after that did not, or no more, or
// its rule asks for, or has, another number. An item in it does not count by
// itself: one more or less of which nothing is needed changes nothing.
func (d *decider) regrouped(after *State) bool {
	for g := range d.fw.Groups().Values() {
		in := d.s.groupIncluded(g)
		if in != after.groupIncluded(g) {
			return true
		}
		if in && groupOfItems(d.fw, d.s, g, d.stamp.At) != groupOfItems(d.fw, after, g, d.stamp.At) {
			return true
		}
	}
	return false
}

// tooFew reports whether more optional items are asked for after, now that more
// apply, than are chosen.
func (d *decider) tooFew(after *State) bool {
	chosen, wanted := optionalCounts(d.fw, after)
	return chosen < wanted
}
