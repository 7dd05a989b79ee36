package scenario_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow/scenario"
)

// Drafts are tried out as if they were published; what is published or retired stays what it is.
func TestDraftsTakenAsPublished(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("testdata/frameworks/bedside/1.0.0/bedside.yaml")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		lifecycle string // empty is none
		plain     bool   // whether it runs when drafts stay drafts
		drafts    bool   // whether it runs when they do not
	}{
		"none":            {"", false, true},
		"draft":           {"status: draft\n", false, true},
		"published":       {"status: published\npublished: 2026-01-01\n", true, true},
		"published later": {"status: published\npublished: 2030-01-01\n", false, false},
		"retired":         {"status: retired\npublished: 2026-01-01\nretired: {on: 2026-02-01, reason: Superseded.}\n", false, false},
		"wrong":           {"status: drfat\n", false, false},
	} {
		files := fstest.MapFS{
			"a.scenario":                 {Data: []byte(head)},
			"bedside/1.0.0/bedside.yaml": {Data: content},
			"bedside/1.0.0/notes.txt":    {Data: []byte("not read")},
		}
		if c.lifecycle != "" {
			files["bedside/1.0.0/lifecycle.yaml"] = &fstest.MapFile{Data: []byte(c.lifecycle)}
		}
		for drafts, want := range map[bool]bool{false: c.plain, true: c.drafts} {
			r, err := scenario.RunFile(t.Context(), files, "a.scenario", newStore, nil, &scenario.Options{Frameworks: files, Drafts: drafts})
			if name == "wrong" {
				assert.ErrorContains(t, err, "unknown status")
				continue
			}
			require.NoError(t, err)
			assert.Equal(t, want, r.OK(), "%s, drafts as published: %v: %v %v", name, drafts, r.Findings, r.Failures)
		}
	}
}
