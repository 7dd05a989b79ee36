package roles

import (
	"slices"
	"strconv"
	"strings"
)

// An Ability is whether somebody may use a capability.
type Ability struct {
	Capability Capability
	Decision
}

// Abilities says of every capability whether the person may use it in the
// scope: the role relied on, or every reason against and what it would take.
// It agrees with [Policy.May].
func (p *Policy) Abilities(s *Standing, sc Scope) []Ability {
	out := make([]Ability, 0, capabilityEnd-1)
	for c := CanRegister; c < capabilityEnd; c++ {
		out = append(out, Ability{c, p.May(s, c, sc)})
	}
	return out
}

// An Overview is how a centre is governed now.
type Overview struct {
	Centre CentreID
	// Roles are those that people can hold, in the policy's order.
	Roles []RoleOverview
	// Capabilities are those that any of these roles gives, in a fixed order.
	Capabilities []CapabilityOverview
	// Risks are what would stop, or has stopped: a role that the policy keeps
	// and nobody or only one person holds in force, and capabilities that nobody,
	// or one person alone, may use.
	Risks []Reason
}

// A RoleOverview is who holds a role at a centre.
type RoleOverview struct {
	Role RoleID
	// InForce hold it in force, for whatever category; Stopped are suspended or
	// not active. Both are in order of their ids.
	InForce, Stopped []PersonID
}

// A CapabilityOverview is who may use a capability at a centre, for whatever
// category, in order of their ids.
type CapabilityOverview struct {
	Capability Capability
	People     []PersonID
}

// Overview says how a centre is governed. The people must be everybody
// appointed there, each once. It is pure.
func (p *Policy) Overview(centre CentreID, people []*Standing) Overview {
	o := Overview{Centre: centre}
	given := capabilitySet(0)
	for r := range p.roles.Values() {
		if !r.held() {
			continue
		}
		given |= r.can
		o.Roles = append(o.Roles, p.roleOverview(r, centre, people))
	}
	for c := CanRegister; c < capabilityEnd; c++ {
		if given.has(c) {
			o.Capabilities = append(o.Capabilities, p.capabilityOverview(c, centre, people))
		}
	}
	o.Risks = append(p.roleRisks(&o), p.capabilityRisks(&o)...)
	return o
}

func (p *Policy) roleOverview(r *Role, centre CentreID, people []*Standing) RoleOverview {
	o := RoleOverview{Role: r.id}
	for _, s := range people {
		switch holds := func(a *Appointment) bool { return a.Role == r.id }; {
		case slices.ContainsFunc(p.inForceAt(s, centre), holds):
			o.InForce = append(o.InForce, s.Person)
		case slices.ContainsFunc(s.held(centre), holds):
			o.Stopped = append(o.Stopped, s.Person)
		}
	}
	slices.Sort(o.InForce)
	slices.Sort(o.Stopped)
	return o
}

func (p *Policy) capabilityOverview(c Capability, centre CentreID, people []*Standing) CapabilityOverview {
	o := CapabilityOverview{Capability: c}
	for _, s := range people {
		if !p.byAt(s, c, centre).IsZero() {
			o.People = append(o.People, s.Person)
		}
	}
	slices.Sort(o.People)
	return o
}

// roleRisks are those of roles whose last holder the policy keeps.
func (p *Policy) roleRisks(o *Overview) (out []Reason) {
	for _, r := range o.Roles {
		role := p.Role(r.Role)
		if !role.keepLast.On || len(r.InForce) > 1 {
			continue
		}
		ask := p.askHolder(p.appointersOf(r.Role, ""))
		if len(r.InForce) == 0 {
			out = append(out, because(CodeCentreWithoutManager, role.keepLast.Position, "nobody at {centre} holds {role} in force",
				"centre", string(o.Centre), "role", string(r.Role)).cure(ask))
			continue
		}
		out = append(out, p.onlyHolder(role, o.Centre, r.InForce[0]))
	}
	return out
}

