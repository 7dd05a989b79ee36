package roles_test

import (
	"fmt"
	"testing/fstest"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func ExampleDefault() {
	for role := range roles.Default().Roles().Values() {
		fmt.Println(role.Rank(), role.ID())
	}
	// Output:
	// 1 clinical-centre-manager
	// 2 administrator
	// 3 educator-manager
	// 4 assessor
	// 5 learner
	// 0 centre-manager
}

func ExamplePolicy_May() {
	nurse := &roles.Standing{
		Person:       "assessor-1",
		Appointments: []roles.Appointment{{Role: "assessor", Centre: "st-elsewhere"}},
		Memberships:  []roles.Membership{{Centre: "st-elsewhere", Active: true}},
	}
	here := roles.Scope{Centres: []roles.CentreID{"st-elsewhere"}, Category: "clinical"}

	policy := roles.Default()
	fmt.Println("confirm:", policy.May(nurse, roles.CanConfirm, here).Allowed())

	d := policy.May(nurse, roles.CanEnrol, here)
	fmt.Println("enrol:", d.Allowed())
	for _, reason := range d.Reasons {
		fmt.Println(reason)
		fmt.Println("remedy:", reason.Remedy)
	}
	// Output:
	// confirm: true
	// enrol: false
	// roles/default.yaml:54:19: no role that assessor-1 holds at st-elsewhere gives enrol: assessor [lacks-capability]
	// remedy: ask somebody who holds educator-manager
}

func ExamplePolicy_MayAs() {
	both := &roles.Standing{
		Person: "manager-1",
		Appointments: []roles.Appointment{
			{Role: "clinical-centre-manager", Centre: "centre-1"},
			{Role: "assessor", Centre: "centre-1"},
		},
		Memberships: []roles.Membership{{Centre: "centre-1", Active: true}},
	}
	content := proficiency.Roles{List: proficiency.ListOf[roles.RoleID]("clinical-centre-manager")}
	d := roles.Default().MayAs(both, roles.CanConfirm, content, roles.Scope{Centres: []roles.CentreID{"centre-1"}})
	fmt.Println(d.As.Role, "with", d.With.Role)
	// Output:
	// clinical-centre-manager with assessor
}

func ExamplePolicy_RolesAs() {
	content := proficiency.Roles{List: proficiency.ListOf[roles.RoleID]("assessor", "administrator")}
	for _, way := range roles.Default().RolesAs(roles.CanConfirm, content) {
		if way.With == "" {
			fmt.Println(way.As)
		} else {
			fmt.Println(way.As, "who is also", way.With)
		}
	}
	// Output:
	// assessor
	// administrator who is also educator-manager
}

func ExamplePolicy_MayAppoint() {
	educator := &roles.Standing{
		Person:       "educator-1",
		Appointments: []roles.Appointment{{Role: "educator-manager", Centre: "centre-1", Categories: []proficiency.Category{"clinical"}}},
		Memberships:  []roles.Membership{{Centre: "centre-1", Active: true}},
	}
	nurse := &roles.Standing{Person: "nurse-1", Memberships: []roles.Membership{{Centre: "centre-1", Active: true}}}
	wish := roles.Appointing{Actor: educator, Person: nurse, Role: "assessor", Centre: "centre-1"}

	for _, reason := range roles.Default().MayAppoint(wish).Reasons {
		fmt.Println(reason.Message)
	}
	educator.Staff = []roles.StaffEntry{{Centre: "centre-1", Person: "nurse-1"}}
	wish.Attested = true
	fmt.Println(roles.Default().MayAppoint(wish).Appointment.Categories)
	// Output:
	// nurse-1 is not on the staff list of educator-1 at centre-1
	// educator-1 has not attested that nurse-1 is competent
	// [clinical]
}

func ExampleLoad() {
	files := fstest.MapFS{"team.yaml": {Data: []byte(`format: countersign-policy/v1
id: team
version: 1.0.0
title: One team
roles:
  - {id: mentor, title: Mentor, rank: 1, admin: true, capabilities: [confrim]}
`)}}
	policy, findings, err := roles.Load(files, "team.yaml")
	fmt.Println(policy == nil, err)
	for _, f := range findings {
		if f.Code != "unused-capability" {
			fmt.Println(f)
		}
	}
	// Output:
	// true <nil>
	// team.yaml:1:1: nobody could make the first appointment: no role with comes_from: host appoints anybody [no-bootstrap]
	// team.yaml:6:10: nobody may appoint anybody to "mentor" [never-appointed]
	// team.yaml:6:70: there is no capability "confrim": did you mean "confirm"? [unknown-capability]
}
