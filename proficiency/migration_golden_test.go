package proficiency

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// wardVersions are two versions between which anything happens that can.
func wardVersions(t testing.TB) (old, new *Framework) {
	t.Helper()
	read := func(version string) *Framework {
		src, err := os.ReadFile("testdata/migration/versions/" + version + ".yaml")
		require.NoError(t, err)
		f, findings := Parse("ward-care-"+version+".yaml", src)
		require.Empty(t, findings)
		return f
	}
	return read("1.0.0"), read("2.0.0")
}

func wardMigration(t testing.TB) *Migration {
	t.Helper()
	old, new := wardVersions(t)
	src, err := os.ReadFile("testdata/migration/ok-everything.yaml")
	require.NoError(t, err)
	m, findings := ParseMigration("from-1.0.0.yaml", src, old, new)
	require.Empty(t, findings)
	return m
}

// Every file beside its findings; one whose name begins with "ok-" has none.
func TestParseMigrationGolden(t *testing.T) {
	t.Parallel()
	old, new := wardVersions(t)
	newer, err := os.ReadFile("testdata/migration/versions/2.0.0.yaml")
	require.NoError(t, err)
	smaller := mustParse(t, strings.Replace(string(newer), "version: 2.0.0", "version: 1.1.0", 1))
	silent := mustParse(t, strings.Replace(string(newer), "declaration: I say it when I am not sure.\n", "", 1))
	seen := map[string]bool{}
	for _, file := range glob(t, "testdata/migration/*.yaml") {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		base, to := filepath.Base(file), new
		switch base {
		case codeVersionStep + ".yaml":
			to = smaller
		case codeOneSided + ".yaml":
			to = silent
		}
		m, findings := ParseMigration(base, src, old, to)
		for _, f := range findings {
			seen[f.Code] = true
		}
		assert.Equal(t, findings.HasErrors(), m == nil, "%s: an error leaves nothing to go by", file)
		assert.Equal(t, findings, slices.Clone(findings).Sort(), "%s: sorted", file)
		if strings.HasPrefix(base, "ok-") {
			assert.Empty(t, findings, file)
			golden(t, strings.TrimSuffix(file, ".yaml")+".out", migrationWords(m))
			continue
		}
		assert.NotEmpty(t, findings, file)
		golden(t, strings.TrimSuffix(file, ".yaml")+".out", findings.Error()+"\n")
	}
	_, long := ParseMigration("f", []byte("add: [{items: [a], reason: "+strings.Repeat("long ", 4_000)+"}]"), nil, nil)
	for _, f := range long {
		seen[f.Code] = true
	}
	ofFile, ofVersions := migrationRules()
	for _, r := range slices.Concat(ofFile, ofVersions) {
		assert.True(t, seen[r.code], "no file breaks %s", r.code)
	}
}

// migrationWords is a migration in words, a line for each item of both versions.
func migrationWords(m *Migration) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s → %s, at %s; agreement asked again: %v; nothing asked: %v\n", m.From(), m.To(), m.Position(), m.AsksAgreement(), m.AsksNothing())
	for t := range m.Transfers().Values() {
		fmt.Fprintf(&b, "%s: %s %v%s\n", t.Item, t.Action, t.From.elems, reasonsAt(t.Reasons))
	}
	for f := range m.Fates().Values() {
		fmt.Fprintf(&b, "%s becomes: %s %v%s\n", f.Item, f.Action, f.To.elems, reasonsAt(f.Reasons))
	}
	return b.String()
}

func reasonsAt(reasons List[Statement]) (s string) {
	for r := range reasons.Values() {
		s += fmt.Sprintf(" (%s: %s)", r.Position, r.Text)
	}
	return s
}

// What the file says by itself is checked without the versions, too.
func TestParseMigrationWithoutVersions(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/migration/ok-everything.yaml")
	require.NoError(t, err)
	old, new := wardVersions(t)
	for _, pair := range [][2]*Framework{{nil, nil}, {old, nil}, {nil, new}} {
		m, findings := ParseMigration("from-1.0.0.yaml", src, pair[0], pair[1])
		assert.Nil(t, m)
		assert.Empty(t, findings)
	}
	_, findings := ParseMigration("f", []byte(strings.Replace(string(src), "to: 2.0.0", "to: 0.9.0", 1)), nil, nil)
	assert.Equal(t, []string{"not-newer"}, findingCodes(findings))
}

func TestMigrationOfAnotherFramework(t *testing.T) {
	t.Parallel()
	old, new := wardVersions(t)
	other := mustParse(t, content("hand-care", "2.0.0"))
	_, findings := ParseMigration("f", []byte("format: countersign-migration/v1\nframework: hand-care\nfrom: 1.0.0\nto: 2.0.0\n"), old, other)
	assert.Equal(t, "f:1:1: ward-care@1.0.0 and hand-care@2.0.0 are two frameworks, and not two versions of one [other-versions]", findings.Error())
	_, findings = ParseMigration("f", []byte("format: countersign-migration/v1\nframework: ward-care\nfrom: 1.0.0\nto: 1.1.0\n"), new, old)
	assert.Equal(t, []string{"other-versions", "other-versions"}, findingCodes(findings))
}

func TestMigrationRulesAreWellFormed(t *testing.T) {
	t.Parallel()
	ofFile, ofVersions := migrationRules()
	seen := map[string]bool{}
	for _, r := range slices.Concat(ofFile, ofVersions) {
		assert.False(t, seen[r.code], r.code)
		seen[r.code] = true
		assert.True(t, ValidID(r.code) && strings.HasSuffix(r.purpose, "."), r.code)
	}
	for _, c := range append(source.ShapeCodes(), source.ReadingCodes()...) {
		assert.False(t, seen[c], c)
	}
}

func FuzzParseMigration(f *testing.F) {
	files, _ := filepath.Glob("testdata/migration/*.yaml")
	for _, file := range files {
		src, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(src)
	}
	old, new := wardVersions(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		m, findings := ParseMigration("f", src, old, new)
		require.Equal(t, findings.HasErrors(), m == nil)
		if m != nil {
			checkMigration(t, m, old, new)
		}
		_, alone := ParseMigration("f", src, nil, nil)
		require.Subset(t, findingCodes(findings), findingCodes(alone), "what is wrong with the file alone is wrong between versions")
	})
}
