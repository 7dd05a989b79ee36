package source

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLayout(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ in, out string }{
		"indentation": {
			"a:\n- b:   c\n  d:\n      e: f\n-     g\n", "a:\n  - b: c\n    d:\n      e: f\n  - g\n",
		},
		"an entry behind its dash":   {"-\n    a: b\n    c: d\n-   - e\n", "- a: b\n  c: d\n- - e\n"},
		"spaces":                     {"a :    b   \n'c'  : [ d,e ,  f ]\ng: { h : i,'j':k, l }\nm: []\n", "a: b\n'c': [d, e, f]\ng: {h: i, 'j': k, l}\nm: []\n"},
		"blank lines":                {"\n\na: b\n\n\n\nc: d\n\n", "a: b\n\nc: d\n"},
		"line ends and a byte mark":  {"\uFEFFa: b\r\nc: |\r\n  d\r\n  e\r", "a: b\nc: |\n  d\n  e\n"},
		"no value":                   {"a:\nb: \nc:  # none\n", "a:\nb:\nc:  # none\n"},
		"a text over several lines":  {"a: b\n      c\n\n  d\ne: 'f\n g'\nh: \"i \\\n    j\"\n", "a: b\n  c\n\n  d\ne: 'f\n  g'\nh: \"i \\\n  j\"\n"},
		"a text on the next line":    {"a:\n        b c\nd: e\n", "a:\n  b c\nd: e\n"},
		"a block":                    {"a:\n    b: |\n       c\n         d  \n\n       e\n\n\n    f: g\n", "a:\n  b: |\n    c\n      d  \n\n    e\n\n  f: g\n"},
		"a block that keeps its end": {"a: |+\n b\n\n\nc: d\n", "a: |+\n  b\n\n\nc: d\n"},
		"a block that is indented":   {"- |2-\n     a\n    b\n-   >1\n  c\n", "- |2-\n     a\n    b\n- >1\n  c\n"},
		"a block without an end":     {"a: |\n b", "a: |\n  b"},
		"a block with a comment":     {"a: |     # why\n b\n", "a: |  # why\n  b\n"},
		"an empty block":             {"a: |\nb: >-\n\nc: d\n", "a: |\nb: >-\n\nc: d\n"},
		"comments go with what they belong to": {
			"#one\na:\n # two\n    - b: c\n      # three\n    # four\n      d: e\n      # five\n    # six\n# seven\nf: g\n# eight\n",
			"#one\na:\n  # two\n  - b: c\n    # three\n    # four\n    d: e\n    # five\n  # six\n# seven\nf: g\n# eight\n",
		},
		"a comment instead of a value":    {"a:\n    # none yet\nb: c\n", "a:\n  # none yet\nb: c\n"},
		"a comment behind a dash":         {"- # why\n    a: b\n", "-  # why\n  a: b\n"},
		"comments below one another":      {"a: b # one\ncd: ef # two\n\ng: h      # three\n", "a: b    # one\ncd: ef  # two\n\ng: h  # three\n"},
		"what looks like a comment":       {"a: b#c\nd: '# e'\nf: |\n  # g\n", "a: b#c\nd: '# e'\nf: |\n  # g\n"},
		"brackets over several lines":     {"a: [\n b,   # one\n  {c: d,\n e: f},\n]\n", "a: [\n  b,  # one\n  {c: d,\n    e: f},\n  ]\n"},
		"no value in brackets":            {"[{a:  , b: },c:   ]\n", "[{a: , b: }, c: ]\n"},
		"a pair in a list in brackets":    {"[a: b, 'c' :d, e]\n", "[a: b, 'c': d, e]\n"},
		"a document with its marks":       {"# one\n---   # two\na: b\n...\n# three\n", "# one\n---   # two\na: b\n...\n# three\n"},
		"characters of several bytes":     {"é: [ü,'ß' ,  x]   # ö\nää: b # c\n", "é: [ü, 'ß', x]  # ö\nää: b           # c\n"},
		"a value alone":                   {"   a\n", "a\n"},
		"a list in the column of its key": {"a:\n- b\n# about c\nc: d\n", "a:\n  - b\n# about c\nc: d\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, findings := Layout("f.yaml", []byte(c.in), nil)
			require.Empty(t, findings)
			require.Equal(t, c.out, string(out))
			holdsToItsPromises(t, []byte(c.in), out)
		})
	}
}

// holdsToItsPromises is what must be true of every layout.
func holdsToItsPromises(t *testing.T, in, out []byte) {
	t.Helper()
	before, after := Read("f", in, nil), Read("f", out, nil)
	require.Empty(t, after.Findings())
	require.True(t, alike(before.root, after.root), "%q became %q", in, out)
	again, findings := Layout("f", out, nil)
	require.Empty(t, findings, "%q", out)
	require.Equal(t, string(out), string(again), "of %q", in)
	require.True(t, sameWords(lines(in), out), "%q became %q", in, out)
}

// A file that is one long line is laid out, too, and not in the square of its length.
func TestLayoutOfOneLine(t *testing.T) {
	t.Parallel()
	in := "[" + strings.Repeat("a,", 250_000) + "a]\n"
	out, findings := Layout("f.yaml", []byte(in), nil)
	require.Empty(t, findings)
	require.Equal(t, strings.ReplaceAll(in, ",", ", "), string(out))
}

