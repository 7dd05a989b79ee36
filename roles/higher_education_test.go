package roles_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// TestShippedPolicies holds that what comes with the library is clean, each
// file with its accessor, and that every capability is held by somebody.
func TestShippedPolicies(t *testing.T) {
	t.Parallel()
	accessors := map[string]*roles.Policy{"default.yaml": roles.Default(), "higher-education.yaml": roles.HigherEducation()}
	names, err := fs.Glob(roles.FS(), "*")
	if err != nil || len(names) != len(accessors) {
		t.Fatal(names, err)
	}
	for _, name := range names {
		p, findings, err := roles.Load(roles.FS(), name)
		if err != nil || len(findings) > 0 || accessors[name] == nil {
			t.Errorf("%s: %v %v", name, err, findings)
			continue
		}
		if p.Digest() != accessors[name].Digest() || accessors[name].Position().File != "roles/"+name {
			t.Errorf("%s is not what its accessor gives", name)
		}
	}
}

// TestTwoPoliciesShareNothing: a role of one stands for nothing in the other.
func TestTwoPoliciesShareNothing(t *testing.T) {
	t.Parallel()
	one, other := roles.Default(), roles.HigherEducation()
	for r := range one.Roles().Values() {
		if other.Role(r.ID()) != nil {
			t.Errorf("both have %s", r.ID())
		}
		for _, u := range roles.Capabilities() {
			if other.May(person("p-1", r.ID()), u.Capability, at("")).Allowed() {
				t.Errorf("%s of one policy may %v under the other", r.ID(), u.Capability)
			}
		}
	}
	if one.Reminders().Confirmation == other.Reminders().Confirmation || one.Reminders().SignOff == other.Reminders().SignOff {
		t.Error("both remind alike")
	}
	if got := other.Reminders(); got.Confirmation != 48*time.Hour || got.SignOff != 120*time.Hour {
		t.Errorf("reminders are %+v", got)
	}
}

// TestHigherEducationSaysTheTable repeats who holds what by hand.
func TestHigherEducationSaysTheTable(t *testing.T) {
	t.Parallel()
	want := strings.TrimSpace(`
programme-lead 1 appointment: appoint revoke suspend view-centre reassign withdraw revoke-sign-off set-aside redact set-accountable
placement-coordinator 2 appointment: register approve view-centre reassign remove-centre set-complete-by add-centre appoint-assessor keep-staff-list
module-leader 3 appointment: set-complete-by enrol sign-off record-paper waive override-requirement accept-transfer upgrade set-attributes withdraw-not-started
practice-mentor 4 appointment: confirm
external-examiner 0 appointment: view-centre sign-off
student 0 enrolment:
registry 0 host: register approve appoint revoke suspend appoint-first-manager`)
	var lines []string
	for r := range roles.HigherEducation().Roles().Values() {
		line := fmt.Sprintf("%s %d %s:", r.ID(), r.Rank(), r.Origin())
		for _, u := range roles.Capabilities() {
			if r.Has(u.Capability) {
				line += " " + u.Capability.String()
			}
		}
		lines = append(lines, line)
	}
	if diff := cmp.Diff(want, strings.Join(lines, "\n")); diff != "" {
		t.Error(diff)
	}
}

func TestWhoEnrolsInHigherEducation(t *testing.T) {
	t.Parallel()
	const university, trust roles.CentreID = "university-1", "trust-1"
	centres := []roles.Centre{{ID: university, Kind: roles.University}, {ID: trust, Kind: roles.Trust}}
	leader := func(c roles.CentreID) *roles.Standing {
		return &roles.Standing{Person: "leader-1", Appointments: []roles.Appointment{{Role: "module-leader", Centre: c}},
			Memberships: []roles.Membership{{Centre: c, Active: true}}}
	}
	both := &roles.Standing{Person: "student-1", Memberships: []roles.Membership{{Centre: university, Active: true}, {Centre: trust, Active: true}}}
	alone := &roles.Standing{Person: "student-2", Memberships: []roles.Membership{{Centre: trust, Active: true}}}
	p := roles.HigherEducation()
	enrol := func(s *roles.Standing, c int) roles.Decision {
		return p.MayEnrol(roles.Enrolling{Actor: leader(centres[c].ID), Learner: s, Centre: centres[c], LearnerCentres: centres})
	}
	allowed(t, "the university its student, on no staff list", enrol(both, 0))
	refusedFor(t, "the trust a student of the university", enrol(both, 1), roles.CodeDelegateElsewhere)
	allowed(t, "the trust somebody whom no university has", enrol(alone, 1))
}

