package workflow_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/workflow"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestMain fails if a whole run left a reason for refusals unexercised.
func TestMain(m *testing.M) {
	code := m.Run()
	if code == 0 && wholeRun() {
		code = unexercised()
	}
	os.Exit(code)
}

// wholeRun reports whether no flag narrowed the tests.
func wholeRun() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz", "test.bench"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return true
}

func unexercised() (code int) {
	codes, err := declaredCodes()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for _, c := range codes {
		if _, ok := exercised.Load(c); !ok {
			fmt.Fprintf(os.Stderr, "no test has seen the reason %q refuse anything\n", c)
			code = 1
		}
	}
	return code
}

// declaredCodes are the values of the constants of type Code in denied.go.
func declaredCodes() (codes []workflow.Code, err error) {
	values, err := constants("denied.go", "Code")
	for _, v := range values {
		codes = append(codes, workflow.Code(v))
	}
	if err == nil && len(codes) < 50 {
		err = fmt.Errorf("denied.go declares %d codes only: %q", len(codes), codes)
	}
	return codes, err
}

// constants are the values of a file's constants of one type, which are texts
// and differ from one another.
func constants(name, of string) (values []string, err error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		return nil, err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == of && len(spec.Values) == 1 {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					values = append(values, s)
				}
			}
		}
		return true
	})
	if slices.Sort(values); len(slices.Compact(slices.Clone(values))) != len(values) {
		return nil, fmt.Errorf("%s gives two constants one value: %q", name, values)
	}
	return values, nil
}

// What opens an enrolment names none, and erasing is no command: the rest is in oneOfEach.
func TestOneOfEachKindOfCommand(t *testing.T) {
	t.Parallel()
	want, err := constants("command.go", "Kind")
	require.NoError(t, err)
	kinds := []string{string(workflow.KindEnrol), string(workflow.KindEnrolTrial), string(workflow.KindErase)}
	for _, cmd := range oneOfEach(enrolled(t)) {
		kinds = append(kinds, string(cmd.Kind()))
	}
	slices.Sort(kinds)
	assert.Equal(t, want, kinds)
}
