package proficiency

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPlace(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"hand-care/1.0.0/hand-care.yaml":     ".",
		"our/hand-care/1.0.0/hand-care.yaml": "our",
		"/hand-care/1.0.0/hand-care.yaml":    "/",
		"hand-care/1.0/hand-care.yaml":       "",
		"hand-care/1.0.0/hand-wash.yaml":     "",
		"hand-care/1.0.0/hand-care.yml":      "",
		"Hand/1.0.0/Hand.yaml":               "",
		"1.0.0/hand-care.yaml":               "",
		"hand-care.yaml":                     "",
		"":                                   "",
	} {
		catalogue, ref, ok := Place(file)
		assert.Equal(t, want, catalogue, file)
		assert.Equal(t, want != "", ok, file)
		if ok {
			assert.Equal(t, "hand-care@1.0.0", ref.String(), file)
		}
	}
}

func TestMisplaced(t *testing.T) {
	t.Parallel()
	f := mustParse(t, smallFile(t))
	id := string(f.ID())
	assert.Empty(t, Misplaced(f, "a.yaml"))
	assert.Empty(t, Misplaced(f, "x/"+id+"/"+f.Version().String()+"/"+id+".yaml"))
	found := Misplaced(f, "x/"+id+"/9.9.9/"+id+".yaml")
	require.Len(t, found, 1)
	assert.Equal(t, codeMisplaced, found[0].Code)
	assert.Equal(t, "x/"+id+"/9.9.9/"+id+".yaml", found[0].Position.File)
}

// Strays are found without a look into files, and are among what Check finds.
func TestStrays(t *testing.T) {
	t.Parallel()
	c, err := NewCatalog(fstest.MapFS{
		"a/1.0.0/a.yaml": {Data: []byte("broken: [")}, "a/1.0.0/b.yaml": {}, "a/1.0/a.yaml": {}, "b/1.0.0/b.yaml/c": {},
	})
	require.NoError(t, err)
	strays := c.Strays()
	assert.ElementsMatch(t, []string{codeMisnamedFolder, codeStrayFile, codeUnreadable}, findingCodes(strays))
	all, err := c.Check()
	require.NoError(t, err)
	assert.Len(t, all, len(strays)+1, "and one of syntax")
	for _, s := range strays {
		assert.Contains(t, all, s)
	}
	strays[0].Code = "changed"
	assert.NotContains(t, findingCodes(c.Strays()), "changed")
}
