package roles_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// TestFindings judges each file of testdata/err and compares all findings.
func TestFindings(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/err/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p, findings := roles.Parse(name+".yaml", src)
			if (p == nil) != findings.HasErrors() {
				t.Errorf("policy %v beside errors %v", p, findings)
			}
			golden(t, "err/"+name+".out", findings.Error()+"\n")
		})
	}
}

// TestEveryRuleHasItsFile holds rules and their examples together.
func TestEveryRuleHasItsFile(t *testing.T) {
	t.Parallel()
	for _, r := range roles.Rules() {
		out, err := os.ReadFile("testdata/err/" + r.Code + ".out")
		if err != nil {
			t.Error(err)
			continue
		}
		found := false
		for line := range strings.Lines(string(out)) {
			if strings.HasSuffix(line, "["+r.Code+"]\n") {
				found = true
				if warning := strings.Contains(line, ": warning: "); warning != (r.Severity == source.Warning) {
					t.Errorf("%s: severity %v, but found as %q", r.Code, r.Severity, line)
				}
			}
		}
		if !found {
			t.Errorf("%s.yaml does not break the rule", r.Code)
		}
		if r.Purpose == "" {
			t.Errorf("%s has no purpose", r.Code)
		}
	}
}

func TestRulesAreACopy(t *testing.T) {
	t.Parallel()
	roles.Rules()[0].Code = "spoilt"
	if roles.Rules()[0].Code == "spoilt" {
		t.Error("the table of rules can be changed from outside")
	}
}

func TestCleanPolicies(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/ok/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		p, findings, err := roles.Load(os.DirFS("."), filepath.ToSlash(file))
		if err != nil || p == nil || findings.HasErrors() {
			t.Errorf("%s: %v %v", file, err, findings)
		}
		for _, f := range findings {
			if f.Code != "unused-capability" {
				t.Errorf("%s: %v", file, f)
			}
		}
	}
}

func TestLoadSaysThatAFileCannotBeRead(t *testing.T) {
	t.Parallel()
	p, findings, err := roles.Load(os.DirFS("testdata"), "absent.yaml")
	if p != nil || findings != nil || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, %v, %v", p, findings, err)
	}
}

