package proficiency

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCatalogCheckGolden(t *testing.T) {
	t.Parallel()
	fsys := wards()
	for name, text := range map[string]string{
		// Findings.
		"Theatre_Care/1.0.0/theatre.yaml":  content("theatre", "1.0.0"),
		"hand-care.yaml":                   content("hand-care", "1.0.0"),
		"hand-care/hand-care.yaml":         content("hand-care", "1.0.0"),
		"hand-care/1.0.0/lifecyle.yaml":    "status: draft",
		"hand-care/1.0.0/notes.yml":        "",
		"hand-care/v2.0.0/hand-care.yaml":  content("hand-care", "2.0.0"),
		"hand-care/2.0/hand-care.yaml":     content("hand-care", "2.0.0"),
		"hand-care/01.0.0/hand-care.yaml":  content("hand-care", "1.0.0"),
		"hand-care/1.1.0/hand-core.yaml":   content("hand-care", "1.1.0"),
		"hand-care/1.2.0/README.md":        "To come.",
		"hand-care/1.3.0/hand-care.yaml":   content("hand-care", "1.3.1"),
		"hand-care/1.4.0/hand-care.yaml":   content("face-care", "1.4.0"),
		"hand-care/1.5.0/hand-care.yaml/x": "",
		"hand-care/1.6.0/hand-care.yaml":   content("hand-care", "1.6.0") + "titel: A second one\n",
		"hand-care/1.6.0/lifecycle.yaml":   "status: published",
		"hand-care/1.7.0/hand-care.yaml":   content("hand-care", "1.7.0"),
		"hand-care/1.7.0/lifecycle.yaml/x": "",
		"hand-care/1.8.0":                  "",
		"hand-care/next/hand-care.yaml":    content("hand-care", "2.0.0"),
		"face-care/1.0.0/face-care.yaml":   strings.Replace(content("face-care", "1.0.0"), "{id: not-yet, label: Not yet}, ", "", 1),
		// None of these is ours to judge.
		"README.md":                           "",
		"frameworks.go":                       "package frameworks",
		".github/workflows/check.yaml":        "on: push",
		"node_modules/yaml/package.yaml":      "",
		"testdata/page.html":                  "",
		"hand-care/README.md":                 "",
		"hand-care/pictures/one.png":          "",
		"hand-care/1.0.0/.notes.yaml":         "",
		"hand-care/1.0.0/scenarios/first.txt": "",
		"hand-care/1.0.0/hand-care.html":      "",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c := newCatalog(t, fsys)
	findings, err := c.Check()
	golden(t, "testdata/catalog/check.out", findings.Error()+fmt.Sprintf("\n\n%v\n", err))
	again, _ := c.Check()
	assert.Equal(t, findings, again)

	clean, err := newCatalog(t, wards()).Check()
	assert.NoError(t, err)
	assert.Empty(t, clean)
}

// On a real file system there may be links and stranger things.
func TestCatalogOnDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	link := func(to, name string) { require.NoError(t, os.Symlink(to, filepath.Join(dir, name))) }
	write("frameworks/ward-round/1.0.0/ward-round.yaml", content("ward-round", "1.0.0"))
	write("frameworks/ward-round/1.1.0/lifecycle.yaml", "status: draft")
	write("elsewhere/ward-round.yaml", content("ward-round", "1.2.0"))
	write("elsewhere/file.yaml", content("ward-round", "1.1.0"))
	link("../../../elsewhere/file.yaml", "frameworks/ward-round/1.1.0/ward-round.yaml")
	link("../../elsewhere", "frameworks/ward-round/1.2.0")
	link(".", "frameworks/ward-round/1.3.0") // has itself as a version, once and no further
	link("nowhere", "frameworks/ward-round/1.4.0")
	link("1.0.0", "frameworks/ward-round/latest")
	link("..", "frameworks/around")
	link("../../../elsewhere/missing.yaml", "frameworks/ward-round/1.0.0/lifecycle.yaml")

	c := newCatalog(t, os.DirFS(filepath.Join(dir, "frameworks")))
	assert.Equal(t, "[ward-round@1.0.0 ward-round@1.1.0 ward-round@1.2.0]", fmt.Sprint(c.Refs()))
	for _, r := range c.Refs() {
		_, err := c.Framework(r)
		assert.NoError(t, err)
	}
	_, err := c.Lifecycle(mustRef("ward-round@1.0.0"))
	assert.ErrorIs(t, err, fs.ErrNotExist, "a link that leads nowhere is not the same as no file")
	findings, err := c.Check()
	assert.ErrorIs(t, err, fs.ErrNotExist)
	golden(t, "testdata/catalog/disk.out", findings.Error()+"\n")

	_, err = NewCatalog(os.DirFS(filepath.Join(dir, "missing")))
	assert.ErrorIs(t, err, fs.ErrNotExist)

	root, err := os.OpenRoot(filepath.Join(dir, "frameworks"))
	require.NoError(t, err)
	defer func() { _ = root.Close() }()
	confined := newCatalog(t, root.FS())
	assert.Equal(t, "[ward-round@1.0.0 ward-round@1.1.0]", fmt.Sprint(confined.Refs()), "folders outside the root are not followed")
	_, err = confined.Framework(mustRef("ward-round@1.0.0"))
	assert.NoError(t, err)
	_, err = confined.Framework(mustRef("ward-round@1.1.0"))
	assert.ErrorContains(t, err, "escapes", "nor are files")
}

// failing refuses to open what lies under a name.
type failing struct {
	fs.FS
	under string
}

func (f failing) Open(name string) (fs.File, error) {
	if strings.HasPrefix(name, f.under) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("the disk is gone")}
	}
	return f.FS.Open(name)
}

func TestCatalogTellsWhatItCannotRead(t *testing.T) {
	t.Parallel()
	for _, under := range []string{".", "ward-round", "ward-round/1.0.0"} {
		_, err := NewCatalog(failing{wards(), under})
		assert.ErrorContains(t, err, "the disk is gone", under)
		assert.ErrorContains(t, err, "cannot read the catalogue")
	}
	fsys := wards()
	fsys["Not_Ours/1.0.0/x.yaml"] = &fstest.MapFile{}
	_, err := NewCatalog(failing{fsys, "Not_Ours"})
	assert.NoError(t, err, "what is no framework's may be closed")

	c := newCatalog(t, failing{wards(), "ward-round/1.9.0/lifecycle.yaml"})
	_, err = c.Lifecycle(mustRef("ward-round@1.9.0"))
	assert.ErrorContains(t, err, "lifecycle of ward-round@1.9.0")
	assert.ErrorContains(t, err, "the disk is gone", "it is not a draft for that")
	_, err = c.NewestOpen("ward-round", Date{2025, 7, 1})
	assert.ErrorContains(t, err, "the disk is gone")
}