// TestMentorsInHigherEducation: two roles appoint mentors, each on its own conditions.
func TestMentorsInHigherEducation(t *testing.T) {
	t.Parallel()
	p := roles.HigherEducation()
	trained := []proficiency.FrameworkID{"practice-mentoring"}
	appoint := func(actor *roles.Standing, attested bool, trained []proficiency.FrameworkID) roles.Decision {
		return p.MayAppoint(roles.Appointing{Actor: actor, Person: person("p-1"), Role: "practice-mentor", Centre: here,
			Attested: attested, Trained: trained}).Decision
	}
	coordinator := person("c-1", "placement-coordinator")
	refusedFor(t, "a coordinator, nothing met", appoint(coordinator, false, nil),
		roles.CodeTrainingMissing, roles.CodeNotOnStaffList, roles.CodeAttestationMissing)
	allowed(t, "a coordinator", appoint(keeps(coordinator, "p-1"), true, trained))
	allowed(t, "a lead, without a list", appoint(person("l-1", "programme-lead"), true, trained))
	refusedFor(t, "a module leader", appoint(person("m-1", "module-leader"), true, trained), roles.CodeMayNotAppoint)
	examiner := person("e-1", "external-examiner")
	refusedFor(t, "an examiner resigns", p.MayResign(roles.Resigning{Person: examiner, Appointment: examiner.Appointments[0]}), roles.CodeMayNotResign)
}

// TestShippedFrameworksAreForTheDefault: they name roles of the default policy
// and can be used with it; with the other every role that they name is missing.
func TestShippedFrameworksAreForTheDefault(t *testing.T) {
	t.Parallel()
	catalog := frameworks.Catalog()
	for _, ref := range catalog.Refs() {
		fw, err := catalog.Framework(ref)
		if err != nil {
			t.Fatal(err)
		}
		if findings := roles.CheckFramework(roles.Default(), fw); len(findings) > 0 {
			t.Errorf("%s under the default policy: %v", ref, findings)
		}
		want := map[string]bool{}
		for it := range fw.Items().Values() {
			for id := range it.ConfirmedBy().Values() {
				want[fmt.Sprintf("%v: the policy has no role %q", it.ConfirmedBy().Position, id)] = true
			}
		}
		for id := range fw.SignOff().By.Values() {
			want[fmt.Sprintf("%v: the policy has no role %q", fw.SignOff().By.Position, id)] = true
		}
		for _, d := range roles.CheckFramework(roles.HigherEducation(), fw) {
			text, _, _ := strings.Cut(d.String(), ": its roles are ")
			text, _, _ = strings.Cut(text, ": did you mean ")
			if d.Code != "unknown-role" || !want[text] {
				t.Errorf("%s: %v", ref, d)
			}
			delete(want, text)
		}
		if len(want) > 0 {
			t.Errorf("%s: not found: %v", ref, want)
		}
	}
}

// TestDigestOfHigherEducation: see TestDigestOfTheDefault.
func TestDigestOfHigherEducation(t *testing.T) {
	t.Parallel()
	const want = "sha256:a4d12eb1dde2ad54bfe7cdb6b042f42849493afe57da8dbec89a528cf63df8ae"
	if got := roles.HigherEducation().Digest().String(); got != want {
		t.Errorf("the policy has become another: %s", got)
	}
}

// small is a policy without anything special.
func small(t *testing.T) string {
	t.Helper()
	src, err := os.ReadFile("testdata/ok/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}
