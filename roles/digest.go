package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// object is a JSON object from which absent and default values are left out.
type object map[string]any

func (o object) put(key string, value any, absent bool) {
	if !absent {
		o[key] = value
	}
}

func (o object) list(key string, values []any) { o.put(key, values, len(values) == 0) }

// canonicalDigest is over the policy's canonical form: what it means, without
// where it stands. The order of capabilities means nothing, that of roles does.
func (p *Policy) canonicalDigest() canonical.Digest {
	o := object{"format": Format, "id": string(p.id), "version": p.version.String(), "title": p.title}
	roles := make([]any, 0, p.roles.Len())
	for r := range p.roles.Values() {
		roles = append(roles, r.canonical())
	}
	o.list("roles", roles)
	e := p.enrolment.canonical()
	o.put("enrolment", map[string]any(e), len(e) == 0)
	r := p.reminders.canonical()
	o.put("reminders", map[string]any(r), len(r) == 0)
	o.put("auto_upgrade", string(p.autoUpgrade), p.autoUpgrade == AutoUpgradePatch)
	b, err := canonical.Append(nil, map[string]any(o))
	if err != nil {
		panic("roles: a policy that was read has no canonical form: " + err.Error()) // its texts are UTF-8, its numbers small
	}
	return canonical.Sum(b)
}

func (r *Role) canonical() map[string]any {
	o := object{"id": string(r.id), "title": r.title}
	o.put("rank", r.rank, r.rank == 0)
	o.put("admin", true, !r.admin)
	o.put("comes_from", string(r.origin), r.origin == ByAppointment)
	o.list("capabilities", r.capabilityNames())
	o.list("may_take", anys(r.mayTake))
	o.list("revokes", anys(r.revokes))
	o.list("suspends", anys(r.suspends))
	o.put("resign", false, r.resign.On)
	o.put("keep_last", true, !r.keepLast.On)
	o.put("training", string(r.training), r.training == "")
	rules := make([]any, 0, r.appoints.Len())
	for rule := range r.appoints.Values() {
		rules = append(rules, rule.canonical())
	}
	o.list("appoints", rules)
	return o
}

func (r AppointRule) canonical() map[string]any {
	o := object{"roles": anys(r.Roles)}
	o.put("capability", r.Capability.String(), r.Capability == CanAppoint)
	o.put("on_staff_list", true, !r.OnStaffList)
	o.put("attestation", true, !r.Attestation)
	o.put("inherits_category", true, !r.InheritsCategory)
	o.put("only_while_none_in_force", true, !r.OnlyWhileNoneInForce)
	return o
}

func (e *enrolmentRule) canonical() object {
	o := object{}
	o.put("staff_list", false, e.staffList.On)
	kinds := make([]any, 0, len(e.kinds))
	for _, k := range e.kinds {
		kind := object{"kind": string(k.kind)}
		unless := make([]any, 0, len(k.unless))
		for _, u := range k.unless {
			unless = append(unless, string(u))
		}
		kind.list("unless_delegate_of", unless)
		kinds = append(kinds, map[string]any(kind))
	}
	o.list("centres", kinds)
	return o
}

func (r *Role) capabilityNames() (names []any) {
	var held []string
	for c := CanRegister; c < capabilityEnd; c++ {
		if r.can.has(c) {
			held = append(held, c.String())
		}
	}
	slices.Sort(held)
	for _, n := range held {
		names = append(names, n)
	}
	return names
}

func anys(roles proficiency.Roles) (ids []any) {
	for id := range roles.Values() {
		ids = append(ids, string(id))
	}
	return ids
}
