package proficiency

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// parseTestdata reads a file of testdata; positions carry its name alone.
func parseTestdata(t *testing.T, file string) (*Framework, source.Diagnostics) {
	t.Helper()
	src, err := os.ReadFile(file)
	require.NoError(t, err)
	return Parse(filepath.Base(file), src)
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func TestFilesWithFindings(t *testing.T) {
	t.Parallel()
	for _, file := range glob(t, "testdata/err/*.yaml") {
		fw, findings := parseTestdata(t, file)
		golden(t, strings.TrimSuffix(file, ".yaml")+".out", findings.Error()+"\n")
		assert.NotEmpty(t, findings, file)
		assert.Equal(t, findings.HasErrors(), fw == nil, "%s: there is a framework if and only if nothing is an error", file)
		assert.Equal(t, findings, slices.Clone(findings).Sort(), "%s: sorted", file)
	}
}

func TestFilesWithoutFindings(t *testing.T) {
	t.Parallel()
	for _, file := range glob(t, "testdata/ok/*.yaml") {
		fw, findings := parseTestdata(t, file)
		assert.Empty(t, findings, file)
		if assert.NotNil(t, fw, file) {
			checkInvariants(t, fw)
		}
	}
}

// Every rule, and every code of shape, has a file that shows it and nothing else that is an error.
func TestEveryCodeHasItsFile(t *testing.T) {
	t.Parallel()
	codes := append(source.ShapeCodes(), source.ReadingCodes()...)
	for _, r := range Rules() {
		codes = append(codes, r.Code)
	}
	shownInSource := []string{source.CodeTooLarge, source.CodeTooManyNodes, source.CodeTooManyFindings}
	for _, code := range codes {
		if slices.Contains(shownInSource, code) {
			continue
		}
		_, findings := parseTestdata(t, "testdata/err/"+code+".yaml")
		assert.Contains(t, findingCodes(findings), code)
		for _, f := range findings {
			if f.Code != code {
				t.Errorf("testdata/err/%s.yaml also shows %s", code, f)
			}
		}
	}
}

func findingCodes(ds source.Diagnostics) []string {
	var codes []string
	for _, d := range ds {
		codes = append(codes, d.Code)
	}
	return codes
}

func TestRulesAreWellFormed(t *testing.T) {
	t.Parallel()
	rules := Rules()
	assert.GreaterOrEqual(t, len(rules), 15)
	seen := map[string]bool{}
	for _, c := range append(source.ShapeCodes(), source.ReadingCodes()...) {
		assert.False(t, seen[c], c)
		seen[c] = true
	}
	for _, r := range rules {
		assert.True(t, ValidID(r.Code) && !strings.Contains(r.Code, "."), r.Code)
		assert.False(t, seen[r.Code], "%s: one code, one meaning", r.Code)
		seen[r.Code] = true
		assert.True(t, strings.HasSuffix(r.Purpose, "."), r.Code)
		assert.NotNil(t, r.check, r.Code)
	}
	rules[0].Code = "changed"
	assert.NotEqual(t, "changed", Rules()[0].Code, "the table is nobody's to change")
}
