package proficiency

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency/source"
)

// wards of which another statement begins with every minor version.
func migrated(statement, version string) string {
	return strings.Replace(content("ward-round", version), "Washes hands.", statement, 1)
}

func leading(from, to, rest string) string {
	return fmt.Sprintf("format: countersign-migration/v1\nframework: ward-round\nfrom: %s\nto: %s\n%s", from, to, rest)
}

const again = "reconfirm: [{items: [one], reason: Asked otherwise.}]\n"

// rounds has versions with migrations between some of them.
func rounds() fstest.MapFS {
	return files(
		"ward-round/1.0.0/ward-round.yaml", migrated("Washes hands.", "1.0.0"),
		"ward-round/1.1.0/ward-round.yaml", migrated("Washes hands.", "1.1.0"),
		"ward-round/2.0.0/ward-round.yaml", migrated("Washes both hands.", "2.0.0"),
		"ward-round/2.0.0/from-1.1.0.yaml", leading("1.1.0", "2.0.0", "carry: [{items: [one], editorial: true, reason: Both were meant.}]\n"),
		"ward-round/3.0.0/ward-round.yaml", migrated("Washes both hands and dries them.", "3.0.0"),
		"ward-round/3.0.0/from-2.0.0.yaml", leading("2.0.0", "3.0.0", again),
		"ward-round/4.0.0/ward-round.yaml", migrated("Washes feet.", "4.0.0"),
		"ward-round/5.0.0/ward-round.yaml", migrated("Washes feet.", "5.0.0"),
		"ward-round/5.0.0/from-1.0.0.yaml", leading("1.0.0", "5.0.0", "reassess: [{items: [one], reason: Feet now.}]\n"),
		"ward-round/5.0.0/from-3.0.0.yaml", leading("3.0.0", "5.0.0", "reassess: [{items: [one], reason: Feet now.}]\n"),
		"hand-care/1.0.0/hand-care.yaml", content("hand-care", "1.0.0"),
	)
}

func TestCatalogFindsMigrations(t *testing.T) {
	t.Parallel()
	c := newCatalog(t, rounds())
	found, err := c.Check()
	require.NoError(t, err)
	require.Empty(t, found)
	for _, x := range []struct{ from, to, want string }{
		{"1.0.0", "1.1.0", "carry at :"}, // nothing changed
		{"1.1.0", "2.0.0", "carry at from-1.1.0.yaml:1:1: Both were meant."},
		{"1.0.0", "2.0.0", "carry at : Both were meant."}, // by 1.1.0
		{"2.0.0", "3.0.0", "reconfirm at from-2.0.0.yaml:1:1: Asked otherwise."},
		{"1.0.0", "3.0.0", "reconfirm at : Both were meant. Asked otherwise."},
		{"4.0.0", "5.0.0", "carry at :"},
		{"1.0.0", "5.0.0", "reassess at from-1.0.0.yaml:1:1: Feet now."}, // the file, and not the way by 3.0.0
		{"1.1.0", "5.0.0", "reassess at : Both were meant. Asked otherwise. Feet now."},
		{"2.0.0", "5.0.0", "reassess at : Asked otherwise. Feet now."},
	} {
		m, err := c.Migration(mustRef("ward-round@"+x.from), mustRef("ward-round@"+x.to))
		require.NoError(t, err, "%s to %s", x.from, x.to)
		tr := m.Transfers().At(0)
		got := string(tr.Action) + " at " + m.Position().String() + ":"
		for r := range tr.Reasons.Values() {
			got += " " + r.Text
		}
		assert.Equal(t, x.want, got, "%s to %s", x.from, x.to)
		again, err := c.Migration(m.From(), m.To())
		require.NoError(t, err)
		assert.Same(t, m, again)
	}
}

