package roles

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

func checkDuplicateRole(d *draft, report report) {
	for _, r := range d.roles {
		if first := d.role(r.id.Value); first != nil && first != r {
			report(r.id.Position, "the role %s stands here twice, first at %d:%d", source.Quote(r.id.Value),
				first.id.Position.Line, first.id.Position.Col)
		}
	}
}

func checkRoleCase(d *draft, report report) {
	for i, r := range d.roles {
		for _, first := range d.roles[:i] {
			if a, b := r.id.Value, first.id.Value; a != b && strings.EqualFold(a, b) {
				report(r.id.Position, "the roles %s and %s differ in case only", source.Quote(a), source.Quote(b))
				break
			}
		}
	}
}

func checkDuplicateEntry(d *draft, report report) {
	for list := range d.lists() {
		for i, t := range list.all {
			for _, first := range list.all[:i] {
				if first.Value == t.Value {
					report(t.Position, "%s stands here twice, first at %d:%d: remove one", source.Quote(t.Value),
						first.Position.Line, first.Position.Col)
					break
				}
			}
		}
	}
}

func checkUnknownRole(d *draft, report report) {
	names := d.roleNames()
	for list := range d.roleLists() {
		for _, t := range list.all {
			if d.role(t.Value) != nil {
				continue
			}
			hint := source.DidYouMean(t.Value, names)
			if hint == "" {
				hint = ": its roles are " + source.Listing(names)
			}
			report(t.Position, "the policy has no role %s%s", source.Quote(t.Value), hint)
		}
	}
}

func checkNotAppointed(d *draft, report report) {
	for list, what := range d.roleLists() {
		for _, t := range list.all {
			r := d.role(t.Value)
			if r == nil || r.origin == "" || r.origin == ByAppointment || r.origin == ByHost && what == suspends {
				continue
			}
			report(t.Position, "%s cannot stand under %s: it comes from the %s", source.Quote(t.Value), what, r.origin)
		}
	}
}

func checkEnrolmentRole(d *draft, report report) {
	for _, r := range d.roles {
		if r.origin != ByEnrolment {
			continue
		}
		if what, at := r.rights(); what != "" {
			report(at, "%s comes from enrolment, and %s is not for such a role", source.Quote(r.id.Value), what)
		}
	}
}

func checkNotAdmin(d *draft, report report) {
	for _, r := range d.roles {
		if r.origin != ByAppointment || r.admin {
			continue
		}
		if what, at := r.rights(); what != "" {
			report(at, "%s has %s, and so must be admin: true", source.Quote(r.id.Value), what)
		}
	}
}

// rights is the first key that gives the role anything, and where its value stands.
func (r *draftRole) rights() (key string, at source.Position) {
	switch {
	case r.origin == ByEnrolment && r.admin:
		return "admin", r.adminAt
	case len(r.capabilities.all) > 0:
		return "capabilities", r.capabilities.position
	case len(r.appoints) > 0:
		return "appoints", r.appoints[0].rule.Position
	case len(r.mayTake.all) > 0:
		return "may_take", r.mayTake.position
	case len(r.revokes.all) > 0:
		return "revokes", r.revokes.position
	case len(r.suspends.all) > 0:
		return "suspends", r.suspends.position
	case r.origin == ByEnrolment && r.training.Given():
		return "training", r.training.Position
	case r.origin == ByEnrolment && r.keepLast.On:
		return "keep_last", r.keepLast.Position
	}
	return "", source.Position{}
}
