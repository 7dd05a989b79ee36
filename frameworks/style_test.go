package frameworks_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// What is shipped was written with care for what the rules of style ask of
// statements, so that a finding about one is a fault of the rule or of the
// content. Prose in guidance runs on in places, and takes a few abbreviations of
// its field for known.
func TestStyleOfStatements(t *testing.T) {
	t.Parallel()
	for _, ref := range frameworks.Catalog().Refs() {
		file := fmt.Sprintf("%s/%s/%s.yaml", ref.ID, ref.Version, ref.ID)
		src, err := source.ReadFile(frameworks.FS(), file, nil)
		require.NoError(t, err)
		fw, findings := proficiency.Check(file, src, &proficiency.CheckOptions{
			Style: true, Without: []string{"long-sentence", "undefined-abbreviation"},
		})
		assert.NotNil(t, fw)
		assert.Empty(t, findings)
	}
}
