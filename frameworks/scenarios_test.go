package frameworks_test

import (
	"io/fs"
	"path"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/scenario"
)

// Every framework ships scenarios, and they hold: the way to the certificate,
// something sent back, and what is special about it.
func TestScenarios(t *testing.T) {
	t.Parallel()
	if underRace {
		t.Skip("the race detector has nothing to find in it")
	}
	scenario.Run(t, frameworks.FS(), func() workflow.Store { return memstore.New() }, &scenario.Options{Frameworks: frameworks.FS()})
}

func TestEveryFrameworkShipsScenarios(t *testing.T) {
	t.Parallel()
	for _, ref := range frameworks.Catalog().Refs() {
		found, err := fs.Glob(frameworks.FS(), path.Join(string(ref.ID), ref.Version.String(), "scenarios", "*.scenario"))
		require.NoError(t, err)
		assert.GreaterOrEqual(t, len(found), 3, "%s", ref)
	}
}