func TestCatalogSaysWhyThereIsNoMigration(t *testing.T) {
	t.Parallel()
	fsys := rounds()
	fsys["ward-round/6.0.0/ward-round.yaml"] = &fstest.MapFile{Data: []byte(migrated("Washes feet and hands.", "6.0.0"))}
	fsys["ward-round/6.0.0/from-5.0.0.yaml"] = &fstest.MapFile{Data: []byte(leading("5.0.0", "6.0.0", ""))}
	fsys["ward-round/6.0.0/from-4.0.1.yaml"] = &fstest.MapFile{Data: []byte(leading("4.0.1", "6.0.0", ""))}
	fsys["ward-round/7.0.0/ward-round.yaml"] = &fstest.MapFile{Data: []byte("format: countersign/v1")}
	fsys["ward-round/7.0.0/from-6.0.0.yaml"] = &fstest.MapFile{Data: []byte(leading("6.0.0", "7.0.0", ""))}
	fsys["ward-round/8.0.0/ward-round.yaml"] = &fstest.MapFile{Data: []byte(migrated("Washes feet and hands.", "8.0.0"))}
	fsys["ward-round/8.0.0/from-7.0.0.yaml"] = &fstest.MapFile{Data: []byte(leading("7.0.0", "8.0.0", ""))}
	c := newCatalog(t, fsys)
	for _, x := range []struct{ from, to, want string }{
		{"3.0.0", "4.0.0", "no migration leads from ward-round@3.0.0 to ward-round@4.0.0: there is none beside ward-round@4.0.0"},
		{"3.0.0", "2.0.0", "no migration leads from ward-round@3.0.0 to ward-round@2.0.0, which is no newer version of it"},
		{"3.0.0", "3.0.0", "no migration leads from ward-round@3.0.0 to ward-round@3.0.0, which is no newer version of it"},
		{"9.0.0", "3.0.0", `unknown framework "ward-round@9.0.0" (there is 1.0.0, 1.1.0, 2.0.0, 3.0.0, 4.0.0, 5.0.0, 6.0.0, 7.0.0 and 8.0.0)`},
		{"5.0.0", "6.0.0", `ward-round/6.0.0/from-5.0.0.yaml:1:1: nothing is said of "one", of which meaning changed from ward-round.yaml:8:43 in 5.0.0 to ward-round.yaml:8:43 in 6.0.0: name it under carry, reconfirm or reassess [unmapped-change]`},
		{"6.0.0", "7.0.0", "ward-round/7.0.0/ward-round.yaml:1:1: a framework needs the key"},
	} {
		m, err := c.Migration(mustRef("ward-round@"+x.from), mustRef("ward-round@"+x.to))
		assert.Nil(t, m)
		require.ErrorContains(t, err, x.want, "%s to %s", x.from, x.to)
	}
	_, err := c.Migration(mustRef("ward-round@3.0.0"), mustRef("ward-round@4.0.0"))
	require.ErrorIs(t, err, ErrNoMigration)
	_, err = c.Migration(mustRef("hand-care@1.0.0"), mustRef("ward-round@4.0.0"))
	require.ErrorIs(t, err, ErrNoMigration)
	_, err = c.Migration(mustRef("ward-round@5.0.0"), mustRef("ward-round@6.0.0"))
	var findings source.Diagnostics
	require.ErrorAs(t, err, &findings)
	found, err := c.Check()
	require.NoError(t, err)
	for _, want := range []string{"there is no version 4.0.1 of ward-round to leave: there is 1.0.0, 1.1.0", "from-5.0.0.yaml:1:1: nothing is said"} {
		assert.Contains(t, found.Error(), want)
	}
	assert.NotContains(t, found.Error(), "7.0.0/from", "what is wrong with a version is not said of its migrations, too")
	assert.NotContains(t, found.Error(), "8.0.0/")
}

// What has to be finished by a day leads on.
func TestStranded(t *testing.T) {
	t.Parallel()
	ends := "status: published\npublished: 2026-01-15\nenrolment_until: 2027-01-31\nfinish_by: 2028-05-31\n"
	fsys := rounds()
	for _, version := range []string{"1.0.0", "2.0.0", "3.0.0", "4.0.0", "5.0.0"} {
		fsys["ward-round/"+version+"/lifecycle.yaml"] = &fstest.MapFile{Data: []byte(ends)}
	}
	c := newCatalog(t, fsys)
	found, err := c.Check()
	require.NoError(t, err)
	assert.Equal(t, "ward-round/5.0.0/lifecycle.yaml:4:1: sign-off ends on 2028-05-31, and no migration leads from ward-round@5.0.0 to a newer version: write from-5.0.0.yaml beside that [finish-by-without-migration]",
		found.Error())
	stranded, err := c.Stranded()
	require.NoError(t, err)
	assert.Equal(t, found, stranded)
	delete(fsys, "ward-round/5.0.0/from-3.0.0.yaml")
	found, _ = newCatalog(t, fsys).Stranded()
	assert.Len(t, found, 2, "from 3.0.0 none leads on any more: %s", found)
}

// Migrations are found once, also when many ask at once.
func TestCatalogMigrationsAtOnce(t *testing.T) {
	t.Parallel()
	c := newCatalog(t, rounds())
	got := make([]*Migration, 16)
	var wait sync.WaitGroup
	for i := range got {
		wait.Go(func() { got[i], _ = c.Migration(mustRef("ward-round@1.0.0"), mustRef("ward-round@3.0.0")) })
	}
	wait.Wait()
	for _, m := range got {
		assert.Same(t, got[0], m)
	}
	assert.NotNil(t, got[0])
}
