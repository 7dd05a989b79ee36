package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// A Way is what a person holds at one centre, and for its category, to use a
// capability where content names roles.
type Way struct {
	// As is a role that content names.
	As RoleID
	// With is a role beside it that gives the capability; empty where As does.
	With RoleID
}

// RolesAs are the ways to use the capability where content names roles: those
// that [Policy.MayAs] can answer with, in the order of named, and of the roles
// beside a named one in the policy's order. A named role that gives the
// capability is a way by itself and stands beside no other. Roles that nobody
// is appointed to or named for, and those that the policy does not have, are no
// way. There is none where named is empty.
func (p *Policy) RolesAs(c Capability, named proficiency.Roles) []Way {
	if !c.valid() {
		return nil
	}
	var out []Way
	for id := range named.Values() {
		listed := func(w Way) bool { return w.As == id }
		switch r := p.Role(id); {
		case !r.held() || slices.ContainsFunc(out, listed): // nobody's, or named twice
		case r.Has(c):
			out = append(out, Way{As: id})
		default:
			out = append(out, p.waysBeside(id, c, named)...)
		}
	}
	return out
}

// waysBeside pair a named role without the capability with those that give it.
func (p *Policy) waysBeside(as RoleID, c Capability, named proficiency.Roles) (out []Way) {
	for _, r := range p.holders[c] {
		if !named.Has(r.id) { // else it needs no other
			out = append(out, Way{As: as, With: r.id})
		}
	}
	return out
}
