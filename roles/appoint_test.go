package roles_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func TestMayAppoint(t *testing.T) {
	t.Parallel()
	clinical := []proficiency.Category{"clinical"}
	cases := []struct {
		name string
		do   roles.Appointing
		want []string
	}{
		{"a manager appoints another", roles.Appointing{Actor: person("m-1", manager), Person: person("p-1"), Role: manager}, nil},
		{"several per person", roles.Appointing{Actor: person("m-1", manager), Person: person("p-1", admin, assessor), Role: educator}, nil},
		{"a wider one is added", roles.Appointing{Actor: person("m-1", manager), Person: limited(person("p-1", assessor), "research"), Role: assessor}, nil},
		{"held already", roles.Appointing{Actor: person("m-1", manager), Person: person("p-1", assessor), Role: assessor, Categories: clinical}, []string{roles.CodeHeldAlready}},
		{"unknown actor", roles.Appointing{Person: person("p-1"), Role: manager}, []string{roles.CodeUnknownPerson}},
		{"unknown person", roles.Appointing{Actor: person("m-1", manager), Role: manager}, []string{roles.CodeUnknownPerson}},
		{"unknown role", roles.Appointing{Actor: person("m-1", manager), Person: person("p-1"), Role: "matron"}, []string{roles.CodeUnknownRole}},
		{"a role from enrolment", roles.Appointing{Actor: person("m-1", manager), Person: person("p-1"), Role: learner}, []string{roles.CodeNotAppointed}},
		{"a role from the host", roles.Appointing{Actor: person("m-1", manager), Person: person("p-1"), Role: host}, []string{roles.CodeNotAppointed}},
		{"not a delegate", roles.Appointing{Actor: person("m-1", manager), Person: &roles.Standing{Person: "p-1"}, Role: assessor}, []string{roles.CodeNotDelegate}},
		{"deactivated and suspended", roles.Appointing{Actor: person("m-1", manager), Person: suspended(deactivated(person("p-1"))), Role: assessor}, []string{roles.CodeNotDelegate, roles.CodeSuspended}},
		{"a suspended actor", roles.Appointing{Actor: suspended(person("m-1", manager)), Person: person("p-1"), Role: assessor}, []string{roles.CodeSuspended}},
		{"an actor of another centre", roles.Appointing{Actor: &roles.Standing{Person: "m-1", Appointments: []roles.Appointment{{Role: manager, Centre: there}},
			Memberships: []roles.Membership{{Centre: there, Active: true}, {Centre: here, Active: true}}}, Person: person("p-1"), Role: assessor}, []string{roles.CodeNoRoleHere}},
		{"within the own category", roles.Appointing{Actor: limited(person("m-1", manager), "clinical", "research"), Person: person("p-1"), Role: assessor, Categories: clinical}, nil},
		{"beyond the own category", roles.Appointing{Actor: limited(person("m-1", manager), "research"), Person: person("p-1"), Role: assessor, Categories: clinical}, []string{roles.CodeOtherCategory}},
		{"all categories by a limited manager", roles.Appointing{Actor: limited(person("m-1", manager), "research"), Person: person("p-1"), Role: assessor}, []string{roles.CodeOtherCategory}},
		{"not a category", roles.Appointing{Actor: person("m-1", manager), Person: person("p-1"), Role: assessor, Categories: []proficiency.Category{""}}, []string{roles.CodeBadCategory}},
		{"neither listed nor attested", roles.Appointing{Actor: person("e-1", educator), Person: person("p-1"), Role: assessor}, []string{roles.CodeNotOnStaffList, roles.CodeAttestationMissing}},
		{"attested, not listed", roles.Appointing{Actor: person("e-1", educator), Person: person("p-1"), Role: assessor, Attested: true}, []string{roles.CodeNotOnStaffList}},
		{"listed, not attested", roles.Appointing{Actor: keeps(person("e-1", educator), "p-1"), Person: person("p-1"), Role: assessor}, []string{roles.CodeAttestationMissing}},
		{"an educator appoints an educator", roles.Appointing{Actor: keeps(person("e-1", educator), "p-1"), Person: person("p-1"), Role: educator, Attested: true}, []string{roles.CodeMayNotAppoint}},
		{"one of two ways is open", roles.Appointing{Actor: person("e-1", educator, manager), Person: person("p-1"), Role: assessor}, nil},
		{"neither of two ways is open", roles.Appointing{Actor: limited(person("e-1", educator, manager), "research"), Person: person("p-1"), Role: assessor, Categories: clinical, Attested: true},
			[]string{roles.CodeOtherCategory, roles.CodeNotOnStaffList, roles.CodeOtherCategory}},
		{"everything at once", roles.Appointing{Actor: limited(person("e-1", educator), "research"), Person: suspended(person("p-1")), Role: assessor, Categories: clinical},
			[]string{roles.CodeSuspended, roles.CodeNotOnStaffList, roles.CodeAttestationMissing, roles.CodeOtherCategory}},
	}
	for _, c := range cases {
		c.do.Centre = here
		d := roles.Default().MayAppoint(c.do)
		if diff := cmp.Diff(c.want, codes(d.Reasons), cmpEmpty); diff != "" {
			t.Errorf("%s (-want +got):\n%s%v", c.name, diff, d.Reasons)
		}
		if d.Allowed() != (d.Appointment.Role != "") || d.Allowed() == d.As.IsZero() {
			t.Errorf("%s: allowed %v as %v: %v", c.name, d.Allowed(), d.As, d.Appointment)
		}
	}
}

