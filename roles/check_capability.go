package roles

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

func checkUnknownCapability(d *draft, report report) {
	names := capabilityNames()
	unknown := func(t source.Text) {
		if _, err := ParseCapability(t.Value); err != nil && t.Given() {
			hint := source.DidYouMean(t.Value, names)
			if hint == "" {
				hint = ": capabilities are " + strings.Join(names, ", ")
			}
			report(t.Position, "there is no capability %s%s", source.Quote(t.Value), hint)
		}
	}
	for _, r := range d.roles {
		for _, t := range r.capabilities.all {
			unknown(t)
		}
		for _, a := range r.appoints {
			unknown(a.capability)
		}
	}
}

// checkUnusedCapability is silent where there are no roles: that is reported,
// and all the rest follows from it.
func checkUnusedCapability(d *draft, report report) {
	if len(d.roles) == 0 {
		return
	}
	for _, u := range Capabilities() {
		name := u.Capability.String()
		holds := func(r *draftRole) bool { return r.capabilities.has(name) }
		if !slices.ContainsFunc(d.roles, holds) {
			report(d.position, "no role has the capability %s, so nobody can %s", name, u.For)
		}
	}
}

// appointing are the capabilities by which people are appointed.
var appointing = []string{CanAppoint.String(), CanAppointAssessor.String(), CanAppointFirstManager.String()}

func checkRuleWithoutCapability(d *draft, report report) {
	for _, r := range d.roles {
		for _, a := range r.appoints {
			c := a.capability
			switch _, err := ParseCapability(c.Value); {
			case err != nil: // reported already
			case !slices.Contains(appointing, c.Value):
				report(c.Position, "%s is not for appointing: use %s", source.Quote(c.Value), either(appointing))
			case !r.capabilities.has(c.Value):
				report(c.Position, "this rule goes by the capability %s, which %s does not have", c.Value, source.Quote(r.id.Value))
			}
		}
		for _, needs := range r.needs() {
			if len(needs.list.all) > 0 && !r.capabilities.has(needs.capability.String()) {
				report(needs.list.position, "%s goes by the capability %s, which %s does not have",
					needs.key, needs.capability, source.Quote(r.id.Value))
			}
		}
	}
}

type need struct {
	key        string
	list       words
	capability Capability
}

// needs are the role's lists about others, and the capability that each goes by.
func (r *draftRole) needs() []need {
	return []need{{mayTake, r.mayTake, CanAppoint}, {revokes, r.revokes, CanRevoke}, {suspends, r.suspends, CanSuspend}}
}

func checkCapabilityWithoutRule(d *draft, report report) {
	for _, r := range d.roles {
		for _, t := range r.capabilities.all {
			if !r.usesRule(t.Value) {
				report(t.Position, "%s has the capability %s, and no rule says whom it concerns", source.Quote(r.id.Value), t.Value)
			}
		}
	}
}

// usesRule reports whether a capability needs no rule or has one.
func (r *draftRole) usesRule(capability string) bool {
	for _, n := range r.needs() {
		if n.capability.String() == capability && len(n.list.all) > 0 {
			return true
		}
	}
	switch capability {
	case CanRevoke.String():
		return false
	case CanAppoint.String(), CanAppointAssessor.String(), CanAppointFirstManager.String():
		return slices.ContainsFunc(r.appoints, func(a draftRule) bool {
			return a.capability.Value == capability || !r.capabilities.has(a.capability.Value) // may be meant for it
		})
	}
	return true // suspend alone is for people who hold no role
}

func checkNoStaffList(d *draft, report report) {
	keep := CanKeepStaffList.String()
	for _, r := range d.roles {
		if r.capabilities.has(keep) {
			continue
		}
		for _, a := range r.appoints {
			if a.rule.OnStaffList {
				report(a.rule.Position, "this rule asks for the staff list of %s, which cannot keep one without %s", source.Quote(r.id.Value), keep)
			}
		}
		if d.enrolment.staffList.On && r.capabilities.has(CanEnrol.String()) {
			report(r.capabilities.position, "enrolling asks for the staff list of %s, which cannot keep one without %s", source.Quote(r.id.Value), keep)
		}
	}
}
