package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// renderCases are runs of render, graph and serve.
var renderCases = []goldenCase{
	{"help-render", "help render", "", 0},
	{"help-graph-of-frameworks", "graph --help", "", 0},
	{"help-serve", "serve -h", "", 0},

	{"render", "render --as markdown testdata/ward.yaml", "", 0},
	{"render-stdin", "render - --as markdown", "ward.yaml", 0},
	{"render-shipped", "render --as markdown ward@1.0.0 --dir testdata/frameworks", "", 0},
	{"render-language", "render --as markdown --language cy " + translated, "", 0},
	{"render-no-language", "render --as markdown --language cy_GB hand-hygiene", "", 2},
	{"render-broken", "render testdata/ward-broken.yaml", "", 1},
	{"render-absent", "render testdata/absent.yaml", "", 3},
	{"render-unknown", "render hand-hygeine", "", 3},
	{"render-unknown-far", "render hand", "", 3},
	{"render-unknown-version", "render hand-hygiene@9.0.0", "", 3},
	{"render-no-version", "render hand-hygiene@new", "", 2},
	{"render-no-folder", "render ward --dir testdata/absent", "", 3},
	{"render-nothing", "render", "", 2},
	{"render-several", "render hand-hygiene testdata/ward.yaml", "", 2},
	{"render-as-misspelt", "render hand-hygiene --as markdwon", "", 2},
	{"render-as-unknown", "render hand-hygiene --as pdf", "", 2},
	{"render-to-file", "render hand-hygiene --to testdata/ward.yaml", "", 3},

	{"graph-sections", "graph testdata/ward.yaml", "", 0},
	{"graph-sections-svg", "graph --as svg testdata/ward.yaml", "", 0},
	{"graph-sections-shipped", "graph hand-hygiene", "", 0},
	{"graph-sections-broken", "graph testdata/ward-broken.yaml", "", 1},
	{"graph-sections-nothing", "graph", "", 2},
	{"graph-item", "graph --of item", "", 0},
	{"graph-enrolment", "graph --of enrolment", "", 0},
	{"graph-item-of-framework", "graph --of item hand-hygiene", "", 2},
	{"graph-of-unknown", "graph --of states", "", 2},
	{"graph-as-unknown", "graph --as png hand-hygiene", "", 2},

	{"serve-nothing", "serve", "", 2},
	{"serve-absent", "serve testdata/absent.yaml", "", 3},
	{"serve-public", "serve testdata/ward.yaml --addr 0.0.0.0:8080", "", 2},
	{"serve-everywhere", "serve testdata/ward.yaml --addr :8080", "", 2},
	{"serve-no-port", "serve testdata/ward.yaml --addr localhost", "", 2},
	{"serve-no-address", "serve testdata/ward.yaml --addr 127.0.0.1:70000", "", 3},
}

// TestRenderTo: a folder gets one file of each form, whole, and nothing else.
func TestRenderTo(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "b")
	for _, form := range pageForms {
		for range 2 { // the second time over the first
			var out, direct, errs bytes.Buffer
			c := Command{Stdout: &out, Stderr: &errs}
			if code := c.Main(t.Context(), []string{"render", "hand-hygiene", "--as", form.name, "--to", dir}); code != exitFine {
				t.Fatalf("exit code %d: %s", code, &errs)
			}
			if want := "hand-hygiene@1.0.0: " + filepath.Join(dir, form.file) + "\n"; out.String() != want {
				t.Errorf("it says %q", out.String())
			}
			c.Stdout = &direct
			if code := c.Main(t.Context(), []string{"render", "hand-hygiene", "--as", form.name}); code != exitFine {
				t.Fatalf("exit code %d: %s", code, &errs)
			}
			written, err := os.ReadFile(filepath.Join(dir, form.file))
			if err != nil || !bytes.Equal(written, direct.Bytes()) || !strings.Contains(direct.String(), "Hand hygiene at the bedside") {
				t.Errorf("%s: %v", form.file, err)
			}
		}
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != len(pageForms) {
		t.Errorf("%v, %v", files, err)
	}
}
