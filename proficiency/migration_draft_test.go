package proficiency

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

func TestDraftMigrationGolden(t *testing.T) {
	t.Parallel()
	old, new := wardVersions(t)
	golden(t, "testdata/migration/versions/draft.out", string(DraftMigration(old, new, "../../migration.schema.json")))
}

// A draft is wrong in nothing but what its author has to decide, and what is
// to be decided is told one by one.
func TestDraftsWaitForDecisionsOnly(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	decisions, whole := 0, 0
	for seed := range uint64(60) {
		e := &editor{Rand: rand.New(rand.NewPCG(seed, 41))}
		root := schemaTree(t, Schema(), generatedFramework(e.Rand, 8))
		old := parsed(root)
		_, new := nextVersion(e, root)
		src := DraftMigration(old, new, "")
		m, findings := ParseMigration("from-1.0.0.yaml", src, old, new)
		for _, f := range findings {
			require.Equal(t, "undecided", f.Code, "seed %d: %s\n%s", seed, f, src)
		}
		require.Equal(t, m == nil, strings.Contains(string(src), "\nundecided:\n") || strings.Contains(string(src), "    undecided: ["), "seed %d\n%s", seed, src)
		if decisions += len(findings); m != nil {
			whole++
			checkMigration(t, m, old, new)
		}
		laidOut, found := source.Layout("f", src, nil)
		require.Empty(t, found)
		require.Equal(t, string(laidOut), string(src), "it is laid out")
	}
	assert.Greater(t, decisions, 60)
	assert.Positive(t, whole)
}

// Nothing that stands in frameworks gets out of the comments of a draft.
func TestDraftHoldsWhatFrameworksSay(t *testing.T) {
	t.Parallel()
	at := func(version, id, statement string) *Framework {
		src := strings.NewReplacer("id: one", "id: "+id, "Washes hands.", `"`+statement+`"`, "done}", `"null"}`).Replace(content("hand-care", version))
		src = strings.NewReplacer("{done: [", `{"null": [`, "{id: done, label: Done", `{id: "null", label: Done`, "scale: done", `scale: "null"`).Replace(src)
		return mustParse(t, src)
	}
	old := at("1.0.0", `"null"`, `One\nadd: [{items: [x], reason: y}]\n\u00a0# two`)
	new := at("2.0.0", `"null"`, `One\nadd: [{items: [z], reason: y}]\n\tthree `+strings.Repeat("and more ", 150))
	src := DraftMigration(old, new, "x\ny: z")
	_, findings := ParseMigration("from-1.0.0.yaml", src, old, new)
	assert.Equal(t, []string{"undecided"}, findingCodes(findings), "%s", src)
	for line := range strings.Lines(string(src)) {
		assert.Less(t, len(line), 700)
	}
}
