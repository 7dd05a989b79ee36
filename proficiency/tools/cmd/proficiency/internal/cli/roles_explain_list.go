package cli

import (
	"fmt"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// list prints all that each role held gives, each with its place in the policy.
func (e *explanation) list() {
	for i, r := range e.as {
		if i > 0 {
			e.printf("\n")
		}
		e.printf("%s: %s (%s)\n", r.Position(), r.ID(), plain(r.Title()))
		nothing := true
		item := func(at source.Position, what, about string) {
			nothing = false
			e.printf("  %-7s %-22s %s\n", fmt.Sprintf("%d:%d", at.Line, at.Col), what, about)
		}
		for _, u := range roles.Capabilities() {
			if at, ok := r.Grants(u.Capability); ok {
				item(at, u.Capability.String(), u.For)
			}
		}
		e.listActs(r, item)
		if nothing {
			e.printf("  nothing by the policy\n")
		}
	}
}

func (e *explanation) listActs(r *roles.Role, item func(at source.Position, what, about string)) {
	for rule := range r.Appoints().Values() {
		item(rule.Position, "appoints", named(rule.Roles)+conditions(rule))
	}
	for _, l := range []struct {
		what string
		list proficiency.Roles
	}{
		{"may take", r.MayTake()}, {"revokes", r.Revokes()}, {"suspends", r.Suspends()},
	} {
		if l.list.Len() > 0 {
			item(l.list.Position, l.what, named(l.list))
		}
	}
	if !r.Resign().On {
		item(r.Resign().Position, "may not resign", "the role")
	}
}

func named(list proficiency.Roles) string {
	var ids []string
	for id := range list.Values() {
		ids = append(ids, string(id))
	}
	return source.Listing(ids)
}
