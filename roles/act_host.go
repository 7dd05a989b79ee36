package roles

import (
	"slices"
	"strconv"

	"github.com/countersign-go/countersign/proficiency/source"
)

func (d *actDecider) dispatchHost(act Act) {
	switch act.(type) {
	case *OpenCentre:
		d.open()
	case *ChangeCentre:
		d.change()
	case *NameHolder:
		d.name()
	case *UnnameHolder:
		d.unname()
	case *Deactivate:
		d.activity(PersonDeactivated, true)
	case *Reactivate:
		d.activity(PersonReactivated, false)
	}
}

func (d *actDecider) open() {
	d.kindAndZone()
	switch {
	case d.s.kind == "":
		d.centre(CentreOpened)
	case d.s.kind != d.act.kind || d.s.zone != d.act.zone:
		d.refuse(because(CodeCentreOpen, d.p.position, "{centre} was opened as {kind} in {zone}",
			"centre", string(d.s.id), "kind", string(d.s.kind), "zone", d.s.zone).cure("change the centre instead"))
	}
}

func (d *actDecider) change() {
	d.kindAndZone()
	if d.s.kind != d.act.kind || d.s.zone != d.act.zone {
		d.centre(CentreChanged)
	}
}

func (d *actDecider) centre(kind RegisterEventKind) {
	d.add(RegisterEvent{Kind: kind, CentreKind: d.act.kind, Zone: d.act.zone})
}

func (d *actDecider) kindAndZone() {
	if !slices.Contains(centreKinds, string(d.act.kind)) {
		d.refuse(because(CodeBadKind, d.p.position, "{kind} is no kind of centre", "kind", strconv.Quote(string(d.act.kind))).
			cure("the kinds are " + list(centreKinds)))
	}
	if !d.f.zone {
		d.refuse(because(CodeBadZone, d.p.position, "{zone} is not the name of a time zone", "zone", strconv.Quote(d.act.zone)).
			cure("give an IANA name, such as Europe/London"))
	}
}

// name gives a role that comes from the host, and no other: the host appoints nobody.
func (d *actDecider) name() {
	if role := d.p.Role(d.act.role); role == nil {
		d.refuse(d.p.unknownRole(d.act.role))
	} else if role.origin != ByHost {
		d.refuse(notByHost(role))
	}
	if !d.holds() {
		d.add(RegisterEvent{Kind: HolderNamed, Person: d.act.person, Role: d.act.role})
	}
}

// unname also ends what the policy does not have any more, and, whatever its
// categories, what people were appointed to before the policy had the host name
// it: nobody else can end either.
func (d *actDecider) unname() {
	role := d.p.Role(d.act.role)
	if role != nil && role.origin != ByHost {
		d.refuse(notByHost(role))
	}
	var ended []RegisterEvent
	for _, a := range d.s.standing(d.act.person).Appointments {
		if a.Role == d.act.role {
			ended = append(ended, RegisterEvent{Kind: HolderUnnamed, Person: d.act.person, Role: a.Role, Categories: a.Categories})
		}
	}
	d.losing(ended...)
}

func (d *actDecider) holds() bool {
	a := d.appointment()
	return slices.ContainsFunc(d.s.standing(d.act.person).Appointments, a.same)
}

// activity deactivates and reactivates: the host's word is not for the policy to refuse.
func (d *actDecider) activity(kind RegisterEventKind, deactivated bool) {
	switch e := d.s.entry(d.act.person); {
	case e == nil || !e.registered:
		d.refuse(d.notMember(d.p.position))
	case e.deactivated != deactivated:
		d.losing(RegisterEvent{Kind: kind, Person: d.act.person})
	}
}

// losing adds events that may take the last holder in force of a role that
// the policy keeps, and says so of each role.
func (d *actDecider) losing(events ...RegisterEvent) {
	for _, e := range events {
		d.add(e)
	}
	next := d.s.after(d.out.events)
	before, now := d.holders(), (&actDecider{p: d.p, s: &next, f: d.f}).holders()
	for role := range d.p.roles.Values() {
		if role.keepLast.On && before[role.id] > 0 && now[role.id] == 0 {
			d.add(RegisterEvent{Kind: RoleUnfilled, Role: role.id})
		}
	}
}

func notByHost(r *Role) Reason {
	return because(CodeNotByHost, r.position, "{role} comes from {origin}, not from the host",
		"role", string(r.id), "origin", string(r.origin))
}

func (d *actDecider) notMember(clause source.Position) Reason {
	return because(CodeNotMember, clause, "{person} is not registered at {centre}",
		"person", string(d.act.person), "centre", string(d.s.id))
}

func (d *actDecider) wasDeactivated() Reason {
	return because(CodeNotActive, d.p.position, "{person} was deactivated at {centre}",
		"person", string(d.act.person), "centre", string(d.s.id)).cure("the host must reactivate them")
}

func tooManyCategories(n int) Reason {
	most := strconv.Itoa(MaxCategories)
	return because(CodeTooManyCategories, source.Position{}, "{count} categories are more than {most}",
		"count", strconv.Itoa(n), "most", most).cure("name at most " + most)
}

// warningsOf are what the events of an act warn of, which stands against nothing.
func (p *Policy) warningsOf(centre CentreID, events []RegisterEvent) (out []Reason) {
	for i := range events {
		e := &events[i]
		clause := p.position
		if role := p.Role(e.Role); role != nil {
			clause = role.position
		}
		switch {
		case e.Kind == PersonAppointed && e.Learner:
			out = append(out, because(CodeCurrentLearner, clause, "{person} is a learner now", "person", string(e.Person)))
		case e.Kind == RoleUnfilled:
			out = append(out, because(CodeCentreWithoutManager, clause, "nobody at {centre} holds {role} in force any more",
				"centre", string(centre), "role", string(e.Role)).cure(p.askHolder(p.appointersOf(e.Role, e.Role))))
		}
	}
	return out
}
