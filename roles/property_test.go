package roles_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

var (
	someRoles      = []roles.RoleID{manager, admin, educator, assessor, host, learner, "matron"}
	someCentres    = []roles.CentreID{here, there, "centre-3"}
	someCategories = []proficiency.Category{"", "clinical", "research"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func someOf[T any](r *rand.Rand, from []T) (out []T) {
	for _, x := range from {
		if r.IntN(2) == 0 {
			out = append(out, x)
		}
	}
	return out
}

func randomAppointment(r *rand.Rand) roles.Appointment {
	a := roles.Appointment{Role: pick(r, someRoles), Centre: pick(r, someCentres)}
	if r.IntN(2) == 0 {
		a.Categories = someOf(r, someCategories[1:])
	}
	return a
}

func randomStanding(r *rand.Rand) *roles.Standing {
	s := &roles.Standing{Person: idOf("p", r.IntN(3))}
	for range r.IntN(5) {
		s.Appointments = append(s.Appointments, randomAppointment(r))
	}
	for _, c := range someOf(r, someCentres) {
		s.Memberships = append(s.Memberships, roles.Membership{Centre: c, Active: r.IntN(4) > 0, Suspended: r.IntN(4) == 0})
	}
	return s
}

func randomScope(r *rand.Rand) roles.Scope {
	return roles.Scope{Centres: someOf(r, someCentres), Category: pick(r, someCategories)}
}

// holdsInScope is the naive oracle: what the person holds at each centre of the scope, by the letter of the rules.
func holdsInScope(p *roles.Policy, s *roles.Standing, sc roles.Scope) map[roles.CentreID]map[roles.RoleID]bool {
	held := map[roles.CentreID]map[roles.RoleID]bool{}
	for _, a := range s.Appointments {
		role := p.Role(a.Role)
		if role == nil || role.Origin() == roles.ByEnrolment || !slices.Contains(sc.Centres, a.Centre) {
			continue
		}
		if len(a.Categories) > 0 && !slices.Contains(a.Categories, sc.Category) {
			continue
		}
		member, isSuspended := false, false
		for _, m := range s.Memberships {
			if m.Centre == a.Centre {
				member, isSuspended = m.Active, m.Suspended
			}
		}
		if isSuspended || !member && role.Origin() != roles.ByHost {
			continue
		}
		if held[a.Centre] == nil {
			held[a.Centre] = map[roles.RoleID]bool{}
		}
		held[a.Centre][a.Role] = true
	}
	return held
}

func capabilityOf(r *rand.Rand) roles.Capability { return pick(r, roles.Capabilities()).Capability }

const rounds = 5_000

func TestPropertyMayAgreesWithTheOracle(t *testing.T) {
	t.Parallel()
	p, r := roles.Default(), rand.New(rand.NewPCG(1, 1))
	yes := 0
	for range rounds {
		s, c, sc := randomStanding(r), capabilityOf(r), randomScope(r)
		want := false
		for _, at := range holdsInScope(p, s, sc) {
			for role := range at {
				want = want || p.Role(role).Has(c)
			}
		}
		d := p.May(s, c, sc)
		if d.Allowed() != want {
			t.Fatalf("May(%+v, %v, %+v) = %+v, want %v", s, c, sc, d, want)
		}
		if want {
			yes++
		}
		checkReasons(t, d)
	}
	enough(t, yes)
}

func TestPropertyMayAsAgreesWithTheOracle(t *testing.T) {
	t.Parallel()
	p, r := roles.Default(), rand.New(rand.NewPCG(2, 2))
	yes := 0
	for range rounds {
		s, c, sc := randomStanding(r), pick(r, []roles.Capability{roles.CanConfirm, roles.CanSignOff}), randomScope(r)
		content := named(someOf(r, someRoles)...)
		want := false
		for _, at := range holdsInScope(p, s, sc) {
			isNamed, can := false, false
			for role := range at {
				isNamed = isNamed || content.Has(role)
				can = can || p.Role(role).Has(c)
			}
			want = want || isNamed && can
		}
		d := p.MayAs(s, c, content, sc)
		if d.Allowed() != want {
			t.Fatalf("MayAs(%+v, %v, %v, %+v) = %+v, want %v", s, c, content, sc, d, want)
		}
		if want {
			yes++
			checkHeld(t, p, s, c, content, sc, d)
		}
		checkReasons(t, d)
	}
	enough(t, yes)
}

// checkHeld holds what a decision rests on against what was asked for.
func checkHeld(t *testing.T, p *roles.Policy, s *roles.Standing, c roles.Capability, content proficiency.Roles, sc roles.Scope, d roles.Decision) {
	t.Helper()
	held := holdsInScope(p, s, sc)[d.As.Centre]
	gives := d.With
	if gives.IsZero() {
		gives = d.As
	}
	if !held[d.As.Role] || !content.Has(d.As.Role) || !held[gives.Role] || !p.Role(gives.Role).Has(c) || gives.Centre != d.As.Centre {
		t.Fatalf("as %v with %v, but %v is held, and content names %v", d.As, d.With, held, content)
	}
}

func TestPropertyHoldsAnyAndScopesAgree(t *testing.T) {
	t.Parallel()
	p, r := roles.Default(), rand.New(rand.NewPCG(3, 3))
	yes := 0
	for range rounds {
		s, c, sc := randomStanding(r), capabilityOf(r), randomScope(r)
		within := func(reaches []roles.Reach) bool {
			return slices.ContainsFunc(reaches, func(x roles.Reach) bool {
				return slices.Contains(sc.Centres, x.Centre) && (x.All() || slices.Contains(x.Categories, sc.Category))
			})
		}
		if any := len(holdsInScope(p, s, sc)) > 0; p.HoldsAny(s, sc) != any || within(p.AnyScopes(s)) != any {
			t.Fatalf("%+v in %+v: HoldsAny %v, AnyScopes %v, want %v", s, sc, p.HoldsAny(s, sc), p.AnyScopes(s), any)
		}
		may := p.May(s, c, sc).Allowed()
		if within(p.Scopes(s, c)) != may {
			t.Fatalf("%+v, %v in %+v: Scopes %v, May %v", s, c, sc, p.Scopes(s, c), may)
		}
		if may {
			yes++
		}
	}
	enough(t, yes)
}

func TestPropertyAnotherAppointmentTakesNothingAway(t *testing.T) {
	t.Parallel()
	p, r := roles.Default(), rand.New(rand.NewPCG(4, 4))
	yes := 0
	for range rounds {
		s, c, sc := randomStanding(r), capabilityOf(r), randomScope(r)
		content := named(someOf(r, someRoles)...)
		more := *s
		more.Appointments = slices.Insert(slices.Clone(s.Appointments), r.IntN(len(s.Appointments)+1), randomAppointment(r))
		before, after := p.May(s, c, sc), p.May(&more, c, sc)
		beforeAs, afterAs := p.MayAs(s, roles.CanConfirm, content, sc), p.MayAs(&more, roles.CanConfirm, content, sc)
		if before.Allowed() && !after.Allowed() || beforeAs.Allowed() && !afterAs.Allowed() || p.HoldsAny(s, sc) && !p.HoldsAny(&more, sc) {
			t.Fatalf("%+v may more than %+v in %+v", s, more, sc)
		}
		if before.Allowed() {
			yes++
		}
	}
	enough(t, yes)
}

func TestPropertyWithoutAppointmentNothing(t *testing.T) {
	t.Parallel()
	p, r := roles.Default(), rand.New(rand.NewPCG(5, 5))
	for range rounds {
		s, sc := randomStanding(r), randomScope(r)
		s.Appointments = nil
		if p.HoldsAny(s, sc) || p.May(s, capabilityOf(r), sc).Allowed() || len(p.AnyScopes(s)) > 0 ||
			p.MayAs(s, roles.CanConfirm, named(someRoles...), sc).Allowed() ||
			p.MayAppoint(roles.Appointing{Actor: s, Person: randomStanding(r), Role: pick(r, someRoles), Centre: pick(r, someCentres)}).Allowed() {
			t.Fatalf("%+v may something in %+v", s, sc)
		}
	}
}

// Whoever appoints holds a role in force there that says so, and gives no
// category that the role does not have; decisions change nothing given to them.
func TestPropertyAppointmentsStayWithin(t *testing.T) {
	t.Parallel()
	p, r := roles.Default(), rand.New(rand.NewPCG(6, 6))
	yes := 0
	for range rounds {
		a := roles.Appointing{Actor: randomStanding(r), Person: randomStanding(r), Role: pick(r, someRoles), Centre: pick(r, someCentres),
			Attested: r.IntN(4) > 0, Categories: someOf(r, someCategories[1:]), Holders: roles.Holders{manager: r.IntN(2)}}
		a.Actor.Staff = []roles.StaffEntry{{Centre: a.Centre, Person: a.Person.Person}}
		if r.IntN(2) == 0 { // else hardly anybody would be allowed
			a.Actor.Memberships = []roles.Membership{{Centre: a.Centre, Active: true}}
			a.Person.Memberships = []roles.Membership{{Centre: a.Centre, Active: true}}
			a.Actor.Appointments = append(a.Actor.Appointments, roles.Appointment{Role: manager, Centre: a.Centre, Categories: someOf(r, someCategories[1:])})
		}
		d := p.MayAppoint(a)
		checkReasons(t, d.Decision)
		if !d.Allowed() {
			continue
		}
		yes++
		categories := d.Appointment.Categories
		if len(categories) == 0 {
			categories = append(slices.Clone(someCategories), "any other")
		}
		for _, c := range categories {
			held := holdsInScope(p, a.Actor, roles.Scope{Centres: []roles.CentreID{a.Centre}, Category: c})[a.Centre]
			if d.As.Centre != a.Centre || !held[d.As.Role] {
				t.Fatalf("%+v made %+v as %v, holding %v for %q", a.Actor, d.Appointment, d.As, held, c)
			}
		}
		if !a.Person.DelegateOf(a.Centre) {
			t.Fatalf("%+v was appointed at %s", a.Person, a.Centre)
		}
	}
	enough(t, yes)
}

func checkReasons(t *testing.T, d roles.Decision) {
	t.Helper()
	for _, r := range d.Reasons {
		if r.Code == "" || r.Message == "" || strings.ContainsAny(r.Message, "{}") || r.Clause.IsZero() {
			t.Fatalf("a reason says too little: %+v", r)
		}
	}
	if !d.Allowed() && (!d.As.IsZero() || !d.With.IsZero()) {
		t.Fatalf("a refusal rests on %v and %v", d.As, d.With)
	}
}

// enough makes sure that a property is not only true because everything is refused.
func enough(t *testing.T, yes int) {
	t.Helper()
	if yes < rounds/100 || yes > rounds*9/10 {
		t.Errorf("%d of %d rounds were allowed: too few or too many to show anything", yes, rounds)
	}
}
