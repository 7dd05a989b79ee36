package roles

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
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
	// Categories are those that appointments at the centre are limited to, in order.
	Categories []proficiency.Category
	// Risks are what would stop, or has stopped: a role that the policy keeps
	// and nobody or only one person holds in force, and capabilities that nobody,
	// or one person alone, may use: for everything, or for frameworks of some of
	// the Categories or of none.
	Risks []Reason

	gaps []gap
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
	return p.overview(centre, people, Reach{Centre: centre})
}

// overview is Overview as far as somebody sees the centre.
func (p *Policy) overview(centre CentreID, people []*Standing, seen Reach) Overview {
	o := Overview{Centre: centre}
	given := capabilitySet(0)
	for r := range p.roles.Values() {
		if !r.held() {
			continue
		}
		given |= r.can
		o.Roles = append(o.Roles, p.roleOverview(r, centre, people))
	}
	for _, s := range people {
		for _, a := range s.held(centre) {
			o.Categories = append(o.Categories, a.Categories...)
		}
	}
	o.Categories = categories(o.Categories)
	looked := append([]proficiency.Category{""}, o.Categories...)
	if !seen.All() {
		o.Categories, looked = seen.Categories, seen.Categories
	}
	for c := CanRegister; c < capabilityEnd; c++ {
		if given.has(c) {
			o.Capabilities = append(o.Capabilities, p.capabilityOverview(c, centre, people))
			o.look(p, c, people, looked)
		}
	}
	o.Risks = p.roleRisks(&o)
	for i := range o.gaps {
		o.Risks = append(o.Risks, p.risk(&o, &o.gaps[i]))
	}
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

// A gap is capabilities that nobody, or one person alone, may use.
type gap struct {
	person PersonID // empty for nobody
	// in are the categories for which it is so, none for everything; the empty
	// one is what has no category.
	in []proficiency.Category
	of []Capability
}

// look adds what a capability lacks in the categories.
func (o *Overview) look(p *Policy, c Capability, people []*Standing, looked []proficiency.Category) {
	var found []gap
	for _, in := range looked {
		able := p.able(c, o.Centre, people, in)
		if len(able) > 1 {
			continue
		}
		one := gap{person: first(able)}
		i := slices.IndexFunc(found, func(g gap) bool { return g.person == one.person })
		if i < 0 {
			i, found = len(found), append(found, one)
		}
		found[i].in = append(found[i].in, in)
	}
	for _, g := range found {
		if len(g.in) == len(looked) {
			g.in = nil
		}
		o.gap(g, c)
	}
}

// gap adds a capability to the gap that is like g, in an order of its own:
// nobody before somebody, everything before categories.
func (o *Overview) gap(g gap, c Capability) {
	i, is := slices.BinarySearchFunc(o.gaps, g, func(a, b gap) int {
		return cmp.Or(cmp.Compare(a.person, b.person), slices.Compare(a.in, b.in))
	})
	if !is {
		o.gaps = slices.Insert(o.gaps, i, g)
	}
	o.gaps[i].of = append(o.gaps[i].of, c)
}

// able are those who may use a capability for a category, at most two.
func (p *Policy) able(c Capability, centre CentreID, people []*Standing, in proficiency.Category) (out []PersonID) {
	sc := Scope{Centres: []CentreID{centre}, Category: in}
	for _, s := range people {
		if len(out) < 2 && p.Can(s, c, sc) {
			out = append(out, s.Person)
		}
	}
	return out
}

func first(people []PersonID) PersonID {
	if len(people) == 0 {
		return ""
	}
	return people[0]
}

// risk says a gap in words.
func (p *Policy) risk(o *Overview, g *gap) Reason {
	code, message := CodeNobodyCan, "nobody at {centre} may use {capabilities}"
	if g.person != "" {
		code, message = CodeOnlyOneCan, "{person} alone may use {capabilities} at {centre}"
	}
	params := []string{
		"person", string(g.person), "capabilities", list(namesOf(g.of)), "centre", string(o.Centre), "count", strconv.Itoa(len(g.of)),
	}
	if len(g.in) > 0 {
		message += " for {categories}"
		params = append(params, "categories", list(namesOfCategories(g.in)))
	}
	return because(code, p.grant(g.of[0]), message, params...).cure(p.cureOf(g.of))
}

func namesOfCategories(in []proficiency.Category) []string {
	out := make([]string, len(in))
	for i, c := range in {
		if out[i] = string(c); c == "" {
			out[i] = "what has no category"
		}
	}
	return out
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
	// the policy's order; Capabilities those that nobody else may use, for
	// everything or for some category, in a fixed order.
	Roles        []RoleID
	Capabilities []Capability
	// Reasons say the same in words, with the categories, each with what cures it.
	Reasons []Reason
}

// Leaves says what the centre would lack without a person; ok is false where it
// would lack nothing. The overview is one that [Policy.Overview] gave.
func (p *Policy) Leaves(o *Overview, person PersonID) (v Vacancy, ok bool) {
	v.Centre = o.Centre
	for _, r := range o.Roles {
		if role := p.Role(r.Role); role.keepLast.On && slices.Equal(r.InForce, []PersonID{person}) {
			v.Roles = append(v.Roles, r.Role)
			v.Reasons = append(v.Reasons, p.onlyHolder(role, o.Centre, person))
		}
	}
	for i := range o.gaps {
		if g := &o.gaps[i]; g.person == person && person != "" {
			v.Capabilities = append(v.Capabilities, g.of...)
			v.Reasons = append(v.Reasons, p.risk(o, g))
		}
	}
	slices.Sort(v.Capabilities)
	v.Capabilities = slices.Compact(v.Capabilities)
	return v, len(v.Reasons) > 0
}
