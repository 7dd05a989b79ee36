package roles_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

var update = flag.Bool("update", false, "write the golden files")

const (
	manager  roles.RoleID = "clinical-centre-manager"
	admin    roles.RoleID = "administrator"
	educator roles.RoleID = "educator-manager"
	assessor roles.RoleID = "assessor"
	learner  roles.RoleID = "learner"
	host     roles.RoleID = "centre-manager"
)

const (
	here  roles.CentreID = "centre-1"
	there roles.CentreID = "centre-2"
)

// golden compares got with a file, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name))
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}

// person is an active delegate of centre-1 who holds the roles there.
func person(id roles.PersonID, held ...roles.RoleID) *roles.Standing {
	s := &roles.Standing{Person: id, Memberships: []roles.Membership{{Centre: here, Active: true}}}
	for _, r := range held {
		s.Appointments = append(s.Appointments, roles.Appointment{Role: r, Centre: here})
	}
	return s
}

// limited is person with every appointment limited to the categories.
func limited(s *roles.Standing, to ...proficiency.Category) *roles.Standing {
	for i := range s.Appointments {
		s.Appointments[i].Categories = to
	}
	return s
}

func suspended(s *roles.Standing) *roles.Standing {
	s.Memberships[0].Suspended = true
	return s
}

func deactivated(s *roles.Standing) *roles.Standing {
	s.Memberships[0].Active = false
	return s
}

// keeps puts others on the person's own staff list.
func keeps(s *roles.Standing, others ...roles.PersonID) *roles.Standing {
	for _, o := range others {
		s.Staff = append(s.Staff, roles.StaffEntry{Centre: here, Person: o})
	}
	return s
}

func at(c proficiency.Category) roles.Scope {
	return roles.Scope{Centres: []roles.CentreID{here}, Category: c}
}

func named(ids ...roles.RoleID) proficiency.Roles {
	r := proficiency.Roles{List: proficiency.ListOf(ids...)}
	r.Position.File, r.Position.Line, r.Position.Col = "content.yaml", 7, 5
	return r
}

func codes(reasons []roles.Reason) []string {
	out := []string{}
	for _, r := range reasons {
		out = append(out, r.Code)
	}
	return out
}

func allowed(t *testing.T, what string, d roles.Decision) {
	t.Helper()
	if !d.Allowed() {
		t.Errorf("%s: refused: %v", what, d.Reasons)
	}
}

func refusedFor(t *testing.T, what string, d roles.Decision, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, codes(d.Reasons)); diff != "" {
		t.Errorf("%s: reasons (-want +got):\n%s%v", what, diff, d.Reasons)
	}
}

func mustParse(t testing.TB, name string) *roles.Policy {
	t.Helper()
	p, findings, err := roles.Load(os.DirFS("testdata"), name)
	if err != nil || findings.HasErrors() {
		t.Fatal(err, findings)
	}
	return p
}

func idOf(kind string, n int) roles.PersonID { return roles.PersonID(fmt.Sprintf("%s-%d", kind, n)) }
