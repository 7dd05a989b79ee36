package workflow

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// requiredBefore are the requirements of a stage; a trial has none.
func (d *decider) requiredBefore(before proficiency.Stage) (all []proficiency.Requirement) {
	if d.s.trial() {
		return nil
	}
	for q := range d.fw.Requires().Values() {
		if q.Before == before {
			all = append(all, q)
		}
	}
	return all
}

// reliedOn are the attainments that meet what is required before a stage.
func (d *decider) reliedOn(before proficiency.Stage) (relied []Attainment) {
	for _, q := range d.requiredBefore(before) {
		if a, ok := meeting(&q, d.f.Attainments, d.stamp.At); ok {
			relied = append(relied, a)
		}
	}
	return relied
}

// meetsRequirements judges what is required before enrolling, and gives the
// overrides that the command brings. What the learner holds is told to nobody
// who may not enrol them.
func (d *decider) meetsRequirements(c *Enrol, mayEnrol bool) (overrides []*RequirementOverridden) {
	required := d.requiredBefore(proficiency.BeforeEnrolment)
	if c.Override.given() {
		overrides = d.overriding(c, required, mayEnrol)
	}
	for i := range required {
		q := &required[i]
		_, met := meeting(q, d.f.Attainments, d.stamp.At)
		if mayEnrol && !met && !slices.Contains(c.Override.Frameworks, q.Framework) {
			d.refuse(requiresFramework(d.fw, q, d.f.Attainments, d.stamp.At))
		}
	}
	return overrides
}

// overriding are the overrides within Enrol, by somebody who may give them at
// the centre.
func (d *decider) overriding(c *Enrol, required []proficiency.Requirement, mayEnrol bool) (overrides []*RequirementOverridden) {
	as := d.overriderAt(c)
	reason := d.reason(c.Override.Reason)
	switch n := len(c.Override.Frameworks); {
	case n == 0:
		d.refuse(Reason{Code: NoItems, Message: "the override names no framework", Remedy: "name what is let go"})
	case n > proficiency.MaxRequirements:
		d.refuse(Reason{
			Code: TooLarge, Message: fmt.Sprintf("the override names %d frameworks: at most %d are allowed", n, proficiency.MaxRequirements),
		})
		return nil
	}
	for i, id := range c.Override.Frameworks {
		if slices.Contains(c.Override.Frameworks[:i], id) {
			d.refuse(Reason{
				Code: DuplicateItem, Message: "the override names " + quoteID(string(id)) + " twice",
				Params: map[string]string{"framework": string(id)}, Remedy: "name it once",
			})
			continue
		}
		if d.overridable(id, required, mayEnrol) {
			overrides = append(overrides, &RequirementOverridden{Stamp: d.stamp, Framework: id, Reason: reason, As: as})
		}
	}
	return overrides
}

// overriderAt is an enroller who may override requirements at the centre, too.
func (d *decider) overriderAt(c *Enrol) Held {
	if d.f.Actor == c.Learner {
		d.refuse(ownEnrolment)
		return Held{}
	}
	may := d.f.Policy.May(d.actor, roles.CanOverrideRequirement, roles.Scope{Centres: []CentreID{c.Centre}, Category: d.fw.Category()})
	d.refuseRole(may.Reasons, "")
	return may.As
}

// overridable: the framework is one of those required, and neither held nor
// overridden. Whether it is held is not told to everybody.
func (d *decider) overridable(id proficiency.FrameworkID, required []proficiency.Requirement, tells bool) bool {
	i := slices.IndexFunc(required, func(q proficiency.Requirement) bool { return q.Framework == id })
	if i < 0 {
		d.refuse(d.notRequired(id))
		return false
	}
	q := &required[i]
	params := map[string]string{"framework": string(id)}
	a, met := meeting(q, d.f.Attainments, d.stamp.At)
	switch {
	case q.Before == proficiency.BeforeSignOff && d.s.overridden(id):
		d.refuse(Reason{
			Code: AlreadyOverridden, Message: "the requirement of " + q.String() + " is overridden already", Clause: q.Position, Params: params,
		})
	case met && tells:
		d.refuse(Reason{
			Code: RequirementMet, Message: "nothing is to be overridden: " + a.Framework.String() + " is held", Clause: q.Position, Params: params,
			Remedy: "leave the override out",
		})
	default:
		return true
	}
	return false
}

// notRequired says where else a framework is required, if it is.
func (d *decider) notRequired(id proficiency.FrameworkID) Reason {
	r := Reason{
		Code: NotRequired, Message: d.fw.Title() + " does not require " + quoteID(string(id)) + " here", Params: map[string]string{"framework": string(id)},
	}
	if q, ok := d.fw.Requirement(id); ok && !d.s.trial() {
		r.Message, r.Clause = q.String()+" is required before "+string(q.Before), q.Position
		r.Params["before"] = string(q.Before)
	}
	return r
}

func (c *OverrideRequirement) decide(d *decider) {
	as := d.overrider()
	reason := d.reason(c.Reason)
	if required := d.requiredBefore(proficiency.BeforeSignOff); len(required) > 0 && d.overridable(c.Framework, required, true) {
		d.add(&RequirementOverridden{Stamp: d.stamp, Framework: c.Framework, Reason: reason, As: as})
	}
}

// overrider is somebody with the capability override-requirement, and not the
// learner, where something is left to override.
func (d *decider) overrider() Held {
	d.notWithdrawn()
	switch required := d.requiredBefore(proficiency.BeforeSignOff); {
	case d.s.trial():
		d.refuse(Reason{Code: NotRequired, Message: "a trial requires no other framework"})
	case len(required) == 0:
		d.refuse(Reason{Code: NotRequired, Message: d.fw.Title() + " requires no other framework before the sign-off"})
	case !slices.ContainsFunc(required, func(q proficiency.Requirement) bool {
		_, met := meeting(&q, d.f.Attainments, d.stamp.At)
		return !met && !d.s.overridden(q.Framework)
	}):
		d.refuse(Reason{Code: RequirementMet, Message: "all that " + d.fw.Title() + " requires before the sign-off is held or overridden"})
	}
	return d.capable(roles.CanOverrideRequirement)
}
