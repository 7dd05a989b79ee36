package source

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"gopkg.in/yaml.v3"
)

// FuzzRead holds reading to its promises: no panic, no tree beyond the limits,
// and positions that are in the file.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", "a: b", "a: &x [*x, *x]", "[[[[[[[[[[", "{a: {b: {c: {}}}}", "- - - - - - a", "? ? ? a", "a: |\n  b\n", "\"\\x41", "\xFF\xFEa\x00",
		"# c\n- a # d\n\n# e\n- b", "---\na\n---\nb", "<<: {a: b}", "!!binary aGk=", "a:\n\t- b", "a: b: c", "é: \u2028", "%YAML 1.1\n---\na", "a: 'b\nc",
		"\rM ##C#\r#\r\t", "? a\n: b\n", "[a: b, c: d, ? e : f]", "{a, b, c}", "'a':b", "{\"a\":b}", "a: >-2\n    b", "- # c\n  # d\n-\n", ",", "[,]", "[a,,b]", "::", "-\n-\n?",
	} {
		f.Add([]byte(s))
	}
	limits := &Limits{Bytes: 4096, Depth: 8, Nodes: 100, ScalarBytes: 100, Findings: 20}
	f.Fuzz(func(t *testing.T, src []byte) {
		d := Read("f", src, limits)
		if got := d.Count(); got > limits.Findings+1 {
			t.Fatalf("%d findings", got)
		}
		lines := len(strings.Split(strings.ReplaceAll(string(src), "\r", "\n"), "\n"))
		for _, x := range d.Findings() {
			if x.Position.File != "f" || x.Position.Line > lines || x.Position.Line > 0 && x.Position.Col < 1 {
				t.Fatalf("%s of %d lines", x, lines)
			}
			if len(x.Message) > 2_000 || strings.ContainsFunc(x.Message, func(c rune) bool { return !unicode.IsPrint(c) }) {
				t.Fatalf("%q", x.Message)
			}
		}
		if !d.Root().Present() {
			if !d.Findings().HasErrors() {
				t.Fatal("no tree, and no reason")
			}
			return
		}
		if n, depth := measure(d.root, 1); n > limits.Nodes || depth > limits.Depth+1 {
			t.Fatalf("%d nodes, %d deep", n, depth)
		}
		touch(d.Root())
	})
}

func measure(n *yaml.Node, depth int) (nodes, deepest int) {
	nodes, deepest = 1, depth
	for _, c := range n.Content {
		m, d := measure(c, depth+1)
		nodes, deepest = nodes+m, max(deepest, d)
	}
	return nodes, deepest
}

// touch reads everything in every way.
func touch(n Node) {
	n.Text()
	n.Bool(false)
	n.Int(0, 1, 0)
	n.Mapping(anyShape).Get("v").Text()
	for _, e := range n.List(0) {
		touch(e)
	}
	for _, e := range n.Entries(0) {
		touch(e.Value)
	}
}

// Whatever fills a file of the greatest size, it is read or refused: the limits
// see to it that there is no tree beyond them. They are a sixty-fourth of the default.
func TestLargestFiles(t *testing.T) {
	t.Parallel()
	limits := &Limits{Bytes: 128 << 10, Nodes: 15_625}
	for _, unit := range []string{
		"[", "{", "- ", "? ", "[],", "a,", "- a\n", "-\n", ":\n", "#\n", "- #\n", "a: b\n", "!a ", "&a ", "*a ", "'", "\"", "|", "---\n", "\t", "\n", "a\n", "\\",
	} {
		for _, head := range []string{"", "a: &x ["} {
			src := append([]byte(head), bytes.Repeat([]byte(unit), (limits.Bytes-len(head))/len(unit))...)
			d := Read("f", src, limits)
			if d.Root().Present() {
				if n, _ := measure(d.root, 1); n > limits.Nodes {
					t.Errorf("%q%q…: %d nodes", head, unit, n)
				}
			} else if !d.Findings().HasErrors() {
				t.Errorf("%q%q…: neither read nor refused", head, unit)
			}
		}
	}
}
