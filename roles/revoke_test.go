package roles_test

import (
	"slices"
	"testing"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func TestMayRevoke(t *testing.T) {
	t.Parallel()
	of := func(r roles.RoleID, c ...proficiency.Category) roles.Appointment {
		return roles.Appointment{Role: r, Centre: here, Categories: c}
	}
	m := person("m-1", manager)
	two := roles.Holders{manager: 2}
	one := roles.Holders{manager: 1}
	narrow := person("m-2", manager, manager)
	narrow.Appointments[1].Categories = []proficiency.Category{"research"}
	cases := []struct {
		name string
		do   roles.Revoking
		want []string
	}{
		{"an assessor", roles.Revoking{Actor: m, Person: person("p-1", assessor), Appointment: of(assessor)}, nil},
		{"a manager", roles.Revoking{Actor: m, Person: person("m-2", manager), Appointment: of(manager), Holders: two}, nil},
		{"the order of categories is nothing", roles.Revoking{Actor: m, Person: limited(person("p-1", assessor), "b", "a"), Appointment: of(assessor, "a", "b")}, nil},
		{"the last manager", roles.Revoking{Actor: m, Person: person("m-2", manager), Appointment: of(manager), Holders: one}, []string{roles.CodeLastHolder}},
		{"perhaps the last manager", roles.Revoking{Actor: m, Person: person("m-2", manager), Appointment: of(manager)}, []string{roles.CodeHoldersUnknown}},
		{"a suspended manager is never the last", roles.Revoking{Actor: m, Person: suspended(person("m-2", manager)), Appointment: of(manager), Holders: one}, nil},
		{"one of two of the same person", roles.Revoking{Actor: m, Person: narrow, Appointment: of(manager, "research"), Holders: one}, nil},
		{"their own", roles.Revoking{Actor: m, Person: m, Appointment: of(manager), Holders: two}, []string{roles.CodeOwnAppointment}},
		{"what is not held", roles.Revoking{Actor: m, Person: person("p-1", assessor), Appointment: of(assessor, "research")}, []string{roles.CodeNotHeld}},
		{"a manager who is none", roles.Revoking{Actor: m, Person: person("p-1"), Appointment: of(manager), Holders: one}, []string{roles.CodeNotHeld}},
		{"within the own category", roles.Revoking{Actor: limited(person("m-1", manager), "research"), Person: limited(person("p-1", assessor), "research"), Appointment: of(assessor, "research")}, nil},
		{"beyond the own category", roles.Revoking{Actor: limited(person("m-1", manager), "research"), Person: person("p-1", assessor), Appointment: of(assessor)}, []string{roles.CodeOtherCategory}},
		{"an administrator", roles.Revoking{Actor: person("a-1", admin), Person: person("p-1", assessor), Appointment: of(assessor)}, []string{roles.CodeMayNotRevoke}},
		{"nobody", roles.Revoking{Person: person("p-1", assessor), Appointment: of(assessor)}, []string{roles.CodeUnknownPerson}},
		{"by a stranger", roles.Revoking{Actor: person("s-1"), Person: person("p-1", assessor), Appointment: of(assessor)}, []string{roles.CodeNoRoleHere}},
		{"unknown role", roles.Revoking{Actor: m, Person: person("p-1", "matron"), Appointment: of("matron")}, []string{roles.CodeUnknownRole}},
		{"a role from the host", roles.Revoking{Actor: m, Person: person("p-1", host), Appointment: of(host)}, []string{roles.CodeNotAppointed}},
	}
	for _, c := range cases {
		d := roles.Default().MayRevoke(c.do)
		if !slices.Equal(codes(d.Reasons), c.want) {
			t.Errorf("%s: %v, want %v", c.name, d.Reasons, c.want)
		}
		if d.Allowed() == d.As.IsZero() {
			t.Errorf("%s: allowed %v as %v", c.name, d.Allowed(), d.As)
		}
	}
}

func TestMayResign(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	resign := func(s *roles.Standing, r roles.RoleID, h roles.Holders) roles.Decision {
		return p.MayResign(roles.Resigning{Person: s, Appointment: roles.Appointment{Role: r, Centre: here}, Holders: h})
	}
	allowed(t, "an assessor", resign(person("p-1", assessor), assessor, nil))
	allowed(t, "a suspended assessor", resign(suspended(person("p-1", assessor)), assessor, nil))
	allowed(t, "one of two managers", resign(person("m-1", manager), manager, roles.Holders{manager: 2}))
	refusedFor(t, "the last manager", resign(person("m-1", manager), manager, roles.Holders{manager: 1}), roles.CodeLastHolder)
	refusedFor(t, "not held", resign(person("p-1"), assessor, nil), roles.CodeNotHeld)
	refusedFor(t, "nobody", resign(nil, assessor, nil), roles.CodeUnknownPerson)
	refusedFor(t, "unknown role", resign(person("p-1", "matron"), "matron", nil), roles.CodeUnknownRole)
}

func TestMaySuspendAndLift(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	m := person("m-1", manager)
	mixed := limited(person("p-1", assessor, educator), "research")
	mixed.Appointments[1].Categories = nil
	cases := []struct {
		name          string
		actor, person *roles.Standing
		holders       roles.Holders
		suspend, lift []string
	}{
		{"an assessor", m, person("p-1", assessor), nil, nil, []string{roles.CodeNotSuspended}},
		{"a delegate without role", m, person("p-1"), nil, nil, []string{roles.CodeNotSuspended}},
		{"a suspended delegate", m, suspended(person("p-1")), nil, []string{roles.CodeSuspendedAlready}, nil},
		{"one of two managers", m, person("m-2", manager), roles.Holders{manager: 2}, nil, []string{roles.CodeNotSuspended}},
		{"the last manager", m, person("m-2", manager), roles.Holders{manager: 1}, []string{roles.CodeLastHolder}, []string{roles.CodeNotSuspended}},
		{"themselves", m, m, roles.Holders{manager: 2}, []string{roles.CodeOwnAppointment}, []string{roles.CodeOwnAppointment, roles.CodeNotSuspended}},
		{"no member", m, &roles.Standing{Person: "p-1"}, nil, []string{roles.CodeNotMember}, []string{roles.CodeNotMember}},
		{"the host's own", m, suspended(person("p-1", host)), nil, []string{roles.CodeMayNotSuspend, roles.CodeSuspendedAlready}, []string{roles.CodeMayNotSuspend}},
		{"a delegate, by a limited manager", limited(person("m-1", manager), "research"), person("p-1"), nil, nil, []string{roles.CodeNotSuspended}},
		{"partly beyond the own category", limited(person("m-1", manager), "research"), mixed, nil,
			[]string{roles.CodeOtherCategory}, []string{roles.CodeOtherCategory, roles.CodeNotSuspended}},
		{"a delegate, by an administrator", person("a-1", admin), person("p-1"), nil, []string{roles.CodeLacksCapability}, []string{roles.CodeLacksCapability, roles.CodeNotSuspended}},
		{"a delegate, by a stranger", person("s-1"), person("p-1"), nil, []string{roles.CodeNoRoleHere}, []string{roles.CodeNoRoleHere, roles.CodeNotSuspended}},
		{"a delegate, by a suspended manager", suspended(person("m-1", manager)), person("p-1"), nil, []string{roles.CodeSuspended}, []string{roles.CodeSuspended, roles.CodeNotSuspended}},
		{"by nobody", nil, person("p-1", assessor), nil, []string{roles.CodeUnknownPerson}, []string{roles.CodeUnknownPerson}},
		{"nobody", m, nil, nil, []string{roles.CodeUnknownPerson}, []string{roles.CodeUnknownPerson}},
		{"a role that stands for nothing", m, person("p-1", "matron"), nil, nil, []string{roles.CodeNotSuspended}},
	}
	for _, c := range cases {
		do := roles.Suspending{Actor: c.actor, Person: c.person, Centre: here, Holders: c.holders}
		if d := p.MaySuspend(do); !slices.Equal(codes(d.Reasons), c.suspend) || d.Allowed() == d.As.IsZero() {
			t.Errorf("suspend %s: as %v, %v, want %v", c.name, d.As, d.Reasons, c.suspend)
		}
		if d := p.MayLift(do); !slices.Equal(codes(d.Reasons), c.lift) || d.Allowed() == d.As.IsZero() {
			t.Errorf("lift %s: as %v, %v, want %v", c.name, d.As, d.Reasons, c.lift)
		}
	}
}