var cmpEmpty = cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })

func TestMayTake(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	s := limited(person("m-1", manager), "clinical")
	take := func(r roles.RoleID, c ...proficiency.Category) roles.AppointmentDecision {
		return p.MayAppoint(roles.Appointing{Actor: s, Person: s, Role: r, Centre: here, Categories: c})
	}
	allowed(t, "within the own category", take(assessor, "clinical").Decision)
	refusedFor(t, "beyond it", take(assessor, "research").Decision, roles.CodeOtherCategory)
	refusedFor(t, "without limit", take(assessor).Decision, roles.CodeOtherCategory)
	refusedFor(t, "not listed", take(admin, "clinical").Decision, roles.CodeOwnAppointment)
	refusedFor(t, "the own role", take(manager, "clinical").Decision, roles.CodeOwnAppointment, roles.CodeHeldAlready)
	e := keeps(person("e-1", educator), "e-1")
	d := p.MayAppoint(roles.Appointing{Actor: e, Person: e, Role: assessor, Centre: here, Attested: true})
	refusedFor(t, "an educator with themselves on the staff list", d.Decision, roles.CodeOwnAppointment)
}

func TestCategoriesAreInherited(t *testing.T) {
	t.Parallel()
	e := keeps(limited(person("e-1", educator), "research", "clinical"), "p-1")
	e.Appointments = append(e.Appointments, roles.Appointment{Role: educator, Centre: here, Categories: []proficiency.Category{"theatre"}})
	appoint := func(c ...proficiency.Category) roles.AppointmentDecision {
		return roles.Default().MayAppoint(roles.Appointing{Actor: e, Person: person("p-1"), Role: assessor, Centre: here, Attested: true, Categories: c})
	}
	if diff := cmp.Diff([]proficiency.Category{"clinical", "research", "theatre"}, appoint().Appointment.Categories); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]proficiency.Category{"theatre"}, appoint("theatre").Appointment.Categories); diff != "" {
		t.Error(diff)
	}
	refusedFor(t, "another", appoint("theatre", "ward").Decision, roles.CodeOtherCategory)
	if e.Appointments[0].Categories[0] != "research" {
		t.Error("the standing was changed")
	}
}

