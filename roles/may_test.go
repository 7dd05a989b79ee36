package roles_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

func TestMay(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	twoCentres := person("educator-1", educator)
	twoCentres.Memberships = append(twoCentres.Memberships, roles.Membership{Centre: there, Active: true})
	twoCentres.Appointments = append(twoCentres.Appointments, roles.Appointment{Role: assessor, Centre: there})
	both := roles.Scope{Centres: []roles.CentreID{there, here, there}}
	cases := []struct {
		name  string
		who   *roles.Standing
		can   roles.Capability
		scope roles.Scope
		want  []string
	}{
		{"held", person("p-1", educator), roles.CanEnrol, at("clinical"), nil},
		{"held without limit, framework without category", person("p-1", educator), roles.CanEnrol, at(""), nil},
		{"held in the category", limited(person("p-1", educator), "research", "clinical"), roles.CanEnrol, at("clinical"), nil},
		{"held at one of several centres", twoCentres, roles.CanEnrol, both, nil},
		{"second of two roles", person("p-1", assessor, educator), roles.CanSignOff, at(""), nil},
		{"named by the host, no member", &roles.Standing{Person: "p-1", Appointments: []roles.Appointment{{Role: host, Centre: here}}}, roles.CanRegister, at(""), nil},
		{"named by the host, no longer active as a delegate", deactivated(person("p-1", host)), roles.CanRegister, at(""), nil},
		{"nobody", nil, roles.CanEnrol, at("clinical"), []string{roles.CodeUnknownPerson}},
		{"no role at all", person("p-1"), roles.CanEnrol, at("clinical"), []string{roles.CodeNoRoleHere}},
		{"role elsewhere", person("p-1", educator), roles.CanEnrol, roles.Scope{Centres: []roles.CentreID{there}}, []string{roles.CodeNoRoleHere}},
		{"no centre concerned", person("p-1", educator), roles.CanEnrol, roles.Scope{}, []string{roles.CodeNoRoleHere}},
		{"other role", person("p-1", admin), roles.CanEnrol, at("clinical"), []string{roles.CodeLacksCapability}},
		{"other category", limited(person("p-1", educator), "research"), roles.CanEnrol, at("clinical"), []string{roles.CodeOtherCategory}},
		{"limited, framework without category", limited(person("p-1", educator), "research"), roles.CanEnrol, at(""), []string{roles.CodeOtherCategory}},
		{"suspended", suspended(person("p-1", educator)), roles.CanEnrol, at("clinical"), []string{roles.CodeSuspended}},
		{"suspended and deactivated", suspended(deactivated(person("p-1", educator))), roles.CanEnrol, at(""), []string{roles.CodeSuspended, roles.CodeNotActive}},
		{"suspended, named by the host", suspended(person("p-1", host)), roles.CanRegister, at(""), []string{roles.CodeSuspended}},
		{"deactivated", deactivated(person("p-1", educator)), roles.CanEnrol, at("clinical"), []string{roles.CodeNotActive}},
		{"no member", &roles.Standing{Person: "p-1", Appointments: person("", educator).Appointments}, roles.CanEnrol, at(""), []string{roles.CodeNotActive}},
		{"everything at once", limited(suspended(person("p-1", educator)), "research"), roles.CanEnrol, at("clinical"), []string{roles.CodeSuspended, roles.CodeOtherCategory}},
		{"role of another policy", person("p-1", "matron"), roles.CanEnrol, at(""), []string{roles.CodeUnknownRole, roles.CodeLacksCapability}},
		{"a learner holds nothing", person("p-1", learner), roles.CanConfirm, at(""), []string{roles.CodeNotAppointed, roles.CodeLacksCapability}},
		{"no capability", person("p-1", educator), 0, at(""), []string{roles.CodeLacksCapability}},
		{"reasons at each centre once", twoCentres, roles.CanRedact, both, []string{roles.CodeLacksCapability, roles.CodeLacksCapability}},
	}
	for _, c := range cases {
		d := p.May(c.who, c.can, c.scope)
		if got := slices.Concat(codes(d.Reasons)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, d.Reasons, c.want)
		}
		if d.Allowed() != !d.As.IsZero() {
			t.Errorf("%s: allowed %v as %v", c.name, d.Allowed(), d.As)
		}
	}
}

