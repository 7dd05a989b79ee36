package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// An AutoUpgrade says with which newer versions of their framework enrolments go
// on by themselves, before the next command: only ever where that asks nothing
// of anybody.
type AutoUpgrade string

// The values that a policy may give; the one for want of any is AutoUpgradePatch.
const (
	// AutoUpgradeNone: somebody with the capability upgrade does it, or nobody.
	AutoUpgradeNone AutoUpgrade = "none"
	// AutoUpgradePatch: with patches, which change words and not what they mean.
	AutoUpgradePatch AutoUpgrade = "patch"
	// AutoUpgradeCompatible: with minor versions, too.
	AutoUpgradeCompatible AutoUpgrade = "compatible"
)

// Most is the greatest step that is made by itself.
func (a AutoUpgrade) Most() proficiency.Step {
	switch a {
	case AutoUpgradePatch:
		return proficiency.StepPatch
	case AutoUpgradeCompatible:
		return proficiency.StepMinor
	}
	return proficiency.StepNone
}

// AutoUpgrade says with which newer versions enrolments go on by themselves.
func (p *Policy) AutoUpgrade() AutoUpgrade { return p.autoUpgrade }

var autoUpgrades = []string{string(AutoUpgradeNone), string(AutoUpgradePatch), string(AutoUpgradeCompatible)}

func readAutoUpgrade(n source.Node) AutoUpgrade {
	t := n.Text()
	if !t.Given() {
		return AutoUpgradePatch
	}
	if !slices.Contains(autoUpgrades, t.Value) {
		n.Report(codeUnknownAutoUpgrade, "auto_upgrade must be %s, not %s%s",
			source.Listing(autoUpgrades), source.Quote(t.Value), source.DidYouMean(t.Value, autoUpgrades))
	}
	return AutoUpgrade(t.Value)
}
