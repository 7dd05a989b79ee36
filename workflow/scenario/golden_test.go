package scenario_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/scenario"
)

// golden holds a text to a file beside the scenario, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// reports runs the scenarios of a folder and holds what is written of each to
// the file beside it.
func reports(t *testing.T, folder string, newStore func() workflow.Store, check func(*testing.T, *scenario.Report)) {
	names, err := scenario.Files(os.DirFS(folder))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		t.Run(strings.TrimSuffix(name, scenario.Suffix), func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			r, err := scenario.RunFile(t.Context(), os.DirFS(folder), name, newStore, &out, &scenario.Options{Frameworks: os.DirFS("testdata/frameworks")})
			require.NoError(t, err)
			require.False(t, r.OK())
			check(t, r)
			golden(t, filepath.Join(folder, strings.TrimSuffix(name, scenario.Suffix)+".out"), out.String())
		})
	}
}

// What is wrong with a file is said all at once, and nothing is run.
func TestMistakes(t *testing.T) {
	t.Parallel()
	never := func() workflow.Store { panic("a store was made for a scenario with mistakes") }
	reports(t, "testdata/err", never, func(t *testing.T, r *scenario.Report) {
		assert.NotEmpty(t, r.Findings)
		assert.Empty(t, r.Failures)
		for _, d := range r.Findings {
			assert.Positive(t, d.Position.Line)
			assert.Contains(t, d.Position.File, scenario.Suffix)
		}
	})
}

// Every expectation, and every outcome of a step, can fail.
func TestFailures(t *testing.T) {
	t.Parallel()
	reports(t, "testdata/fail", newStore, func(t *testing.T, r *scenario.Report) {
		assert.Empty(t, r.Findings)
		assert.NotEmpty(t, r.Failures)
	})
}
