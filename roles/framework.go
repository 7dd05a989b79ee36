package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// Codes of what CheckFramework finds.
const (
	codeRoleUnknown      = "unknown-role"
	codeNobodyCan        = "nobody-can"
	codeNeedsSecondRole  = "needs-second-role"
	codeNobodyEnrols     = "nobody-enrols"
	codeRoleNotAppointed = "role-not-appointed"
)

// CheckFramework compares the roles that content names with those of a policy:
// roles that the policy lacks, proficiencies that nobody could ever confirm, a
// sign-off that nobody could ever give. Positions are those of the framework's
// file, and the findings are sorted. A framework without errors can be worked
// with under the policy.
func CheckFramework(p *Policy, fw *proficiency.Framework) source.Diagnostics {
	c := frameworkCheck{policy: p, done: map[source.Position]bool{}}
	for it := range fw.Items().Values() {
		c.roles(it.ConfirmedBy(), CanConfirm)
	}
	c.done = map[source.Position]bool{}
	c.roles(fw.SignOff().By, CanSignOff)
	if len(p.holders[CanEnrol]) == 0 && !fw.Enrolment().Self {
		c.report(fw.Position(), source.Error, codeNobodyEnrols,
			"no role of the policy enrols learners, and the framework does not let them enrol themselves")
	}
	return c.findings.Sort()
}

type frameworkCheck struct {
	policy   *Policy
	findings source.Diagnostics
	done     map[source.Position]bool // lists that were judged: many items share one
}

func (c *frameworkCheck) report(at source.Position, severity source.Severity, code, message string) {
	c.findings = append(c.findings, source.Diagnostic{Position: at, Severity: severity, Code: code, Message: message})
}

// roles judges one list of roles that content names for an act.
func (c *frameworkCheck) roles(named proficiency.Roles, act Capability) {
	if named.Len() == 0 || c.done[named.Position] {
		return
	}
	c.done[named.Position] = true
	var holdable, able []RoleID
	foreign := false
	for id := range named.Values() {
		r := c.policy.Role(id)
		switch {
		case r == nil:
			c.unknown(id, named.Position)
			foreign = true
			continue
		case !r.held():
			c.report(named.Position, source.Error, codeRoleNotAppointed,
				"nobody is appointed to "+source.Quote(string(id))+": it comes from "+string(r.origin)+", and gives no right to "+act.String())
			continue
		}
		if holdable = append(holdable, id); r.Has(act) {
			able = append(able, id)
		}
	}
	if len(able) == 0 && !foreign { // else the role that is not known may be the one
		c.unable(named, act, holdable)
	}
}

func (c *frameworkCheck) unknown(id RoleID, at source.Position) {
	names := idStrings(c.policy)
	hint := source.DidYouMean(string(id), names)
	if hint == "" {
		hint = ": its roles are " + source.Listing(names)
	}
	c.report(at, source.Error, codeRoleUnknown, "the policy has no role "+source.Quote(string(id))+hint)
}

// unable says of a list without a role that has the capability whether another
// role of the same person could give it.
func (c *frameworkCheck) unable(named proficiency.Roles, act Capability, holdable []RoleID) {
	with := c.policy.RolesWith(act)
	switch {
	case len(with) == 0:
		c.report(named.Position, source.Error, codeNobodyCan, "no role of the policy has the capability "+act.String())
	case len(holdable) == 0:
		c.report(named.Position, source.Error, codeNobodyCan,
			"nobody can ever use "+act.String()+" here: name "+either(with))
	default:
		c.report(named.Position, source.Warning, codeNeedsSecondRole,
			"none of the roles named here has the capability "+act.String()+" by itself: a holder of "+
				either(holdable)+" also needs "+either(with))
	}
}

func idStrings(p *Policy) []string {
	ids := idsOf(slices.Collect(p.roles.Values()))
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	return names
}
