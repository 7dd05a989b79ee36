package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The position is that of what an author must change, not where the parser gave up.
func TestSyntax(t *testing.T) {
	t.Parallel()
	const (
		colon    = `a ":" cannot stand here`
		key      = "a key is expected here"
		noColon  = `a key must have ":"`
		quotes   = "the quotes opened here are never closed"
		list     = "a list in [ ] is not closed"
		mapping  = "a mapping in { } is not closed"
		tab      = "a tab cannot indent: use spaces"
		entry    = `an entry of the list, beginning with "- ", is expected here`
		begin    = "a text cannot begin with "
		value    = "a value is expected"
		end      = "the file goes on after its end"
		sections = "sections:\n  - id: a\n"
	)
	for _, c := range []struct{ src, want string }{
		{"a: b: c\nd: e\n", "1:5: " + colon},
		{"x: 1\na: b: c\nd: e\n", "2:5: " + colon},
		{"é: ü: x\n", "1:5: " + colon},
		{"x: 1\r\na: b: c\r\n", "2:5: " + colon},
		{"x: 1\ra: b: c\r", "2:5: " + colon},
		{"\uFEFFa: b: c\n", "1:5: " + colon},
		{"a: 1\n  b: 2\nc: 3\n", "2:4: " + colon},
		{sections + "    title: b\n     number: 1\n", "4:12: " + colon},
		{"x:\n  a: 1\n b: 2\nc: 3\n", "3:2: " + key},
		{"a:\n  - x\n - y\n", "3:2: " + key},
		{"a: 1\n- b\n", "2:1: " + key},
		{"a: 'it's'\nb: 1\n", "1:1: " + key},
		{"a: \"x\" y\nb: 1\n", "1:1: " + key},
		{"a: b\n]\n", "2:1: " + key},
		{"a: >\n  x\n y\nb: 1\n", "3:2: " + key},
		{"a: 1\nb\nc: 3\n", "2:1: " + noColon},
		{"a: 1\nb 2\n\n\n\nc: 3\n", "2:1: " + noColon},
		{sections + "    title b\n    number: 1\n  - id: c\n", "3:5: " + noColon},
		{"a: \"x\nb: 2\nc: 3\n", "1:4: " + quotes},
		{"a: 1\nb: [x, 'y]\nc: 3\n", "2:8: " + quotes},
		{"'", "1:1: " + quotes},
		{"a: [1, 2\nb: 3\nc: 4\n", "1:1: " + list},
		{"a: {id: 1, x: 2\nb: 3\nc: 4\n", "1:1: " + mapping},
		{"q:\n  a: {id: 1 x: 2}\n", "2:3: " + mapping},
		{"a:\n\tb: 1\n", "2:1: " + tab},
		{"a: 1\n\tb: 1\n", "2:1: " + tab},
		{"a:\n  - x\n  y: 1\n", "3:3: " + entry},
		{"- a\nb: c\n", "2:1: " + entry},
		{sections + "    title: b\n   number: 1\n  - id: c\n", "4:4: " + entry},
		{"a: @x\n", "1:4: " + begin + "@"},
		{"a: `x`\n", "1:4: " + begin + "`"},
		{"a: %x\n", "1:4: " + begin + "%"},
		{"q: a\na: [*]\n", "2:5: " + begin + "& or *"},
		{"a: x\n%foo\n", "2:1: a line cannot begin with %"},
		{"a: \"\\q\"\n", `1:5: after \ stands a character`},
		{"a: |x\n  b\n", "1:4: after | or > the text must begin on the next line"},
		{"a: - b\n", "1:4: a list must begin on a line of its own"},
		{"a: b]\nc: }\n", "2:1: " + value},
		{"[", "1:1: " + value},
		{"{a: b}\nc: d\n", "2:1: " + end},
		{"a: 1\n...\nb: 1\n", "3:1: " + end},
		{"%", "1:1: this is not well-formed YAML: could not find expected directive name"},
	} {
		got := Read("f", []byte(c.src), nil).Findings()
		if assert.Len(t, got, 1, "%q", c.src) {
			assert.Equal(t, CodeSyntax, got[0].Code, "%q", c.src)
			assert.True(t, strings.HasPrefix(got[0].String(), "f:"+c.want), "%q gives %s, want %s", c.src, got[0], c.want)
		}
	}
}

func TestSyntaxFarDownALargeFile(t *testing.T) {
	t.Parallel()
	src := strings.Repeat("- {id: a, label: b}\n", 4_000) + "- {id: a label: b}\n" + strings.Repeat("- c\n", 4_000)
	assert.Equal(t, "f:4001:1: a mapping in { } is not closed, a comma is missing, or a text that holds one of , ? [ ] { } needs quotes [syntax]",
		Read("f", []byte(src), nil).Findings().Error())
}
