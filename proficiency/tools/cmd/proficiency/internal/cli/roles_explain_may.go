package cli

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// may says whether the roles give a capability, and at which kinds of centre it serves to enrol.
func (e *explanation) may(named, kind string) (bool, error) {
	c, err := capability(named)
	if err != nil {
		return false, err
	}
	if kind != "" && !slices.Contains(centreKinds(), kind) {
		hint := source.DidYouMean(kind, centreKinds())
		if hint == "" {
			hint = ": there are " + source.Listing(centreKinds())
		}
		return false, wrong("there is no kind of centre %s%s", source.Quote(kind), hint)
	}
	d := e.policy.May(e.somebody(e.as...), c, roles.Scope{Centres: []roles.CentreID{centre}})
	if !d.Allowed() {
		e.printf("no: %s may not %s\n", e.held(), use(c))
		e.because(d.Reasons)
		return false, nil
	}
	if c == roles.CanEnrol {
		return e.enrol(d, kind), nil
	}
	e.granted(d, c)
	if c == roles.CanConfirm || c == roles.CanSignOff {
		e.printf("if the framework names a role that they hold at the centre\n")
	}
	return true, nil
}

func capability(named string) (roles.Capability, error) {
	c, err := roles.ParseCapability(named)
	if err == nil {
		return c, nil
	}
	var known []string
	for _, u := range roles.Capabilities() {
		known = append(known, u.Capability.String())
	}
	hint := source.DidYouMean(named, known)
	if hint == "" {
		hint = ": capabilities are " + strings.Join(known, ", ")
	}
	return c, wrong("there is no capability %s%s", source.Quote(named), hint)
}

// use says what the capability is for.
func use(c roles.Capability) string {
	for _, u := range roles.Capabilities() {
		if u.Capability == c {
			return u.For
		}
	}
	return c.String()
}

// granted says which role gives the capability, and where.
func (e *explanation) granted(d roles.Decision, c roles.Capability) {
	e.printf("yes: %s may %s\n", d.As.Role, use(c))
	at, _ := e.policy.Role(d.As.Role).Grants(c)
	e.line(at, "by the capability "+c.String())
}

// enrol goes beyond the capability: the policy says where is enrolled, and whom.
func (e *explanation) enrol(d roles.Decision, kind string) bool {
	kinds := centreKinds()
	if kind != "" {
		kinds = []string{kind}
		if against := e.enrolling(e.somebody(e.as...), kind); !against.Allowed() {
			e.printf("no: %s may not %s at a centre of the kind %s\n", e.held(), use(roles.CanEnrol), kind)
			e.because(against.Reasons)
			return false
		}
	}
	e.granted(d, roles.CanEnrol)
	bare := e.somebody(e.as...)
	bare.Staff = nil
	for _, r := range e.enrolling(bare, e.openKind(kinds)).Reasons {
		e.line(r.Clause, "if the learner is on their own staff list")
	}
	for _, k := range kinds {
		e.atKind(k)
	}
	return true
}

// enrolling asks about a learner who is a delegate of the centre and of no other.
func (e *explanation) enrolling(actor *roles.Standing, kind string) roles.Decision {
	return e.policy.MayEnrol(roles.Enrolling{Actor: actor, Learner: standing(another),
		Centre: roles.Centre{ID: centre, Kind: roles.CentreKind(kind)}})
}

// openKind is the first kind of centre that enrols.
func (e *explanation) openKind(kinds []string) string {
	i := slices.IndexFunc(kinds, func(k string) bool { return e.enrolling(e.somebody(e.as...), k).Allowed() })
	return kinds[max(i, 0)]
}

// atKind says whether a kind of centre enrols, and behind which others it stands back.
func (e *explanation) atKind(kind string) {
	if d := e.enrolling(e.somebody(e.as...), kind); !d.Allowed() {
		e.line(d.Reasons[0].Clause, "not at centres of the kind "+kind)
		return
	}
	at := roles.Centre{ID: centre, Kind: roles.CentreKind(kind)}
	behind, clause := []string{}, source.Position{}
	for _, k := range centreKinds() {
		elsewhere := roles.Centre{ID: "elsewhere", Kind: roles.CentreKind(k)}
		learner := standing(another)
		learner.Memberships = append(learner.Memberships, roles.Membership{Centre: elsewhere.ID, Active: true})
		if d := e.policy.MayBeEnrolled(learner, at, []roles.Centre{elsewhere}); !d.Allowed() {
			behind, clause = append(behind, k), d.Reasons[0].Clause
		}
	}
	if len(behind) == 0 {
		e.printf("at centres of the kind %s\n", kind)
		return
	}
	e.line(clause, "at centres of the kind "+kind+", if the learner is a delegate of no centre of the kind "+strings.Join(behind, " or "))
}
