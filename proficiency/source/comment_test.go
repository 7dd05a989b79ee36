package source

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"gopkg.in/yaml.v3"
)

// commented gives the comments of src, one a line: place, + for one alone on its line, text.
func commented(src string) string {
	var b strings.Builder
	for _, c := range Read("f", []byte(src), nil).Comments() {
		fmt.Fprintf(&b, "%d:%d%s %s\n", c.Position.Line, c.Position.Col, map[bool]string{true: "+"}[c.Alone], c.Text)
	}
	return b.String()
}

func TestComments(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, src, want string }{
		{"none", "a: b", ""},
		{"everywhere", "# one\na: b # two\n# three\nc: # four\n  # five\n  - d  #six\n# seven", "1:1+ one\n2:6 two\n3:1+ three\n4:4 four\n5:3+ five\n6:8 six\n7:1+ seven\n"},
		{"within words", "a#b: c#d\ne: http://x/#f\n", ""},
		{"in quotes", "a: 'b # c'\n'd # e': \"f # g \\\" # h\" # i\nj: 'it''s # k' # l\n", "2:25 i\n3:16 l\n"},
		{"in quotes over lines", "a: \"b\n  # c\n  d\" # e\n", "3:6 e\n"},
		{"in plain text over lines", "a: b\n  c\n# d\ne: f\n", "3:1+ d\n"},
		{"in brackets", "[a, # b\n 'c#', #d\n] # e\n", "1:5 b\n2:8 d\n3:3 e\n"},
		{"in a block", "a: |\n  # b\n\n  c # d\n# e\nf: >-\n  # g\n", "5:1+ e\n"},
		{"behind the sign of a block", "a: | # b\n  # c\n", "1:6 b\n"},
		{"in a block in a list", "- |\n  # a\n- b: |\n    # c\n  d: e # f\n", "5:8 f\n"},
		{"after a block, further in than its key", "a:\n  b: |\n    c\n  # d\n  e: f\n", "4:3+ d\n"},
		{"in a block that says where it begins", "a: |1\n   b\n # c\n# d\n", "4:1+ d\n"},
		{"in an empty block", "a: |\n# b\nc: |\n\n# d\n", "2:1+ b\n5:1+ d\n"},
		{"below blank lines that are further in", "a: |\n    \n  # b\nc: d\n", "3:3+ b\n"},
		{"a block as all there is", "|\n  # a\n# b\n", "3:1+ b\n"},
		{"beside markers", "%YAML 1.1 # a\n--- # b\nc: d\n... # e\n# f\n", "1:11 a\n2:5 b\n4:5 e\n5:1+ f\n"},
		{"with other line ends", "\uFEFFa: é # b\r\nc: |\r\n  # d\r\n\r\ne: f\r\n  g # h\r\n", "1:6 b\n6:5 h\n"},
		{"with old line ends", "a: b # c\r# d\re: f", "1:6 c\n2:1+ d\n"},
		{"a key without a value", "a: # b\n? c # d\n: # e\n  f\n", "1:4 b\n2:5 d\n3:3 e\n"},
		{"where nothing could be read", "a: b: c # d", ""},
	} {
		assert.Equal(t, c.want, commented(c.src), "%s\n%s", c.name, c.src)
	}
}

// FuzzComments holds what is taken for comments to what the parser takes for
// them: with other words in them the file says the same, and none of the parser's is missed.
func FuzzComments(f *testing.F) {
	for _, s := range []string{
		"# a\nb: c # d\n# e\n", "a: |2-\n    # b\n  c\n # d\n", "- - |\n   # a\n  # b\n- c\n", "a:\n- >+\n # b\n\n# c\n", "{a: 'b # c', # d\n e: f}", "a: |\n     \n  # b\n",
		"a: \"b # c\" #d\n", "? |\n  # a\n: b # c\n", "a: b\r\n  c # d\r\n", "\uFEFF# a\rb: é # c\r", "a: >\n\n\n  # b\n c\n", "a: #\n #\n", "--- |\n # a\n... # b\n", "a: [b, #c\n]",
		"a: 1 # countersign:ignore vague-word said so\nb: |\n  # countersign:ignore vague-word no comment\n", "! 0 #000", "|\n#", "&a # b\n!c\nd # e\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d := Read("f", src, &Limits{Bytes: 4096})
		if d.root == nil || d.Findings().HasErrors() {
			return
		}
		comments := d.Comments()
		var without bytes.Buffer // with other words in each comment
		at := 0
		found := map[string]int{}
		for i, c := range comments {
			if i > 0 && c.Position.Compare(comments[i-1].Position) <= 0 {
				t.Fatalf("%v after %v", c, comments[i-1])
			}
			from := d.offset(c.Position)
			if d.src[from] != '#' {
				t.Fatalf("no comment at %s in %q", c.Position, src)
			}
			without.Write(d.src[at:from])
			without.WriteString("# other")
			at = from + len(bytes.TrimRight(d.src[from:lineEnd(d.src, from)], "\r\n"))
			found[c.Text]++
		}
		without.Write(d.src[at:])
		again := Read("f", without.Bytes(), nil)
		if again.root == nil || !alike(d.root, again.root) {
			t.Fatalf("%q says something else than\n%q: %s", without.Bytes(), src, again.Findings())
		}
		for _, line := range parsersComments(d.root) {
			if found[line] == 0 {
				t.Fatalf("%q is missed in %q", line, src)
			}
		}
	})
}

// parsersComments are the comments that the parser has put into its tree.
func parsersComments(n *yaml.Node) (all []string) {
	for line := range strings.SplitSeq(n.HeadComment+"\n"+n.LineComment+"\n"+n.FootComment, "\n") {
		if text, ok := strings.CutPrefix(line, "#"); ok {
			all = append(all, strings.TrimSpace(text))
		}
	}
	for _, c := range n.Content {
		all = append(all, parsersComments(c)...)
	}
	return all
}