func TestMaySaysWhatItRestsOn(t *testing.T) {
	t.Parallel()
	d := roles.Default().May(person("p-1", assessor, educator), roles.CanSignOff, at(""))
	if want := (roles.Held{Role: educator, Centre: here}); d.As != want || !d.With.IsZero() {
		t.Errorf("as %v with %v", d.As, d.With)
	}
}

func TestMayNamesEveryWayToBeAllowed(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	want := []roles.Reason{{
		Code:    roles.CodeLacksCapability,
		Message: "no role that p-1 holds at centre-1 gives confirm: administrator",
		Params:  map[string]string{"person": "p-1", "centre": "centre-1", "capability": "confirm", "held": "administrator"},
		Remedy:  "ask somebody who holds educator-manager or assessor",
	}}
	got := p.May(person("p-1", admin), roles.CanConfirm, at("")).Reasons
	line := got[0].Clause.Line
	got[0].Clause = source.Position{}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if first := p.Role(admin).Position().Line; line <= first || line >= p.Role(educator).Position().Line {
		t.Errorf("the clause is at line %d, the role at %d", line, first)
	}
}

func TestMayAs(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	content := named(assessor, educator)
	split := person("p-1", manager)
	split.Memberships = append(split.Memberships, roles.Membership{Centre: there, Active: true})
	split.Appointments = append(split.Appointments, roles.Appointment{Role: assessor, Centre: there})
	both := roles.Scope{Centres: []roles.CentreID{here, there}}
	otherCategory := person("p-1", manager, assessor)
	otherCategory.Appointments[1].Categories = []proficiency.Category{"research"}
	cases := []struct {
		name     string
		who      *roles.Standing
		content  proficiency.Roles
		scope    roles.Scope
		as, with roles.RoleID
		want     []string
	}{
		{"one role is both", person("p-1", assessor), content, at("clinical"), assessor, "", nil},
		{"the earliest named", person("p-1", educator, assessor), content, at(""), assessor, "", nil},
		{"named, and another with the capability", person("p-1", manager, assessor), named(manager), at(""), manager, assessor, nil},
		{"both in one goes first", person("p-1", manager, educator), named(manager, educator), at(""), educator, "", nil},
		{"capability, not named", person("p-1", assessor), named(educator), at(""), "", "", []string{roles.CodeRoleNotNamed}},
		{"named, no capability", person("p-1", manager), named(manager), at(""), "", "", []string{roles.CodeLacksCapability}},
		{"neither", person("p-1", admin), content, at(""), "", "", []string{roles.CodeRoleNotNamed, roles.CodeLacksCapability}},
		{"one each at two centres", split, named(manager), both, "", "", []string{roles.CodeLacksCapability, roles.CodeRoleNotNamed}},
		{"the capability in another category", otherCategory, named(manager), at("clinical"), "", "", []string{roles.CodeOtherCategory}},
		{"limited", limited(person("p-1", assessor), "research"), content, at("clinical"), "", "", []string{roles.CodeOtherCategory}},
		{"suspended", suspended(person("p-1", assessor)), content, at(""), "", "", []string{roles.CodeSuspended}},
		{"deactivated", deactivated(person("p-1", assessor)), content, at(""), "", "", []string{roles.CodeNotActive}},
		{"no role", person("p-1"), content, at(""), "", "", []string{roles.CodeNoRoleHere}},
		{"nobody", nil, content, at(""), "", "", []string{roles.CodeUnknownPerson}},
		{"nobody named", person("p-1", assessor), named(), at(""), "", "", []string{roles.CodeNobodyNamed}},
		{"named by content, unknown to the policy", person("p-1", "matron", assessor), named("matron"), at(""), "", "", []string{roles.CodeUnknownRole}},
	}
	for _, c := range cases {
		d := p.MayAs(c.who, roles.CanConfirm, c.content, c.scope)
		if !slices.Equal(codes(d.Reasons), slices.Concat([]string{}, c.want)) || d.As.Role != c.as || d.With.Role != c.with {
			t.Errorf("%s: as %q with %q, %v", c.name, d.As.Role, d.With.Role, d.Reasons)
		}
	}
}

