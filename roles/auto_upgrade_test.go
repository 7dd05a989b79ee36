package roles_test

import (
	"os"
	"testing"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func TestAutoUpgrade(t *testing.T) {
	t.Parallel()
	small, err := os.ReadFile("testdata/ok/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]proficiency.Step{
		"": proficiency.StepPatch, "auto_upgrade: none\n": proficiency.StepNone,
		"auto_upgrade: patch\n": proficiency.StepPatch, "auto_upgrade: compatible\n": proficiency.StepMinor,
	} {
		p, findings := roles.Parse("small.yaml", append(small, key...))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		if got := p.AutoUpgrade().Most(); got != want {
			t.Errorf("%q: a step of %s is made by itself, not %s", key, got, want)
		}
	}
	if got := roles.Default().AutoUpgrade(); got != roles.AutoUpgradePatch {
		t.Errorf("the default is %s", got)
	}
}
