package roles_test

import (
	"slices"
	"testing"

	"github.com/countersign-go/countersign/roles"
)

func TestMayEnrol(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	e := keeps(person("e-1", educator), "x-1")
	trust := roles.Centre{ID: here, Kind: roles.Trust}
	university := roles.Centre{ID: here, Kind: roles.University}
	elsewhere := []roles.Centre{{ID: here, Kind: roles.University}, {ID: there, Kind: roles.Trust}}
	x := person("x-1")
	shared := func(m roles.Membership) *roles.Standing {
		s := person("x-1")
		m.Centre = there
		s.Memberships = append(s.Memberships, m)
		return s
	}
	active := shared(roles.Membership{Active: true})
	cases := []struct {
		name string
		do   roles.Enrolling
		want []string
	}{
		{"at a trust", roles.Enrolling{Actor: e, Learner: x, Centre: trust}, nil},
		{"at a trust, also elsewhere", roles.Enrolling{Actor: e, Learner: active, Centre: trust}, nil},
		{"at a university", roles.Enrolling{Actor: e, Learner: x, Centre: university}, nil},
		{"at a university, of a trust", roles.Enrolling{Actor: e, Learner: active, Centre: university, LearnerCentres: elsewhere}, []string{roles.CodeDelegateElsewhere}},
		{"at a university, suspended at a trust", roles.Enrolling{Actor: e, Learner: shared(roles.Membership{Active: true, Suspended: true}), Centre: university, LearnerCentres: elsewhere}, []string{roles.CodeDelegateElsewhere}},
		{"at a university, no longer of a trust", roles.Enrolling{Actor: e, Learner: shared(roles.Membership{}), Centre: university, LearnerCentres: elsewhere}, nil},
		{"at a university, of another", roles.Enrolling{Actor: e, Learner: active, Centre: university, LearnerCentres: []roles.Centre{{ID: there, Kind: roles.University}}}, nil},
		{"at a university, of who knows what", roles.Enrolling{Actor: e, Learner: active, Centre: university}, []string{roles.CodeCentreUnknown}},
		{"at a centre of another kind", roles.Enrolling{Actor: e, Learner: x, Centre: roles.Centre{ID: here, Kind: roles.OtherKind}}, []string{roles.CodeCentreKind}},
		{"at a centre of no kind", roles.Enrolling{Actor: e, Learner: x, Centre: roles.Centre{ID: here}}, []string{roles.CodeCentreKind}},
		{"not on the staff list", roles.Enrolling{Actor: person("e-1", educator), Learner: x, Centre: trust}, []string{roles.CodeNotOnStaffList}},
		{"on the list of another centre", roles.Enrolling{Actor: &roles.Standing{Person: "e-1", Appointments: e.Appointments, Memberships: e.Memberships,
			Staff: []roles.StaffEntry{{Centre: there, Person: "x-1"}}}, Learner: x, Centre: trust}, []string{roles.CodeNotOnStaffList}},
		{"themselves", roles.Enrolling{Actor: keeps(e, "e-1"), Learner: e, Centre: trust}, []string{roles.CodeOwnEnrolment}},
		{"by an assessor", roles.Enrolling{Actor: keeps(person("a-1", assessor), "x-1"), Learner: x, Centre: trust}, []string{roles.CodeLacksCapability}},
		{"in another category", roles.Enrolling{Actor: keeps(limited(person("e-1", educator), "research"), "x-1"), Learner: x, Centre: trust, Category: "clinical"}, []string{roles.CodeOtherCategory}},
		{"by nobody", roles.Enrolling{Learner: x, Centre: trust}, []string{roles.CodeUnknownPerson}},
		{"nobody", roles.Enrolling{Actor: e, Centre: trust}, []string{roles.CodeUnknownPerson}},
		{"everything at once", roles.Enrolling{Actor: suspended(person("e-1", educator)), Learner: active, Centre: university, LearnerCentres: elsewhere},
			[]string{roles.CodeSuspended, roles.CodeNotOnStaffList, roles.CodeDelegateElsewhere}},
	}
	for _, c := range cases {
		d := p.MayEnrol(c.do)
		if !slices.Equal(codes(d.Reasons), c.want) || d.Allowed() == d.As.IsZero() {
			t.Errorf("%s: as %v, %v, want %v", c.name, d.As, d.Reasons, c.want)
		}
	}
}

func TestMayBeEnrolled(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	allowed(t, "at a trust", p.MayBeEnrolled(person("x-1"), roles.Centre{ID: here, Kind: roles.Trust}, nil))
	refusedFor(t, "at another", p.MayBeEnrolled(person("x-1"), roles.Centre{ID: here, Kind: roles.OtherKind}, nil), roles.CodeCentreKind)
	refusedFor(t, "nobody", p.MayBeEnrolled(nil, roles.Centre{ID: here, Kind: roles.Trust}, nil), roles.CodeUnknownPerson)
}