func TestLayoutRefuses(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a: b: c":        `f.yaml:1:5: a ":" cannot stand here: put a text that holds ": " in quotes, or correct the indentation [syntax]`,
		"a: &b c\nd: *b": "f.yaml:2:4: *b is an alias, and aliases are not allowed: write the value out here [alias]",
		"? a\n: b\n":     `f.yaml:1:1: this cannot be laid out: write a key without "? " before it, and a value without a name, such as &name [layout]`,
		"a: &b c\n":      `f.yaml:1:4: this cannot be laid out: write a key without "? " before it, and a value without a name, such as &name [layout]`,
	} {
		out, findings := Layout("f.yaml", []byte(in), nil)
		require.Nil(t, out)
		require.Equal(t, want, findings.Error(), "%q", in)
	}
}

// A mangler writes a tree of its own choice in a layout of its own choice.
type mangler struct {
	*rand.Rand
	strings.Builder
}

func (m *mangler) one(of ...string) string { return of[m.IntN(len(of))] }

func (m *mangler) lines(indent int) {
	for m.IntN(4) == 0 {
		m.WriteString(m.one("\n", "\n\n", "   \n", strings.Repeat(" ", m.IntN(indent+5))+m.one("# é: x", "#- a", "#")+"\n"))
	}
}

// value writes what stands behind a key or dash in a column, up to the line's end.
func (m *mangler) value(parent, depth int) {
	pad := strings.Repeat(" ", parent+1+m.IntN(4))
	end := m.one("\n", "  \n", " # b: c\n", "\n\n")
	switch n := m.IntN(10); {
	case n < 3 && depth > 0:
		m.WriteString(m.one("\n", "  # why\n", " \n\n"))
		m.mapping(len(pad), depth-1, false)
	case n < 4 && depth > 0:
		m.WriteString("\n")
		m.list(len(pad), depth-1)
	case n == 4:
		m.WriteString(m.one(" |", "   >-", " |2-", " >+", " |-  # x") + "\n")
		at := parent + 2
		for i := range 1 + m.IntN(3) {
			in := []string{"wörter", "# no comment", "- a: b", "c  ", "  in"}[:4+min(i, 1)] // the first says how far in the others are
			m.WriteString(m.one("", "\n", strings.Repeat(" ", at)+"\n") + strings.Repeat(" ", at) + m.one(in...) + "\n")
		}
	case n == 5:
		m.WriteString(" plain\n" + pad + m.one("and more", "é\n\n"+pad+"x") + end)
	case n == 6:
		m.WriteString(m.one(" 'it''s\n", " \"a \\\" b\n", " \"a\\\n")[:0] + " 'it''s\n\n" + pad + "so'" + end)
	case n == 7:
		m.WriteString(m.one(" [ a,b ,  {c: d}]", "  {a :  b, 'c':d, e}", " [\n"+pad+"a, # x\n"+pad+"  b: c ]", " []") + end)
	case n == 8:
		m.WriteString(m.one("", " ", " \"x\\ty\"") + end)
	default:
		m.WriteString(strings.Repeat(" ", 1+m.IntN(3)) + m.one("a", "1.10", "a#b", "'# c'", "http://x", "é") + end)
	}
}

func (m *mangler) mapping(col, depth int, begun bool) {
	for i := range 1 + m.IntN(3) {
		if i > 0 || !begun {
			m.lines(col)
			m.WriteString(strings.Repeat(" ", col))
		}
		fmt.Fprintf(m, m.one("k%d:", "'k: %d' :", "\"k # %d\":", "é k%d :"), i)
		m.value(col, depth)
	}
}

func (m *mangler) list(col, depth int) {
	for range 1 + m.IntN(3) {
		m.lines(col)
		m.WriteString(strings.Repeat(" ", col) + "-")
		if lead := 1 + m.IntN(3); depth > 0 && m.IntN(2) == 0 {
			m.WriteString(strings.Repeat(" ", lead))
			m.mapping(col+1+lead, depth-1, true)
			continue
		}
		m.value(col, depth)
	}
}

// Whatever the layout that a file comes in, it is laid out, says the same, and stays so.
func TestLayoutOfMangledFiles(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2_000) {
		m := &mangler{Rand: rand.New(rand.NewPCG(seed, 0))}
		if m.IntN(8) > 0 {
			m.mapping(0, 3, false)
		} else {
			m.list(m.IntN(3), 3)
		}
		in := []byte(m.String())
		if m.IntN(4) == 0 {
			in = bytes.ReplaceAll(in, []byte("\n"), []byte("\r\n"))
		}
		if Read("f", in, nil).findings.HasErrors() {
			t.Fatalf("seed %d makes no YAML: %v\n%s", seed, Read("f", in, nil).Findings(), in)
		}
		out, findings := Layout("f", in, nil)
		if findings != nil {
			t.Fatalf("seed %d: %v\n%q\n%s", seed, findings, in, in)
		}
		holdsToItsPromises(t, in, out)
	}
}

// FuzzLayout holds that what is laid out says what it said, and stays as it is.
func FuzzLayout(f *testing.F) {
	for _, s := range []string{
		"a: |2\n   b\n- c", "[a: b, {c}, # d\n e]", "--- # a\nb: c\n...", "a: 'b\n\n  c' # d", "- - - a\n  - b", "a: >+\n b\n\n\n# c\n", "\r- a\r\n  # b\r- c",
		"# a\nb:   # c\n- d: |\n    e\n\n  # f\n  g: {h: [i, j],\n k: l}\nm: \"n \\\n o\"\n",
	} {
		f.Add([]byte(s))
	}
	limits := &Limits{Bytes: 2048} // where the parser fails is found slowly
	f.Fuzz(func(t *testing.T, in []byte) {
		out, findings := Layout("f", in, limits)
		if findings.HasErrors() {
			if out != nil {
				t.Fatal("both a layout and findings")
			}
			return
		}
		holdsToItsPromises(t, in, out)
	})
}
