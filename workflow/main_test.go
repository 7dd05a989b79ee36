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
func declaredCodes() ([]workflow.Code, error) {
	file, err := parser.ParseFile(token.NewFileSet(), "denied.go", nil, 0)
	if err != nil {
		return nil, err
	}
	var codes []workflow.Code
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "Code" && len(spec.Values) == 1 {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					codes = append(codes, workflow.Code(s))
				}
			}
		}
		return true
	})
	if slices.Sort(codes); len(codes) < 50 || len(slices.Compact(slices.Clone(codes))) != len(codes) {
		return nil, fmt.Errorf("denied.go declares %d codes, or one twice: %q", len(codes), codes)
	}
	return codes, nil
}