// TestDefaultSaysTheTable repeats the table of roles by hand.
func TestDefaultSaysTheTable(t *testing.T) {
	t.Parallel()
	want := strings.TrimSpace(`
clinical-centre-manager 1 true appointment: register approve appoint revoke suspend view-centre reassign withdraw remove-centre revoke-sign-off set-aside redact set-accountable
administrator 2 true appointment: register approve view-centre reassign withdraw set-complete-by
educator-manager 3 true appointment: remove-centre set-complete-by enrol confirm sign-off record-paper waive override-requirement accept-transfer upgrade set-attributes add-centre withdraw-not-started appoint-assessor keep-staff-list
assessor 4 true appointment: confirm
learner 5 false enrolment:
centre-manager 0 false host: register approve appoint-first-manager`)
	var lines []string
	for r := range roles.Default().Roles().Values() {
		line := fmt.Sprintf("%s %d %v %s:", r.ID(), r.Rank(), r.Admin(), r.Origin())
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

func TestRolesWith(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	if got := p.RolesWith(roles.CanConfirm); !slices.Equal(got, []roles.RoleID{educator, assessor}) {
		t.Errorf("got %v", got)
	}
	if got := p.RolesWith(0); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestPolicyKnowsItsLines(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("default.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(src), "\n")
	for r := range roles.Default().Roles().Values() {
		if line := lines[r.Position().Line-1]; line != "  - id: "+string(r.ID()) {
			t.Errorf("%s stands at %v: %q", r.ID(), r.Position(), line)
		}
	}
	if at := roles.Default().Role(manager).KeepLast().Position; lines[at.Line-1] != "    keep_last: true" {
		t.Errorf("keep_last stands at %v", at)
	}
}

// Each capability stands where the policy says that it does.
func TestGrantsStandInTheFile(t *testing.T) {
	t.Parallel()
	lines := strings.Split(string(readDefault(t)), "\n")
	for r := range roles.Default().Roles().Values() {
		for _, u := range roles.Capabilities() {
			at, ok := r.Grants(u.Capability)
			if ok != r.Has(u.Capability) || ok && !strings.HasPrefix(lines[at.Line-1][at.Col-1:], u.Capability.String()) {
				t.Errorf("%s has %v: %v, at %v", r.ID(), u.Capability, ok, at)
			}
		}
	}
}

func TestCapabilityNames(t *testing.T) {
	t.Parallel()
	uses := roles.Capabilities()
	if len(uses) != 28 {
		t.Errorf("%d capabilities", len(uses))
	}
	for _, u := range uses {
		got, err := roles.ParseCapability(u.Capability.String())
		if err != nil || got != u.Capability {
			t.Errorf("%v: read back as %v, %v", u.Capability, got, err)
		}
		if u.For == "" || len(u.Acts) == 0 {
			t.Errorf("%v does not say what it is for", u.Capability)
		}
		text, _ := u.Capability.MarshalText()
		var back roles.Capability
		if err := back.UnmarshalText(text); err != nil || back != u.Capability {
			t.Errorf("%s: unmarshalled as %v, %v", text, back, err)
		}
	}
	for _, c := range []roles.Capability{0, 29, 255} {
		if c.String() != "" || roles.Default().Role(manager).Has(c) {
			t.Errorf("%d is a capability", c)
		}
	}
	var c roles.Capability
	if err := c.UnmarshalText([]byte("fly")); err == nil {
		t.Error("fly is a capability")
	}
}

// TestActsOfEnrolmentCommands repeats by hand who may give them besides the natural actors.
func TestActsOfEnrolmentCommands(t *testing.T) {
	t.Parallel()
	for act, want := range map[string]roles.Capability{
		"Reassign":      roles.CanReassign,
		"AddSupervisor": roles.CanReassign,
		"SetAside":      roles.CanSetAside,
		"RecordPaper":   roles.CanRecordPaper,
		"Waive":         roles.CanWaive,
		"Unwaive":       roles.CanWaive,
		"RevokeSignOff": roles.CanRevokeSignOff,
		"SetCompleteBy": roles.CanSetCompleteBy,
		"AddCentre":     roles.CanAddCentre,
		"RemoveCentre":  roles.CanRemoveCentre,
		"Redact":        roles.CanRedact,
	} {
		var got []roles.Capability
		for _, u := range roles.Capabilities() {
			if slices.Contains(u.Acts, act) {
				got = append(got, u.Capability)
			}
		}
		if !slices.Equal(got, []roles.Capability{want}) {
			t.Errorf("%s goes by %v, want %v", act, got, want)
		}
	}
}

func TestPolicyCanBeRead(t *testing.T) {
	t.Parallel()
	p := mustParse(t, "ok/mentors.yaml")
	if p.ID() != "mentors" || p.Version().String() != "2.1.0" || p.Title() != "Mentors and programme leads" || p.Position().Line != 4 {
		t.Errorf("%s %v %q at %v", p.ID(), p.Version(), p.Title(), p.Position())
	}
	lead := p.Role("programme-lead")
	rule := lead.Appoints().At(0)
	switch {
	case lead.Title() != "Programme lead", lead.Resign().On, lead.KeepLast().On:
		t.Errorf("the lead is read as %+v", lead)
	case !rule.Roles.Has("mentor"), rule.Capability != roles.CanAppoint, !rule.Attestation, rule.OnStaffList, rule.InheritsCategory, rule.OnlyWhileNoneInForce:
		t.Errorf("the rule is read as %+v", rule)
	case !lead.MayTake().Has("mentor"), !lead.Revokes().Has("mentor"), !lead.Suspends().Has("mentor"), lead.MayTake().Position.Line == lead.Revokes().Position.Line:
		t.Errorf("takes %v, revokes %v, suspends %v", lead.MayTake(), lead.Revokes(), lead.Suspends())
	}
	if f, at := p.Role("mentor").Training(); f != "mentoring" || at.Line <= lead.Position().Line {
		t.Errorf("training %q at %v", f, at)
	}
	if p.Role("absent") != nil {
		t.Error("a role from nowhere")
	}
}