func TestMayAsNamesTheLineOfTheContent(t *testing.T) {
	t.Parallel()
	d := roles.Default().MayAs(person("p-1", assessor), roles.CanSignOff, named(educator), at(""))
	want := "content.yaml:7:5: p-1 holds assessor at centre-1, and content asks for educator-manager [role-not-named]"
	if got := d.Reasons[0].String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := d.Reasons[0].Remedy; got != "ask somebody who holds educator-manager" {
		t.Errorf("remedy %q", got)
	}
	second := roles.Default().MayAs(person("p-1", manager), roles.CanConfirm, named(manager), at(""))
	if got := second.Reasons[0].Remedy; got != "ask somebody who holds clinical-centre-manager and, at the same centre, educator-manager or assessor" {
		t.Errorf("remedy %q", got)
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	s := limited(person("p-1", educator, assessor), "research")
	s.Appointments[1].Categories = []proficiency.Category{"clinical", "research"}
	s.Memberships = append(s.Memberships, roles.Membership{Centre: there, Active: true}, roles.Membership{Centre: "centre-3", Active: true, Suspended: true})
	s.Appointments = append(s.Appointments,
		roles.Appointment{Role: assessor, Centre: there},
		roles.Appointment{Role: assessor, Centre: there, Categories: []proficiency.Category{"clinical"}},
		roles.Appointment{Role: educator, Centre: "centre-3"})
	want := []roles.Reach{{Centre: here, Categories: []proficiency.Category{"clinical", "research"}}, {Centre: there}}
	if diff := cmp.Diff(want, p.Scopes(s, roles.CanConfirm)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, p.AnyScopes(s)); diff != "" {
		t.Error(diff)
	}
	if got := p.Scopes(s, roles.CanSignOff); len(got) != 1 || got[0].All() {
		t.Errorf("got %v", got)
	}
	if p.Scopes(nil, roles.CanConfirm) != nil || p.AnyScopes(nil) != nil || p.HoldsAny(nil, at("")) {
		t.Error("nobody reaches somewhere")
	}
	p.Scopes(s, roles.CanConfirm)[0].Categories[0] = "spoilt"
	if s.Appointments[0].Categories[0] != "research" || s.Appointments[1].Categories[0] != "clinical" {
		t.Error("a reach shares memory with the standing")
	}
}

func TestInForce(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	s := person("p-1", assessor)
	if !p.InForce(s, &s.Appointments[0]) {
		t.Error("an active delegate's appointment is not in force")
	}
	if p.InForce(nil, &s.Appointments[0]) || p.InForce(s, nil) {
		t.Error("nothing is in force")
	}
	if p.InForce(s, &roles.Appointment{Role: assessor, Centre: there}) {
		t.Error("an appointment at a centre without membership is in force")
	}
}

func TestHolds(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	s := limited(person("p-1", admin, assessor), "clinical")
	switch {
	case !p.Holds(s, assessor, at("clinical")):
		t.Error("a role in force is not held")
	case p.Holds(s, educator, at("clinical")), p.Holds(s, assessor, at("research")), p.Holds(s, assessor, roles.Scope{Category: "clinical"}):
		t.Error("another role, category or centre is held")
	case p.Holds(suspended(s), assessor, at("clinical")), p.Holds(nil, assessor, at("clinical")):
		t.Error("a role that is not in force is held")
	}
}
