package proficiency_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
)

// policyCase is the schema of package roles. It is held here, where the one
// file of tests is that knows the validator.
func policyCase(t *testing.T) proficiency.SchemaCase {
	ok, err := filepath.Glob("../roles/testdata/ok/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, ok)
	return proficiency.SchemaCase{
		Schema: roles.Schema(),
		Files:  append(shippedPolicies(t), ok...),
		Parse:  parsePolicy,
		Shape: []string{"unsupported-format", "bad-version", "bad-id", "too-many", "unknown-origin", "unknown-capability", "unknown-kind",
			notForAppointing, "unknown-auto-upgrade"},
		Half: []string{"duplicate-entry"}, // that of capabilities
		Texts: map[string][]string{
			"format":       {"countersign-policy/v1", "countersign-policy/v2", "countersign/v1"},
			"comes_from":   {"appointment", "host", "enrolment", "Host"},
			"auto_upgrade": {"none", "patch", "compatible", "Patch"},
			"capability":   {"appoint", "appoint-assessor", "confirm", "Appoint"},
			"capabilities": {"confirm", "confrim"},
			"kind":         {"trust", "university", "other", "Trust"}, "unless_delegate_of": {"trust", "other", "school"},
		},
		Numbers: map[string][]string{
			"rank":               {"0", "99", "100"},
			"confirmation_hours": {"0", "8760", "8761"}, "sign_off_hours": {"0", "8760", "8761"},
		},
		Most: roles.MaxRoles,
	}
}

const notForAppointing = "not-for-appointing"

// parsePolicy gives a code of its own to the one part of a rule that the schema sees.
func parsePolicy(src []byte) source.Diagnostics {
	_, findings := roles.Parse("f", src)
	for i, d := range findings {
		if d.Code == "rule-without-capability" && strings.Contains(d.Message, "is not for appointing") {
			findings[i].Code = notForAppointing
		}
	}
	return findings
}

func shippedPolicies(t *testing.T) []string {
	shipped, err := filepath.Glob("../roles/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, shipped)
	return shipped
}

func TestPolicySchemaAgreesWithReader(t *testing.T) {
	t.Parallel()
	proficiency.OneGoroutine(t)
	policyCase(t).Hold(t)
}

func TestPolicySchemaAgreesOnFiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../roles/testdata/*/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	policyCase(t).HoldFiles(t, append(files, shippedPolicies(t)...))
}

func TestPolicySchemaIsMadeForEditors(t *testing.T) {
	t.Parallel()
	proficiency.HoldForEditors(t, roles.Schema())
}
