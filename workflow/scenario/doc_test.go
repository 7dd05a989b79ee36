package scenario

import (
	goparser "go/parser"
	gotoken "go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Every line that the package comment shows stands in a scenario that is run,
// or in the examples.
func TestDocumentationIsRun(t *testing.T) {
	t.Parallel()
	run := "\n"
	names, err := filepath.Glob("testdata/doc/*" + Suffix)
	require.NoError(t, err)
	for _, name := range append(names, "example_test.go") {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		run += strings.ReplaceAll(string(b), "`", "\n")
	}
	shown := documented(t)
	require.Greater(t, len(shown), 140)
	for _, line := range shown {
		if !strings.Contains(run, "\n"+line+"\n") {
			t.Errorf("no scenario has the line %q", line)
		}
	}
}

// Every verb, every kind of line and every expectation is shown.
func TestDocumentationIsComplete(t *testing.T) {
	t.Parallel()
	shown := "\n" + strings.Join(documented(t), "\n") + "\n"
	for _, v := range verbs {
		require.Regexp(t, `\n[?! a-z0-9-]+(?: \[tap-1\])?: `+v.words+`[ ,\n]`, shown)
	}
	for _, k := range expectKinds {
		require.Contains(t, shown, "\nexpect "+k.phrase)
	}
	for _, w := range personWords {
		require.Regexp(t, `\nexpect \S+ `+w+` `, shown)
	}
	for _, k := range lineKinds {
		if k.word != "policy" {
			require.Regexp(t, `\n`+k.word+`[ \n]`, shown)
		}
	}
	for _, o := range []Outcome{Unchanged, Replayed} {
		require.Contains(t, shown, "-> "+string(o)+"\n")
	}
}

// documented are the lines of scenarios in the package comment.
func documented(t *testing.T) (lines []string) {
	f, err := goparser.ParseFile(gotoken.NewFileSet(), "doc.go", nil, goparser.ParseComments|goparser.PackageClauseOnly)
	require.NoError(t, err)
	for _, c := range f.Doc.List {
		line, indented := strings.CutPrefix(c.Text, "//\t")
		if indented && !strings.Contains(line, "scenario.Run") && !strings.HasPrefix(line, "func ") && line != "}" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Every kind of expectation can be written and is tried.
func TestEveryExpectationIsRun(t *testing.T) {
	t.Parallel()
	tried := map[string]bool{}
	for _, folder := range []string{"testdata/doc", "testdata/behaviours"} {
		names, err := filepath.Glob(filepath.Join(folder, "*"+Suffix))
		require.NoError(t, err)
		for _, name := range names {
			src, err := os.ReadFile(name)
			require.NoError(t, err)
			s, found := Parse(name, src)
			require.Empty(t, found)
			for _, l := range s.Lines {
				tried[reflect.TypeOf(l).String()] = true
				if e, ok := l.(*Expect); ok {
					tried[reflect.TypeOf(e.What).String()] = true
				}
				if st, ok := l.(*Step); ok {
					tried[reflect.TypeOf(st.Command).String()] = true
				}
			}
		}
	}
	for _, blank := range blankExpectations {
		require.True(t, tried[reflect.TypeOf(blank()).String()], "%T", blank())
	}
	for _, v := range verbs {
		require.True(t, tried[reflect.TypeOf(v.blank).String()], "%T", v.blank)
	}
}
