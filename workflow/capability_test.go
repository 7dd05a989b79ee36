package workflow_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// capabilities are what the commands and views ask for that are not left to a
// natural actor. Confirm, Reject, SignOff and the requests ask it of whoever decides.
var capabilities = map[string][]roles.Capability{
	"Enrol":          {roles.CanEnrol},
	"AddSupervisor":  {roles.CanReassign},
	"Withdraw":       {roles.CanWithdraw, roles.CanWithdrawNotStarted},
	"Confirm":        {roles.CanConfirm},
	"Reject":         {roles.CanConfirm},
	"SignOff":        {roles.CanSignOff},
	"RecordPaper":    {roles.CanRecordPaper},
	"Waive":          {roles.CanWaive},
	"Unwaive":        {roles.CanWaive},
	"SetAside":       {roles.CanSetAside},
	"Reassign":       {roles.CanReassign},
	"RevokeSignOff":  {roles.CanRevokeSignOff},
	"SetCompleteBy":  {roles.CanSetCompleteBy},
	"SetAttributes":  {roles.CanSetAttributes},
	"SetAccountable": {roles.CanSetAccountable},
	"Upgrade":        {roles.CanUpgrade},
	"AcceptTransfer": {roles.CanAcceptTransfer},
	"AddCentre":      {roles.CanAddCentre},
	"RemoveCentre":   {roles.CanRemoveCentre},
	"Redact":         {roles.CanRedact},
	"View":           {roles.CanViewCentre},

	"OverrideRequirement": {roles.CanOverrideRequirement}, // and Enrol, where it brings an override
}

// The closed list of capabilities says of each what it is for; what is asked
// for here has to be in it.
func TestCapabilitiesAreThoseOfTheList(t *testing.T) {
	t.Parallel()
	listed := map[roles.Capability][]string{}
	for _, u := range roles.Capabilities() {
		listed[u.Capability] = u.Acts
	}
	asked := map[string]bool{}
	for act, cs := range capabilities {
		for _, c := range cs {
			assert.Contains(t, listed[c], act, "%s", c)
			asked["Can"+strings.ReplaceAll(c.String(), "-", "")] = true
		}
	}
	for _, name := range capabilitiesInSource(t) {
		assert.Condition(t, func() bool {
			for a := range asked {
				if strings.EqualFold(a, name) {
					return true
				}
			}
			return false
		}, "%s is asked for, and not in this table", name)
	}
}

// capabilitiesInSource are the capabilities that the package names.
func capabilitiesInSource(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && strings.HasPrefix(sel.Sel.Name, "Can") {
				if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "roles" {
					names = append(names, sel.Sel.Name)
				}
			}
			return true
		})
	}
	require.NotEmpty(t, names)
	return names
}

// No command that needs a capability is open to the learner of the enrolment,
// whatever roles they hold, nor can anything be addressed to them.
func TestNothingByRoleOnOnesOwn(t *testing.T) {
	t.Parallel()
	w := versedAnswered(t)
	own := why(workflow.IsTheLearner)
	w.denied(versed, &workflow.RequestConfirmation{Items: items{"contract-learner"}, To: versed}, own)
	w.denied(versed, &workflow.AddSupervisor{Person: versed}, own)
	for _, cmd := range []workflow.Command{
		&workflow.Confirm{Items: w.decisions("contract-learner")}, w.rejection("contract-learner"),
		&workflow.Revise{Item: "contract-learner", To: workflow.Confirmed, Reason: "x"},
		signOff(), &workflow.DeclineSignOff{Reason: "x"},
	} {
		w.denied(versed, cmd, own)
	}
	w.denied(manager, &workflow.AddSupervisor{Person: versed}, own)
}
