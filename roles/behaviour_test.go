package roles_test

import (
	"testing"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// An Assessor without Educator/Manager is never accepted as signatory.
func TestBehaviour26AssessorDoesNotSignOff(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	refusedFor(t, "assessor", p.MayAs(person("assessor-1", assessor), roles.CanSignOff, named(educator), at("clinical")),
		roles.CodeRoleNotNamed, roles.CodeLacksCapability)
	refusedFor(t, "assessor named by content", p.MayAs(person("assessor-1", assessor), roles.CanSignOff, named(assessor), at("clinical")),
		roles.CodeLacksCapability)
	allowed(t, "with Educator/Manager", p.MayAs(person("assessor-1", assessor, educator), roles.CanSignOff, named(educator), at("clinical")))
}

// The last two managers revoke each other: on what both know, each is allowed;
// on what the second then finds, it is not. (The instant itself is the store's.)
func TestBehaviour32SecondOfTwoRevocationsFails(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	a, b := person("manager-1", manager), person("manager-2", manager)
	revoke := func(actor, other *roles.Standing) roles.Decision {
		return p.MayRevoke(roles.Revoking{Actor: actor, Person: other,
			Appointment: roles.Appointment{Role: manager, Centre: here}, Holders: p.Holders(here, []*roles.Standing{a, b})})
	}
	allowed(t, "first", revoke(a, b))
	b.Appointments = nil
	refusedFor(t, "second, by one who is no manager any more", revoke(b, a), roles.CodeNoRoleHere, roles.CodeLastHolder)
}

func TestBehaviour33EducatorAppointsAnAssessorAndRevokesNone(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	e, other := keeps(person("educator-1", educator), "nurse-1"), person("nurse-1", admin)
	d := p.MayAppoint(roles.Appointing{Actor: e, Person: other, Role: assessor, Centre: here, Attested: true})
	allowed(t, "appoint", d.Decision)
	other.Appointments = append(other.Appointments, d.Appointment)
	scope := at("clinical")
	allowed(t, "what the new one gives", p.May(other, roles.CanConfirm, scope))
	allowed(t, "what was held before", p.May(other, roles.CanRegister, scope))
	refusedFor(t, "revoke", p.MayRevoke(roles.Revoking{Actor: e, Person: other, Appointment: d.Appointment}), roles.CodeMayNotRevoke)
	refusedFor(t, "suspend", p.MaySuspend(roles.Suspending{Actor: e, Person: other, Centre: here}),
		roles.CodeMayNotSuspend, roles.CodeMayNotSuspend)
}

func TestBehaviour34FirstManagerComesFromTheCentreManager(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	nurse := person("nurse-1")
	cm := &roles.Standing{Person: "host-1", Appointments: []roles.Appointment{{Role: host, Centre: here}}}
	appoint := func(actor *roles.Standing, holders roles.Holders) roles.Decision {
		return p.MayAppoint(roles.Appointing{Actor: actor, Person: nurse, Role: manager, Centre: here, Holders: holders}).Decision
	}
	none := p.Holders(here, []*roles.Standing{suspended(person("manager-1", manager)), deactivated(person("manager-2", manager))})
	for _, other := range []roles.RoleID{admin, educator, assessor} {
		refusedFor(t, string(other), appoint(person("p-1", other), none), roles.CodeMayNotAppoint)
	}
	allowed(t, "none in force", appoint(cm, none))
	refusedFor(t, "second", appoint(cm, p.Holders(here, []*roles.Standing{person("manager-1", manager)})), roles.CodeInForceAlready)
	refusedFor(t, "unknown", appoint(cm, nil), roles.CodeHoldersUnknown)
	d := p.MayAppoint(roles.Appointing{Actor: cm, Person: nurse, Role: assessor, Centre: here, Holders: none})
	refusedFor(t, "another role", d.Decision, roles.CodeMayNotAppoint)
}

func TestBehaviour35ManagerAloneCannotConfirm(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	content := named(assessor, educator, manager)
	refusedFor(t, "manager", p.MayAs(person("manager-1", manager), roles.CanConfirm, content, at("")), roles.CodeLacksCapability)
	for _, also := range []roles.RoleID{educator, assessor} {
		allowed(t, string(also), p.MayAs(person("manager-1", manager, also), roles.CanConfirm, content, at("")))
	}
}

func TestBehaviour36OtherCategorySeesAndDecidesNothing(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	s := limited(person("p-1", manager, admin, educator, assessor), "research")
	if p.HoldsAny(s, at("clinical")) || !p.HoldsAny(s, at("research")) {
		t.Error("reading does not follow the category")
	}
	for _, u := range roles.Capabilities() {
		if d := p.May(s, u.Capability, at("clinical")); d.Allowed() {
			t.Errorf("%v allowed as %v", u.Capability, d.As)
		}
	}
	for r := range p.Roles().Values() {
		if d := p.MayAs(s, roles.CanConfirm, named(r.ID()), at("clinical")); d.Allowed() {
			t.Errorf("confirmed as %v", d.As)
		}
	}
	for _, reach := range p.AnyScopes(s) {
		if reach.All() || len(reach.Categories) != 1 || reach.Categories[0] != "research" {
			t.Errorf("reaches %v", reach)
		}
	}
}

// Every set of roles, every role wished for: what is allowed is what a held role lists.
func TestBehaviour37NobodyAppointsThemselvesBeyondThePolicy(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	all := []roles.RoleID{manager, admin, educator, assessor, host, learner}
	for set := range 1 << len(all) {
		var held []roles.RoleID
		isManager := false
		for i, r := range all {
			if set&(1<<i) != 0 {
				held = append(held, r)
				isManager = isManager || r == manager
			}
		}
		for _, wished := range all {
			s := keeps(person("p-1", held...), "p-1")
			d := p.MayAppoint(roles.Appointing{Actor: s, Person: s, Role: wished, Centre: here, Attested: true,
				Holders: roles.Holders{manager: 0}, Trained: []proficiency.FrameworkID{"any"}})
			has := p.Role(wished).Origin() == roles.ByAppointment && set&(1<<indexOf(all, wished)) != 0
			want := isManager && (wished == educator || wished == assessor) && !has
			if d.Allowed() != want {
				t.Errorf("holding %v, taking %s: allowed %v, reasons %v", held, wished, d.Allowed(), d.Reasons)
			}
		}
	}
}

func indexOf(all []roles.RoleID, r roles.RoleID) int {
	for i, x := range all {
		if x == r {
			return i
		}
	}
	return -1
}
