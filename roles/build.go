package roles

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// build makes the policy of a draft in which no error was found.
func (d *draft) build() *Policy {
	p := &Policy{
		id:        PolicyID(d.id.Value),
		version:   d.version,
		title:     d.title.Value,
		enrolment: d.enrolment.build(),
		reminders: d.reminders.build(),
		position:  d.position,

		autoUpgrade: d.autoUpgrade,
	}
	roles := make([]*Role, len(d.roles))
	for i, r := range d.roles {
		roles[i] = r.build()
	}
	p.roles = proficiency.ListOf(roles...)
	for c := CanRegister; c < capabilityEnd; c++ {
		for _, r := range roles {
			if r.can.has(c) {
				p.holders[c] = append(p.holders[c], r)
			}
		}
	}
	p.digest = p.canonicalDigest()
	return p
}

func (r *draftRole) build() *Role {
	role := &Role{
		id:           RoleID(r.id.Value),
		title:        r.title.Value,
		rank:         r.rank,
		admin:        r.admin,
		origin:       r.origin,
		granted:      r.position,
		grants:       map[Capability]source.Position{},
		mayTake:      r.mayTake.roles(),
		revokes:      r.revokes.roles(),
		suspends:     r.suspends.roles(),
		resign:       r.resign,
		keepLast:     r.keepLast,
		training:     proficiency.FrameworkID(r.training.Value),
		trainingLine: r.training.Position,
		position:     r.position,
	}
	if !r.capabilities.position.IsZero() {
		role.granted = r.capabilities.position
	}
	for _, t := range r.capabilities.all {
		if c, err := ParseCapability(t.Value); err == nil {
			role.can = role.can.with(c)
			role.grants[c] = t.Position
		}
	}
	rules := make([]AppointRule, len(r.appoints))
	for i, a := range r.appoints {
		rules[i] = a.rule
		rules[i].Roles = a.roles.roles()
		rules[i].Capability, _ = ParseCapability(a.capability.Value) // checked: see the rule unknown-capability
	}
	role.appoints = proficiency.ListOf(rules...)
	return role
}

func (w words) roles() proficiency.Roles {
	ids := make([]RoleID, len(w.all))
	for i, t := range w.all {
		ids[i] = RoleID(t.Value)
	}
	return proficiency.Roles{List: proficiency.ListOf(ids...), Position: w.position}
}

func (e draftEnrolment) build() enrolmentRule {
	rule := enrolmentRule{staffList: e.staffList, position: e.position}
	for _, k := range e.kinds {
		unless := make([]CentreKind, len(k.unless.all))
		for i, t := range k.unless.all {
			unless[i] = CentreKind(t.Value)
		}
		rule.kinds = append(rule.kinds, kindRule{CentreKind(k.kind.Value), unless, k.position})
	}
	return rule
}

// positionOf is where the text stands, or elsewhere if it was not written.
func positionOf(t source.Text, elsewhere source.Position) source.Position {
	if t.Given() {
		return t.Position
	}
	return elsewhere
}
