package render_test

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render"
)

var update = flag.Bool("update", false, "write the golden files")

func shipped(t testing.TB, id proficiency.FrameworkID) *proficiency.Framework {
	t.Helper()
	ref, ok := frameworks.Catalog().Newest(id)
	require.True(t, ok)
	f, err := frameworks.Catalog().Framework(ref)
	require.NoError(t, err)
	return f
}

func contentOf(t testing.TB, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return src
}

// parsed is a framework of testdata, which must be clean.
func parsed(t testing.TB, name string) *proficiency.Framework {
	t.Helper()
	f, findings := proficiency.Parse(name, contentOf(t, name))
	require.Empty(t, findings)
	return f
}

type form func(io.Writer, *proficiency.Framework, *render.Options) error

// forms are the forms of pages by the ends of their files' names.
var forms = map[string]form{".html": render.HTML, ".md": render.Markdown, ".workbook.html": render.Workbook}

func shown(t testing.TB, as form, f *proficiency.Framework, o *render.Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, as(&b, f, o))
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "go test -update writes it")
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs:\n%s", path, diff)
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, f := range []*proficiency.Framework{shipped(t, "hand-hygiene"), parsed(t, "everything.yaml"), parsed(t, "rounds.yaml")} {
		for end, as := range forms {
			t.Run(string(f.ID())+end, func(t *testing.T) {
				t.Parallel()
				golden(t, string(f.ID())+end, shown(t, as, f, nil))
			})
		}
	}
}

// TestSameBytes: the same framework gives the same bytes.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	f := shipped(t, "critical-care-step-1")
	for end, as := range forms {
		assert.Equal(t, shown(t, as, f, nil), shown(t, as, f, &render.Options{}), end)
	}
}