func (p *Policy) onlyHolder(role *Role, centre CentreID, person PersonID) Reason {
	return because(CodeOnlyHolder, role.keepLast.Position, "{person} alone holds {role} in force at {centre}",
		"person", string(person), "role", string(role.id), "centre", string(centre)).
		cure("appoint another: " + p.askHolder(p.appointersOf(role.id, "")))
}

// capabilityRisks name what nobody may do, and then, person by person, what
// they alone may do.
func (p *Policy) capabilityRisks(o *Overview) (out []Reason) {
	var nobody []Capability
	alone := map[PersonID][]Capability{}
	var people []PersonID
	for _, c := range o.Capabilities {
		switch len(c.People) {
		case 0:
			nobody = append(nobody, c.Capability)
		case 1:
			people = append(people, c.People[0])
			alone[c.People[0]] = append(alone[c.People[0]], c.Capability)
		}
	}
	if len(nobody) > 0 {
		out = append(out, because(CodeNobodyCan, p.grant(nobody[0]), "nobody at {centre} may use {capabilities}",
			"centre", string(o.Centre), "capabilities", list(namesOf(nobody))).cure(p.cureOf(nobody)))
	}
	slices.Sort(people)
	for _, person := range slices.Compact(people) {
		out = append(out, p.onlyOne(o.Centre, person, alone[person]))
	}
	return out
}

func (p *Policy) onlyOne(centre CentreID, person PersonID, only []Capability) Reason {
	return because(CodeOnlyOneCan, p.grant(only[0]), "{person} alone may use {capabilities} at {centre}",
		"person", string(person), "capabilities", list(namesOf(only)), "centre", string(centre),
		"count", strconv.Itoa(len(only))).cure(p.cureOf(only))
}

// cureOf names roles that together give all of the capabilities: those that
// people are appointed to before those that the host names.
func (p *Policy) cureOf(wanted []Capability) string {
	appoint, left := p.covering(wanted, ByAppointment)
	name, _ := p.covering(left, ByHost)
	var cures []string
	if len(appoint) > 0 {
		cures = append(cures, "appoint somebody else to "+join(appoint, " and "))
	}
	if len(name) > 0 {
		cures = append(cures, "have the host name somebody else "+join(name, " and "))
	}
	return strings.Join(cures, "; ")
}

// covering are roles of an origin, in the policy's order, each of which gives
// capabilities that those before it do not, and what is left then.
func (p *Policy) covering(wanted []Capability, origin Origin) (by []RoleID, left []Capability) {
	left = slices.Clone(wanted)
	for r := range p.roles.Values() {
		before := len(left)
		if r.origin == origin {
			left = slices.DeleteFunc(left, r.Has)
		}
		if len(left) < before {
			by = append(by, r.id)
		}
	}
	return by, left
}

func namesOf(cs []Capability) []string {
	out := make([]string, len(cs))
	for i, c := range cs {
		out[i] = c.String()
	}
	return out
}

// A Vacancy is what a centre would lack if a person left it.
type Vacancy struct {
	Centre CentreID
	// Roles are those that the policy keeps and nobody else holds in force, in
	// the policy's order; Capabilities those that nobody else may use.
	Roles        []RoleID
	Capabilities []Capability
	// Reasons say the same in words, each with what cures it.
	Reasons []Reason
}

// Leaves says what the centre would lack without a person; ok is false where it
// would lack nothing.
func (p *Policy) Leaves(o *Overview, person PersonID) (v Vacancy, ok bool) {
	v.Centre = o.Centre
	for _, r := range o.Roles {
		if role := p.Role(r.Role); role.keepLast.On && slices.Equal(r.InForce, []PersonID{person}) {
			v.Roles = append(v.Roles, r.Role)
			v.Reasons = append(v.Reasons, p.onlyHolder(role, o.Centre, person))
		}
	}
	for _, c := range o.Capabilities {
		if slices.Equal(c.People, []PersonID{person}) {
			v.Capabilities = append(v.Capabilities, c.Capability)
		}
	}
	if len(v.Capabilities) > 0 {
		v.Reasons = append(v.Reasons, p.onlyOne(o.Centre, person, v.Capabilities))
	}
	return v, len(v.Reasons) > 0
}