func TestAppointingALearnerWarns(t *testing.T) {
	t.Parallel()
	a := roles.Appointing{Actor: person("m-1", manager), Person: person("p-1"), Role: assessor, Centre: here, Learner: true}
	d := roles.Default().MayAppoint(a)
	allowed(t, "learner", d.Decision)
	if diff := cmp.Diff([]string{roles.CodeCurrentLearner}, codes(d.Warnings)); diff != "" {
		t.Error(diff)
	}
	if a.Learner = false; len(roles.Default().MayAppoint(a).Warnings) != 0 {
		t.Error("a warning for nobody's learner")
	}
}

func TestTraining(t *testing.T) {
	t.Parallel()
	p := mustParse(t, "ok/mentors.yaml")
	a := roles.Appointing{Actor: person("l-1", "programme-lead"), Person: person("p-1"), Role: "mentor", Centre: here, Attested: true}
	refusedFor(t, "untrained", p.MayAppoint(a).Decision, roles.CodeTrainingMissing)
	a.Trained = []proficiency.FrameworkID{"other", "mentoring"}
	allowed(t, "trained", p.MayAppoint(a).Decision)
	a.Person, a.Trained = a.Actor, nil
	refusedFor(t, "taking it untrained", p.MayAppoint(a).Decision, roles.CodeTrainingMissing)
}

// A policy of another kind decides without any code of its own.
func TestAnotherPolicy(t *testing.T) {
	t.Parallel()
	p := mustParse(t, "ok/mentors.yaml")
	lead := person("l-1", "programme-lead")
	institute := &roles.Standing{Person: "i-1", Appointments: []roles.Appointment{{Role: "institute", Centre: here}}}
	mine := roles.Appointment{Role: "programme-lead", Centre: here}
	allowed(t, "a second lead", p.MayAppoint(roles.Appointing{Actor: institute, Person: person("p-1"), Role: "programme-lead", Centre: here}).Decision)
	allowed(t, "the host's role revokes the last", p.MayRevoke(roles.Revoking{Actor: institute, Person: lead, Appointment: mine}))
	refusedFor(t, "a lead resigns", p.MayResign(roles.Resigning{Person: lead, Appointment: mine}), roles.CodeMayNotResign)
	allowed(t, "enrol without staff list, at any kind", p.MayEnrol(roles.Enrolling{Actor: lead, Learner: person("x-1"), Centre: roles.Centre{ID: here, Kind: roles.OtherKind}}))
	refusedFor(t, "a role of the other policy", p.May(person("p-1", educator), roles.CanEnrol, at("")), roles.CodeUnknownRole, roles.CodeLacksCapability)
}

func TestHolders(t *testing.T) {
	t.Parallel()
	twice := person("m-1", manager, manager)
	elsewhere := &roles.Standing{Person: "m-2", Appointments: []roles.Appointment{{Role: manager, Centre: there}}, Memberships: []roles.Membership{{Centre: there, Active: true}}}
	got := roles.Default().Holders(here, []*roles.Standing{twice, elsewhere, suspended(person("m-3", manager)), deactivated(person("m-4", manager)), person("a-1", assessor), nil})
	want := roles.Holders{manager: 1, admin: 0, educator: 0, assessor: 1, learner: 0, host: 0}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Which role somebody was given first changes nothing of what they appoint.
func TestMayAppointWhateverTheOrderOfTheRoles(t *testing.T) {
	t.Parallel()
	both := keeps(person("e-1", manager, educator), "p-1")
	both.Appointments[1].Categories = []proficiency.Category{"clinical"}
	turned := *both
	turned.Appointments = []roles.Appointment{both.Appointments[1], both.Appointments[0]}
	for _, actor := range []*roles.Standing{both, &turned} {
		d := roles.Default().MayAppoint(roles.Appointing{Actor: actor, Person: person("p-1"), Role: assessor, Centre: here, Attested: true})
		if !d.Allowed() || d.As.Role != manager || len(d.Appointment.Categories) > 0 {
			t.Errorf("%+v as %v: %v", d.Appointment, d.As, d.Reasons)
		}
	}
}
