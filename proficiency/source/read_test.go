package source

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	small := &Limits{Bytes: 100, Depth: 3, Nodes: 20, ScalarBytes: 10}
	for _, c := range []struct{ src, want string }{
		{"", "f:1:1: the file is empty [empty-document]"},
		{" \n\n", "f:1:1: the file is empty [empty-document]"},
		{"# only a comment\n", "f:1:1: the file is empty [empty-document]"},
		{"---\n", "f:1:1: the file is empty [empty-document]"},
		{"---\na: 1\n---\nb: 2\n", "f:3:1: a second document begins here: write each in a file of its own [several-documents]"},
		{"\xFF\xFEa\x00", "f:1:1: the file is encoded as UTF-16: save it as UTF-8 [encoding]"},
		{"\xFE\xFF\x00a", "f:1:1: the file is encoded as UTF-16: save it as UTF-8 [encoding]"},
		{"a\x00:\x00", "f:1:1: the file is encoded as UTF-16 without a byte order mark: save it as UTF-8 [encoding]"},
		{"\xFF\xFE\x00\x00", "f:1:1: the file is encoded as UTF-32: save it as UTF-8 [encoding]"},
		{"a: 1\nb: caf\xE9\n", "f:2:7: this is not UTF-8: save the file as UTF-8 [encoding]"},
		{"a: 1\nbé\x00", "f:2:3: the file holds a NUL byte, so it is not text [encoding]"},
		{"a: \x07\n", "f:1:4: the character U+0007 is not allowed here: remove it [control-character]"},
		{"a: b\nc: d\uFEFF\n", "f:2:5: the character U+FEFF is not allowed here: remove it [control-character]"},
		{"a\u2028b", "f:1:2: the line separator U+2028 looks like a line break and is none everywhere: put an ordinary line break [control-character]"},
		{strings.Repeat("# ", 51), "f: the file is larger than the 100 bytes allowed: split it [too-large]"},
		{"%YAML 1.2\n---\na: 1\n", "f:1:1: only %YAML 1.1 is understood: remove the line, it is not needed [syntax]"},
		{"[[[[]]]]", "f:1:4: lists and mappings nest deeper here than the 3 levels allowed [too-deep]"},
		{"a:\n- b:\n  - {}\n", "f:3:3: lists and mappings nest deeper here than the 3 levels allowed [too-deep]"},
		{"[1,2,3,4,5,6,7,8,9,0]", "f: the file may hold more than the 20 keys and values allowed: split it [too-many-nodes]"},
		{"a: 12345678901\nb: c: d", "f:2:5: a \":\" cannot stand here: put a text that holds \": \" in quotes, or correct the indentation [syntax]"},
		{"a: 12345678901", "f:1:4: this text is longer than the 10 bytes allowed [too-long]"},
		{"a: &x 1\nb: *x\n*x : c\n", "f:2:4: *x is an alias, and aliases are not allowed: write the value out here [alias]\n" +
			"f:3:1: *x is an alias, and aliases are not allowed: write the value out here [alias]"},
		{"a: &x [*x]", "f:1:8: *x is an alias, and aliases are not allowed: write the value out here [alias]"},
		{"a: *x", "f:1:4: an alias (*) is not allowed: write the value out here, and put a text that begins with * in quotes [alias]"},
		{"a: !!str 5\nb: !mine {}\n", "f:1:4: !!str is a tag, and tags are not allowed: values are read as they are written [tag]\n" +
			"f:2:4: !mine is a tag, and tags are not allowed: values are read as they are written [tag]"},
	} {
		d := Read("f", []byte(c.src), small)
		assert.Equal(t, c.want, d.Findings().Error(), "%q", c.src)
	}
}

func TestReadAccepts(t *testing.T) {
	t.Parallel()
	for _, src := range []string{
		"a: 1\n", "\uFEFFa: 1\n", "a: 1\r\n", "---\na: 1\n...\n", "%YAML 1.1\n---\na: 1\n", "null\n", "\"\"\n",
		"# é\n a: \U0001F600 \u00A0\n", "a: &unused 1\n", `{"a": "b", "c": [1, null]}`,
	} {
		d := Read("f", []byte(src), nil)
		assert.Empty(t, d.Findings(), "%q", src)
		assert.True(t, d.Root().Present(), "%q", src)
	}
}

func TestPositionsCountCharacters(t *testing.T) {
	t.Parallel()
	d := Read("f", []byte("\uFEFF# é\r\n{é: ü, b: c}\r\n"), nil)
	entries := d.Root().Entries(1)
	require.Len(t, entries, 2)
	assert.Equal(t, Position{"f", 2, 2}, entries[0].Key.Position)
	assert.Equal(t, Position{"f", 2, 8}, entries[1].Key.Position)
	assert.Equal(t, Position{"f", 2, 11}, entries[1].Value.Position())
}

func TestFindingsAreBounded(t *testing.T) {
	t.Parallel()
	d := Read("f", []byte(strings.Repeat("- *x\n", 5)), nil)
	require.Len(t, d.Findings(), 1)
	d = Read("f", []byte("- &x 1\n"+strings.Repeat("- *x\n", 5)), &Limits{Findings: 3})
	got := d.Findings()
	require.Len(t, got, 4)
	assert.Equal(t, "f: more than 3 findings: correct these first [too-many-findings]", got[0].String())
	d.Report(d.Position(), Error, "x", "y")
	assert.Equal(t, 4, d.Count())
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{"a/b.yaml": {Data: []byte(strings.Repeat("x", 50))}}
	src, err := ReadFile(fsys, "a/b.yaml", nil)
	require.NoError(t, err)
	assert.Len(t, src, 50)

	src, err = ReadFile(fsys, "a/b.yaml", &Limits{Bytes: 10})
	require.NoError(t, err)
	assert.Len(t, src, 11, "no more than shows that it is too large")
	assert.Equal(t, CodeTooLarge, Read("f", src, &Limits{Bytes: 10}).Findings()[0].Code)

	_, err = ReadFile(fsys, "a/c.yaml", nil)
	assert.ErrorIs(t, err, fs.ErrNotExist)
	_, err = ReadFile(fsys, "a", nil)
	var path *fs.PathError
	assert.True(t, errors.As(err, &path))
}
