package workflow

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// A confirmer is the standing by which somebody may confirm an item.
type confirmer struct {
	as, with Held
	// override are the roles that the centre of as names in place of the content's.
	override []proficiency.RoleID
}

// may is the policy's answer for this enrolment. In a trial its learner plays all parts.
func (d *decider) may(p *roles.Standing, c roles.Capability) roles.Decision {
	if d.s.trial() {
		return roles.Decision{}
	}
	return d.f.Policy.May(p, c, d.scope())
}

// mayAs is may for content that names roles.
func (d *decider) mayAs(p *roles.Standing, c roles.Capability, named proficiency.Roles) roles.Decision {
	if d.s.trial() {
		return roles.Decision{As: Held{Role: named.At(0)}}
	}
	return d.f.Policy.MayAs(p, c, named, d.scope())
}

// confirmer says as what a person may confirm an item, or refuses with every
// reason: as the content says, or as the centre says that the person acts for.
func (d *decider) confirmer(p *roles.Standing, it *proficiency.Item) confirmer {
	by, reasons := d.mayConfirm(p, it)
	d.reasons = append(d.reasons, reasons...)
	return by
}

func (d *decider) mayConfirm(p *roles.Standing, it *proficiency.Item) (confirmer, []Reason) {
	if d.overridden(it) {
		return d.localConfirmer(p, it)
	}
	may := d.mayAs(p, roles.CanConfirm, it.ConfirmedBy())
	return confirmer{as: may.As, with: may.With}, fromRoles(may.Reasons, it.ID())
}

// overridden reports whether any centre of the enrolment has a rule of its own for the item.
func (d *decider) overridden(it *proficiency.Item) bool {
	return !d.s.trial() && slices.ContainsFunc(d.s.enr().centres, func(c CentreID) bool {
		facts := d.f.Centre(c)
		return facts != nil && facts.override(it.ID()) != nil
	})
}

// localConfirmer looks at each centre at which the person holds anything: there
// its own rule holds, or the content's.
func (d *decider) localConfirmer(p *roles.Standing, it *proficiency.Item) (by confirmer, reasons []Reason) {
	for _, c := range d.s.enr().centres {
		if !appointedAt(p, c) {
			continue
		}
		named, override, wrong := d.namedAt(c, it)
		if wrong != nil {
			reasons = append(reasons, *wrong)
			continue
		}
		may := d.f.Policy.MayAs(p, roles.CanConfirm, named, roles.Scope{Centres: []CentreID{c}, Category: d.fw.Category()})
		if may.Allowed() {
			return confirmer{as: may.As, with: may.With, override: slices.Clone(override)}, nil
		}
		reasons = append(reasons, fromRoles(may.Reasons, it.ID())...)
	}
	if len(reasons) == 0 { // the person holds nothing at any of them
		reasons = fromRoles(d.mayAs(p, roles.CanConfirm, it.ConfirmedBy()).Reasons, it.ID())
	}
	return by, reasons
}

func appointedAt(p *roles.Standing, c CentreID) bool {
	return p != nil && slices.ContainsFunc(p.Appointments, func(a roles.Appointment) bool { return a.Centre == c })
}

// namedAt are the roles that may confirm an item at one centre: those that the
// content names, or those of the centre's own rule, if it has one. A rule that
// names what it may not is wrong: nobody confirms by it.
func (d *decider) namedAt(c CentreID, it *proficiency.Item) (named proficiency.Roles, override []proficiency.RoleID, wrong *Reason) {
	named = it.ConfirmedBy()
	centre := d.f.Centre(c)
	if centre == nil {
		return named, nil, nil
	}
	o := centre.override(it.ID())
	if o == nil {
		return named, nil, nil
	}
	if role, found := d.withoutConfirm(o.By); found {
		return named, nil, invalidOverride(it, c, role)
	}
	named.List = proficiency.ListOf(o.By...)
	return named, o.By, nil
}

// withoutConfirm is the first of the roles that lacks the capability confirm,
// which an override may not name; an override of no roles lacks it, too.
func (d *decider) withoutConfirm(by []proficiency.RoleID) (role proficiency.RoleID, found bool) {
	for _, id := range by {
		if r := d.f.Policy.Role(id); r == nil || !r.Has(roles.CanConfirm) {
			return id, true
		}
	}
	return "", len(by) == 0
}

func invalidOverride(it *proficiency.Item, c CentreID, role proficiency.RoleID) *Reason {
	says := " names no role"
	if role != "" {
		says = " names " + quoteID(string(role)) + ", which may not confirm"
	}
	return &Reason{
		Code: InvalidOverride, Item: it.ID(), Clause: it.ConfirmedBy().Position,
		Message: "the rule of " + quoteID(string(c)) + " on who confirms " + it.Label() + says,
		Params:  map[string]string{"item": it.Label(), "centre": string(c), "role": string(role)},
		Remedy:  "have the centre name roles that may confirm",
	}
}

// fromRoles makes reasons of package roles ours.
func fromRoles(rs []roles.Reason, item proficiency.ItemID) []Reason {
	out := make([]Reason, len(rs))
	for i, r := range rs {
		out[i] = fromRole(r, item)
	}
	return out
}

// distinctFrom: where the content wants it, the signatory confirmed nothing
// that stands. Whoever recorded a confirmation from paper counts as its
// confirmer, and whoever took one over from elsewhere does not: who gave it is
// nobody here. In a trial one person plays all parts.
func (d *decider) distinctFrom(p PersonID) {
	rule := d.fw.SignOff().Distinct
	if !rule.Required || d.s.trial() {
		return
	}
	for it := range d.fw.Items().Values() {
		st := d.s.of(d.fw, it)
		if st.waiver == nil && d.s.included(it, st) && st.confirmed(d.stamp.At) && st.decision.confirmedBy(p) {
			d.refuse(Reason{
				Code: NotDistinct, Item: it.ID(), Clause: rule.Position,
				Message: "the signatory must have confirmed nothing that stands, and " + string(p) + " confirmed " + it.Label(),
				Params:  map[string]string{"item": it.Label(), "person": string(p)},
				Remedy:  "ask somebody else for the sign-off",
			})
		}
	}
}
