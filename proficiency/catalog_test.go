package proficiency

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// content is a small framework of that id and version.
func content(id, version string) string {
	return fmt.Sprintf(`format: countersign/v1
id: %s
version: %s
title: A framework
scales: {done: [{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}]}
sign_off: {by: [educator-manager]}
sections:
  - {id: all, title: All, proficiencies: [{id: one, statement: Washes hands., kind: skill, scale: done, confirmed_by: [assessor]}]}
`, id, version)
}

func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// wards has three versions of one framework and one of another.
func wards() fstest.MapFS {
	return files(
		"ward-round/1.0.0/ward-round.yaml", content("ward-round", "1.0.0"),
		"ward-round/1.0.0/lifecycle.yaml", "status: retired\npublished: 2025-01-01\nretired: {on: 2026-06-01, reason: Superseded.}",
		"ward-round/1.10.0/ward-round.yaml", content("ward-round", "1.10.0"),
		"ward-round/1.10.0/lifecycle.yaml", "status: published\npublished: 2026-01-01\n",
		"ward-round/1.9.0/ward-round.yaml", content("ward-round", "1.9.0"),
		"ward-round/1.9.0/lifecycle.yaml", "status: published\npublished: 2025-06-01\n",
		"ward-round/2.0.0/ward-round.yaml", content("ward-round", "2.0.0"),
		"hand-care/1.0.0/hand-care.yaml", content("hand-care", "1.0.0"),
	)
}

func newCatalog(t testing.TB, fsys fs.FS) *Catalog {
	t.Helper()
	c, err := NewCatalog(fsys)
	require.NoError(t, err)
	return c
}

func mustRef(s string) Ref {
	r, err := ParseRef(s)
	if err != nil {
		panic(err)
	}
	return r
}

func TestCatalogFindsVersionsInOrder(t *testing.T) {
	t.Parallel()
	c := newCatalog(t, wards())
	assert.Equal(t, "[hand-care@1.0.0 ward-round@1.0.0 ward-round@1.9.0 ward-round@1.10.0 ward-round@2.0.0]", fmt.Sprint(c.Refs()))
	c.Refs()[0] = Ref{}
	assert.Equal(t, mustRef("hand-care@1.0.0"), c.Refs()[0], "what it gives is a copy")

	newest, ok := c.Newest("ward-round")
	assert.True(t, ok)
	assert.Equal(t, mustRef("ward-round@2.0.0"), newest)
	newest, ok = c.NewestOf("ward-round", 1)
	assert.True(t, ok)
	assert.Equal(t, mustRef("ward-round@1.10.0"), newest)
	for _, major := range []uint32{0, 3} {
		_, ok = c.NewestOf("ward-round", major)
		assert.False(t, ok)
	}
	_, ok = c.Newest("ward")
	assert.False(t, ok)
}

func TestCatalogNewestOpen(t *testing.T) {
	t.Parallel()
	c := newCatalog(t, wards())
	for day, want := range map[string]string{
		"2025-01-01": "1.0.0", "2025-05-31": "1.0.0", "2025-06-01": "1.9.0", "2025-12-31": "1.9.0", "2026-01-01": "1.10.0", "2030-01-01": "1.10.0",
	} {
		d, err := ParseDate(day)
		require.NoError(t, err)
		got, err := c.NewestOpen("ward-round", d)
		require.NoError(t, err, day)
		assert.Equal(t, mustRef("ward-round@"+want), got, day)
	}
	_, err := c.NewestOpen("ward-round", Date{2024, 12, 31})
	require.ErrorIs(t, err, ErrNoneOpen)
	assert.EqualError(t, err, "ward-round on 2024-12-31: no version is open for enrolment; 2.0.0: it is a draft; "+
		"1.10.0: it is published on 2026-01-01; 1.9.0: it is published on 2025-06-01; 1.0.0: it is published on 2025-01-01")
	_, err = c.NewestOpen("hand-care", Date{2026, 1, 1})
	require.ErrorIs(t, err, ErrNoneOpen, "without a lifecycle it is a draft")
	_, err = c.NewestOpen("ward-rounds", Date{2026, 1, 1})
	require.ErrorIs(t, err, ErrUnknownFramework)
	assert.NotErrorIs(t, err, ErrNoneOpen)

	broken := wards()
	broken["ward-round/1.9.0/lifecycle.yaml"].Data = []byte("status: live")
	c = newCatalog(t, broken)
	got, err := c.NewestOpen("ward-round", Date{2026, 1, 1})
	require.NoError(t, err, "an older version is not asked")
	assert.Equal(t, mustRef("ward-round@1.10.0"), got)
	_, err = c.NewestOpen("ward-round", Date{2025, 2, 1})
	assert.ErrorContains(t, err, "unknown status", "it may be the one")
}

func TestCatalogGivesFrameworksAndLifecycles(t *testing.T) {
	t.Parallel()
	c := newCatalog(t, wards())
	for _, r := range c.Refs() {
		f, err := c.Framework(r)
		require.NoError(t, err)
		assert.Equal(t, r, f.Ref())
		assert.Equal(t, source.Position{File: string(r.ID) + ".yaml", Line: 8, Col: 43}, f.Items().At(0).Position(), "without folders")
		again, err := c.Framework(r)
		require.NoError(t, err)
		assert.Same(t, f, again)
	}
	l, err := c.Lifecycle(mustRef("ward-round@1.9.0"))
	require.NoError(t, err)
	assert.Equal(t, Published, l.Status)
	assert.Equal(t, "lifecycle.yaml:1:1", l.Position.String())
	l, err = c.Lifecycle(mustRef("ward-round@2.0.0"))
	require.NoError(t, err)
	assert.Equal(t, Lifecycle{Status: Draft, Position: source.Position{File: "lifecycle.yaml"}}, l)
}

