package roles_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func readDefault(t testing.TB) []byte {
	t.Helper()
	src, err := os.ReadFile("default.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// FuzzParse: whatever the bytes, there is a policy or an error and never both,
// and a policy can be asked anything.
func FuzzParse(f *testing.F) {
	f.Add(readDefault(f))
	for _, pattern := range []string{"testdata/ok/*.yaml", "testdata/err/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			src, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		p, findings := roles.Parse("policy.yaml", src)
		if (p == nil) != findings.HasErrors() {
			t.Fatalf("policy %v beside %v", p, findings)
		}
		if p == nil {
			return
		}
		again, _ := roles.Parse("policy.yaml", src)
		if again.Digest() != p.Digest() || p.Digest().IsZero() {
			t.Fatal("the digest is not the same twice")
		}
		askEverything(t, p)
	})
}

func askEverything(t *testing.T, p *roles.Policy) {
	const year = 8760 * time.Hour
	if r := p.Reminders(); r.Confirmation < 0 || r.Confirmation > year || r.SignOff < 0 || r.SignOff > year || r.Position.IsZero() {
		t.Fatalf("reminders are %+v", r)
	}
	named := proficiency.Roles{List: proficiency.ListOf(idsOf(p)...)}
	for by := range p.Roles().Values() {
		actor, other := person("p-1", by.ID()), person("p-2", by.ID())
		for _, u := range roles.Capabilities() {
			held := by.Has(u.Capability) && by.Origin() != roles.ByEnrolment
			if p.May(actor, u.Capability, at("")).Allowed() != held {
				t.Fatalf("%s and %v disagree", by.ID(), u.Capability)
			}
			if held != slices.Contains(p.RolesAs(u.Capability, named), roles.Way{As: by.ID()}) {
				t.Fatalf("%s is no way to %v, or should be none", by.ID(), u.Capability)
			}
		}
		p.MayAppoint(roles.Appointing{Actor: actor, Person: other, Role: by.ID(), Centre: here})
		p.MayAppoint(roles.Appointing{Actor: actor, Person: actor, Role: by.ID(), Centre: here})
		p.MayRevoke(roles.Revoking{Actor: actor, Person: other, Appointment: other.Appointments[0]})
		p.MaySuspend(roles.Suspending{Actor: actor, Person: other, Centre: here})
		p.MayEnrol(roles.Enrolling{Actor: actor, Learner: other, Centre: roles.Centre{ID: here, Kind: roles.University}})
	}
}
