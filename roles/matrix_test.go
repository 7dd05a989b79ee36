package roles_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/roles"
)

// TestMatrix writes who may appoint, take, revoke and suspend whom: rows act, columns are acted on.
func TestMatrix(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]*roles.Policy{"default": roles.Default(), "mentors": mustParse(t, "ok/mentors.yaml")} {
		golden(t, "matrix-"+name+".txt", matrix(p))
	}
}

func matrix(p *roles.Policy) string {
	other := func(r roles.RoleID) *roles.Standing { return person("p-2", r) }
	actor := func(r roles.RoleID) *roles.Standing { return keeps(person("p-1", r), "p-2") }
	met := func(a *roles.Appointing) {
		a.Attested, a.Trained, a.Holders = true, nil, p.Holders(here, nil)
		for r := range p.Roles().Values() {
			if f, _ := r.Training(); f != "" {
				a.Trained = append(a.Trained, f)
			}
		}
	}
	several := roles.Holders{}
	for r := range p.Roles().Values() {
		several[r.ID()] = 2
	}
	var b strings.Builder
	grid(&b, p, "appoint, all conditions met", func(by, to roles.RoleID) roles.Decision {
		a := roles.Appointing{Actor: actor(by), Person: person("p-2"), Role: to, Centre: here}
		met(&a)
		return p.MayAppoint(a).Decision
	})
	grid(&b, p, "appoint, no condition met", func(by, to roles.RoleID) roles.Decision {
		return p.MayAppoint(roles.Appointing{Actor: person("p-1", by), Person: person("p-2"), Role: to, Centre: here, Holders: several}).Decision
	})
	grid(&b, p, "appoint themselves, all conditions met", func(by, to roles.RoleID) roles.Decision {
		s := keeps(person("p-1", by), "p-1")
		a := roles.Appointing{Actor: s, Person: s, Role: to, Centre: here}
		met(&a)
		return p.MayAppoint(a).Decision
	})
	grid(&b, p, "revoke, not the last", func(by, to roles.RoleID) roles.Decision {
		return p.MayRevoke(roles.Revoking{Actor: actor(by), Person: other(to), Appointment: other(to).Appointments[0], Holders: several})
	})
	grid(&b, p, "revoke, the last", func(by, to roles.RoleID) roles.Decision {
		return p.MayRevoke(roles.Revoking{Actor: actor(by), Person: other(to), Appointment: other(to).Appointments[0],
			Holders: p.Holders(here, []*roles.Standing{other(to)})})
	})
	grid(&b, p, "suspend, not the last", func(by, to roles.RoleID) roles.Decision {
		return p.MaySuspend(roles.Suspending{Actor: actor(by), Person: other(to), Centre: here, Holders: several})
	})
	grid(&b, p, "lift a suspension", func(by, to roles.RoleID) roles.Decision {
		return p.MayLift(roles.Suspending{Actor: actor(by), Person: suspended(other(to)), Centre: here})
	})
	return b.String()
}

func grid(b *strings.Builder, p *roles.Policy, title string, may func(by, to roles.RoleID) roles.Decision) {
	fmt.Fprintf(b, "%s\n%24s", title, "")
	for to := range p.Roles().Values() {
		fmt.Fprintf(b, "  %s", to.ID())
	}
	b.WriteString("\n")
	for by := range p.Roles().Values() {
		fmt.Fprintf(b, "%24s", by.ID())
		for to := range p.Roles().Values() {
			word := "-"
			if may(by.ID(), to.ID()).Allowed() {
				word = "yes"
			}
			fmt.Fprintf(b, "  %-*s", len(to.ID()), word)
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}