func TestCatalogNamesWhatThereIs(t *testing.T) {
	t.Parallel()
	c := newCatalog(t, wards())
	for asked, want := range map[string]string{
		"ward-round@3.0.0": `unknown framework "ward-round@3.0.0" (there is 1.0.0, 1.9.0, 1.10.0 and 2.0.0)`,
		"ward-ruond@1.0.0": `unknown framework "ward-ruond@1.0.0": did you mean "ward-round"? (there is hand-care and ward-round)`,
		"theatre@1.0.0":    `unknown framework "theatre@1.0.0" (there is hand-care and ward-round)`,
	} {
		_, err := c.Framework(mustRef(asked))
		require.ErrorIs(t, err, ErrUnknownFramework)
		assert.EqualError(t, err, want)
		_, err = c.Lifecycle(mustRef(asked))
		assert.EqualError(t, err, want)
	}
	empty := newCatalog(t, files())
	_, err := empty.Framework(mustRef("x@1.0.0"))
	require.ErrorIs(t, err, ErrUnknownFramework)
	assert.EqualError(t, err, `unknown framework "x@1.0.0": the catalogue is empty`)
	assert.Empty(t, empty.Refs())
	findings, err := empty.Check()
	assert.NoError(t, err)
	assert.Empty(t, findings)
}

func TestCatalogFailuresAreFindingsOrErrors(t *testing.T) {
	t.Parallel()
	fsys := wards()
	fsys["ward-round/1.0.0/ward-round.yaml"].Data = []byte("format: countersign/v1\n")
	fsys["ward-round/1.9.0/lifecycle.yaml"].Data = []byte("status: live\n")
	fsys["ward-round/2.0.0/ward-round.yaml"].Data = []byte(content("ward-round", "2.0.1"))
	c := newCatalog(t, fsys)

	f, err := c.Framework(mustRef("ward-round@1.0.0"))
	var findings source.Diagnostics
	require.ErrorAs(t, err, &findings)
	assert.Nil(t, f)
	assert.Contains(t, err.Error(), `ward-round/1.0.0/ward-round.yaml:1:1: a framework needs the key "id"`, "with folders")
	findings[0].Message = "changed"
	_, err = c.Framework(mustRef("ward-round@1.0.0"))
	assert.NotContains(t, err.Error(), "changed", "what it remembers is its own")

	l, err := c.Lifecycle(mustRef("ward-round@1.9.0"))
	assert.EqualError(t, err, `ward-round/1.9.0/lifecycle.yaml:1:9: unknown status "live": want draft, published or retired [unknown-status]`)
	assert.Equal(t, Lifecycle{}, l)

	f, err = c.Framework(mustRef("ward-round@2.0.0"))
	assert.Nil(t, f, "a framework in another's place is not given for it")
	assert.EqualError(t, err, "ward-round/2.0.0/ward-round.yaml: the file says that it is ward-round@2.0.1: "+
		"its place is ward-round/2.0.1/ward-round.yaml [misplaced]")

	delete(fsys, "hand-care/1.0.0/hand-care.yaml")
	_, err = c.Framework(mustRef("hand-care@1.0.0"))
	assert.ErrorIs(t, err, fs.ErrNotExist)
	assert.NotErrorAs(t, err, &findings)
	_, err = c.Check()
	assert.ErrorIs(t, err, fs.ErrNotExist, "Check tells what it could not read")
}

// counting counts how often each file is opened.
type counting struct {
	fs.FS
	opened sync.Map // name to *atomic.Int32
}

func (c *counting) Open(name string) (fs.File, error) {
	n, _ := c.opened.LoadOrStore(name, new(atomic.Int32))
	n.(*atomic.Int32).Add(1)
	return c.FS.Open(name)
}

func (c *counting) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

func (c *counting) count(name string) int32 {
	if n, ok := c.opened.Load(name); ok {
		return n.(*atomic.Int32).Load()
	}
	return 0
}

func TestCatalogReadsEachFileOnceAndOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	fsys := &counting{FS: wards()}
	wardsBroken := fsys.FS.(fstest.MapFS)
	wardsBroken["hand-care/1.0.0/hand-care.yaml"].Data = []byte("title: broken")
	c := newCatalog(t, fsys)
	fsys.opened.Range(func(name, _ any) bool {
		assert.False(t, isYAML(name.(string)), "%s was read too early", name)
		return true
	})

	var group sync.WaitGroup
	seen := make([]*Framework, 32)
	for i := range seen {
		group.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 0))
			for _, j := range r.Perm(len(c.Refs())) {
				_, _ = c.Framework(c.Refs()[j])
				_, _ = c.Lifecycle(c.Refs()[j])
				_, _ = c.NewestOpen("ward-round", Date{2026, 1, 1})
				_, _ = c.Check()
			}
			seen[i], _ = c.Framework(mustRef("ward-round@1.0.0"))
		})
	}
	group.Wait()
	for _, r := range c.Refs() {
		dir := string(r.ID) + "/" + r.Version.String() + "/"
		assert.EqualValues(t, 1, fsys.count(dir+string(r.ID)+".yaml"), "%s, failed or not", r)
		assert.LessOrEqual(t, fsys.count(dir+"lifecycle.yaml"), int32(1))
	}
	for _, f := range seen {
		assert.Same(t, seen[0], f)
	}
}
